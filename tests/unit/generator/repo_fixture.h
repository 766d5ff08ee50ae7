/* repo_fixture.h - real repositories in a scratch folder, made by the git program.
 *
 *     Repo *repo = repo_new("work");            "work" below a new scratch folder
 *     repo_write(repo, "posts/a.md", "text");
 *     repo_commit(repo, "Ann <ann@example.org>");
 *
 * The clock starts at 2024-01-01T00:00:00Z and goes on by an hour a commit. No
 * configuration of the machine takes part.
 */
#ifndef SENF_TESTS_REPO_FIXTURE_H
#define SENF_TESTS_REPO_FIXTURE_H

#include "common/files.h"
#include "common/system/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#define REPO_EPOCH INT64_C(1704067200)

typedef struct Repo {
  char *scratch; /* removed by repo_free */
  char *root;
  int64_t clock;
} Repo;

static inline char *scratch_new(void)
{
  char *path = g_build_filename(g_get_tmp_dir(), "senf-test-XXXXXX", NULL);
  assert_non_null(mkdtemp(path));
  return path;
}

static inline void scratch_free(char *path)
{
  assert_true(dir_remove(path, NULL));
  g_free(path);
}

/* Run git in `folder`; its output without the newline at the end. */
static inline char *git_in(const Repo *repo, const char *folder, const char *author,
                           const char *input, const char *const *arguments)
{
  g_autoptr(GPtrArray) argv = g_ptr_array_new();
  g_ptr_array_add(argv, (gpointer) "git");
  for (size_t i = 0; arguments[i]; i++)
    g_ptr_array_add(argv, (gpointer)arguments[i]);
  g_ptr_array_add(argv, NULL);
  g_auto(GStrv) who = g_strsplit(author, " <", 2);
  g_autofree char *email = g_strndup(who[1], strlen(who[1]) - 1);
  g_autofree char *date = g_strdup_printf("%" G_GINT64_FORMAT " +0100", repo->clock);
  g_auto(GStrv) environment = g_get_environ();
  environment = g_environ_setenv(environment, "GIT_CONFIG_GLOBAL", "/dev/null", TRUE);
  environment = g_environ_setenv(environment, "GIT_CONFIG_NOSYSTEM", "1", TRUE);
  environment = g_environ_setenv(environment, "GIT_AUTHOR_NAME", who[0], TRUE);
  environment = g_environ_setenv(environment, "GIT_AUTHOR_EMAIL", email, TRUE);
  environment = g_environ_setenv(environment, "GIT_AUTHOR_DATE", date, TRUE);
  environment = g_environ_setenv(environment, "GIT_COMMITTER_NAME", "Committer", TRUE);
  environment = g_environ_setenv(environment, "GIT_COMMITTER_EMAIL", "c@example.org", TRUE);
  environment = g_environ_setenv(environment, "GIT_COMMITTER_DATE", date, TRUE);
  ProcessRequest request = {.argv = (const char *const *)argv->pdata,
                            .environment = (const char *const *)environment,
                            .directory = folder,
                            .input = input,
                            .input_length = input ? strlen(input) : 0,
                            .timeout_ms = 60000,
                            .output_limit = 1 << 20};
  ProcessResult result = {0};
  g_autoptr(Error) error = NULL;
  assert_true(process_run(&process_system, &request, &result, &error));
  if (result.status != 0)
    fail_msg("git %s: %s", arguments[0], result.errors->str);
  char *output = g_strchomp(g_strdup(result.output->str));
  process_result_clear(&result);
  return output;
}

#define git_output(repo, ...)                                                                      \
  git_in((repo), (repo)->root, "Ann <ann@example.org>", NULL, (const char *[]){__VA_ARGS__, NULL})
#define git_run(repo, ...) g_free(git_output((repo), __VA_ARGS__))

/* A folder without a repository in it. */
static inline Repo *repo_new_folder(const char *name)
{
  Repo *repo = g_new0(Repo, 1);
  repo->scratch = scratch_new();
  repo->root = g_build_filename(repo->scratch, name, NULL);
  repo->clock = REPO_EPOCH;
  assert_true(dir_make(repo->root, NULL));
  return repo;
}

static inline Repo *repo_new(const char *name)
{
  Repo *repo = repo_new_folder(name);
  git_run(repo, "init", "-q", "-b", "main");
  return repo;
}

static inline void repo_free(Repo *repo)
{
  scratch_free(repo->scratch);
  g_free(repo->root);
  g_free(repo);
}

/* A path below the scratch folder; g_free. */
static inline char *repo_beside(const Repo *repo, const char *name)
{
  return g_build_filename(repo->scratch, name, NULL);
}

static inline void repo_write(const Repo *repo, const char *path, const char *text)
{
  g_autofree char *full = g_build_filename(repo->root, path, NULL);
  g_autofree char *folder = g_path_get_dirname(full);
  assert_true(dir_make(folder, NULL));
  assert_true(g_file_set_contents(full, text, -1, NULL));
}

/* Everything as it is, as one commit an hour after the last one. */
static inline void repo_commit(Repo *repo, const char *author)
{
  repo->clock += 3600;
  git_run(repo, "add", "-A");
  g_free(git_in(repo, repo->root, author, NULL,
                (const char *[]){"commit", "-q", "--allow-empty", "-m", "change", NULL}));
}

#endif
