#include "tests/unit/comment-server/store_fixture.h"

static void test_stores_all_fields(void **state)
{
  Fixture *fixture = *state;
  SubmitResult result = submit(fixture, (CommentDraft){.page_id = "posts/b.md",
                                                       .author = "Grace",
                                                       .email = "grace@example.org",
                                                       .website = "https://example.org/",
                                                       .label = "author",
                                                       .text = "*Hi*",
                                                       .html = "<p><em>Hi</em></p>\n",
                                                       .nonce = "n1",
                                                       .address_hash = "abc"});
  assert_int_equal(result.outcome, SUBMIT_STORED);
  assert_int_equal(result.status, COMMENT_PENDING);
  Comment comment = find(fixture, result.id);
  assert_int_equal(comment.id, result.id);
  assert_string_equal(comment.page_id, "posts/b.md");
  assert_string_equal(comment.author, "Grace");
  assert_string_equal(comment.email, "grace@example.org");
  assert_string_equal(comment.website, "https://example.org/");
  assert_string_equal(comment.label, "author");
  assert_string_equal(comment.text, "*Hi*");
  assert_string_equal(comment.html, "<p><em>Hi</em></p>\n");
  assert_string_equal(comment.address_hash, "abc");
  assert_string_equal(comment.decided_by, "");
  assert_int_equal(comment.status, COMMENT_PENDING);
  assert_int_equal(comment.created_at, FIXTURE_START);
  assert_int_equal(comment.edited_at, 0);
  assert_int_equal(comment.depth, 0);
}

static void test_no_optional_field_gives_empty_texts(void **state)
{
  Fixture *fixture = *state;
  SubmitResult result = submit(fixture, (CommentDraft){.text = "x"});
  Comment comment = find(fixture, result.id);
  assert_string_equal(comment.email, "");
  assert_string_equal(comment.website, "");
  assert_string_equal(comment.label, "");
  assert_string_equal(comment.address_hash, "");
}

static void test_one_nonce_is_one_comment(void **state)
{
  Fixture *fixture = *state;
  SubmitResult first = submit(fixture, (CommentDraft){.text = "x", .nonce = "n"});
  atomic_fetch_add(&fixture->seconds, 3600);
  SubmitResult second = submit(fixture, (CommentDraft){.text = "other", .nonce = "n"});
  assert_int_equal(second.outcome, SUBMIT_AGAIN);
  assert_int_equal(second.id, first.id);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), 1);
}

static void test_a_repeated_nonce_tells_the_status_of_today(void **state)
{
  Fixture *fixture = *state;
  SubmitResult first = submit(fixture, (CommentDraft){.text = "x", .nonce = "n"});
  decide(fixture, first.id, COMMENT_APPROVED, "mo");
  SubmitResult second = submit(fixture, (CommentDraft){.text = "x", .nonce = "n"});
  assert_int_equal(second.outcome, SUBMIT_AGAIN);
  assert_int_equal(second.status, COMMENT_APPROVED);
}

static void test_the_same_text_within_a_minute_is_one_comment(void **state)
{
  Fixture *fixture = *state;
  SubmitResult first = submit(fixture, (CommentDraft){.text = "x", .nonce = "a"});
  atomic_fetch_add(&fixture->seconds, 59);
  SubmitResult again = submit(fixture, (CommentDraft){.text = "x", .nonce = "b"});
  assert_int_equal(again.outcome, SUBMIT_AGAIN);
  assert_int_equal(again.id, first.id);
  atomic_fetch_add(&fixture->seconds, 1);
  assert_int_equal(submit(fixture, (CommentDraft){.text = "x", .nonce = "c"}).outcome,
                   SUBMIT_STORED);
}

static void test_what_differs_is_another_comment(void **state)
{
  Fixture *fixture = *state;
  int64_t top = publish(fixture, "posts/a.md", 0, "top");
  static const CommentDraft drafts[] = {
      {.text = "x"},
      {.text = "y"},
      {.text = "x", .author = "Bob"},
      {.text = "x", .page_id = "posts/b.md"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(drafts); i++)
    assert_int_equal(submit(fixture, drafts[i]).outcome, SUBMIT_STORED);
  assert_int_equal(submit(fixture, (CommentDraft){.text = "x", .reply_to = top}).outcome,
                   SUBMIT_STORED);
}

static void test_a_reply_wants_a_published_parent_on_its_page(void **state)
{
  Fixture *fixture = *state;
  int64_t top = publish(fixture, "posts/a.md", 0, "top");
  int64_t pending = submit(fixture, (CommentDraft){.text = "pending"}).id;
  const CommentDraft gone[] = {
      {.text = "x", .reply_to = 999},
      {.text = "x", .reply_to = pending},
      {.text = "x", .reply_to = top, .page_id = "posts/b.md"},
      {.text = "x", .reply_to = -1},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(gone); i++) {
    SubmitResult result = submit(fixture, gone[i]);
    assert_int_equal(result.outcome, SUBMIT_PARENT_GONE);
    assert_int_equal(result.id, 0);
  }
  SubmitResult reply = submit(fixture, (CommentDraft){.text = "x", .reply_to = top});
  assert_int_equal(reply.outcome, SUBMIT_STORED);
  assert_int_equal(find(fixture, reply.id).parent_id, top);
  assert_int_equal(find(fixture, reply.id).depth, 1);
}

static void test_replies_beyond_the_last_level_stand_beside(void **state)
{
  Fixture *fixture = *state;
  int64_t one = publish(fixture, "posts/a.md", 0, "1");
  int64_t two = publish(fixture, "posts/a.md", one, "2");
  int64_t three = publish(fixture, "posts/a.md", two, "3");
  int64_t four = publish(fixture, "posts/a.md", three, "4");
  int64_t five = publish(fixture, "posts/a.md", four, "5");
  assert_int_equal(find(fixture, three).depth, 2);
  assert_int_equal(find(fixture, four).depth, 2);
  assert_int_equal(find(fixture, four).parent_id, two);
  assert_int_equal(find(fixture, four).reply_to, three);
  assert_int_equal(find(fixture, five).parent_id, two);
  assert_int_equal(find(fixture, five).reply_to, four);
}

static CommentList list(Fixture *fixture, CommentFilter filter)
{
  Error *error = NULL;
  CommentList result = {0};
  Sql *db = store_reader_take(fixture->store, &error);
  comment_list(db, &filter, fixture->arena, &result, &error);
  store_reader_give(fixture->store, db);
  no_error(error);
  return result;
}

static void test_lists_go_page_by_page_in_both_directions(void **state)
{
  Fixture *fixture = *state;
  for (int i = 0; i < 5; i++) {
    char text[8];
    g_snprintf(text, sizeof text, "%d", i);
    submit(fixture, (CommentDraft){.text = text, .page_id = i == 2 ? "posts/b.md" : NULL});
  }
  publish(fixture, "posts/a.md", 0, "approved");

  CommentList first = list(fixture, (CommentFilter){.limit = 3});
  assert_int_equal(first.count, 3);
  assert_true(first.more);
  assert_string_equal(first.items[0].text, "0");
  CommentList rest = list(fixture, (CommentFilter){.limit = 3, .beyond = first.items[2].id});
  assert_int_equal(rest.count, 2);
  assert_false(rest.more);
  assert_string_equal(rest.items[0].text, "3");

  CommentList newest = list(fixture, (CommentFilter){.limit = 4, .newest_first = true});
  assert_string_equal(newest.items[0].text, "4");
  assert_true(newest.more);
  newest = list(fixture,
                (CommentFilter){.limit = 4, .newest_first = true, .beyond = newest.items[3].id});
  assert_int_equal(newest.count, 1);
  assert_string_equal(newest.items[0].text, "0");

  CommentList page = list(fixture, (CommentFilter){.limit = 9, .page_id = "posts/b.md"});
  assert_int_equal(page.count, 1);
  assert_string_equal(page.items[0].text, "2");
  page = list(fixture, (CommentFilter){.limit = 9, .page_id = "posts/a.md", .newest_first = true});
  assert_int_equal(page.count, 4);
  assert_int_equal(list(fixture, (CommentFilter){.status = COMMENT_APPROVED, .limit = 9}).count, 1);
}

static void test_counts_by_status_and_sender(void **state)
{
  Fixture *fixture = *state;
  submit(fixture, (CommentDraft){.text = "1", .address_hash = "h"});
  submit(fixture, (CommentDraft){.text = "2", .page_id = "posts/b.md"});
  publish(fixture, "posts/a.md", 0, "3");
  atomic_fetch_add(&fixture->seconds, 100);
  submit(fixture, (CommentDraft){.text = "4", .address_hash = "h", .status = COMMENT_SPAM});

  Error *error = NULL;
  int64_t all[COMMENT_STATUS_COUNT], page[COMMENT_STATUS_COUNT], since, ever;
  Sql *db = store_reader_take(fixture->store, &error);
  assert_true(comment_counts(db, NULL, all, &error));
  assert_true(comment_counts(db, "posts/a.md", page, &error));
  assert_true(comment_count_from(db, "h", FIXTURE_START + 50, &since, &error));
  assert_true(comment_count_from(db, "h", 0, &ever, &error));
  store_reader_give(fixture->store, db);
  assert_int_equal(all[COMMENT_PENDING], 2);
  assert_int_equal(all[COMMENT_APPROVED], 1);
  assert_int_equal(all[COMMENT_SPAM], 1);
  assert_int_equal(all[COMMENT_REJECTED], 0);
  assert_int_equal(page[COMMENT_PENDING], 1);
  assert_int_equal(since, 1);
  assert_int_equal(ever, 2);
}

static void test_status_names_go_both_ways(void **state)
{
  (void)state;
  for (int i = 0; i < COMMENT_STATUS_COUNT; i++) {
    CommentStatus status;
    assert_true(comment_status_parse(comment_status_name((CommentStatus)i), &status));
    assert_int_equal(status, i);
  }
  CommentStatus status;
  assert_false(comment_status_parse("published", &status));
}

static void test_text_stays_text(void **state)
{
  Fixture *fixture = *state;
  const char *nasty = "'); DROP TABLE comment; -- \xf0\x9f\x8c\xad \"x\" ?1 %s";
  SubmitResult result = submit(fixture, (CommentDraft){.text = nasty, .author = "O'Brien\\"});
  assert_string_equal(find(fixture, result.id).text, nasty);
  assert_string_equal(find(fixture, result.id).author, "O'Brien\\");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_stores_all_fields),
      fixture_test(test_no_optional_field_gives_empty_texts),
      fixture_test(test_one_nonce_is_one_comment),
      fixture_test(test_a_repeated_nonce_tells_the_status_of_today),
      fixture_test(test_the_same_text_within_a_minute_is_one_comment),
      fixture_test(test_what_differs_is_another_comment),
      fixture_test(test_a_reply_wants_a_published_parent_on_its_page),
      fixture_test(test_replies_beyond_the_last_level_stand_beside),
      fixture_test(test_lists_go_page_by_page_in_both_directions),
      fixture_test(test_counts_by_status_and_sender),
      fixture_test(test_text_stays_text),
      cmocka_unit_test(test_status_names_go_both_ways),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
