/* suggest.h - "did you mean": the nearest of some names. */
#ifndef SENF_COMMON_SUGGEST_H
#define SENF_COMMON_SUGGEST_H

/* The nearest name by optimal string alignment distance, if near enough to be
 * meant (a third of the length at most), else NULL. `names` is NULL-ended. */
const char *suggest_nearest(const char *name, const char *const *names);

#endif
