/* coprocess.h - another program that answers questions for a while.
 *
 *     Coprocess *helper = coprocess_start(argv, &error);
 *     coprocess_write(…); coprocess_line(…); coprocess_read(…)    question, answer
 *     coprocess_stop(helper);
 *
 * It reads and writes the two ends of a socket, so that one that has gone does not take
 * us with it. Each call fails when it takes longer than its time. Its stderr goes nowhere.
 * One thread at a time.
 */
#ifndef SENF_COMMON_SYSTEM_COPROCESS_H
#define SENF_COMMON_SYSTEM_COPROCESS_H

#include "common/error.h"

#include <glib.h>

typedef struct Coprocess Coprocess;

/* argv[0] is a path. `environment` is "NAME=value", NULL-ended; NULL inherits. */
Coprocess *coprocess_start(const char *const *argv, const char *const *environment, Error **error);
/* Ends it, if it does not by itself when nobody asks any more. NULL is fine. */
void coprocess_stop(Coprocess *helper);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Coprocess, coprocess_stop)

bool coprocess_write(Coprocess *helper, const void *bytes, size_t length, int timeout_ms);
/* A line without its end, of at most `limit` bytes. NULL: none came. g_free it. */
char *coprocess_line(Coprocess *helper, size_t limit, int timeout_ms);
/* Exactly so many bytes, appended to `out`. */
bool coprocess_read(Coprocess *helper, size_t length, GString *out, int timeout_ms);

#endif
