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

/* An entry's order: its subject, its field, and where it stands. */
typedef unsigned __int128 SortKey;

static SortKey sort_key(const TraceEntry *entry, size_t index)
{
  return (SortKey)(uint64_t)entry->subject << 64 | (uint64_t)entry->field << 32 | index;
}

/* Two runs that are in order become one. Which of two keys comes first can't be foretold, so
 * there is no branch that depends on it. */
static void runs_merge(const SortKey *first, size_t first_count, const SortKey *second,
                       size_t second_count, SortKey *out)
{
  const SortKey *first_end = first + first_count, *second_end = second + second_count;
  while (first < first_end && second < second_end) {
    bool later = *second < *first;
    const SortKey *least = later ? second : first;
    *out++ = *least;
    second += later;
    first += !later;
  }
  memcpy(out, first, (size_t)(first_end - first) * sizeof *out);
  memcpy(out + (first_end - first), second, (size_t)(second_end - second) * sizeof *out);
}

/* The keys in order: `keys` or `other`, which has as much room. */
static const SortKey *keys_sort(SortKey *keys, SortKey *other, size_t count)
{
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t at = 0; at < count; at += 2 * width) {
      size_t first = MIN(width, count - at);
      size_t second = MIN(width, count - at - first);
      runs_merge(keys + at, first, keys + at + first, second, other + at);
    }
    SortKey *done = other;
    other = keys;
    keys = done;
  }
  return keys;
}

void trace_sort(Trace *trace)
{
  size_t count = trace->count;
  trace->sorted = true;
  if (count < 2)
    return;
  g_autofree SortKey *keys = g_new(SortKey, 2 * count);
  TraceEntry *entries = g_new(TraceEntry, trace->capacity);
  for (size_t i = 0; i < count; i++)
    keys[i] = sort_key(&trace->entries[i], i);
  const SortKey *sorted = keys_sort(keys, keys + count, count);
  for (size_t i = 0; i < count; i++)
    entries[i] = trace->entries[(uint32_t)sorted[i]];
  g_free(trace->entries);
  trace->entries = entries;
}

void trace_copy(const Trace *trace, Trace *copy)
{
  *copy = (Trace){.entries = g_memdup2(trace->entries, trace->count * sizeof *trace->entries),
                  .count = trace->count,
                  .capacity = trace->count};
}
