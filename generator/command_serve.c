/* command_serve.c - senf serve: preview, rebuilt and reloaded on save. */
#include "generator/commands.h"

#include "generator/build/build.h"
#include "generator/preview/server.h"
#include "generator/preview/watch.h"
#include "generator/site_options.h"

#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

typedef struct Preview {
  BuildOptions build;
  BuildEager eager;
  BuildWatched watched;
  PreviewServer *server;
  Watch *watch;
  bool broken;
  bool named;    /* the last builds looked only at what the watcher named */
  int overtaken; /* so many builds gave up, one after the other, since the files changed again */
} Preview;

/* What the author looks at is shown before the rest of a large build is made. */
static bool preview_wants(void *data, const char *path)
{
  return preview_server_shows(((const Preview *)data)->server, path);
}

static void preview_made(void *data, const char *path, const char *bytes, size_t length)
{
  preview_server_put(((const Preview *)data)->server, path, bytes, length);
}

static void preview_reload(void *data)
{
  preview_server_reload_put(((const Preview *)data)->server);
}

/* The terminal and the open pages are told the same. */
static void preview_failed(Preview *preview, const Error *error)
{
  GString *text = g_string_new(NULL);
  error_format(error, "error", false, text);
  error_print(error, "error");
  preview_server_forget(preview->server);
  preview_server_problem(preview->server, text->str);
  preview->broken = true;
  preview->named = false; /* the next build looks at all files */
  g_string_free(text, TRUE);
}

/* Where something is written all the time, a build must end nevertheless. */
enum { OVERTAKEN_MAX = 5 };

/* From any of the build's threads. */
static bool preview_overtaken(void *data)
{
  const Preview *preview = data;
  return preview->overtaken < OVERTAKEN_MAX && watch_pending(preview->watch);
}

static void preview_tell(const BuildResult *result)
{
  int64_t us = 0;
  for (int i = 0; i < BUILD_STAGES; i++)
    us += result->stage_us[i];
  printf("rendered %zu, wrote %zu, removed %zu (%.0f ms)\n", result->rendered, result->written,
         result->removed, (double)us / 1000.0);
  fflush(stdout);
}

/* `paths`: all that may have changed since the last build; NULL: anything. */
static void preview_build(Preview *preview, const GPtrArray *paths, bool quiet)
{
  g_auto(BuildResult) result = {0};
  preview->watched.paths = paths;
  preview->named = paths && preview->watched.stamps;
  g_autoptr(Error) error = NULL;
  bool good = build_run(&preview->build, &result, &error);
  if (!good && result.overtaken) {
    preview->overtaken++;
    preview_server_forget(preview->server);
    return;
  }
  bool shown = preview->overtaken > 0; /* something that may not hold any more */
  bool changed = result.written || result.removed;
  preview->overtaken = 0;
  if (!good || changed || !quiet)
    site_warnings_print(result.warnings);
  if (!good) {
    preview_failed(preview, error);
    return;
  }
  if (changed || shown)
    preview_server_reload(preview->server);
  else if (preview->broken)
    preview_server_problem(preview->server, NULL);
  preview->broken = false;
  if (changed || !quiet)
    preview_tell(&result);
}

/* A watcher is not told of everything: not of what is written through a mapping of memory or
 * another name of the same file, nor by another machine. So when nobody has saved for a while,
 * all files are looked at after all. */
enum { IDLE_MS = 2500 };

static int preview_loop(Preview *preview, int stop)
{
  g_autoptr(Error) error = NULL;
  for (;;) {
    WatchAnswer answer = watch_wait(preview->watch, preview->overtaken > 0,
                                    preview->named ? IDLE_MS : -1, stop, &error);
    if (answer == WATCH_FAILED)
      return command_fail(error);
    if (answer == WATCH_STOPPED)
      return 0;
    g_autoptr(GPtrArray) paths = answer == WATCH_CHANGED ? watch_paths(preview->watch) : NULL;
    preview_build(preview, paths, answer == WATCH_IDLE);
  }
}

/* SIGINT and SIGTERM as a descriptor, so that waiting for them and for changes is one. */
static int stop_descriptor(void)
{
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, NULL);
  return signalfd(-1, &signals, SFD_CLOEXEC);
}

static int preview_run(Preview *preview, int64_t port)
{
  g_autoptr(Error) error = NULL;
  /* A commit changes no file. */
  const char *const skip[] = {"public", ".senf", preview->build.worktree ? ".git" : NULL, NULL};
  int stop = stop_descriptor();
  g_autoptr(Watch) watch = watch_open(preview->build.source, skip, &error);
  if (!watch)
    return command_fail(error);
  preview->watch = watch;
  preview->server = preview_server_start(preview->build.output, port, &error);
  if (!preview->server)
    return command_fail(error);
  g_autofree char *url =
      g_strdup_printf("http://127.0.0.1:%d", preview_server_port(preview->server));
  if (!preview->build.base_url)
    preview->build.base_url = url;
  preview->eager =
      (BuildEager){preview_wants, preview_made, preview_reload, preview_overtaken, preview};
  preview->build.eager = &preview->eager;
  preview->build.watched = &preview->watched;
  printf("%s/\n", url);
  preview_build(preview, NULL, false);
  int status = preview_loop(preview, stop);
  preview_server_stop(preview->server);
  build_watched_clear(&preview->watched);
  close(stop);
  return status;
}

int command_serve(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  int64_t port = 4000;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"port", 'p', OPTION_INT, &port, "N", "of 127.0.0.1; 0: any free one; default: 4000", 0,
       65535},
      {0},
  };
  const Command command = {
      .usage = "senf serve [SOURCE] [options]",
      .summary = "Show the site on this machine, as the files are, and reload it in the browser "
                 "when one is saved.",
      .details = "The preview is kept apart from the site's output, in SOURCE/.senf/preview. With "
                 "--rev it shows that commit. Ctrl-C ends it.",
      .options = options,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Error) error = NULL;
  Preview preview = {0};
  const char *source = operands->len > 0 ? g_ptr_array_index(operands, 0) : ".";
  g_autofree char *output = g_build_filename(source, ".senf", "preview", "output", NULL);
  g_autofree char *state = g_build_filename(source, ".senf", "preview", "state", NULL);
  if (!site.output)
    site.output = output;
  if (!site.state)
    site.state = state;
  if (!site.rev)
    site.worktree = true;
  if (!site_options_finish(&site, operands, &preview.build, &error))
    return command_fail(error);
  return preview_run(&preview, port);
}
