/* page_place.h - from a file's path to the page's URL.
 *
 * "posts/release/2024-05-06-v22.0.0.en.md" says a section (release), a date, a
 * slug (v22.0.0) and a language (en, if the site has it). index.md stands for its
 * folder. What is safe in a URL stays as it is.
 */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_PLACE_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_PLACE_H

#include "generator/model/page/page.h"

typedef struct PagePlace {
  PageKind area;         /* the folder of the posts, or that of the pages */
  bool is_top;           /* the index of that folder, or Hugo's _index.md: a page, never a post */
  bool is_draft;         /* below the folder of drafts */
  bool has_slug;         /* its author chose one; the caller says so */
  bool is_folder;        /* index.md: it stands for its folder */
  bool is_index;         /* _index.md: the text of a list, where there is one at its address */
  const char *lang;      /* of the file's or a folder's name, or NULL */
  const char *root;      /* posts: the folder of addresses that they stand in, "posts" */
  const char *permalink; /* of the folder that it stands in, or NULL */
  const char *section;   /* folders below those of the posts or pages, "" at the top */
  const char *name;      /* without date, language and extension; "" for the top's index */
  const char *filename;  /* with its date */
  const char *key;       /* the path without language and extension */
  DateTime date;         /* of the file's name; in the site's time zone */
} PagePlace;

void page_place_read(PagePlace *place, Arena *arena, const Settings *settings, PageKind kind,
                     const char *path);

/* Of a post or page that is called `name`, or whose author wants that slug. */
const char *page_place_slug(Arena *arena, const Settings *settings, PageKind area,
                            const char *name);

/* A path from the front matter: "/old/name/", "old/name.html". Gives it clean,
 * decoded, without the first '/', and with '/' at the end unless it names a file.
 * Fails at `value` for what could leave the output folder or is no path. */
bool page_place_written(const TreeDocument *document, const Tree *value, const char *name,
                        Arena *arena, const char **out, Error **error);

/* "posts/travel": the folder of addresses that holds the page. In `arena`. */
const char *page_place_section(Arena *arena, const Settings *settings, const PagePlace *place);

/* Fill url and output from page->slug, lang, date, title and the place; `url` is the
 * front matter's own, or NULL. */
bool page_place_url(Page *page, Arena *arena, const Settings *settings, const PagePlace *place,
                    const TreeDocument *document, const Tree *url, Error **error);

/* Hugo's aliases without a '/' stand beside the page. They are marked so until the page has
 * its URL, and page_place_aliases says where that is. */
#define PAGE_ALIAS_BESIDE "./"
void page_place_aliases(Page *page, Arena *arena, const Settings *settings);

#endif
