/* store_fixture.h - a store in a folder of its own, with a clock and a randomness
 * that the test holds. For the tests of store/, rebuild/ and transfer/. */
#ifndef SENF_TESTS_STORE_FIXTURE_H
#define SENF_TESTS_STORE_FIXTURE_H

#include "comment-server/store/comment.h"
#include "comment-server/store/decision.h"
#include "comment-server/store/outbox.h"
#include "comment-server/store/store.h"
#include "common/arena.h"
#include "common/files.h"
#include "common/system/sql.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define FIXTURE_START 1700000000 /* seconds since 1970 */

typedef struct Fixture {
  char *folder, *path;
  _Atomic int64_t seconds;
  _Atomic unsigned char next_byte;
  Clock clock;
  Random random;
  Arena *arena;
  Store *store;
} Fixture;

static int64_t fixture_now(void *data)
{
  Fixture *fixture = data;
  return atomic_load(&fixture->seconds) * G_USEC_PER_SEC;
}

static void fixture_fill(void *data, void *bytes, size_t length)
{
  Fixture *fixture = data;
  for (size_t i = 0; i < length; i++)
    ((unsigned char *)bytes)[i] = atomic_fetch_add(&fixture->next_byte, 1);
}

/* Ends the test with the message, when there is one. */
static inline void no_error(Error *error)
{
  if (!error)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  error_format(error, "error", false, text);
  fail_msg("%s", text->str);
}

static inline void fixture_open(Fixture *fixture)
{
  Error *error = NULL;
  StoreOptions options = {
      .path = fixture->path, .clock = &fixture->clock, .random = &fixture->random};
  fixture->store = store_open(&options, &error);
  no_error(error);
}

static inline void fixture_reopen(Fixture *fixture)
{
  store_close(fixture->store);
  fixture_open(fixture);
}

static inline Fixture *fixture_new(void)
{
  Fixture *fixture = g_new0(Fixture, 1);
  fixture->folder = g_strdup("/tmp/senf-test-XXXXXX");
  assert_non_null(mkdtemp(fixture->folder));
  fixture->path = g_build_filename(fixture->folder, "comments.db", NULL);
  atomic_store(&fixture->seconds, FIXTURE_START);
  fixture->clock = (Clock){fixture_now, fixture_now, fixture};
  fixture->random = (Random){fixture_fill, fixture};
  fixture->arena = arena_new();
  return fixture;
}

static inline void fixture_free(Fixture *fixture)
{
  store_close(fixture->store);
  arena_free(fixture->arena);
  Error *error = NULL;
  dir_remove(fixture->folder, &error);
  no_error(error);
  g_free(fixture->folder);
  g_free(fixture->path);
  g_free(fixture);
}

static inline int fixture_setup(void **state)
{
  Fixture *fixture = fixture_new();
  fixture_open(fixture);
  *state = fixture;
  return 0;
}

static inline int64_t fixture_int(Fixture *fixture, const char *text);

/* After every test the kept total is the counted one. */
static inline int fixture_teardown(void **state)
{
  Fixture *fixture = *state;
  if (fixture->store)
    assert_int_equal(fixture_int(fixture, "SELECT count FROM published_total"),
                     fixture_int(fixture, "SELECT count(*) FROM published_comment"));
  fixture_free(fixture);
  return 0;
}

#define fixture_test(function)                                                                     \
  cmocka_unit_test_setup_teardown(function, fixture_setup, fixture_teardown)

static inline void fixture_write(Fixture *fixture,
                                 bool (*run)(StoreTx *tx, void *data, Error **error), void *data)
{
  Error *error = NULL;
  store_write_wait(fixture->store, run, data, &error);
  no_error(error);
}

/* One integer of the database, as another process would see it. */
static inline int64_t fixture_int(Fixture *fixture, const char *text)
{
  Error *error = NULL;
  Sql *db = sql_open(fixture->path, SQL_READER, &error);
  int64_t value = INT64_MIN;
  if (db)
    sql_get_int(db, &error, &value, text, "");
  sql_close(db);
  no_error(error);
  return value;
}

/* --- the usual writes --- */

typedef struct Submit {
  CommentDraft draft;
  SubmitResult result;
} Submit;

static inline bool run_submit(StoreTx *tx, void *data, Error **error)
{
  Submit *submit = data;
  return comment_submit(tx, &submit->draft, &submit->result, error);
}

static inline SubmitResult submit(Fixture *fixture, CommentDraft draft)
{
  Submit request = {.draft = draft};
  if (!draft.page_id)
    request.draft.page_id = "posts/a.md";
  if (!draft.author)
    request.draft.author = "Ada";
  if (!draft.html)
    request.draft.html = "<p>x</p>\n";
  fixture_write(fixture, run_submit, &request);
  return request.result;
}

/* A published comment with that text; gives its id. */
static inline int64_t publish(Fixture *fixture, const char *page_id, int64_t reply_to,
                              const char *text)
{
  SubmitResult result = submit(fixture, (CommentDraft){.page_id = page_id,
                                                       .reply_to = reply_to,
                                                       .text = text,
                                                       .status = COMMENT_APPROVED});
  assert_int_equal(result.outcome, SUBMIT_STORED);
  return result.id;
}

typedef struct Decide {
  int64_t id, action_id;
  CommentStatus status;
  const char *moderator;
  DecisionResult result;
} Decide;

static inline bool run_decide(StoreTx *tx, void *data, Error **error)
{
  Decide *decide = data;
  return comment_decide(tx, decide->id, decide->status, decide->moderator, &decide->result, error);
}

static inline bool run_undo(StoreTx *tx, void *data, Error **error)
{
  Decide *decide = data;
  return comment_undo(tx, decide->id, decide->action_id, decide->moderator, &decide->result, error);
}

static inline DecisionResult decide(Fixture *fixture, int64_t id, CommentStatus status,
                                    const char *moderator)
{
  Decide request = {.id = id, .status = status, .moderator = moderator};
  fixture_write(fixture, run_decide, &request);
  return request.result;
}

static inline DecisionResult undo(Fixture *fixture, int64_t id, int64_t action_id,
                                  const char *moderator)
{
  Decide request = {.id = id, .action_id = action_id, .moderator = moderator};
  fixture_write(fixture, run_undo, &request);
  return request.result;
}

/* *found false gives a zeroed Comment; strings live as long as the fixture. */
static inline Comment find(Fixture *fixture, int64_t id)
{
  Error *error = NULL;
  Comment comment = {0};
  bool found = false;
  Sql *db = store_reader_take(fixture->store, &error);
  if (db)
    comment_find(db, id, fixture->arena, &comment, &found, &error);
  store_reader_give(fixture->store, db);
  no_error(error);
  return comment;
}

static inline int64_t version_of(Fixture *fixture, const char *page_id)
{
  Error *error = NULL;
  int64_t version = -1;
  Sql *db = store_reader_take(fixture->store, &error);
  if (db)
    comment_page_version(db, page_id, &version, &error);
  store_reader_give(fixture->store, db);
  no_error(error);
  return version;
}

#endif
