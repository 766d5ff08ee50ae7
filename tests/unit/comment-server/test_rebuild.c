/* When the site is built, with a command and a clock of the test's own. Nothing
 * here sleeps: the test waits for the worker's steps, and tells it to look at the
 * clock again after moving it. */
#include "tests/unit/comment-server/store_fixture.h"

#include "comment-server/rebuild/rebuild.h"

#include <pthread.h>

/* A command that does what the test says, and waits for it if it likes. */
typedef struct FakeRunner {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int started, ended; /* runs */
  bool hold;          /* don't end a run before this is false */
  int status;
  bool timed_out, unstartable;
  const char *errors;
  char *argument, *directory; /* of the last run */
  int64_t timeout_ms;
} FakeRunner;

static bool fake_run(void *data, const ProcessRequest *request, ProcessResult *result,
                     Error **error)
{
  FakeRunner *runner = data;
  pthread_mutex_lock(&runner->mutex);
  runner->started++;
  g_free(runner->argument);
  g_free(runner->directory);
  runner->argument = g_strdup(request->argv[1]);
  runner->directory = g_strdup(request->directory);
  runner->timeout_ms = request->timeout_ms;
  pthread_cond_broadcast(&runner->changed);
  while (runner->hold)
    pthread_cond_wait(&runner->changed, &runner->mutex);
  bool starts = !runner->unstartable;
  if (starts)
    *result = (ProcessResult){.status = runner->status,
                              .timed_out = runner->timed_out,
                              .output = g_string_new(NULL),
                              .errors = g_string_new(runner->errors)};
  else
    error_set(error, ERROR_MACHINE, "there is no program 'senf'");
  runner->ended++;
  pthread_cond_broadcast(&runner->changed);
  pthread_mutex_unlock(&runner->mutex);
  return starts;
}

typedef struct RebuildFixture {
  Fixture *base;
  FakeRunner fake;
  Runner runner;
  char *build_db;
  Site *site;
  Rebuild *rebuild;
} RebuildFixture;

static void start(RebuildFixture *self, bool with_command)
{
  static const char *const argv[] = {"senf", "build", NULL};
  Error *error = NULL;
  RebuildOptions options = {
      .store = self->base->store,
      .site = self->site,
      .runner = &self->runner,
      .clock = &self->base->clock,
      .argv = with_command ? argv : NULL,
      .directory = "/srv/blog",
      .timeout_ms = 5000,
  };
  self->rebuild = rebuild_new(&options, &error);
  no_error(error);
}

static int setup(void **state)
{
  RebuildFixture *self = g_new0(RebuildFixture, 1);
  self->base = fixture_new();
  fixture_open(self->base);
  pthread_mutex_init(&self->fake.mutex, NULL);
  pthread_cond_init(&self->fake.changed, NULL);
  self->runner = (Runner){fake_run, &self->fake};
  self->build_db = g_build_filename(self->base->folder, "build.db", NULL);
  self->site = site_new(self->build_db);
  *state = self;
  return 0;
}

static int teardown(void **state)
{
  RebuildFixture *self = *state;
  rebuild_free(self->rebuild);
  site_free(self->site);
  g_free(self->build_db);
  g_free(self->fake.argument);
  g_free(self->fake.directory);
  pthread_cond_destroy(&self->fake.changed);
  pthread_mutex_destroy(&self->fake.mutex);
  fixture_free(self->base);
  g_free(self);
  return 0;
}

/* --- what the test waits for --- */

static void wait_started(RebuildFixture *self, int count)
{
  pthread_mutex_lock(&self->fake.mutex);
  while (self->fake.started < count)
    pthread_cond_wait(&self->fake.changed, &self->fake.mutex);
  pthread_mutex_unlock(&self->fake.mutex);
}

static int started(RebuildFixture *self)
{
  pthread_mutex_lock(&self->fake.mutex);
  int count = self->fake.started;
  pthread_mutex_unlock(&self->fake.mutex);
  return count;
}

static void hold(RebuildFixture *self, bool on)
{
  pthread_mutex_lock(&self->fake.mutex);
  self->fake.hold = on;
  pthread_cond_broadcast(&self->fake.changed);
  pthread_mutex_unlock(&self->fake.mutex);
}

static RebuildState state_of(RebuildFixture *self)
{
  RebuildState state;
  rebuild_state(self->rebuild, self->base->arena, &state);
  return state;
}

/* The worker has done all that it will do until the clock or the data change. */
static void settle(RebuildFixture *self)
{
  rebuild_settle(self->rebuild);
}

static void advance(RebuildFixture *self, int64_t seconds)
{
  atomic_fetch_add(&self->base->seconds, seconds);
  rebuild_recheck(self->rebuild);
  settle(self);
}

static int64_t waiting(RebuildFixture *self)
{
  return fixture_int(self->base, "SELECT count(*) FROM outbox WHERE kind = 'rebuild'");
}

static void next_event(RebuildFixture *self, int64_t at)
{
  Error *error = NULL;
  Sql *db = sql_open(self->build_db, SQL_WRITER, &error);
  no_error(error);
  sql_script(db,
             "CREATE TABLE IF NOT EXISTS event (at INT); DELETE FROM event;"
             "CREATE VIEW IF NOT EXISTS next_event AS SELECT at FROM event",
             &error);
  if (at)
    sql_run(db, &error, "INSERT INTO event VALUES (?)", "i", at);
  sql_close(db);
  no_error(error);
}

/* --- the tests --- */

static void test_nothing_to_do(void **state)
{
  RebuildFixture *self = *state;
  start(self, true);
  settle(self);
  assert_int_equal(started(self), 0);
  RebuildState now = state_of(self);
  assert_true(now.configured);
  assert_false(now.running);
  assert_int_equal(now.runs, 0);
  assert_int_equal(now.last_status, -1);
  assert_string_equal(now.last_error, "");
  advance(self, 100000);
  assert_int_equal(started(self), 0);
}

static void test_a_publication_is_built(void **state)
{
  RebuildFixture *self = *state;
  start(self, true);
  publish(self->base, "p", 0, "x");
  settle(self);
  assert_int_equal(started(self), 1);
  assert_string_equal(self->fake.argument, "build");
  assert_string_equal(self->fake.directory, "/srv/blog");
  assert_int_equal(self->fake.timeout_ms, 5000);
  assert_int_equal(waiting(self), 0);
  RebuildState now = state_of(self);
  assert_int_equal(now.runs, 1);
  assert_int_equal(now.failures, 0);
  assert_int_equal(now.last_status, 0);
  assert_int_equal(now.waiting, 0);
  assert_int_equal(now.last_started_at, FIXTURE_START);
  assert_int_equal(now.last_finished_at, FIXTURE_START);
  submit(self->base, (CommentDraft){.text = "pending"});
  settle(self);
  assert_int_equal(started(self), 1);
}

static void test_what_comes_during_a_build_is_one_more(void **state)
{
  RebuildFixture *self = *state;
  start(self, true);
  hold(self, true);
  publish(self->base, "p", 0, "1");
  wait_started(self, 1);
  assert_true(state_of(self).running);
  for (int i = 0; i < 10; i++) {
    char text[8];
    g_snprintf(text, sizeof text, "%d", 100 + i);
    publish(self->base, "p", 0, text);
    rebuild_trigger(self->rebuild);
  }
  hold(self, false);
  settle(self);
  assert_int_equal(started(self), 2);
  assert_int_equal(waiting(self), 0);
}

static void test_a_trigger_builds(void **state)
{
  RebuildFixture *self = *state;
  start(self, true);
  settle(self);
  rebuild_trigger(self->rebuild);
  settle(self);
  assert_int_equal(started(self), 1);
}

static void test_a_failure_keeps_the_rows_and_is_tried_again(void **state)
{
  RebuildFixture *self = *state;
  self->fake.status = 1;
  self->fake.errors = "senf: error: posts/a.md:3: broken\n";
  start(self, true);
  publish(self->base, "p", 0, "x");
  settle(self);
  assert_int_equal(started(self), 1);
  assert_int_equal(waiting(self), 1);
  RebuildState now = state_of(self);
  assert_int_equal(now.failures, 1);
  assert_int_equal(now.failed_in_a_row, 1);
  assert_int_equal(now.last_status, 1);
  assert_string_equal(now.last_error, "senf: error: posts/a.md:3: broken");
  assert_int_equal(now.retry_at, FIXTURE_START + 2);
  advance(self, 1);
  assert_int_equal(started(self), 1);
  advance(self, 1);
  assert_int_equal(started(self), 2);
  assert_int_equal(state_of(self).retry_at, FIXTURE_START + 2 + 4);
  advance(self, 3);
  assert_int_equal(started(self), 2);
  self->fake.status = 0;
  advance(self, 1);
  assert_int_equal(started(self), 3);
  now = state_of(self);
  assert_int_equal(now.failed_in_a_row, 0);
  assert_int_equal(now.retry_at, 0);
  assert_string_equal(now.last_error, "");
  assert_int_equal(waiting(self), 0);
  advance(self, 100000);
  assert_int_equal(started(self), 3);
}

static void test_something_new_does_not_wait_for_the_retry(void **state)
{
  RebuildFixture *self = *state;
  self->fake.status = 1;
  start(self, true);
  publish(self->base, "p", 0, "1");
  settle(self);
  assert_int_equal(started(self), 1);
  publish(self->base, "p", 0, "2");
  settle(self);
  assert_int_equal(started(self), 2);
  assert_int_equal(state_of(self).failed_in_a_row, 2);
  rebuild_trigger(self->rebuild);
  settle(self);
  assert_int_equal(started(self), 3);
  settle(self);
  assert_int_equal(started(self), 3);
  assert_string_equal(state_of(self).last_error, "'senf' ended with status 1 and said nothing");
}

static void test_a_failed_trigger_is_tried_again_without_rows(void **state)
{
  RebuildFixture *self = *state;
  self->fake.unstartable = true;
  start(self, true);
  rebuild_trigger(self->rebuild);
  settle(self);
  RebuildState now = state_of(self);
  assert_int_equal(now.last_status, -1);
  assert_int_equal(now.failures, 1);
  assert_string_equal(now.last_error, "there is no program 'senf'");
  self->fake.unstartable = false;
  advance(self, 2);
  assert_int_equal(started(self), 2);
  assert_int_equal(state_of(self).failed_in_a_row, 0);
}

static void test_a_build_that_took_too_long(void **state)
{
  RebuildFixture *self = *state;
  self->fake.timed_out = true;
  self->fake.status = 137;
  start(self, true);
  rebuild_trigger(self->rebuild);
  settle(self);
  RebuildState now = state_of(self);
  assert_true(now.last_timed_out);
  assert_int_equal(now.failures, 1);
  assert_string_equal(now.last_error, "stopped after 5 seconds");
}

static void test_only_the_end_of_a_long_message_is_kept(void **state)
{
  RebuildFixture *self = *state;
  g_autoptr(GString) words = g_string_new(NULL);
  for (int i = 0; i < 1000; i++)
    g_string_append_printf(words, "line %d ä\n", i);
  self->fake.errors = words->str;
  self->fake.status = 1;
  start(self, true);
  rebuild_trigger(self->rebuild);
  settle(self);
  const char *kept = state_of(self).last_error;
  assert_true(strlen(kept) <= 2000);
  assert_true(g_str_has_prefix(kept, "line "));
  assert_true(g_str_has_suffix(kept, "line 999 ä"));
}

static void test_rows_of_an_earlier_run_are_built_at_the_start(void **state)
{
  RebuildFixture *self = *state;
  self->fake.status = 1;
  publish(self->base, "p", 0, "x");
  start(self, true);
  settle(self);
  assert_int_equal(started(self), 1);
  rebuild_free(self->rebuild);
  /* Put off for two seconds, but a start looks at once. */
  self->fake.status = 0;
  start(self, true);
  settle(self);
  assert_int_equal(started(self), 2);
  assert_int_equal(waiting(self), 0);
}

static void test_rows_of_another_process_are_found(void **state)
{
  RebuildFixture *self = *state;
  start(self, true);
  settle(self);
  Fixture other = {.path = self->base->path};
  other.clock = self->base->clock;
  other.random = self->base->random;
  fixture_open(&other);
  publish(&other, "p", 0, "x");
  store_close(other.store);
  advance(self, 60);
  assert_int_equal(started(self), 1);
  assert_int_equal(waiting(self), 0);
}

static void test_the_next_event_is_built_when_it_comes(void **state)
{
  RebuildFixture *self = *state;
  next_event(self, FIXTURE_START + 100);
  start(self, true);
  settle(self);
  assert_int_equal(state_of(self).next_event_at, FIXTURE_START + 100);
  advance(self, 99);
  assert_int_equal(started(self), 0);
  advance(self, 1);
  assert_int_equal(started(self), 1);
  /* The build did not move it: once is enough. */
  advance(self, 10);
  assert_int_equal(started(self), 1);
  next_event(self, FIXTURE_START + 200);
  advance(self, 90);
  assert_int_equal(started(self), 2);
  next_event(self, 0);
  advance(self, 100000);
  assert_int_equal(started(self), 2);
  assert_int_equal(state_of(self).next_event_at, 0);
}

static void test_an_event_that_was_missed_is_built_at_the_start(void **state)
{
  RebuildFixture *self = *state;
  next_event(self, FIXTURE_START - 100);
  start(self, true);
  settle(self);
  assert_int_equal(started(self), 1);
}

static void test_a_failed_event_is_tried_again(void **state)
{
  RebuildFixture *self = *state;
  next_event(self, FIXTURE_START - 100);
  self->fake.status = 1;
  start(self, true);
  settle(self);
  assert_int_equal(started(self), 1);
  self->fake.status = 0;
  advance(self, 2);
  assert_int_equal(started(self), 2);
  advance(self, 100);
  assert_int_equal(started(self), 2);
}

static void test_without_a_command_rows_are_worked_off(void **state)
{
  RebuildFixture *self = *state;
  start(self, false);
  publish(self->base, "p", 0, "x");
  settle(self);
  assert_int_equal(started(self), 0);
  assert_int_equal(waiting(self), 0);
  RebuildState now = state_of(self);
  assert_false(now.configured);
  assert_int_equal(now.runs, 0);
}

static void test_ending_waits_for_a_build(void **state)
{
  RebuildFixture *self = *state;
  start(self, true);
  rebuild_trigger(self->rebuild);
  wait_started(self, 1);
  rebuild_free(self->rebuild);
  self->rebuild = NULL;
  assert_int_equal(self->fake.ended, 1);
  publish(self->base, "p", 0, "nobody listens");
}

#define rebuild_test(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
  const struct CMUnitTest tests[] = {
      rebuild_test(test_nothing_to_do),
      rebuild_test(test_a_publication_is_built),
      rebuild_test(test_what_comes_during_a_build_is_one_more),
      rebuild_test(test_a_trigger_builds),
      rebuild_test(test_a_failure_keeps_the_rows_and_is_tried_again),
      rebuild_test(test_something_new_does_not_wait_for_the_retry),
      rebuild_test(test_a_failed_trigger_is_tried_again_without_rows),
      rebuild_test(test_a_build_that_took_too_long),
      rebuild_test(test_only_the_end_of_a_long_message_is_kept),
      rebuild_test(test_rows_of_an_earlier_run_are_built_at_the_start),
      rebuild_test(test_rows_of_another_process_are_found),
      rebuild_test(test_the_next_event_is_built_when_it_comes),
      rebuild_test(test_an_event_that_was_missed_is_built_at_the_start),
      rebuild_test(test_a_failed_event_is_tried_again),
      rebuild_test(test_without_a_command_rows_are_worked_off),
      rebuild_test(test_ending_waits_for_a_build),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
