/* record_readers.c - which outputs read a subject: the other way round of their readings.
 *
 * Of each subject one row with the numbers of the outputs, in order, as JSON, so that the
 * view for senf-comments can join them. What changes in a transaction is gathered, since a
 * full build adds hundreds of thousands of readers, and is written at its end.
 */
#include "generator/build/record/record_internal.h"

#include "generator/build/facts/facts.h"

#include <string.h>

/* A text of this length may leave the page of its row, where SQLite does not see damage. */
enum { GUARDED_LENGTH = 2000 };

/* Something that happened to a subject's readers. A full build has many of them; numbers are
 * given one by one, so that 31 bits are enough. */
typedef struct Step {
  uint32_t subject;
  uint32_t what; /* the output times two, and one when it reads it no more */
} Step;

/* --- gathering ------------------------------------------------------------------------------- */

/* Readers of common subjects are not indexed. */
static bool subject_indexed(Subject subject, NameTable *subjects)
{
  if (subject_kind(subject) != SUBJECT_NAMED)
    return true;
  const char *name = name_table_name(subjects, subject_number(subject));
  return !name || !subject_is_common(name);
}

static void step_add(Record *record, Subject subject, int64_t output, bool gone)
{
  const Step step = {(uint32_t)subject, (uint32_t)output << 1 | gone};
  if (!record->reader_steps)
    record->reader_steps = g_array_new(FALSE, FALSE, sizeof step);
  g_array_append_val(record->reader_steps, step);
}

/* Both traces are sorted. Most subjects are the same: a part of the sitemap reads a thousand
 * pages. */
void readers_change(Record *record, int64_t output, const Trace *before, const Trace *now,
                    NameTable *subjects)
{
  size_t i = 0, j = 0;
  while (i < before->count || j < now->count) {
    Subject old = i < before->count ? before->entries[i].subject : G_MAXINT64;
    Subject new = j < now->count ? now->entries[j].subject : G_MAXINT64;
    if (old < new)
      step_add(record, old, output, true);
    else if (new < old && subject_indexed(new, subjects))
      step_add(record, new, output, false);
    if (old <= new)
      i = trace_next_subject(before, i);
    if (new <= old)
      j = trace_next_subject(now, j);
  }
}

void readers_forget(Record *record)
{
  g_clear_pointer(&record->reader_steps, g_array_unref);
}

/* --- rows ------------------------------------------------------------------------------------ */

static int64_t text_guard(const char *text, size_t length)
{
  return length < GUARDED_LENGTH ? 0 : (int64_t)digest_bytes(text, length);
}

static void outputs_parse(GArray *outputs, const char *text)
{
  while (*text == '[' || *text == ',') {
    char *end;
    uint32_t output = (uint32_t)g_ascii_strtoull(text + 1, &end, 10);
    if (end > text + 1)
      g_array_append_val(outputs, output);
    text = end;
  }
}

/* Ascending; of a damaged row none, and the record says that something is lost. */
static bool outputs_load(Record *record, Subject subject, GArray *outputs, Error **error)
{
  SqlQuery *query =
      sql_query(record->db, "SELECT outputs, guard FROM reader WHERE subject = ?", "i", subject);
  g_array_set_size(outputs, 0);
  if (sql_next(query)) {
    const char *text = sql_text(query, 0);
    if (text && text_guard(text, strlen(text)) == sql_int(query, 1))
      outputs_parse(outputs, text);
    else
      record->lost = true;
  }
  return sql_end(query, error);
}

/* "[1,22,333]" */
static void outputs_write(const GArray *outputs, GString *text)
{
  enum { NUMBER_DIGITS = 10 };
  for (guint i = 0; i < outputs->len; i++) {
    char digits[NUMBER_DIGITS + 1], *end = digits + sizeof digits, *begin = end;
    uint32_t number = g_array_index(outputs, uint32_t, i);
    do
      *--begin = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    *--begin = i ? ',' : '[';
    g_string_append_len(text, begin, end - begin);
  }
  g_string_append_c(text, ']');
}

static bool outputs_save(Record *record, Subject subject, const GArray *outputs, Error **error)
{
  if (outputs->len == 0)
    return sql_run(record->db, error, "DELETE FROM reader WHERE subject = ?", "i", subject);
  g_autoptr(GString) text = g_string_new(NULL);
  outputs_write(outputs, text);
  return sql_run(record->db, error,
                 "INSERT OR REPLACE INTO reader (subject, guard, outputs) VALUES (?, ?, ?)", "iis",
                 subject, text_guard(text->str, text->len), text->str);
}

/* --- writing --------------------------------------------------------------------------------- */

/* Where an output stands or would stand. New ones have the highest numbers. */
static guint output_place(const GArray *outputs, uint32_t output)
{
  guint low = 0, high = outputs->len;
  if (high > 0 && g_array_index(outputs, uint32_t, high - 1) < output)
    return high;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(outputs, uint32_t, middle) < output)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void step_do(GArray *outputs, uint32_t what)
{
  uint32_t output = what >> 1;
  guint place = output_place(outputs, output);
  bool there = place < outputs->len && g_array_index(outputs, uint32_t, place) == output;
  if (what & 1 && there)
    g_array_remove_index(outputs, place);
  else if (!(what & 1) && !there)
    g_array_insert_val(outputs, place, output);
}

/* The first build of a site has nothing to look up. */
static bool readers_are_there(Record *record)
{
  int64_t there = 1;
  sql_get_int(record->db, NULL, &there, "SELECT EXISTS (SELECT 1 FROM reader)", "");
  return there != 0;
}

/* All steps of one subject. */
static bool steps_save(Record *record, const Step *steps, size_t count, bool there, GArray *outputs,
                       Error **error)
{
  g_array_set_size(outputs, 0);
  if (there && !outputs_load(record, steps->subject, outputs, error))
    return false;
  for (size_t i = 0; i < count; i++)
    step_do(outputs, steps[i].what);
  return outputs_save(record, steps->subject, outputs, error);
}

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

/* By one digit of the subjects, from `steps` to `sorted`; equal ones keep their order. */
static void steps_sort_by(const Step *steps, Step *sorted, size_t count, unsigned shift)
{
  size_t places[DIGITS + 1] = {0};
  for (size_t i = 0; i < count; i++)
    places[(steps[i].subject >> shift) % DIGITS + 1]++;
  for (size_t i = 1; i < DIGITS; i++)
    places[i] += places[i - 1];
  for (size_t i = 0; i < count; i++)
    sorted[places[(steps[i].subject >> shift) % DIGITS]++] = steps[i];
}

/* By subject, each one's in the order in which they came: comparing them would take ten
 * times as long. */
static void steps_sort(GArray *steps)
{
  Step *from = (Step *)(void *)steps->data, *to = g_new(Step, steps->len), *spare = to;
  uint32_t all = 0;
  for (guint i = 0; i < steps->len; i++)
    all |= from[i].subject;
  for (unsigned shift = 0; shift < 32 && all >> shift > 0; shift += DIGIT_BITS) {
    steps_sort_by(from, to, steps->len, shift);
    Step *sorted = to;
    to = from;
    from = sorted;
  }
  if (from == spare)
    memcpy(steps->data, spare, steps->len * sizeof *spare);
  g_free(spare);
}

/* In order, so that the pages of the file are filled one after another. */
bool readers_flush(Record *record, Error **error)
{
  if (!record->reader_steps)
    return true;
  bool good = true, there = readers_are_there(record);
  g_autoptr(GArray) sorted = g_steal_pointer(&record->reader_steps);
  g_autoptr(GArray) outputs = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  steps_sort(sorted);
  const Step *steps = (const Step *)(void *)sorted->data;
  for (guint i = 0, next; good && i < sorted->len; i = next) {
    for (next = i + 1; next < sorted->len && steps[next].subject == steps[i].subject;)
      next++;
    good = steps_save(record, &steps[i], next - i, there, outputs, error);
  }
  return good;
}

/* --- asking ---------------------------------------------------------------------------------- */

typedef struct Visit {
  Record *record;
  ReaderVisit visit;
  void *data;
  const GArray *only; /* see readings_unpack */
  Trace trace;
} Visit;

static bool visit_rows(Visit *visit, SqlQuery *query, Error **error)
{
  bool good = true;
  while (good && sql_next(query)) {
    size_t length = 0;
    int64_t output = sql_int(query, 0);
    const void *reads = sql_blob(query, 1, &length);
    bool sound = readings_unpack(visit->record, reads, length, visit->only, &visit->trace);
    good = visit->visit(visit->data, output, sound ? &visit->trace : NULL, error);
  }
  return sql_end(query, good ? error : NULL) && good;
}

static bool visit_subject(Visit *visit, Subject subject, Error **error)
{
  g_autoptr(GArray) outputs = g_array_new(FALSE, FALSE, sizeof(uint32_t));
  bool good = outputs_load(visit->record, subject, outputs, error);
  for (guint i = 0; good && i < outputs->len; i++)
    good = visit_rows(visit,
                      sql_query(visit->record->db, "SELECT row, reads FROM output WHERE row = ?",
                                "i", (int64_t)g_array_index(outputs, uint32_t, i)),
                      error);
  return good;
}

bool record_visit_readers(Record *record, Subject subject, ReaderVisit visit, void *data,
                          Error **error)
{
  Visit all = {.record = record, .visit = visit, .data = data};
  bool good = readers_flush(record, error) && visit_subject(&all, subject, error);
  trace_release(&all.trace);
  return good;
}

bool record_visit_all_readers(Record *record, const GArray *subjects, ReaderVisit visit, void *data,
                              Error **error)
{
  Visit all = {.record = record, .visit = visit, .data = data, .only = subjects};
  SqlQuery *query =
      sql_query(record->db, "SELECT row, reads FROM output WHERE reads IS NOT NULL", "");
  bool good = visit_rows(&all, query, error);
  trace_release(&all.trace);
  return good;
}

bool record_visit_comment_readers(Record *record, const char *page_id,
                                  void (*visit)(void *data, const char *path), void *data,
                                  Error **error)
{
  SqlQuery *query = sql_query(
      record->db, "SELECT path FROM comment_reader WHERE page_id = ? ORDER BY path", "s", page_id);
  while (sql_next(query))
    visit(data, sql_text(query, 0));
  return sql_end(query, error);
}
