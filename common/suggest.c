#include "common/suggest.h"

#include <glib.h>
#include <string.h>

#define LONGEST 64

/* Optimal string alignment: insert, delete, replace, or swap two neighbours,
 * each costs one; upper and lower case (ASCII) count as equal. */
static size_t distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
  size_t rows[3][LONGEST + 1];
  size_t *before = rows[0], *last = rows[1], *row = rows[2];
  for (size_t j = 0; j <= b_length; j++)
    last[j] = j;
  for (size_t i = 1; i <= a_length; i++) {
    row[0] = i;
    for (size_t j = 1; j <= b_length; j++) {
      char x = g_ascii_tolower(a[i - 1]), y = g_ascii_tolower(b[j - 1]);
      size_t best = MIN(last[j] + 1, row[j - 1] + 1);
      best = MIN(best, last[j - 1] + (x != y));
      if (i > 1 && j > 1 && x == g_ascii_tolower(b[j - 2]) && g_ascii_tolower(a[i - 2]) == y)
        best = MIN(best, before[j - 2] + 1);
      row[j] = best;
    }
    size_t *oldest = before;
    before = last;
    last = row;
    row = oldest;
  }
  return last[b_length];
}

const char *suggest_nearest(const char *name, const char *const *names)
{
  size_t length = strlen(name);
  if (length > LONGEST)
    return NULL;
  const char *nearest = NULL;
  size_t least = length / 3 + 1;
  for (; *names; names++) {
    size_t other = strlen(*names);
    size_t apart = other > length ? other - length : length - other;
    if (other > LONGEST || apart >= least)
      continue;
    size_t found = distance(name, length, *names, other);
    if (found < least) {
      least = found;
      nearest = *names;
    }
  }
  return nearest;
}
