/* lock.h - one build at a time for a state folder. */
#ifndef SENF_GENERATOR_BUILD_LOCK_H
#define SENF_GENERATOR_BUILD_LOCK_H

#include "common/error.h"

/* Waits until the lock is free; the descriptor to hand to lock_release, or -1 with the
 * error. The kernel frees it when the process dies. */
int lock_take(const char *state, Error **error);
void lock_release(int descriptor);

#endif
