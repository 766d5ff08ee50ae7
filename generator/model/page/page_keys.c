#include "generator/model/page/page_keys.h"

#include <glib.h>
#include <string.h>

/* docs/moving.md has the same table, for readers. */
static const struct {
  const char *name, *why;
} IDLE[] = {
    {"generate_feed", "every list has its feeds"},
    {"generate_feeds", "every list has its feeds"},
    {"in_search_index", "the site has no search index"},
    {"insert_anchor_links", "every heading can be linked to"},
    {"isCJKLanguage", "words are counted by the script of the text"},
    {"linkTitle", "menus are written in senf.yaml, with titles of their own"},
    {"markup", "the file's extension says how it is written"},
    {"menu", "menus are written in senf.yaml"},
    {"menus", "menus are written in senf.yaml"},
    {"outputs", "pages are HTML, and lists have feeds"},
    {"paginate_by", "'pagination' in senf.yaml holds for all lists"},
    {"paginate_path", "numbered pages stand below page/"},
    {"paginate_reversed", "lists begin with the newest"},
    {"render_with_liquid", "no text is read as a template"},
    {"resources", "files of a bundle are published under their own names"},
    {"sort_by", "posts stand in order of their dates"},
    {"transparent", "a section lists what stands in its own folders"},
    {"type", "'layout' chooses a template"},
};

/* What themes and plugins read, and what is one letter away from a key above or in
 * page_matter.c. */
static const char *const THEMES[] = {
    "audio",    "autor",   "color",    "covers", "data",    "dates",    "imagen",
    "keywords", "layouts", "locales",  "math",   "name",    "order",    "page",
    "part",     "paths",   "redirect", "robots", "serie",   "slide",    "slides",
    "social",   "sorting", "subtitle", "tabs",   "tagline", "template", "titles",
    "toc",      "types",   "updates",  "urls",   "videos",  "weights",
};

static bool is_theme_key(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(THEMES); i++)
    if (g_ascii_strcasecmp(THEMES[i], name) == 0)
      return true;
  return false;
}

const char *page_key_idle(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(IDLE); i++)
    if (g_ascii_strcasecmp(IDLE[i].name, name) == 0)
      return IDLE[i].why;
  return NULL;
}

/* Small letters and digits alone. */
static char *letters_of(const char *name)
{
  GString *letters = g_string_new(NULL);
  for (; *name; name++)
    if (g_ascii_isalnum(*name) || (*name & 0x80))
      g_string_append_c(letters, g_ascii_tolower(*name));
  return g_string_free(letters, FALSE);
}

/* Whether one letter was left out of, or one added to, the other. */
static bool is_one_more(const char *longer, const char *shorter)
{
  size_t same = 0;
  while (shorter[same] && longer[same] == shorter[same])
    same++;
  return strcmp(longer + same + 1, shorter + same) == 0;
}

/* Whether two neighbours are swapped, or one letter but the first is another one. Short words
 * with another letter are other words: "rate" is no date. */
static bool is_slip(const char *a, const char *b, size_t length)
{
  size_t at = 0;
  while (a[at] && a[at] == b[at])
    at++;
  if (at + 1 < length && a[at] == b[at + 1] && a[at + 1] == b[at] &&
      strcmp(a + at + 2, b + at + 2) == 0)
    return true;
  return length > 4 && at > 0 && strcmp(a + at + 1, b + at + 1) == 0;
}

static bool is_near(const char *name, const char *known, bool plural_is_own)
{
  size_t length = strlen(name), other = strlen(known);
  if (strcmp(name, known) == 0)
    return true;
  if (length < 3 || other < 4)
    return false;
  if (length == other)
    return is_slip(name, known, length);
  if (length == other + 1)
    return is_one_more(name, known) && !(plural_is_own && name[other] == 's');
  return other == length + 1 && is_one_more(known, name) && *known == *name;
}

const char *page_key_near(const char *name, const char *const *names, bool plural_is_own)
{
  if (is_theme_key(name) || page_key_idle(name))
    return NULL;
  g_autofree char *letters = letters_of(name);
  for (; *names; names++) {
    g_autofree char *known = letters_of(*names);
    if (is_near(letters, known, plural_is_own))
      return *names;
  }
  return NULL;
}
