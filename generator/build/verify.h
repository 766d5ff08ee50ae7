/* verify.h - the proof: a full build in scratch, compared byte for byte.
 *
 * The scratch build takes the inputs of the last build: its commit and its moment.
 */
#ifndef SENF_GENERATOR_BUILD_VERIFY_H
#define SENF_GENERATOR_BUILD_VERIFY_H

#include "generator/build/build.h"

typedef enum VerifyFault {
  VERIFY_MISSING, /* a full build makes it, the output folder does not have it */
  VERIFY_DIFFERS,
  VERIFY_STALE,   /* this site made it once, a full build does not */
  VERIFY_FOREIGN, /* in the output folder, but never this site's */
} VerifyFault;

typedef struct VerifyDifference {
  VerifyFault fault;
  char *path;
} VerifyDifference;

typedef struct VerifyReport {
  size_t files;           /* of the full build */
  GPtrArray *differences; /* of VerifyDifference *, by path */
} VerifyReport;

bool verify_run(const BuildOptions *options, VerifyReport *report, Error **error);
void verify_report_clear(VerifyReport *report);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(VerifyReport, verify_report_clear)

#endif
