/* Histories made at random (additions, edits, removals, moves, merges of any kind,
 * clocks that go wrong): wherever a walk goes on, it gives what a fresh one gives. */
#include "tests/unit/generator/history_fixture.h"

#include <git2.h>

#define SEEDS 15
#define COMMITS 60
#define BRANCHES 3
#define PATHS 12

typedef struct Branch {
  GHashTable *files; /* path to text */
  int tip;           /* mark of its last commit; 0: none */
} Branch;

typedef struct Maker {
  GRand *random;
  GString *stream; /* for git fast-import */
  Branch branches[BRANCHES];
  int marks;
  int tips; /* tags t1, t2 …: where main stood */
} Maker;

static int roll(Maker *maker, int sides)
{
  return g_rand_int_range(maker->random, 0, sides);
}

static char *random_path(Maker *maker)
{
  int number = roll(maker, PATHS);
  return g_strdup_printf("%s%d.md", number % 3 ? "posts/" : "", number);
}

static char *random_text(Maker *maker)
{
  GString *text = g_string_new("---\n");
  int lines = roll(maker, 6);
  for (int i = 0; i < lines; i++)
    g_string_append_printf(text, "This is line %d of the text.\n", roll(maker, 12));
  return g_string_free(text, FALSE);
}

static char *existing_path(Maker *maker, const Branch *branch)
{
  g_autoptr(GList) keys = g_hash_table_get_keys(branch->files);
  keys = g_list_sort(keys, (GCompareFunc)strcmp);
  guint count = g_list_length(keys);
  return count ? g_strdup(g_list_nth_data(keys, (guint)roll(maker, (int)count))) : NULL;
}

static void move_file(Maker *maker, Branch *branch, const char *from)
{
  const char *more = roll(maker, 2) ? "One more line.\n" : "";
  char *text = g_strconcat(g_hash_table_lookup(branch->files, from), more, NULL);
  g_hash_table_remove(branch->files, from);
  g_hash_table_replace(branch->files, random_path(maker), text);
}

static void change_something(Maker *maker, Branch *branch)
{
  g_autofree char *path = existing_path(maker, branch);
  switch (path ? roll(maker, 5) : 0) {
  case 0:
  case 1:
    g_hash_table_replace(branch->files, random_path(maker), random_text(maker));
    break;
  case 2:
    g_hash_table_replace(branch->files, g_strdup(path), random_text(maker));
    break;
  case 3:
    g_hash_table_remove(branch->files, path);
    break;
  default:
    move_file(maker, branch, path);
  }
}

static void write_files(Maker *maker, const Branch *branch)
{
  GHashTableIter iter;
  gpointer path, text;
  g_string_append(maker->stream, "deleteall\n");
  g_hash_table_iter_init(&iter, branch->files);
  while (g_hash_table_iter_next(&iter, &path, &text))
    g_string_append_printf(maker->stream, "M 100644 inline %s\ndata %zu\n%s\n", (char *)path,
                           strlen(text), (char *)text);
}

/* A commit of what the branch holds now; `parents` are marks, 0 for none. */
static void write_commit(Maker *maker, Branch *branch, int number, int first, int second)
{
  int64_t when = REPO_EPOCH + maker->marks * 3600 + (roll(maker, 10) ? 0 : roll(maker, 99) - 50);
  g_string_append_printf(maker->stream,
                         "commit refs/heads/b%d\nmark :%d\nauthor A%d <a%d@x> %" G_GINT64_FORMAT
                         " +0000\ncommitter C <c@x> %" G_GINT64_FORMAT " +0000\ndata 1\nm\n",
                         number, ++maker->marks, roll(maker, 3), roll(maker, 3), when, when);
  if (first)
    g_string_append_printf(maker->stream, "from :%d\n", first);
  if (second)
    g_string_append_printf(maker->stream, "merge :%d\n", second);
  write_files(maker, branch);
  branch->tip = maker->marks;
  if (number == 0)
    g_string_append_printf(maker->stream, "reset refs/tags/t%d\nfrom :%d\n\n", ++maker->tips,
                           branch->tip);
}

static void copy_files(GHashTable *to, GHashTable *from)
{
  GHashTableIter iter;
  gpointer path, text;
  g_hash_table_remove_all(to);
  g_hash_table_iter_init(&iter, from);
  while (g_hash_table_iter_next(&iter, &path, &text))
    g_hash_table_replace(to, g_strdup(path), g_strdup(text));
}

/* Merge side into main, now and then with the parents as `git pull` leaves them,
 * and with a tree that is main's, the side's or changed beyond both. */
static void merge(Maker *maker, int number)
{
  Branch *main_branch = &maker->branches[0], *side = &maker->branches[number];
  bool pulled = roll(maker, 3) == 0;
  if (roll(maker, 2))
    copy_files(main_branch->files, side->files);
  if (roll(maker, 3) == 0)
    change_something(maker, main_branch);
  write_commit(maker, main_branch, 0, pulled ? side->tip : main_branch->tip,
               pulled ? main_branch->tip : side->tip);
}

static void make_history(Maker *maker)
{
  for (int i = 0; i < COMMITS; i++) {
    int number = i < 3 ? 0 : roll(maker, BRANCHES);
    Branch *branch = &maker->branches[number];
    if (number > 0 && (branch->tip == 0 || roll(maker, 6) == 0)) { /* begin it anew from main */
      copy_files(branch->files, maker->branches[0].files);
      branch->tip = maker->branches[0].tip;
    } else if (number > 0 && roll(maker, 3) == 0) {
      merge(maker, number);
      continue;
    }
    for (int change = roll(maker, 3); change >= 0; change--)
      change_something(maker, branch);
    write_commit(maker, branch, number, branch->tip, 0);
  }
}

static char *make_stream(guint32 seed, int *tips)
{
  Maker maker = {.random = g_rand_new_with_seed(seed), .stream = g_string_new(NULL)};
  for (int i = 0; i < BRANCHES; i++)
    maker.branches[i].files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  make_history(&maker);
  *tips = maker.tips;
  for (int i = 0; i < BRANCHES; i++)
    g_hash_table_unref(maker.branches[i].files);
  g_rand_free(maker.random);
  return g_string_free(maker.stream, FALSE);
}

static void walk_in_steps(const Repo *repo, int tips, int stride)
{
  g_autoptr(History) history = history_new();
  for (int tip = 1; tip <= tips; tip += stride) {
    g_autofree char *name = g_strdup_printf("t%d", tip);
    g_free(update_and_compare(history, repo->root, name));
  }
}

static void test_random(void **state)
{
  (void)state;
  for (guint32 seed = 1; seed <= SEEDS; seed++) {
    int tips = 0;
    g_autofree char *stream = make_stream(seed, &tips);
    Repo *repo = repo_new("work");
    g_free(git_in(repo, repo->root, "Ann <ann@x>", stream,
                  (const char *[]){"fast-import", "--quiet", "--force", NULL}));
    print_message("seed %u: %d tips\n", seed, tips);
    walk_in_steps(repo, tips, 1);
    walk_in_steps(repo, tips, 5);
    repo_free(repo);
  }
}

/* Any commit after any other: force pushes. */
static void test_jumps(void **state)
{
  (void)state;
  int tips = 0;
  g_autofree char *stream = make_stream(99, &tips);
  Repo *repo = repo_new("work");
  g_free(git_in(repo, repo->root, "Ann <ann@x>", stream,
                (const char *[]){"fast-import", "--quiet", "--force", NULL}));
  GRand *random = g_rand_new_with_seed(7);
  g_autoptr(History) history = history_new();
  for (int i = 0; i < 60; i++) {
    g_autofree char *name = g_strdup_printf("t%d", g_rand_int_range(random, 1, tips + 1));
    g_free(update_and_compare(history, repo->root, name));
  }
  g_rand_free(random);
  repo_free(repo);
}

/* The library's start costs 8 ms: once, not with each of a thousand sources. */
static int start_library(void **state)
{
  (void)state;
  return git_libgit2_init() < 0;
}

static int stop_library(void **state)
{
  (void)state;
  return git_libgit2_shutdown() < 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random),
      cmocka_unit_test(test_jumps),
  };
  return cmocka_run_group_tests(tests, start_library, stop_library);
}
