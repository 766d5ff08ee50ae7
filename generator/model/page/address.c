#include "generator/model/page/address.h"

#include "common/paths.h"
#include "common/strutil.h"

#include <glib.h>
#include <string.h>

static const char *const NAMES[] = {
    [ADDRESS_SENF] = "senf",     [ADDRESS_HUGO] = "hugo", [ADDRESS_HUGO_CASED] = "hugo-cased",
    [ADDRESS_JEKYLL] = "jekyll", [ADDRESS_ZOLA] = "zola",
};

bool address_style(const char *name, AddressStyle *out)
{
  for (size_t i = 0; i < G_N_ELEMENTS(NAMES); i++) {
    if (strcmp(NAMES[i], name) == 0) {
      *out = (AddressStyle)i;
      return true;
    }
  }
  return false;
}

const char *address_styles(void)
{
  return "senf, hugo, hugo-cased, jekyll, zola";
}

/* --- signs --- */

static bool is_word(gunichar c)
{
  return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool is_among(gunichar c, const char *signs)
{
  return c && c < 0x80 && strchr(signs, (int)c);
}

static bool stays_in_senf(gunichar c)
{
  return is_word(c) || is_among(c, "-._~+@");
}

static bool stays_in_hugo(gunichar c)
{
  return is_word(c) || is_among(c, "-._~+@#/");
}

/* What Jekyll calls "pretty". */
static bool stays_in_jekyll(gunichar c)
{
  return is_word(c) || is_among(c, "._~!$&'()+,;=@");
}

/* --- rules --- */

typedef bool (*Stays)(gunichar c);

/* Each run of other signs becomes one '-' between what stays. */
static char *dashed(const char *text, Stays stays, bool lower)
{
  GString *out = g_string_new(NULL);
  bool gap = false;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!stays(c) || (out->len == 0 && c == '.')) { /* no hidden files, no ".." */
      gap = out->len > 0;
      continue;
    }
    if (gap && out->str[out->len - 1] != '-' && c != '-')
      g_string_append_c(out, '-');
    gap = false;
    g_string_append_unichar(out, lower ? g_unichar_tolower(c) : c);
  }
  return g_string_free(out, FALSE);
}

/* White space becomes '-', unless one stands there; other signs go without a trace. */
static char *hugo(const char *text, bool lower)
{
  GString *out = g_string_new(NULL);
  bool gap = false;
  for (const char *p = text; *p; p = g_utf8_next_char(p)) {
    gunichar c = g_utf8_get_char(p);
    if (!stays_in_hugo(c) || (out->len == 0 && c == '.')) {
      gap = gap || (out->len > 0 && out->str[out->len - 1] != '-' && g_unichar_isspace(c));
      continue;
    }
    if (gap && c != '-')
      g_string_append_c(out, '-');
    gap = false;
    g_string_append_unichar(out, lower ? g_unichar_tolower(c) : c);
  }
  return g_string_free(out, FALSE);
}

static char *hugo_part(const char *text, bool lower)
{
  return g_strdelimit(hugo(text, lower), "/", '-');
}

/* A term's slashes stay where they lead nowhere else. */
static char *hugo_term(const char *text, bool lower)
{
  g_autofree char *given = hugo(text, lower);
  g_autofree char *clean = path_clean(given + strspn(given, "/"));
  if (clean && !strstr(clean, "/."))
    return g_steal_pointer(&clean);
  return g_strdelimit(g_steal_pointer(&given), "/", '-');
}

static bool stays_in_file(gunichar c)
{
  return c >= 0x20 && c != 0x7f && c != '/' && c != '\\';
}

static char *without_dashes_around(char *text)
{
  size_t length = strlen(text), begin = strspn(text, "-");
  while (length > begin && text[length - 1] == '-')
    length--;
  text[length] = '\0';
  memmove(text, text + begin, length - begin + 1);
  return text;
}

/* ASCII alone, as far as the rules of English go: other scripts stay. */
static char *zola(const char *text)
{
  g_autofree char *spaced = g_strdelimit(g_strdup(text), "'", ' ');
  return text_slug(spaced, "en");
}

/* --- all --- */

char *address_part(AddressStyle style, const char *text)
{
  switch (style) {
  case ADDRESS_HUGO:
  case ADDRESS_HUGO_CASED:
    return hugo_part(text, style == ADDRESS_HUGO);
  case ADDRESS_JEKYLL:
    return dashed(text, stays_in_file, false);
  case ADDRESS_ZOLA:
    return zola(text);
  case ADDRESS_SENF:
    break;
  }
  return dashed(text, stays_in_senf, false);
}

char *address_slug(AddressStyle style, const char *text)
{
  if (style == ADDRESS_JEKYLL)
    return without_dashes_around(dashed(text, stays_in_jekyll, false));
  return address_part(style, text);
}

char *address_category(AddressStyle style, const char *text, const char *lang)
{
  return style == ADDRESS_JEKYLL ? dashed(text, stays_in_file, true)
                                 : address_term(style, text, lang);
}

char *address_term(AddressStyle style, const char *text, const char *lang)
{
  switch (style) {
  case ADDRESS_HUGO:
  case ADDRESS_HUGO_CASED:
    return hugo_term(text, style == ADDRESS_HUGO);
  case ADDRESS_JEKYLL:
    return without_dashes_around(dashed(text, is_word, true));
  case ADDRESS_ZOLA:
    return zola(text);
  case ADDRESS_SENF:
    break;
  }
  return text_slug(text, lang);
}
