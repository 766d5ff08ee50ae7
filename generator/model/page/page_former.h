/* page_former.h - where a page was before its file was renamed. */
#ifndef SENF_GENERATOR_MODEL_PAGE_PAGE_FORMER_H
#define SENF_GENERATOR_MODEL_PAGE_PAGE_FORMER_H

#include "generator/model/page/page.h"

/* Add the URLs that a finished page would have had under the former paths of its
 * history to its aliases. `has_slug`: the front matter names the slug, so the file's
 * name never told. Not for a page with a URL of its own, which no rename changes. */
void page_former_add(Page *page, Arena *arena, const Settings *settings,
                     const TreeDocument *document, const FileHistory *history, bool has_slug);

#endif
