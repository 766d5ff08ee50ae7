#include "comment-server/http/connections.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  LINGER_MAX = 64,
  LINGER_BYTES = 1024 * 1024,
  BYTES_A_SECOND = 16 * 1024,
  LOOK_US = 500 * 1000, /* how often to look for clients that have gone */
};

static const char timeout_answer[] = "HTTP/1.1 408 Request Timeout\r\n"
                                     "Content-Length: 0\r\nConnection: close\r\n\r\n";

struct Connection {
  Connection *previous, *next;
  int fd;
  ConnectionPhase phase;
  int64_t deadline; /* monotonic; 0: none */
  bool linger;
  bool seemed_gone; /* when it was looked at last */
};

/* A socket whose owner has closed it: what comes is thrown away. */
typedef struct Lingering {
  int fd;
  int64_t deadline;
  size_t bytes;
} Lingering;

struct Connections {
  ConnectionsOptions options;
  pthread_mutex_t lock;
  pthread_t thread;
  int wake_fd;
  bool stop;
  Connection *first;
  int64_t next_look; /* when the thread looks again; 0: it sleeps until woken */
  Lingering lingering[LINGER_MAX];
  size_t lingering_count;
  ConnectionsStats stats;
};

static void wake(Connections *self)
{
  uint64_t one = 1;
  while (write(self->wake_fd, &one, sizeof one) < 0 && errno == EINTR)
    continue;
}

static int64_t now_of(const Connections *self)
{
  return clock_monotonic(self->options.clock);
}

/* --- the thread ------------------------------------------------------------------ */

static void end_connection(Connections *self, Connection *connection)
{
  connection->deadline = 0;
  self->stats.timed_out++;
  if (connection->phase == CONNECTION_HEAD || connection->phase == CONNECTION_BODY) {
    /* Nothing has been sent on this request yet. */
    ssize_t sent = send(connection->fd, timeout_answer, sizeof timeout_answer - 1,
                        MSG_DONTWAIT | MSG_NOSIGNAL);
    (void)sent; /* who doesn't read it gets nothing */
  }
  shutdown(connection->fd, SHUT_RDWR);
}

/* The client has closed while something was expected from it. libmicrohttpd
 * 0.9.75 misses that when the end came together with the last bytes. Twice in a
 * row, for the bytes of a whole request may have been read just now. */
static bool has_gone(Connection *connection)
{
  char byte;
  bool receiving = connection->phase == CONNECTION_HEAD || connection->phase == CONNECTION_IDLE ||
                   connection->phase == CONNECTION_BODY;
  bool gone = receiving && recv(connection->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
  bool again = gone && connection->seemed_gone;
  connection->seemed_gone = gone;
  return again;
}

/* Ends what is over its time; gives the time of the next look, or 0. */
static int64_t look_at_connections(Connections *self, int64_t now)
{
  int64_t next = self->first ? now + LOOK_US : 0;
  for (Connection *connection = self->first; connection; connection = connection->next) {
    if (connection->deadline == 0)
      continue;
    if (connection->deadline <= now) {
      end_connection(self, connection);
    } else if (has_gone(connection)) {
      connection->deadline = 0;
      shutdown(connection->fd, SHUT_RDWR);
    } else {
      next = MIN(next, connection->deadline);
    }
  }
  return next;
}

/* False when it is done with. */
static bool drain(Lingering *lingering, int64_t now)
{
  char bytes[16 * 1024];
  for (;;) {
    ssize_t got = recv(lingering->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
      return now < lingering->deadline;
    if (got <= 0)
      return false;
    lingering->bytes += (size_t)got;
    if (lingering->bytes > LINGER_BYTES)
      return false;
  }
}

static int64_t look_at_lingering(Connections *self, int64_t now)
{
  int64_t earliest = 0;
  for (size_t i = 0; i < self->lingering_count;) {
    Lingering *lingering = &self->lingering[i];
    if (self->stop || !drain(lingering, now)) {
      close(lingering->fd);
      *lingering = self->lingering[--self->lingering_count];
      continue;
    }
    if (earliest == 0 || lingering->deadline < earliest)
      earliest = lingering->deadline;
    i++;
  }
  return earliest;
}

static int64_t earlier(int64_t a, int64_t b)
{
  return a == 0 || (b != 0 && b < a) ? b : a;
}

static int poll_timeout(int64_t deadline, int64_t now)
{
  if (deadline == 0)
    return -1;
  int64_t ms = (deadline - now + 999) / 1000;
  return (int)CLAMP(ms, 0, 60000);
}

static void *connections_main(void *data)
{
  Connections *self = data;
  struct pollfd fds[LINGER_MAX + 1];
  pthread_mutex_lock(&self->lock);
  for (;;) {
    int64_t now = now_of(self);
    self->next_look = earlier(look_at_connections(self, now), look_at_lingering(self, now));
    if (self->stop)
      break;
    fds[0] = (struct pollfd){.fd = self->wake_fd, .events = POLLIN};
    size_t count = 1;
    for (size_t i = 0; i < self->lingering_count; i++)
      fds[count++] = (struct pollfd){.fd = self->lingering[i].fd, .events = POLLIN};
    int timeout = poll_timeout(self->next_look, now);
    pthread_mutex_unlock(&self->lock);
    poll(fds, count, timeout);
    uint64_t value;
    if (fds[0].revents & POLLIN && read(self->wake_fd, &value, sizeof value) < 0)
      value = 0; /* somebody else's wake was read already */
    pthread_mutex_lock(&self->lock);
  }
  pthread_mutex_unlock(&self->lock);
  return NULL;
}

/* --- from the server's threads ------------------------------------------------------ */

Connections *connections_new(const ConnectionsOptions *options, Error **error)
{
  Connections *self = g_new0(Connections, 1);
  self->options = *options;
  pthread_mutex_init(&self->lock, NULL);
  self->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  int status =
      self->wake_fd < 0 ? errno : pthread_create(&self->thread, NULL, connections_main, self);
  if (status == 0)
    return self;
  error_set_errno(error, status, "can't start the thread that watches connections");
  if (self->wake_fd >= 0)
    close(self->wake_fd);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
  return NULL;
}

void connections_free(Connections *self)
{
  if (!self)
    return;
  pthread_mutex_lock(&self->lock);
  g_assert(self->first == NULL);
  self->stop = true;
  pthread_mutex_unlock(&self->lock);
  wake(self);
  pthread_join(self->thread, NULL);
  close(self->wake_fd);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
}

/* Under the lock. */
static void set_phase(Connections *self, Connection *connection, ConnectionPhase phase,
                      uint64_t bytes)
{
  int64_t timeout = self->options.timeout_ms[phase];
  if (timeout > 0 && phase == CONNECTION_ANSWER)
    timeout += (int64_t)(MIN(bytes, (uint64_t)1 << 40) / BYTES_A_SECOND) * 1000;
  connection->phase = phase;
  connection->seemed_gone = false;
  connection->deadline = timeout > 0 ? now_of(self) + timeout * 1000 : 0;
  if (connection->deadline != 0 &&
      (self->next_look == 0 || connection->deadline < self->next_look)) {
    self->next_look = connection->deadline;
    wake(self);
  }
}

Connection *connection_add(Connections *self, int fd)
{
  Connection *connection = g_new0(Connection, 1);
  connection->fd = fd;
  pthread_mutex_lock(&self->lock);
  connection->next = self->first;
  if (self->first)
    self->first->previous = connection;
  self->first = connection;
  self->stats.open++;
  self->stats.accepted++;
  set_phase(self, connection, CONNECTION_HEAD, 0);
  pthread_mutex_unlock(&self->lock);
  return connection;
}

static void start_lingering(Connections *self, const Connection *connection)
{
  int fd = self->lingering_count < LINGER_MAX ? dup(connection->fd) : -1;
  if (fd < 0)
    return;
  self->lingering[self->lingering_count++] =
      (Lingering){.fd = fd, .deadline = now_of(self) + self->options.linger_ms * 1000};
  wake(self);
}

void connection_remove(Connections *self, Connection *connection)
{
  pthread_mutex_lock(&self->lock);
  if (connection->linger && !self->stop)
    start_lingering(self, connection);
  if (connection->previous)
    connection->previous->next = connection->next;
  else
    self->first = connection->next;
  if (connection->next)
    connection->next->previous = connection->previous;
  self->stats.open--;
  pthread_mutex_unlock(&self->lock);
  g_free(connection);
}

void connection_phase(Connections *self, Connection *connection, ConnectionPhase phase,
                      uint64_t bytes)
{
  pthread_mutex_lock(&self->lock);
  set_phase(self, connection, phase, bytes);
  pthread_mutex_unlock(&self->lock);
}

void connection_linger(Connections *self, Connection *connection)
{
  pthread_mutex_lock(&self->lock);
  connection->linger = true;
  pthread_mutex_unlock(&self->lock);
}

void connections_stats(Connections *self, ConnectionsStats *out)
{
  pthread_mutex_lock(&self->lock);
  *out = self->stats;
  pthread_mutex_unlock(&self->lock);
}
