#include "common/i18n.h"

#include <string.h>

typedef enum Plural { ZERO, ONE, TWO, FEW, MANY, OTHER, PLURALS } Plural;

static const char *const PLURAL_NAMES[] = {"zero", "one", "two", "few", "many", "other", NULL};

typedef struct Entry {
  char *text;           /* a plain text, or NULL */
  char *forms[PLURALS]; /* of a plural; NULL where a form is not given */
  Digest digest;
} Entry;

typedef Plural (*PluralRule)(int64_t count);

struct Strings {
  char *lang;
  PluralRule rule;
  GHashTable *entries; /* key → Entry * */
  DateNames dates;
  GPtrArray *held; /* the texts that `dates` points to */
};

/* --- plural rules: CLDR cardinals, whole numbers --- */

static Plural rule_none(int64_t n)
{
  (void)n;
  return OTHER;
}

static Plural rule_one(int64_t n)
{
  return n == 1 ? ONE : OTHER;
}

static Plural rule_zero_one(int64_t n)
{
  return n <= 1 ? ONE : OTHER;
}

static Plural rule_millions(int64_t n)
{
  return n == 1 ? ONE : n != 0 && n % 1000000 == 0 ? MANY : OTHER;
}

static Plural rule_zero_one_millions(int64_t n)
{
  return n <= 1 ? ONE : n % 1000000 == 0 ? MANY : OTHER;
}

static bool ends_few(int64_t n)
{
  return n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
}

static bool ends_one(int64_t n)
{
  return n % 10 == 1 && n % 100 != 11;
}

static Plural rule_east_slavic(int64_t n)
{
  return ends_one(n) ? ONE : ends_few(n) ? FEW : MANY;
}

static Plural rule_south_slavic(int64_t n)
{
  return ends_one(n) ? ONE : ends_few(n) ? FEW : OTHER;
}

static Plural rule_polish(int64_t n)
{
  return n == 1 ? ONE : ends_few(n) ? FEW : MANY;
}

static Plural rule_czech(int64_t n)
{
  return n == 1 ? ONE : n >= 2 && n <= 4 ? FEW : OTHER;
}

static Plural rule_slovenian(int64_t n)
{
  switch (n % 100) {
  case 1:
    return ONE;
  case 2:
    return TWO;
  case 3:
  case 4:
    return FEW;
  default:
    return OTHER;
  }
}

static Plural rule_lithuanian(int64_t n)
{
  if (n % 100 >= 11 && n % 100 <= 19)
    return OTHER;
  return n % 10 == 1 ? ONE : n % 10 >= 2 ? FEW : OTHER;
}

static Plural rule_latvian(int64_t n)
{
  if (n % 10 == 0 || (n % 100 >= 11 && n % 100 <= 19))
    return ZERO;
  return ends_one(n) ? ONE : OTHER;
}

static Plural rule_romanian(int64_t n)
{
  return n == 1 ? ONE : n == 0 || (n % 100 >= 1 && n % 100 <= 19) ? FEW : OTHER;
}

static Plural rule_icelandic(int64_t n)
{
  return ends_one(n) ? ONE : OTHER;
}

static Plural rule_arabic(int64_t n)
{
  if (n <= 2)
    return (Plural)(ZERO + n);
  return n % 100 >= 3 && n % 100 <= 10 ? FEW : n % 100 >= 11 ? MANY : OTHER;
}

static Plural rule_hebrew(int64_t n)
{
  return n == 1 ? ONE : n == 2 ? TWO : OTHER;
}

static Plural rule_irish(int64_t n)
{
  return n == 1 ? ONE : n == 2 ? TWO : n >= 3 && n <= 6 ? FEW : n >= 7 && n <= 10 ? MANY : OTHER;
}

static Plural rule_welsh(int64_t n)
{
  return n <= 2 ? (Plural)(ZERO + n) : n == 3 ? FEW : n == 6 ? MANY : OTHER;
}

static Plural rule_maltese(int64_t n)
{
  if (n == 1 || n == 2)
    return n == 1 ? ONE : TWO;
  if (n == 0 || (n % 100 >= 3 && n % 100 <= 10))
    return FEW;
  return n % 100 >= 11 && n % 100 <= 19 ? MANY : OTHER;
}

/* Languages that are not here follow rule_one, as most of the rest do. */
static const struct {
  const char *langs; /* between spaces */
  PluralRule rule;
} RULES[] = {
    {" ja zh ko vi th id ms lo my jv su yue yo wo ", rule_none},
    {" hy hi bn fa gu kn zu am as ak ln mg pa ti ", rule_zero_one},
    {" fr pt ", rule_zero_one_millions},
    {" es it ca ", rule_millions},
    {" ru uk be ", rule_east_slavic},
    {" hr sr bs sh ", rule_south_slavic},
    {" pl ", rule_polish},
    {" cs sk ", rule_czech},
    {" sl dsb hsb ", rule_slovenian},
    {" lt ", rule_lithuanian},
    {" lv ", rule_latvian},
    {" ro mo ", rule_romanian},
    {" is mk ", rule_icelandic},
    {" ar ", rule_arabic},
    {" he iw ", rule_hebrew},
    {" ga ", rule_irish},
    {" cy ", rule_welsh},
    {" mt ", rule_maltese},
};

static PluralRule rule_of(const char *lang)
{
  g_autofree char *first = g_ascii_strdown(lang, (gssize)strcspn(lang, "-_"));
  g_autofree char *spaced = g_strdup_printf(" %s ", first);
  for (size_t i = 0; i < G_N_ELEMENTS(RULES); i++) {
    if (strstr(RULES[i].langs, spaced))
      return RULES[i].rule;
  }
  return rule_one;
}

/* --- life --- */

static void entry_free(gpointer data)
{
  Entry *entry = data;
  g_free(entry->text);
  for (int i = 0; i < PLURALS; i++)
    g_free(entry->forms[i]);
  g_free(entry);
}

static const DateNames ENGLISH = {
    .days = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
    .short_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
    .months = {"January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December"},
    .short_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
                     "Dec"},
};

Strings *strings_new(const char *lang)
{
  Strings *strings = g_new0(Strings, 1);
  strings->lang = g_strdup(lang);
  strings->rule = rule_of(lang);
  strings->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
  strings->dates = ENGLISH;
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
  for (int i = 0; i < PLURALS; i++) {
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
  for (size_t i = 0; i < G_N_ELEMENTS(DATE_LISTS); i += 2) {
    const DateList *full = &DATE_LISTS[i], *brief = &DATE_LISTS[i + 1];
    if (g_hash_table_contains(strings->entries, full->key) &&
        !g_hash_table_contains(strings->entries, brief->key))
      memcpy(date_slots(strings, brief), date_slots(strings, full), full->count * sizeof(char *));
  }
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

/* --- asking --- */

const char *strings_lang(const Strings *strings)
{
  return strings->lang;
}

const char *strings_get(const Strings *strings, const char *key)
{
  const Entry *entry = g_hash_table_lookup(strings->entries, key);
  if (!entry)
    return NULL;
  return entry->text ? entry->text : entry->forms[OTHER];
}

const char *strings_plural(const Strings *strings, const char *key, int64_t count)
{
  const Entry *entry = g_hash_table_lookup(strings->entries, key);
  if (!entry)
    return NULL;
  int64_t size = count >= 0 ? count : count == INT64_MIN ? INT64_MAX : -count;
  Plural plural = size == 0 && entry->forms[ZERO] ? ZERO : strings->rule(size);
  const char *form = entry->forms[plural];
  if (!form)
    form = entry->forms[OTHER];
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
  const Entry *entry = g_hash_table_lookup(strings->entries, key);
  return entry ? entry->digest : digest_text(NULL);
}
