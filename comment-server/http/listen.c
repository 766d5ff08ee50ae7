#include "comment-server/http/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 511 };

static void hint_for(Error **error, int number, const char *address)
{
  if (number == EADDRINUSE)
    error_hint(error, "another program listens there; stop it, or set another port in 'listen'");
  else if (number == EACCES)
    error_hint(error, "ports below 1024 need a privilege; use one above, behind a proxy");
  else if (number == EADDRNOTAVAIL)
    error_hint(error, "'%s' is no address of this machine", address);
}

static bool fail(Listener *listener, int number, const char *address, Error **error)
{
  error_set_errno(error, number, "can't listen on %s", address);
  hint_for(error, number, address);
  listener_close(listener);
  return false;
}

static bool split_address(const char *address, char **host, char **port, Error **error)
{
  const char *colon = strrchr(address, ':');
  guint64 number = 0;
  if (!colon || !g_ascii_string_to_unsigned(colon + 1, 10, 0, 65535, &number, NULL)) {
    error_set(error, ERROR_USAGE, "'%s' is no address to listen on", address);
    error_hint(error, "write it as 127.0.0.1:8080, [::1]:8080 or unix:/path/of/socket");
    return false;
  }
  size_t length = (size_t)(colon - address);
  if (length >= 2 && address[0] == '[' && address[length - 1] == ']')
    *host = g_strndup(address + 1, length - 2);
  else
    *host = g_strndup(address, length);
  *port = g_strdup(colon + 1);
  return true;
}

static char *url_of(int fd)
{
  struct sockaddr_storage name;
  socklen_t size = sizeof name;
  char host[INET6_ADDRSTRLEN] = "";
  if (getsockname(fd, (struct sockaddr *)&name, &size) != 0)
    return NULL;
  if (name.ss_family == AF_INET6) {
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)&name;
    inet_ntop(AF_INET6, &in6->sin6_addr, host, sizeof host);
    return g_strdup_printf("http://[%s]:%d", host, ntohs(in6->sin6_port));
  }
  const struct sockaddr_in *in = (const struct sockaddr_in *)&name;
  inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
  return g_strdup_printf("http://%s:%d", host, ntohs(in->sin_port));
}

static bool open_tcp(Listener *listener, const char *address, Error **error)
{
  g_autofree char *host = NULL, *port = NULL;
  if (!split_address(address, &host, &port, error))
    return false;
  struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
  struct addrinfo *found = NULL;
  bool any = *host == '\0' || strcmp(host, "*") == 0;
  int status = getaddrinfo(any ? NULL : host, port, &wanted, &found);
  if (status != 0) {
    error_set(error, ERROR_USAGE, "can't listen on %s: %s", address, gai_strerror(status));
    return false;
  }
  listener->fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1;
  bool good = listener->fd >= 0 &&
              setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
              bind(listener->fd, found->ai_addr, found->ai_addrlen) == 0 &&
              listen(listener->fd, BACKLOG) == 0;
  int number = errno;
  freeaddrinfo(found);
  if (!good)
    return fail(listener, number, address, error);
  listener->url = url_of(listener->fd);
  return true;
}

/* A socket file that an earlier run left: nobody answers on it. */
static void remove_stale(const struct sockaddr_un *name)
{
  struct stat status;
  if (lstat(name->sun_path, &status) != 0 || !S_ISSOCK(status.st_mode))
    return;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (connect(fd, (const struct sockaddr *)name, sizeof *name) != 0 && errno == ECONNREFUSED)
    unlink(name->sun_path);
  close(fd);
}

static bool open_unix(Listener *listener, const char *path, Error **error)
{
  struct sockaddr_un name = {.sun_family = AF_UNIX};
  if (*path == '\0' || strlen(path) >= sizeof name.sun_path) {
    error_set(error, ERROR_USAGE, "the path of a Unix socket has 1 to %zu bytes",
              sizeof name.sun_path - 1);
    return false;
  }
  g_strlcpy(name.sun_path, path, sizeof name.sun_path);
  remove_stale(&name);
  listener->is_unix = true;
  listener->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener->fd < 0 || bind(listener->fd, (struct sockaddr *)&name, sizeof name) != 0)
    return fail(listener, errno, path, error);
  listener->path = g_strdup(path);
  if (chmod(path, 0660) != 0 || listen(listener->fd, BACKLOG) != 0)
    return fail(listener, errno, path, error);
  listener->url = g_strdup_printf("unix:%s", path);
  return true;
}

bool listener_open(Listener *listener, const char *address, Error **error)
{
  *listener = (Listener){.fd = -1};
  if (g_str_has_prefix(address, "unix:"))
    return open_unix(listener, address + strlen("unix:"), error);
  return open_tcp(listener, address, error);
}

void listener_close(Listener *listener)
{
  if (listener->fd >= 0)
    close(listener->fd);
  if (listener->path)
    unlink(listener->path);
  g_free(listener->path);
  g_free(listener->url);
  *listener = (Listener){.fd = -1};
}
