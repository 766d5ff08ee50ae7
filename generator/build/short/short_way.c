/* short_way.c - the order of things when little changed since the last build. */
#include "generator/build/short/short_way.h"

#include "generator/build/input/cascades.h"
#include "generator/build/record/pieces.h"
#include "generator/build/render.h"
#include "generator/build/view/views.h"

static bool has_output(void *data, const char *path, const char *origin)
{
  return record_has_output(data, path, origin);
}

static bool facts_of_subject(void *data, int64_t number, GByteArray *out)
{
  return record_find_facts(data, number, out);
}

static bool short_settings(Build *build, bool *possible, Error **error)
{
  size_t length = 0, pack_length = 0;
  g_autofree char *text = record_bytes(build->record, "settings", &length);
  g_autofree void *pack = record_bytes(build->record, "theme_pack", &pack_length);
  *possible = pack && text;
  if (!*possible)
    return true;
  if (!build_settings(build, arena_strndup(build->arena, text, length), length, error))
    return false;
  *possible = cascades_load(build);
  build->theme = theme_unpack(build->arena, &build->settings, pack, pack_length);
  if (!build->theme)
    return false;
  views_register(build->theme->set);
  return true;
}

static bool short_facts(Build *build, Error **error)
{
  Facts *facts = &build->facts;
  g_autofree char *bodies = build_bodies_path(build);
  facts->arena = build->arena;
  facts->settings = &build->settings;
  facts->theme = build->theme;
  facts->site = build->site;
  facts->subjects = name_table_new();
  facts->fields = name_table_new();
  facts->files = g_hash_table_new(g_str_hash, g_str_equal);
  facts->data = data_of_record(build->record);
  facts->images = images_new(NULL, NULL, build->record);
  facts->highlighter = build->highlighter;
  facts->has_output = has_output;
  facts->has_output_data = build->record;
  facts->bodies = bodies_open(bodies, build->new_files ? BODIES_GROW : BODIES_READ, error);
  build->named = named_facts_new(facts_of_subject, build->record);
  if (!facts->bodies || !record_lend_names(build->record, facts->subjects, facts->fields, error))
    return false;
  facts_init(facts);
  return true;
}

/* Which files were built: of a commit its name, of a folder how they look. */
static bool commit_files(Build *build, Error **error)
{
  return build->changed
             ? build_commit_stamps(build, error)
             : record_set_meta(build->record, "commit", source_commit(build->source), error);
}

static bool commit_rows(Build *build, Error **error)
{
  g_autoptr(Keeper) keeper = keeper_new(build);
  bool good = short_commit_pages(build, keeper, error);
  for (guint i = 0; good && i < build->rendered->len; i++)
    good = keeper_put_output(keeper, g_ptr_array_index(build->rendered, i), error);
  return good;
}

static bool short_commit(Build *build, Error **error)
{
  return commit_rows(build, error) && build_commit_staged(build, error) &&
         build_commit_mark(build, error) && build_commit_names(build, error) &&
         build_commit_comments(build, error) && build_commit_highlighter(build, error) &&
         !build->site->incomplete && (!build->new_files || commit_files(build, error)) &&
         record_commit(build->record, error);
}

static bool short_publish(Build *build, Error **error)
{
  if (!record_begin(build->record, error))
    return false;
  if (short_commit(build, error))
    return publish_run(build->record, false, error);
  record_rollback(build->record);
  stage_drop(build);
  return false;
}

static bool short_run(Build *build, const Pieces *pieces, bool *done, Error **error)
{
  bool good = short_facts(build, error) && short_pages(build, error) &&
              (build->site->incomplete || short_outputs(build, error)) &&
              (build->site->incomplete || build_render(build, error));
  if (build->site->incomplete || pieces->error)
    return true;
  if (!good)
    return false;
  *done = short_publish(build, error);
  return *done || build->site->incomplete;
}

bool build_short_way(Build *build, bool *done, Error **error)
{
  bool possible = false;
  Pieces pieces;
  Error *local = NULL;
  build->jobs = 1;
  if (!short_settings(build, &possible, &local) || !possible) {
    error_free(local);
    return true;
  }
  build->site = site_new(build->arena, &build->settings);
  pieces_open(&pieces, build->site, build->record);
  bool good = short_run(build, &pieces, done, &local);
  /* What was asked in vain may have led to any error; the long way tells. */
  if (build->site->incomplete || pieces.error || good) {
    error_free(local);
    good = true;
  } else {
    error_move(error, local);
  }
  pieces_close(&pieces);
  build->site->store = NULL;
  return good;
}
