/* site_options.c - defaults, and what excludes what. */
#include "generator/site_options.h"

#include "common/files.h"
#include "common/system/program.h"
#include "common/time/datetime.h"

#include <string.h>

static bool source_check(const char *source, Error **error)
{
  if (dir_exists(source))
    return true;
  error_set(error, ERROR_SITE, "there is no folder %s", source);
  error_hint(error, "SOURCE is a git repository or a folder with posts; 'senf init DIR' makes one");
  return false;
}

bool site_options_finish(SiteOptions *site, const GPtrArray *operands, BuildOptions *build,
                         Error **error)
{
  const char *source = operands->len > 0 ? g_ptr_array_index(operands, 0) : ".";
  DateTime now = {0};
  if (site->rev && site->worktree) {
    error_set(error, ERROR_USAGE, "--rev and --worktree exclude each other");
    return false;
  }
  if (site->now && !datetime_parse(site->now, 0, &now)) {
    error_set(error, ERROR_USAGE, "--now takes a time, not '%s'", site->now);
    error_hint(error, "write it as 2026-05-06T07:08:09Z");
    return false;
  }
  if (!source_check(source, error))
    return false;
  bool here = strcmp(source, ".") == 0;
  site->default_output = here ? g_strdup("public") : g_build_filename(source, "public", NULL);
  site->default_state = here ? g_strdup(".senf") : g_build_filename(source, ".senf", NULL);
  build->source = source;
  build->rev = site->rev;
  build->worktree = site->worktree;
  build->output = site->output ? site->output : site->default_output;
  build->state = site->state ? site->state : site->default_state;
  build->comments = site->comments;
  build->theme = site->theme;
  build->base_url = site->base_url;
  build->drafts = site->drafts;
  build->future = site->future;
  build->preview = site->preview;
  build->full = site->full;
  build->jobs = (int)site->jobs;
  build->has_now = site->now != NULL;
  build->now = now.seconds;
  build->clock = &clock_system;
  return true;
}

bool site_command_start(const Command *command, int argc, char **argv, SiteOptions *site,
                        BuildOptions *build, int *status)
{
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  if (!command_start(command, argc, argv, operands, status))
    return false;
  g_autoptr(Error) error = NULL;
  if (site_options_finish(site, operands, build, &error))
    return true;
  *status = command_fail(error);
  return false;
}

void site_options_clear(SiteOptions *site)
{
  g_free(site->default_output);
  g_free(site->default_state);
  *site = (SiteOptions){0};
}

void site_warnings_print(const Warnings *warnings)
{
  for (size_t i = 0; i < warnings_count(warnings); i++)
    error_print(warnings_get(warnings, i), "warning");
}
