#include "tests/unit/comment-server/store_fixture.h"

static int64_t pending(Fixture *fixture, const char *text)
{
  return submit(fixture, (CommentDraft){.text = text}).id;
}

static void test_approval_is_logged_and_seen(void **state)
{
  Fixture *fixture = *state;
  int64_t id = pending(fixture, "x");
  assert_int_equal(version_of(fixture, "posts/a.md"), 0);
  atomic_fetch_add(&fixture->seconds, 5);
  DecisionResult result = decide(fixture, id, COMMENT_APPROVED, "mo");
  assert_int_equal(result.outcome, DECISION_DONE);
  assert_int_equal(result.before, COMMENT_PENDING);
  assert_int_equal(result.after, COMMENT_APPROVED);
  assert_true(result.action_id > 0);
  Comment comment = find(fixture, id);
  assert_int_equal(comment.status, COMMENT_APPROVED);
  assert_int_equal(comment.decided_at, FIXTURE_START + 5);
  assert_string_equal(comment.decided_by, "mo");
  assert_int_equal(version_of(fixture, "posts/a.md"), 1);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM outbox WHERE kind = 'rebuild'"), 1);
}

/* Whether the version grows, for each change of status. */
static void test_the_version_grows_when_readers_see_a_difference(void **state)
{
  Fixture *fixture = *state;
  for (int from = 0; from < COMMENT_STATUS_COUNT; from++) {
    for (int to = 0; to < COMMENT_STATUS_COUNT; to++) {
      char text[16];
      g_snprintf(text, sizeof text, "%d-%d", from, to);
      int64_t id = pending(fixture, text);
      decide(fixture, id, (CommentStatus)from, "mo");
      int64_t before = version_of(fixture, "posts/a.md");
      int64_t rows = fixture_int(fixture, "SELECT count(*) FROM outbox");
      DecisionResult result = decide(fixture, id, (CommentStatus)to, "mo");
      bool seen = (from == COMMENT_APPROVED) != (to == COMMENT_APPROVED);
      assert_int_equal(version_of(fixture, "posts/a.md"), before + (seen ? 1 : 0));
      assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM outbox"), rows + (seen ? 1 : 0));
      assert_int_equal(result.outcome, from == to ? DECISION_UNCHANGED : DECISION_DONE);
      assert_int_equal(result.before, from);
    }
  }
}

static void test_the_same_decision_twice_is_logged_once(void **state)
{
  Fixture *fixture = *state;
  int64_t id = pending(fixture, "x");
  decide(fixture, id, COMMENT_SPAM, "mo");
  assert_int_equal(decide(fixture, id, COMMENT_SPAM, "jo").outcome, DECISION_UNCHANGED);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM action"), 1);
  assert_string_equal(find(fixture, id).decided_by, "mo");
}

static void test_unknown_comments(void **state)
{
  Fixture *fixture = *state;
  assert_int_equal(decide(fixture, 42, COMMENT_APPROVED, "mo").outcome, DECISION_UNKNOWN);
  assert_int_equal(undo(fixture, 42, 0, "mo").outcome, DECISION_UNKNOWN);
}

static void test_undo_restores_status_time_and_name(void **state)
{
  Fixture *fixture = *state;
  int64_t id = pending(fixture, "x");
  decide(fixture, id, COMMENT_REJECTED, "mo");
  atomic_fetch_add(&fixture->seconds, 60);
  DecisionResult approved = decide(fixture, id, COMMENT_APPROVED, "jo");
  assert_int_equal(version_of(fixture, "posts/a.md"), 1);
  DecisionResult undone = undo(fixture, id, approved.action_id, "jo");
  assert_int_equal(undone.outcome, DECISION_DONE);
  assert_int_equal(undone.before, COMMENT_APPROVED);
  assert_int_equal(undone.after, COMMENT_REJECTED);
  Comment comment = find(fixture, id);
  assert_int_equal(comment.status, COMMENT_REJECTED);
  assert_int_equal(comment.decided_at, FIXTURE_START);
  assert_string_equal(comment.decided_by, "mo");
  assert_int_equal(version_of(fixture, "posts/a.md"), 2);
}

static void test_undo_again_goes_further_back(void **state)
{
  Fixture *fixture = *state;
  int64_t id = pending(fixture, "x");
  decide(fixture, id, COMMENT_REJECTED, "mo");
  decide(fixture, id, COMMENT_SPAM, "mo");
  decide(fixture, id, COMMENT_APPROVED, "mo");
  static const CommentStatus expected[] = {COMMENT_SPAM, COMMENT_REJECTED, COMMENT_PENDING};
  for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
    assert_int_equal(undo(fixture, id, 0, "mo").outcome, DECISION_DONE);
    assert_int_equal(find(fixture, id).status, expected[i]);
  }
  assert_string_equal(find(fixture, id).decided_by, "");
  assert_int_equal(find(fixture, id).decided_at, 0);
  assert_int_equal(undo(fixture, id, 0, "mo").outcome, DECISION_STALE);
}

static void test_undo_of_what_others_have_changed_is_stale(void **state)
{
  Fixture *fixture = *state;
  int64_t id = pending(fixture, "x");
  DecisionResult mine = decide(fixture, id, COMMENT_APPROVED, "mo");
  decide(fixture, id, COMMENT_DELETED, "jo");
  assert_int_equal(undo(fixture, id, mine.action_id, "mo").outcome, DECISION_STALE);
  assert_int_equal(find(fixture, id).status, COMMENT_DELETED);
}

static void test_the_log_lists_newest_first(void **state)
{
  Fixture *fixture = *state;
  int64_t a = pending(fixture, "a"), b = pending(fixture, "b");
  decide(fixture, a, COMMENT_APPROVED, "mo");
  decide(fixture, b, COMMENT_SPAM, "jo");
  undo(fixture, a, 0, "jo");

  Error *error = NULL;
  ActionList all, one, rest;
  Sql *db = store_reader_take(fixture->store, &error);
  assert_true(action_list(db, 0, 0, 2, fixture->arena, &all, &error));
  assert_true(action_list(db, 0, all.items[1].id, 2, fixture->arena, &rest, &error));
  assert_true(action_list(db, a, 0, 10, fixture->arena, &one, &error));
  store_reader_give(fixture->store, db);

  assert_int_equal(all.count, 2);
  assert_true(all.more);
  assert_string_equal(all.items[0].name, "undo");
  assert_string_equal(all.items[0].moderator, "jo");
  assert_string_equal(all.items[1].name, "spam");
  assert_false(all.items[1].undone);
  assert_int_equal(rest.count, 1);
  assert_false(rest.more);
  assert_string_equal(rest.items[0].name, "approve");
  assert_true(rest.items[0].undone);
  assert_int_equal(rest.items[0].comment_id, a);
  assert_int_equal(rest.items[0].before, COMMENT_PENDING);
  assert_int_equal(rest.items[0].after, COMMENT_APPROVED);
  assert_string_equal(rest.items[0].page_id, "posts/a.md");
  assert_string_equal(rest.items[0].author, "Ada");
  assert_int_equal(one.count, 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_approval_is_logged_and_seen),
      fixture_test(test_the_version_grows_when_readers_see_a_difference),
      fixture_test(test_the_same_decision_twice_is_logged_once),
      fixture_test(test_unknown_comments),
      fixture_test(test_undo_restores_status_time_and_name),
      fixture_test(test_undo_again_goes_further_back),
      fixture_test(test_undo_of_what_others_have_changed_is_stale),
      fixture_test(test_the_log_lists_newest_first),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
