/* command_init.c - senf init: a new site, or a repository to push one to. */
#include "generator/commands.h"

#include "generator/archetype.h"
#include "generator/convert/convert.h"

#include "common/files.h"
#include "common/strutil.h"
#include "common/system/process.h"
#include "common/time/clock.h"
#include "common/time/datetime.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GIT_TIMEOUT_MS 30000
#define GIT_OUTPUT_MAX (64u << 10)
#define HOOK_MAX (1u << 20)

typedef struct Init {
  const char *folder;
  const char *output, *state, *comments; /* of a repository to push to; NULL: the default */
  const Runner *runner;
  int64_t now; /* seconds */
} Init;

/* --- git ---------------------------------------------------------------------------------------- */

/* Run git; its output without the newline, or NULL with an error. */
static char *git_run(const Runner *runner, Error **error, const char *const *argv)
{
  const ProcessRequest request = {
      .argv = argv, .timeout_ms = GIT_TIMEOUT_MS, .output_limit = GIT_OUTPUT_MAX};
  ProcessResult result = {0};
  if (!process_run(runner, &request, &result, error)) {
    error_hint(error, "install git");
    return NULL;
  }
  char *output = NULL;
  if (result.status == 0) {
    output = g_strchomp(g_strdup(result.output->str));
  } else {
    g_autofree char *command = g_strjoinv(" ", (char **)argv);
    error_set(error, ERROR_MACHINE, "'%s' failed: %s", command, g_strchomp(result.errors->str));
  }
  process_result_clear(&result);
  return output;
}

static bool git_init(const Init *init, bool bare, Error **error)
{
  g_autofree char *name =
      git_run(init->runner, NULL, (const char *[]){"git", "config", "init.defaultBranch", NULL});
  g_autofree char *branch = g_strconcat("--initial-branch=", name && *name ? name : "main", NULL);
  /* A repository to push to needs none of the sample hooks. */
  const char *const site[] = {"git", "init", "-q", branch, "--", init->folder, NULL};
  const char *const to_push[] = {
      "git", "init", "-q", "--bare", "--template=", branch, "--", init->folder, NULL};
  g_autofree char *done = git_run(init->runner, error, bare ? to_push : site);
  return done != NULL;
}

static bool git_configure(const Init *init, const char *key, const char *value, Error **error)
{
  g_autofree char *git_dir = g_strconcat("--git-dir=", init->folder, NULL);
  g_autofree char *done =
      git_run(init->runner, error, (const char *[]){"git", git_dir, "config", key, value, NULL});
  return done != NULL;
}

/* --- a site --------------------------------------------------------------------------------------- */

typedef struct SiteFile {
  const char *archetype;
  const char *path; /* with the place of a day or of an author's id */
} SiteFile;

static const SiteFile SITE_FILES[] = {
    {"site/senf.yaml", "senf.yaml"},     {"site/welcome.md", "posts/DATE-welcome.md"},
    {"site/about.md", "pages/about.md"}, {"site/you.yaml", "authors/AUTHOR.yaml"},
    {"site/gitignore", ".gitignore"},
};

static bool write_site_file(const Init *init, const SiteFile *file, const ArchetypeText *texts,
                            size_t count, const char *day, const char *author, Error **error)
{
  g_autofree char *archetype = archetype_find(file->archetype, error);
  g_autofree char *text = archetype ? archetype_render(archetype, texts, count, error) : NULL;
  if (!text)
    return false;
  GString *path = g_string_new(file->path);
  g_string_replace(path, "DATE", day, 1);
  g_string_replace(path, "AUTHOR", author, 1);
  g_autofree char *full = g_build_filename(init->folder, path->str, NULL);
  bool written = archetype_write(full, text, 0666, error);
  if (written)
    printf("  %s\n", path->str);
  g_string_free(path, TRUE);
  return written;
}

static bool write_site(const Init *init, Error **error)
{
  g_autofree char *author =
      git_run(init->runner, NULL, (const char *[]){"git", "config", "user.name", NULL});
  if (!author || !*author) {
    g_free(author);
    author = g_strdup("You");
  }
  g_autofree char *slug = text_slug(author, "en");
  const char *id = *slug ? slug : "you";
  g_autofree char *full = g_canonicalize_filename(init->folder, NULL);
  g_autofree char *title = g_path_get_basename(full);
  const DateTime now = {.seconds = init->now, .set = true, .has_time = true};
  GString *date = g_string_new(NULL);
  datetime_rfc3339(&now, date);
  g_autofree char *day = g_strndup(date->str, strlen("2024-05-06"));
  const ArchetypeText texts[] = {
      {"title", title}, {"date", date->str}, {"author", author}, {"author_id", id}};
  g_autofree char *statics = g_build_filename(init->folder, "static", NULL);
  bool written = dir_make(statics, error);
  for (size_t i = 0; written && i < G_N_ELEMENTS(SITE_FILES); i++)
    written = write_site_file(init, &SITE_FILES[i], texts, G_N_ELEMENTS(texts), day, id, error);
  g_string_free(date, TRUE);
  return written;
}

static bool init_site(const Init *init, Error **error)
{
  printf("a new site in %s:\n", init->folder);
  if (!write_site(init, error) || !git_init(init, false, error))
    return false;
  g_autofree char *quoted = g_shell_quote(init->folder);
  printf("\nnext:\n"
         "  cd %s\n"
         "  senf serve                            look at it while you write\n"
         "  senf new \"A title\"                    begin a post\n"
         "  git add . && git commit -m \"Begin\"    keep what you have\n"
         "  senf build                            build the last commit into public/\n",
         quoted);
  return true;
}

/* --- a repository to push to ------------------------------------------------------------------------ */

/* The option, or a folder inside the repository; as an absolute path. */
static char *choose(const char *option, const char *folder, const char *inside)
{
  if (option)
    return g_canonicalize_filename(option, NULL);
  return g_build_filename(folder, inside, NULL);
}

static bool write_settings(const Init *init, Error **error)
{
  char program[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  if (length < 0) {
    error_set_errno(error, errno, "can't find the program's own path");
    return false;
  }
  program[length] = '\0';
  g_autofree char *output = choose(init->output, init->folder, "public");
  g_autofree char *state = choose(init->state, init->folder, ".senf");
  g_autofree char *comments = init->comments ? choose(init->comments, NULL, NULL) : NULL;
  if (!git_configure(init, "senf.program", program, error) ||
      !git_configure(init, "senf.output", output, error) ||
      !git_configure(init, "senf.state", state, error))
    return false;
  if (comments && !git_configure(init, "senf.comments", comments, error))
    return false;
  printf("  site      %s\n  state     %s\n", output, state);
  if (comments)
    printf("  comments  %s\n", comments);
  return true;
}

static bool write_hook(const Init *init, Error **error)
{
  g_autofree char *archetype = archetype_find("bare/post-receive", error);
  g_autofree char *text = archetype ? file_read(archetype, HOOK_MAX, NULL, error) : NULL;
  g_autofree char *path = g_build_filename(init->folder, "hooks", "post-receive", NULL);
  return text && archetype_write(path, text, 0777, error);
}

static bool init_bare(Init *init, Error **error)
{
  if (!git_init(init, true, error))
    return false;
  char *resolved = realpath(init->folder, NULL);
  if (!resolved) {
    error_set_errno(error, errno, "can't find '%s' again", init->folder);
    return false;
  }
  g_autofree char *folder = g_strdup(resolved);
  free(resolved);
  init->folder = folder;
  printf("a repository to push to: %s\n", folder);
  bool done = write_settings(init, error) && write_hook(init, error);
  g_autofree char *quoted = g_shell_quote(folder);
  if (done)
    printf("\nnext, where your site is (from another machine, ssh://you@host%s):\n"
           "  git remote add site %s\n"
           "  git push site HEAD\n",
           folder, quoted);
  return done;
}

/* --- the command -------------------------------------------------------------------------------------- */

static bool check_empty(const char *folder, Error **error)
{
  GDir *dir = g_dir_open(folder, 0, NULL);
  if (!dir) {
    if (!file_exists(folder))
      return true;
    error_set(error, ERROR_USAGE, "'%s' exists and is no folder that can be read", folder);
    return false;
  }
  bool empty = g_dir_read_name(dir) == NULL;
  g_dir_close(dir);
  if (!empty) {
    error_set(error, ERROR_USAGE, "the folder '%s' is not empty", folder);
    error_hint(error,
               "name a new one; a folder of Markdown files needs no init: "
               "senf build --worktree %s",
               folder);
  }
  return empty;
}

static bool check_options(const Init *init, bool bare, Error **error)
{
  if (bare || (!init->output && !init->state && !init->comments))
    return true;
  error_set(error, ERROR_USAGE,
            "--output, --state and --comments belong to a repository to push to");
  error_hint(error, "add --bare, or give them to senf build");
  return false;
}

int command_init(int argc, char **argv)
{
  bool bare = false;
  const char *from = NULL;
  Init init = {.runner = &process_system, .now = clock_now(&clock_system) / 1000000};
  const Option options[] = {
      {"bare", 0, OPTION_FLAG, &bare, NULL, "a repository to push to, which builds on push", 0, 0},
      {"from", 0, OPTION_TEXT, &from, "KIND", "DIR is a repository of hugo, jekyll or zola", 0, 0},
      {"output", 'o', OPTION_TEXT, &init.output, "DIR", "where it builds; default: DIR/public", 0,
       0},
      {"state", 0, OPTION_TEXT, &init.state, "DIR", "default: DIR/.senf", 0, 0},
      {"comments", 0, OPTION_TEXT, &init.comments, "FILE", "comments.db of senf-comments", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf init DIR [--bare | --from KIND] [options]",
      .summary =
          "Make a new site, or with --bare a repository that builds what is pushed to it; with "
          "--from the settings for one of another generator.",
      .details = "--output, --state and --comments are for --bare; they are kept in the "
                 "repository's configuration (git config senf.output …).",
      .options = options,
      .operands_min = 1,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  g_autoptr(Error) error = NULL;
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  init.folder = g_ptr_array_index(operands, 0);
  if (from && !bare)
    return convert_run(init.folder, from, &error) ? 0 : command_fail(error);
  if (!check_options(&init, bare, &error) || !check_empty(init.folder, &error))
    return command_fail(error);
  bool done = bare ? init_bare(&init, &error) : init_site(&init, &error);
  return done ? 0 : command_fail(error);
}
