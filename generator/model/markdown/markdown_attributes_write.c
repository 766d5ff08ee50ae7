#include "generator/model/markdown/markdown_attributes.h"

#include <string.h>

const NodeAttributes *attributes_of(const Renderer *renderer, const cmark_node *node)
{
  return renderer->attributes ? g_hash_table_lookup(renderer->attributes, node) : NULL;
}

static void put_value(Renderer *renderer, const char *key, const char *value)
{
  g_string_append_printf(renderer->out, " %s=\"", key);
  put_escaped(renderer, (const unsigned char *)value, strlen(value));
  g_string_append_c(renderer->out, '"');
}

static void put_id(Renderer *renderer, const char *id)
{
  g_string_append(renderer->out, " id=\"" SLOT_N_TEXT);
  put_escaped(renderer, (const unsigned char *)id, strlen(id));
  g_string_append_c(renderer->out, '"');
}

void put_attributes(Renderer *renderer, const cmark_node *node)
{
  const NodeAttributes *said = attributes_of(renderer, node);
  bool heading = node->type == CMARK_NODE_HEADING; /* its id is written by itself */
  bool title = (node->type == CMARK_NODE_IMAGE || node->type == CMARK_NODE_LINK) &&
               node->as.link.title.len > 0;
  if (!said)
    return;
  if (said->id && !heading && !renderer->excerpt)
    put_id(renderer, said->id);
  if (said->classes)
    put_value(renderer, "class", said->classes);
  for (size_t i = 0; i < said->count; i++) {
    const char *key = said->items[i].key;
    bool own = strcmp(key, "width") == 0 || strcmp(key, "height") == 0 ||
               strcmp(key, "loading") == 0 || strcmp(key, "decoding") == 0 ||
               (title && strcmp(key, "title") == 0);
    if (!own)
      put_value(renderer, key, said->items[i].value);
  }
}

/* Classes join those that the tag has. */
static void join_classes(GString *tag, GString *attributes)
{
  static const char begin[] = " class=\"";
  char *has = strstr(tag->str, begin), *said = strstr(attributes->str, begin);
  if (!has || !said)
    return;
  const char *names = said + sizeof begin - 1, *end = strchr(names, '"');
  g_autofree char *joined = g_strndup(names, (size_t)(end - names));
  g_string_erase(attributes, said - attributes->str, end + 1 - said);
  gssize at = has - tag->str + (gssize)sizeof begin - 1;
  g_string_insert_c(tag, at, ' ');
  g_string_insert(tag, at, joined);
}

void attributes_insert(Renderer *renderer, const cmark_node *node, size_t begin)
{
  bool writes_itself = node->type == CMARK_NODE_LINK || node->type == CMARK_NODE_IMAGE;
  if (writes_itself || !attributes_of(renderer, node))
    return;
  GString *out = renderer->out;
  if (node->type == CMARK_NODE_TABLE) /* what stands around it scrolls */
    begin = (size_t)(strrchr(out->str, '<') - out->str);
  const char *close = strchr(out->str + begin, '>');
  if (!close)
    return;
  size_t end = (size_t)(close - out->str);
  g_autoptr(GString) tag = g_string_new_len(out->str + begin, (gssize)(end - begin));
  g_autoptr(GString) rest = g_string_new_len(close, (gssize)(out->len - end));
  g_autoptr(GString) attributes = g_string_new(NULL);
  renderer->out = attributes;
  put_attributes(renderer, node);
  renderer->out = out;
  join_classes(tag, attributes);
  g_string_truncate(out, begin);
  g_string_append_len(out, tag->str, (gssize)tag->len);
  g_string_append_len(out, attributes->str, (gssize)attributes->len);
  g_string_append_len(out, rest->str, (gssize)rest->len);
}
