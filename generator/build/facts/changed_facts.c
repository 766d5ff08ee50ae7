#include "generator/build/facts/changed_facts.h"

#include "common/number_bytes.h"

#include <string.h>

struct ChangedFacts {
  GHashTable *set; /* of ChangedFact, owned */
};

typedef struct ChangedFact {
  Subject subject;
  Field field;
} ChangedFact;

static guint fact_hash(gconstpointer key)
{
  const ChangedFact *fact = key;
  return g_int64_hash(&fact->subject) * 31 + fact->field;
}

static gboolean fact_equal(gconstpointer a, gconstpointer b)
{
  const ChangedFact *first = a, *second = b;
  return first->subject == second->subject && first->field == second->field;
}

ChangedFacts *changed_facts_new(void)
{
  ChangedFacts *changed = g_new(ChangedFacts, 1);
  changed->set = g_hash_table_new_full(fact_hash, fact_equal, g_free, NULL);
  return changed;
}

void changed_facts_free(ChangedFacts *changed)
{
  if (!changed)
    return;
  g_hash_table_unref(changed->set);
  g_free(changed);
}

void changed_facts_add(ChangedFacts *changed, Subject subject, Field field)
{
  ChangedFact fact = {subject, field};
  g_hash_table_add(changed->set, g_memdup2(&fact, sizeof fact));
}

/* --- pages ------------------------------------------------------------------------------------- */

void page_facts_pack(Viewer *viewer, const SitePage *page, GByteArray *out)
{
  if (!page || !page->visible)
    return;
  guint start = out->len;
  g_byte_array_set_size(out, start + (guint)page_field_count() * NUMBER_BYTES);
  unsigned char *end = out->data + start;
  for (size_t i = 0; i < page_field_count(); i++)
    end = number_put(end, page_field_digest(viewer, page, i));
}

bool changed_facts_add_page(ChangedFacts *changed, Viewer *viewer, int64_t row,
                            const SitePage *page, const void *bytes, size_t length)
{
  const unsigned char *before = bytes;
  Subject subject = subject_make(SUBJECT_PAGE, row);
  bool any = false, known = length == page_field_count() * sizeof(Digest);
  for (size_t i = 0; i < page_field_count(); i++) {
    Digest now = page && page->visible ? page_field_digest(viewer, page, i) : 0;
    if (known && number_at(before + i * sizeof(Digest)) == now)
      continue;
    changed_facts_add(changed, subject, viewer->facts->page_fields[i]);
    any = true;
  }
  return any;
}

/* --- readings ---------------------------------------------------------------------------------- */

const TraceEntry *changed_facts_in(const ChangedFacts *changed, Viewer *viewer, const Trace *trace,
                                   Subject comments)
{
  for (size_t i = 0; i < trace->count; i++) {
    const TraceEntry *entry = &trace->entries[i];
    ChangedFact key = {entry->subject, entry->field};
    if (subject_kind(entry->subject) != SUBJECT_COMMENTS) {
      if (g_hash_table_contains(changed->set, &key))
        return entry;
    } else if (entry->subject == comments &&
               fact_digest(viewer, entry->subject, entry->field) != entry->digest) {
      return entry;
    }
  }
  return NULL;
}
