/* The small readers of text: what each promises of any input. */
#include "common/escape.h"
#include "common/paths.h"
#include "common/strutil.h"
#include "common/suggest.h"
#include "common/time/datetime.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_date(const char *text)
{
  DateTime time, again;
  if (!datetime_parse(text, 0, &time))
    return;
  g_autoptr(GString) out = g_string_new(NULL);
  datetime_rfc3339(&time, out);
  g_assert(datetime_parse(out->str, 0, &again));
  g_assert(again.seconds == time.seconds && again.offset == time.offset);
}

static void check_format(const char *text)
{
  DateTime time = {.seconds = 1714972089, .offset = 120, .set = true};
  g_autoptr(GString) out = g_string_new(NULL);
  datetime_format(&time, text, NULL, out);
}

static void check_path(const char *text)
{
  g_autofree char *clean = path_clean(text);
  g_assert(!clean || !*clean || path_is_clean(clean));
  g_assert(!path_is_clean(text) || strcmp(clean, text) == 0);
  g_autofree char *resolved = path_resolve("a/b/c.md", text);
  g_assert(!resolved || !*resolved || path_is_clean(resolved));
  const char *half = text + strlen(text) / 2;
  g_autofree char *pattern = g_strndup(text, (gsize)(half - text));
  path_match(pattern, half);
  g_assert(strpbrk(text, "*?[\\") || !g_utf8_validate(text, -1, NULL) || path_match(text, text));
}

static void check_escapes(const char *text, size_t size)
{
  typedef void (*Escape)(GString *, const char *, size_t);
  static const Escape all[] = {escape_html, escape_xml, escape_url,
                               escape_json, escape_log, escape_url_part};
  g_autoptr(GString) out = g_string_new(NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
    g_string_truncate(out, 0);
    all[i](out, text, size);
    g_assert(!memchr(out->str, '<', out->len) || all[i] == escape_log);
  }
  g_autoptr(GString) back = g_string_new(NULL);
  bool good = unescape_url(back, out->str, out->len, true);
  g_assert(good == !memchr(text, '\0', size));
  g_assert(back->len == size && memcmp(back->str, text, size) == 0);
  g_string_truncate(back, 0);
  unescape_url(back, text, size, true);
}

static void check_slug(const char *text)
{
  g_autofree char *slug = text_slug(text, "de");
  g_assert(g_utf8_validate(slug, -1, NULL));
  g_assert(!*slug || path_is_clean(slug));
  g_assert(!strpbrk(slug, " /.?#%&<>\"'\\"));
  g_assert(!strstr(slug, "--") && slug[0] != '-' && !g_str_has_suffix(slug, "-"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size); /* up to the first NUL */
  static const char *const names[] = {"title", "date", "draft", NULL};
  check_date(text);
  check_format(text);
  check_path(text);
  check_escapes((const char *)data, size);
  check_slug(text);
  suggest_nearest(text, names);
  g_autoptr(Error) error = NULL;
  g_assert(text_check_utf8((const char *)data, size, "f", &error) == (error == NULL));
  return 0;
}
