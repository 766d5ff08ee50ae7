/* The contract with the generator: the views, read as it reads them. */
#include "tests/unit/comment-server/store_fixture.h"

#define ROW                                                                                        \
  "SELECT group_concat(comment_id || '<' || ifnull(parent_id, '-'), ' ') FROM"                     \
  " (SELECT * FROM published_comment WHERE page_id = 'posts/a.md' ORDER BY comment_id)"

static char *text_of(Fixture *fixture, const char *query_text)
{
  Error *error = NULL;
  Sql *db = sql_open(fixture->path, SQL_READER, &error);
  no_error(error);
  SqlQuery *query = sql_query(db, query_text, "");
  char *text = sql_next(query) ? g_strdup(sql_text(query, 0)) : NULL;
  sql_end(query, &error);
  sql_close(db);
  no_error(error);
  return text;
}

static void assert_threads(Fixture *fixture, const char *expected)
{
  g_autofree char *text = text_of(fixture, ROW);
  assert_string_equal(text ? text : "", expected);
}

static void test_columns_and_their_values(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *columns = text_of(
      fixture, "SELECT group_concat(name, ' ') FROM pragma_table_info('published_comment')");
  assert_string_equal(
      columns, "page_id comment_id parent_id author website html created_at edited_at label");
  g_autofree char *versions =
      text_of(fixture, "SELECT group_concat(name, ' ') FROM pragma_table_info('page_version')");
  assert_string_equal(versions, "page_id version");

  publish(fixture, "posts/a.md", 0, "x");
  g_autofree char *row =
      text_of(fixture, "SELECT json_array(page_id, comment_id, parent_id, author, website, html,"
                       " typeof(created_at), created_at, edited_at, label) FROM published_comment");
  assert_string_equal(row, "[\"posts/a.md\",1,null,\"Ada\",\"\",\"<p>x</p>\\n\",\"integer\","
                           "1700000000,null,\"\"]");
}

static void test_only_approved_comments_are_published(void **state)
{
  Fixture *fixture = *state;
  for (int status = 0; status < COMMENT_STATUS_COUNT; status++) {
    char text[8];
    g_snprintf(text, sizeof text, "%d", status);
    int64_t id = submit(fixture, (CommentDraft){.text = text}).id;
    decide(fixture, id, (CommentStatus)status, "mo");
  }
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM published_comment"), 1);
}

static void test_a_reply_stands_below_its_nearest_published_ancestor(void **state)
{
  Fixture *fixture = *state;
  int64_t one = publish(fixture, "posts/a.md", 0, "1");
  int64_t two = publish(fixture, "posts/a.md", one, "2");
  publish(fixture, "posts/a.md", two, "3");
  assert_threads(fixture, "1<- 2<1 3<2");
  decide(fixture, two, COMMENT_DELETED, "mo");
  assert_threads(fixture, "1<- 3<1");
  decide(fixture, one, COMMENT_SPAM, "mo");
  assert_threads(fixture, "3<-");
  undo(fixture, two, 0, "mo");
  assert_threads(fixture, "2<- 3<2");
  undo(fixture, one, 0, "mo");
  assert_threads(fixture, "1<- 2<1 3<2");
}

static void test_the_version_counts_visible_changes(void **state)
{
  Fixture *fixture = *state;
  const char *version = "SELECT ifnull(max(version), 0) FROM page_version"
                        " WHERE page_id = 'posts/a.md'";
  assert_int_equal(fixture_int(fixture, version), 0);
  int64_t pending = submit(fixture, (CommentDraft){.text = "p"}).id;
  assert_int_equal(fixture_int(fixture, version), 0);
  publish(fixture, "posts/a.md", 0, "1");
  assert_int_equal(fixture_int(fixture, version), 1);
  decide(fixture, pending, COMMENT_REJECTED, "mo");
  assert_int_equal(fixture_int(fixture, version), 1);
  decide(fixture, pending, COMMENT_APPROVED, "mo");
  assert_int_equal(fixture_int(fixture, version), 2);
  undo(fixture, pending, 0, "mo");
  assert_int_equal(fixture_int(fixture, version), 3);
  publish(fixture, "posts/b.md", 0, "1");
  assert_int_equal(fixture_int(fixture, version), 3);
}

/* Stopped, the files are still there for a reader that may not create any. */
static void test_the_views_are_readable_when_the_server_is_stopped(void **state)
{
  Fixture *fixture = *state;
  publish(fixture, "posts/a.md", 0, "1");
  store_close(fixture->store);
  fixture->store = NULL;
  assert_threads(fixture, "1<-");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_columns_and_their_values),
      fixture_test(test_only_approved_comments_are_published),
      fixture_test(test_a_reply_stands_below_its_nearest_published_ancestor),
      fixture_test(test_the_version_counts_visible_changes),
      fixture_test(test_the_views_are_readable_when_the_server_is_stopped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
