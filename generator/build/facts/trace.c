/* trace.c - a small hash set of facts, and its bytes. */
#include "generator/build/facts/trace.h"

#include <stdlib.h>
#include <string.h>

enum { TABLE_KEPT = 2048 };

void trace_init(Trace *trace)
{
  *trace = (Trace){0};
}

/* One large output must not make all small ones after it slow. */
static void table_clear(Trace *trace)
{
  if (trace->table)
    memset(trace->table, 0, trace->table_size * sizeof *trace->table);
}

void trace_clear(Trace *trace)
{
  if (trace->table_size > TABLE_KEPT) {
    trace_release(trace);
    return;
  }
  trace->count = 0;
  trace->sorted = false;
  table_clear(trace);
}

void trace_release(Trace *trace)
{
  g_free(trace->entries);
  g_free(trace->table);
  trace_init(trace);
}

static size_t entry_hash(Subject subject, Field field)
{
  uint64_t hash = ((uint64_t)subject << 20 ^ field) * UINT64_C(0x9e3779b97f4a7c15);
  return (size_t)(hash >> 32);
}

static void table_insert(Trace *trace, uint32_t index)
{
  const TraceEntry *entry = &trace->entries[index];
  size_t slot = entry_hash(entry->subject, entry->field) & (trace->table_size - 1);
  while (trace->table[slot])
    slot = (slot + 1) & (trace->table_size - 1);
  trace->table[slot] = index + 1;
}

static void table_fill(Trace *trace)
{
  for (uint32_t i = 0; i < trace->count; i++)
    table_insert(trace, i);
  trace->sorted = false;
}

static void trace_grow(Trace *trace)
{
  trace->capacity = trace->capacity ? trace->capacity * 2 : 64;
  trace->entries = g_renew(TraceEntry, trace->entries, trace->capacity);
  trace->table_size = trace->capacity * 2;
  g_free(trace->table);
  trace->table = g_new0(uint32_t, trace->table_size);
  table_fill(trace);
}

void trace_add(Trace *trace, Subject subject, Field field, Digest digest)
{
  if (trace->count == trace->capacity) {
    trace_grow(trace);
  } else if (trace->sorted) {
    table_clear(trace);
    table_fill(trace);
  }
  size_t slot = entry_hash(subject, field) & (trace->table_size - 1);
  for (; trace->table[slot]; slot = (slot + 1) & (trace->table_size - 1)) {
    const TraceEntry *entry = &trace->entries[trace->table[slot] - 1];
    if (entry->subject == subject && entry->field == field)
      return;
  }
  trace->entries[trace->count] = (TraceEntry){subject, field, digest};
  trace->table[slot] = (uint32_t)++trace->count;
}

static bool entry_before(const TraceEntry *first, const TraceEntry *second)
{
  return first->subject != second->subject ? first->subject < second->subject
                                           : first->field < second->field;
}

/* Shell's sort: a trace holds about a hundred entries, for which calls of a comparison cost
 * more than the moves. No two entries are equal. */
void trace_sort(Trace *trace)
{
  TraceEntry *entries = trace->entries;
  size_t gap = 1;
  while (gap < trace->count / 3)
    gap = 3 * gap + 1;
  for (; gap > 0; gap /= 3) {
    for (size_t i = gap; i < trace->count; i++) {
      TraceEntry moved = entries[i];
      size_t at = i;
      for (; at >= gap && entry_before(&moved, &entries[at - gap]); at -= gap)
        entries[at] = entries[at - gap];
      entries[at] = moved;
    }
  }
  trace->sorted = true;
}

void trace_copy(const Trace *trace, Trace *copy)
{
  *copy = (Trace){.entries = g_memdup2(trace->entries, trace->count * sizeof *trace->entries),
                  .count = trace->count,
                  .capacity = trace->count};
}
