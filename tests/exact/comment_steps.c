/* comment_steps DATABASE: comments that come and change, as lines on standard input say;
 * through the store, as the comment server does it. For test_random_history, which keeps
 * it running while the site is built, as the server runs.
 *
 * A line is a command and its fields, separated by tabs; the answer is a line: a number,
 * or "error: …".
 *   clock SECONDS
 *   submit PAGE REPLY_TO STATUS AUTHOR LABEL HTML     answers with the comment's id
 *   decide ID STATUS
 *   undo ID
 *   edit ID HTML
 *   label ID LABEL
 */
#include "comment-server/store/comment.h"
#include "comment-server/store/decision.h"
#include "comment-server/store/page.h"

#include "common/system/sql.h"

#include <stdio.h>
#include <string.h>

enum { FIELDS_MAX = 8, LINE_SIZE = 65536 };

typedef struct Steps {
  int64_t now; /* seconds */
  char **fields;
  int64_t answer;
  int64_t started, serial; /* together they never come again */
} Steps;

static int64_t steps_now(void *data)
{
  const Steps *steps = data;
  return steps->now * G_USEC_PER_SEC;
}

static const char *field(const Steps *steps, guint index)
{
  return index < g_strv_length(steps->fields) ? steps->fields[index] : "";
}

static int64_t number(const Steps *steps, guint index)
{
  return g_ascii_strtoll(field(steps, index), NULL, 10);
}

static bool run_submit(StoreTx *tx, void *data, Error **error)
{
  Steps *steps = data;
  /* A nonce of its own for each: the same words twice are two comments here. */
  g_autofree char *nonce =
      g_strdup_printf("%lld-%lld", (long long)steps->started, (long long)steps->serial++);
  CommentDraft draft = {.page_id = field(steps, 1),
                        .reply_to = number(steps, 2),
                        .author = field(steps, 4),
                        .label = field(steps, 5),
                        .text = nonce,
                        .html = field(steps, 6),
                        .nonce = nonce};
  SubmitResult result = {0};
  if (!comment_status_parse(field(steps, 3), &draft.status) ||
      !comment_submit(tx, &draft, &result, error))
    return false;
  steps->answer = result.id;
  return true;
}

static bool run_decide(StoreTx *tx, void *data, Error **error)
{
  Steps *steps = data;
  CommentStatus status;
  DecisionResult result;
  if (!comment_status_parse(field(steps, 2), &status))
    return false;
  return comment_decide(tx, number(steps, 1), status, "mo", &result, error);
}

static bool run_undo(StoreTx *tx, void *data, Error **error)
{
  Steps *steps = data;
  DecisionResult result;
  return comment_undo(tx, number(steps, 1), 0, "mo", &result, error);
}

/* What the store has no function for is written into its column, with the page's version. */
static bool change(StoreTx *tx, Steps *steps, const char *sql, Error **error)
{
  int64_t id = number(steps, 1);
  g_autoptr(Arena) arena = arena_new();
  Comment comment;
  bool found = false;
  if (!comment_find(tx->db, id, arena, &comment, &found, error))
    return false;
  return !found ||
         (sql_run(tx->db, error, sql, "sii", field(steps, 2), id, steps->now) &&
          (comment.status != COMMENT_APPROVED || page_changed(tx, comment.page_id, id, error)));
}

static bool run_edit(StoreTx *tx, void *data, Error **error)
{
  return change(tx, data, "UPDATE comment SET html = ?1, edited_at = ?3 WHERE id = ?2", error);
}

static bool run_label(StoreTx *tx, void *data, Error **error)
{
  return change(tx, data, "UPDATE comment SET label = ?1 WHERE id = ?2 AND ?3", error);
}

static const struct {
  const char *name;
  bool (*run)(StoreTx *tx, void *data, Error **error);
} commands[] = {{"submit", run_submit},
                {"decide", run_decide},
                {"undo", run_undo},
                {"edit", run_edit},
                {"label", run_label}};

static void steps_line(Steps *steps, Store *store)
{
  g_autoptr(Error) error = NULL;
  steps->answer = 0;
  if (strcmp(field(steps, 0), "clock") == 0)
    steps->now = number(steps, 1);
  for (size_t i = 0; i < G_N_ELEMENTS(commands); i++)
    if (strcmp(field(steps, 0), commands[i].name) == 0 &&
        !store_write_wait(store, commands[i].run, steps, &error))
      printf("error: %s\n", error ? error->what : field(steps, 0));
  if (!error)
    printf("%lld\n", (long long)steps->answer);
  fflush(stdout);
}

int main(int argc, char **argv)
{
  if (argc != 2)
    return ERROR_USAGE;
  Steps steps = {.now = 1, .started = g_get_real_time()};
  Clock clock = {.now = steps_now, .monotonic = steps_now, .data = &steps};
  StoreOptions options = {.path = argv[1], .clock = &clock, .random = &random_system};
  g_autoptr(Error) error = NULL;
  Store *store = store_open(&options, &error);
  if (!store) {
    error_print(error, "error");
    return (int)error->kind;
  }
  char line[LINE_SIZE];
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    steps.fields = g_strsplit(line, "\t", FIELDS_MAX);
    steps_line(&steps, store);
    g_strfreev(steps.fields);
  }
  store_close(store);
  return 0;
}
