/* password_input.h - a password from whoever runs the command. */
#ifndef SENF_COMMENT_SERVER_PASSWORD_INPUT_H
#define SENF_COMMENT_SERVER_PASSWORD_INPUT_H

#include "common/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The first line of stdin, or, from a terminal, asked for twice without echo.
 * Fails when stdin is no terminal and `from_stdin` is not set. */
bool password_input(bool from_stdin, char *out, size_t size, Error **error);

#endif
