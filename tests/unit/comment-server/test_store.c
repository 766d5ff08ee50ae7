/* The queue, the groups, the readers, the listeners. */
#include "tests/unit/comment-server/store_fixture.h"

#include <pthread.h>

/* Something that happens once, waited for without sleeping. */
typedef struct Gate {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int count;
} Gate;

#define GATE                                                                                       \
  {                                                                                                \
    PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0                                         \
  }

static void gate_pass(Gate *gate)
{
  pthread_mutex_lock(&gate->mutex);
  gate->count++;
  pthread_cond_broadcast(&gate->changed);
  pthread_mutex_unlock(&gate->mutex);
}

static void gate_wait(Gate *gate, int count)
{
  pthread_mutex_lock(&gate->mutex);
  while (gate->count < count)
    pthread_cond_wait(&gate->changed, &gate->mutex);
  pthread_mutex_unlock(&gate->mutex);
}

/* A write that keeps the writer busy until the test lets it go. */
typedef struct Blocker {
  StoreWrite write;
  Gate entered, leave, done;
} Blocker;

static bool run_blocker(StoreTx *tx, void *data, Error **error)
{
  (void)tx, (void)error;
  Blocker *blocker = data;
  gate_pass(&blocker->entered);
  gate_wait(&blocker->leave, 1);
  return true;
}

static void blocker_done(void *data, Error *error)
{
  error_free(error);
  gate_pass(&((Blocker *)data)->done);
}

static void block_writer(Fixture *fixture, Blocker *blocker)
{
  *blocker = (Blocker){.entered = GATE, .leave = GATE, .done = GATE};
  blocker->write = (StoreWrite){.run = run_blocker, .done = blocker_done, .data = blocker};
  store_write(fixture->store, &blocker->write);
  gate_wait(&blocker->entered, 1);
}

/* --- writes that are counted --- */

enum { JOBS = 50 };

typedef struct Job {
  StoreWrite write;
  Fixture *fixture;
  Gate *done;
  CommentDraft draft;
  bool fails;
  int64_t id, seen; /* seen: rows on disk when `done` was called */
  char *error;
} Job;

static bool run_job(StoreTx *tx, void *data, Error **error)
{
  Job *job = data;
  SubmitResult result;
  if (!comment_submit(tx, &job->draft, &result, error))
    return false;
  job->id = result.id;
  if (job->fails)
    error_set(error, ERROR_SITE, "no");
  return !job->fails;
}

static void job_done(void *data, Error *error)
{
  Job *job = data;
  job->error = error ? g_strdup(error->what) : NULL;
  error_free(error);
  char query[80];
  g_snprintf(query, sizeof query, "SELECT count(*) FROM comment WHERE id = %d", (int)job->id);
  Sql *db = sql_open(job->fixture->path, SQL_READER, NULL);
  sql_get_int(db, NULL, &job->seen, query, "");
  sql_close(db);
  gate_pass(job->done);
}

static void queue_jobs(Fixture *fixture, Job *jobs, Gate *done, int failing)
{
  for (int i = 0; i < JOBS; i++) {
    jobs[i] = (Job){.fixture = fixture, .done = done, .fails = i == failing};
    jobs[i].draft =
        (CommentDraft){.page_id = "p", .author = "a", .html = "", .text = g_strdup_printf("%d", i)};
    jobs[i].write = (StoreWrite){.run = run_job, .done = job_done, .data = &jobs[i]};
    store_write(fixture->store, &jobs[i].write);
  }
}

static void free_jobs(Job *jobs)
{
  for (int i = 0; i < JOBS; i++) {
    g_free((char *)jobs[i].draft.text);
    g_free(jobs[i].error);
  }
}

static void test_waiting_writes_share_a_commit_in_order(void **state)
{
  Fixture *fixture = *state;
  Blocker blocker;
  Gate done = GATE;
  Job jobs[JOBS];
  block_writer(fixture, &blocker);
  queue_jobs(fixture, jobs, &done, -1);
  StoreStats stats;
  store_stats(fixture->store, &stats);
  assert_int_equal(stats.waiting, JOBS);
  gate_pass(&blocker.leave);
  gate_wait(&done, JOBS);
  store_stats(fixture->store, &stats);
  assert_int_equal(stats.groups, 2);
  assert_int_equal(stats.writes, JOBS + 1);
  assert_int_equal(stats.largest_group, JOBS);
  assert_int_equal(stats.waiting, 0);
  for (int i = 0; i < JOBS; i++) {
    assert_null(jobs[i].error);
    assert_int_equal(jobs[i].seen, 1); /* on disk before the answer */
    if (i > 0)
      assert_int_equal(jobs[i].id, jobs[i - 1].id + 1);
  }
  free_jobs(jobs);
}

static void test_a_failing_write_takes_nobody_along(void **state)
{
  Fixture *fixture = *state;
  Blocker blocker;
  Gate done = GATE;
  Job jobs[JOBS];
  block_writer(fixture, &blocker);
  queue_jobs(fixture, jobs, &done, 7);
  gate_pass(&blocker.leave);
  gate_wait(&done, JOBS);
  for (int i = 0; i < JOBS; i++) {
    if (i == 7)
      assert_string_equal(jobs[i].error, "no");
    else
      assert_null(jobs[i].error);
  }
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), JOBS - 1);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment WHERE text = '7'"), 0);
  assert_false(store_has_failed(fixture->store));
  free_jobs(jobs);
}

static void test_closing_completes_what_waits(void **state)
{
  Fixture *fixture = *state;
  Blocker blocker;
  Gate done = GATE;
  Job jobs[JOBS];
  block_writer(fixture, &blocker);
  queue_jobs(fixture, jobs, &done, -1);
  gate_pass(&blocker.leave);
  store_close(fixture->store);
  fixture->store = NULL;
  assert_int_equal(done.count, JOBS);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), JOBS);
  free_jobs(jobs);
}

static bool run_sql_error(StoreTx *tx, void *data, Error **error)
{
  (void)data;
  return sql_run(tx->db, error, "INSERT INTO comment (id) VALUES (1)", "");
}

static void test_an_error_of_the_database_comes_back(void **state)
{
  Fixture *fixture = *state;
  g_autoptr(Error) error = NULL;
  assert_false(store_write_wait(fixture->store, run_sql_error, NULL, &error));
  assert_non_null(error);
  assert_non_null(strstr(error->what, "NOT NULL"));
  assert_false(store_has_failed(fixture->store));
}

/* --- many threads --- */

enum { THREADS = 8, EACH = 25 };

typedef struct Client {
  Fixture *fixture;
  int number;
  int stored;
} Client;

static void *client_main(void *data)
{
  Client *client = data;
  for (int i = 0; i < EACH; i++) {
    g_autofree char *text = g_strdup_printf("%d/%d", client->number, i);
    Submit request = {
        .draft = {
            .page_id = "p", .author = "a", .text = text, .html = "", .status = COMMENT_APPROVED}};
    if (store_write_wait(client->fixture->store, run_submit, &request, NULL) &&
        request.result.outcome == SUBMIT_STORED)
      client->stored++;
    Sql *db = store_reader_take(client->fixture->store, NULL);
    int64_t version = 0;
    if (!db || !comment_page_version(db, "p", &version, NULL) || version == 0)
      client->stored = -1000;
    store_reader_give(client->fixture->store, db);
  }
  return NULL;
}

static void test_many_threads_write_and_read(void **state)
{
  Fixture *fixture = *state;
  Client clients[THREADS];
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    clients[i] = (Client){.fixture = fixture, .number = i};
    assert_int_equal(pthread_create(&threads[i], NULL, client_main, &clients[i]), 0);
  }
  int stored = 0;
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    stored += clients[i].stored;
  }
  assert_int_equal(stored, THREADS * EACH);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), THREADS * EACH);
  assert_int_equal(version_of(fixture, "p"), THREADS * EACH);
}

/* --- readers --- */

static void test_a_reader_sees_one_snapshot(void **state)
{
  Fixture *fixture = *state;
  Error *error = NULL;
  publish(fixture, "p", 0, "1");
  Sql *db = store_reader_take(fixture->store, &error);
  int64_t before, after;
  assert_true(comment_page_version(db, "p", &before, &error));
  publish(fixture, "p", 0, "2");
  assert_true(comment_page_version(db, "p", &after, &error));
  store_reader_give(fixture->store, db);
  assert_int_equal(before, 1);
  assert_int_equal(after, 1);
  assert_int_equal(version_of(fixture, "p"), 2);
}

static void test_readers_are_given_out_as_many_as_asked_for(void **state)
{
  Fixture *fixture = *state;
  enum { COUNT = 40 };
  Sql *readers[COUNT];
  for (int i = 0; i < COUNT; i++) {
    readers[i] = store_reader_take(fixture->store, NULL);
    assert_non_null(readers[i]);
    for (int j = 0; j < i; j++)
      assert_ptr_not_equal(readers[i], readers[j]);
  }
  for (int i = 0; i < COUNT; i++)
    store_reader_give(fixture->store, readers[i]);
  store_reader_give(fixture->store, NULL);
}

static void test_a_reader_cannot_write(void **state)
{
  Fixture *fixture = *state;
  Sql *db = store_reader_take(fixture->store, NULL);
  assert_false(sql_run(db, NULL, "DELETE FROM comment", ""));
  store_reader_give(fixture->store, db);
}

/* --- listeners --- */

static void count_call(void *data)
{
  atomic_fetch_add((_Atomic int *)data, 1);
}

static void test_listeners_hear_of_outbox_rows_after_the_commit(void **state)
{
  Fixture *fixture = *state;
  _Atomic int rebuilds = 0, mails = 0;
  store_listen(fixture->store, OUTBOX_REBUILD, count_call, &rebuilds);
  store_listen(fixture->store, OUTBOX_MAIL, count_call, &mails);
  submit(fixture, (CommentDraft){.text = "pending"});
  assert_int_equal(rebuilds, 0);
  publish(fixture, "p", 0, "1");
  assert_int_equal(rebuilds, 1);
  store_listen(fixture->store, OUTBOX_REBUILD, NULL, NULL);
  publish(fixture, "p", 0, "2");
  assert_int_equal(rebuilds, 1);
  assert_int_equal(mails, 0);
}

static bool run_publish_and_fail(StoreTx *tx, void *data, Error **error)
{
  Submit *request = data;
  if (comment_submit(tx, &request->draft, &request->result, error))
    error_set(error, ERROR_SITE, "no");
  return false;
}

static void test_what_was_rolled_back_wakes_nobody(void **state)
{
  Fixture *fixture = *state;
  _Atomic int rebuilds = 0;
  store_listen(fixture->store, OUTBOX_REBUILD, count_call, &rebuilds);
  Submit request = {
      .draft = {
          .page_id = "p", .author = "a", .text = "x", .html = "", .status = COMMENT_APPROVED}};
  assert_false(store_write_wait(fixture->store, run_publish_and_fail, &request, NULL));
  assert_int_equal(rebuilds, 0);
  assert_int_equal(version_of(fixture, "p"), 0);
}

/* --- a second process, as far as SQLite and flock can tell --- */

static void test_two_stores_on_one_file_take_turns(void **state)
{
  Fixture *fixture = *state;
  Fixture other = {.path = fixture->path};
  other.clock = fixture->clock;
  other.random = fixture->random;
  fixture_open(&other);
  for (int i = 0; i < 20; i++) {
    g_autofree char *text = g_strdup_printf("%d", i);
    publish(fixture, "p", 0, text);
    publish(&other, "q", 0, text);
  }
  /* One counter for all pages: none of the forty changes was lost. */
  assert_int_equal(version_of(fixture, "p"), 39);
  assert_int_equal(version_of(fixture, "q"), 40);
  store_close(other.store);
  publish(fixture, "p", 0, "last");
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), 41);
}

static void test_all_is_there_after_a_restart(void **state)
{
  Fixture *fixture = *state;
  int64_t id = publish(fixture, "p", 0, "kept");
  fixture_reopen(fixture);
  assert_string_equal(find(fixture, id).text, "kept");
  assert_int_equal(version_of(fixture, "p"), 1);
}

static void test_opening_in_a_folder_that_is_not_there(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *path = g_build_filename(fixture->folder, "none", "comments.db", NULL);
  StoreOptions options = {.path = path, .clock = &fixture->clock, .random = &fixture->random};
  g_autoptr(Error) error = NULL;
  assert_null(store_open(&options, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->what, path));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_waiting_writes_share_a_commit_in_order),
      fixture_test(test_a_failing_write_takes_nobody_along),
      fixture_test(test_closing_completes_what_waits),
      fixture_test(test_an_error_of_the_database_comes_back),
      fixture_test(test_many_threads_write_and_read),
      fixture_test(test_a_reader_sees_one_snapshot),
      fixture_test(test_readers_are_given_out_as_many_as_asked_for),
      fixture_test(test_a_reader_cannot_write),
      fixture_test(test_listeners_hear_of_outbox_rows_after_the_commit),
      fixture_test(test_what_was_rolled_back_wakes_nobody),
      fixture_test(test_two_stores_on_one_file_take_turns),
      fixture_test(test_all_is_there_after_a_restart),
      fixture_test(test_opening_in_a_folder_that_is_not_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
