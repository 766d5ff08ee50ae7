#include "common/formats/csv.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

typedef struct Csv {
  Arena *arena;
  TreeDocument *document;
  Error **error;
  const char *at, *end;
  int line, column; /* of `at` */
  char separator;
  const Tree *names; /* the first line, or NULL */
} Csv;

static bool fail(Csv *csv, int line, int column, const char *what, const char *hint)
{
  error_set(csv->error, ERROR_SITE, "%s", what);
  error_at(csv->error, csv->document->file, line, column);
  error_source(csv->error, csv->document->source, csv->document->source_length);
  if (hint)
    error_hint(csv->error, "%s", hint);
  return false;
}

static void step(Csv *csv)
{
  csv->column++;
  if (*csv->at == '\n') {
    csv->line++;
    csv->column = 1;
  }
  csv->at++;
  while (csv->at < csv->end && ((unsigned char)*csv->at & 0xc0) == 0x80)
    csv->at++;
}

static bool at_line_end(const Csv *csv)
{
  return csv->at == csv->end || *csv->at == '\n' ||
         (*csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n');
}

static char find_separator(const char *text, const char *end)
{
  const char *stop = memchr(text, '\n', (size_t)(end - text));
  size_t length = (size_t)((stop ? stop : end) - text);
  if (memchr(text, ',', length))
    return ',';
  return memchr(text, ';', length) ? ';' : memchr(text, '\t', length) ? '\t' : ',';
}

/* --- one field --- */

static bool quoted(Csv *csv, GString *out)
{
  int line = csv->line, column = csv->column;
  step(csv);
  while (csv->at < csv->end) {
    if (*csv->at == '"') {
      step(csv);
      if (csv->at == csv->end || *csv->at != '"')
        return true;
    }
    const char *begin = csv->at;
    step(csv);
    g_string_append_len(out, begin, csv->at - begin);
  }
  return fail(csv, line, column, "the quote that begins here is not closed",
              "a quote inside a field is written twice: \"\"");
}

static Tree *field(Csv *csv)
{
  Tree *tree = tree_new(csv->arena, TREE_STRING, csv->line, csv->column);
  g_autoptr(GString) text = g_string_new(NULL);
  if (csv->at < csv->end && *csv->at == '"') {
    if (!quoted(csv, text))
      return NULL;
    if (!at_line_end(csv) && *csv->at != csv->separator) {
      fail(csv, csv->line, csv->column, "a field in quotes should end here",
           "a quote inside a field is written twice: \"\"");
      return NULL;
    }
  }
  while (!at_line_end(csv) && *csv->at != csv->separator) {
    const char *begin = csv->at;
    step(csv);
    g_string_append_len(text, begin, csv->at - begin);
  }
  tree->quoted = true;
  tree->text = arena_strndup(csv->arena, text->str, text->len);
  return tree;
}

/* --- lines --- */

static Tree *row(Csv *csv)
{
  Tree *list = tree_new(csv->arena, TREE_LIST, csv->line, csv->column);
  g_autoptr(GPtrArray) fields = g_ptr_array_new();
  for (;;) {
    Tree *one = field(csv);
    if (!one)
      return NULL;
    g_ptr_array_add(fields, one);
    if (at_line_end(csv))
      break;
    step(csv);
  }
  while (csv->at < csv->end && *csv->at != '\n')
    step(csv);
  if (csv->at < csv->end)
    step(csv);
  list->count = fields->len;
  list->items = arena_memdup(csv->arena, fields->pdata, fields->len * sizeof(gpointer));
  return list;
}

static bool check_names(Csv *csv, const Tree *names)
{
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  for (size_t i = 0; i < names->count; i++) {
    const Tree *name = names->items[i];
    if (!g_hash_table_add(seen, (gpointer)name->text)) {
      g_autofree char *what = g_strdup_printf("two columns have the name '%s'", name->text);
      return fail(csv, name->line, name->column, what, NULL);
    }
  }
  return true;
}

static Tree *as_map(Csv *csv, const Tree *fields)
{
  const Tree *names = csv->names;
  if (fields->count > names->count) {
    const Tree *first = fields->items[names->count];
    g_autofree char *what = g_strdup_printf(
        "this line has %zu fields, the first line names %zu columns", fields->count, names->count);
    fail(csv, first->line, first->column, what, "put a field that holds a separator into quotes");
    return NULL;
  }
  Tree *map = tree_new(csv->arena, TREE_MAP, fields->line, fields->column);
  const char **keys = arena_new_array(csv->arena, const char *, names->count);
  const Tree **items = arena_new_array(csv->arena, const Tree *, names->count);
  for (size_t i = 0; i < names->count; i++) {
    keys[i] = names->items[i]->text;
    items[i] = i < fields->count ? fields->items[i]
                                 : tree_new(csv->arena, TREE_STRING, fields->line, fields->column);
  }
  map->count = names->count;
  map->keys = keys;
  map->items = items;
  return map;
}

static bool rows(Csv *csv, GPtrArray *maps)
{
  while (csv->at < csv->end) {
    if (at_line_end(csv)) { /* empty */
      step(csv);
      continue;
    }
    Tree *fields = row(csv);
    if (!fields || (!csv->names && !check_names(csv, fields)))
      return false;
    if (!csv->names) {
      csv->names = fields;
      continue;
    }
    Tree *map = as_map(csv, fields);
    if (!map)
      return false;
    g_ptr_array_add(maps, map);
  }
  return true;
}

bool csv_parse(Arena *arena, const char *text, size_t length, TreeDocument *document, Error **error)
{
  Csv csv = {.arena = arena,
             .document = document,
             .error = error,
             .at = text,
             .end = text + length,
             .line = 1,
             .column = 1};
  if (length >= 3 && memcmp(text, BYTE_ORDER_MARK, 3) == 0)
    csv.at += 3;
  csv.separator = find_separator(csv.at, csv.end);
  g_autoptr(GPtrArray) maps = g_ptr_array_new();
  if (!rows(&csv, maps))
    return false;
  Tree *list = tree_new(arena, TREE_LIST, 1, 1);
  list->count = maps->len;
  list->items = arena_memdup(arena, maps->pdata, maps->len * sizeof(gpointer));
  document->root = list;
  return true;
}
