/* Whoever got an answer has a comment: a process full of writing threads is
 * killed in the middle of its work, and the file is looked at. */
#include "tests/unit/comment-server/store_fixture.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8, ENOUGH = 200 };

typedef struct Ticket {
  int thread, number;
  int64_t id;
} Ticket;

typedef struct Writer {
  Store *store;
  int thread, pipe;
} Writer;

/* One acknowledgement is one write of the pipe, whole or not at all. */
static void *writer_main(void *data)
{
  Writer *writer = data;
  for (int number = 0;; number++) {
    g_autofree char *text = g_strdup_printf("%d/%d", writer->thread, number);
    Submit request = {
        .draft = {
            .page_id = "p", .author = "a", .text = text, .html = "", .status = COMMENT_APPROVED}};
    if (!store_write_wait(writer->store, run_submit, &request, NULL))
      _exit(1);
    Ticket ticket = {writer->thread, number, request.result.id};
    if (write(writer->pipe, &ticket, sizeof ticket) != sizeof ticket)
      _exit(1);
  }
}

static void child_main(Fixture *fixture, int pipe)
{
  fixture_open(fixture);
  Writer writers[THREADS];
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    writers[i] = (Writer){fixture->store, i, pipe};
    if (pthread_create(&threads[i], NULL, writer_main, &writers[i]) != 0)
      _exit(1);
  }
  for (;;)
    pause();
}

/* Reads answers, kills the child when there are enough, reads what is left. */
static GArray *run_and_kill(Fixture *fixture)
{
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    close(ends[0]);
    child_main(fixture, ends[1]);
  }
  close(ends[1]);
  GArray *tickets = g_array_new(FALSE, FALSE, sizeof(Ticket));
  Ticket ticket;
  while (read(ends[0], &ticket, sizeof ticket) == sizeof ticket) {
    g_array_append_val(tickets, ticket);
    if (tickets->len == ENOUGH)
      kill(child, SIGKILL);
  }
  close(ends[0]);
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
  return tickets;
}

static void test_all_answers_are_on_disk_after_a_kill(void **state)
{
  Fixture *fixture = fixture_new();
  (void)state;
  g_autoptr(GArray) tickets = run_and_kill(fixture);
  assert_true(tickets->len >= ENOUGH);
  fixture_open(fixture);
  for (guint i = 0; i < tickets->len; i++) {
    const Ticket *ticket = &g_array_index(tickets, Ticket, i);
    g_autofree char *text = g_strdup_printf("%d/%d", ticket->thread, ticket->number);
    assert_string_equal(find(fixture, ticket->id).text, text);
  }
  /* One transaction each: as many versions and outbox rows as comments. */
  int64_t comments = fixture_int(fixture, "SELECT count(*) FROM comment");
  assert_true(comments >= tickets->len);
  assert_int_equal(version_of(fixture, "p"), comments);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM outbox"), comments);
  assert_int_equal(fixture_int(fixture, "SELECT count(*) FROM pragma_integrity_check"
                                        " WHERE integrity_check <> 'ok'"),
                   0);
  fixture_free(fixture);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all_answers_are_on_disk_after_a_kill),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
