/* settings.h - senf.yaml, as a struct.
 *
 * One table (settings.c) names each setting with its type, range and default; the
 * reader, the check for unknown keys ("did you mean") and docs/settings.md follow
 * it. A site without senf.yaml builds with the defaults. All strings live in the
 * arena given to settings_read.
 */
#ifndef SENF_GENERATOR_MODEL_SETTINGS_SETTINGS_H
#define SENF_GENERATOR_MODEL_SETTINGS_SETTINGS_H

#include "generator/model/page/address.h"

#include "common/arena.h"
#include "common/formats/tree.h"
#include "common/time/timezone.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct MenuItem {
  const char *title, *url;
} MenuItem;

/* A folder of the source, and the folder of addresses that what is below it gets. */
typedef struct SiteFolder {
  const char *from, *to; /* clean paths; "" is the root */
  const char *permalink; /* of what stands in it; NULL: that of its kind */
} SiteFolder;

typedef struct SiteFolders {
  const SiteFolder *items;
  size_t count; /* at least one */
} SiteFolders;

/* A way to sort posts by terms: "tags", "ingredients". */
typedef struct SiteTaxonomy {
  const char *name;  /* the key of front matter, and the folder of its addresses */
  const char *title; /* for people; default: the name with a capital */
} SiteTaxonomy;

typedef struct SiteLanguage {
  const char *code;   /* BCP 47: "de", "pt-BR" */
  const char *folder; /* whose files are in this language; default: the code */
  const char *name;   /* shown in the language switch; default: the code */
  const char *title;  /* of the site in this language; default: Settings.title */
  const char *description;
  const char *direction; /* "ltr" or "rtl", by the code */
  const MenuItem *menu;
  size_t menu_count;
} SiteLanguage;

typedef struct CascadeRule CascadeRule; /* page/cascade.h */

typedef struct Settings {
  const char *title;             /* default: "A blog" */
  const char *description;       /* "" */
  const char *base_url;          /* "http://localhost:8080"; no slash at the end; may hold a path */
  const char *base_path;         /* the path of base_url: "" or "/blog" */
  const char *theme;             /* "senf" */
  const TimeZone *timezone;      /* of dates without an offset; never NULL */
  const SiteLanguage *languages; /* at least one; the first is the default */
  size_t language_count;
  bool language_prefix;  /* default false: addresses of the first language have its code, too */
  int64_t pagination;    /* posts a list page, 1..1000, default 10 */
  int64_t feed_items;    /* 1..1000, default 20 */
  bool minify;           /* default true: HTML without comments and indentation */
  int64_t sitemap_urls;  /* addresses a part of the sitemap, 1..50000, default 1000 */
  int64_t summary_words; /* 10..1000, default 70: without <!--more--> and description */
  const char *summary_separator; /* what ends a summary beside <!--more-->; "": nothing */
  const char *permalink;         /* of posts; default "" = the path without date and extension.
                              For its places see permalink.h */
  const char *page_permalink;
  AddressStyle addresses; /* how names become addresses; default: ADDRESS_SENF */
  /* where things are: folders, clean paths */
  SiteFolders posts, pages, statics; /* ask areas.h */
  SiteFolder people;                 /* of files beside the profiles: authors_dir, "authors" */
  const char *templates_dir, *i18n_dir, *authors_dir, *data_dir;
  bool html_posts;            /* .html among the posts are posts; default false */
  const char *drafts_dir;     /* posts below it are drafts; "": none */
  const char *const *exclude; /* paths, folders and patterns that are no part of the site */
  /* how Markdown is read */
  bool smart_punctuation, emoji; /* default true */
  bool math;                     /* $x$; default false: front matter turns it on */
  bool highlight;                /* code in colours; default true */
  bool zola_shortcodes;          /* {{ name(…) }} as in Zola, too; default false */
  bool strict_shortcodes;        /* unknown ones are errors; default true */
  /* links to other sites */
  const char *external_rel; /* "" */
  bool external_tab;        /* false */
  bool redirect_maps;       /* redirects for nginx and Caddy; default false */
  const char *branch;       /* that is published; "main" */
  const char *edit_url;     /* with {path} and {rev}; "" */
  const char *history_url;  /* likewise */
  const char *preview;      /* what is built is no site to publish but a look at this; or NULL */
  const SiteTaxonomy *taxonomies; /* default: tags and categories */
  size_t taxonomy_count;
  bool archives;   /* lists of posts by year and month */
  bool sections;   /* lists of what stands below each folder; default false */
  int64_t related; /* how many posts page.related names; 0: none */
  /* templates */
  bool templates_strict;  /* an undefined value is an error; default false */
  int64_t template_steps; /* of one page, default 3,000,000 */
  /* comments */
  bool comments;               /* default true */
  bool comment_feeds;          /* default false: a feed of each page's comments */
  int64_t comments_close_days; /* 0: never */
  const Tree *params;          /* a map, or NULL: for templates */
  /* Front matter for pages of a folder: of `defaults`, and then of _index.md files, too. */
  const CascadeRule *cascade;
  size_t cascade_count;
  /* Digests over what influences the parsing of pages, and over all. */
  Digest parse_digest, digest;
} Settings;

/* `document` may be NULL: the defaults. Fails with place and caret. */
bool settings_read(Settings *settings, Arena *arena, const TreeDocument *document, Error **error);

/* `--base-url`: replaces base_url and base_path of settings that were read. */
bool settings_override_base_url(Settings *settings, Arena *arena, const char *url, Error **error);

/* `--preview`: what is built is a look at the branch `name`. */
void settings_override_preview(Settings *settings, Arena *arena, const char *name);

/* By name, in any case of letters; NULL when the site does not have it. */
const SiteTaxonomy *settings_taxonomy(const Settings *settings, const char *name);

/* What addresses of a language begin with: "" or "de/". In `arena`. */
const char *settings_language_prefix(const Settings *settings, Arena *arena, const char *code);

/* By code; NULL when the site does not have it. */
const SiteLanguage *settings_language(const Settings *settings, const char *code);

#endif
