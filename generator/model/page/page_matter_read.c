#include "generator/model/page/page_matter_read.h"

#include "generator/model/page/page_place.h"

#include "common/paths.h"

#include <string.h>

/* --- texts --- */

/* One line: what breaks lines or is no character at all becomes a space. */
static const char *one_line(Arena *arena, const char *text)
{
  char *line = arena_strdup(arena, text);
  for (char *p = line; *p; p++) {
    if ((unsigned char)*p < 0x20 || *p == 0x7f)
      *p = ' ';
  }
  return g_strstrip(line);
}

bool matter_read_text(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (text && *text && !*(const char **)member)
    *(const char **)member = one_line(reading->arena, text);
  return true;
}

/* One segment of the URL. */
bool matter_read_slug(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (!text || !*text)
    return true;
  if (strchr(text, '/') || strcmp(text, "..") == 0 || strcmp(text, ".") == 0 ||
      !path_is_clean(text)) {
    tree_error(error, reading->document, value, "'%s' should be one part of a path, not '%s'", name,
               text);
    error_hint(error, "to choose the whole path of the page, write 'url: /%s/'",
               path_is_clean(text) ? text : "a/b");
    return false;
  }
  const char *slug = page_place_slug(reading->arena, reading->settings, PAGE_POST, text);
  if (!*slug) {
    tree_error(error, reading->document, value, "'%s' has nothing that a URL can hold: '%s'", name,
               text);
    return false;
  }
  *(const char **)member = slug;
  return true;
}

bool matter_read_url(MatterReading *reading, const Tree *value, const char *name, void *member,
                     Error **error)
{
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  if (text && *text && !*(const Tree **)member)
    *(const Tree **)member = value;
  return true;
}

/* "post.html" and "post" name the same template. */
bool matter_read_layout(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  const char *text = NULL;
  if (!matter_read_text(reading, value, name, &text, error))
    return false;
  if (!text || *(const char **)member)
    return true;
  if (!path_is_clean(text)) {
    tree_error(error, reading->document, value, "'%s' should name a template, not '%s'", name,
               text);
    return false;
  }
  size_t length = strlen(text);
  if (g_str_has_suffix(text, ".html"))
    length -= strlen(".html");
  *(const char **)member = arena_strndup(reading->arena, text, length);
  return true;
}

/* A text, a list (the first counts), or a map with the address and more. */
bool matter_read_image(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error)
{
  static const char *const keys[] = {"image", "url", "src", "path", "relative"};
  if (value->kind == TREE_LIST)
    return value->count == 0 || matter_read_image(reading, value->items[0], name, member, error);
  if (value->kind != TREE_MAP)
    return matter_read_text(reading, value, name, member, error);
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    const Tree *inside = tree_get_ci(value, keys[i]);
    if (inside && (inside->kind == TREE_STRING))
      return matter_read_text(reading, inside, name, member, error);
  }
  return true;
}

bool matter_read_series(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  if (value->kind == TREE_LIST)
    return value->count == 0 || matter_read_text(reading, value->items[0], name, member, error);
  return matter_read_text(reading, value, name, member, error);
}

bool matter_read_lang(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  const char *code = NULL;
  if (!matter_read_text(reading, value, name, &code, error))
    return false;
  if (!code)
    return true;
  for (size_t i = 0; i < reading->settings->language_count; i++) {
    const char *known = reading->settings->languages[i].code;
    if (g_ascii_strcasecmp(known, code) == 0) {
      *(const char **)member = known;
      return true;
    }
  }
  tree_error(error, reading->document, value, "the site has no language '%s'", code);
  error_hint(error, "add it to 'languages' in senf.yaml, or take one of those");
  return false;
}

/* --- dates, switches, numbers --- */

bool matter_read_date(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  DateTime *date = member;
  if (date->set || (value->kind == TREE_STRING && *value->text == '\0'))
    return true;
  return tree_datetime(reading->document, value, name, reading->settings->timezone, date, error);
}

bool matter_read_bool(MatterReading *reading, const Tree *value, const char *name, void *member,
                      Error **error)
{
  return tree_bool(reading->document, value, name, member, error);
}

/* A switch in Jekyll, a date elsewhere. */
bool matter_read_published(MatterReading *reading, const Tree *value, const char *name,
                           void *member, Error **error)
{
  if (value->kind == TREE_BOOL) {
    reading->matter->hidden = !value->boolean;
    return true;
  }
  return matter_read_date(reading, value, name, member, error);
}

/* "never", false, "local" and "link" keep a page out of something. */
static bool is_kept_out(const Tree *map, const char *key)
{
  const Tree *value = tree_get_ci(map, key);
  if (value && value->kind == TREE_BOOL)
    return !value->boolean;
  return value && value->kind == TREE_STRING && g_ascii_strcasecmp(value->text, "always") != 0;
}

/* Hugo: {render: never, list: never}. */
bool matter_read_build(MatterReading *reading, const Tree *value, const char *name, void *member,
                       Error **error)
{
  (void)member;
  if (value->kind != TREE_MAP) {
    tree_error(error, reading->document, value, "'%s' should be a map", name);
    error_hint(error, "write it as {render: never} or {list: never}");
    return false;
  }
  reading->matter->unrendered |= is_kept_out(value, "render");
  reading->matter->unlisted |= is_kept_out(value, "list");
  return true;
}

/* Zola: `render = false`. */
bool matter_read_render(MatterReading *reading, const Tree *value, const char *name, void *member,
                        Error **error)
{
  bool render = true;
  if (!tree_bool(reading->document, value, name, &render, error))
    return false;
  *(bool *)member = *(bool *)member || !render;
  return true;
}

/* Jekyll: `sitemap: false`; Hugo: {disable: true}, beside what a sitemap may say of a page. */
bool matter_read_sitemap(MatterReading *reading, const Tree *value, const char *name, void *member,
                         Error **error)
{
  bool shown = true;
  if (value->kind == TREE_MAP)
    return tree_bool(reading->document, tree_get_ci(value, "disable"), "disable", member, error);
  if (!tree_bool(reading->document, value, name, &shown, error))
    return false;
  *(bool *)member = !shown;
  return true;
}

/* An address; of a list, which Jekyll allows, the first. */
bool matter_read_redirect(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error)
{
  if (value->kind == TREE_LIST)
    return value->count == 0 || matter_read_redirect(reading, value->items[0], name, member, error);
  const char *text = NULL;
  if (!matter_read_text(reading, value, name, &text, error))
    return false;
  if (!text)
    return true;
  bool whole = g_str_has_prefix(text, "https://") || g_str_has_prefix(text, "http://");
  if (!whole && (*text != '/' || text[1] == '/')) {
    tree_error(error, reading->document, value, "'%s' should be an address, not '%s'", name, text);
    error_hint(error, "write it as https://example.org/there/, or as /there/ on this site");
    return false;
  }
  *(const char **)member =
      whole ? text : arena_concat(reading->arena, reading->settings->base_path, text);
  return true;
}

/* As written, line breaks included. */
bool matter_read_separator(MatterReading *reading, const Tree *value, const char *name,
                           void *member, Error **error)
{
  return tree_string(reading->document, value, name, member, error);
}

bool matter_read_int(MatterReading *reading, const Tree *value, const char *name, void *member,
                     Error **error)
{
  return tree_int(reading->document, value, name, -1000000000, 1000000000, member, error);
}

bool matter_read_comments(MatterReading *reading, const Tree *value, const char *name, void *member,
                          Error **error)
{
  static const struct {
    const char *word;
    PageComments comments;
  } words[] = {{"true", PAGE_COMMENTS_OPEN},    {"open", PAGE_COMMENTS_OPEN},
               {"on", PAGE_COMMENTS_OPEN},      {"closed", PAGE_COMMENTS_CLOSED},
               {"close", PAGE_COMMENTS_CLOSED}, {"off", PAGE_COMMENTS_OFF},
               {"false", PAGE_COMMENTS_OFF}};
  const char *text = NULL;
  if (!tree_string(reading->document, value, name, &text, error))
    return false;
  for (size_t i = 0; text && i < G_N_ELEMENTS(words); i++) {
    if (g_ascii_strcasecmp(text, words[i].word) == 0) {
      *(PageComments *)member = words[i].comments;
      reading->matter->comments_said = true;
      return true;
    }
  }
  if (!text)
    return true;
  tree_error(error, reading->document, value, "'%s' should be open, closed or off, not '%s'", name,
             text);
  return false;
}

/* --- lists --- */

/* Each name once; case tells none apart, as URLs of tags would not either. */
static void add_name(MatterReading *reading, GPtrArray *names, const char *text, size_t length)
{
  g_autofree char *copy = g_strndup(text, length);
  const char *name = one_line(reading->arena, copy);
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
