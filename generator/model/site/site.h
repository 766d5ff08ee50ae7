/* site.h - all pages together: what depends on more than one file.
 *
 *     Site *site = site_new(arena, settings);
 *     site_add_author(site, …);  site_add_page(site, …)   in any order
 *     site_assemble(site, &moment, warnings, &error);
 *
 * site_assemble decides which pages are visible, joins tags, authors, series and
 * translations, sorts the lists and finds each page's neighbours. It is a pure
 * function of what was added and of the moment, in any order of adding; two pages
 * with one URL are an error. Everything lives in the arena.
 *
 * Lists are kept oldest first, because list pages are numbered from the oldest: a
 * new post then changes the newest list page only.
 */
#ifndef SENF_GENERATOR_MODEL_SITE_SITE_H
#define SENF_GENERATOR_MODEL_SITE_SITE_H

#include "generator/model/page/page.h"
#include "generator/model/settings/settings.h"

#include "common/arena.h"
#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct SitePage SitePage;
typedef struct SiteList SiteList;
typedef struct SiteAuthor SiteAuthor;
typedef struct SiteStore SiteStore; /* site_store.h */

/* A post or page, and its place among the others. */
struct SitePage {
  Page page;
  int64_t row;          /* of build.db; not 0 */
  uint64_t body_offset; /* in the store of bodies */
  Digest content;       /* page_digest: what the file says */
  bool visible;
  /* Set by site_assemble, for visible pages: */
  SitePage *previous, *next; /* posts of the language: older, newer */
  SiteList *const *tags;     /* in the order of the page */
  size_t tag_count;
  SiteList *const *terms; /* of other taxonomies */
  size_t term_count;
  SitePage *const *related; /* posts, the nearest first */
  size_t related_count;
  SiteList *text_of; /* an _index.md: the list that shows it, and then it is no page */
  SiteAuthor *const *authors;
  size_t author_count;
  SiteAuthor *const *contributors; /* none of the authors */
  size_t contributor_count;
  SiteList *series;        /* or NULL */
  int64_t series_position; /* from 1 */
  SitePage *series_previous, *series_next;
  SitePage *const *translations; /* the others, by language order */
  size_t translation_count;
  bool comments_shown, comments_open;
  int64_t comments_close_at; /* 0: no date */
  Digest place;              /* over all of the above: identities only */
  bool placed;               /* with a store: these are filled */
};

/* A person: a file in authors/, or a name that posts mention. */
struct SiteAuthor {
  const char *id; /* for the URL */
  const char *name;
  const char *bio; /* HTML, "" when none */
  /* Of single languages: code, HTML, code, HTML, …, NULL; or NULL. They stand before bio. */
  const char *const *bios;
  const char *website; /* "" when none */
  const char *avatar;  /* an address, or a path of the source ("authors/ann.png"), or "" */
  bool avatar_is_file;
  const char *path; /* the file, or NULL */
  Digest digest;
};

typedef enum ListKind {
  LIST_FRONT,
  LIST_TAG,
  LIST_AUTHOR,
  LIST_SERIES,
  LIST_TERM, /* of a taxonomy other than tags */
  LIST_YEAR,
  LIST_MONTH,
  LIST_SECTION, /* a folder of posts or pages */
} ListKind;

struct SiteList {
  ListKind kind;
  const char *key; /* "de/tag/rust": unique, for facts */
  const char *lang;
  const char *slug;     /* "" for the front */
  const char *name;     /* of the tag, author or series; "" for the front */
  const char *url;      /* of its newest page, with the base path */
  const char *folder;   /* output folder with a slash at the end, "" for the root */
  SiteAuthor *author;   /* LIST_AUTHOR */
  const char *taxonomy; /* LIST_TAG, LIST_TERM: its name; else NULL */
  SitePage *text;       /* an _index.md at its address, or NULL */
  SitePage **pages;     /* oldest first; a series in its own order; ask site_list_pages */
  size_t count;
  size_t archive_count; /* numbered pages before the newest one */
  bool paginated;
};

typedef struct Site {
  const SiteStore *store; /* NULL: all pages are here */
  bool incomplete;        /* something was asked for that the store can't answer */
  bool standalone_read;   /* with a store: `standalone` is filled */
  Arena *arena;
  const Settings *settings;
  GPtrArray *pages;      /* of SitePage *, all, sorted by path after site_assemble */
  GPtrArray *standalone; /* the visible ones that are no posts, by path; ask site_standalone */
  GPtrArray *authors;    /* of SiteAuthor *, sorted by id */
  GPtrArray *lists;      /* of SiteList *, sorted by key; only those with posts, and the fronts */
  GHashTable *by_path, *by_id, *by_row, *list_by_key, *author_by_id;
  int64_t next_event; /* when visibility or a form changes next; 0: never */
} Site;

typedef struct SiteMoment {
  int64_t now; /* seconds */
  bool drafts, future;
} SiteMoment;

Site *site_new(Arena *arena, const Settings *settings);
void site_free(Site *site); /* the tables; what they hold is the arena's */
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)

/* The page is zeroed; the caller fills .page, .row, .body_offset, .content and adds it. */
SitePage *site_page_new(Site *site);
void site_add_page(Site *site, SitePage *page);

/* authors/ID.yaml: name, bio (Markdown; a text, or a map by language), website, avatar. */
bool site_add_author(Site *site, const char *path, const TreeDocument *document, Error **error);

/* Of a language. */
const char *site_author_bio(const SiteAuthor *author, const char *lang);
/* From a list as in `bios`; the avatar as it was written: relative ones are files beside the
 * profile. */
void site_author_set_bios(SiteAuthor *author, Arena *arena, const GPtrArray *bios);

bool site_assemble(Site *site, const SiteMoment *moment, Warnings *warnings, Error **error);

SitePage *site_page_by_path(Site *site, const char *path);
/* The one visible page whose file is called so, with or without its extension, or whose
 * folder is, for index.md; NULL when there are none or several. Needs all pages. */
SitePage *site_page_by_name(Site *site, const char *name);
SitePage *site_page_by_id(const Site *site, const char *id);
SitePage *site_page_by_row(Site *site, int64_t row);
SiteList *site_list(Site *site, const char *key);
SiteAuthor *site_author(Site *site, const char *id);
/* Whether posts of the language have terms of a taxonomy. */
bool site_has_terms(Site *site, const char *taxonomy, const char *lang);
/* The front list of a language; never NULL for a language of the site. */
SiteList *site_front(Site *site, const char *lang);
/* Pages first … first + count - 1 of a list. NULL when the store does not have them; the
 * site is then incomplete. */
SitePage *const *site_list_pages(Site *site, const SiteList *list, size_t first, size_t count);
/* The lists of one kind and language, by key; g_ptr_array_unref. */
GPtrArray *site_lists_of(Site *site, ListKind kind, const char *lang);
/* The visible pages that are no posts and not unlisted, of all languages, by path. The
 * site's. */
GPtrArray *site_standalone(Site *site);

/* Posts of list page `number`: archive pages are 1 … archive_count from the oldest,
 * 0 is the newest page. *first is the index of its oldest post. */
size_t site_list_slice(const Site *site, const SiteList *list, size_t number, size_t *first);
/* How many numbered pages stand before the newest: it holds one to two pages' worth. */
size_t site_list_archives(const Site *site, const SiteList *list);
/* URL and output file of a list page. */
const char *site_list_url(const Site *site, const SiteList *list, size_t number, Arena *arena);
const char *site_list_output(const SiteList *list, size_t number, Arena *arena);

#endif
