#include "common/system/process.h"

#include "common/files.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How often a child is looked at where the kernel has no pidfd. */
#define POLL_MS 20

typedef struct Child {
  pid_t pid;
  int pidfd;      /* -1 where the kernel has none */
  int streams[2]; /* our ends of its stdout and stderr; -1 at their end */
  bool ended;
  int wait_status;
} Child;

/* What the child needs, made before the fork: between fork and exec nothing may
 * allocate, since another thread can hold the allocator's lock. */
typedef struct Launch {
  char *program;
  const char *const *argv;
  char *const *environment;
  const char *directory;
  int input;
  int outputs[2]; /* the child's ends */
  int report;     /* tells us errno when exec fails */
} Launch;

static int64_t now_ms(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void close_fd(int *fd)
{
  if (*fd >= 0)
    close(*fd);
  *fd = -1;
}

/* Above 0..2, so that dup2 in the child never meets its own source. */
static int raise_fd(int fd)
{
  if (fd < 0 || fd > STDERR_FILENO)
    return fd;
  int raised = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int number = errno;
  close(fd);
  errno = number;
  return raised;
}

static bool make_pipe(int *ours, int *theirs)
{
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return false;
  *ours = raise_fd(ends[0]);
  *theirs = raise_fd(ends[1]);
  return *ours >= 0 && *theirs >= 0;
}

/* The input as a file in memory: nothing to feed, and no SIGPIPE when the child
 * does not read it. */
static int open_input(const ProcessRequest *request)
{
  if (!request->input)
    return raise_fd(open("/dev/null", O_RDONLY | O_CLOEXEC));
  int fd = raise_fd(memfd_create("input", MFD_CLOEXEC));
  size_t done = 0;
  while (fd >= 0 && done < request->input_length) {
    ssize_t put = write(fd, request->input + done, request->input_length - done);
    if (put < 0 && errno != EINTR)
      close_fd(&fd);
    done += put > 0 ? (size_t)put : 0;
  }
  if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0)
    close_fd(&fd);
  return fd;
}

/* --- the child's side, from fork to exec --- */

static void close_all_on_exec(void)
{
  if (close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
    return;
  long most = sysconf(_SC_OPEN_MAX);
  for (int fd = STDERR_FILENO + 1; fd < (most > 0 && most < 65536 ? most : 65536); fd++)
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* An ignored signal would stay ignored in the new program. */
static void reset_signals(void)
{
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int number = 1; number < NSIG; number++)
    sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

static _Noreturn void run_child(const Launch *launch)
{
  setsid();
  reset_signals();
  bool ready = dup2(launch->input, STDIN_FILENO) >= 0 &&
               dup2(launch->outputs[0], STDOUT_FILENO) >= 0 &&
               dup2(launch->outputs[1], STDERR_FILENO) >= 0;
  close_all_on_exec();
  if (ready && (!launch->directory || chdir(launch->directory) == 0))
    execve(launch->program, (char *const *)launch->argv, launch->environment);
  int number = errno;
  while (write(launch->report, &number, sizeof number) < 0 && errno == EINTR) {
  }
  _exit(127);
}

/* --- starting --- */

static char *find_program(const char *name, Error **error)
{
  char *program = strchr(name, '/') ? g_strdup(name) : g_find_program_in_path(name);
  if (!program) {
    error_set(error, ERROR_MACHINE, "the program '%s' is not installed", name);
    error_hint(error, "it was looked for in PATH");
  }
  return program;
}

/* 0 when the program runs, else the errno of what failed. */
static int wait_for_exec(int report)
{
  int number = 0;
  for (;;) {
    ssize_t got = read(report, &number, sizeof number);
    if (got < 0 && errno == EINTR)
      continue;
    return got == (ssize_t)sizeof number ? number : 0;
  }
}

static int fork_and_exec(const Launch *launch, int report, Child *child)
{
  child->pid = fork();
  if (child->pid < 0)
    return errno;
  if (child->pid == 0)
    run_child(launch);
  int closed = launch->report;
  close_fd(&closed); /* else our own copy would keep the pipe open */
  int number = wait_for_exec(report);
  if (number != 0) {
    while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
    }
    return number;
  }
  child->pidfd = pidfd_open(child->pid, 0);
  return 0;
}

static bool start(const ProcessRequest *request, Child *child, Error **error)
{
  g_autofree char *program = find_program(request->argv[0], error);
  if (!program)
    return false;
  Launch launch = {
      .program = program,
      .argv = request->argv,
      .environment = request->environment ? (char *const *)request->environment : environ,
      .directory = request->directory,
      .outputs = {-1, -1},
      .report = -1,
  };
  int report = -1, number = 0;
  launch.input = open_input(request);
  if (launch.input < 0 || !make_pipe(&child->streams[0], &launch.outputs[0]) ||
      !make_pipe(&child->streams[1], &launch.outputs[1]) || !make_pipe(&report, &launch.report))
    number = errno;
  if (number == 0) {
    number = fork_and_exec(&launch, report, child);
    launch.report = -1; /* closed there */
  }
  close_fd(&launch.input);
  close_fd(&launch.outputs[0]);
  close_fd(&launch.outputs[1]);
  close_fd(&launch.report);
  close_fd(&report);
  if (number == 0)
    return true;
  error_set_errno(error, number, "can't run '%s'%s%s%s", request->argv[0],
                  request->directory ? " in '" : "", request->directory ? request->directory : "",
                  request->directory ? "'" : "");
  return false;
}

/* --- reading until it ends --- */

/* Take what is there; the stream is closed at its end. What is beyond the limit
 * is read and dropped, so that the child does not block. */
static void drain(int *fd, GString *out, size_t limit, bool all)
{
  char buffer[16384];
  while (*fd >= 0) {
    ssize_t got = read(*fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0 && errno == EAGAIN)
      return;
    if (got <= 0) {
      close_fd(fd);
      return;
    }
    g_string_append_len(out, buffer, (gssize)MIN((size_t)got, limit - out->len));
    if (!all)
      return;
  }
}

static void look_whether_ended(Child *child)
{
  pid_t found = waitpid(child->pid, &child->wait_status, WNOHANG);
  child->ended = found == child->pid || (found < 0 && errno != EINTR);
  if (found < 0 && child->ended)
    child->wait_status = W_EXITCODE(127, 0); /* somebody else reaped it */
}

static void kill_group(Child *child)
{
  kill(-child->pid, SIGKILL);
  while (waitpid(child->pid, &child->wait_status, 0) < 0 && errno == EINTR) {
  }
  child->ended = true;
}

static int wait_time(const Child *child, int64_t deadline)
{
  int64_t left = deadline == 0 ? -1 : MAX(deadline - now_ms(), 0);
  if (child->pidfd < 0)
    left = left < 0 ? POLL_MS : MIN(left, POLL_MS);
  return (int)MIN(left, 60 * 60 * 1000);
}

static void follow(Child *child, const ProcessRequest *request, ProcessResult *result)
{
  int64_t deadline = request->timeout_ms > 0 ? now_ms() + request->timeout_ms : 0;
  GString *texts[2] = {result->output, result->errors};
  while (!child->ended) {
    struct pollfd fds[3] = {
        {.fd = child->streams[0], .events = POLLIN},
        {.fd = child->streams[1], .events = POLLIN},
        {.fd = child->pidfd, .events = POLLIN},
    };
    poll(fds, 3, wait_time(child, deadline));
    for (int i = 0; i < 2; i++) {
      if (fds[i].revents)
        drain(&child->streams[i], texts[i], request->output_limit, false);
    }
    look_whether_ended(child);
    if (!child->ended && deadline != 0 && now_ms() >= deadline) {
      result->timed_out = true;
      kill_group(child);
    }
  }
  /* The rest that stands in the pipes. A grandchild that lives on may keep them
   * open; nobody waits for it. */
  for (int i = 0; i < 2; i++)
    drain(&child->streams[i], texts[i], request->output_limit, true);
}

static bool system_run(void *data, const ProcessRequest *request, ProcessResult *result,
                       Error **error)
{
  (void)data;
  *result = (ProcessResult){0};
  Child child = {.pidfd = -1, .streams = {-1, -1}};
  bool started = start(request, &child, error);
  if (started) {
    result->output = g_string_new(NULL);
    result->errors = g_string_new(NULL);
    for (int i = 0; i < 2; i++)
      fcntl(child.streams[i], F_SETFL, O_NONBLOCK);
    follow(&child, request, result);
    result->status = WIFSIGNALED(child.wait_status) ? 128 + WTERMSIG(child.wait_status)
                                                    : WEXITSTATUS(child.wait_status);
  }
  close_fd(&child.pidfd);
  close_fd(&child.streams[0]);
  close_fd(&child.streams[1]);
  return started;
}

const Runner process_system = {system_run, NULL};

void process_result_clear(ProcessResult *result)
{
  if (result->output)
    g_string_free(result->output, TRUE);
  if (result->errors)
    g_string_free(result->errors, TRUE);
  *result = (ProcessResult){0};
}
