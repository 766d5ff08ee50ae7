/* convert_text.c - texts of other generators' settings as YAML. */
#include "generator/convert/convert.h"

#include "common/template/words/entities.h"

#include <stdlib.h>
#include <string.h>

/* Plain where YAML reads it as the same text. */
static bool is_plain(const char *text)
{
  static const gchar *const words[] = {"true", "false", "null", "yes", "no", "on", "off", NULL};
  g_autofree char *lower = g_ascii_strdown(text, -1);
  if (!g_ascii_isalpha(*text) || g_strv_contains(words, lower) || g_str_has_suffix(text, " "))
    return false;
  for (const char *p = text; *p; p++)
    if (strchr("\n\t\"\\{}[],&*#?|<>=!%@`'", *p) || (*p == ':' && (p[1] == ' ' || !p[1])))
      return false;
  return true;
}

/* In double quotes, with no more signs than needed: people read it. */
static void put_quoted(GString *out, const char *text)
{
  g_string_append_c(out, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_printf(out, "\\%c", *text);
    else if (*text == '\n')
      g_string_append(out, "\\n");
    else if ((unsigned char)*text < 0x20 || *text == 0x7f)
      g_string_append_printf(out, "\\x%02x", (unsigned char)*text);
    else
      g_string_append_c(out, *text);
  }
  g_string_append_c(out, '"');
}

void convert_put_text(Convert *convert, const char *key, const char *text)
{
  if (!text)
    return;
  g_autoptr(GString) value = g_string_new(NULL);
  if (is_plain(text))
    g_string_append(value, text);
  else
    put_quoted(value, text);
  convert_put(convert, key, value->str);
}

/* --- HTML as plain text --- */

static int entity_compare(const void *key, const void *item)
{
  return strcmp(key, ((const Entity *)item)->name);
}

/* "&name;" or "&#233;" as its text; the length that it takes, or 0. */
static size_t put_reference(GString *out, const char *text)
{
  size_t length = strcspn(text + 1, "; <&") + 2;
  if (length < 3 || length > 32 || text[length - 1] != ';')
    return 0;
  g_autofree char *name = g_strndup(text + 1, length - 1);
  if (*name == '#') {
    bool hex = name[1] == 'x' || name[1] == 'X';
    guint64 number = g_ascii_strtoull(name + 1 + hex, NULL, hex ? 16 : 10);
    if (number < 0x20 || number > 0x10ffff || !g_unichar_validate((gunichar)number))
      return 0;
    g_string_append_unichar(out, (gunichar)number);
    return length;
  }
  const Entity *found = bsearch(name, entities, entity_count, sizeof *entities, entity_compare);
  if (!found) { /* some stand in the table without their semicolon */
    name[length - 2] = '\0';
    found = bsearch(name, entities, entity_count, sizeof *entities, entity_compare);
  }
  if (found)
    g_string_append(out, found->text);
  return found ? length : 0;
}

const char *convert_plain(const Convert *convert, const char *html)
{
  if (!html || !strpbrk(html, "<&"))
    return html;
  g_autoptr(GString) out = g_string_new(NULL);
  while (*html) {
    const char *close =
        *html == '<' && (g_ascii_isalpha(html[1]) || html[1] == '/') ? strchr(html, '>') : NULL;
    size_t length = *html == '&' ? put_reference(out, html) : 0;
    if (close && out->len > 0 && out->str[out->len - 1] != ' ' && g_str_has_prefix(html, "<br"))
      g_string_append_c(out, ' ');
    if (!close && length == 0)
      g_string_append_c(out, *html);
    html = close ? close + 1 : html + MAX(length, 1);
  }
  return arena_strndup(convert->arena, out->str, out->len);
}
