/* page_place.h - from a file's path to the page's URL.
 *
 * "posts/release/2024-05-06-v22.0.0.en.md" says a section (release), a date, a
 * slug (v22.0.0) and a language (en, if the site has it). index.md stands for its
 * folder. What is safe in a URL stays as it is.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PLACE_H
#define SENF_GENERATOR_MODEL_PAGE_PLACE_H

#include "generator/model/page.h"

typedef struct PagePlace {
  PageKind area;        /* the folder of the posts, or that of the pages */
  bool is_top;          /* the index of that folder, or Hugo's _index.md: a page, never a post */
  bool is_draft;        /* below the folder of drafts */
  bool is_index;        /* _index.md: the text of a list, where there is one at its address */
  const char *lang;     /* of the file's or a folder's name, or NULL */
  const char *root;     /* posts: the folder of addresses that they stand in, "posts" */
  const char *section;  /* folders below those of the posts or pages, "" at the top */
  const char *name;     /* without date, language and extension; "" for the top's index */
  const char *filename; /* with its date */
  const char *key;      /* the path without language and extension */
  DateTime date;        /* of the file's name; in the site's time zone */
} PagePlace;

void page_place_read(PagePlace *place, Arena *arena, const Settings *settings, PageKind kind,
                     const char *path);

/* A segment of a path: letters and digits of any script and "-._~+@" stay, other
 * characters become '-'. "" when nothing is left. */
const char *page_place_segment(Arena *arena, const char *text);

/* A path from the front matter: "/old/name/", "old/name.html". Gives it clean,
 * decoded, without the first '/', and with '/' at the end unless it names a file.
 * Fails at `value` for what could leave the output folder or is no path. */
bool page_place_written(const TreeDocument *document, const Tree *value, const char *name,
                        Arena *arena, const char **out, Error **error);

/* Fill url and output from page->slug, lang, date, title and the place; `url` is the
 * front matter's own, or NULL. */
bool page_place_url(Page *page, Arena *arena, const Settings *settings, const PagePlace *place,
                    const TreeDocument *document, const Tree *url, Error **error);

#endif
