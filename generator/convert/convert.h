/* convert.h - senf init --from: a repository of Hugo, Jekyll or Zola as a site.
 *
 * Nothing of the repository is changed: a senf.yaml is written that says where things
 * are and what its own settings say, and a report tells what could not be carried over,
 * with counts and places. Each generator has a file of its own (convert_hugo.c, …), which
 * reads its settings and adds to the Convert; what they share is in convert.c and
 * convert_report.c.
 */
#ifndef SENF_GENERATOR_CONVERT_CONVERT_H
#define SENF_GENERATOR_CONVERT_CONVERT_H

#include "generator/source/source.h"

#include "common/arena.h"
#include "common/formats/tree.h"

/* What a report counts: a thing, how often, and where first. */
typedef struct Finding {
  const char *name;
  size_t count;
  char *place; /* "content/posts/a.md:12", owned */
} Finding;

typedef struct Convert {
  const char *folder;
  Arena *arena;
  Source *source;
  GString *yaml;      /* of senf.yaml, as it grows */
  GString *markdown;  /* of its settings of that name: "emoji: false, …" */
  const Tree *config; /* the other generator's settings; never NULL */
  const char *config_path;
  GPtrArray *posts;     /* of const char *: the folders; the first decides what is asked once */
  GPtrArray *languages; /* of const char *: the names of folders of languages */
  /* what is not carried over: name → Finding, owned */
  GHashTable *settings, *templates, *shortcodes, *liquid, *keys, *idle, *markup, *files;
} Convert;

typedef struct ConvertKind {
  const char *name;
  const char *const *configs; /* names of its settings' file, NULL-ended */
  /* Writes the settings; adds to the findings. */
  void (*settings)(Convert *convert);
  const char *templates; /* the folder of its templates */
  const char *parts;     /* a folder of further settings, each file below its name; or NULL */
} ConvertKind;

extern const ConvertKind convert_hugo, convert_jekyll, convert_zola;

/* Write senf.yaml, print the report. Fails when there is a senf.yaml already, or no
 * settings of this generator. */
bool convert_run(const char *folder, const char *kind, Error **error);

/* --- for the kinds --- */

/* A line "key: value" as YAML; nothing for NULL. `convert_put_text` quotes. */
void convert_put(Convert *convert, const char *key, const char *value);
void convert_put_text(Convert *convert, const char *key, const char *text);
/* Without tags and references: other generators put what they are told into HTML as it is. */
const char *convert_plain(const Convert *convert, const char *html);
/* A number, as near as ours may come to it; nothing for none, and for 0 and less: there these
 * mean that there is no limit, or that the generator decides. */
void convert_put_number(Convert *convert, const char *key, const char *text, gint64 min,
                        gint64 max);
/* A setting of Markdown. */
void convert_put_markdown(Convert *convert, const char *key, bool value);
/* Formulas on all pages, when the theme's settings below `params` turn them on. */
void convert_put_math(Convert *convert, const char *params);
void convert_put_tree(Convert *convert, const char *key, const Tree *value);
/* An item of paths.posts or paths.pages; `to` may be NULL. */
void convert_put_folder(Convert *convert, const char *from, const char *to, const char *permalink);
/* A setting under one of its names, in any case of letters; NULL: none. */
const Tree *convert_setting(const Convert *convert, const char *name);
const char *convert_text(const Convert *convert, const char *name);
void convert_find(GHashTable *findings, const char *name, const char *path, int line);
/* Settings that none of `known` (NULL-ended) names are findings. */
void convert_unknown(Convert *convert, const char *const *known);

/* --- convert_folders.c --- */

/* Whether a path is a folder, or stands below it; below "" stands everything. */
bool convert_is_below(const char *path, const char *folder);
bool convert_has_folder(const Convert *convert, const char *folder);
/* Add to convert->posts the folders right below `root` most of whose pages have a date. */
void convert_find_dated(Convert *convert, const char *root);
/* Fill convert->posts: those of `names` below `root` that there are, else the folder with
 * most Markdown files. */
void convert_find_posts(Convert *convert, const char *root, const char *const *names);

/* --- convert.c --- */

/* "html_posts: true" when the posts are HTML, too: each such file begins with front matter. */
void convert_put_html(Convert *convert);
/* Whether a file begins with front matter. */
bool convert_has_matter(Convert *convert, const SourceFile *file);
/* "a", or "[a, b]", as YAML. g_free it. */
char *convert_list(const GPtrArray *names);

/* --- convert_config.c --- */

/* Fills config and config_path. */
bool convert_read_config(Convert *convert, const ConvertKind *kind, Error **error);

/* --- convert_report.c --- */

/* Look through all content for what will not be rendered. */
void convert_look(Convert *convert, const ConvertKind *kind);
void convert_print(const Convert *convert, const ConvertKind *kind);

#endif
