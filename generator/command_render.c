/* senf render: one template with a JSON context to stdout, for theme authors and
 * tests. */
#include "generator/commands.h"

#include "generator/build/view/views.h"

#include "common/files.h"
#include "common/formats/json.h"
#include "common/template/check/vocabulary.h"
#include "common/template/template.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { RENDER_TEMPLATE = 4 * 1024 * 1024, RENDER_DATA = 256 * 1024 * 1024 };

typedef struct RenderOptions {
  const char *data;
  bool autoescape, no_autoescape, strict, trim_blocks, lstrip_blocks, list;
} RenderOptions;

/* Templates beside the one that was named; a name can't lead out of the folder. */
typedef struct Folder {
  Arena *arena;
  const char *path;
} Folder;

static bool is_inside(const char *name)
{
  g_auto(GStrv) parts = g_strsplit(name, "/", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part == '\0' || strcmp(*part, "..") == 0 || strcmp(*part, ".") == 0)
      return false;
  return true;
}

static bool folder_load(void *data, const char *name, const char **text, size_t *length,
                        const char **path, Error **error)
{
  Folder *folder = data;
  if (!is_inside(name))
    return false;
  char *file = strcmp(folder->path, ".") == 0
                   ? arena_strdup(folder->arena, name)
                   : arena_printf(folder->arena, "%s/%s", folder->path, name);
  if (!file_exists(file))
    return false;
  g_autofree char *bytes = file_read(file, RENDER_TEMPLATE, length, error);
  if (bytes == NULL)
    return false;
  *text = arena_strndup(folder->arena, bytes, *length);
  *path = file;
  return true;
}

static bool read_data(const RenderOptions *options, Arena *arena, TreeDocument *document,
                      Error **error)
{
  size_t length;
  if (options->data == NULL)
    return true;
  g_autofree char *bytes = file_read(options->data, RENDER_DATA, &length, error);
  if (bytes == NULL)
    return false;
  const char *text = arena_strndup(arena, bytes, length);
  if (!json_parse(arena, text, length, document, error)) {
    error_at(error, options->data, 0, 0);
    return false;
  }
  document->file = options->data;
  if (document->root->kind == TREE_MAP)
    return true;
  error_set(error, ERROR_SITE, "the data in '%s' must be a map of variables", options->data);
  return false;
}

/* The top of the data becomes the template's variables. */
static TemplateVariable *variables_of(Arena *arena, const Tree *root, size_t *count)
{
  *count = root == NULL ? 0 : root->count;
  TemplateVariable *variables = arena_new_array(arena, TemplateVariable, *count + 1);
  for (size_t i = 0; i < *count; i++)
    variables[i] = (TemplateVariable){root->keys[i], value_from_tree(arena, root->items[i])};
  return variables;
}

/* The generator's own filters look at a site: here at one without pages and files,
 * whose language is English. */
static bool render_with_site(TemplateSet *set, const char *name, TemplateRender *job, Error **error)
{
  Settings settings;
  g_autoptr(Arena) arena = arena_new();
  if (!settings_read(&settings, arena, NULL, error))
    return false;
  g_autoptr(Site) site = site_new(arena, &settings);
  g_autoptr(Theme) theme = theme_new(arena, &settings);
  g_autoptr(NameTable) subjects = name_table_new(), fields = name_table_new();
  g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
  Facts facts = {.arena = arena,
                 .settings = &settings,
                 .site = site,
                 .theme = theme,
                 .files = files,
                 .subjects = subjects,
                 .fields = fields};
  facts_init(&facts);
  Viewer viewer;
  viewer_init(&viewer, &facts, NULL, job->arena);
  /* Not viewer_begin: the arena holds the data already. */
  viewer.lang = settings.languages[0].code;
  viewer_choose_language(&viewer);
  job->host = &viewer;
  views_register(set);
  bool good = template_render(set, name, job, error);
  viewer_release(&viewer);
  return good;
}

static bool render(const RenderOptions *options, const char *template, Arena *arena, GString *out,
                   Error **error)
{
  TreeDocument document = {0};
  g_autofree char *path = g_path_get_dirname(template);
  g_autofree char *name = g_path_get_basename(template);
  Folder folder = {arena, path};
  TemplateLoader loader = {folder_load, &folder};
  TemplateOptions template_options = {.trim_blocks = options->trim_blocks,
                                      .lstrip_blocks = options->lstrip_blocks,
                                      .strict = options->strict,
                                      .autoescape = options->autoescape      ? 1
                                                    : options->no_autoescape ? 0
                                                                             : -1};
  if (!read_data(options, arena, &document, error))
    return false;
  if (!file_exists(template)) {
    error_set(error, ERROR_SITE, "there is no template '%s'", template);
    return false;
  }
  g_autoptr(TemplateSet) set = template_set_new(&loader, &template_options);
  TemplateRender job = {.arena = arena, .out = out};
  job.variables = variables_of(arena, document.root, &job.variable_count);
  return render_with_site(set, name, &job, error);
}

static bool load_nothing(void *data, const char *name, const char **text, size_t *length,
                         const char **path, Error **error)
{
  (void)data, (void)name, (void)text, (void)length, (void)path, (void)error;
  return false;
}

static void list_words(GString *out)
{
  TemplateLoader loader = {load_nothing, NULL};
  TemplateOptions options = {0};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  views_register(set);
  template_vocabulary(set, out);
}

static bool check_operands(const RenderOptions *options, const GPtrArray *operands, Error **error)
{
  if (options->list ? operands->len == 0 : operands->len == 1)
    return true;
  error_set(error, ERROR_USAGE,
            options->list ? "--list takes no template" : "no template is named");
  if (!options->list)
    error_hint(error, "senf render TEMPLATE [options]");
  return false;
}

static int print_result(const GString *out)
{
  if (fwrite(out->str, 1, out->len, stdout) == out->len && fflush(stdout) == 0)
    return 0;
  g_autoptr(Error) error = NULL;
  error_set_errno(&error, errno, "can't write the result");
  return command_fail(error);
}

int command_render(int argc, char **argv)
{
  RenderOptions options = {0};
  const Option table[] = {
      {.name = "data",
       .kind = OPTION_TEXT,
       .value = &options.data,
       .placeholder = "FILE.json",
       .help = "the variables: a JSON object"},
      {.name = "autoescape",
       .kind = OPTION_FLAG,
       .value = &options.autoescape,
       .help = "escape, whatever the template is called"},
      {.name = "no-autoescape",
       .kind = OPTION_FLAG,
       .value = &options.no_autoescape,
       .help = "don't escape"},
      {.name = "strict",
       .kind = OPTION_FLAG,
       .value = &options.strict,
       .help = "an undefined variable is an error"},
      {.name = "trim-blocks",
       .kind = OPTION_FLAG,
       .value = &options.trim_blocks,
       .help = "a tag eats the line end behind it"},
      {.name = "lstrip-blocks",
       .kind = OPTION_FLAG,
       .value = &options.lstrip_blocks,
       .help = "a tag eats the white space before it on its line"},
      {.name = "list",
       .kind = OPTION_FLAG,
       .value = &options.list,
       .help = "list all tags, filters, tests, functions, methods"},
      {.name = NULL},
  };
  const Command command = {.usage = "senf render TEMPLATE [options]",
                           .summary = "Render one template and print the result.",
                           .details = "Templates that it names are looked for in its folder. "
                                      "Escaping is on for .html, .htm, .xml, .svg and .atom.",
                           .options = table,
                           .operands_min = 0,
                           .operands_max = 1};
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(Error) error = NULL;
  if (!check_operands(&options, operands, &error))
    return command_fail(error);
  if (options.list)
    list_words(out);
  else if (!render(&options, operands->pdata[0], arena, out, &error))
    return command_fail(error);
  return print_result(out);
}
