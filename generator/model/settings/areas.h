/* areas.h - where a file of the source stands: among posts, pages, copied files, …
 *
 * The folders are settings (`paths`), each a list. The longest folder that holds a file
 * decides, so that posts may stand inside the pages' folder (content/posts, content).
 * The folder "" is the root of the site: it holds what no other folder does, but for
 * paths with a part that begins with '_' or '.'.
 *
 * In a site of several languages, a folder that is named as one of them (or as its `folder`) says the language
 * of the posts and pages below it, and is no part of their place otherwise:
 * content/de/posts/a.md is content/posts/a.md in German.
 */
#ifndef SENF_GENERATOR_MODEL_SETTINGS_AREAS_H
#define SENF_GENERATOR_MODEL_SETTINGS_AREAS_H

#include "generator/model/settings/settings.h"

typedef enum AreaKind {
  AREA_NONE,
  AREA_POSTS,
  AREA_PAGES,
  AREA_STATIC,
  AREA_OTHER, /* people, templates, strings, data: not published as they are */
} AreaKind;

typedef struct Area {
  AreaKind kind;
  const SiteFolder *folder;    /* posts, pages, static */
  size_t skip;                 /* of the path: where what is inside begins (without language) */
  const char *lang;            /* of a folder's name, or NULL */
  size_t lang_at, lang_length; /* of that folder's name and its '/', in the path */
} Area;

/* Of a file whose place can be said by a language (a page), or of any other. */
void area_find(Area *area, const Settings *settings, const char *path, bool is_page);
/* The path without the folder that says the language. g_free it. */
char *area_plain_path(const Area *area, const char *path);

/* Something that changes with all that file_is_page depends on. g_free it. */
char *areas_scope(const Settings *settings);

#endif
