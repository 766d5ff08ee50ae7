/* password_input.c - see password_input.h. */
#include "comment-server/password_input.h"

#include <errno.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static bool read_line(char *out, size_t size, Error **error)
{
  if (!fgets(out, (int)size, stdin)) {
    error_set(error, ERROR_USAGE,
              ferror(stdin) ? "the password was not given" : "no password on stdin");
    return false;
  }
  size_t length = strcspn(out, "\r\n");
  if (!out[length] && length + 1 >= size) {
    error_set(error, ERROR_USAGE, "the password is too long: %zu bytes at most", size - 2);
    return false;
  }
  out[length] = '\0';
  return true;
}

static void interrupted(int signal_number)
{
  (void)signal_number;
}

/* Ctrl-C must not leave a terminal behind that shows nothing: it ends the read,
 * not the process. */
static bool ask(const char *question, char *out, size_t size, Error **error)
{
  struct termios before, quiet;
  if (tcgetattr(STDIN_FILENO, &before) != 0) {
    error_set_errno(error, errno, "can't set up the terminal");
    return false;
  }
  struct sigaction catch = {.sa_handler = interrupted}, earlier;
  sigemptyset(&catch.sa_mask);
  sigaction(SIGINT, &catch, &earlier);
  quiet = before;
  quiet.c_lflag &= ~(tcflag_t)ECHO;
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
  fputs(question, stderr);
  bool ok = read_line(out, size, error);
  fputc('\n', stderr);
  tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
  sigaction(SIGINT, &earlier, NULL);
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
