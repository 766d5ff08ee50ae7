/* password_input.c - see password_input.h. */
#include "comment-server/password_input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* One byte at a time, so that what follows the line stays in stdin; and past
 * stdio, whose buffers would keep the password. */
static bool read_line(char *out, size_t size, Error **error)
{
  size_t length = 0;
  char byte = 0;
  ssize_t count;
  while ((count = read(STDIN_FILENO, &byte, 1)) == 1 && byte != '\n' && length + 1 < size)
    out[length++] = byte;
  out[length] = '\0';
  if (count == 1 && byte != '\n') {
    error_set(error, ERROR_USAGE, "the password is too long: %zu bytes at most", size - 2);
    return false;
  }
  if (count != 1 && length == 0) {
    error_set(error, ERROR_USAGE, "no password on stdin");
    return false;
  }
  if (length > 0 && out[length - 1] == '\r')
    out[length - 1] = '\0';
  return true;
}

static void interrupted(int signal_number)
{
  (void)signal_number;
}

/* Ctrl-C ends the question. It is let in only while nothing else happens: it can't
 * come a moment too early and be missed, nor leave a terminal that shows nothing. */
typedef struct Interrupts {
  sigset_t mask;
  struct sigaction action;
} Interrupts;

static void interrupts_hold(Interrupts *before)
{
  struct sigaction catch = {.sa_handler = interrupted};
  sigemptyset(&catch.sa_mask);
  sigset_t interrupt;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  sigprocmask(SIG_BLOCK, &interrupt, &before->mask);
  sigaction(SIGINT, &catch, &before->action);
}

static void interrupts_release(const Interrupts *before)
{
  sigaction(SIGINT, &before->action, NULL);
  sigprocmask(SIG_SETMASK, &before->mask, NULL);
}

static bool wait_for_line(const Interrupts *before, Error **error)
{
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  if (ppoll(&input, 1, NULL, &before->mask) == 1)
    return true;
  error_set(error, ERROR_USAGE, "the password was not given");
  return false;
}

static bool ask(const char *question, char *out, size_t size, Error **error)
{
  struct termios shown, hidden;
  if (tcgetattr(STDIN_FILENO, &shown) != 0) {
    error_set_errno(error, errno, "can't set up the terminal");
    return false;
  }
  Interrupts before;
  interrupts_hold(&before);
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
  fputs(question, stderr);
  bool ok = wait_for_line(&before, error) && read_line(out, size, error);
  fputc('\n', stderr);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
  interrupts_release(&before);
  return ok;
}

static bool ask_twice(char *out, size_t size, Error **error)
{
  char again[512] = "";
  bool ok = ask("New password: ", out, size, error) &&
            ask("The same again: ", again, size < sizeof again ? size : sizeof again, error);
  if (ok && strcmp(out, again) != 0) {
    error_set(error, ERROR_USAGE, "the two passwords differ");
    ok = false;
  }
  sodium_memzero(again, sizeof again);
  return ok;
}

bool password_input(bool from_stdin, char *out, size_t size, Error **error)
{
  if (from_stdin)
    return read_line(out, size, error);
  if (isatty(STDIN_FILENO))
    return ask_twice(out, size, error);
  error_set(error, ERROR_USAGE, "stdin is no terminal to ask for a password");
  error_hint(error, "use --password-stdin, or --generate");
  return false;
}
