/* command_build.c - senf build: build the site, or bring it up to date. */
#include "generator/commands.h"

#include "generator/build/build.h"
#include "generator/site_options.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

typedef struct Progress {
  int64_t started, shown;
} Progress;

enum { PROGRESS_AFTER_US = 1000000, PROGRESS_EVERY_US = 100000 };
/* Of the bar; beside it stand brackets and two numbers. Narrower than that it is none. */
enum { BAR_MAX = 40, BAR_MIN = 10, BESIDE_BAR = 24 };

/* Asked each time, since a window can be resized; 0: there is room for numbers alone. */
static int bar_width(void)
{
  struct winsize size = {0};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return BAR_MAX;
  int room = size.ws_col - BESIDE_BAR;
  return room < BAR_MIN ? 0 : MIN(room, BAR_MAX);
}

/* A line is written over itself: a terminal that can't do that gets none. */
static bool shows_progress(void)
{
  return isatty(STDERR_FILENO) && g_strcmp0(getenv("TERM"), "dumb") != 0;
}

/* Rendering is the long part; the bar appears when a second has gone by. */
static void progress_show(void *data, size_t done, size_t total)
{
  Progress *progress = data;
  int64_t now = g_get_monotonic_time();
  int64_t shown = __atomic_load_n(&progress->shown, __ATOMIC_RELAXED);
  if (now - progress->started < PROGRESS_AFTER_US || now - shown < PROGRESS_EVERY_US)
    return;
  if (!__atomic_compare_exchange_n(&progress->shown, &shown, now, false, __ATOMIC_RELAXED,
                                   __ATOMIC_RELAXED))
    return;
  char bar[BAR_MAX + 1] = {0};
  size_t width = (size_t)bar_width();
  for (size_t i = 0; i < width; i++)
    bar[i] = i * total < done * width ? '#' : '.';
  fprintf(stderr, width ? "\r[%s] %zu of %zu" : "\r%s%zu of %zu", bar, done, total);
}

static void progress_end(const Progress *progress)
{
  if (progress->shown)
    fputs("\r\033[K", stderr);
}

static void wait_show(void *data)
{
  (void)data;
  fputs("senf: another build is running; waiting for it\n", stderr);
}

static json_t *warning_json(const Error *warning)
{
  json_t *entry = json_pack("{s:s}", "message", warning->what);
  if (warning->file)
    json_object_set_new(entry, "file", json_string(warning->file));
  if (warning->line)
    json_object_set_new(entry, "line", json_integer(warning->line));
  if (warning->column)
    json_object_set_new(entry, "column", json_integer(warning->column));
  return entry;
}

/* The files that are other ones now; what was rendered and came out the same is none. */
static json_t *changes_json(const BuildResult *result)
{
  json_t *changes = json_array();
  for (guint i = 0; i < result->changes->len; i++) {
    const BuildChange *change = g_ptr_array_index(result->changes, i);
    if (change->action == BUILD_RENDERED_EQUAL)
      continue;
    const char *action = change->action == BUILD_WRITE ? "write" : "remove";
    json_t *entry = json_object();
    json_object_set_new(entry, "action", json_string(action));
    json_object_set_new(entry, "path", json_string(change->path));
    json_array_append_new(changes, entry);
  }
  return changes;
}

static void result_print_json(const BuildResult *result)
{
  json_t *stages = json_object(), *warnings = json_array();
  for (int i = 0; i < BUILD_STAGES; i++)
    json_object_set_new(stages, build_stage_names[i],
                        json_real((double)result->stage_us[i] / 1000.0));
  for (size_t i = 0; i < warnings_count(result->warnings); i++)
    json_array_append_new(warnings, warning_json(warnings_get(result->warnings, i)));
  json_t *root =
      json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o, s:o, s:b, s:s?}", "outputs",
                (json_int_t)result->outputs, "rendered", (json_int_t)result->rendered, "written",
                (json_int_t)result->written, "removed", (json_int_t)result->removed, "pages",
                (json_int_t)result->pages, "comments", (json_int_t)result->comments, "changes",
                changes_json(result), "warnings", warnings, "ms", stages, "folded", result->folded,
                "commit", result->commit);
  char *text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(6));
  puts(text);
  free(text);
  json_decref(root);
}

static void result_print(const BuildOptions *options, const BuildResult *result)
{
  int64_t us = 0;
  for (int i = 0; i < BUILD_STAGES; i++)
    us += result->stage_us[i];
  printf("%s", options->output);
  if (result->commit && *result->commit)
    printf(" at %.7s", result->commit);
  printf(": %zu files, %zu pages, %zu comments; ", result->outputs, result->pages,
         result->comments);
  if (result->folded)
    printf("done by another build");
  else if (result->rendered == 0 && result->written == 0 && result->removed == 0)
    printf("nothing to do");
  else
    printf("rendered %zu, wrote %zu, removed %zu", result->rendered, result->written,
           result->removed);
  printf(" (%.0f ms)\n", (double)us / 1000.0);
}

int command_build(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool quiet = false, json = false;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"full", 0, OPTION_FLAG, &site.full, NULL, "trust nothing that an earlier build left", 0, 0},
      {"json", 0, OPTION_FLAG, &json, NULL, "print the result as one JSON object", 0, 0},
      {"quiet", 'q', OPTION_FLAG, &quiet, NULL, "print errors only", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf build [SOURCE] [options]",
      .summary = "Build the site of SOURCE (a git repository or a folder; default: here), or bring "
                 "it up to date.",
      .options = options,
      .operands_max = 1,
  };
  int status = 0;
  BuildOptions build = {0};
  if (!site_command_start(&command, argc, argv, &site, &build, &status))
    return status;
  g_autoptr(Error) error = NULL;
  Progress progress = {.started = g_get_monotonic_time()};
  if (!quiet)
    build.waits = wait_show;
  if (!quiet && !json && shows_progress()) {
    build.progress = progress_show;
    build.progress_data = &progress;
  }
  g_auto(BuildResult) result = {0};
  bool good = build_run(&build, &result, &error);
  progress_end(&progress);
  if (!quiet && !json)
    site_warnings_print(result.warnings);
  if (!good)
    return command_fail(error);
  if (json)
    result_print_json(&result);
  else if (!quiet)
    result_print(&build, &result);
  return 0;
}
