/* A file of any bytes is a page or an error with a place: front matter, path, MDX and
 * Markdown together. A page stays below the output folder, and survives packing. */
#include "generator/model/page/page.h"

#include "common/paths.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line names the file. */
static const char *take_path(const char **text, size_t *length, char path[64])
{
  const char *newline = memchr(*text, '\n', *length);
  size_t name = newline ? (size_t)(newline - *text) : 0;
  if (!newline || name > 40)
    return "posts/a.md";
  g_snprintf(path, 64, "posts/%.*s.mdx", (int)name, *text);
  *length -= name + 1;
  *text = newline + 1;
  return path_is_clean(path) ? path : "posts/a.de.md";
}

static void check_packing(Arena *arena, const Page *page)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  page_pack(page, bytes);
  Page back;
  g_assert(page_unpack(&back, arena, bytes->data, bytes->len));
  g_assert(page_digest(&back) == page_digest(page));
}

static void check_page(const Page *page)
{
  g_assert(path_is_clean(page->output));
  g_assert(page->url[0] == '/' && page->url[1] != '/');
  g_assert(!strpbrk(page->url, " \"<>?#\\"));
  for (size_t i = 0; page->aliases[i]; i++) {
    g_autofree char *alias = g_strdup(page->aliases[i]);
    if (g_str_has_suffix(alias, "/"))
      alias[strlen(alias) - 1] = '\0';
    g_assert(path_is_clean(alias));
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Error) error = NULL;
  static SiteLanguage languages[] = {{.code = "en", .folder = "en"},
                                     {.code = "de", .folder = "de"}};
  Settings settings;
  g_assert(settings_read(&settings, arena, NULL, NULL));
  settings.languages = languages;
  settings.language_count = G_N_ELEMENTS(languages);
  settings.zola_shortcodes = size % 2 == 0;
  settings.summary_separator = size % 3 == 0 ? "\n\n" : "";
  const char *text = (const char *)data;
  char path[64];
  const char *file = take_path(&text, &size, path);
  Page page;
  if (page_parse(&page, arena, &settings, PAGE_POST, file, text, size, NULL, warnings, &error)) {
    check_page(&page);
    check_packing(arena, &page);
    return 0;
  }
  g_assert(error->kind == ERROR_SITE && strcmp(error->file, file) == 0);
  g_autoptr(GString) message = g_string_new(NULL);
  error_format(error, "error", false, message);
  g_assert(g_utf8_validate(message->str, (gssize)message->len, NULL));
  return 0;
}
