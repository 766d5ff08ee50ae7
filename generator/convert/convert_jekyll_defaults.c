/* convert_jekyll_defaults.c - Jekyll's `defaults`: front matter by folder and kind. */
#include "generator/convert/convert_jekyll.h"

#include "common/paths.h"

#include <string.h>

static void put_text(GString *out, const char *key, const char *text)
{
  const Tree tree = {.kind = TREE_STRING, .text = text};
  g_string_append_printf(out, "%s: ", key);
  tree_to_json(&tree, out);
  g_string_append(out, ", ");
}

static const char *text_of(const Tree *map, const char *key)
{
  const Tree *value = tree_get(map, key);
  return value && value->kind == TREE_STRING ? value->text : "";
}

/* "posts", "pages"; a collection is its folder. */
static void put_scope(GString *out, const Tree *scope)
{
  const char *type = text_of(scope, "type");
  bool kind = g_str_has_prefix(type, "post") || g_str_has_prefix(type, "page");
  g_autofree char *path = path_clean(text_of(scope, "path"));
  if (path && *path)
    put_text(out, "path", path);
  else if (*type && !kind) {
    g_autofree char *folder = g_strconcat("_", type, NULL);
    put_text(out, "path", folder);
  }
  if (kind)
    g_string_append_printf(out, "kind: %s, ", g_str_has_prefix(type, "post") ? "post" : "page");
}

/* Of entries for the same folder the last one wins there, but one with a type before one
 * without; here the first one does. */
static void put_some(const Tree *all, bool typed, GString *out)
{
  for (size_t i = all->count; i-- > 0;) {
    const Tree *scope = tree_get(all->items[i], "scope");
    const Tree *values = tree_get(all->items[i], "values");
    if (!values || values->kind != TREE_MAP || values->count == 0 ||
        (*text_of(scope, "type") != '\0') != typed)
      continue;
    g_string_append(out, "\n  - {");
    put_scope(out, scope);
    g_string_append(out, "values: ");
    tree_to_json(values, out);
    g_string_append_c(out, '}');
  }
}

void jekyll_put_defaults(Convert *convert)
{
  const Tree *all = convert_setting(convert, "defaults");
  g_autoptr(GString) out = g_string_new(NULL);
  if (all && all->kind == TREE_LIST) {
    put_some(all, true, out);
    put_some(all, false, out);
  }
  if (out->len > 0)
    convert_put(convert, "defaults", out->str);
}
