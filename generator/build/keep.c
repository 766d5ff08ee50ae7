/* keep.c - rows of pages and outputs. */
#include "generator/build/keep.h"

#include "generator/build/record/plan_shows.h"

#include <string.h>

struct Keeper {
  Build *build;
  Arena *arena;
  Viewer viewer;
  /* Pages that go by the history of another file: a commit that changes that one changes
   * them too, which only the long way sees. */
  int64_t strays;
};

Keeper *keeper_new(Build *build)
{
  Keeper *keeper = g_new0(Keeper, 1);
  keeper->build = build;
  keeper->arena = arena_new();
  viewer_init(&keeper->viewer, &build->facts, NULL, keeper->arena);
  viewer_begin(&keeper->viewer, NULL, NULL, build->settings.languages[0].code);
  return keeper;
}

void keeper_free(Keeper *keeper)
{
  if (!keeper)
    return;
  viewer_release(&keeper->viewer);
  arena_free(keeper->arena);
  g_free(keeper);
}

/* --- pages ------------------------------------------------------------------------------ */

struct ReadyPage {
  const SitePage *page;
  PageRow row;
  GByteArray *life, *facts; /* what the row points to */
  bool recorded;            /* all of it */
  bool stray;
};

static bool is_recorded(const Build *build, const ReadyPage *ready, const OldPage *old)
{
  const GByteArray *life = ready->life;
  return old && !g_hash_table_contains(build->new_rows, ready->page) &&
         old->row.version == ready->row.version &&
         (!build->history_changed ||
          (old->row.life_length == life->len &&
           (life->len == 0 || memcmp(old->row.life, life->data, life->len) == 0)));
}

ReadyPage *ready_page_new(const Build *build, Viewer *viewer, const SitePage *page)
{
  const OldPage *old = g_hash_table_lookup(build->old_by_id, page->page.id);
  const PageRow *fresh = g_hash_table_lookup(build->new_rows, page);
  ReadyPage *ready = g_new0(ReadyPage, 1);
  ready->page = page;
  ready->row = fresh ? *fresh : old->row;
  ready->row.version = page_version(&build->facts, page);
  ready->life = g_byte_array_new();
  ready->facts = g_byte_array_new();
  bool lives = history_life_save(build->history, page->page.path, ready->life);
  ready->stray = !lives && history_commit(build->history);
  ready->recorded = is_recorded(build, ready, old);
  if (ready->recorded)
    return ready;
  page_facts_pack(viewer, page, ready->facts);
  ready->row.life = ready->life->data;
  ready->row.life_length = ready->life->len;
  ready->row.facts = ready->facts->data;
  ready->row.facts_length = ready->facts->len;
  return ready;
}

void ready_page_free(gpointer data)
{
  ReadyPage *ready = data;
  if (!ready)
    return;
  g_byte_array_unref(ready->life);
  g_byte_array_unref(ready->facts);
  g_free(ready);
}

bool keeper_put_page(Keeper *keeper, const ReadyPage *ready, Error **error)
{
  keeper->strays += ready->stray;
  return ready->recorded || record_put_page(keeper->build->record, &ready->row, ready->page, error);
}

bool keeper_add_page(Keeper *keeper, const SitePage *page, Error **error)
{
  ReadyPage *ready = ready_page_new(keeper->build, &keeper->viewer, page);
  bool good = keeper_put_page(keeper, ready, error);
  ready_page_free(ready);
  return good;
}

/* --- outputs ---------------------------------------------------------------------------- */

bool keeper_put_output(Keeper *keeper, Rendered *rendered, Error **error)
{
  Build *build = keeper->build;
  const PlanOutput *output = rendered->output;
  g_autofree char *shows = plan_shows_write(output);
  OutputRow row = {.row = output->row,
                   .path = output->path,
                   .plan = output->digest,
                   .hash = rendered->hash,
                   .size = rendered->size,
                   .shows = shows};
  named_facts_note(build->named, &keeper->viewer, &rendered->reads);
  bool good = record_put_output(build->record, &row, &rendered->reads, output->reason,
                                build->facts.subjects, error);
  trace_release(&rendered->reads);
  return good;
}

bool keeper_finish(Keeper *keeper, Error **error)
{
  return record_set_meta_int(keeper->build->record, "strays", keeper->strays, error);
}
