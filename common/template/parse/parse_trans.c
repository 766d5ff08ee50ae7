/* `{% trans %}`: text that is looked up in the language's strings.
 *
 * As in jinja2.ext.i18n, it becomes a call of gettext() or one of its kin, whose
 * text then has its places filled: gettext("Hello %(name)s") % {"name": name}. */
#include "common/template/parse/parser.h"

#include "common/template/run/text.h"

#include <string.h>

typedef struct Trans {
  const Token *at;
  const Token *context; /* a string, or NULL */
  GPtrArray *names;     /* const Name: the variables … */
  GPtrArray *values;    /* … and what each stands for */
  GPtrArray *mentioned; /* const Name: those in the text */
  Node *count;          /* what decides between singular and plural, or NULL */
  Node *assignment;     /* the count is a call: it is made once, before */
  int trimmed;          /* -1: not said */
} Trans;

static Node *name_node(Parser *parser, const Name *name, const Token *at, NameContext context)
{
  Node *node = parser_node(parser, NODE_NAME, at);
  node->name.name = name;
  node->context = (uint8_t)context;
  return node;
}

static Node *text_node(Parser *parser, const char *text, size_t length, const Token *at)
{
  Node *node = parser_node(parser, NODE_CONST, at);
  node->constant = value_text(arena_strndup(parser->arena, text, length), length);
  return node;
}

static Nodes two_nodes(Parser *parser, Node *first, Node *second)
{
  Node *items[] = {first, second};
  return (Nodes){.items = arena_memdup(parser->arena, items, sizeof items), .count = 2};
}

/* The first variable is the count, unless `pluralize` names another. */
static void take_count(Parser *parser, Trans *trans, const Token *at)
{
  Node **value = (Node **)&trans->values->pdata[trans->values->len - 1];
  if (trans->count == NULL && (*value)->kind == NODE_CALL) {
    const Name *name = names_intern(parser->names, "_trans", strlen("_trans"));
    trans->assignment = parser_node(parser, NODE_SET, at);
    trans->assignment->set.target = name_node(parser, name, at, NAME_STORE);
    trans->assignment->set.value = *value;
    *value = name_node(parser, name, at, NAME_LOAD);
  }
  if (trans->count == NULL)
    trans->count = *value;
}

/* `count=posts|length, user, trimmed` */
static bool parse_variables(Parser *parser, Trans *trans)
{
  while (!parser_at(parser, TOKEN_BLOCK_END)) {
    if (trans->names->len > 0 && parser_expect(parser, TOKEN_COMMA) == NULL)
      return false;
    if (parser_skip(parser, TOKEN_COLON))
      break;
    const Token *at = parser_expect(parser, TOKEN_NAME);
    if (at == NULL)
      return false;
    const Name *name = parser_name(parser, at);
    if (g_ptr_array_find(trans->names, name, NULL))
      return parser_fail(parser, at, "variable '%s' is given twice", name->text);
    Node *value;
    if (parser_skip(parser, TOKEN_ASSIGN)) {
      value = parse_expression(parser);
      if (value == NULL)
        return false;
    } else if (trans->trimmed < 0 &&
               (strcmp(name->text, "trimmed") == 0 || strcmp(name->text, "notrimmed") == 0)) {
      trans->trimmed = name->text[0] == 't';
      continue;
    } else {
      value = name_node(parser, name, at, NAME_LOAD);
    }
    g_ptr_array_add(trans->names, (gpointer)name);
    g_ptr_array_add(trans->values, value);
    take_count(parser, trans, at);
  }
  return parser_expect(parser, TOKEN_BLOCK_END) != NULL;
}

/* "%(name)s" stands for a variable; a '%' of the text is written twice. */
static bool parse_place(Parser *parser, Trans *trans, GString *text)
{
  parser_advance(parser);
  const Token *at = parser_expect(parser, TOKEN_NAME);
  if (at == NULL)
    return false;
  const Name *name = parser_name(parser, at);
  g_ptr_array_add(trans->mentioned, (gpointer)name);
  g_string_append_printf(text, "%%(%s)s", name->text);
  if (parser_at(parser, TOKEN_PRINT_END)) {
    parser_advance(parser);
    return true;
  }
  parser_fail(parser, parser->token, "only the name of a variable can stand in a trans block");
  error_hint(parser->error, "give it a name in the tag: {%% trans %s=… %%}", name->text);
  return false;
}

static bool fail_tag(Parser *parser, bool plural)
{
  if (parser_at_name(parser, "pluralize") && plural)
    return parser_fail(parser, parser->token, "a trans block can have only one 'pluralize'");
  if (parser_at_name(parser, "trans"))
    return parser_fail(parser, parser->token,
                       "trans blocks can't be nested; did you mean 'endtrans'?");
  return parser_fail(parser, parser->token, "no other tags can stand in a trans block");
}

/* Up to `endtrans` or `pluralize`, which is the current token then. */
static bool parse_text(Parser *parser, Trans *trans, bool plural, GString *text)
{
  while (true) {
    const Token *at = parser->token;
    if (at->kind == TOKEN_DATA) {
      for (size_t i = 0; i < at->length; i++)
        g_string_append(text, at->text[i] == '%' ? "%%" : (char[]){at->text[i], '\0'});
      parser_advance(parser);
    } else if (at->kind == TOKEN_PRINT_BEGIN) {
      if (!parse_place(parser, trans, text))
        return false;
    } else if (at->kind == TOKEN_BLOCK_BEGIN) {
      parser_advance(parser);
      return parser_at_name(parser, "endtrans") ||
             (!plural && parser_at_name(parser, "pluralize")) || fail_tag(parser, plural);
    } else {
      parser_fail(parser, trans->at, "'trans' is not closed");
      error_hint(parser->error, "the template ends before 'endtrans'");
      return false;
    }
  }
}

/* `{% pluralize count %}` */
static bool parse_pluralize(Parser *parser, Trans *trans, GString *text)
{
  parser_advance(parser);
  if (!parser_at(parser, TOKEN_BLOCK_END)) {
    guint index;
    const Token *at = parser_expect(parser, TOKEN_NAME);
    if (at == NULL)
      return false;
    if (!g_ptr_array_find(trans->names, parser_name(parser, at), &index))
      return parser_fail(parser, at, "'%s' is no variable of this trans block",
                         parser_name(parser, at)->text);
    trans->count = trans->values->pdata[index];
  }
  return parser_expect(parser, TOKEN_BLOCK_END) != NULL && parse_text(parser, trans, true, text);
}

/* White space with a line end in it becomes one space. */
static void trim(GString *text)
{
  g_autofree char *copy = g_strndup(text->str, text->len);
  const char *p = copy;
  size_t length = text->len;
  text_strip(&p, &length);
  g_string_truncate(text, 0);
  for (const char *end = p + length; p < end;) {
    const char *start = p, *behind = p;
    bool line = false;
    while (behind < end && text_is_space(text_next(&p, end))) {
      line |= *behind == '\n';
      behind = p;
    }
    if (behind == start)
      behind += text_width(start, end);
    if (line)
      g_string_append_c(text, ' ');
    else
      g_string_append_len(text, start, behind - start);
    p = behind;
  }
}

/* Without places, nothing is filled and '%' is itself. */
static void unescape(GString *text)
{
  g_autofree char *copy = g_strdup(text->str);
  g_string_truncate(text, 0);
  for (const char *p = copy; *p != '\0'; p++) {
    g_string_append_c(text, *p);
    if (p[0] == '%' && p[1] == '%')
      p++;
  }
}

static void finish_text(const Trans *trans, GString *text)
{
  if (trans->trimmed > 0)
    trim(text);
  if (trans->mentioned->len == 0)
    unescape(text);
}

static Node *call_node(Parser *parser, const Trans *trans, const GString *singular,
                       const GString *plural)
{
  static const char *const functions[] = {"gettext", "ngettext", "pgettext", "npgettext"};
  const char *name = functions[(plural != NULL) + 2 * (trans->context != NULL)];
  g_autoptr(GPtrArray) arguments = g_ptr_array_new();
  Node *call = parser_node(parser, NODE_CALL, trans->at);
  call->call.callee =
      name_node(parser, names_intern(parser->names, name, strlen(name)), trans->at, NAME_LOAD);
  if (trans->context != NULL)
    g_ptr_array_add(
        arguments, text_node(parser, trans->context->text, trans->context->length, trans->context));
  g_ptr_array_add(arguments, text_node(parser, singular->str, singular->len, trans->at));
  if (plural != NULL) {
    g_ptr_array_add(arguments, text_node(parser, plural->str, plural->len, trans->at));
    g_ptr_array_add(arguments, trans->count);
  }
  call->call.arguments = arena_new_of(parser->arena, CallArguments);
  call->call.arguments->positional = parser_finish(parser, arguments);
  return call;
}

/* The call, marked as markup where escaping is on, and its places filled. */
static Node *make_node(Parser *parser, const Trans *trans, const GString *singular,
                       const GString *plural)
{
  Node *text = parser_node(parser, NODE_MARKUP, trans->at);
  text->binary.left = call_node(parser, trans, singular, plural);
  if (trans->names->len > 0) {
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    for (guint i = 0; i < trans->names->len; i++) {
      const Name *name = trans->names->pdata[i];
      g_ptr_array_add(items, text_node(parser, name->text, name->length, trans->at));
      g_ptr_array_add(items, trans->values->pdata[i]);
    }
    Node *map = parser_node(parser, NODE_MAP, trans->at);
    map->items = parser_finish(parser, items);
    Node *fill = parser_node(parser, NODE_BINARY, trans->at);
    fill->op = OPERATOR_MODULO;
    fill->binary.left = text;
    fill->binary.right = map;
    text = fill;
  }
  Node *print = parser_node(parser, NODE_PRINT, trans->at);
  print->print.expression = text;
  return print;
}

/* What the text mentions and the tag does not is a variable of that name. */
static void add_mentioned(Parser *parser, Trans *trans)
{
  for (guint i = 0; i < trans->mentioned->len; i++) {
    gpointer name = trans->mentioned->pdata[i];
    if (g_ptr_array_find(trans->names, name, NULL))
      continue;
    g_ptr_array_add(trans->names, name);
    g_ptr_array_add(trans->values, name_node(parser, name, trans->at, NAME_LOAD));
  }
}

static Node *parse_block(Parser *parser, Trans *trans)
{
  g_autoptr(GString) singular = g_string_new(NULL), plural = g_string_new(NULL);
  if (parser_at(parser, TOKEN_STRING))
    trans->context = parser_advance(parser);
  if (!parse_variables(parser, trans) || !parse_text(parser, trans, false, singular))
    return NULL;
  if (trans->count == NULL && trans->mentioned->len > 0)
    trans->count = name_node(parser, trans->mentioned->pdata[0], trans->at, NAME_LOAD);
  bool has_plural = parser_at_name(parser, "pluralize");
  if (has_plural && !parse_pluralize(parser, trans, plural))
    return NULL;
  parser_advance(parser);
  if (has_plural && trans->count == NULL)
    return parser_fail(parser, trans->at, "'pluralize' needs a variable that counts");
  add_mentioned(parser, trans);
  finish_text(trans, singular);
  finish_text(trans, plural);
  Node *node = make_node(parser, trans, singular, has_plural ? plural : NULL);
  if (trans->assignment == NULL)
    return node;
  Node *pair = parser_node(parser, NODE_SEQUENCE, trans->at);
  pair->items = two_nodes(parser, trans->assignment, node);
  return pair;
}

Node *parse_trans(Parser *parser)
{
  Trans trans = {.at = parser_advance(parser),
                 .names = g_ptr_array_new(),
                 .values = g_ptr_array_new(),
                 .mentioned = g_ptr_array_new(),
                 .trimmed = -1};
  Node *node = parse_block(parser, &trans);
  g_ptr_array_unref(trans.names);
  g_ptr_array_unref(trans.values);
  g_ptr_array_unref(trans.mentioned);
  return node;
}
