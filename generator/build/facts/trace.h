/* trace.h - what one output read: facts; those of comments with the digest that they had
 * then (changed_facts.h says why).
 *
 * A fact is a field of a subject. A subject is a number: a page and a page's
 * comments are numbered by the page's row of build.db, all else has a name in the
 * table of names (name_table.h). A field is the number of its name.
 *
 * A trace belongs to one thread while it is filled. A fact read twice is kept once.
 */
#ifndef SENF_GENERATOR_BUILD_FACTS_TRACE_H
#define SENF_GENERATOR_BUILD_FACTS_TRACE_H

#include "common/digest.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef int64_t Subject;
typedef uint32_t Field;

typedef enum SubjectKind { SUBJECT_PAGE, SUBJECT_COMMENTS, SUBJECT_NAMED } SubjectKind;

static inline Subject subject_make(SubjectKind kind, int64_t number)
{
  return number * 4 + (int64_t)kind;
}
static inline SubjectKind subject_kind(Subject subject)
{
  return (SubjectKind)(subject & 3);
}
static inline int64_t subject_number(Subject subject)
{
  return subject >> 2;
}

typedef struct TraceEntry {
  Subject subject;
  Field field;
  Digest digest; /* of a SUBJECT_COMMENTS; else 0 */
} TraceEntry;

typedef struct Trace {
  TraceEntry *entries;
  size_t count, capacity;
  uint32_t *table; /* open addressing: index + 1 */
  size_t table_size;
  bool sorted; /* since then the table has other indexes */
} Trace;

void trace_init(Trace *trace);
void trace_clear(Trace *trace); /* empty, usable again */
void trace_release(Trace *trace);
void trace_add(Trace *trace, Subject subject, Field field, Digest digest);

/* Order by subject and field, so that equal readings give equal bytes. */
void trace_sort(Trace *trace);

/* The entries alone, to be read and then released. */
void trace_copy(const Trace *trace, Trace *copy);

#endif
