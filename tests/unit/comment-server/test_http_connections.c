#include "comment-server/http/connections.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PATIENCE_MS = 60000, SHORT_MS = 50 };

typedef struct Fixture {
  Connections *connections;
  Connection *connection;
  int server, client; /* the two ends */
} Fixture;

static int setup(void **state)
{
  Fixture *fixture = g_new0(Fixture, 1);
  ConnectionsOptions options = {.linger_ms = PATIENCE_MS, .clock = &clock_system};
  for (int i = 0; i < CONNECTION_PHASE_COUNT; i++)
    options.timeout_ms[i] = SHORT_MS;
  options.timeout_ms[CONNECTION_HANDLER] = 0;
  int ends[2];
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  fixture->server = ends[0];
  fixture->client = ends[1];
  fixture->connections = connections_new(&options, NULL);
  assert_non_null(fixture->connections);
  fixture->connection = connection_add(fixture->connections, fixture->server);
  *state = fixture;
  return 0;
}

static int teardown(void **state)
{
  Fixture *fixture = *state;
  if (fixture->connection)
    connection_remove(fixture->connections, fixture->connection);
  connections_free(fixture->connections);
  close(fixture->server);
  close(fixture->client);
  g_free(fixture);
  return 0;
}

/* All that comes until the other end closes. */
static char *read_all(int fd)
{
  GString *received = g_string_new(NULL);
  char bytes[256];
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  for (;;) {
    assert_int_equal(poll(&poll_fd, 1, PATIENCE_MS), 1);
    ssize_t got = recv(fd, bytes, sizeof bytes, 0);
    assert_true(got >= 0);
    if (got == 0)
      return g_string_free(received, FALSE);
    g_string_append_len(received, bytes, got);
  }
}

static void check_end(Fixture *fixture, ConnectionPhase phase, const char *said)
{
  connection_phase(fixture->connections, fixture->connection, phase, 0);
  g_autofree char *received = read_all(fixture->client);
  assert_true(g_str_has_prefix(received, said));
  assert_int_equal(strlen(received) == 0, strlen(said) == 0);
  ConnectionsStats stats;
  connections_stats(fixture->connections, &stats);
  assert_int_equal(stats.timed_out, 1);
  assert_int_equal(stats.open, 1);
}

static void test_head(void **state)
{
  check_end(*state, CONNECTION_HEAD, "HTTP/1.1 408 ");
}

static void test_body(void **state)
{
  check_end(*state, CONNECTION_BODY, "HTTP/1.1 408 ");
}

static void test_idle(void **state)
{
  check_end(*state, CONNECTION_IDLE, "");
}

static void test_answer(void **state)
{
  check_end(*state, CONNECTION_ANSWER, "");
}

static void test_handler_has_no_deadline(void **state)
{
  Fixture *fixture = *state;
  connection_phase(fixture->connections, fixture->connection, CONNECTION_HANDLER, 0);
  struct pollfd poll_fd = {.fd = fixture->client, .events = POLLIN};
  assert_int_equal(poll(&poll_fd, 1, 4 * SHORT_MS), 0);
}

static void test_large_answers_get_longer(void **state)
{
  Fixture *fixture = *state;
  connection_phase(fixture->connections, fixture->connection, CONNECTION_ANSWER, 1 << 30);
  struct pollfd poll_fd = {.fd = fixture->client, .events = POLLIN};
  assert_int_equal(poll(&poll_fd, 1, 4 * SHORT_MS), 0);
}

/* What a client still sends after an early answer is read, so that it meets no
 * reset; the socket closes when it is done. */
static void test_linger(void **state)
{
  Fixture *fixture = *state;
  connection_linger(fixture->connections, fixture->connection);
  connection_remove(fixture->connections, fixture->connection);
  fixture->connection = NULL;
  shutdown(fixture->server, SHUT_WR);
  close(fixture->server);
  fixture->server = dup(fixture->client); /* for teardown */
  char bytes[64 * 1024];
  memset(bytes, 'x', sizeof bytes);
  for (int i = 0; i < 8; i++)
    assert_int_equal(send(fixture->client, bytes, sizeof bytes, MSG_NOSIGNAL), sizeof bytes);
  g_autofree char *received = read_all(fixture->client);
  assert_string_equal(received, "");
}

static void test_gone(void **state)
{
  Fixture *fixture = *state;
  ConnectionsOptions options = {.clock = &clock_system};
  for (int i = 0; i < CONNECTION_PHASE_COUNT; i++)
    options.timeout_ms[i] = PATIENCE_MS;
  connection_remove(fixture->connections, fixture->connection);
  connections_free(fixture->connections);
  fixture->connections = connections_new(&options, NULL);
  fixture->connection = connection_add(fixture->connections, fixture->server);
  shutdown(fixture->client, SHUT_WR);
  g_autofree char *received = read_all(fixture->client);
  assert_string_equal(received, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
  const struct CMUnitTest tests[] = {
      TEST(test_head),   TEST(test_body),
      TEST(test_idle),   TEST(test_answer),
      TEST(test_linger), TEST(test_handler_has_no_deadline),
      TEST(test_gone),   TEST(test_large_answers_get_longer),
  };
  return cmocka_run_group_tests_name("http connections", tests, NULL, NULL);
}
