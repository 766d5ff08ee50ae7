#include "common/formats/yaml.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define DEEPEST 64

typedef struct Parse {
  yaml_parser_t parser;
  yaml_event_t event; /* the one that is looked at */
  bool has_event;
  Arena *arena;
  TreeDocument *document;
  const char *text;
  size_t length;
  int first_line;
  Error **error;
} Parse;

static bool fail_at(Parse *parse, size_t line, size_t column, const char *what)
{
  error_set(parse->error, ERROR_SITE, "%s", what);
  error_at(parse->error, parse->document->file, parse->first_line + (int)line, (int)column + 1);
  error_source(parse->error, parse->document->source, parse->document->source_length);
  return false;
}

static bool fail_here(Parse *parse, const char *what)
{
  yaml_mark_t mark = parse->event.start_mark;
  return fail_at(parse, mark.line, mark.column, what);
}

/* --- what libyaml complains about --- */

static const struct {
  const char *problem, *hint;
} HINTS[] = {
    {"mapping values are not allowed", "a text that holds ': ' must stand in quotes"},
    {"found character that cannot start any token",
     "YAML is indented with spaces, never tabs; a text that begins with @, ` or % must stand in "
     "quotes"},
    {"found a tab character", "YAML is indented with spaces, never tabs"},
    {"could not find expected ':'", "each line here should be 'key: value'"},
    {"did not find expected key", "look for wrong indentation or a quote too many"},
    {"did not find expected '-' indicator", "the items of a list begin with '- ', one below the "
                                            "other"},
    {"did not find expected ',' or ']'", "look for a ']' that is missing"},
    {"did not find expected ',' or '}'", "look for a '}' that is missing"},
    {"found unexpected end of stream", "look for a quote that is not closed"},
    {"found undefined tag handle", "a text that begins with '!' must stand in quotes"},
};

static void add_hint(Parse *parse, const char *problem)
{
  for (size_t i = 0; i < G_N_ELEMENTS(HINTS); i++) {
    if (strstr(problem, HINTS[i].problem)) {
      error_hint(parse->error, "%s", HINTS[i].hint);
      return;
    }
  }
}

/* The reader tells a byte, not a line. */
static bool fail_reader(Parse *parse, const yaml_parser_t *parser)
{
  size_t line = 0;
  const char *start = parse->text;
  const char *end = parse->text + MIN(parser->problem_offset, parse->length);
  for (const char *p = parse->text; p < end; p++) {
    if (*p == '\n') {
      line++;
      start = p + 1;
    }
  }
  g_autofree char *what =
      parser->problem_value >= 0
          ? g_strdup_printf("broken YAML: %s (0x%02X)", parser->problem, parser->problem_value)
          : g_strdup_printf("broken YAML: %s", parser->problem);
  return fail_at(parse, line, (size_t)g_utf8_strlen(start, end - start), what);
}

/* What begins a line or more above the complaint, and was meant to end there. */
static const struct {
  const char *context, *what, *hint;
} OPEN[] = {
    {"while parsing a flow sequence", "broken YAML: this '[' is not closed",
     "write ']' behind the last item of the list"},
    {"while parsing a flow mapping", "broken YAML: this '{' is not closed",
     "write '}' behind the last value of the map"},
    {"while scanning a quoted scalar", "broken YAML: this quote is not closed",
     "write the same quote behind the text"},
};

/* Nothing at all behind the last '[' or '{'. */
static bool fail_empty(Parse *parse)
{
  const yaml_parser_t *parser = &parse->parser;
  size_t line = 0, column = 0, open_line = 0, open_column = 0;
  char open = '\0';
  const char *p = parse->text, *end = p + parse->length;
  for (size_t i = 0; i < parser->problem_mark.index && p < end; i++, p = g_utf8_next_char(p)) {
    if (*p == '[' || *p == '{') {
      open = *p;
      open_line = line;
      open_column = column;
    }
    column = *p == '\n' ? 0 : column + 1;
    line += *p == '\n';
  }
  if (!open || (p < end && parser->problem_mark.line <= open_line))
    return false;
  bool list = open == '[';
  fail_at(parse, open_line, open_column, OPEN[list ? 0 : 1].what);
  error_hint(parse->error, "%s", OPEN[list ? 0 : 1].hint);
  return true;
}

static bool fail_open(Parse *parse)
{
  const yaml_parser_t *parser = &parse->parser;
  if (parser->context && strcmp(parser->context, "while parsing a flow node") == 0)
    return fail_empty(parse);
  for (size_t i = 0; parser->context && i < G_N_ELEMENTS(OPEN); i++) {
    if (strcmp(parser->context, OPEN[i].context) != 0 ||
        parser->problem_mark.line <= parser->context_mark.line)
      continue;
    fail_at(parse, parser->context_mark.line, parser->context_mark.column, OPEN[i].what);
    error_hint(parse->error, "%s", OPEN[i].hint);
    return true;
  }
  return false;
}

static bool fail_syntax(Parse *parse)
{
  const yaml_parser_t *parser = &parse->parser;
  if (parser->error == YAML_READER_ERROR)
    return fail_reader(parse, parser);
  if (!parser->problem)
    return fail_at(parse, 0, 0, "broken YAML");
  if (fail_open(parse))
    return false;
  g_autofree char *what =
      g_strdup_printf("broken YAML: %s%s%s", parser->problem, parser->context ? " " : "",
                      parser->context ? parser->context : "");
  fail_at(parse, parser->problem_mark.line, parser->problem_mark.column, what);
  add_hint(parse, parser->problem);
  return false;
}

static bool next_event(Parse *parse)
{
  if (parse->has_event)
    yaml_event_delete(&parse->event);
  parse->has_event = yaml_parser_parse(&parse->parser, &parse->event);
  return parse->has_event || fail_syntax(parse);
}

/* --- scalars: YAML 1.2, 10.3.2 (core schema) --- */

static bool is_one_of(const char *text, const char *const *words)
{
  return g_strv_contains((const gchar *const *)words, text);
}

static bool is_null(const char *text)
{
  static const char *const words[] = {"", "~", "null", "Null", "NULL", NULL};
  return is_one_of(text, words);
}

static bool read_bool(const char *text, bool *out)
{
  static const char *const yes[] = {"true", "True", "TRUE", NULL};
  static const char *const no[] = {"false", "False", "FALSE", NULL};
  *out = is_one_of(text, yes);
  return *out || is_one_of(text, no);
}

/* False for a number beyond 64 bits too: it is a float then, or a text. */
static bool read_int(const char *text, int64_t *out)
{
  int base = 10;
  const char *digits = text;
  if (g_str_has_prefix(text, "0x") || g_str_has_prefix(text, "0o")) {
    base = text[1] == 'x' ? 16 : 8;
    digits += 2;
  } else if (*digits == '+' || *digits == '-') {
    digits++;
  }
  const char *set = base == 16 ? "0123456789abcdefABCDEF" : base == 8 ? "01234567" : "0123456789";
  if (!*digits || digits[strspn(digits, set)])
    return false;
  errno = 0;
  *out = g_ascii_strtoll(base == 10 ? text : digits, NULL, (guint)base);
  return errno == 0;
}

static bool read_special(const char *text, double *out)
{
  static const char *const infinite[] = {".inf", ".Inf", ".INF", NULL};
  static const char *const none[] = {".nan", ".NaN", ".NAN", NULL};
  bool negative = *text == '-';
  if (is_one_of(text, none)) {
    *out = NAN;
    return true;
  }
  if (*text == '-' || *text == '+')
    text++;
  *out = negative ? -INFINITY : INFINITY;
  return is_one_of(text, infinite);
}

static bool read_float(const char *text, double *out)
{
  const char *p = text + (*text == '+' || *text == '-');
  size_t whole = strspn(p, "0123456789"), part = 0;
  p += whole;
  if (*p == '.') {
    part = strspn(p + 1, "0123456789");
    p += 1 + part;
  }
  if (whole + part == 0)
    return read_special(text, out);
  if (*p == 'e' || *p == 'E') {
    p++;
    p += *p == '+' || *p == '-';
    size_t exponent = strspn(p, "0123456789");
    p += exponent;
    if (exponent == 0)
      return false;
  }
  *out = g_ascii_strtod(text, NULL);
  return *p == '\0';
}

/* What a scalar that is no text may begin with; most are texts. */
static bool may_be_value(const char *text)
{
  return *text == '\0' || strchr("~nNtTfF.+-0123456789", *text);
}

static void scalar_resolve(Tree *tree)
{
  if (!may_be_value(tree->text))
    return;
  if (is_null(tree->text))
    tree->kind = TREE_NULL;
  else if (read_bool(tree->text, &tree->boolean))
    tree->kind = TREE_BOOL;
  else if (read_int(tree->text, &tree->integer))
    tree->kind = TREE_INT;
  else if (read_float(tree->text, &tree->real))
    tree->kind = TREE_FLOAT;
}

/* An explicit "!!str" and its like; other tags mean nothing here. */
static bool scalar_apply_tag(Parse *parse, Tree *tree, const char *tag)
{
  static const struct {
    const char *tag;
    TreeKind kind;
  } known[] = {
      {YAML_NULL_TAG, TREE_NULL},  {YAML_BOOL_TAG, TREE_BOOL},        {YAML_INT_TAG, TREE_INT},
      {YAML_STR_TAG, TREE_STRING}, {YAML_TIMESTAMP_TAG, TREE_STRING},
  };
  if (strcmp(tag, "!") == 0)
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
    if (strcmp(tag, known[i].tag) != 0)
      continue;
    if (known[i].kind == TREE_STRING)
      return true;
    scalar_resolve(tree);
    return tree->kind == known[i].kind || fail_here(parse, "the value does not fit its '!!' tag");
  }
  if (strcmp(tag, YAML_FLOAT_TAG) == 0) {
    scalar_resolve(tree);
    if (tree->kind == TREE_INT) {
      tree->kind = TREE_FLOAT;
      tree->real = g_ascii_strtod(tree->text, NULL);
    }
    return tree->kind == TREE_FLOAT || fail_here(parse, "the value does not fit its '!!' tag");
  }
  g_autofree char *what = g_strdup_printf("unknown YAML tag '%s'", tag);
  fail_here(parse, what);
  error_hint(parse->error, "a text that begins with '!' must stand in quotes");
  return false;
}

static Tree *tree_here(Parse *parse, TreeKind kind)
{
  yaml_mark_t mark = parse->event.start_mark;
  return tree_new(parse->arena, kind, parse->first_line + (int)mark.line, (int)mark.column + 1);
}

static const Tree *parse_scalar(Parse *parse)
{
  const char *value = (const char *)parse->event.data.scalar.value;
  size_t length = parse->event.data.scalar.length;
  const char *tag = (const char *)parse->event.data.scalar.tag;
  if (strlen(value) != length) {
    fail_here(parse, "a text holds a NUL character");
    return NULL;
  }
  Tree *tree = tree_here(parse, TREE_STRING);
  tree->text = arena_strndup(parse->arena, value, length);
  tree->quoted = parse->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  if (tag)
    return scalar_apply_tag(parse, tree, tag) ? tree : NULL;
  if (!tree->quoted)
    scalar_resolve(tree);
  return tree;
}

/* --- lists and maps --- */

static const Tree *parse_node(Parse *parse, int depth);

static const Tree *parse_list(Parse *parse, int depth)
{
  Tree *list = tree_here(parse, TREE_LIST);
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  for (;;) {
    if (!next_event(parse))
      return NULL;
    if (parse->event.type == YAML_SEQUENCE_END_EVENT)
      break;
    const Tree *item = parse_node(parse, depth);
    if (!item)
      return NULL;
    g_ptr_array_add(items, (gpointer)item);
  }
  list->count = items->len;
  list->items = arena_memdup(parse->arena, items->pdata, sizeof(gpointer) * items->len);
  return list;
}

/* A map while it is read. */
typedef struct Pairs {
  GPtrArray *keys, *items;
  GArray *places;
  GHashTable *seen; /* key → its line */
} Pairs;

static bool parse_key(Parse *parse, Pairs *pairs)
{
  if (parse->event.type != YAML_SCALAR_EVENT)
    return fail_here(parse, parse->event.type == YAML_ALIAS_EVENT
                                ? "YAML aliases ('*name') are not understood here"
                                : "a key must be plain text");
  Tree *place = tree_here(parse, TREE_NULL);
  const char *value = (const char *)parse->event.data.scalar.value;
  if (strlen(value) != parse->event.data.scalar.length)
    return fail_here(parse, "a key holds a NUL character");
  if (!*value && parse->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE)
    return fail_here(parse, "a key is missing before the ':'");
  char *key = arena_strdup(parse->arena, value);
  gpointer line = g_hash_table_lookup(pairs->seen, key);
  if (line) {
    g_autofree char *what = g_strdup_printf("the key '%s' stands here twice; the first is on "
                                            "line %d",
                                            key, GPOINTER_TO_INT(line));
    return fail_here(parse, what);
  }
  g_hash_table_insert(pairs->seen, key, GINT_TO_POINTER(place->line));
  g_ptr_array_add(pairs->keys, key);
  TreePlace at = {place->line, place->column};
  g_array_append_val(pairs->places, at);
  return true;
}

static bool parse_pairs(Parse *parse, Pairs *pairs, int depth)
{
  for (;;) {
    if (!next_event(parse))
      return false;
    if (parse->event.type == YAML_MAPPING_END_EVENT)
      return true;
    if (!parse_key(parse, pairs) || !next_event(parse))
      return false;
    const Tree *item = parse_node(parse, depth);
    if (!item)
      return false;
    g_ptr_array_add(pairs->items, (gpointer)item);
  }
}

static const Tree *parse_map(Parse *parse, int depth)
{
  Tree *map = tree_here(parse, TREE_MAP);
  g_autoptr(GPtrArray) keys = g_ptr_array_new();
  g_autoptr(GPtrArray) items = g_ptr_array_new();
  g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(TreePlace));
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  Pairs pairs = {keys, items, places, seen};
  if (!parse_pairs(parse, &pairs, depth))
    return NULL;
  map->count = items->len;
  map->keys = arena_memdup(parse->arena, keys->pdata, sizeof(gpointer) * keys->len);
  map->items = arena_memdup(parse->arena, items->pdata, sizeof(gpointer) * items->len);
  map->key_places = arena_memdup(parse->arena, places->data, sizeof(TreePlace) * places->len);
  return map;
}

static bool collection_tag_is(Parse *parse, const char *tag, const char *known)
{
  if (!tag || strcmp(tag, "!") == 0 || strcmp(tag, known) == 0)
    return true;
  g_autofree char *what = g_strdup_printf("unknown YAML tag '%s'", tag);
  return fail_here(parse, what);
}

/* The node that begins with the current event. */
static const Tree *parse_node(Parse *parse, int depth)
{
  bool deep = parse->event.type == YAML_SEQUENCE_START_EVENT ||
              parse->event.type == YAML_MAPPING_START_EVENT;
  if (deep && depth >= DEEPEST) {
    fail_here(parse, "lists and maps are nested deeper than 64 levels");
    return NULL;
  }
  switch (parse->event.type) {
  case YAML_SCALAR_EVENT:
    return parse_scalar(parse);
  case YAML_SEQUENCE_START_EVENT:
    if (!collection_tag_is(parse, (const char *)parse->event.data.sequence_start.tag, YAML_SEQ_TAG))
      return NULL;
    return parse_list(parse, depth + 1);
  case YAML_MAPPING_START_EVENT:
    if (!collection_tag_is(parse, (const char *)parse->event.data.mapping_start.tag, YAML_MAP_TAG))
      return NULL;
    return parse_map(parse, depth + 1);
  default:
    fail_here(parse, "YAML aliases ('*name') are not understood here");
    return NULL;
  }
}

/* --- the document --- */

static bool parse_stream(Parse *parse)
{
  if (!next_event(parse)) /* start of the stream */
    return false;
  if (!next_event(parse)) /* start of the document */
    return false;
  if (parse->event.type == YAML_STREAM_END_EVENT) {
    parse->document->root = tree_new(parse->arena, TREE_NULL, parse->first_line, 1);
    return true;
  }
  if (!next_event(parse))
    return false;
  const Tree *root = parse_node(parse, 0);
  if (!root || !next_event(parse)) /* end of the document */
    return false;
  if (!next_event(parse))
    return false;
  if (parse->event.type != YAML_STREAM_END_EVENT)
    return fail_here(parse, "a second YAML document begins here; one is all there may be");
  parse->document->root = root;
  return true;
}

bool yaml_parse(Arena *arena, const char *text, size_t length, int first_line, size_t limit,
                TreeDocument *document, Error **error)
{
  Parse parse = {
      .arena = arena,
      .document = document,
      .text = text,
      .length = length,
      .first_line = first_line,
      .error = error,
  };
  if (length > limit) {
    g_autofree char *what = g_strdup_printf("the YAML is longer than %zu KiB", limit / 1024);
    return fail_at(&parse, 0, 0, what);
  }
  if (!yaml_parser_initialize(&parse.parser))
    g_error("libyaml: no memory");
  yaml_parser_set_encoding(&parse.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parse.parser, (const unsigned char *)text, length);
  bool good = parse_stream(&parse);
  if (parse.has_event)
    yaml_event_delete(&parse.event);
  yaml_parser_delete(&parse.parser);
  return good;
}
