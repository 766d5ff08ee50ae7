/* Statements that name other templates. */
#include "common/template/parse/parser.h"

Node *parse_extends(Parser *parser)
{
  Node *node = parser_node(parser, NODE_EXTENDS, parser_advance(parser));
  node->extends.expression = parse_expression(parser);
  return node->extends.expression == NULL ? NULL : node;
}

/* `with context`, `without context`; true: it was there. */
static bool parse_context(Parser *parser, ImportNode *import)
{
  bool with = parser_at_name(parser, "with");
  if (!(with || parser_at_name(parser, "without")) || !parser_next_is_name(parser, "context"))
    return false;
  parser_advance(parser);
  parser_advance(parser);
  import->with_context = with;
  return true;
}

static Node *import_node(Parser *parser, NodeKind kind)
{
  Node *node = parser_node(parser, kind, parser_advance(parser));
  node->import = arena_new_of(parser->arena, ImportNode);
  node->import->template_name = parse_expression(parser);
  return node->import->template_name == NULL ? NULL : node;
}

Node *parse_include(Parser *parser)
{
  Node *node = import_node(parser, NODE_INCLUDE);
  if (node == NULL)
    return NULL;
  node->import->with_context = true;
  if (parser_at_name(parser, "ignore") && parser_next_is_name(parser, "missing")) {
    parser_advance(parser);
    parser_advance(parser);
    node->import->ignore_missing = true;
  }
  parse_context(parser, node->import);
  return node;
}

Node *parse_import(Parser *parser)
{
  Node *node = import_node(parser, NODE_IMPORT);
  if (node == NULL || !parser_expect_name(parser, "as"))
    return NULL;
  const Token *target = parse_target_name(parser);
  if (target == NULL)
    return NULL;
  node->import->target.alias = parser_name(parser, target);
  parse_context(parser, node->import);
  return node;
}

static bool parse_import_name(Parser *parser, GArray *names)
{
  const Token *at = parse_target_name(parser);
  if (at == NULL)
    return false;
  ImportName name = {.name = parser_name(parser, at)};
  if (name.name->text[0] == '_')
    return parser_fail(parser, at, "names that begin with '_' can't be imported");
  name.alias = name.name;
  if (parser_skip_name(parser, "as")) {
    at = parse_target_name(parser);
    if (at == NULL)
      return false;
    name.alias = parser_name(parser, at);
  }
  g_array_append_val(names, name);
  return true;
}

Node *parse_from(Parser *parser)
{
  Node *node = import_node(parser, NODE_FROM);
  if (node == NULL || !parser_expect_name(parser, "import"))
    return NULL;
  ImportNode *import = node->import;
  g_autoptr(GArray) names = g_array_new(FALSE, TRUE, sizeof(ImportName));
  while (true) {
    if (names->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return NULL;
    if (parse_context(parser, import))
      break;
    if (!parse_import_name(parser, names))
      return NULL;
    if (parse_context(parser, import) || !parser_at(parser, TOKEN_COMMA))
      break;
  }
  import->name_count = names->len;
  if (names->len > 0)
    import->names = arena_memdup(parser->arena, names->data, sizeof(ImportName) * names->len);
  return node;
}
