/* keep.h - the rows of pages and of rendered outputs, on their way into the record.
 *
 *     Keeper *keeper = keeper_new(build);
 *     ReadyPage *ready = ready_page_new(build, viewer, page);     any thread
 *     keeper_put_page(keeper, ready, &error)                      one thread at a time
 *     keeper_put_output(keeper, rendered, &error)                 likewise
 *     keeper_finish(keeper, &error);
 *     keeper_free(keeper);
 *
 * All that can be computed beforehand is computed by the threads that render, and rows are
 * put while these go on: only the order in which rows are put must not depend on them.
 * Within a transaction.
 */
#ifndef SENF_GENERATOR_BUILD_KEEP_H
#define SENF_GENERATOR_BUILD_KEEP_H

#include "generator/build/render.h"

typedef struct Keeper Keeper;

Keeper *keeper_new(Build *build);
void keeper_free(Keeper *keeper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keeper, keeper_free)

/* A page's row, with its life, its facts and its version. */
typedef struct ReadyPage ReadyPage;
ReadyPage *ready_page_new(const Build *build, Viewer *viewer, const SitePage *page);
void ready_page_free(gpointer ready);

/* Put a page, unless the record says all of it already. */
bool keeper_put_page(Keeper *keeper, const ReadyPage *ready, Error **error);
/* The same for one that is not ready. */
bool keeper_add_page(Keeper *keeper, const SitePage *page, Error **error);
/* Put an output with its readings, and forget these. */
bool keeper_put_output(Keeper *keeper, Rendered *rendered, Error **error);
/* After all pages of the site. */
bool keeper_finish(Keeper *keeper, Error **error);

#endif
