/* command_plan.c - senf plan: what build would do, and why. */
#include "generator/commands.h"

#include "generator/build/build.h"
#include "generator/build/facts/explain.h"
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

static json_t *change_json(const char *action, const char *path, const char *reason)
{
  return json_pack("{s:s, s:s, s:s}", "action", action, "path", path, "reason", reason);
}

static void json_print(const json_t *value)
{
  char *text = json_dumps(value, JSON_COMPACT);
  puts(text);
  free(text);
}

static void plan_print_json(const BuildResult *result)
{
  json_t *changes = json_array();
  for (guint i = 0; i < result->changes->len; i++) {
    const BuildChange *change = g_ptr_array_index(result->changes, i);
    json_array_append_new(changes,
                          change_json(action_names[change->action], change->path, change->reason));
  }
  json_print(changes);
  json_decref(changes);
}

/* A comment that is not published yet can't be rendered, but the record knows which files
 * show the comments of its page. */
static int comment_plan(const char *state, const char *page_id, bool json)
{
  g_autoptr(Error) error = NULL;
  g_autoptr(GPtrArray) paths = explain_comment(state, page_id, &error);
  if (!paths)
    return command_fail(error);
  g_autofree char *reason = g_strconcat(page_id, " (comments)", NULL);
  json_t *changes = json_array();
  for (guint i = 0; i < paths->len; i++) {
    const char *path = g_ptr_array_index(paths, i);
    if (json)
      json_array_append_new(changes, change_json("write", path, reason));
    else
      printf("%-6s %s  (%s)\n", "write", path, reason);
  }
  if (json)
    json_print(changes);
  else
    printf("%u file%s of the site would change\n", paths->len, paths->len == 1 ? "" : "s");
  json_decref(changes);
  return 0;
}

int command_plan(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool json = false;
  const char *comment = NULL;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"full", 0, OPTION_FLAG, &site.full, NULL, "as 'senf build --full' would", 0, 0},
      {"comment", 0, OPTION_TEXT, &comment, "PAGE",
       "as if a comment were approved on this page (id or path)", 0, 0},
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
  int status = 0;
  BuildOptions build = {.dry = true};
  if (!site_command_start(&command, argc, argv, &site, &build, &status))
    return status;
  g_autoptr(Error) error = NULL;
  if (comment)
    return comment_plan(build.state, comment, json);
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
