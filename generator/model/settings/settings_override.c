/* settings_override.c - what the command line says instead of senf.yaml. */
#include "generator/model/settings/settings_read.h"

bool settings_override_base_url(Settings *settings, Arena *arena, const char *url, Error **error)
{
  TreeDocument document = {.file = "--base-url", .source = url, .source_length = 0};
  Tree *value = tree_new(arena, TREE_STRING, 0, 0);
  value->text = arena_strdup(arena, url);
  value->quoted = true;
  SettingsReader reader = {settings, arena, &document};
  if (!settings_read_base_url(&reader, value, "base_url", &settings->base_url, error))
    return false;
  settings->digest = digest_mix(settings->digest, digest_text(url));
  settings->parse_digest = digest_mix(settings->parse_digest, digest_text(url));
  return true;
}

void settings_override_preview(Settings *settings, Arena *arena, const char *name)
{
  settings->preview = arena_strdup(arena, name);
  settings->digest = digest_mix(settings->digest, digest_text(name));
}
