/* authors.c - profiles of people: the files of the authors' folder. */
#include "generator/build/context.h"

#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <string.h>

enum { PROFILE_LIMIT = 64 * 1024 };

/* authors/ann.yaml, but no file of a folder inside. */
static bool is_profile(const Settings *settings, const char *path)
{
  size_t length = strlen(settings->authors_dir);
  const char *extension = path_extension(path);
  return strncmp(path, settings->authors_dir, length) == 0 && path[length] == '/' &&
         !strchr(path + length + 1, '/') &&
         (strcmp(extension, "yaml") == 0 || strcmp(extension, "yml") == 0);
}

static bool add_profile(Build *build, const SourceFile *file, Error **error)
{
  TreeDocument document = {.file = file->path};
  g_autofree char *text =
      source_read(build->source, file, PROFILE_LIMIT, &document.source_length, error);
  if (!text || !text_check_utf8(text, document.source_length, file->path, error))
    return false;
  document.source = arena_strndup(build->arena, text, document.source_length);
  return yaml_parse(build->arena, document.source, document.source_length, 1, PROFILE_LIMIT,
                    &document, error) &&
         site_add_author(build->site, file->path, &document, error);
}

bool build_authors(Build *build, Error **error)
{
  for (size_t i = 0; i < source_count(build->source); i++) {
    const SourceFile *file = source_file(build->source, i);
    if (is_profile(&build->settings, file->path) && !add_profile(build, file, error))
      return false;
  }
  return true;
}
