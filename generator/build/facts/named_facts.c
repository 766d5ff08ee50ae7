/* named_facts.c - the bytes: for each field its number (four bytes) and its digest (eight),
 * low byte first. */
#include "generator/build/facts/named_facts.h"

#include <string.h>

enum { FIELD_BYTES = 4, FACT_BYTES = 12 };
/* Numbers are given one by one: a larger one is damage. */
enum { FIELD_LIMIT = 1 << 20 };

typedef struct NamedFact {
  Field field;
  Digest digest;
} NamedFact;

typedef struct NamedSubject {
  int64_t number;
  GArray *facts;     /* of NamedFact */
  GByteArray *known; /* by number of the field: 1 when it is among them */
  bool changed;
} NamedSubject;

struct NamedFacts {
  GHashTable *subjects; /* number → NamedSubject, owned */
  NamedFactsLoad load;
  void *data;
};

static void subject_free(gpointer data)
{
  NamedSubject *subject = data;
  g_array_unref(subject->facts);
  g_byte_array_unref(subject->known);
  g_free(subject);
}

NamedFacts *named_facts_new(NamedFactsLoad load, void *data)
{
  NamedFacts *facts = g_new0(NamedFacts, 1);
  facts->subjects = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL, subject_free);
  facts->load = load;
  facts->data = data;
  return facts;
}

void named_facts_free(NamedFacts *facts)
{
  if (!facts)
    return;
  g_hash_table_unref(facts->subjects);
  g_free(facts);
}

static NamedSubject *subject_new(NamedFacts *facts, int64_t number)
{
  NamedSubject *subject = g_new0(NamedSubject, 1);
  subject->number = number;
  subject->facts = g_array_new(FALSE, FALSE, sizeof(NamedFact));
  subject->known = g_byte_array_new();
  g_hash_table_insert(facts->subjects, &subject->number, subject);
  return subject;
}

static void subject_add(NamedSubject *subject, const NamedFact *fact)
{
  guint before = subject->known->len;
  if (fact->field >= before) {
    g_byte_array_set_size(subject->known, fact->field + 1);
    memset(subject->known->data + before, 0, subject->known->len - before);
  }
  subject->known->data[fact->field] = 1;
  g_array_append_val(subject->facts, *fact);
}

static bool subject_knows(const NamedSubject *subject, Field field)
{
  return field < subject->known->len && subject->known->data[field];
}

static uint64_t get_number(const unsigned char *bytes, size_t count)
{
  uint64_t number = 0;
  while (count-- > 0)
    number = number << 8 | bytes[count];
  return number;
}

static void put_number(GByteArray *out, uint64_t number, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    guint8 byte = (guint8)(number >> (8 * i));
    g_byte_array_append(out, &byte, 1);
  }
}

void named_facts_restore(NamedFacts *facts, int64_t number, const void *bytes, size_t length)
{
  const unsigned char *at = bytes;
  NamedSubject *subject = subject_new(facts, number);
  for (size_t i = 0; length % FACT_BYTES == 0 && i < length; i += FACT_BYTES) {
    NamedFact fact = {(Field)get_number(at + i, FIELD_BYTES),
                      get_number(at + i + FIELD_BYTES, sizeof(Digest))};
    if (fact.field < FIELD_LIMIT)
      subject_add(subject, &fact);
  }
}

static NamedSubject *subject_find(NamedFacts *facts, int64_t number)
{
  NamedSubject *subject = g_hash_table_lookup(facts->subjects, &number);
  if (subject)
    return subject;
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  if (!facts->load || !facts->load(facts->data, number, bytes))
    return subject_new(facts, number);
  named_facts_restore(facts, number, bytes->data, bytes->len);
  return g_hash_table_lookup(facts->subjects, &number);
}

void named_facts_compare(NamedFacts *facts, Viewer *viewer, ChangedFacts *changed,
                         void (*visit)(void *data, int64_t number), void *data)
{
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, facts->subjects);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    NamedSubject *subject = value;
    Subject number = subject_make(SUBJECT_NAMED, subject->number);
    for (guint i = 0; i < subject->facts->len; i++) {
      NamedFact *fact = &g_array_index(subject->facts, NamedFact, i);
      Digest now = fact_digest(viewer, number, fact->field);
      if (now == fact->digest)
        continue;
      fact->digest = now;
      subject->changed = true;
      changed_facts_add(changed, number, fact->field);
    }
    if (subject->changed)
      visit(data, subject->number);
  }
}

void named_facts_note(NamedFacts *facts, Viewer *viewer, const Trace *trace)
{
  NamedSubject *subject = NULL; /* readings are sorted by it */
  for (size_t i = 0; i < trace->count; i++) {
    const TraceEntry *entry = &trace->entries[i];
    if (subject_kind(entry->subject) != SUBJECT_NAMED)
      continue;
    int64_t number = subject_number(entry->subject);
    if (!subject || subject->number != number)
      subject = subject_find(facts, number);
    if (subject_knows(subject, entry->field))
      continue;
    NamedFact fact = {entry->field, fact_digest(viewer, entry->subject, entry->field)};
    subject_add(subject, &fact);
    subject->changed = true;
  }
}

static void subject_pack(const NamedSubject *subject, GByteArray *bytes)
{
  g_byte_array_set_size(bytes, 0);
  for (guint i = 0; i < subject->facts->len; i++) {
    const NamedFact *fact = &g_array_index(subject->facts, NamedFact, i);
    put_number(bytes, fact->field, FIELD_BYTES);
    put_number(bytes, fact->digest, sizeof fact->digest);
  }
}

void named_facts_take(NamedFacts *facts, int64_t number, GByteArray *bytes)
{
  NamedSubject *subject = g_hash_table_lookup(facts->subjects, &number);
  g_byte_array_set_size(bytes, 0);
  if (!subject)
    return;
  subject_pack(subject, bytes);
  subject->changed = false;
}

bool named_facts_save(NamedFacts *facts,
                      bool (*visit)(void *data, int64_t number, const GByteArray *bytes,
                                    Error **error),
                      void *data, Error **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, facts->subjects);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const NamedSubject *subject = value;
    if (!subject->changed)
      continue;
    subject_pack(subject, bytes);
    if (!visit(data, subject->number, bytes, error))
      return false;
  }
  return true;
}
