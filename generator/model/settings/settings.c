#include "generator/model/settings/settings.h"

#include "generator/model/settings/areas.h"
#include "generator/model/settings/settings_read.h"

#include "common/digest.h"
#include "common/paths.h"
#include "common/suggest.h"

#include <stdio.h>
#include <string.h>

typedef enum SettingKind {
  SETTING_TEXT,
  SETTING_INT,
  SETTING_BOOL,
  SETTING_FOLDER,
  SETTING_OWN
} SettingKind;

typedef struct Setting {
  const char *group; /* the map that it stands in, or NULL for the top */
  const char *name;
  SettingKind kind;
  size_t offset;
  const char *text;   /* default of texts and folders */
  int64_t number;     /* default of numbers and switches */
  int64_t min, max;   /* of numbers */
  bool parsing;       /* influences how a file is parsed into a page */
  SettingReader read; /* SETTING_OWN */
} Setting;

#define AT(member) offsetof(Settings, member)

/* Read in this order: what is below may look at what is above. */
static const Setting SETTINGS[] = {
    {NULL, "title", SETTING_TEXT, AT(title), .text = "A blog"},
    {NULL, "description", SETTING_TEXT, AT(description), .text = ""},
    {NULL, "base_url", SETTING_OWN, AT(base_url), .read = settings_read_base_url},
    {NULL, "theme", SETTING_TEXT, AT(theme), .text = "senf"},
    {NULL, "timezone", SETTING_OWN, AT(timezone), .read = settings_read_timezone},
    {NULL, "languages", SETTING_OWN, AT(languages), .read = settings_read_languages},
    {NULL, "language_prefix", SETTING_BOOL, AT(language_prefix), .parsing = true},
    {NULL, "menu", SETTING_OWN, AT(languages), .read = settings_read_menu},
    {NULL, "pagination", SETTING_INT, AT(pagination), .number = 10, .min = 1, .max = 1000},
    {NULL, "feed_items", SETTING_INT, AT(feed_items), .number = 20, .min = 1, .max = 1000},
    {NULL, "minify", SETTING_BOOL, AT(minify), .number = true},
    {NULL, "sitemap_urls", SETTING_INT, AT(sitemap_urls), .number = 1000, .min = 1, .max = 50000},
    {NULL, "summary_words", SETTING_INT, AT(summary_words), .number = 70, .min = 10, .max = 1000,
     .parsing = true},
    {NULL, "summary_separator", SETTING_TEXT, AT(summary_separator), .text = "", .parsing = true},
    {NULL, "permalink", SETTING_OWN, AT(permalink), .read = settings_read_permalink},
    {NULL, "page_permalink", SETTING_OWN, AT(page_permalink), .read = settings_read_permalink},
    {NULL, "addresses", SETTING_OWN, AT(addresses), .read = settings_read_addresses},
    {NULL, "branch", SETTING_TEXT, AT(branch), .text = "main"},
    {NULL, "edit_url", SETTING_TEXT, AT(edit_url), .text = ""},
    {NULL, "history_url", SETTING_TEXT, AT(history_url), .text = ""},
    {NULL, "taxonomies", SETTING_OWN, AT(taxonomies), .read = settings_read_taxonomies},
    {NULL, "archives", SETTING_BOOL, AT(archives), .number = false},
    {NULL, "sections", SETTING_BOOL, AT(sections), .number = false, .parsing = true},
    {NULL, "related", SETTING_INT, AT(related), .max = 20},
    {NULL, "params", SETTING_OWN, AT(params), .read = settings_read_params},
    {NULL, "defaults", SETTING_OWN, AT(cascade), .read = settings_read_defaults},
    {"paths", "posts", SETTING_OWN, AT(posts), .read = settings_read_folders},
    {"paths", "pages", SETTING_OWN, AT(pages), .read = settings_read_folders},
    {"paths", "static", SETTING_OWN, AT(statics), .read = settings_read_folders},
    {"paths", "html_posts", SETTING_BOOL, AT(html_posts), .number = false, .parsing = true},
    {"paths", "drafts", SETTING_FOLDER, AT(drafts_dir), .text = "", .parsing = true},
    {"paths", "exclude", SETTING_OWN, AT(exclude), .read = settings_read_exclude},
    {"paths", "templates", SETTING_FOLDER, AT(templates_dir), .text = "templates"},
    {"paths", "i18n", SETTING_FOLDER, AT(i18n_dir), .text = "i18n"},
    {"paths", "authors", SETTING_FOLDER, AT(authors_dir), .text = "authors"},
    {"paths", "data", SETTING_FOLDER, AT(data_dir), .text = "data"},
    {"markdown", "smart_punctuation", SETTING_BOOL, AT(smart_punctuation), .number = true,
     .parsing = true},
    {"markdown", "emoji", SETTING_BOOL, AT(emoji), .number = true, .parsing = true},
    {"markdown", "math", SETTING_BOOL, AT(math), .number = false, .parsing = true},
    {"markdown", "highlight", SETTING_BOOL, AT(highlight), .number = true, .parsing = true},
    {"markdown", "zola_shortcodes", SETTING_BOOL, AT(zola_shortcodes), .number = false,
     .parsing = true},
    {"markdown", "strict_shortcodes", SETTING_BOOL, AT(strict_shortcodes), .number = true,
     .parsing = true},
    {"links", "external_rel", SETTING_TEXT, AT(external_rel), .text = "", .parsing = true},
    {"links", "external_new_tab", SETTING_BOOL, AT(external_tab), .number = false, .parsing = true},
    {"links", "redirect_maps", SETTING_BOOL, AT(redirect_maps), .number = false},
    {"templates", "strict", SETTING_BOOL, AT(templates_strict), .number = false},
    {"templates", "steps", SETTING_INT, AT(template_steps), .number = 3000000, .min = 100000,
     .max = 1000000000},
    {"comments", "enabled", SETTING_BOOL, AT(comments), .number = true},
    {"comments", "feeds", SETTING_BOOL, AT(comment_feeds), .number = false},
    {"comments", "close_after_days", SETTING_INT, AT(comments_close_days), .max = 36500},
};

/* --- the names that a map may hold --- */

#define NAMES_MAX (G_N_ELEMENTS(SETTINGS) + 1)

static bool contains(const char *const *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++) {
    if (strcmp(names[i], name) == 0)
      return true;
  }
  return false;
}

/* Of a group; NULL: of the top, where the groups are names too. */
static void names_of(const char *group, const char *names[NAMES_MAX])
{
  size_t count = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(SETTINGS); i++) {
    const Setting *setting = &SETTINGS[i];
    const char *name = setting->name;
    if (!group)
      name = setting->group ? setting->group : setting->name;
    else if (!setting->group || strcmp(setting->group, group) != 0)
      continue;
    if (!contains(names, count, name))
      names[count++] = name;
  }
  names[count] = NULL;
}

static bool check_group(const SettingsReader *reader, const char *group, Error **error)
{
  const Tree *map = tree_get(reader->document->root, group);
  if (!map || map->kind == TREE_NULL)
    return true;
  /* "comments: false" is short for "comments: {enabled: false}". */
  if (map->kind == TREE_BOOL && strcmp(group, "comments") == 0)
    return true;
  const char *names[NAMES_MAX];
  names_of(group, names);
  if (map->kind != TREE_MAP) {
    g_autofree char *list = g_strjoinv(", ", (gchar **)names);
    tree_error(error, reader->document, map, "'%s' should be a map", group);
    error_hint(error, "its keys are: %s", list);
    return false;
  }
  return tree_only(reader->document, map, names, error);
}

/* Unknown keys are errors: a misspelt setting that is silently ignored costs an evening. */
static bool check_names(const SettingsReader *reader, Error **error)
{
  const char *names[NAMES_MAX];
  names_of(NULL, names);
  if (!tree_only(reader->document, reader->document->root, names, error))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(SETTINGS); i++) {
    if (SETTINGS[i].group && !check_group(reader, SETTINGS[i].group, error))
      return false;
  }
  return true;
}

/* --- one setting --- */

static void set_default(const Setting *setting, void *member)
{
  switch (setting->kind) {
  case SETTING_TEXT:
  case SETTING_FOLDER:
    *(const char **)member = setting->text;
    break;
  case SETTING_INT:
    *(int64_t *)member = setting->number;
    break;
  case SETTING_BOOL:
    *(bool *)member = setting->number != 0;
    break;
  case SETTING_OWN:
    break;
  }
}

static bool read_folder(const SettingsReader *reader, const Tree *value, const char *name,
                        const char **out, Error **error)
{
  const char *text = NULL;
  if (!tree_string(reader->document, value, name, &text, error))
    return false;
  if (!text)
    return true;
  g_autofree char *clean = path_clean(text);
  if (!clean) {
    tree_error(error, reader->document, value, "'%s' should be a folder inside the site, not '%s'",
               name, text);
    return false;
  }
  *out = arena_strdup(reader->arena, clean);
  return true;
}

static const Tree *value_of(const SettingsReader *reader, const Setting *setting)
{
  if (!reader->document)
    return NULL;
  const Tree *map = reader->document->root;
  if (setting->group)
    map = tree_get(map, setting->group);
  if (map && map->kind == TREE_BOOL)
    return setting->kind == SETTING_BOOL ? map : NULL;
  return tree_get(map, setting->name);
}

static bool read_setting(const SettingsReader *reader, const Setting *setting, Error **error)
{
  void *member = (char *)reader->settings + setting->offset;
  const Tree *value = value_of(reader, setting);
  set_default(setting, member);
  switch (setting->kind) {
  case SETTING_TEXT: {
    const char *text = NULL;
    if (value && !tree_string(reader->document, value, setting->name, &text, error))
      return false;
    if (text)
      *(const char **)member = arena_strdup(reader->arena, text);
    return true;
  }
  case SETTING_INT:
    return !value || tree_int(reader->document, value, setting->name, setting->min, setting->max,
                              member, error);
  case SETTING_BOOL:
    return !value || tree_bool(reader->document, value, setting->name, member, error);
  case SETTING_FOLDER:
    return !value || read_folder(reader, value, setting->name, member, error);
  case SETTING_OWN:
    return setting->read(reader, value, setting->name, member, error);
  }
  return true;
}

/* --- digests --- */

static void digest_setting(Digester *digester, const Settings *settings, const Setting *setting)
{
  const void *member = (const char *)settings + setting->offset;
  if (setting->kind == SETTING_INT)
    digester_add_int(digester, *(const int64_t *)member);
  else if (setting->kind == SETTING_BOOL)
    digester_add_int(digester, *(const bool *)member);
  else
    digester_add_text(digester, *(const char *const *)member);
}

/* What page_parse looks at. */
static Digest parse_digest(const Settings *settings)
{
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < G_N_ELEMENTS(SETTINGS); i++) {
    if (SETTINGS[i].parsing)
      digest_setting(&digester, settings, &SETTINGS[i]);
  }
  digester_add_text(&digester, settings->base_url);
  digester_add_text(&digester, settings->base_path);
  digester_add_text(&digester, settings->permalink);
  digester_add_text(&digester, settings->page_permalink);
  digester_add_int(&digester, settings->addresses);
  digester_add_int(&digester, (int64_t)settings->timezone->digest);
  digester_add_int(&digester, (int64_t)timezone_version()); /* a date may name a zone */
  for (size_t i = 0; i < settings->taxonomy_count; i++)
    digester_add_text(&digester, settings->taxonomies[i].name);
  g_autofree char *scope = areas_scope(settings);
  digester_add_text(&digester, scope);
  return digester_end(&digester);
}

bool settings_read(Settings *settings, Arena *arena, const TreeDocument *document, Error **error)
{
  memset(settings, 0, sizeof *settings);
  if (document && document->root->kind == TREE_NULL)
    document = NULL;
  SettingsReader reader = {.settings = settings, .arena = arena, .document = document};
  if (document && document->root->kind != TREE_MAP) {
    tree_error(error, document, document->root, "the settings should be 'name: value' lines");
    return false;
  }
  if (document && !check_names(&reader, error))
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(SETTINGS); i++) {
    if (!read_setting(&reader, &SETTINGS[i], error))
      return false;
  }
  settings->people = (SiteFolder){.from = settings->authors_dir, .to = "authors"};
  settings->parse_digest = parse_digest(settings);
  settings->digest = document ? tree_digest(document->root) : digest_text(NULL);
  return true;
}

const SiteTaxonomy *settings_taxonomy(const Settings *settings, const char *name)
{
  for (size_t i = 0; i < settings->taxonomy_count; i++) {
    if (g_ascii_strcasecmp(settings->taxonomies[i].name, name) == 0)
      return &settings->taxonomies[i];
  }
  return NULL;
}

const char *settings_language_prefix(const Settings *settings, Arena *arena, const char *code)
{
  bool first = strcmp(settings->languages[0].code, code) == 0;
  return first && !settings->language_prefix ? "" : arena_printf(arena, "%s/", code);
}

const SiteLanguage *settings_language(const Settings *settings, const char *code)
{
  for (size_t i = 0; i < settings->language_count; i++) {
    if (strcmp(settings->languages[i].code, code) == 0)
      return &settings->languages[i];
  }
  return NULL;
}
