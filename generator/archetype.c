#include "generator/archetype.h"

#include "common/files.h"
#include "common/paths.h"
#include "common/system/datadir.h"
#include "common/template/template.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ARCHETYPE_MAX (1u << 20)
#define VARIABLES_MAX 16

char *archetype_find(const char *name, Error **error)
{
  g_autofree char *folder = datadir_find("themes/senf/archetypes");
  if (!folder) {
    error_set(error, ERROR_MACHINE, "the program's own files are missing (themes/senf/archetypes)");
    error_hint(error, "install it again, or set SENF_DATADIR to the folder that holds themes/");
    return NULL;
  }
  return g_build_filename(folder, name, NULL);
}

/* --- rendering -------------------------------------------------------------------------------- */

typedef struct Archetype {
  const char *path, *text;
  size_t length;
} Archetype;

static bool load(void *data, const char *name, const char **text, size_t *length, const char **path,
                 Error **error)
{
  const Archetype *archetype = data;
  (void)error;
  if (strcmp(name, path_base(archetype->path)) != 0)
    return false;
  *text = archetype->text;
  *length = archetype->length;
  *path = archetype->path;
  return true;
}

char *archetype_render(const char *path, const ArchetypeText *texts, size_t count, Error **error)
{
  Archetype archetype = {.path = path};
  g_autofree char *source = file_read(path, ARCHETYPE_MAX, &archetype.length, error);
  if (!source)
    return NULL;
  archetype.text = source;
  TemplateVariable variables[VARIABLES_MAX];
  g_assert(count <= VARIABLES_MAX);
  for (size_t i = 0; i < count; i++)
    variables[i] = (TemplateVariable){texts[i].name, value_string(texts[i].text)};
  const TemplateLoader loader = {.load = load, .data = &archetype};
  const TemplateOptions options = {.keep_trailing_newline = true, .strict = true};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  g_autoptr(Arena) arena = arena_new();
  GString *out = g_string_new(NULL);
  const TemplateRender render = {
      .variables = variables, .variable_count = count, .arena = arena, .out = out};
  bool rendered = template_render(set, path_base(path), &render, error);
  return g_string_free(out, !rendered);
}

/* --- writing ------------------------------------------------------------------------------------ */

bool archetype_write(const char *path, const char *text, int mode, Error **error)
{
  g_autofree char *folder = g_path_get_dirname(path);
  if (!dir_make(folder, error))
    return false;
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);
  if (fd < 0 && errno == EEXIST) {
    error_set(error, ERROR_SITE, "'%s' exists already", path);
    return false;
  }
  if (fd < 0) {
    error_set_errno(error, errno, "can't write '%s'", path);
    return false;
  }
  close(fd);
  return file_write(path, text, strlen(text), mode, true, error);
}
