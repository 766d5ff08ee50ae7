/* settings_paths.c - where things are: one folder, or a list of them. */
#include "generator/model/settings/settings_read.h"

#include "common/paths.h"

#include <string.h>

typedef struct FolderKind {
  const char *name, *folder; /* of the setting, and its default */
  bool named;                /* addresses below the folder begin with its name */
} FolderKind;

static const FolderKind KINDS[] = {
    {"posts", "posts", true}, {"pages", "pages", false}, {"static", "static", false}};

static bool clean(const SettingsReader *reader, const Tree *value, const char *name,
                  const char **out, Error **error)
{
  const char *text = NULL;
  if (!tree_string(reader->document, value, name, &text, error))
    return false;
  g_autofree char *path = text ? path_clean(text) : NULL;
  if (path) {
    *out = arena_strdup(reader->arena, path);
    return true;
  }
  tree_error(error, reader->document, value, "'%s' should be a folder inside the site, not '%s'",
             name, text ? text : "");
  return false;
}

/* "posts" for content/posts, and for Jekyll's _posts too. */
static const char *default_address(const FolderKind *kind, const char *folder)
{
  if (!kind->named)
    return "";
  const char *name = path_base(folder);
  return *name == '_' ? name + 1 : name;
}

static bool read_one(const SettingsReader *reader, const FolderKind *kind, const Tree *value,
                     SiteFolder *out, Error **error)
{
  static const char *const keys[] = {"from", "to", "permalink", NULL};
  bool map = value && value->kind == TREE_MAP;
  const Tree *to = map ? tree_get(value, "to") : NULL;
  if (map && !tree_only(reader->document, value, keys, error))
    return false;
  const Tree *from = map ? tree_get(value, "from") : value;
  if (map && !from) {
    tree_error(error, reader->document, value, "a folder needs its 'from'");
    error_hint(error, "write it as: - {from: assets, to: assets}");
    return false;
  }
  out->from = kind->folder;
  if (from && !clean(reader, from, kind->name, &out->from, error))
    return false;
  out->to = default_address(kind, out->from);
  const Tree *permalink = map ? tree_get(value, "permalink") : NULL;
  return (!to || clean(reader, to, "to", &out->to, error)) &&
         (!permalink ||
          settings_read_permalink(reader, permalink, "permalink", &out->permalink, error));
}

bool settings_read_folders(const SettingsReader *reader, const Tree *value, const char *name,
                           void *member, Error **error)
{
  SiteFolders *folders = member;
  const FolderKind *kind = KINDS;
  while (strcmp(kind->name, name) != 0)
    kind++;
  if (value && value->kind == TREE_NULL)
    value = NULL;
  bool list = value && value->kind == TREE_LIST;
  size_t count = list ? value->count : 1;
  SiteFolder *items = arena_new_array(reader->arena, SiteFolder, count + 1);
  for (size_t i = 0; i < count; i++) {
    if (!read_one(reader, kind, list ? value->items[i] : value, &items[i], error))
      return false;
  }
  if (count == 0) /* none at all: a folder that no name fits */
    items[count++] = (SiteFolder){.from = "\x01", .to = ""};
  *folders = (SiteFolders){items, count};
  return true;
}

bool settings_read_exclude(const SettingsReader *reader, const Tree *value, const char *name,
                           void *member, Error **error)
{
  static const char *const none[] = {NULL};
  const char *const *names = none;
  if (value && !tree_strings(reader->document, value, name, reader->arena, &names, error))
    return false;
  *(const char *const **)member = names;
  return true;
}
