/* The body of a template, and the statements that are not worth a file. */
#include "common/template/parse/parse.h"

#include "common/suggest.h"
#include "common/template/parse/parser.h"
#include "common/template/run/text.h"

#include <string.h>

static Node *parse_if(Parser *parser)
{
  static const char *const ends[] = {"elif", "else", "endif", NULL};
  Node *first = NULL, **link = &first;
  do {
    Node *node = parser_node(parser, NODE_IF, parser_advance(parser));
    *link = node;
    link = &node->branch.next;
    node->branch.condition = parse_tuple(parser, false);
    if (node->branch.condition == NULL || !parse_statements(parser, ends, &node->branch.body))
      return NULL;
  } while (parser_at_name(parser, "elif"));
  if (parser_skip_name(parser, "else"))
    return parse_until(parser, "endif", &first->branch.otherwise) ? first : NULL;
  parser_advance(parser);
  return first;
}

static Node *parse_for(Parser *parser)
{
  static const char *const ends[] = {"endfor", "else", NULL};
  Node *node = parser_node(parser, NODE_FOR, parser_advance(parser));
  ForNode *loop = node->loop = arena_new_of(parser->arena, ForNode);
  loop->target = parse_target(parser, NAME_PARAMETER, false);
  if (loop->target == NULL || !parser_expect_name(parser, "in"))
    return NULL;
  loop->iterable = parse_tuple(parser, false);
  if (loop->iterable == NULL)
    return NULL;
  if (parser_skip_name(parser, "if") && (loop->condition = parse_expression(parser)) == NULL)
    return NULL;
  loop->recursive = parser_skip_name(parser, "recursive");
  if (!parse_statements(parser, ends, &loop->body))
    return NULL;
  bool otherwise = parser_at_name(parser, "else");
  parser_advance(parser);
  return !otherwise || parse_until(parser, "endfor", &loop->otherwise) ? node : NULL;
}

static Node *parse_set(Parser *parser)
{
  Node *node = parser_node(parser, NODE_SET, parser_advance(parser));
  node->set.target = parse_target(parser, NAME_STORE, true);
  if (node->set.target == NULL)
    return NULL;
  if (parser_skip(parser, TOKEN_ASSIGN)) {
    node->set.value = parse_tuple(parser, true);
    return node->set.value == NULL ? NULL : node;
  }
  node->kind = NODE_SET_BLOCK;
  if (parser_at(parser, TOKEN_PIPE) &&
      (node->set.filter = parse_filters(parser, NULL, false)) == NULL)
    return NULL;
  return parse_until(parser, "endset", &node->set.body) ? node : NULL;
}

static Node *parse_with(Parser *parser)
{
  Node *node = parser_node(parser, NODE_WITH, parser_advance(parser));
  g_autoptr(GPtrArray) targets = g_ptr_array_new();
  g_autoptr(GPtrArray) values = g_ptr_array_new();
  while (!parser_at(parser, TOKEN_BLOCK_END)) {
    if (targets->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    Node *target = parse_target(parser, NAME_PARAMETER, false);
    if (target == NULL || parser_expect(parser, TOKEN_ASSIGN) == NULL)
      return NULL;
    Node *value = parse_expression(parser);
    if (value == NULL)
      return NULL;
    g_ptr_array_add(targets, target);
    g_ptr_array_add(values, value);
  }
  node->with.targets = parser_finish(parser, targets);
  node->with.values = parser_finish(parser, values);
  return parse_until(parser, "endwith", &node->with.body) ? node : NULL;
}

/* `{% autoescape x %}` and `{% filter x %}`: one expression and a body. */
static Node *parse_wrapper(Parser *parser, NodeKind kind, Node *value, const Token *at,
                           const char *end)
{
  if (value == NULL)
    return NULL;
  Node *node = parser_node(parser, kind, at);
  node->with.values.items = arena_memdup(parser->arena, &value, sizeof value);
  node->with.values.count = 1;
  return parse_until(parser, end, &node->with.body) ? node : NULL;
}

static Node *parse_autoescape(Parser *parser)
{
  const Token *at = parser_advance(parser);
  return parse_wrapper(parser, NODE_AUTOESCAPE, parse_expression(parser), at, "endautoescape");
}

static Node *parse_filter_block(Parser *parser)
{
  const Token *at = parser_advance(parser);
  return parse_wrapper(parser, NODE_FILTER_BLOCK, parse_filters(parser, NULL, true), at,
                       "endfilter");
}

static Node *parse_do(Parser *parser)
{
  Node *node = parser_node(parser, NODE_DO, parser_advance(parser));
  node->print.expression = parse_tuple(parser, true);
  return node->print.expression == NULL ? NULL : node;
}

/* `{% print a, b %}`: a node with several prints is an `if` that is always true. */
static Node *parse_print(Parser *parser)
{
  const Token *at = parser_advance(parser);
  g_autoptr(GPtrArray) prints = g_ptr_array_new();
  while (!parser_at(parser, TOKEN_BLOCK_END)) {
    if (prints->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    Node *print = parser_node(parser, NODE_PRINT, parser->token);
    print->print.expression = parse_expression(parser);
    if (print->print.expression == NULL)
      return NULL;
    g_ptr_array_add(prints, print);
  }
  Node *node = parser_node(parser, NODE_IF, at);
  node->branch.condition = parser_node(parser, NODE_CONST, at);
  node->branch.condition->constant = value_bool(true);
  node->branch.body = parser_finish(parser, prints);
  return node;
}

static Node *parse_break(Parser *parser)
{
  return parser_node(parser, NODE_BREAK, parser_advance(parser));
}

static Node *parse_continue(Parser *parser)
{
  return parser_node(parser, NODE_CONTINUE, parser_advance(parser));
}

/* A required block is there to be overridden: nothing may stand in it. */
static bool is_blank(const Nodes *body)
{
  for (uint32_t i = 0; i < body->count; i++) {
    const Node *node = body->items[i];
    if (node->kind != NODE_TEXT || text_strip_end(node->text.text, node->text.length) > 0)
      return false;
  }
  return true;
}

static Node *parse_block(Parser *parser)
{
  Node *node = parser_node(parser, NODE_BLOCK, parser_advance(parser));
  const Token *name = parser_expect(parser, TOKEN_NAME);
  if (name == NULL)
    return NULL;
  BlockNode *block = node->block = arena_new_of(parser->arena, BlockNode);
  block->name = parser_name(parser, name);
  block->template = parser->template;
  block->scoped = parser_skip_name(parser, "scoped");
  block->required = parser_skip_name(parser, "required");
  if (parser_at(parser, TOKEN_SUB))
    return parser_fail(parser, parser->token, "a block's name can't hold '-'; use '_'");
  for (guint i = 0; i < parser->blocks->len; i++)
    if (((BlockNode *)parser->blocks->pdata[i])->name == block->name)
      return parser_fail(parser, name, "block '%s' is defined twice", block->name->text);
  g_ptr_array_add(parser->blocks, block);
  if (!parse_until(parser, "endblock", &block->body))
    return NULL;
  if (block->required && !is_blank(&block->body))
    return parser_fail(parser, name, "a required block can hold only comments and white space");
  parser_skip_name(parser, block->name->text);
  return node;
}

static const struct Statement {
  const char *name;
  Node *(*parse)(Parser *parser);
} statements[] = {
    {"autoescape", parse_autoescape},
    {"block", parse_block},
    {"break", parse_break},
    {"call", parse_call_block},
    {"continue", parse_continue},
    {"do", parse_do},
    {"extends", parse_extends},
    {"filter", parse_filter_block},
    {"for", parse_for},
    {"from", parse_from},
    {"if", parse_if},
    {"import", parse_import},
    {"include", parse_include},
    {"macro", parse_macro},
    {"print", parse_print},
    {"set", parse_set},
    {"trans", parse_trans},
    {"with", parse_with},
};

const char *parse_tag_name(size_t index)
{
  return index < G_N_ELEMENTS(statements) ? statements[index].name : NULL;
}

/* The tag that one of this name continues or ends, or NULL. */
static const char *begin_of(const char *name)
{
  static const char *const parts[][2] = {
      {"elif", "if"}, {"else", "if"}, {"pluralize", "trans"}, {"endraw", "raw"}};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
    if (strcmp(parts[i][0], name) == 0)
      return parts[i][1];
  for (size_t i = 0; i < G_N_ELEMENTS(statements); i++)
    if (g_str_has_prefix(name, "end") && strcmp(name + 3, statements[i].name) == 0)
      return statements[i].name;
  return NULL;
}

static Node *fail_unknown_tag(Parser *parser, const Token *at)
{
  g_autofree char *name = g_strndup(at->text, at->length);
  const char *names[G_N_ELEMENTS(statements) + 1] = {NULL};
  for (size_t i = 0; i < G_N_ELEMENTS(statements); i++)
    names[i] = statements[i].name;
  parser_fail(parser, at, "unknown tag '%s'", name);
  const Token *open = parser->open_count > 0 ? parser->open_tags[parser->open_count - 1] : NULL;
  if (open != NULL && g_str_has_prefix(name, "end")) {
    int line, column;
    source_place(&parser->source, open->offset, &line, &column);
    error_hint(parser->error, "'%.*s' of line %d is still open", (int)open->length, open->text,
               line);
  } else if (begin_of(name) != NULL) {
    error_hint(parser->error, "no '%s' is open here", begin_of(name));
  } else if (suggest_nearest(name, names) != NULL) {
    error_hint(parser->error, "did you mean '%s'?", suggest_nearest(name, names));
  }
  return NULL;
}

Node *parse_statement(Parser *parser)
{
  const Token *at = parser->token;
  if (at->kind != TOKEN_NAME)
    return parser_fail(parser, at, "expected the name of a tag, found %s",
                       token_describe(at->kind));
  for (size_t i = 0; i < G_N_ELEMENTS(statements); i++) {
    if (!parser_at_name(parser, statements[i].name))
      continue;
    if (parser->open_count == PARSE_NESTING)
      return parser_fail(parser, at, "statements are nested too deeply");
    parser->open_tags[parser->open_count++] = at;
    Node *node = statements[i].parse(parser);
    parser->open_count--;
    return node;
  }
  return fail_unknown_tag(parser, at);
}

static bool at_one_of(const Parser *parser, const char *const *ends)
{
  for (; ends != NULL && *ends != NULL; ends++)
    if (parser_at_name(parser, *ends))
      return true;
  return false;
}

/* One token of text, print or statement; false at an end or after an error. */
static bool parse_piece(Parser *parser, const char *const *ends, GPtrArray *nodes, bool *ended)
{
  const Token *at = parser_advance(parser);
  Node *node = NULL;
  if (at->kind == TOKEN_DATA) {
    node = parser_node(parser, NODE_TEXT, at);
    node->text.text = at->text;
    node->text.length = at->length;
  } else if (at->kind == TOKEN_PRINT_BEGIN) {
    node = parser_node(parser, NODE_PRINT, at);
    node->print.expression = parse_tuple(parser, true);
    if (node->print.expression == NULL || parser_expect(parser, TOKEN_PRINT_END) == NULL)
      return false;
    node->offset = node->print.expression->offset;
  } else if (at->kind == TOKEN_BLOCK_BEGIN) {
    if (at_one_of(parser, ends)) {
      *ended = true;
      return false;
    }
    node = parse_statement(parser);
    if (node == NULL || parser_expect(parser, TOKEN_BLOCK_END) == NULL)
      return false;
  }
  g_ptr_array_add(nodes, node);
  return true;
}

bool parse_body(Parser *parser, const char *const *ends, Nodes *body)
{
  g_autoptr(GPtrArray) nodes = g_ptr_array_new();
  bool ended = ends == NULL;
  while (!parser_at(parser, TOKEN_EOF) && parse_piece(parser, ends, nodes, &ended))
    ;
  if (*parser->error != NULL)
    return false;
  if (!ended) {
    const Token *open = parser->open_tags[parser->open_count - 1];
    parser_fail(parser, open, "'%.*s' is not closed", (int)open->length, open->text);
    g_autofree char *expected = g_strjoinv("' or '", (char **)ends);
    error_hint(parser->error, "the template ends before '%s'", expected);
    return false;
  }
  *body = parser_finish(parser, nodes);
  return true;
}

bool parse_statements(Parser *parser, const char *const *ends, Nodes *body)
{
  parser_skip(parser, TOKEN_COLON);
  return parser_expect(parser, TOKEN_BLOCK_END) != NULL && parse_body(parser, ends, body);
}

bool parse_until(Parser *parser, const char *end, Nodes *body)
{
  const char *const ends[] = {end, NULL};
  if (!parse_statements(parser, ends, body))
    return false;
  parser_advance(parser);
  return true;
}

bool template_parse(Template *template, Arena *arena, Names *names, const TemplateOptions *options,
                    Error **error)
{
  Token *tokens;
  size_t count;
  Source source = {template->path, template->source, template->length};
  if (!lex(arena, &source, options, &tokens, &count, error))
    return false;
  g_autoptr(GPtrArray) blocks = g_ptr_array_new();
  Error *failure = NULL;
  Parser parser = {.arena = arena,
                   .names = names,
                   .template = template,
                   .source = source,
                   .token = tokens,
                   .blocks = blocks,
                   .error = &failure};
  if (!parse_body(&parser, NULL, &template->body)) {
    error_move(error, failure);
    return false;
  }
  template->blocks = parser_array(&parser, blocks);
  template->block_count = blocks->len;
  return true;
}
