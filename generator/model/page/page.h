/* page.h - one post or page: what its own file says.
 *
 * page_parse turns the bytes of one Markdown file (and its history and the
 * settings) into a Page. It looks at nothing else, so the result can be kept as
 * long as these inputs are the same, and files can be parsed by several threads
 * at once. What depends on other pages (links, neighbours, translations) is the
 * site's (site.h).
 *
 * The body is HTML with slots (slots.h): places that are filled when a page that
 * shows it is rendered.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_H

#include "generator/model/settings/settings.h"
#include "generator/source/history/history.h"

#include "common/arena.h"
#include "common/digest.h"
#include "common/formats/tree.h"
#include "common/time/datetime.h"

typedef enum PageKind { PAGE_POST, PAGE_PAGE } PageKind;

typedef enum PageComments {
  PAGE_COMMENTS_OPEN,
  PAGE_COMMENTS_CLOSED, /* shown, no form */
  PAGE_COMMENTS_OFF,    /* not shown */
} PageComments;

typedef struct Heading {
  int level; /* 1..6 */
  const char *id;
  const char *text; /* plain */
  int line;         /* in the file, while it is read: a page that is kept knows it no more */
} Heading;

/* A link or image of the body that names a file of the site. */
typedef struct PageLink {
  const char *target; /* as written */
  int line;
} PageLink;

/* A shortcode that the body uses, where it is used first. */
typedef struct PageShortcode {
  const char *name;
  int line;
} PageShortcode;

typedef struct Page {
  PageKind kind;
  const char *path; /* in the source */
  const char *id;   /* `id` of the front matter, else the identity of the history, else the path */
  const char *lang; /* a language of the site */
  /* Translations of one another share this: the path without language and extension
   * ("posts/a" for posts/a.md and posts/a.en.md), or `translation` of the front matter. */
  const char *translation_key;
  const char *slug;        /* for the permalink */
  const char *section;     /* with Settings.sections: the folder of addresses that it stands in by
                              its path, without language: "posts/travel"; else NULL */
  const char *url;         /* path of the URL with base path, escaped for href: "/posts/a/" */
  const char *output;      /* file below the output folder: "posts/a/index.html" */
  const char *title;       /* plain text; falls back to the first heading, then to the slug */
  const char *description; /* plain, "" when none */
  const char *summary;     /* HTML with slots: up to <!--more-->, else description, else the
                              first paragraphs up to Settings.summary_words */
  DateTime date, updated;  /* date is not set for pages without one */
  DateTime expiry;
  bool draft;
  bool unlisted;           /* it has an address, and no list, feed or sitemap names it */
  bool unrendered;         /* Hugo's headless bundles: material for other pages */
  bool no_sitemap;         /* it stands in lists, and not in the sitemap */
  const char *redirect_to; /* an address that shows in its place, for href; "": none */
  bool is_index; /* Hugo's and Zola's _index.md: the text of the list at its address, if any */
  const char *const *authors; /* ids or names, NULL-ended, never NULL */
  /* Who else had a hand in it: the front matter's, else those who changed the file later and
   * who is named by "Co-authored-by"; authors may stand among them. Likewise. */
  const char *const *contributors;
  const char *const *tags;    /* names as written, NULL-ended, each once */
  const char *const *terms;   /* of other taxonomies: "categories\tKitchen", likewise */
  const char *series;         /* or NULL */
  int64_t series_weight;      /* `series_weight` or `weight`: order inside; 0: by date */
  const char *const *aliases; /* clean paths of former URLs: "old/name/", NULL-ended */
  PageComments comments;
  const char *image;  /* as written, or NULL */
  const char *layout; /* template's name without ".html", or NULL */
  const Tree *extra;  /* a map of the keys that nothing above took, or NULL */
  const Heading *headings;
  size_t heading_count;
  const PageLink *links; /* internal ones, for warnings and checks */
  size_t link_count;
  const char *const *anchors; /* ids in the body beside those of `headings`, NULL-ended */
  const PageShortcode *shortcodes;
  size_t shortcode_count;
  bool has_code, has_extras; /* of the body: it wants the styles for them */
  int64_t words;
  bool has_body_slots;
  const char *body; /* HTML with slots; NULL when it was left in the store of bodies */
  size_t body_length;
  Digest body_digest;
} Page;

/* Parse one file. `text` must live as long as needed only for the call; results live in
 * `arena`. `history` may be NULL. `default_kind` says where the file stands.
 * The index of a folder of posts is a page: `kind` tells.
 * Fails (ERROR_SITE, with place and caret) for what makes the page wrong: broken
 * front matter, no UTF-8, an unknown date, `../` in slug or alias. Warns for the rest. */
bool page_parse(Page *page, Arena *arena, const Settings *settings, PageKind default_kind,
                const char *path, const char *text, size_t length, const FileHistory *history,
                Warnings *warnings, Error **error);

/* Whether the page is part of the site at `now`, in seconds since 1970. */
bool page_is_visible(const Page *page, int64_t now, bool drafts, bool future);

/* The digest over all that page_parse found, body included. */
Digest page_digest(const Page *page);

/* The digest over what decides where pages stand: in which lists, in which order, with what
 * URL, in what language, whether visible. While it stays the same, another title or text
 * changes what is shown of the page, but no list and no file's name. site_assemble and
 * plan_make look at nothing else. */
Digest page_shape(const Page *page);

/* As bytes (without the body) for build.db, appended to `out`; the result is page_digest. */
Digest page_pack(const Page *page, GByteArray *out);
/* And back. Strings of an unpacked page point into `bytes`, which must live as long as the
 * page. False when damaged. */
bool page_unpack(Page *page, Arena *arena, const void *bytes, size_t length);

#endif
