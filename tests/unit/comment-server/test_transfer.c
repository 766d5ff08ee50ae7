/* Import and export of JSON lines. */
#include "tests/unit/comment-server/store_fixture.h"

#include "comment-server/transfer/export_file.h"
#include "comment-server/transfer/import_file.h"

#include <stdio.h>

static bool import_text(Fixture *fixture, const char *text, ImportSummary *summary, Error **error)
{
  ImportFile file;
  if (!import_file_parse("in.jsonl", text, strlen(text), fixture->arena, &file, error))
    return false;
  ImportJob job = {.file = &file};
  bool ok = store_write_wait(fixture->store, import_file_run, &job, error);
  *summary = job.summary;
  return ok;
}

static ImportSummary import_good(Fixture *fixture, const char *text)
{
  Error *error = NULL;
  ImportSummary summary = {0};
  import_text(fixture, text, &summary, &error);
  no_error(error);
  return summary;
}

static char *export_text(Fixture *fixture)
{
  Error *error = NULL;
  char *text = NULL;
  size_t size, count;
  FILE *out = open_memstream(&text, &size);
  Sql *db = store_reader_take(fixture->store, &error);
  assert_true(export_file_write(db, out, &count, &error));
  store_reader_give(fixture->store, db);
  fclose(out);
  return text;
}

#define LINE(more)                                                                                 \
  "{\"page\": \"p\", \"author\": \"Ada\", \"created\": \"2024-05-06T07:08:09Z\"" more "}\n"

static void test_all_keys(void **state)
{
  Fixture *fixture = *state;
  ImportSummary summary = import_good(
      fixture,
      "{\"id\": \"x1\", \"page\": \"posts/a.md\", \"author\": \"Ada\","
      " \"email\": \"ada@example.org\", \"website\": \"https://example.org\","
      " \"label\": \"author\", \"text\": \"*Hi*\", \"created\": \"2024-05-06T09:08:09+02:00\","
      " \"edited\": \"2024-05-07\", \"status\": \"approved\"}\n");
  assert_int_equal(summary.stored, 1);
  assert_int_equal(summary.pages, 1);
  Comment comment = find(fixture, 1);
  assert_string_equal(comment.page_id, "posts/a.md");
  assert_string_equal(comment.author, "Ada");
  assert_string_equal(comment.email, "ada@example.org");
  assert_string_equal(comment.website, "https://example.org");
  assert_string_equal(comment.label, "author");
  assert_string_equal(comment.text, "*Hi*");
  assert_string_equal(comment.html, "<p><em>Hi</em></p>\n");
  assert_int_equal(comment.created_at, 1714979289);
  assert_int_equal(comment.edited_at, 1715040000);
  assert_int_equal(comment.status, COMMENT_APPROVED);
  assert_int_equal(version_of(fixture, "posts/a.md"), 1);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM outbox"), 1);
}

static void test_replies_in_any_order(void **state)
{
  Fixture *fixture = *state;
  import_good(fixture,
              "\xef\xbb\xbf" LINE(", \"id\": 3, \"parent\": \"2\", \"text\": \"c\"") "\r\n" LINE(
                  ", \"id\": 2, \"parent\": 1, \"text\": \"b\"")
                  LINE(", \"id\": \"1\", \"text\": \"a\"")
                      LINE(", \"parent\": 3, \"text\": \"d\""));
  assert_string_equal(find(fixture, 1).text, "a");
  assert_string_equal(find(fixture, 2).text, "b");
  assert_int_equal(find(fixture, 2).parent_id, 1);
  assert_int_equal(find(fixture, 3).parent_id, 2);
  assert_int_equal(find(fixture, 3).depth, 2);
  assert_string_equal(find(fixture, 4).text, "d");
  assert_int_equal(find(fixture, 4).reply_to, 3);
  assert_int_equal(find(fixture, 4).parent_id, 2);
  assert_int_equal(version_of(fixture, "p"), 1);
}

static void test_importing_twice_does_nothing_twice(void **state)
{
  Fixture *fixture = *state;
  const char *text = LINE(", \"id\": 1, \"text\": \"a\"") LINE(", \"parent\": 1, \"text\": \"b\"");
  import_good(fixture, text);
  int64_t outbox = fixture_int(fixture, "SELECT count(*) FROM outbox");
  ImportSummary again = import_good(fixture, text);
  assert_int_equal(again.stored, 0);
  assert_int_equal(again.known, 2);
  assert_int_equal(again.pages, 0);
  assert_int_equal(version_of(fixture, "p"), 1);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM outbox"), outbox);

  /* With a new line, and other numbers: the reply finds its known parent. */
  ImportSummary more = import_good(fixture, LINE(", \"id\": 7, \"text\": \"a\"")
                                                LINE(", \"parent\": 7, \"text\": \"c\""));
  assert_int_equal(more.stored, 1);
  assert_int_equal(find(fixture, 3).parent_id, 1);
}

static void test_what_a_moderator_did_since_stays(void **state)
{
  Fixture *fixture = *state;
  import_good(fixture, LINE(", \"text\": \"a\""));
  decide(fixture, 1, COMMENT_DELETED, "mo");
  assert_int_equal(import_good(fixture, LINE(", \"text\": \"a\"")).known, 1);
  assert_int_equal(find(fixture, 1).status, COMMENT_DELETED);
}

static void test_only_published_comments_change_a_page(void **state)
{
  Fixture *fixture = *state;
  ImportSummary summary = import_good(fixture, LINE(", \"text\": \"a\", \"status\": \"pending\""));
  assert_int_equal(summary.stored, 1);
  assert_int_equal(summary.pages, 0);
  assert_int_equal(version_of(fixture, "p"), 0);
}

static void test_an_empty_file(void **state)
{
  Fixture *fixture = *state;
  assert_int_equal(import_good(fixture, "").stored, 0);
  assert_int_equal(import_good(fixture, "\n \r\n\n").stored, 0);
}

/* The second line is wrong: place, words, and nothing stored. */
static void test_errors_name_the_line_and_store_nothing(void **state)
{
  Fixture *fixture = *state;
  static const struct {
    const char *line, *words;
  } cases[] = {
      {"{", "broken JSON"},
      {"[]", "one JSON object"},
      {"3", "one JSON object"},
      {"{\"page\": \"p\", \"page\": \"q\"}", "broken JSON"},
      {LINE(""), "'text' is missing"},
      {LINE(", \"text\": \"\""), "'text' is missing"},
      {LINE(", \"text\": \"***\""), "nothing that a reader would see"},
      {LINE(", \"text\": \"a\\u0001\""), "'text' holds control characters"},
      {LINE(", \"text\": [\"x\"]"), "'text' should be text"},
      {LINE(", \"text\": \"x\", \"autor\": \"y\""), "autor"},
      {LINE(", \"text\": \"x\", \"status\": \"published\""), "no status 'published'"},
      {LINE(", \"text\": \"x\", \"website\": \"javascript:x\""), "'website' is no address"},
      {LINE(", \"text\": \"x\", \"website\": \"mailto:a@b.c\""), "'website' is no address"},
      {LINE(", \"text\": \"x\", \"parent\": 9"), "no comment with the id '9'"},
      {LINE(", \"text\": \"x\", \"id\": 1"), "the id '1' is taken"},
      {LINE(", \"text\": \"x\", \"edited\": \"soon\""), "'edited' should be a date"},
      {LINE(", \"text\": \"x\", \"id\": 2, \"parent\": 2"), "in a circle"},
      {"{\"author\": \"a\", \"text\": \"x\", \"created\": \"2024-05-06\"}", "'page' is missing"},
      {"{\"page\": \"p\", \"text\": \"x\", \"created\": \"2024-05-06\"}", "'author' is missing"},
      {"{\"page\": \"p\", \"author\": \"a\", \"text\": \"x\"}", "'created' is missing"},
      {"{\"page\": \"q\", \"author\": \"a\", \"text\": \"x\", \"created\": \"2024-05-06\","
       " \"parent\": 1}",
       "on another page"},
      {"{\"page\": \"p\", \"author\": \"a\\nb\", \"text\": \"x\", \"created\": \"2024-05-06\"}",
       "'author' holds control characters"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = g_strconcat(LINE(", \"id\": 1, \"text\": \"a\""), cases[i].line, NULL);
    ImportSummary summary;
    g_autoptr(Error) error = NULL;
    if (import_text(fixture, text, &summary, &error))
      fail_msg("accepted: %s", cases[i].line);
    if (!strstr(error->what, cases[i].words))
      fail_msg("'%s' says '%s'", cases[i].line, error->what);
    assert_int_equal(error->kind, ERROR_SITE);
    assert_string_equal(error->file, "in.jsonl");
    assert_int_equal(error->line, 2);
  }
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM comment"), 0);
}

static void test_circles_of_several(void **state)
{
  Fixture *fixture = *state;
  ImportSummary summary;
  g_autoptr(Error) error = NULL;
  assert_false(import_text(fixture,
                           LINE(", \"id\": 1, \"parent\": 3, \"text\": \"a\"")
                               LINE(", \"id\": 2, \"parent\": 1, \"text\": \"b\"")
                                   LINE(", \"id\": 3, \"parent\": 2, \"text\": \"c\""),
                           &summary, &error));
  assert_non_null(strstr(error->what, "in a circle"));
}

static void test_a_text_that_is_too_long(void **state)
{
  Fixture *fixture = *state;
  g_autofree char *long_text = g_strnfill(9000, 'x');
  g_autofree char *text = g_strdup_printf(
      "{\"page\": \"p\", \"author\": \"a\", \"created\": \"2024-05-06\", \"text\": \"%s\"}",
      long_text);
  ImportSummary summary;
  g_autoptr(Error) error = NULL;
  assert_false(import_text(fixture, text, &summary, &error));
  assert_non_null(strstr(error->what, "9000 bytes"));
  assert_int_equal(error->line, 1);
}

static void test_an_export_can_be_imported_elsewhere(void **state)
{
  Fixture *fixture = *state;
  int64_t top = publish(fixture, "posts/ü.md", 0, "\"a\"\n<b> \xf0\x9f\x8c\xad");
  publish(fixture, "posts/ü.md", top, "reply");
  submit(fixture, (CommentDraft){.text = "pending",
                                 .email = "a@example.org",
                                 .website = "https://example.org/",
                                 .label = "author"});
  decide(fixture, submit(fixture, (CommentDraft){.text = "bad"}).id, COMMENT_SPAM, "mo");
  g_autofree char *exported = export_text(fixture);

  /* Here all is known; elsewhere all is new, and exports the same bytes. */
  assert_int_equal(import_good(fixture, exported).known, 4);
  Fixture *other = fixture_new();
  fixture_open(other);
  assert_int_equal(import_good(other, exported).stored, 4);
  g_autofree char *again = export_text(other);
  assert_string_equal(again, exported);
  assert_string_equal(find(other, 1).text, "\"a\"\n<b> \xf0\x9f\x8c\xad");
  assert_int_equal(find(other, 2).parent_id, 1);
  fixture_free(other);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      fixture_test(test_all_keys),
      fixture_test(test_replies_in_any_order),
      fixture_test(test_importing_twice_does_nothing_twice),
      fixture_test(test_what_a_moderator_did_since_stays),
      fixture_test(test_only_published_comments_change_a_page),
      fixture_test(test_an_empty_file),
      fixture_test(test_errors_name_the_line_and_store_nothing),
      fixture_test(test_circles_of_several),
      fixture_test(test_a_text_that_is_too_long),
      fixture_test(test_an_export_can_be_imported_elsewhere),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
