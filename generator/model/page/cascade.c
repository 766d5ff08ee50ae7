#include "generator/model/page/cascade.h"

#include "common/paths.h"

#include <string.h>

GArray *cascade_rules_new(void)
{
  return g_array_new(FALSE, TRUE, sizeof(CascadeRule));
}

bool cascade_is_index(const char *path)
{
  return g_str_has_prefix(path_base(path), "_index.");
}

static bool is_below(const char *path, const char *folder)
{
  size_t length = strlen(folder);
  return length == 0 ||
         (strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0'));
}

static bool is_pattern(const char *text)
{
  return strpbrk(text, "*?[") != NULL;
}

/* --- which pages ---------------------------------------------------------------------------- */

static bool holds_folder(const CascadeRule *rule, const char *key)
{
  if (is_pattern(rule->folder)) {
    g_autofree char *below = g_strconcat(rule->folder, "/**", NULL);
    return path_match(rule->folder, key) || path_match(below, key);
  }
  if (!is_below(key, rule->folder))
    return false;
  const char *inside = key + strlen(rule->folder);
  inside += *inside == '/';
  return !rule->direct || (*inside && !strchr(inside, '/'));
}

// Hugo's patterns begin at its folder of content: "/posts/**".
static bool holds_pattern(const char *pattern, const char *key)
{
  pattern += *pattern == '/';
  for (const char *at = key; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL)
    if (path_match(pattern, at))
      return true;
  return false;
}

static bool holds_kind(CascadeKinds kinds, const PagePlace *place)
{
  bool post = place->area == PAGE_POST && !place->is_top;
  switch (kinds) {
  case CASCADE_ALL:
    return true;
  case CASCADE_POSTS:
    return post;
  case CASCADE_PAGES:
    return !post;
  case CASCADE_SINGLE:
    return !place->is_index;
  case CASCADE_INDEX:
    return place->is_index;
  }
  return false;
}

bool cascade_holds(const CascadeRule *rule, const Settings *settings, const PagePlace *place)
{
  const char *lang = place->lang ? place->lang : settings->languages[0].code;
  return holds_kind(rule->kinds, place) && (!rule->lang || strcmp(rule->lang, lang) == 0) &&
         holds_folder(rule, place->key) &&
         (!rule->pattern || holds_pattern(rule->pattern, place->key));
}

Digest cascade_digest(const Settings *settings, PageKind kind, const char *path)
{
  if (settings->cascade_count == 0)
    return 0;
  g_autoptr(Arena) arena = arena_new();
  PagePlace place;
  page_place_read(&place, arena, settings, kind, path);
  Digest digest = 0;
  for (size_t i = 0; i < settings->cascade_count; i++)
    if (cascade_holds(&settings->cascade[i], settings, &place))
      digest = digest_mix(digest, tree_digest(settings->cascade[i].values.root));
  return digest;
}

/* --- in order ------------------------------------------------------------------------------- */

typedef struct Ranked {
  const CascadeRule *rule;
  guint index;
} Ranked;

static bool is_of_settings(const CascadeRule *rule)
{
  return !cascade_is_index(rule->file);
}

static int ranked_compare(gconstpointer a, gconstpointer b)
{
  const Ranked *one = a, *two = b;
  size_t first = strlen(one->rule->folder), second = strlen(two->rule->folder);
  if (first != second)
    return first > second ? -1 : 1;
  if (is_of_settings(one->rule) != is_of_settings(two->rule))
    return is_of_settings(one->rule) ? 1 : -1;
  return one->index < two->index ? -1 : one->index > two->index;
}

void cascade_finish(GArray *rules, Settings *settings, Arena *arena)
{
  g_autofree Ranked *ranked = g_new(Ranked, rules->len + 1);
  for (guint i = 0; i < rules->len; i++)
    ranked[i] = (Ranked){&g_array_index(rules, CascadeRule, i), i};
  qsort(ranked, rules->len, sizeof *ranked, ranked_compare);
  CascadeRule *ordered = arena_new_array(arena, CascadeRule, rules->len + 1);
  for (guint i = 0; i < rules->len; i++)
    ordered[i] = *ranked[i].rule;
  settings->cascade = ordered;
  settings->cascade_count = rules->len;
}
