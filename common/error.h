/* error.h - what went wrong, where, and what to do about it.
 *
 * Every function that can fail for a reason other than a bug takes a last
 * argument `Error **error`, which points to a NULL pointer (or is NULL when the
 * caller does not want to know), and returns false or NULL after filling it.
 * Nobody below the commands prints; they hand the Error up, and the command
 * prints it with error_print() and leaves with its exit status.
 *
 *     g_autoptr(Error) error = NULL;
 *     if (!settings_load(&settings, tree, &error))
 *       return command_fail(error);
 *
 * A caller may add what only it knows on the way up: error_at() when the place
 * is still unknown, error_hint() when there is something to do, error_note()
 * for the chain that led there ("included from base.html:3:1").
 *
 * A warning is an Error that stops nobody; Warnings collects them.
 *
 * Ownership: the receiver of an Error frees it (error_free, g_autoptr); all
 * strings are copied.
 */
#ifndef SENF_COMMON_ERROR_H
#define SENF_COMMON_ERROR_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The exit status that each kind leads to. */
typedef enum ErrorKind {
  ERROR_SITE = 1,    /* the site or the data is wrong: its owner mends it */
  ERROR_USAGE = 2,   /* the command line or a setting of the server is wrong */
  ERROR_MACHINE = 3, /* disk, permission, memory, a missing program */
} ErrorKind;

typedef struct Error {
  ErrorKind kind;
  char *what;        /* one sentence without a full stop, lower case first */
  char *file;        /* or NULL; as its owner would name it */
  int line;          /* from 1; 0: unknown */
  int column;        /* from 1, in characters; 0: unknown */
  char *source_line; /* the line itself, for the caret, or NULL */
  char *hint;        /* what to do, or NULL */
  GPtrArray *notes;  /* of char *, or NULL */
} Error;

/* Fill *error; does nothing when `error` is NULL. Setting one twice is a bug. */
void error_set(Error **error, ErrorKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* The same with `strerror(number)` at the end; kind is ERROR_MACHINE. */
void error_set_errno(Error **error, int number, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Each of these does nothing when `error` or *error is NULL, so that they can
 * follow a failed call directly. error_at does not overwrite a known place. */
void error_at(Error **error, const char *file, int line, int column);
/* Take the line `line` (as set by error_at) out of the whole text of the file. */
void error_source(Error **error, const char *text, size_t length);
void error_hint(Error **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
void error_note(Error **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Put words before the sentence: "can't read the settings: …". */
void error_prefix(Error **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Hand an Error up: *to becomes `from`; frees it when `to` is NULL. */
void error_move(Error **to, Error *from);

/* "senf: error: posts/a.md:3:7: unknown date 'soon'", the line, the caret, the
 * hint and the notes, each on a line of its own. `label` is "error" or
 * "warning"; `color` switches ANSI colours on. */
void error_format(const Error *error, const char *label, bool color, GString *out);

/* error_format to stderr behind the program's name; colours when stderr is a
 * terminal and NO_COLOR is not set. */
void error_print(const Error *error, const char *label);

Error *error_copy(const Error *error);
void error_free(Error *error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Error, error_free)

/* Warnings, in the order in which they came; equal ones are kept once. */
typedef struct Warnings Warnings;

Warnings *warnings_new(void);
void warnings_free(Warnings *warnings);
void warnings_take(Warnings *warnings, Error *warning); /* takes ownership */
void warnings_add(Warnings *warnings, const char *file, int line, int column, const char *format,
                  ...) G_GNUC_PRINTF(5, 6);
size_t warnings_count(const Warnings *warnings);
const Error *warnings_get(const Warnings *warnings, size_t index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Warnings, warnings_free)

#endif
