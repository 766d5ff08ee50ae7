/* survey_places.c - folders that stand where they would do harm: refused before anything is
 * written. */
#include "generator/build/context.h"

#include "generator/model/settings/areas.h"

#include <string.h>

bool build_check_folder(const BuildOptions *options, Error **error)
{
  const char *source = options->source;
  if (options->worktree || !source_is_broken_repository(source))
    return true;
  error_set(error, ERROR_SITE, "'%s' is or was a git repository, but it can't be read", source);
  error_hint(error,
             "see what git says: git -C %s status; is it yours to read? To build the files as they "
             "are, committed or not: --worktree",
             source);
  return false;
}

static bool refuse(const char *option, const char *folder, const char *what, const char *example,
                   Error **error)
{
  error_set(error, ERROR_USAGE, "the %s folder '%s' %s", option, folder, what);
  error_hint(error, "name a folder of its own, such as --%s %s", option, example);
  return false;
}

/* True when `path` is the folder or lies in it; *inside is the path there, or "". */
static bool is_in(const char *folder, const char *path, const char **inside)
{
  size_t length = strlen(folder);
  if (strncmp(path, folder, length) != 0 || (path[length] && path[length] != '/'))
    return false;
  *inside = path[length] ? path + length + 1 : "";
  return true;
}

/* Of a folder that is built as it stands: an output folder in it is passed over. */
static bool holds_files_of_site(const Build *build, const char *folder)
{
  Area area;
  g_autofree char *inside = g_build_filename(folder, "x", NULL);
  area_find(&area, &build->settings, inside, false);
  return area.kind != AREA_NONE && !(area.folder && !*area.folder->from);
}

bool build_check_state(const BuildOptions *options, Error **error)
{
  g_autofree char *output = g_canonicalize_filename(options->output, NULL);
  g_autofree char *state = g_canonicalize_filename(options->state, NULL);
  const char *inside;
  return !is_in(output, state, &inside) ||
         refuse("state", options->state, "is in the output folder, where everybody could read it",
                ".senf", error);
}

bool build_check_output(Build *build, Error **error)
{
  const BuildOptions *options = build->options;
  g_autofree char *source = g_canonicalize_filename(options->source, NULL);
  g_autofree char *output = g_canonicalize_filename(options->output, NULL);
  const char *inside;
  if (!is_in(source, output, &inside))
    return true;
  if (!*inside)
    return refuse("output", options->output, "is the folder of the site itself", "public", error);
  if (!source_commit(build->source) && holds_files_of_site(build, inside))
    return refuse("output", options->output, "is one that the site's own files are in", "public",
                  error);
  return true;
}
