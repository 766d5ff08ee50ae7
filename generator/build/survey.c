/* survey.c - what is there: the record, the source, settings and theme.
 *
 * When the commit, the options, the theme's files, the comments and the clock's next
 * event are all those of the last build, the survey ends early with `unchanged`.
 */
#include "generator/build/context.h"
#include "generator/build/input/cascades.h"
#include "generator/build/publish/publish.h"
#include "generator/build/version.h"
#include "generator/build/view/views.h"

#include "generator/model/settings/areas.h"
#include "generator/model/site/links.h"

#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/strutil.h"
#include "common/system/datadir.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SETTINGS_LIMIT = 1024 * 1024 };

/* --- the state folder -------------------------------------------------------------------- */

static char *options_digest_text(const BuildOptions *options)
{
  g_autofree char *output = g_canonicalize_filename(options->output, NULL);
  g_autofree char *source = g_canonicalize_filename(options->source, NULL);
  g_autofree char *comments =
      options->comments ? g_canonicalize_filename(options->comments, NULL) : g_strdup("");
  return g_strdup_printf(
      "%s|%s|%s|%d%d%d%d|%s|%s|%s", source, output, comments, options->worktree, options->drafts,
      options->future, options->preview, options->preview && options->rev ? options->rev : "",
      options->theme ? options->theme : "", options->base_url ? options->base_url : "");
}

/* The recorded output folder, when it is another one: what the record says of files is not
 * about this one. */
static char *record_is_elsewhere(Build *build)
{
  g_autofree char *output = g_canonicalize_filename(build->options->output, NULL);
  g_autofree char *last = record_meta(build->record, "output");
  return last && strcmp(last, output) != 0 ? g_steal_pointer(&last) : NULL;
}

static bool survey_record(Build *build, Error **error)
{
  const BuildOptions *options = build->options;
  bool dry = options->dry;
  if (build->anew) {
    build->fresh = true;
    return true;
  }
  build->record = record_open(options->state, !dry, &build->fresh, build->result->warnings, error);
  if (!build->record) {
    build->fresh = true;
    return dry && (!error || !*error);
  }
  if (!dry && !publish_recover(build->record, error))
    return false;
  g_autofree char *elsewhere = record_is_elsewhere(build);
  if (!elsewhere)
    return true;
  warnings_add(build->result->warnings, options->state, 0, 0,
               "was of the output folder '%s'; everything is built anew", elsewhere);
  record_close(build->record);
  build->record = NULL;
  build->fresh = true;
  if (dry)
    return true;
  if (!record_reset(options->state, error))
    return false;
  build->record = record_open(options->state, true, &build->fresh, build->result->warnings, error);
  return build->record != NULL;
}

/* --- nothing changed ---------------------------------------------------------------------- */

static bool stamp_add(void *data, const FileEntry *entry, Error **error)
{
  (void)error;
  Digester *digester = data;
  digester_add_text(digester, entry->path);
  digester_add_int(digester, entry->size);
  digester_add_int(digester, entry->mtime_ns);
  digester_add_int(digester, (int64_t)entry->inode);
  return true;
}

/* The look of the theme's folder on disk, for the check that nothing changed. The theme
 * may also be inside the site: then this is harmless. */
static char *theme_stamp(const BuildOptions *options, const char *theme)
{
  g_autofree char *relative = g_strconcat("themes/", theme, NULL);
  g_autofree char *folder = options->theme && strchr(options->theme, '/') ? g_strdup(options->theme)
                                                                          : datadir_find(relative);
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, folder);
  if (folder)
    dir_walk(folder, NULL, stamp_add, &digester, NULL);
  return g_strdup_printf("%016" G_GINT64_MODIFIER "x", digester_end(&digester));
}

char *build_zones_text(void)
{
  return g_strdup_printf("%016" G_GINT64_MODIFIER "x", timezone_version());
}

static bool meta_equals(Build *build, const char *key, const char *value)
{
  g_autofree char *last = record_meta(build->record, key);
  return last && value && strcmp(last, value) == 0;
}

/* Pages that show code read its version; without such pages nobody asks. */
static bool highlighter_unchanged(Build *build)
{
  g_autofree char *last = record_meta(build->record, "highlighter");
  return !last || !*last || strcmp(last + 1, highlighter_version(build->highlighter)) == 0;
}

/* All but the comments and the files is as it was at the last build. */
static bool surroundings_unchanged(Build *build)
{
  const BuildOptions *options = build->options;
  if (build->full || build->check_files || !meta_equals(build, "options", build->options_text))
    return false;
  g_autofree char *theme = record_meta(build->record, "theme");
  if (!theme)
    return false;
  g_autofree char *stamp = theme_stamp(options, theme);
  int64_t event = record_meta_int(build->record, "next_event", 0);
  int64_t last = record_meta_int(build->record, "now", 0);
  g_autofree char *zones = build_zones_text();
  return meta_equals(build, "theme_stamp", stamp) && meta_equals(build, "zones", zones) &&
         build->result->now >= last && (!event || build->result->now < event) &&
         highlighter_unchanged(build);
}

/* --- the files of a folder ------------------------------------------------------------------ */

/* The folders of this build's own files, when they are inside the site. */
static const char *inside_source(const BuildOptions *options, const char *path, char **keep)
{
  g_autofree char *root = g_canonicalize_filename(options->source, NULL);
  g_autofree char *full = g_canonicalize_filename(path, NULL);
  size_t length = strlen(root);
  if (strncmp(full, root, length) != 0 || full[length] != '/')
    return NULL;
  *keep = g_strdup(full + length + 1);
  return *keep;
}

/* By what the watcher names; NULL without an error: all files have to be looked at. */
static Source *survey_watched(Build *build, const char *const *skip, Error **error)
{
  BuildWatched *watched = build->options->watched;
  SourceStamps *stamps = watched ? g_steal_pointer(&watched->stamps) : NULL;
  if (stamps && watched->paths && meta_equals(build, "stamps_mark", watched->mark) &&
      record_meta_int(build->record, "links", 1) == 0)
    return source_open_watched(build->options->source, skip, stamps, watched->paths,
                               build->result->warnings, error);
  source_stamps_free(stamps);
  return NULL;
}

static bool survey_files_of_folder(Build *build, const char *const *skip, Error **error)
{
  const BuildOptions *options = build->options;
  bool known = build->record && !build->full;
  Error *local = NULL;
  build->source = known ? survey_watched(build, skip, &local) : NULL;
  if (local) {
    error_move(error, local);
    return false;
  }
  if (build->source) {
    build->changed = source_stamps_changed(build->source);
    return true;
  }
  size_t length = 0, changes_length = 0;
  g_autofree void *bytes = known ? record_bytes(build->record, "stamps", &length) : NULL;
  g_autofree void *changes =
      bytes ? record_bytes(build->record, "stamps changed", &changes_length) : NULL;
  build->source = source_open_folder(options->source, skip,
                                     source_stamps_new(bytes, length, changes, changes_length),
                                     build->result->warnings, error);
  if (build->source && bytes)
    build->changed = source_stamps_changed(build->source);
  return build->source != NULL;
}

static bool survey_folder(Build *build, Error **error)
{
  const BuildOptions *options = build->options;
  g_autofree char *output = NULL, *state = NULL;
  size_t warned = warnings_count(build->result->warnings);
  if (!build_check_folder(options, error))
    return false;
  const char *skip[3] = {0};
  size_t count = 0;
  if (inside_source(options, options->output, &output))
    skip[count++] = output;
  if (inside_source(options, options->state, &state))
    skip[count++] = state;
  bool good = survey_files_of_folder(build, skip, error);
  build->source_warned = warnings_count(build->result->warnings) > warned;
  return good;
}

static bool is_folder(const BuildOptions *options)
{
  g_autofree char *repository = options->worktree ? NULL : source_discover(options->source);
  return options->worktree || (!repository && !options->rev);
}

/* --- the short way -------------------------------------------------------------------------- */

/* Fill new_files; *possible is false when the files have to be looked at as a whole. */
static bool survey_new_files(Build *build, bool *possible, Error **error)
{
  const BuildOptions *options = build->options;
  if (is_folder(options)) {
    if (!survey_folder(build, error))
      return false;
    build->new_files = build->changed && build->changed->len > 0;
    /* Links have no stamps: one that is gone is missed by nobody. */
    *possible = build->changed && !source_has_links(build->source) &&
                record_meta_int(build->record, "links", 1) == 0;
  } else {
    build->commit = source_quick_commit(options->source, options->rev);
    build->new_files = !meta_equals(build, "commit", build->commit);
    *possible = build->commit != NULL;
  }
  *possible =
      *possible && (!build->new_files || (record_meta_int(build->record, "links", 1) == 0 &&
                                          record_meta_int(build->record, "strays", 1) == 0));
  return true;
}

static bool survey_unchanged(Build *build, Error **error)
{
  bool changed = false, possible = false;
  if (!surroundings_unchanged(build))
    return true;
  if (!survey_new_files(build, &possible, error))
    return false;
  if (!possible)
    return true;
  /* Without comments now, there were none at the last build, which had the same options. */
  if (build->options->comments && !build_comments_changed(build, &changed, error))
    return false;
  build->unchanged = !changed && !build->new_files;
  build->short_way = !build->unchanged && !build->options->dry;
  return true;
}

/* --- the source --------------------------------------------------------------------------- */

static bool survey_source(Build *build, Error **error)
{
  const BuildOptions *options = build->options;
  Warnings *warnings = build->result->warnings;
  g_autofree char *repository = source_discover(options->source);
  if (!options->worktree && repository) {
    build->source = source_open_git(options->source, options->rev, NULL, warnings, error);
    return build->source != NULL;
  }
  if (!options->worktree && options->rev) {
    error_set(error, ERROR_SITE, "%s is no git repository, so it has no revision '%s'",
              options->source, options->rev);
    error_hint(error, "leave --rev out to build the files as they are");
    return false;
  }
  return build->source || survey_folder(build, error);
}

static bool wanted(void *data, const char *path)
{
  PageKind kind;
  return file_is_page(data, path, &kind);
}

static bool survey_history(Build *build, Error **error)
{
  build->history = history_new();
  if (!source_commit(build->source))
    return true;
  size_t length = 0;
  g_autofree void *bytes = build->full ? NULL : record_bytes(build->record, "history", &length);
  if (bytes)
    history_load(build->history, bytes, length);
  /* Which files are wanted is part of what was kept. */
  g_autofree char *scope = areas_scope(&build->settings);
  if (bytes && !meta_equals(build, "history_scope", scope)) {
    history_free(build->history);
    build->history = history_new();
  }
  const char *before = history_commit(build->history);
  g_autofree char *last = g_strdup(before ? before : "");
  if (!history_update(build->history, build->source, wanted, &build->settings,
                      build->result->warnings, error))
    return false;
  build->history_changed = strcmp(last, history_commit(build->history)) != 0;
  return true;
}

bool build_settings(Build *build, const char *text, size_t length, Error **error)
{
  TreeDocument document = {.file = "senf.yaml", .source = text, .source_length = length};
  if (text && (!text_check_utf8(text, length, "senf.yaml", error) ||
               !yaml_parse(build->arena, text, length, 1, SETTINGS_LIMIT, &document, error)))
    return false;
  build->settings_text = text;
  build->settings_length = length;
  if (!settings_read(&build->settings, build->arena, text ? &document : NULL, error))
    return false;
  if (build->options->preview)
    settings_override_preview(&build->settings, build->arena,
                              build->options->rev ? build->options->rev : "");
  return (!build->options->base_url || settings_override_base_url(&build->settings, build->arena,
                                                                  build->options->base_url, error));
}

static bool survey_settings(Build *build, Error **error)
{
  const SourceFile *file = source_find(build->source, "senf.yaml");
  if (!file)
    return build_settings(build, NULL, 0, error);
  size_t length;
  g_autofree char *text = source_read(build->source, file, SETTINGS_LIMIT, &length, error);
  return text && build_settings(build, arena_strndup(build->arena, text, length), length, error);
}

static void survey_files(Build *build)
{
  Facts *facts = &build->facts;
  Digester digester;
  digester_init(&digester);
  facts->files = g_hash_table_new(g_str_hash, g_str_equal);
  facts->data = data_new(build->source, &build->settings);
  for (size_t i = 0; i < source_count(build->source); i++) {
    const SourceFile *file = source_file(build->source, i);
    g_hash_table_insert(facts->files, (gpointer)file->path, (gpointer)file);
    Area area;
    area_find(&area, &build->settings, file->path, false);
    if (area.kind == AREA_STATIC) {
      digester_add_text(&digester, file->path);
      digester_add_bytes(&digester, file->id, sizeof file->id);
    }
  }
  facts->files_digest = digester_end(&digester);
}

static bool survey_bodies(Build *build, Error **error)
{
  g_autofree char *path = build_bodies_path(build);
  BodiesMode mode = build->options->dry ? BODIES_READ : build->full ? BODIES_FRESH : BODIES_GROW;
  build->facts.bodies = bodies_open(path, mode, error);
  return build->facts.bodies != NULL;
}

static bool survey_facts(Build *build, Error **error)
{
  Facts *facts = &build->facts;
  facts->arena = build->arena;
  facts->settings = &build->settings;
  facts->theme = build->theme;
  facts->source = build->source;
  facts->highlighter = build->highlighter;
  facts->subjects = name_table_new();
  facts->fields = name_table_new();
  if (build->record && !record_load_names(build->record, facts->subjects, facts->fields, error))
    return false;
  survey_files(build);
  facts->images = images_new(build->source, facts->files, build->full ? NULL : build->record);
  build->site = site_new(build->arena, &build->settings);
  facts->site = build->site;
  facts_init(facts);
  return survey_bodies(build, error);
}

static bool survey_theme(Build *build, Error **error)
{
  const BuildOptions *options = build->options;
  build->theme = theme_load(build->arena, &build->settings, build->source, options->theme,
                            build->result->warnings, error);
  if (!build->theme)
    return false;
  views_register(build->theme->set);
  build->theme_stamp = theme_stamp(options, build->settings.theme);
  build->theme_changed =
      build->full || !build->record ||
      (Digest)record_meta_int(build->record, "theme_digest", 0) != theme_whole_digest(build->theme);
  return true;
}

/* What another senf kept is not trusted. Other options are inputs like any other: what they
 * change shows in facts and plans. */
static void survey_trust(Build *build)
{
  build->full = build->options->full || build->fresh || !build->record ||
                !meta_equals(build, "program", build->program);
  PublishDoubt doubt = build->full ? PUBLISH_DOUBTFUL : publish_doubt(build->record);
  build->check_files = doubt != PUBLISH_SURE;
  if (doubt == PUBLISH_OTHER)
    warnings_add(
        build->result->warnings, build->options->output, 0, 0,
        "not what the last build left, as if an older output or state folder was put back; "
        "comparing every file");
}

bool build_survey(Build *build, Error **error)
{
  build->options_text = options_digest_text(build->options);
  build->program = version_identity();
  if (!survey_record(build, error))
    return false;
  build->highlighter = highlighter_new(build->options->state, !build->options->dry);
  survey_trust(build);
  if (!build->whole && !survey_unchanged(build, error))
    return false;
  if (build->unchanged || build->short_way)
    return true;
  return survey_source(build, error) && survey_settings(build, error) &&
         build_check_output(build, error) && build_survey_site(build, error) &&
         cascades_read(build, error) && survey_history(build, error) &&
         survey_theme(build, error) && survey_facts(build, error);
}
