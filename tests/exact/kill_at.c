/* kill_at.so, a library for LD_PRELOAD: with KILL_AT=N a program dies before its N-th
 * call that changes a file or asks for it to be on the disk, as if the power had gone.
 * Its exit status is then KILL_STATUS. With DENIED=NAME it may not open a file whose path
 * ends so, as if it were another user's. For test_random_history.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { KILL_STATUS = 137 };

static long calls;

static void count(void)
{
  const char *at = getenv("KILL_AT");
  if (at && __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST) == atol(at))
    _exit(KILL_STATUS);
}

/* A function of the C library under its own name, counted. */
#define COUNTED(type, name, parameters, arguments)                                                 \
  type name parameters;                                                                            \
  type name parameters                                                                             \
  {                                                                                                \
    static type(*next) parameters;                                                                 \
    if (!next)                                                                                     \
      *(void **)(&next) = dlsym(RTLD_NEXT, #name);                                                 \
    count();                                                                                       \
    return next arguments;                                                                         \
  }

COUNTED(ssize_t, write, (int fd, const void *data, size_t length), (fd, data, length))
COUNTED(ssize_t, pwrite, (int fd, const void *data, size_t length, off_t at),
        (fd, data, length, at))
COUNTED(ssize_t, pwrite64, (int fd, const void *data, size_t length, off64_t at),
        (fd, data, length, at))
COUNTED(ssize_t, writev, (int fd, const struct iovec *parts, int n), (fd, parts, n))
COUNTED(int, rename, (const char *from, const char *to), (from, to))
COUNTED(int, unlink, (const char *path), (path))
COUNTED(int, rmdir, (const char *path), (path))
COUNTED(int, mkdir, (const char *path, mode_t mode), (path, mode))
COUNTED(int, fsync, (int fd), (fd))
COUNTED(int, fdatasync, (int fd), (fd))
COUNTED(int, ftruncate, (int fd, off_t length), (fd, length))
COUNTED(int, ftruncate64, (int fd, off64_t length), (fd, length))

static int is_denied(const char *path)
{
  const char *name = getenv("DENIED");
  size_t length = name ? strlen(name) : 0, whole = strlen(path);
  return length > 0 && whole >= length && strcmp(path + whole - length, name) == 0;
}

/* Opening for reading changes nothing, and does not count. */
#define COUNTED_OPEN(name)                                                                         \
  int name(const char *path, int flags, ...);                                                      \
  int name(const char *path, int flags, ...)                                                       \
  {                                                                                                \
    static int (*next)(const char *path, int flags, ...);                                          \
    if (!next)                                                                                     \
      *(void **)(&next) = dlsym(RTLD_NEXT, #name);                                                 \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                        \
    va_end(rest);                                                                                  \
    if ((flags & O_ACCMODE) != O_RDONLY)                                                           \
      count();                                                                                     \
    if (is_denied(path)) {                                                                         \
      errno = EACCES;                                                                              \
      return -1;                                                                                   \
    }                                                                                              \
    return next(path, flags, mode);                                                                \
  }
COUNTED_OPEN(open)
COUNTED_OPEN(open64)
