#include "generator/model/markdown/emoji.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 64 };

typedef struct Name {
  const char *text;
  size_t length;
} Name;

static int name_compare(const void *key, const void *entry)
{
  const Name *name = key;
  const char *other = ((const Emoji *)entry)->name;
  int order = strncmp(name->text, other, name->length);
  return order ? order : -(other[name->length] != '\0');
}

const char *emoji_find(const char *text, size_t rest, size_t *length)
{
  Name name = {.text = text};
  while (name.length < rest && name.length < NAME_MAX_LENGTH &&
         (g_ascii_isalnum(text[name.length]) || strchr("_+-", text[name.length])))
    name.length++;
  if (name.length == 0 || name.length == rest || text[name.length] != ':')
    return NULL;
  const Emoji *found =
      bsearch(&name, emoji_table, emoji_count, sizeof emoji_table[0], name_compare);
  *length = name.length;
  return found ? found->text : NULL;
}
