/* facts.h - all that an output can read, and the digest of each piece today.
 *
 * Facts holds the inputs of a build, read only while pages are rendered. A Viewer is
 * one look at them, on one thread: for one output that is rendered (its trace
 * records what is read), or for a check of old readings against today (no trace).
 *
 * Subjects (name_table.h) and their fields:
 *   page            the fields of view_page.c's table
 *   page's comments thread, count
 *   setting         title/LANG, menu/LANG, params, …
 *   strings/LANG    a key of the string files; date.names; date.formats.NAME
 *   templates       a template's name
 *   assets          a name given to asset(); integrity/NAME
 *   path/PATH       url: what a link to that source path becomes; size: of an image
 *   highlighter     version: of the program that colours code
 *   named/NAME      url: of the one page whose file is called so
 *   author/ID       name, bio, website, avatar, url/LANG, count/LANG
 *   list/KEY        name, url, count: a tag, a series, a front
 *   listpage/N/KEY  items, newer_url, …: one numbered page of it
 *   feed/KEY        items: the newest posts
 *   data/NAME       value: of a file or folder of the data folder
 *   site/LANG       tags, authors, recent, pages
 *   redirects       pairs: of all aliases, where they lead
 *   sitemap/PATH    urls: one part of the sitemap; of sitemap/index: parts
 * `setting`, `strings`, `templates` and `assets` are read by nearly every output;
 * their readers are not indexed but found by looking through all traces.
 */
#ifndef SENF_GENERATOR_BUILD_FACTS_FACTS_H
#define SENF_GENERATOR_BUILD_FACTS_FACTS_H

#include "generator/build/facts/name_table.h"
#include "generator/build/facts/trace.h"
#include "generator/build/input/comments.h"
#include "generator/build/input/data.h"
#include "generator/build/input/highlight.h"
#include "generator/build/input/images.h"
#include "generator/build/input/theme.h"
#include "generator/build/record/bodies.h"
#include "generator/model/site/site.h"
#include "generator/model/site/sitemap.h"

#include "common/text_map.h"

typedef struct PlanOutput PlanOutput; /* plan.h */

/* A former address and today's, with the base path. */
typedef struct Redirect {
  const char *from, *to;
} Redirect;

typedef struct Facts {
  Arena *arena;
  const Settings *settings;
  Site *site;
  Theme *theme;
  Source *source;
  Bodies *bodies;
  Data *data;
  Images *images;
  Highlighter *highlighter;
  GHashTable *files; /* the source's paths → SourceFile */
  /* With a site that is read piece by piece, `files` is empty and this says whether an
   * output file is there, and was copied from the source's file `origin` (NULL: any). */
  bool (*has_output)(void *data, const char *path, const char *origin);
  void *has_output_data;
  Digest files_digest;       /* over the paths and ids of the files below static_dir */
  const Sitemap *sitemap;    /* NULL: the site is read piece by piece */
  const Redirect *redirects; /* by `from`; likewise NULL */
  size_t redirect_count;
  NameTable *subjects, *fields;
  const char *origin;                 /* base_url without its path */
  Subject setting, templates, assets; /* numbers that every page needs */
  Field *page_fields;                 /* by index of the page table */
  Field comments_thread, comments_count;
} Facts;

/* Fills the numbers; the inputs are set before. */
void facts_init(Facts *facts);

typedef struct BuildExplain BuildExplain; /* build.h */
typedef struct Filling Filling;           /* view_fill.h */

/* What a viewer knows of a language (viewer_names.c). */
typedef struct ViewerLanguage {
  const char *lang;
  const Strings *strings;
  Subject strings_subject, site_subject; /* strings/LANG, site/LANG; 0: not asked for yet */
  TextMap fields;                        /* "title" → the Field of "title/LANG" */
  TextMap phrases;                       /* a key of the strings → Phrase */
  TextMap formats;                       /* "long" → DateFormat */
  GHashTable *author_lists;              /* SiteAuthor → SiteList */
  SiteList *front;
} ViewerLanguage;

/* A text of the string files that was looked for. */
typedef struct Phrase {
  const char *key;
  Field field;
  const char *text; /* NULL: there is none */
  size_t length;
  bool has_places; /* {name} */
} Phrase;

/* A format for dates: by its name, or as a pattern. */
typedef struct DateFormat {
  const char *pattern;
  Field field; /* date.formats.NAME; 0: it is a pattern itself */
  Field names; /* date.names, which it shows; 0: it shows none */
} DateFormat;

typedef struct Viewer {
  Facts *facts;
  Trace *trace;             /* NULL: nothing is recorded */
  const PlanOutput *output; /* NULL for a check */
  const char *lang;
  Arena *arena;            /* of the page */
  Sql *comments;           /* this thread's connection, or NULL */
  GHashTable *threads;     /* row → Comments, of this page */
  GHashTable *assets;      /* asset → its URL */
  GHashTable *integrities; /* asset → its integrity */
  GHashTable *digests;     /* of named facts: they are the same for the whole build */
  /* Numbers that this viewer has asked for, so that it need not ask the tables again, which
   * have a lock: of fields by name, and of what has an address. */
  TextMap fields;
  GHashTable *things;
  GPtrArray *languages; /* of ViewerLanguage */
  ViewerLanguage *language;
  Arena *lasting;   /* as long as the viewer */
  GString *scratch; /* for a text that is being put together */
  size_t steps;     /* that templates may take for what they were given: views.h */
  Error *error;     /* a fact that could not be read */
  Filling *filling; /* the body whose slots are being filled, or NULL */
  /* For `senf why`: who is told of each reading, and what reads; or NULL. */
  const BuildExplain *explain;
  TemplateRun *run;
  bool body_lost; /* it was a stored body: a build from nothing mends that */
} Viewer;

void viewer_init(Viewer *viewer, Facts *facts, Sql *comments, Arena *arena);
/* Before each output: clears the trace and the arena. */
void viewer_begin(Viewer *viewer, Trace *trace, const PlanOutput *output, const char *lang);
void viewer_release(Viewer *viewer);

/* Record that the output read a fact. */
void viewer_read(Viewer *viewer, Subject subject, Field field);
/* The same for a fact of a page's comments, with the digest of what was shown. */
void viewer_read_comments(Viewer *viewer, const SitePage *page, Field field, Digest digest);
/* The same by names. */
void viewer_read_named(Viewer *viewer, const char *subject, const char *field);

/* The numbers of names. viewer_thing: of the subject KIND/NAME, which is always the same for
 * this address; viewer_lang_field: of NAME/LANG. */
Field viewer_field(Viewer *viewer, const char *name);
Field viewer_lang_field(Viewer *viewer, const char *name);
Subject viewer_thing(Viewer *viewer, const void *thing, const char *kind, const char *name);
/* Part of viewer_begin: find what is known of viewer->lang. */
void viewer_choose_language(Viewer *viewer);
/* The subjects strings/LANG and site/LANG of viewer->lang. */
Subject viewer_strings(Viewer *viewer);
Subject viewer_site(Viewer *viewer);
/* A key of the strings of viewer->lang; not recorded. */
const Phrase *viewer_phrase(Viewer *viewer, const char *key, size_t length);
/* A format of viewer->lang; not recorded. */
const DateFormat *viewer_date_format(Viewer *viewer, const char *name, size_t length);
/* The front of viewer->lang: every language of the site has one. */
SiteList *viewer_front(Viewer *viewer);
/* The posts of an author in viewer->lang; NULL: there are none. */
SiteList *viewer_author_list(Viewer *viewer, const SiteAuthor *author);

/* Today's digest of a fact; 0 when its subject or field does not exist. */
Digest fact_digest(Viewer *viewer, Subject subject, Field field);
/* The same for a named subject and a field's name. */
Digest named_digest(Viewer *viewer, const char *name, const char *field);
/* Whether the readers of a named subject are not indexed. */
bool subject_is_common(const char *name);
/* "page posts/a.md: title", for messages. In `arena`. */
const char *fact_name(const Facts *facts, Subject subject, Field field, Arena *arena);

/* The thread under a page; read once for each output. NULL with viewer->error set. */
const Comments *viewer_comments(Viewer *viewer, const SitePage *page);

/* The fields of pages, in view_page.c. */
size_t page_field_count(void);
const char *page_field_name(size_t index);
Field page_field_number(const Facts *facts, const char *name);
Digest page_field_digest(Viewer *viewer, const SitePage *page, size_t index);
/* All fields at a glance: the content, the place, and the settings that they show. */
Digest page_version(const Facts *facts, const SitePage *page);

/* Whether the source has a file that is published. */
bool facts_has_file(const Facts *facts, const char *path);

/* The newest posts of a list, for its feed: *first is the index of the oldest. */
size_t feed_slice(const Settings *settings, const SiteList *list, size_t *first);
/* Before a name: its integrity, as a field of `assets`. */
#define INTEGRITY_FIELD "integrity/"

/* How integrity("name") comes out: "sha384-…"; NULL when there is no such file, or not one
 * that browsers check. In viewer->lasting. */
const char *asset_integrity(Viewer *viewer, const char *name);
/* How asset("name") comes out; NULL when there is no such file. In `arena`. */
const char *asset_url(const Facts *facts, const char *name, Arena *arena);
/* The same, remembered; as long as the output at least. */
const char *viewer_asset_url(Viewer *viewer, const char *name);

#endif
