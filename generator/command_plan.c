/* command_plan.c - senf plan: what build would do, and why. */
#include "generator/commands.h"

#include "generator/build/build.h"
#include "generator/site_options.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const action_names[] = {
    [BUILD_WRITE] = "write", [BUILD_RENDERED_EQUAL] = "equal", [BUILD_REMOVE] = "remove"};

static void plan_print(const BuildResult *result)
{
  for (guint i = 0; i < result->changes->len; i++) {
    const BuildChange *change = g_ptr_array_index(result->changes, i);
    printf("%-6s %s  (%s)\n", action_names[change->action], change->path, change->reason);
  }
  printf("%zu of %zu files would be rendered, %zu written, %zu removed\n", result->rendered,
         result->outputs, result->written, result->removed);
}

static void plan_print_json(const BuildResult *result)
{
  json_t *changes = json_array();
  for (guint i = 0; i < result->changes->len; i++) {
    const BuildChange *change = g_ptr_array_index(result->changes, i);
    json_array_append_new(changes,
                          json_pack("{s:s, s:s, s:s}", "action", action_names[change->action],
                                    "path", change->path, "reason", change->reason));
  }
  char *text = json_dumps(changes, JSON_COMPACT);
  puts(text);
  free(text);
  json_decref(changes);
}

int command_plan(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool json = false;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"full", 0, OPTION_FLAG, &site.full, NULL, "as 'senf build --full' would", 0, 0},
      {"json", 0, OPTION_FLAG, &json, NULL, "print a JSON array", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf plan [SOURCE] [options]",
      .summary = "Say what 'senf build' would do, and why. Writes nothing.",
      .details = "write: the file would change. equal: it would be rendered, and come out the "
                 "same. remove: nothing makes it any more.",
      .options = options,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Error) error = NULL;
  BuildOptions build = {.dry = true};
  if (!site_options_finish(&site, operands, &build, &error))
    return command_fail(error);
  g_auto(BuildResult) result = {0};
  bool good = build_run(&build, &result, &error);
  site_warnings_print(result.warnings);
  if (!good)
    return command_fail(error);
  if (json)
    plan_print_json(&result);
  else
    plan_print(&result);
  return 0;
}
