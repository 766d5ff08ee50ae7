#include "generator/model/markdown/attributes.h"

#include <glib.h>
#include <string.h>

typedef struct Reading {
  NodeAttributes *out;
  Arena *arena;
  const char *at, *end;
} Reading;

/* --- what may be said --- */

static bool is_length(const char *value)
{
  size_t digits = strspn(value, "0123456789");
  return digits > 0 && digits < 6 && (value[digits] == '\0' || strcmp(value + digits, "%") == 0);
}

static bool is_loading(const char *value)
{
  return strcmp(value, "lazy") == 0 || strcmp(value, "eager") == 0;
}

static bool is_word(const char *value)
{
  return *value && strspn(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "_- ") == strlen(value);
}

static bool is_any(const char *value)
{
  (void)value;
  return true;
}

static const struct {
  const char *key;
  unsigned use;
  bool (*good)(const char *value);
} KEYS[] = {
    {"title", ATTRIBUTE_ANY, is_any},
    {"lang", ATTRIBUTE_ANY, is_word},
    {"dir", ATTRIBUTE_ANY, is_word},
    {"role", ATTRIBUTE_ANY, is_word},
    {"style", ATTRIBUTE_ANY, is_any},
    {"translate", ATTRIBUTE_ANY, is_word},
    {"width", ATTRIBUTE_IMAGE, is_length},
    {"height", ATTRIBUTE_IMAGE, is_length},
    {"loading", ATTRIBUTE_IMAGE, is_loading},
    {"decoding", ATTRIBUTE_IMAGE, is_word},
    {"fetchpriority", ATTRIBUTE_IMAGE, is_word},
    {"target", ATTRIBUTE_LINK, is_word},
    {"rel", ATTRIBUTE_LINK, is_word},
    {"hreflang", ATTRIBUTE_LINK, is_word},
    {"download", ATTRIBUTE_LINK, is_any},
    {"start", ATTRIBUTE_LIST, is_length},
    {"reversed", ATTRIBUTE_LIST, is_any},
    {"type", ATTRIBUTE_LIST | ATTRIBUTE_LINK, is_any},
};

static unsigned use_of(const char *key, const char *value)
{
  for (size_t i = 0; i < G_N_ELEMENTS(KEYS); i++)
    if (strcmp(KEYS[i].key, key) == 0)
      return KEYS[i].good(value) ? KEYS[i].use : 0;
  return g_str_has_prefix(key, "data-") || g_str_has_prefix(key, "aria-") ? ATTRIBUTE_ANY : 0;
}

const NodeAttribute *attributes_unknown(const NodeAttributes *attributes, unsigned use)
{
  for (size_t i = 0; i < attributes->count; i++)
    if (!(attributes->items[i].use & (use | ATTRIBUTE_ANY)))
      return &attributes->items[i];
  return NULL;
}

const char *attributes_get(const NodeAttributes *attributes, const char *key)
{
  for (size_t i = 0; i < attributes->count; i++)
    if (attributes->items[i].use && strcmp(attributes->items[i].key, key) == 0)
      return attributes->items[i].value;
  return NULL;
}

bool attributes_has_class(const NodeAttributes *attributes, const char *name)
{
  size_t length = strlen(name);
  const char *at = attributes->classes;
  for (; at && (at = strstr(at, name)); at += length)
    if ((at == attributes->classes || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
      return true;
  return false;
}

/* --- reading --- */

static bool is_name_byte(char byte)
{
  return g_ascii_isalnum(byte) || (unsigned char)byte >= 0x80 || (byte && strchr("-_:", byte));
}

static void pass_blanks(Reading *reading)
{
  while (reading->at < reading->end && (*reading->at == ' ' || *reading->at == '\t'))
    reading->at++;
}

/* Behind "#" or ".". Points are for ids. */
static const char *read_name(Reading *reading, bool points)
{
  const char *begin = reading->at;
  while (reading->at < reading->end &&
         (is_name_byte(*reading->at) || (points && *reading->at == '.')))
    reading->at++;
  if (begin == reading->at)
    return NULL;
  return arena_strndup(reading->arena, begin, (size_t)(reading->at - begin));
}

static bool read_class(Reading *reading)
{
  const char *name = read_name(reading, false), *before = reading->out->classes;
  if (name)
    reading->out->classes = before ? arena_printf(reading->arena, "%s %s", before, name) : name;
  return name != NULL;
}

/* Quoted, or up to a space or the end. */
static const char *read_value(Reading *reading)
{
  char quote = reading->at < reading->end ? *reading->at : 0;
  const char *begin = reading->at, *stop;
  if (quote == '"' || quote == '\'') {
    begin++;
    stop = memchr(begin, quote, (size_t)(reading->end - begin));
    if (!stop)
      return NULL;
    reading->at = stop + 1;
  } else {
    while (reading->at < reading->end && !strchr(" \t\n\"'{}<>=`", *reading->at))
      reading->at++;
    stop = reading->at;
    if (stop == begin)
      return NULL;
  }
  return arena_strndup(reading->arena, begin, (size_t)(stop - begin));
}

/* "300px" is 300 of them. */
static const char *plain_length(Arena *arena, const char *key, const char *value)
{
  bool size = strcmp(key, "width") == 0 || strcmp(key, "height") == 0;
  if (size && g_str_has_suffix(value, "px"))
    return arena_strndup(arena, value, strlen(value) - 2);
  return value;
}

static bool add_pair(Reading *reading, const char *key, const char *value)
{
  NodeAttributes *out = reading->out;
  if (strcmp(key, "id") == 0) {
    out->id = value;
  } else if (strcmp(key, "class") == 0) {
    out->classes =
        out->classes ? arena_printf(reading->arena, "%s %s", out->classes, value) : value;
  } else if (out->count == ATTRIBUTES_MAX) {
    return false;
  } else if (!attributes_get(out, key)) {
    value = plain_length(reading->arena, key, value);
    out->items[out->count++] = (NodeAttribute){key, value, use_of(key, value)};
  }
  return true;
}

static bool read_pair(Reading *reading)
{
  const char *key = read_name(reading, false);
  if (!key)
    return false;
  if (reading->at < reading->end && *reading->at == '=') {
    reading->at++;
    const char *value = read_value(reading);
    return value && add_pair(reading, key, value);
  }
  bool unnumbered = strcmp(key, "-") == 0; /* Pandoc's, of a heading */
  if (!reading->out->colon && !unnumbered)
    return false;
  if (!unnumbered)
    reading->out->name = key;
  return true;
}

static bool read_item(Reading *reading)
{
  char sign = *reading->at;
  if (sign == '#') {
    reading->at++;
    return (reading->out->id = read_name(reading, true)) != NULL;
  }
  if (sign == '.') {
    reading->at++;
    return read_class(reading);
  }
  return read_pair(reading);
}

size_t attributes_read(NodeAttributes *attributes, Arena *arena, const char *text, size_t length)
{
  *attributes = (NodeAttributes){0};
  Reading reading = {attributes, arena, text + 1, text + MIN(length, ATTRIBUTES_LENGTH_MAX)};
  if (length < 3 || text[0] != '{')
    return 0;
  if (*reading.at == ':') {
    attributes->colon = true;
    reading.at++;
  }
  bool any = false;
  for (pass_blanks(&reading); reading.at < reading.end; pass_blanks(&reading)) {
    if (*reading.at == '}')
      return any ? (size_t)(reading.at + 1 - text) : 0;
    if (!read_item(&reading))
      return 0;
    any = true;
  }
  return 0;
}
