#include "common/i18n/i18n.h"

#include "common/i18n/direction.h"
#include "common/i18n/plural.h"

#include <string.h>

static const char *const PLURAL_NAMES[] = {"zero", "one", "two", "few", "many", "other", NULL};

typedef struct Entry {
  char *text;                /* a plain text, or NULL */
  char *forms[PLURAL_FORMS]; /* of a plural; NULL where a form is not given */
  Digest digest;
} Entry;

struct Strings {
  char *lang;
  PluralRule rule;
  GHashTable *entries; /* key → Entry * */
  bool right_to_left;
  const Strings *fallback; /* or NULL */
  DateNames dates;
  GPtrArray *held; /* the texts that `dates` points to */
};

/* --- life --- */

static void entry_free(gpointer data)
{
  Entry *entry = data;
  g_free(entry->text);
  for (int i = 0; i < PLURAL_FORMS; i++)
    g_free(entry->forms[i]);
  g_free(entry);
}

Strings *strings_new(const char *lang)
{
  Strings *strings = g_new0(Strings, 1);
  strings->lang = g_strdup(lang);
  strings->rule = plural_rule(lang);
  strings->right_to_left = strcmp(lang_direction(lang), "rtl") == 0;
  strings->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
  strings->dates = date_names_english;
  memcpy(strings->dates.alone_months, date_names_english.months,
         sizeof strings->dates.alone_months);
  strings->held = g_ptr_array_new_with_free_func(g_free);
  return strings;
}

void strings_free(Strings *strings)
{
  if (!strings)
    return;
  g_hash_table_unref(strings->entries);
  g_ptr_array_unref(strings->held);
  g_free(strings->lang);
  g_free(strings);
}

/* --- reading a file --- */

static int plural_index(const char *name)
{
  for (int i = 0; i < PLURAL_FORMS; i++) {
    if (strcmp(PLURAL_NAMES[i], name) == 0)
      return i;
  }
  return -1;
}

/* A map of nothing but plural forms; others are groups of keys. */
static bool is_plural(const Tree *map)
{
  for (size_t i = 0; i < map->count; i++) {
    if (plural_index(map->keys[i]) < 0)
      return false;
  }
  return map->count > 0;
}

static void put_entry(Strings *strings, const char *key, Entry *entry, const Tree *value)
{
  entry->digest = tree_digest(value);
  g_hash_table_replace(strings->entries, g_strdup(key), entry);
}

static bool add_plural(Strings *strings, const TreeDocument *document, const char *key,
                       const Tree *map, Error **error)
{
  if (!tree_get(map, "other")) {
    tree_error(error, document, map, "'%s' lacks the form 'other'", key);
    return false;
  }
  Entry *entry = g_new0(Entry, 1);
  for (size_t i = 0; i < map->count; i++) {
    const char *text = "";
    if (!tree_string(document, map->items[i], key, &text, error)) {
      entry_free(entry);
      return false;
    }
    entry->forms[plural_index(map->keys[i])] = g_strdup(text);
  }
  put_entry(strings, key, entry, map);
  return true;
}

/* The date lists: which names they fill, and which short ones follow when they
 * are not given. */
typedef struct DateList {
  const char *key;
  size_t count, offset;
} DateList;

static const DateList DATE_LISTS[] = {
    {"date.days", 7, offsetof(DateNames, days)},
    {"date.short_days", 7, offsetof(DateNames, short_days)},
    {"date.months", 12, offsetof(DateNames, months)},
    {"date.short_months", 12, offsetof(DateNames, short_months)},
    {"date.alone_months", 12, offsetof(DateNames, alone_months)},
};

static const char **date_slots(Strings *strings, const DateList *list)
{
  return (const char **)(void *)((char *)&strings->dates + list->offset);
}

static bool add_date_list(Strings *strings, const TreeDocument *document, const DateList *list,
                          const Tree *value, Error **error)
{
  if (value->count != list->count) {
    tree_error(error, document, value, "'%s' should hold %zu names, not %zu", list->key,
               list->count, value->count);
    return false;
  }
  for (size_t i = 0; i < list->count; i++) {
    const char *name = NULL;
    if (!tree_string(document, value->items[i], list->key, &name, error))
      return false;
    if (!name) {
      tree_error(error, document, value->items[i], "'%s' lacks a name here", list->key);
      return false;
    }
    char *copy = g_strdup(name);
    g_ptr_array_add(strings->held, copy);
    date_slots(strings, list)[i] = copy;
  }
  put_entry(strings, list->key, g_new0(Entry, 1), value);
  return true;
}

static bool add_list(Strings *strings, const TreeDocument *document, const char *key,
                     const Tree *value, Error **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(DATE_LISTS); i++) {
    if (strcmp(DATE_LISTS[i].key, key) == 0)
      return add_date_list(strings, document, &DATE_LISTS[i], value, error);
  }
  tree_error(error, document, value, "'%s' should be text, not a list", key);
  return false;
}

static bool add_map(Strings *strings, const TreeDocument *document, const char *prefix,
                    const Tree *map, Error **error);

static bool add_value(Strings *strings, const TreeDocument *document, const char *key,
                      const Tree *value, Error **error)
{
  if (value->kind == TREE_NULL)
    return true;
  if (value->kind == TREE_LIST)
    return add_list(strings, document, key, value, error);
  if (value->kind == TREE_MAP)
    return is_plural(value) ? add_plural(strings, document, key, value, error)
                            : add_map(strings, document, key, value, error);
  Entry *entry = g_new0(Entry, 1);
  entry->text = g_strdup(value->text);
  put_entry(strings, key, entry, value);
  return true;
}

static bool add_map(Strings *strings, const TreeDocument *document, const char *prefix,
                    const Tree *map, Error **error)
{
  for (size_t i = 0; i < map->count; i++) {
    g_autofree char *key = g_strconcat(prefix, *prefix ? "." : "", map->keys[i], NULL);
    if (!add_value(strings, document, key, map->items[i], error))
      return false;
  }
  return true;
}

/* English short names beside German long ones help nobody. */
static void shorten_dates(Strings *strings)
{
  for (size_t i = 0; i + 1 < G_N_ELEMENTS(DATE_LISTS); i += 2) {
    const DateList *full = &DATE_LISTS[i], *brief = &DATE_LISTS[i + 1];
    if (g_hash_table_contains(strings->entries, full->key) &&
        !g_hash_table_contains(strings->entries, brief->key))
      memcpy(date_slots(strings, brief), date_slots(strings, full), full->count * sizeof(char *));
  }
  if (!g_hash_table_contains(strings->entries, "date.alone_months"))
    memcpy(strings->dates.alone_months, strings->dates.months, sizeof strings->dates.months);
}

bool strings_add(Strings *strings, const TreeDocument *document, Error **error)
{
  const Tree *root = document->root;
  if (root->kind == TREE_NULL)
    return true;
  if (root->kind != TREE_MAP) {
    tree_error(error, document, root, "a file of strings should be a map of keys and texts");
    return false;
  }
  if (!add_map(strings, document, "", root, error))
    return false;
  shorten_dates(strings);
  return true;
}

/* --- packing --- */

/* The names of dates, each ended by NUL; then the entries by key: key, NUL, digest, a byte that
 * tells which texts follow, and these, each ended by NUL. */
enum { HAS_TEXT = 1 << PLURAL_FORMS };

static void pack_text(GByteArray *out, const char *text)
{
  g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text) + 1);
}

static void pack_entry(GByteArray *out, const char *key, const Entry *entry)
{
  guint8 has = entry->text ? HAS_TEXT : 0;
  for (int i = 0; i < PLURAL_FORMS; i++)
    has |= (guint8)(entry->forms[i] ? 1 << i : 0);
  pack_text(out, key);
  g_byte_array_append(out, (const guint8 *)&entry->digest, sizeof entry->digest);
  g_byte_array_append(out, &has, 1);
  for (int i = 0; i < PLURAL_FORMS; i++)
    if (entry->forms[i])
      pack_text(out, entry->forms[i]);
  if (entry->text)
    pack_text(out, entry->text);
}

static int key_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

void strings_pack(const Strings *strings, GByteArray *out)
{
  for (size_t i = 0; i < G_N_ELEMENTS(DATE_LISTS); i++)
    for (size_t j = 0; j < DATE_LISTS[i].count; j++)
      pack_text(out, date_slots((Strings *)strings, &DATE_LISTS[i])[j]);
  GList *keys = g_list_sort(g_hash_table_get_keys(strings->entries), key_compare);
  for (GList *key = keys; key; key = key->next)
    pack_entry(out, key->data, g_hash_table_lookup(strings->entries, key->data));
  g_list_free(keys);
}

/* NULL at the end of the bytes. */
static const char *unpack_text(const char **at, const char *end)
{
  const char *text = *at, *stop = memchr(text, '\0', (size_t)(end - text));
  if (stop)
    *at = stop + 1;
  return stop ? text : NULL;
}

static bool unpack_entry(Strings *strings, const char **at, const char *end)
{
  Entry *entry = g_new0(Entry, 1);
  const char *key = unpack_text(at, end);
  bool good = key && (size_t)(end - *at) > sizeof entry->digest;
  guint8 has = 0;
  if (good) {
    memcpy(&entry->digest, *at, sizeof entry->digest);
    has = (guint8)(*at)[sizeof entry->digest];
    *at += sizeof entry->digest + 1;
  }
  for (int i = 0; i <= PLURAL_FORMS; i++) {
    char **text = i < PLURAL_FORMS ? &entry->forms[i] : &entry->text;
    if (has & 1 << i)
      good = (*text = g_strdup(unpack_text(at, end))) != NULL && good;
  }
  if (good)
    g_hash_table_replace(strings->entries, g_strdup(key), entry);
  else
    entry_free(entry);
  return good;
}

static bool unpack_dates(Strings *strings, const char **at, const char *end)
{
  for (size_t i = 0; i < G_N_ELEMENTS(DATE_LISTS); i++)
    for (size_t j = 0; j < DATE_LISTS[i].count; j++) {
      char *name = g_strdup(unpack_text(at, end));
      if (!name)
        return false;
      g_ptr_array_add(strings->held, name);
      date_slots(strings, &DATE_LISTS[i])[j] = name;
    }
  return true;
}

Strings *strings_unpack(const char *lang, const void *bytes, size_t length)
{
  Strings *strings = strings_new(lang);
  const char *at = bytes, *end = at + length;
  bool good = unpack_dates(strings, &at, end);
  while (good && at < end)
    good = unpack_entry(strings, &at, end);
  if (good)
    return strings;
  strings_free(strings);
  return NULL;
}

/* --- asking --- */

const char *strings_lang(const Strings *strings)
{
  return strings->lang;
}

/* `strings` moves on to the fallback where that has the key. */
static const Entry *find_entry(const Strings **strings, const char *key)
{
  const Entry *entry = g_hash_table_lookup((*strings)->entries, key);
  if (entry || !(*strings)->fallback)
    return entry;
  *strings = (*strings)->fallback;
  return g_hash_table_lookup((*strings)->entries, key);
}

const char *strings_get(const Strings *strings, const char *key)
{
  const Entry *entry = find_entry(&strings, key);
  if (!entry)
    return NULL;
  return entry->text ? entry->text : entry->forms[PLURAL_OTHER];
}

const char *strings_plural(const Strings *strings, const char *key, int64_t count)
{
  const Entry *entry = find_entry(&strings, key);
  if (!entry)
    return NULL;
  int64_t size = count >= 0 ? count : count == INT64_MIN ? INT64_MAX : -count;
  Plural plural = size == 0 && entry->forms[PLURAL_ZERO] ? PLURAL_ZERO : strings->rule(size);
  const char *form = entry->forms[plural];
  if (!form)
    form = entry->forms[PLURAL_OTHER];
  return form ? form : entry->text;
}

const DateNames *strings_dates(const Strings *strings)
{
  return &strings->dates;
}

const char *strings_date_format(const Strings *strings, const char *name)
{
  g_autofree char *key = g_strconcat("date.formats.", name, NULL);
  return strings_get(strings, key);
}

Digest strings_digest(const Strings *strings, const char *key)
{
  const Entry *entry = find_entry(&strings, key);
  return entry ? entry->digest : digest_text(NULL);
}

/* --- more than one language --- */

void strings_set_fallback(Strings *strings, const Strings *fallback)
{
  strings->fallback = fallback;
}

size_t strings_missing(const Strings *strings, const char **first)
{
  size_t count = 0;
  *first = NULL;
  if (!strings->fallback)
    return 0;
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init(&iter, strings->fallback->entries);
  while (g_hash_table_iter_next(&iter, &key, NULL)) {
    if (g_hash_table_contains(strings->entries, key))
      continue;
    count++;
    if (!*first || strcmp(key, *first) < 0)
      *first = key;
  }
  return count;
}

bool strings_lang_covers(const char *file, const char *lang)
{
  size_t length = strlen(file);
  return g_ascii_strncasecmp(file, lang, length) == 0 &&
         (lang[length] == '\0' || lang[length] == '-');
}

/* --- values in a text --- */

/* Letters of the other direction; digits and signs take that of what surrounds them. */
static bool runs_against(const char *value, size_t length, bool right_to_left)
{
  const char *end = value + length;
  for (const char *at = value; at < end; at = g_utf8_next_char(at)) {
    gunichar letter = g_utf8_get_char(at);
    if (char_is_right_to_left(letter) != right_to_left && g_unichar_isalpha(letter))
      return true;
  }
  return false;
}

void strings_put_value(const Strings *strings, const char *value, size_t length, GString *out)
{
  bool isolate = runs_against(value, length, strings->right_to_left);
  if (isolate)
    g_string_append(out, "\342\201\250"); /* U+2068 */
  g_string_append_len(out, value, (gssize)length);
  if (isolate)
    g_string_append(out, "\342\201\251"); /* U+2069 */
}
