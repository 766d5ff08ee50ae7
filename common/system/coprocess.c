#include "common/system/coprocess.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct Coprocess {
  int descriptor;
  GPid pid;
  GString *pending; /* read, but not asked for yet */
};

static bool spawn(Coprocess *helper, const char *const *argv, const char *const *environment,
                  int theirs, Error **error)
{
  GError *problem = NULL;
  if (g_spawn_async_with_pipes_and_fds(
          NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
          NULL, theirs, theirs, -1, NULL, NULL, 0, &helper->pid, NULL, NULL, NULL, &problem))
    return true;
  error_set(error, ERROR_MACHINE, "can't start %s: %s", argv[0], problem->message);
  g_error_free(problem);
  return false;
}

Coprocess *coprocess_start(const char *const *argv, const char *const *environment, Error **error)
{
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
    error_set_errno(error, errno, "can't make a socket for %s", argv[0]);
    return NULL;
  }
  Coprocess *helper = g_new0(Coprocess, 1);
  helper->descriptor = ends[0];
  helper->pending = g_string_new(NULL);
  bool good = spawn(helper, argv, environment, ends[1], error);
  close(ends[1]);
  if (good)
    return helper;
  coprocess_stop(helper);
  return NULL;
}

/* True when it has ended within that time. */
static bool ends_within(GPid pid, int milliseconds)
{
  for (int waited = 0;; waited++) {
    pid_t done = waitpid(pid, NULL, WNOHANG);
    if (done == pid || (done < 0 && errno != EINTR))
      return true;
    if (waited >= milliseconds)
      return false;
    g_usleep(1000);
  }
}

void coprocess_stop(Coprocess *helper)
{
  if (!helper)
    return;
  close(helper->descriptor); /* the end of its input */
  if (helper->pid > 0 && !ends_within(helper->pid, 200)) {
    kill(helper->pid, SIGKILL);
    while (waitpid(helper->pid, NULL, 0) < 0 && errno == EINTR)
      ;
  }
  g_string_free(helper->pending, TRUE);
  g_free(helper);
}

static bool wait_for(const Coprocess *helper, short events, gint64 deadline)
{
  for (;;) {
    gint64 left = (deadline - g_get_monotonic_time()) / 1000;
    struct pollfd poll_one = {.fd = helper->descriptor, .events = events};
    int ready = left < 0 ? 0 : poll(&poll_one, 1, (int)left + 1);
    if (ready > 0)
      return true;
    if (ready == 0 || errno != EINTR)
      return false;
  }
}

static gint64 deadline_in(int timeout_ms)
{
  return g_get_monotonic_time() + (gint64)timeout_ms * 1000;
}

bool coprocess_write(Coprocess *helper, const void *bytes, size_t length, int timeout_ms)
{
  gint64 deadline = deadline_in(timeout_ms);
  const char *at = bytes;
  while (length > 0) {
    if (!wait_for(helper, POLLOUT, deadline))
      return false;
    ssize_t sent = send(helper->descriptor, at, length, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (sent <= 0)
      return false;
    at += sent;
    length -= (size_t)sent;
  }
  return true;
}

static bool receive(Coprocess *helper, gint64 deadline)
{
  char buffer[16384];
  for (;;) {
    if (!wait_for(helper, POLLIN, deadline))
      return false;
    ssize_t got = recv(helper->descriptor, buffer, sizeof buffer, MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (got <= 0)
      return false;
    g_string_append_len(helper->pending, buffer, got);
    return true;
  }
}

char *coprocess_line(Coprocess *helper, size_t limit, int timeout_ms)
{
  gint64 deadline = deadline_in(timeout_ms);
  for (;;) {
    const char *newline = memchr(helper->pending->str, '\n', helper->pending->len);
    if (newline) {
      size_t length = (size_t)(newline - helper->pending->str);
      char *line = g_strndup(helper->pending->str, length);
      g_string_erase(helper->pending, 0, (gssize)length + 1);
      return line;
    }
    if (helper->pending->len > limit || !receive(helper, deadline))
      return NULL;
  }
}

bool coprocess_read(Coprocess *helper, size_t length, GString *out, int timeout_ms)
{
  gint64 deadline = deadline_in(timeout_ms);
  while (helper->pending->len < length)
    if (!receive(helper, deadline))
      return false;
  g_string_append_len(out, helper->pending->str, (gssize)length);
  g_string_erase(helper->pending, 0, (gssize)length);
  return true;
}
