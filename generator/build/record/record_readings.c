/* record_readings.c - what an output read, as bytes of its row.
 *
 * Many outputs read the same fields of different subjects. So each set of fields is kept
 * once, with a number, and a reading is a row of subjects, as differences, each with the
 * number of the set of its fields, and of comments their digests. At the end stands a digest
 * of it all; nothing at all when nothing was read.
 */
#include "generator/build/record/record_internal.h"

#include "common/number_bytes.h"

#include <string.h>

typedef struct FieldSet {
  const Field *fields; /* ascending */
  size_t count;
  int64_t number;
} FieldSet;

struct FieldSets {
  Arena *arena;
  GPtrArray *by_number; /* number → FieldSet, or NULL */
  GHashTable *known;    /* FieldSet → itself */
  GArray *scratch;      /* of Field */
};

/* --- the sets ------------------------------------------------------------------------------ */

static guint set_hash(gconstpointer key)
{
  const FieldSet *set = key;
  guint hash = (guint)set->count;
  for (size_t i = 0; i < set->count; i++)
    hash = hash * 31 + set->fields[i];
  return hash;
}

static gboolean set_equal(gconstpointer a, gconstpointer b)
{
  const FieldSet *first = a, *second = b;
  return first->count == second->count &&
         memcmp(first->fields, second->fields, first->count * sizeof(Field)) == 0;
}

static FieldSet *set_restore(FieldSets *sets, int64_t number, const Field *fields, size_t count)
{
  FieldSet *set = arena_new_of(sets->arena, FieldSet);
  *set = (FieldSet){arena_memdup(sets->arena, fields, count * sizeof *fields), count, number};
  if (number >= sets->by_number->len)
    g_ptr_array_set_size(sets->by_number, (int)number + 1);
  sets->by_number->pdata[number] = set;
  g_hash_table_add(sets->known, set);
  return set;
}

/* Fields are kept as differences. */
static void set_read(FieldSets *sets, int64_t number, const unsigned char *bytes, size_t length)
{
  const unsigned char *at = bytes, *end = bytes + length;
  uint64_t difference;
  Field field = 0;
  g_array_set_size(sets->scratch, 0);
  while (varint_take(&at, end, &difference)) {
    field += (Field)difference;
    g_array_append_val(sets->scratch, field);
  }
  set_restore(sets, number, (const Field *)(void *)sets->scratch->data, sets->scratch->len);
}

/* Numbers are given one by one: a larger one is damage. */
enum { SETS_MAX = 1 << 20 };

static FieldSets *sets_of(Record *record, Error **error)
{
  if (record->field_sets)
    return record->field_sets;
  FieldSets *sets = g_new0(FieldSets, 1);
  sets->arena = arena_new();
  sets->by_number = g_ptr_array_new();
  sets->known = g_hash_table_new(set_hash, set_equal);
  sets->scratch = g_array_new(FALSE, FALSE, sizeof(Field));
  g_ptr_array_set_size(sets->by_number, 1);
  record->field_sets = sets;
  SqlQuery *query = sql_query(record->db, "SELECT number, fields FROM field_set", "");
  while (sql_next(query)) {
    size_t length = 0;
    int64_t number = sql_int(query, 0);
    const void *bytes = sql_blob(query, 1, &length);
    if (number > 0 && number < SETS_MAX)
      set_read(sets, number, bytes, length);
  }
  if (sql_end(query, error))
    return sets;
  field_sets_forget(record);
  return NULL;
}

void field_sets_forget(Record *record)
{
  FieldSets *sets = g_steal_pointer(&record->field_sets);
  if (!sets)
    return;
  g_array_unref(sets->scratch);
  g_hash_table_unref(sets->known);
  g_ptr_array_unref(sets->by_number);
  arena_free(sets->arena);
  g_free(sets);
}

static bool set_write(Record *record, const FieldSet *set, Error **error)
{
  Field last = 0;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  for (size_t i = 0; i < set->count; i++) {
    unsigned char difference[VARINT_MAX];
    const unsigned char *end = varint_put(difference, set->fields[i] - last);
    g_byte_array_append(bytes, difference, (guint)(end - difference));
    last = set->fields[i];
  }
  return sql_run(record->db, error, "INSERT INTO field_set (number, fields) VALUES (?, ?)", "ib",
                 set->number, bytes->data, (size_t)bytes->len);
}

/* The set of the fields that a trace has of the subject at `begin`, which ends before `end`; a
 * new one when it is not known. NULL when it can't be written. */
static const FieldSet *set_of(Record *record, FieldSets *sets, const Trace *trace, size_t begin,
                              size_t end, Error **error)
{
  g_array_set_size(sets->scratch, (guint)(end - begin));
  Field *fields = (Field *)(void *)sets->scratch->data;
  for (size_t i = begin; i < end; i++)
    fields[i - begin] = trace->entries[i].field;
  FieldSet key = {fields, end - begin, 0};
  FieldSet *set = g_hash_table_lookup(sets->known, &key);
  if (set)
    return set;
  set = set_restore(sets, sets->by_number->len, key.fields, key.count);
  return set_write(record, set, error) ? set : NULL;
}

/* --- readings -------------------------------------------------------------------------------- */

size_t trace_next_subject(const Trace *trace, size_t at)
{
  Subject subject = trace->entries[at].subject;
  while (at < trace->count && trace->entries[at].subject == subject)
    at++;
  return at;
}

static void put_digest(GByteArray *out, Digest digest)
{
  unsigned char bytes[NUMBER_BYTES];
  number_put(bytes, digest);
  g_byte_array_append(out, bytes, sizeof bytes);
}

bool readings_pack(Record *record, const Trace *trace, GByteArray *out, Error **error)
{
  Subject last = 0;
  guint start = out->len;
  FieldSets *sets = sets_of(record, error);
  if (!sets)
    return false;
  for (size_t i = 0, next; i < trace->count; i = next) {
    const TraceEntry *entry = &trace->entries[i];
    next = trace_next_subject(trace, i);
    const FieldSet *set = set_of(record, sets, trace, i, next, error);
    if (!set)
      return false;
    unsigned char bytes[2 * VARINT_MAX];
    unsigned char *end = varint_put(bytes, (uint64_t)(entry->subject - last));
    end = varint_put(end, (uint64_t)set->number);
    g_byte_array_append(out, bytes, (guint)(end - bytes));
    for (size_t j = i; subject_kind(entry->subject) == SUBJECT_COMMENTS && j < next; j++)
      put_digest(out, trace->entries[j].digest);
    last = entry->subject;
  }
  if (trace->count > 0)
    put_digest(out, digest_bytes(out->data + start, out->len - start));
  return true;
}

static const FieldSet *take_set(const FieldSets *sets, const unsigned char **at,
                                const unsigned char *end)
{
  uint64_t number;
  if (!varint_take(at, end, &number) || number >= sets->by_number->len)
    return NULL;
  return g_ptr_array_index(sets->by_number, number);
}

static bool is_among(const GArray *subjects, Subject subject)
{
  for (guint i = 0; i < subjects->len; i++)
    if (g_array_index(subjects, Subject, i) == subject)
      return true;
  return false;
}

static bool take_subject(const FieldSets *sets, const unsigned char **at, const unsigned char *end,
                         const GArray *only, Subject *subject, Trace *trace)
{
  uint64_t difference;
  const FieldSet *set = varint_take(at, end, &difference) ? take_set(sets, at, end) : NULL;
  if (!set)
    return false;
  *subject += (Subject)difference;
  bool comments = subject_kind(*subject) == SUBJECT_COMMENTS;
  if (comments && (size_t)(end - *at) < set->count * NUMBER_BYTES)
    return false;
  if (only && !is_among(only, *subject)) {
    *at += comments ? set->count * NUMBER_BYTES : 0;
    return true;
  }
  for (size_t i = 0; i < set->count; i++) {
    trace_add(trace, *subject, set->fields[i], comments ? number_at(*at) : 0);
    *at += comments ? NUMBER_BYTES : 0;
  }
  return true;
}

bool readings_unpack(Record *record, const void *bytes, size_t length, const GArray *only,
                     Trace *trace)
{
  const FieldSets *sets = sets_of(record, NULL);
  Subject subject = 0;
  trace_clear(trace);
  if (length == 0)
    return true;
  if (!sets || length < NUMBER_BYTES)
    return false;
  const unsigned char *at = bytes, *end = at + length - NUMBER_BYTES;
  if (number_at(end) != digest_bytes(bytes, (size_t)(end - at)))
    return false;
  while (at < end)
    if (!take_subject(sets, &at, end, only, &subject, trace))
      return false;
  return true;
}
