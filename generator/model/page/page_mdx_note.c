#include "generator/model/page/page_mdx_note.h"

#include <string.h>

/* What the words of other blogs are called here; NULL: an attribute says the kind. */
typedef struct Word {
  const char *word, *kind;
} Word;

static const Word NAMES[] = {
    {"Admonition", NULL},   {"Alert", NULL},        {"AlertBox", NULL},
    {"Aside", NULL},        {"Callout", NULL},      {"Note", "note"},
    {"Info", "note"},       {"Tip", "tip"},         {"Important", "important"},
    {"Warning", "warning"}, {"Caution", "caution"}, {"Danger", "caution"},
};

static const Word KINDS[] = {
    {"note", "note"},       {"info", "note"},           {"tip", "tip"},         {"success", "tip"},
    {"hint", "tip"},        {"important", "important"}, {"warning", "warning"}, {"warn", "warning"},
    {"caution", "caution"}, {"danger", "caution"},      {"error", "caution"},
};

static const Word *find(const Word *words, size_t count, const char *text, size_t length)
{
  for (size_t i = 0; i < count; i++) {
    if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0)
      return &words[i];
  }
  return NULL;
}

bool mdx_note_is(const char *name, size_t length)
{
  return find(NAMES, G_N_ELEMENTS(NAMES), name, length) != NULL;
}

/* The text of the first of the attributes that is there: x="…", x='…' or x={"…"}. */
static const char *attribute(const char *const *keys, const char *at, const char *end,
                             size_t *length)
{
  for (; at < end; at++) {
    for (const char *const *key = keys; *key && g_ascii_isspace(*at); key++) {
      const char *value = at + 1 + strlen(*key);
      if (end - value < 3 || memcmp(at + 1, *key, strlen(*key)) != 0 || *value++ != '=')
        continue;
      value += *value == '{';
      const char *close = *value == '"' || *value == '\''
                              ? memchr(value + 1, *value, (size_t)(end - value - 1))
                              : NULL;
      if (!close)
        continue;
      *length = (size_t)(close - value - 1);
      return value + 1;
    }
    if (*at == '"' || *at == '\'') /* another's value */
      at = memchr(at + 1, *at, (size_t)(end - at - 1));
    if (!at)
      return NULL;
  }
  return NULL;
}

void mdx_note_put(GString *out, const char *name, size_t length, const char *at, const char *end)
{
  static const char *const kinds[] = {"type",     "level",  "kind", "variant",
                                      "severity", "status", NULL};
  static const char *const titles[] = {"title", "heading", "label", NULL};
  const Word *word = find(NAMES, G_N_ELEMENTS(NAMES), name, length);
  const char *kind = word ? word->kind : NULL;
  const char *value = kind ? NULL : attribute(kinds, at, end, &length);
  word = value ? find(KINDS, G_N_ELEMENTS(KINDS), value, length) : NULL;
  g_string_append_printf(out, "{{< note %s", kind ? kind : word ? word->kind : "note");
  const char *title = attribute(titles, at, end, &length);
  if (title && length > 0) {
    g_string_append(out, " \"");
    for (size_t i = 0; i < length; i++) {
      if (title[i] == '"' || title[i] == '\\')
        g_string_append_c(out, '\\');
      g_string_append_c(out, title[i] == '\n' ? ' ' : title[i]);
    }
    g_string_append_c(out, '"');
  }
  g_string_append(out, " >}}");
}
