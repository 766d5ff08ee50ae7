#include "generator/build/input/data.h"

#include "common/formats/csv.h"
#include "common/formats/json.h"
#include "common/formats/toml.h"
#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

enum { DATA_LIMIT = 4 << 20 };

/* A name of the top: the files that it stands for. */
typedef struct DataName {
  const char *name;
  GPtrArray *files; /* of const SourceFile *, by path; NULL: of the record */
  Digest digest;
  const Tree *tree; /* when it was asked for */
  Value value;
  bool asked;
} DataName;

struct Data {
  Arena *arena;
  Source *source;
  const Settings *settings;
  GHashTable *names; /* name → DataName, owned */
  Record *record;    /* or NULL: the source is known */
  pthread_mutex_t lock;
};

static const char *const EXTENSIONS[] = {"yaml", "yml", "json", "toml", "csv", "tsv", NULL};

static void name_free(gpointer data)
{
  DataName *name = data;
  if (name->files)
    g_ptr_array_unref(name->files);
  g_free(name);
}

static Data *data_make(void)
{
  Data *data = g_new0(Data, 1);
  data->arena = arena_new();
  data->names = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, name_free);
  pthread_mutex_init(&data->lock, NULL);
  return data;
}

void data_free(Data *data)
{
  if (!data)
    return;
  g_hash_table_unref(data->names);
  pthread_mutex_destroy(&data->lock);
  arena_free(data->arena);
  g_free(data);
}

/* --- which files -------------------------------------------------------------------------- */

/* "eu/de" for data/eu/de.yaml; NULL for a file that is no data. */
static const char *inside_of(const Data *data, const char *path)
{
  size_t length = strlen(data->settings->data_dir);
  bool inside = strncmp(path, data->settings->data_dir, length) == 0 && path[length] == '/';
  if (!inside || !g_strv_contains((const gchar *const *)EXTENSIONS, path_extension(path)))
    return NULL;
  return path + length + 1;
}

/* "people" of "people.yaml", "eu" of "eu/de.yaml". */
static const char *part_of(Arena *arena, const char *inside)
{
  const char *slash = strchr(inside, '/');
  size_t length =
      slash ? (size_t)(slash - inside) : strlen(inside) - strlen(path_extension(inside)) - 1;
  return arena_strndup(arena, inside, length);
}

static void add_file(Data *data, const SourceFile *file, const char *inside)
{
  const char *part = part_of(data->arena, inside);
  DataName *name = g_hash_table_lookup(data->names, part);
  if (!name) {
    name = g_new0(DataName, 1);
    name->name = part;
    name->files = g_ptr_array_new();
    g_hash_table_insert(data->names, (gpointer)part, name);
  }
  g_ptr_array_add(name->files, (gpointer)file);
  name->digest = digest_mix(name->digest, digest_text(inside));
  name->digest = digest_mix(name->digest, digest_bytes(file->id, sizeof file->id));
}

Data *data_new(Source *source, const Settings *settings)
{
  Data *data = data_make();
  data->source = source;
  data->settings = settings;
  for (size_t i = 0; i < source_count(source); i++) {
    const SourceFile *file = source_file(source, i);
    const char *inside = inside_of(data, file->path);
    if (inside)
      add_file(data, file, inside);
  }
  return data;
}

Data *data_of_record(Record *record)
{
  Data *data = data_make();
  data->record = record;
  return data;
}

/* --- reading ------------------------------------------------------------------------------ */

static const Tree *file_tree(Data *data, const SourceFile *file, Error **error)
{
  TreeDocument document = {.file = file->path};
  size_t length;
  g_autofree char *read = source_read(data->source, file, DATA_LIMIT, &length, error);
  if (!read || !text_check_utf8(read, length, file->path, error))
    return NULL;
  const char *text = arena_strndup(data->arena, read, length);
  const char *kind = path_extension(file->path);
  document.source = text;
  document.source_length = length;
  bool good;
  if (strcmp(kind, "json") == 0)
    good = json_parse(data->arena, text, length, &document, error);
  else if (strcmp(kind, "toml") == 0)
    good = toml_parse(data->arena, text, length, 1, DATA_LIMIT, &document, error);
  else if (strcmp(kind, "csv") == 0 || strcmp(kind, "tsv") == 0)
    good = csv_parse(data->arena, text, length, &document, error);
  else
    good = yaml_parse(data->arena, text, length, 1, DATA_LIMIT, &document, error);
  return good ? document.root : NULL;
}

/* Files [first, end) stand in one folder, whose path takes `skip` bytes; sorted by path. */
static const Tree *folder_tree(Data *data, const GPtrArray *files, guint first, guint end,
                               size_t skip, Error **error);

static const Tree *part_tree(Data *data, const GPtrArray *files, guint first, guint end,
                             size_t skip, Error **error)
{
  const SourceFile *file = g_ptr_array_index(files, first);
  const char *slash = strchr(file->path + skip, '/');
  if (!slash)
    return file_tree(data, file, error);
  return folder_tree(data, files, first, end, (size_t)(slash + 1 - file->path), error);
}

static bool same_part(Data *data, const GPtrArray *files, guint a, guint b, size_t skip)
{
  const SourceFile *first = g_ptr_array_index(files, a), *second = g_ptr_array_index(files, b);
  return strcmp(part_of(data->arena, first->path + skip),
                part_of(data->arena, second->path + skip)) == 0;
}

/* One file, or the files of one folder: nothing else may share a name. */
static bool check_part(const GPtrArray *files, guint first, guint end, size_t skip, Error **error)
{
  for (guint i = first; i + 1 < end; i++) {
    const SourceFile *one = g_ptr_array_index(files, i), *next = g_ptr_array_index(files, i + 1);
    if (strchr(one->path + skip, '/') && strchr(next->path + skip, '/'))
      continue;
    error_set(error, ERROR_SITE, "two data files have one name");
    error_at(error, next->path, 1, 1);
    error_note(error, "the other one is %s", one->path);
    error_hint(error, "rename one of them");
    return false;
  }
  return true;
}

static const Tree *folder_tree(Data *data, const GPtrArray *files, guint first, guint end,
                               size_t skip, Error **error)
{
  Tree *map = tree_new(data->arena, TREE_MAP, 1, 1);
  const char **keys = arena_new_array(data->arena, const char *, end - first);
  const Tree **items = arena_new_array(data->arena, const Tree *, end - first);
  map->keys = keys;
  map->items = items;
  while (first < end) {
    guint stop = first + 1;
    const SourceFile *file = g_ptr_array_index(files, first);
    while (stop < end && same_part(data, files, first, stop, skip))
      stop++;
    keys[map->count] = part_of(data->arena, file->path + skip);
    items[map->count] = check_part(files, first, stop, skip, error)
                            ? part_tree(data, files, first, stop, skip, error)
                            : NULL;
    if (!items[map->count++])
      return NULL;
    first = stop;
  }
  return map;
}

/* --- asking ------------------------------------------------------------------------------- */

/* Made once for all pages: a render changes no list that another arena holds. */
static void set_tree(Data *data, DataName *name)
{
  name->asked = name->tree != NULL;
  if (name->asked)
    name->value = value_from_tree(data->arena, name->tree);
}

static void from_record(Data *data, const char *text)
{
  if (!data->record || g_hash_table_contains(data->names, text))
    return;
  int64_t digest = 0;
  g_autofree char *json = record_data(data->record, text, &digest);
  DataName *name = g_new0(DataName, 1);
  name->name = arena_strdup(data->arena, text);
  name->digest = (Digest)digest;
  TreeDocument document = {.file = name->name};
  if (json && json_parse(data->arena, json, strlen(json), &document, NULL)) {
    name->tree = document.root;
    set_tree(data, name);
  }
  g_hash_table_insert(data->names, (gpointer)name->name, name);
}

Digest data_digest(Data *data, const char *text, bool *known)
{
  pthread_mutex_lock(&data->lock);
  from_record(data, text);
  const DataName *name = g_hash_table_lookup(data->names, text);
  *known = !data->record || name->asked;
  Digest digest = name ? name->digest : 0;
  pthread_mutex_unlock(&data->lock);
  return digest;
}

bool data_value(Data *data, const char *text, Value *out, Error **error)
{
  pthread_mutex_lock(&data->lock);
  from_record(data, text);
  DataName *name = g_hash_table_lookup(data->names, text);
  if (name && !name->asked && name->files) {
    size_t skip = strlen(data->settings->data_dir) + 1;
    if (check_part(name->files, 0, name->files->len, skip, error))
      name->tree = part_tree(data, name->files, 0, name->files->len, skip, error);
    set_tree(data, name);
  }
  bool found = name && name->tree;
  if (found)
    *out = name->value;
  pthread_mutex_unlock(&data->lock);
  return found;
}

/* --- keeping ------------------------------------------------------------------------------ */

/* JSON has neither infinity nor nan: then the record can't tell. */
static bool is_finite(const Tree *tree)
{
  if (tree->kind == TREE_FLOAT)
    return isfinite(tree->real);
  for (size_t i = 0; i < tree->count; i++)
    if (!is_finite(tree->items[i]))
      return false;
  return true;
}

static bool is_current(void *self, const char *text, int64_t digest)
{
  Data *data = self;
  const DataName *name = g_hash_table_lookup(data->names, text);
  return name && name->digest == (Digest)digest;
}

bool data_save(Data *data, Record *record, Error **error)
{
  if (!record_forget_data(record, is_current, data, error))
    return false;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, data->names);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const DataName *name = value;
    if (!name->asked || !is_finite(name->tree))
      continue;
    g_autoptr(GString) json = g_string_new(NULL);
    tree_to_json(name->tree, json);
    if (!record_put_data(record, name->name, (int64_t)name->digest, json->str, error))
      return false;
  }
  return true;
}
