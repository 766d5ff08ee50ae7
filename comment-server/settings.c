#include "comment-server/settings.h"

#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/system/datadir.h"
#include "common/time/datetime.h"

#include <stddef.h>
#include <string.h>

enum { SETTINGS_MAX = 64 * 1024, KEYS_MAX = 64 };

typedef enum SettingKind {
  SETTING_TEXT,
  SETTING_PATH,     /* made absolute */
  SETTING_STRINGS,  /* one or a list */
  SETTING_INT,      /* min..max */
  SETTING_TIMEZONE, /* "+01:00" */
  SETTING_CHOICE,   /* one of the words in `choices` */
  SETTING_SECTION,  /* a map; its keys have their own rows */
} SettingKind;

typedef struct Setting {
  const char *section, *name;
  SettingKind kind;
  size_t offset;
  int64_t min, max, number; /* `number`: the default */
  const char *text;         /* the default; relative, for paths */
  const char *choices[5];
} Setting;

#define AT(member) offsetof(Settings, member)
#define TEXT(name, member, fallback)                                                               \
  {                                                                                                \
    NULL, name, SETTING_TEXT, AT(member), .text = fallback                                         \
  }
#define PATH(name, member, fallback)                                                               \
  {                                                                                                \
    NULL, name, SETTING_PATH, AT(member), .text = fallback                                         \
  }
#define INT(section, name, member, low, high, fallback)                                            \
  {                                                                                                \
    section, name, SETTING_INT, AT(member), .min = low, .max = high, .number = fallback            \
  }
#define LIMIT(name, low, high, fallback) INT("limits", #name, limits.name, low, high, fallback)

static const Setting table[] = {
    TEXT("listen", listen, "127.0.0.1:8080"),
    TEXT("base_url", base_url, ""),
    TEXT("title", title, NULL),
    TEXT("lang", lang, "en"),
    TEXT("theme", theme, "senf"),
    {NULL, "timezone", SETTING_TIMEZONE, .offset = AT(timezone_offset)},
    PATH("database", database, "comments.db"),
    PATH("build_db", build_db, ".senf/build.db"),
    PATH("site", site, NULL),
    {NULL, "trusted_proxy", SETTING_STRINGS, .offset = AT(trusted_proxies)},
    INT(NULL, "levels", levels, 1, 8, 3),
    INT(NULL, "threads", threads, 0, 64, 0),
    INT(NULL, "session_hours", session_hours, 1, 24 * 365, 12),
    {NULL, "metrics", SETTING_CHOICE, AT(metrics), .text = "local",
     .choices = {"local", "public", "off"}},
    {NULL, "log", SETTING_CHOICE, AT(log), .text = "info",
     .choices = {"debug", "info", "warn", "error"}},
    {NULL, "rebuild", SETTING_SECTION, .offset = 0},
    {"rebuild", "command", SETTING_STRINGS, .offset = AT(rebuild.command)},
    {"rebuild", "directory", SETTING_PATH, .offset = AT(rebuild.directory), .text = "."},
    INT("rebuild", "timeout", rebuild.timeout, 1, 24 * 3600, 300),
    {NULL, "limits", SETTING_SECTION, .offset = 0},
    LIMIT(comments_per_minute, 0, 1000000, 6),
    LIMIT(comments_burst, 1, 1000000, 10),
    LIMIT(previews_per_minute, 0, 1000000, 30),
    LIMIT(previews_burst, 1, 1000000, 30),
    LIMIT(logins_per_minute, 0, 1000000, 5),
    LIMIT(logins_burst, 1, 1000000, 10),
    LIMIT(connections, 8, 100000, 1000),
    LIMIT(connections_per_address, 0, 100000, 100),
    LIMIT(body, 1024, 1024 * 1024, 64 * 1024),
    LIMIT(head_seconds, 1, 3600, 10),
    LIMIT(body_seconds, 1, 3600, 30),
    LIMIT(answer_seconds, 1, 3600, 30),
    LIMIT(idle_seconds, 1, 120, 30),
    LIMIT(drain_seconds, 0, 3600, 5),
};

typedef struct Reader {
  const TreeDocument *document;
  Arena *arena;
  Settings *settings;
} Reader;

/* --- one value -------------------------------------------------------------------------- */

static const char *absolute(const Reader *reader, const char *path)
{
  if (!path || *path == '\0')
    return NULL;
  g_autofree char *full = g_canonicalize_filename(path, reader->settings->directory);
  return arena_strdup(reader->arena, full);
}

static bool only_known(const Reader *reader, const char *section, const Tree *map, Error **error)
{
  const char *known[KEYS_MAX + 1] = {NULL};
  size_t count = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    if (g_strcmp0(table[i].section, section) == 0)
      known[count++] = table[i].name;
  }
  return tree_only(reader->document, map, known, error);
}

static bool read_choice(const Reader *reader, const Setting *setting, const Tree *value,
                        const char **out, Error **error)
{
  if (!tree_string(reader->document, value, setting->name, out, error))
    return false;
  g_autoptr(GString) list = g_string_new(NULL);
  for (size_t i = 0; setting->choices[i]; i++) {
    if (g_strcmp0(*out, setting->choices[i]) == 0)
      return true;
    g_string_append_printf(list, "%s'%s'", i ? ", " : "", setting->choices[i]);
  }
  tree_error(error, reader->document, value, "'%s' should be one of %s", setting->name, list->str);
  return false;
}

static bool read_timezone(const Reader *reader, const Setting *setting, const Tree *value, int *out,
                          Error **error)
{
  const char *text = NULL;
  if (!tree_string(reader->document, value, setting->name, &text, error))
    return false;
  if (!text)
    return true;
  g_autofree char *probe = g_strdup_printf("2000-01-01T00:00:00%s", text);
  DateTime time;
  if (!datetime_parse(probe, 0, &time)) {
    tree_error(error, reader->document, value, "'%s' should be an offset like \"+01:00\"",
               setting->name);
    return false;
  }
  *out = time.offset;
  return true;
}

static bool read_section(const Reader *reader, const Setting *setting, const Tree *value,
                         Error **error)
{
  if (!value || value->kind == TREE_NULL)
    return true;
  if (value->kind == TREE_MAP)
    return only_known(reader, setting->name, value, error);
  tree_error(error, reader->document, value, "'%s' should be a map of settings", setting->name);
  return false;
}

/* A missing value keeps the default, which stands in the member already. */
static bool read_setting(const Reader *reader, const Setting *setting, const Tree *value,
                         Error **error)
{
  void *member = (char *)reader->settings + setting->offset;
  const char **text = member;
  switch (setting->kind) {
  case SETTING_TEXT:
    return tree_string(reader->document, value, setting->name, text, error);
  case SETTING_PATH:
    if (!tree_string(reader->document, value, setting->name, text, error))
      return false;
    *text = absolute(reader, *text);
    return true;
  case SETTING_STRINGS:
    return tree_strings(reader->document, value, setting->name, reader->arena, member, error);
  case SETTING_INT:
    return tree_int(reader->document, value, setting->name, setting->min, setting->max, member,
                    error);
  case SETTING_TIMEZONE:
    return read_timezone(reader, setting, value, member, error);
  case SETTING_CHOICE:
    return read_choice(reader, setting, value, text, error);
  case SETTING_SECTION:
    return read_section(reader, setting, value, error);
  }
  return false;
}

static void set_default(const Reader *reader, const Setting *setting)
{
  void *member = (char *)reader->settings + setting->offset;
  if (setting->kind == SETTING_INT)
    *(int64_t *)member = setting->number;
  else if (setting->text)
    *(const char **)member = setting->text;
}

/* --- the table ---------------------------------------------------------------------------- */

static bool read_all(const Reader *reader, const Tree *root, Error **error)
{
  if (root->kind != TREE_MAP && root->kind != TREE_NULL) {
    tree_error(error, reader->document, root, "the settings should be a map of keys and values");
    return false;
  }
  if (root->kind == TREE_MAP && !only_known(reader, NULL, root, error))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
    const Setting *setting = &table[i];
    set_default(reader, setting);
    const Tree *map = setting->section ? tree_get(root, setting->section) : root;
    if (!read_setting(reader, setting, tree_get(map, setting->name), error))
      return false;
  }
  return true;
}

/* --- what follows from the values ----------------------------------------------------------- */

/* A folder when it looks like one, else a theme that came with the program. */
static bool find_theme(const Reader *reader, const Tree *root, Error **error)
{
  Settings *settings = reader->settings;
  const char *name = settings->theme;
  if (strchr(name, '/') || *name == '.') {
    settings->theme = absolute(reader, name);
  } else {
    g_autofree char *wanted = g_strconcat("themes/", name, NULL);
    g_autofree char *found = datadir_find(wanted);
    settings->theme = arena_strdup(reader->arena, found);
  }
  if (settings->theme && dir_exists(settings->theme))
    return true;
  const Tree *value = tree_get(root, "theme");
  if (value)
    tree_error(error, reader->document, value, "there is no theme '%s'", name);
  else
    error_set(error, ERROR_USAGE, "the theme '%s' is not installed", name);
  error_hint(error, "name an installed theme, or a folder with a '/' in its name");
  return false;
}

/* Without a slash at its end; its host is the title when there is none. */
static bool settle_base_url(const Reader *reader, const Tree *root, Error **error)
{
  Settings *settings = reader->settings;
  const char *url = settings->base_url ? settings->base_url : "";
  size_t length = strlen(url);
  while (length > 0 && url[length - 1] == '/')
    length--;
  settings->base_url = url = arena_strndup(reader->arena, url, length);
  const char *host = strstr(url, "://");
  if (*url && !g_str_has_prefix(url, "http://") && !g_str_has_prefix(url, "https://")) {
    tree_error(error, reader->document, tree_get(root, "base_url"),
               "'base_url' should begin with https:// or http://");
    return false;
  }
  if (!settings->title)
    settings->title = host ? host + 3 : "senf";
  return true;
}

/* A Unix socket's path is relative to the settings, as all paths are. */
static void settle_listen(const Reader *reader)
{
  Settings *settings = reader->settings;
  if (g_str_has_prefix(settings->listen, "unix:") && settings->listen[5] != '\0')
    settings->listen =
        arena_printf(reader->arena, "unix:%s", absolute(reader, settings->listen + 5));
}

bool settings_load(const char *path, Arena *arena, Settings *settings, Error **error)
{
  *settings = (Settings){0};
  TreeDocument document = {.file = path};
  Reader reader = {.document = &document, .arena = arena, .settings = settings};
  g_autoptr(Error) problem = NULL;
  g_autofree char *text = file_read(path, SETTINGS_MAX, &document.source_length, &problem);
  g_autofree char *full = g_canonicalize_filename(path, NULL);
  g_autofree char *directory = g_path_get_dirname(full);
  settings->directory = arena_strdup(arena, directory);
  document.source = text;
  bool good = text != NULL;
  good =
      good && yaml_parse(arena, text, document.source_length, 1, SETTINGS_MAX, &document, &problem);
  good = good && read_all(&reader, document.root, &problem) &&
         settle_base_url(&reader, document.root, &problem) &&
         find_theme(&reader, document.root, &problem);
  if (good) {
    settle_listen(&reader);
    return true;
  }
  if (problem->kind == ERROR_SITE)
    problem->kind = ERROR_USAGE;
  error_move(error, g_steal_pointer(&problem));
  return false;
}
