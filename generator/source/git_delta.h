/* git_delta.h - an object that git keeps as its difference from another.
 *
 * Format: gitformat-pack(5), "Deltified representation": the two sizes, then what to copy
 * from the base and what to insert.
 */
#ifndef SENF_GENERATOR_SOURCE_GIT_DELTA_H
#define SENF_GENERATOR_SOURCE_GIT_DELTA_H

#include <stddef.h>
#include <stdint.h>

/* The bytes with a NUL behind them (g_free), and their number, of at most `limit`; NULL when
 * they are more, or the delta is damaged, or of another base. */
char *git_delta_apply(const char *base, size_t base_length, const unsigned char *delta,
                      size_t delta_length, size_t limit, size_t *length);

/* A number in groups of seven bits, the lowest first, as sizes are written in packs; the place
 * behind it, or NULL. `shift`: of bits that were read before. */
const unsigned char *git_read_size(const unsigned char *at, const unsigned char *end,
                                   unsigned shift, uint64_t *size);

#endif
