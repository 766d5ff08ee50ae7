/* cascade.h - front matter that stands in another file: what `defaults` of senf.yaml and
 * `cascade` of an _index.md (Hugo) hand down to the pages below a folder.
 *
 *     rules = cascade_rules_new();
 *     cascade_add_defaults(rules, …)  cascade_add_index(rules, …)     in any order
 *     cascade_finish(rules, settings, arena);
 *     page_parse(…, settings, …);          each page takes what it does not say itself
 *
 * The nearest folder wins, of equal ones an _index.md before senf.yaml, and then the first.
 * A page's own front matter always wins. What a page gets is an input of its parsing:
 * cascade_digest.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_CASCADE_H
#define SENF_GENERATOR_MODEL_PAGE_CASCADE_H

#include "generator/model/page/page_place.h"
#include "generator/model/settings/settings.h"

#include <glib.h>

typedef enum CascadeKinds {
  CASCADE_ALL,
  CASCADE_POSTS,
  CASCADE_PAGES,
  CASCADE_SINGLE, /* all but _index.md */
  CASCADE_INDEX,  /* _index.md alone */
} CascadeKinds;

struct CascadeRule {
  const char *file;    /* where it is written */
  const char *folder;  /* it holds for what stands below; "": everything. May be a pattern */
  const char *lang;    /* of the pages; NULL: any */
  const char *pattern; /* of their paths, or of the end of these (path_match); NULL: any */
  CascadeKinds kinds;
  bool direct;         /* not for what stands in folders below the folder */
  TreeDocument values; /* its root is a map */
};

/* Of CascadeRule; g_array_unref. */
GArray *cascade_rules_new(void);

/* `defaults` of senf.yaml: a list of maps with path, lang, kind and values. */
bool cascade_add_defaults(GArray *rules, Arena *arena, const TreeDocument *document,
                          const Tree *value, Error **error);

/* What the front matter of an _index.md hands down: `cascade`, or Zola's `page_template`. Adds
 * nothing for a file whose front matter can't be read: parsing it tells why. */
bool cascade_add_index(GArray *rules, Arena *arena, const Settings *settings, const char *path,
                       const char *text, size_t length, Error **error);

/* Whether a path is that of such a file ("posts/_index.de.md"). */
bool cascade_is_index(const char *path);

/* Those of _index.md files as JSON, for the record, and back. */
void cascade_pack(const GArray *rules, GString *out);
bool cascade_unpack(GArray *rules, Arena *arena, const char *text, size_t length);

/* Put them in order, and into the settings. */
void cascade_finish(GArray *rules, Settings *settings, Arena *arena);

bool cascade_holds(const CascadeRule *rule, const Settings *settings, const PagePlace *place);

/* Over all that the rules hand down to a file; 0: nothing. */
Digest cascade_digest(const Settings *settings, PageKind kind, const char *path);

#endif
