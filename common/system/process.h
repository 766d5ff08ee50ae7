/* process.h - run another program, with a time limit.
 *
 * A Runner is handed in, so that tests need no real process. process_system is
 * the real one: no shell, no inherited descriptors beyond 0..2, killed with its
 * whole group when the time is over. Output beyond `output_limit` is dropped.
 */
#ifndef SENF_COMMON_SYSTEM_PROCESS_H
#define SENF_COMMON_SYSTEM_PROCESS_H

#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct ProcessRequest {
  const char *const *argv;        /* NULL-ended; argv[0] is looked up in PATH */
  const char *const *environment; /* "NAME=value", NULL-ended; NULL inherits */
  const char *directory;          /* or NULL */
  const char *input;              /* for stdin, or NULL for /dev/null */
  size_t input_length;
  int64_t timeout_ms;  /* 0: none */
  size_t output_limit; /* of stdout and stderr each */
} ProcessRequest;

typedef struct ProcessResult {
  int status; /* exit status; 128 + signal when it was killed */
  bool timed_out;
  GString *output; /* stdout */
  GString *errors; /* stderr */
} ProcessResult;

typedef struct Runner {
  /* False only when the program could not be started. */
  bool (*run)(void *data, const ProcessRequest *request, ProcessResult *result, Error **error);
  void *data;
} Runner;

extern const Runner process_system;

static inline bool process_run(const Runner *runner, const ProcessRequest *request,
                               ProcessResult *result, Error **error)
{
  return runner->run(runner->data, request, result, error);
}
void process_result_clear(ProcessResult *result);

#endif
