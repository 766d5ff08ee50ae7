/* lock.h - one build at a time for a state folder; those that wait fold into one.
 *
 *     LockRequest request = lock_ask(state, text);      before anything is read
 *     switch (lock_take(&request, …)) {
 *     case LOCK_TAKEN: … build …; lock_done(&request);   only when it was done
 *     case LOCK_FOLDED:                                  another build did it
 *     }
 *     lock_release(&request);
 *
 * Builds are numbered: the file `lock` of the state folder holds the number of the last
 * that began, the number of the last that was done, and what that one was asked. A build
 * writes its number before it reads anything. So who waited, and then finds that a build
 * with a number higher than that at asking was done for the same request, knows that it
 * saw all that there was when he asked. Of any number of builds that are asked while one
 * runs, one is run. A build that fails or is killed counts for nobody: the next that
 * waits does it.
 *
 * The kernel frees the lock (flock) when the process dies. When the numbers can't be read
 * or written, nothing is folded.
 */
#ifndef SENF_GENERATOR_BUILD_LOCK_H
#define SENF_GENERATOR_BUILD_LOCK_H

#include "common/digest.h"
#include "common/error.h"

typedef struct LockRequest {
  int descriptor; /* -1: there is no lock to release */
  int64_t asked;  /* the highest number when it was asked */
  int64_t number; /* of this build; 0: not known */
  Digest text;    /* equal requests want the same build */
} LockRequest;

typedef enum LockOutcome { LOCK_FAILED, LOCK_TAKEN, LOCK_FOLDED } LockOutcome;

/* The folder `state` exists. False with the error. */
bool lock_ask(LockRequest *request, const char *state, Digest text, Error **error);
/* `waits` (or NULL) is called once, when it has to wait. */
LockOutcome lock_take(LockRequest *request, void (*waits)(void *data), void *data, Error **error);
/* The build was done. */
void lock_done(LockRequest *request);
void lock_release(LockRequest *request);

#endif
