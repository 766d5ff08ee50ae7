/* driver.c - answers for the test of time zones.
 *
 *     driver < questions > answers
 *
 * A line in is "ZONE at SECONDS" or "ZONE local SECONDS"; a line out is the offset in
 * minutes, or "unknown". */
#include "common/time/timezone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
  char *line = NULL;
  size_t size = 0;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GHashTable) zones = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  while (getline(&line, &size, stdin) > 0) {
    g_auto(GStrv) words = g_strsplit(g_strchomp(line), " ", 3);
    if (!g_hash_table_contains(zones, words[0]))
      g_hash_table_insert(zones, g_strdup(words[0]), timezone_open(arena, words[0], NULL));
    const TimeZone *zone = g_hash_table_lookup(zones, words[0]);
    int64_t seconds = g_ascii_strtoll(words[2], NULL, 10);
    if (!zone)
      puts("unknown");
    else
      printf("%d\n", strcmp(words[1], "at") == 0 ? timezone_offset(zone, seconds)
                                                 : timezone_offset_local(zone, seconds));
  }
  free(line);
  return fflush(stdout) == 0 ? 0 : 1;
}
