#include "common/strutil.h"

#include "common/bytes.h"

#include <string.h>

/* Beyond ASCII, or NUL. */
static ByteMask is_odd(ByteBlock bytes)
{
  return (bytes >= 0x80) | (bytes == 0);
}

/* Validates up to the end of the line, so that ASCII lines are skipped fast again. */
static const char *utf8_end(const char *text, size_t length)
{
  const char *end = text + length;
  while ((text = bytes_find(text, end, is_odd)) < end) {
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    const char *stop = newline ? newline + 1 : end, *bad;
    if (!g_utf8_validate(text, stop - text, &bad))
      return bad;
    text = stop;
  }
  return end;
}

bool text_check_utf8(const char *text, size_t length, const char *file, Error **error)
{
  const char *bad = utf8_end(text, length);
  if (bad == text + length)
    return true;
  int line = 1;
  const char *start = text;
  for (const char *p = text; p < bad; p++) {
    if (*p == '\n') {
      line++;
      start = p + 1;
    }
  }
  int column = 1 + (int)g_utf8_strlen(start, bad - start);
  if (*bad == '\0') {
    error_set(error, ERROR_SITE, "a NUL byte stands in the text");
    error_hint(error, "remove it, or save the file as UTF-8 if it is UTF-16");
  } else {
    error_set(error, ERROR_SITE, "the byte 0x%02X is no UTF-8", (unsigned char)*bad);
    error_hint(error, "save the file as UTF-8");
  }
  error_at(error, file, line, column);
  error_source(error, text, length);
  return false;
}

static bool is_apostrophe(gunichar c)
{
  return c == '\'' || c == 0x2019 || c == 0x02bc;
}

/* Latin letters become ASCII by the language's rules; false where GLib knows
 * none. */
static bool put_ascii(GString *out, gunichar c, const char *locale)
{
  char letter[7] = {0};
  g_unichar_to_utf8(g_unichar_tolower(c), letter); /* GLib knows no capital ß */
  g_autofree char *ascii = g_str_to_ascii(letter, locale);
  if (!*ascii || strchr(ascii, '?'))
    return false;
  for (const char *p = ascii; *p; p++) {
    if (g_ascii_isalnum(*p))
      g_string_append_c(out, g_ascii_tolower(*p));
  }
  return true;
}

static void put_word_start(GString *out, bool *gap)
{
  if (*gap && out->len > 0)
    g_string_append_c(out, '-');
  *gap = false;
}

char *text_slug(const char *text, const char *lang)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  g_autofree char *normal = g_utf8_normalize(valid, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *locale = g_strdup(lang && *lang ? lang : "en");
  g_strdelimit(locale, "-", '_');
  GString *out = g_string_new(NULL);
  bool gap = false;
  bool kept = false; /* the last letter stands as it was, so its marks do too */
  for (const char *p = normal; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (g_unichar_isalnum(c)) {
      put_word_start(out, &gap);
      kept = !(g_unichar_get_script(c) == G_UNICODE_SCRIPT_LATIN || c < 0x80) ||
             !put_ascii(out, c, locale);
      if (kept)
        g_string_append_unichar(out, g_unichar_tolower(c));
    } else if (g_unichar_ismark(c)) {
      if (kept && !gap)
        g_string_append_unichar(out, c);
    } else if (!is_apostrophe(c)) {
      gap = true;
      kept = false;
    }
  }
  return g_string_free(out, FALSE);
}
