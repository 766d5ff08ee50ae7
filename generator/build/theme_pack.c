/* theme_pack.c - a loaded theme as bytes.
 *
 * Entries one after another: a letter (T template, S strings, A asset, O strict), two names that
 * end with NUL (name and path, language and path, name and output), the length of the
 * text in decimal digits that ends with NUL, the text (an asset's: its integrity) and a NUL.
 */
#include "generator/build/theme.h"

#include "common/escape.h"

#include <string.h>

static void put_text(GByteArray *out, const char *text)
{
  g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text) + 1);
}

static void put_entry(GByteArray *out, char letter, const char *first, const char *second,
                      const char *text, size_t length)
{
  g_autofree char *digits = g_strdup_printf("%zu", length);
  g_byte_array_append(out, (const guint8 *)&letter, 1);
  put_text(out, first);
  put_text(out, second);
  put_text(out, digits);
  g_byte_array_append(out, (const guint8 *)text, (guint)length);
  g_byte_array_append(out, (const guint8 *)"", 1);
}

static int text_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

void theme_pack(const Theme *theme, GByteArray *out)
{
  GList *names = g_list_sort(g_hash_table_get_keys(theme->templates), text_compare);
  for (GList *name = names; name; name = name->next) {
    const ThemeTemplate *template = theme_template(theme, name->data);
    put_entry(out, 'T', template->name, template->path, template->text, template->length);
  }
  g_list_free(names);
  if (theme->strict)
    put_entry(out, 'O', "strict", "", "", 0);
  for (guint i = 0; i < theme->string_files->len; i++) {
    const ThemeStrings *file = g_ptr_array_index(theme->string_files, i);
    put_entry(out, 'S', file->lang, file->path, file->text, file->length);
  }
  names = g_list_sort(g_hash_table_get_keys(theme->assets), text_compare);
  for (GList *name = names; name; name = name->next) {
    const ThemeAsset *asset = theme_asset(theme, name->data);
    put_entry(out, 'A', asset->name, asset->output, asset->integrity, strlen(asset->integrity));
  }
  g_list_free(names);
}

typedef struct Entry {
  char letter;
  const char *first, *second, *text;
  size_t length;
} Entry;

static const char *take_text(const char **at, const char *end)
{
  const char *text = *at, *stop = memchr(text, '\0', (size_t)(end - text));
  if (!stop)
    return NULL;
  *at = stop + 1;
  return text;
}

static bool take_entry(const char **at, const char *end, Entry *entry)
{
  entry->letter = *(*at)++;
  entry->first = take_text(at, end);
  entry->second = entry->first ? take_text(at, end) : NULL;
  const char *digits = entry->second ? take_text(at, end) : NULL;
  if (!digits)
    return false;
  entry->length = (size_t)g_ascii_strtoull(digits, NULL, 10);
  entry->text = *at;
  if (entry->length >= (size_t)(end - *at) || (*at)[entry->length] != '\0')
    return false;
  *at += entry->length + 1;
  return true;
}

static void add_template(Theme *theme, const Entry *entry)
{
  ThemeTemplate *template = arena_new_of(theme->arena, ThemeTemplate);
  *template = (ThemeTemplate){.name = entry->first,
                              .path = entry->second,
                              .text = entry->text,
                              .length = entry->length,
                              .digest = digest_bytes(entry->text, entry->length)};
  g_hash_table_insert(theme->templates, (gpointer) template->name, template);
}

static void add_asset(Theme *theme, const Entry *entry)
{
  ThemeAsset *asset = arena_new_of(theme->arena, ThemeAsset);
  GString *url = g_string_new(theme->settings->base_path);
  g_string_append_c(url, '/');
  escape_url(url, entry->second, strlen(entry->second));
  *asset = (ThemeAsset){.name = entry->first,
                        .output = entry->second,
                        .integrity = entry->text,
                        .url = arena_strdup(theme->arena, url->str)};
  g_hash_table_insert(theme->assets, (gpointer)asset->name, asset);
  g_string_free(url, TRUE);
}

Theme *theme_unpack(Arena *arena, const Settings *settings, const void *bytes, size_t length,
                    Error **error)
{
  Theme *theme = theme_new(arena, settings);
  const char *copy = arena_memdup(arena, bytes, length), *at = copy, *end = copy + length;
  Entry entry;
  bool good = true;
  while (good && at < end) {
    good = take_entry(&at, end, &entry);
    if (good && entry.letter == 'T')
      add_template(theme, &entry);
    else if (good && entry.letter == 'S')
      good = theme_add_strings(theme, entry.first, entry.second, entry.text, entry.length, error);
    else if (good && entry.letter == 'O')
      theme_set_strict(theme, true);
    else if (good)
      add_asset(theme, &entry);
  }
  if (good)
    return theme;
  theme_free(theme);
  return NULL;
}
