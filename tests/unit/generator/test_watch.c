/* What a watcher names is all that has to be looked at. */
#include "tests/unit/generator/repo_fixture.h"

#include "generator/preview/watch.h"
#include "generator/source/source.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEEDS = 8, STEPS = 60, ACTS_MAX = 3 };

static const char *const skip[] = {"public", ".senf", NULL};

typedef struct World {
  Repo *repo;
  GRand *random;
  int stop;
  Watch *watch;
  SourceStamps *stamps; /* NULL: the next look is a whole one */
  bool links;           /* at the last look */
  size_t named;         /* looks that went by names */
} World;

/* --- looks -------------------------------------------------------------------------------- */

static Source *look_whole(const World *world, SourceStamps *stamps)
{
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Error) error = NULL;
  Source *source = source_open_folder(world->repo->root, skip, stamps, warnings, &error);
  if (!source)
    fail_msg("%s", error->what);
  return source;
}

static Source *look_named(World *world, const GPtrArray *paths)
{
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Error) error = NULL;
  SourceStamps *stamps = g_steal_pointer(&world->stamps);
  if (!stamps || !paths || world->links) {
    source_stamps_free(stamps);
    return NULL;
  }
  Source *source = source_open_watched(world->repo->root, skip, stamps, paths, warnings, &error);
  assert_null(error);
  world->named += source != NULL;
  return source;
}

static void assert_same(Source *given, Source *wanted)
{
  for (size_t i = 0; i < source_count(given) && i < source_count(wanted); i++) {
    const SourceFile *a = source_file(given, i), *b = source_file(wanted, i);
    assert_string_equal(a->path, b->path);
    assert_memory_equal(a->id, b->id, sizeof a->id);
    assert_int_equal(a->size, b->size);
  }
  assert_int_equal(source_count(given), source_count(wanted));
}

static WatchAnswer wait_for(World *world)
{
  g_autoptr(Error) error = NULL;
  WatchAnswer answer = watch_wait(world->watch, false, 0, world->stop, &error);
  assert_null(error);
  return answer;
}

static void look(World *world)
{
  WatchAnswer answer = wait_for(world);
  g_autoptr(GPtrArray) paths = watch_paths(world->watch);
  if (answer == WATCH_IDLE)
    assert_int_equal(paths->len, 0);
  Source *source = look_named(world, paths);
  Source *whole = look_whole(world, source_stamps_new(NULL, 0, NULL, 0));
  if (source)
    assert_same(source, whole);
  else
    source = look_whole(world, source_stamps_new(NULL, 0, NULL, 0));
  world->stamps = source_stamps_take(source);
  world->links = source_has_links(source);
  source_free(source);
  source_free(whole);
}

/* --- acts --------------------------------------------------------------------------------- */

static char *some_path(const World *world)
{
  static const char *const folders[] = {"",        "posts/", "posts/2024/", "posts/b\x01/",
                                        "public/", ".senf/"};
  static const char *const names[] = {"a.md", "b.md", "c.md", "image.png", "odd\x02.md"};
  return g_strconcat(world->repo->root, "/",
                     folders[g_rand_int_range(world->random, 0, G_N_ELEMENTS(folders))],
                     names[g_rand_int_range(world->random, 0, G_N_ELEMENTS(names))], NULL);
}

static void make_folder_of(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  (void)dir_make(folder, NULL);
}

/* A pipe that nobody reads is not waited for. */
static void write_plain(World *world, const char *path)
{
  g_autofree char *text = g_strdup_printf("%d", g_rand_int_range(world->random, 0, 20));
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC, 0644);
  if (file < 0)
    return;
  assert_int_equal(write(file, text, strlen(text)), strlen(text));
  close(file);
}

static void act_write(World *world, const char *path)
{
  make_folder_of(path);
  write_plain(world, path);
}

/* As editors do it. */
static void act_replace(World *world, const char *path)
{
  make_folder_of(path);
  g_autofree char *beside = g_strconcat(path, "~", NULL);
  write_plain(world, beside);
  (void)!rename(beside, path);
}

static void act_remove(World *world, const char *path)
{
  (void)world;
  unlink(path);
}

static void act_rename(World *world, const char *path)
{
  g_autofree char *to = some_path(world);
  (void)!rename(path, to);
}

static void act_rename_folder(World *world, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *to =
      g_build_filename(world->repo->root, g_rand_boolean(world->random) ? "pages" : "posts", NULL);
  if (strlen(folder) > strlen(world->repo->root))
    (void)!rename(folder, to);
}

static void act_remove_folder(World *world, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  if (strlen(folder) > strlen(world->repo->root))
    (void)dir_remove(folder, NULL);
}

static void act_link(World *world, const char *path)
{
  (void)world;
  (void)!symlink("a.md", path);
}

static void act_pipe(World *world, const char *path)
{
  (void)world;
  (void)mkfifo(path, 0600);
}

/* A folder becomes a repository of its own, and no longer is one. */
static void act_repository(World *world, const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *git = g_build_filename(folder, ".git", NULL);
  if (file_exists(git))
    unlink(git);
  else if (strlen(folder) > strlen(world->repo->root))
    write_plain(world, git);
}

static void act_look(World *world, const char *path)
{
  (void)world;
  (void)chmod(path, 0644);
}

static void act(World *world)
{
  static void (*const acts[])(World *, const char *) = {
      act_write,  act_write,  act_write,         act_replace, act_replace,
      act_remove, act_rename, act_rename_folder, act_look,    act_remove_folder,
      act_link,   act_pipe,   act_repository,
  };
  g_autofree char *path = some_path(world);
  /* The rare ones are rarer still, so that most looks go by names. */
  gint32 many = g_rand_int_range(world->random, 0, 4) ? 6 : G_N_ELEMENTS(acts);
  acts[g_rand_int_range(world->random, 0, many)](world, path);
}

static World *world_new(guint32 seed)
{
  World *world = g_new0(World, 1);
  world->repo = repo_new_folder("site");
  world->random = g_rand_new_with_seed(seed);
  world->stop = eventfd(0, EFD_CLOEXEC);
  world->watch = watch_open(world->repo->root, skip, NULL);
  assert_non_null(world->watch);
  return world;
}

static void world_free(World *world)
{
  watch_close(world->watch);
  source_stamps_free(world->stamps);
  close(world->stop);
  g_rand_free(world->random);
  repo_free(world->repo);
  g_free(world);
}

static void test_names_are_enough(void **state)
{
  (void)state;
  size_t named = 0;
  for (guint32 seed = 1; seed <= SEEDS; seed++) {
    World *world = world_new(seed);
    for (int step = 0; step < STEPS; step++) {
      for (gint32 i = g_rand_int_range(world->random, 1, ACTS_MAX + 1); i > 0; i--)
        act(world);
      look(world);
    }
    named += world->named;
    world_free(world);
  }
  assert_true(named > (size_t)SEEDS * STEPS / 4);
}

/* --- what is told -------------------------------------------------------------------------- */

static void test_a_save_is_named(void **state)
{
  (void)state;
  World *world = world_new(1);
  repo_write(world->repo, "posts/a.md", "text");
  assert_int_equal(wait_for(world), WATCH_CHANGED);
  assert_null(watch_paths(world->watch)); /* a folder is new */
  g_autofree char *path = g_build_filename(world->repo->root, "posts/a.md", NULL);
  write_plain(world, path);
  assert_int_equal(wait_for(world), WATCH_CHANGED);
  g_autoptr(GPtrArray) paths = watch_paths(world->watch);
  assert_non_null(paths);
  assert_int_equal(paths->len, 1);
  assert_string_equal(g_ptr_array_index(paths, 0), "posts/a.md");
  world_free(world);
}

/* The link by which an editor says that it has the file open. */
static void test_a_lock_of_an_editor_is_nothing(void **state)
{
  (void)state;
  World *world = world_new(1);
  repo_write(world->repo, "a.md", "text");
  look(world);
  g_autofree char *lock = g_build_filename(world->repo->root, ".#a.md", NULL);
  assert_int_equal(symlink("ada@example.1234", lock), 0);
  look(world);
  assert_int_equal(world->named, 1);
  assert_false(world->links);
  assert_int_equal(unlink(lock), 0);
  look(world);
  assert_int_equal(world->named, 2);
  world_free(world);
}

static void test_lost_events_may_be_anything(void **state)
{
  (void)state;
  World *world = world_new(1);
  g_autofree char *limit = NULL;
  assert_true(g_file_get_contents("/proc/sys/fs/inotify/max_queued_events", &limit, NULL, NULL));
  g_autofree char *first = g_build_filename(world->repo->root, "a.md", NULL);
  g_autofree char *second = g_build_filename(world->repo->root, "b.md", NULL);
  write_plain(world, first);
  write_plain(world, second);
  /* One after the other, since equal events that follow each other become one. */
  for (gint64 i = g_ascii_strtoll(limit, NULL, 10); i >= 0; i--)
    assert_int_equal(chmod(i % 2 ? first : second, 0600), 0);
  assert_int_equal(wait_for(world), WATCH_CHANGED);
  assert_null(watch_paths(world->watch));
  world_free(world);
}

static void test_what_is_skipped_is_not_told(void **state)
{
  (void)state;
  World *world = world_new(1);
  repo_write(world->repo, "public/a.html", "text");
  assert_int_equal(wait_for(world), WATCH_IDLE);
  assert_int_equal(write(world->stop, &(uint64_t){1}, sizeof(uint64_t)), sizeof(uint64_t));
  assert_int_equal(wait_for(world), WATCH_STOPPED);
  world_free(world);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names_are_enough),
      cmocka_unit_test(test_a_save_is_named),
      cmocka_unit_test(test_a_lock_of_an_editor_is_nothing),
      cmocka_unit_test(test_lost_events_may_be_anything),
      cmocka_unit_test(test_what_is_skipped_is_not_told),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
