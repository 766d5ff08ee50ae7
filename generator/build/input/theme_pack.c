/* theme_pack.c - a loaded theme as bytes.
 *
 * Entries one after another: a letter (T template, S strings, A asset, O strict), two names that
 * end with NUL (name and path, language and nothing, name and output), a digest (a template's) and
 * the length of the text in hexadecimal digits that end with NUL, the text (of strings: i18n.h
 * packs them; an asset's: its integrity) and a NUL.
 */
#include "generator/build/input/theme.h"

#include "common/escape.h"

#include <string.h>

static void put_text(GByteArray *out, const char *text)
{
  g_byte_array_append(out, (const guint8 *)text, (guint)strlen(text) + 1);
}

typedef struct Entry {
  char letter;
  const char *first, *second, *text;
  Digest digest;
  size_t length;
} Entry;

static void put_entry(GByteArray *out, const Entry *entry)
{
  g_autofree char *digest = g_strdup_printf("%" G_GINT64_MODIFIER "x", entry->digest);
  g_autofree char *length = g_strdup_printf("%zx", entry->length);
  g_byte_array_append(out, (const guint8 *)&entry->letter, 1);
  put_text(out, entry->first);
  put_text(out, entry->second);
  put_text(out, digest);
  put_text(out, length);
  g_byte_array_append(out, (const guint8 *)entry->text, (guint)entry->length);
  g_byte_array_append(out, (const guint8 *)"", 1);
}

static int text_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

static GList *sorted_keys(GHashTable *table)
{
  return g_list_sort(g_hash_table_get_keys(table), text_compare);
}

static void put_templates(GByteArray *out, const Theme *theme)
{
  GList *names = sorted_keys(theme->templates);
  for (GList *name = names; name; name = name->next) {
    const ThemeTemplate *template = theme_template(theme, name->data);
    put_entry(out, &(Entry){'T', template->name, template->path, template->text, template->digest,
                            template->length});
  }
  g_list_free(names);
}

static void put_strings(GByteArray *out, const Theme *theme)
{
  GList *languages = sorted_keys(theme->strings);
  for (GList *lang = languages; lang; lang = lang->next) {
    g_autoptr(GByteArray) packed = g_byte_array_new();
    strings_pack(g_hash_table_lookup(theme->strings, lang->data), packed);
    put_entry(out, &(Entry){'S', lang->data, "", (const char *)packed->data, 0, packed->len});
  }
  g_list_free(languages);
}

static void put_assets(GByteArray *out, const Theme *theme)
{
  GList *names = sorted_keys(theme->assets);
  for (GList *name = names; name; name = name->next) {
    const ThemeAsset *asset = theme_asset(theme, name->data);
    put_entry(out, &(Entry){'A', asset->name, asset->output, asset->integrity, 0,
                            strlen(asset->integrity)});
  }
  g_list_free(names);
}

void theme_pack(const Theme *theme, GByteArray *out)
{
  put_templates(out, theme);
  if (theme->strict)
    put_entry(out, &(Entry){'O', "strict", "", "", 0, 0});
  put_strings(out, theme);
  put_assets(out, theme);
}

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
  const char *digest = entry->second ? take_text(at, end) : NULL;
  const char *digits = digest ? take_text(at, end) : NULL;
  if (!digits)
    return false;
  entry->digest = g_ascii_strtoull(digest, NULL, 16);
  entry->length = (size_t)g_ascii_strtoull(digits, NULL, 16);
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
                              .digest = entry->digest};
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

static bool add_strings(Theme *theme, const Entry *entry)
{
  Strings *strings = strings_unpack(entry->first, entry->text, entry->length);
  if (strings)
    g_hash_table_replace(theme->strings, g_strdup(entry->first), strings);
  return strings != NULL;
}

Theme *theme_unpack(Arena *arena, const Settings *settings, const void *bytes, size_t length)
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
      good = add_strings(theme, &entry);
    else if (good && entry.letter == 'O')
      theme_set_strict(theme, true);
    else if (good)
      add_asset(theme, &entry);
  }
  theme_set_fallbacks(theme);
  if (good)
    return theme;
  theme_free(theme);
  return NULL;
}
