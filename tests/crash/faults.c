/* faults.so, a library for LD_PRELOAD: lets a call fail that changes a file or asks for
 * it to be on the disk, SQLite's calls included. What counts is numbered from 1; standard
 * output and error, opening for reading, and what a child does before it becomes another
 * program, do not count.
 *
 *   FAULT_AT=N      the N-th call fails …
 *   FAULT=NAME      … with ENOSPC, EIO, EACCES, or
 *                   kill: the process ends before it, as if the power had gone, with 137;
 *                   stop: it stops before it (SIGSTOP), until somebody lets it go on
 *                   short: of a write, half is done, and the next write says ENOSPC
 *   FAULT_STAYS=1   all later calls fail too, but those that remove something
 *   FAULT_LOG=FILE  a line "N CALL PATH" for each call, appended
 *   DENIED=NAME     a file whose path ends so can't be opened, as if it were another user's
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { KILL_STATUS = 137 };

static long calls;
static pid_t process; /* who loaded this */
static bool short_done;

static void log_call(long number, const char *name, const char *path)
{
  const char *file = getenv("FAULT_LOG");
  if (!file)
    return;
  char line[4200];
  int length = snprintf(line, sizeof line, "%ld %s %s\n", number, name, path);
  long fd = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd >= 0 && length > 0 && (size_t)length < sizeof line)
    syscall(SYS_write, fd, line, (size_t)length);
  syscall(SYS_close, fd);
}

static int fault_number(const char *fault)
{
  static const struct {
    const char *name;
    int number;
  } names[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EACCES", EACCES}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(fault, names[i].name) == 0)
      return names[i].number;
  return 0;
}

__attribute__((constructor)) static void remember_process(void)
{
  process = getpid();
}

/* What befalls this call: 0 nothing, else errno. *half: do half of it. */
static int fault_of(const char *name, const char *path, bool removes, bool *half)
{
  if (getpid() != process)
    return 0;
  long number = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
  const char *at = getenv("FAULT_AT"), *fault = getenv("FAULT");
  log_call(number, name, path);
  if (!at || !fault)
    return 0;
  long goal = atol(at);
  if (strcmp(fault, "kill") == 0 && number == goal)
    _exit(KILL_STATUS);
  if (strcmp(fault, "stop") == 0 && number == goal)
    raise(SIGSTOP);
  if (strcmp(fault, "short") == 0) {
    if (half && short_done) {
      short_done = false;
      return ENOSPC;
    }
    short_done = short_done || (half && number == goal);
    if (half)
      *half = number == goal;
    return 0;
  }
  bool now = number == goal || (number > goal && getenv("FAULT_STAYS") && !removes);
  return now ? fault_number(fault) : 0;
}

static const char *fd_path(int fd, char path[4096])
{
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = getenv("FAULT_LOG") ? readlink(link, path, 4095) : 0;
  path[length > 0 ? length : 0] = '\0';
  return path;
}

#define NEXT(name)                                                                                 \
  static __typeof__(name) *next;                                                                   \
  if (!next)                                                                                       \
  *(void **)(&next) = dlsym(RTLD_NEXT, #name)

/* A function of the C library under its own name. */
#define ON_PATH(name, removes, parameters, arguments, path)                                        \
  int name parameters                                                                              \
  {                                                                                                \
    NEXT(name);                                                                                    \
    int number = fault_of(#name, path, removes, NULL);                                             \
    if (number == 0)                                                                               \
      return next arguments;                                                                       \
    errno = number;                                                                                \
    return -1;                                                                                     \
  }

#define ON_FD(name, parameters, arguments)                                                         \
  int name parameters                                                                              \
  {                                                                                                \
    NEXT(name);                                                                                    \
    char path[4096];                                                                               \
    int number = fault_of(#name, fd_path(fd, path), false, NULL);                                  \
    if (number == 0)                                                                               \
      return next arguments;                                                                       \
    errno = number;                                                                                \
    return -1;                                                                                     \
  }

ON_PATH(rename, false, (const char *from, const char *to), (from, to), to)
ON_PATH(renameat, false, (int at, const char *from, int at2, const char *to), (at, from, at2, to),
        to)
ON_PATH(renameat2, false, (int at, const char *from, int at2, const char *to, unsigned int flags),
        (at, from, at2, to, flags), to)
ON_PATH(link, false, (const char *from, const char *to), (from, to), to)
ON_PATH(linkat, false, (int at, const char *from, int at2, const char *to, int flags),
        (at, from, at2, to, flags), to)
ON_PATH(symlink, false, (const char *from, const char *to), (from, to), to)
ON_PATH(unlink, true, (const char *path), (path), path)
ON_PATH(unlinkat, true, (int at, const char *path, int flags), (at, path, flags), path)
ON_PATH(rmdir, true, (const char *path), (path), path)
ON_PATH(mkdir, false, (const char *path, mode_t mode), (path, mode), path)
ON_PATH(mkdirat, false, (int at, const char *path, mode_t mode), (at, path, mode), path)
ON_FD(fsync, (int fd), (fd))
ON_FD(fdatasync, (int fd), (fd))
ON_FD(ftruncate, (int fd, off_t length), (fd, length))
ON_FD(ftruncate64, (int fd, off64_t length), (fd, length))
ON_FD(fallocate, (int fd, int mode, off_t from, off_t length), (fd, mode, from, length))

#define ON_WRITE(name, parameters, arguments, half_arguments)                                      \
  ssize_t name parameters                                                                          \
  {                                                                                                \
    NEXT(name);                                                                                    \
    if (fd == STDOUT_FILENO || fd == STDERR_FILENO)                                                \
      return next arguments;                                                                       \
    char path[4096];                                                                               \
    bool half = false;                                                                             \
    int number = fault_of(#name, fd_path(fd, path), false, &half);                                 \
    if (half)                                                                                      \
      return next half_arguments;                                                                  \
    if (number == 0)                                                                               \
      return next arguments;                                                                       \
    errno = number;                                                                                \
    return -1;                                                                                     \
  }

ON_WRITE(write, (int fd, const void *data, size_t length), (fd, data, length),
         (fd, data, (length + 1) / 2))
ON_WRITE(pwrite, (int fd, const void *data, size_t length, off_t at), (fd, data, length, at),
         (fd, data, (length + 1) / 2, at))
ON_WRITE(pwrite64, (int fd, const void *data, size_t length, off64_t at), (fd, data, length, at),
         (fd, data, (length + 1) / 2, at))
ON_WRITE(writev, (int fd, const struct iovec *parts, int count), (fd, parts, count),
         (fd, parts, (count + 1) / 2))

static bool is_denied(const char *path)
{
  const char *name = getenv("DENIED");
  size_t length = name ? strlen(name) : 0, whole = strlen(path);
  return length > 0 && whole >= length && strcmp(path + whole - length, name) == 0;
}

/* 0, or errno for opening `path` in this way. */
static int open_fault(const char *name, const char *path, int flags)
{
  if (is_denied(path))
    return EACCES;
  return (flags & O_ACCMODE) != O_RDONLY ? fault_of(name, path, false, NULL) : 0;
}

#define ON_OPEN(name, parameters, arguments)                                                       \
  int name parameters                                                                              \
  {                                                                                                \
    NEXT(name);                                                                                    \
    va_list rest;                                                                                  \
    va_start(rest, flags);                                                                         \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                        \
    va_end(rest);                                                                                  \
    int number = open_fault(#name, path, flags);                                                   \
    if (number == 0)                                                                               \
      return next arguments;                                                                       \
    errno = number;                                                                                \
    return -1;                                                                                     \
  }

ON_OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
ON_OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
ON_OPEN(openat, (int at, const char *path, int flags, ...), (at, path, flags, mode))
ON_OPEN(openat64, (int at, const char *path, int flags, ...), (at, path, flags, mode))
