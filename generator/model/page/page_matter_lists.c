/* page_matter_lists.c - tags, terms, people, former addresses. */
#include "generator/model/page/page_matter_read.h"

#include "generator/model/page/page_place.h"

#include <string.h>

/* Each name once; case tells none apart, as URLs of tags would not either. */
static void add_name(MatterReading *reading, GPtrArray *names, const char *text, size_t length)
{
  g_autofree char *copy = g_strndup(text, length);
  const char *name = matter_one_line(reading->arena, copy);
  if (*name == '\0')
    return;
  for (guint i = 0; i < names->len; i++) {
    if (g_ascii_strcasecmp(g_ptr_array_index(names, i), name) == 0)
      return;
  }
  g_ptr_array_add(names, (gpointer)name);
}

static void add_split(MatterReading *reading, GPtrArray *names, const char *text,
                      const char *separators)
{
  for (const char *p = text;; p++) {
    size_t length = strcspn(p, separators);
    add_name(reading, names, p, length);
    p += length;
    if (*p == '\0')
      return;
  }
}

static bool add_list(MatterReading *reading, GPtrArray *names, const Tree *value, const char *name,
                     Error **error)
{
  const char *const *texts = NULL;
  if (!tree_strings(reading->document, value, name, reading->arena, &texts, error))
    return false;
  for (; texts && *texts; texts++)
    add_name(reading, names, *texts, strlen(*texts));
  return true;
}

/* A list; or a text: "a, b" with commas, "a b" without (Jekyll). */
bool matter_read_tags(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  GPtrArray *names = *(GPtrArray **)member;
  if (value->kind != TREE_STRING)
    return add_list(reading, names, value, name, error);
  add_split(reading, names, value->text, strchr(value->text, ',') ? "," : " \t\n");
  return true;
}

/* Names into terms: each with its taxonomy before it. */
static void add_terms(MatterReading *reading, const char *taxonomy, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index(names, i);
    g_ptr_array_add(reading->matter->terms, arena_printf(reading->arena, "%s\t%s", taxonomy, name));
  }
}

/* `whole`: one text is one term, spaces and commas included. */
static bool read_terms(MatterReading *reading, const Tree *value, const char *taxonomy, bool whole,
                       Error **error)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  void *member = &names;
  if (!(whole ? add_list(reading, names, value, taxonomy, error)
              : matter_read_tags(reading, value, taxonomy, member, error)))
    return false;
  add_terms(reading, taxonomy, names);
  return true;
}

bool matter_read_terms(MatterReading *reading, const Tree *value, const char *taxonomy,
                       Error **error)
{
  return read_terms(reading, value, taxonomy, false, error);
}

bool matter_read_categories(MatterReading *reading, const Tree *value, const char *name,
                            void *member, Error **error)
{
  (void)name;
  (void)member;
  if (!settings_taxonomy(reading->settings, "categories"))
    return matter_read_tags(reading, value, name, &reading->matter->tags, error);
  return read_terms(reading, value, "categories", false, error);
}

/* One text is one category, spaces included. */
bool matter_read_category(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error)
{
  (void)member;
  if (!settings_taxonomy(reading->settings, "categories"))
    return add_list(reading, reading->matter->tags, value, name, error);
  for (guint i = 0; i < reading->matter->terms->len; i++)
    if (g_str_has_prefix(g_ptr_array_index(reading->matter->terms, i), "categories\t"))
      return true;
  return read_terms(reading, value, "categories", true, error);
}

/* What stands behind a comma in one person's or company's name. */
static bool is_suffix(const char *text)
{
  static const char *const suffixes[] = {"Inc", "Ltd", "LLC", "GmbH", "Jr", "Sr",
                                         "Ph",  "MD",  "M",   "Dr",   "II", "III"};
  text += strspn(text, " ");
  for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    size_t length = strlen(suffixes[i]);
    if (strncmp(text, suffixes[i], length) == 0 && !g_ascii_isalnum(text[length]))
      return true;
  }
  return false;
}

static void add_people(MatterReading *reading, GPtrArray *names, const char *text)
{
  const char *begin = text;
  for (const char *p = text; *p; p++) {
    if (*p == ',' && !is_suffix(p + 1)) {
      add_name(reading, names, begin, (size_t)(p - begin));
      begin = p + 1;
    }
  }
  add_name(reading, names, begin, strlen(begin));
}

static bool read_person(MatterReading *reading, const Tree *value, const char *name,
                        GPtrArray *names, Error **error)
{
  if (value->kind == TREE_MAP) {
    static const char *const keys[] = {"id", "name", "nickname", "email"};
    const Tree *inside = NULL;
    for (size_t i = 0; !inside && i < G_N_ELEMENTS(keys); i++)
      inside = tree_get_ci(value, keys[i]);
    if (inside)
      return add_list(reading, names, inside, name, error);
    tree_error(error, reading->document, value, "a map in '%s' should have a 'name'", name);
    return false;
  }
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (text)
    add_name(reading, names, text, strlen(text));
  return true;
}

/* "Ada, Grace"; a list of names; a list of maps with a name. */
bool matter_read_people(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  GPtrArray *names = *(GPtrArray **)member;
  if (value->kind == TREE_STRING) {
    add_people(reading, names, value->text);
    return true;
  }
  if (value->kind != TREE_LIST)
    return read_person(reading, value, name, names, error);
  for (size_t i = 0; i < value->count; i++) {
    if (!read_person(reading, value->items[i], name, names, error))
      return false;
  }
  return true;
}

/* Hugo's aliases without a '/' stand beside the page; page_place_aliases says where. */
static bool is_beside(const Settings *settings, const Tree *item)
{
  bool hugo = settings->addresses == ADDRESS_HUGO || settings->addresses == ADDRESS_HUGO_CASED;
  return hugo && item->kind == TREE_STRING && *item->text && *item->text != '/' &&
         !strpbrk(item->text, "?#\\:") && !strstr(item->text, "//");
}

bool matter_read_aliases(MatterReading *reading, const Tree *value, const char *name, void *member,
                         Error **error)
{
  bool list = value->kind == TREE_LIST;
  for (size_t i = 0; i < (list ? value->count : 1); i++) {
    const Tree *item = list ? value->items[i] : value;
    const char *path = NULL;
    if (item->kind == TREE_NULL)
      continue;
    bool own = is_beside(reading->settings, item);
    if (own)
      path = arena_printf(reading->arena, PAGE_ALIAS_BESIDE "%s", item->text);
    else if (!page_place_written(reading->document, item, name, reading->arena, &path, error))
      return false;
    add_name(reading, *(GPtrArray **)member, path, strlen(path));
  }
  return true;
}
