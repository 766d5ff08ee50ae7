/* Values at places of an HTML text where escaping is not enough. */
#include "common/template/check/checker.h"

#include <string.h>

/* The parts of an expression that may come out: the branches of a condition. */
static const Node *only(const Node *node, size_t index)
{
  if (node->kind == NODE_CONDITION)
    return index == 0 ? node->condition.then : index == 1 ? node->condition.otherwise : NULL;
  if (node->kind == NODE_OR || node->kind == NODE_AND)
    return index == 0 ? node->binary.left : index == 1 ? node->binary.right : NULL;
  if (node->kind == NODE_CONCAT)
    return index < node->items.count ? node->items.items[index] : NULL;
  return NULL;
}

static bool is_harmless(Checker *checker, const Node *node, HtmlPlace place);

static bool all_harmless(Checker *checker, const Node *node, HtmlPlace place)
{
  const Node *part;
  /* the first part of a text decides what an address is */
  bool first = place == PLACE_URL && node->kind == NODE_CONCAT;
  for (size_t i = 0; (part = only(node, i)) != NULL; i++) {
    if (!is_harmless(checker, part, place))
      return false;
    if (first && !(part->kind == NODE_CONST && part->constant.length == 0))
      return true;
  }
  return true;
}

/* "javascript:" and the like, written out, is the author's wish. */
static bool is_harmless(Checker *checker, const Node *node, HtmlPlace place)
{
  if (node->kind == NODE_CONST)
    return true;
  if (only(node, 0) != NULL)
    return all_harmless(checker, node, place);
  Known known = check_expression(checker, node, true);
  if (known.shape == NULL)
    return place == PLACE_URL && known.parameter;
  switch (known.shape->kind) {
  case SHAPE_NUMBER:
  case SHAPE_BOOL:
    return true;
  case SHAPE_URL:
    return place == PLACE_URL;
  case SHAPE_JSON:
    return place == PLACE_SCRIPT || place == PLACE_EVENT;
  case SHAPE_MARKUP:
    return node->kind == NODE_CALL && place != PLACE_UNQUOTED; /* a macro's text */
  default:
    return false;
  }
}

static const struct PlaceText {
  const char *what, *hint;
} texts[] = {
    [PLACE_UNQUOTED] = {"a value in an attribute without quotes",
                        "put it between quotes: a space in it begins another attribute"},
    [PLACE_SCRIPT] = {"a value inside of a script",
                      "write it with '|tojson', which is safe there; escaping is not"},
    [PLACE_STYLE] = {"a value inside of a style",
                     "choose a class by it instead, or write a number"},
    [PLACE_EVENT] = {"a value in the script of an attribute",
                     "put it into a data- attribute, or write it with '|tojson|forceescape'"},
    [PLACE_URL] = {"an address that may be 'javascript:'",
                   "write it with '|safe_url', or begin it with text: \"/\", \"https://\""},
};

/* Where the expression begins: the place of `a.b|c` is that of `a`. */
static size_t begin_of(const Node *node)
{
  while (true)
    switch (node->kind) {
    case NODE_ATTRIBUTE:
      node = node->attribute.base;
      break;
    case NODE_ITEM:
      node = node->item.base;
      break;
    case NODE_CALL:
      node = node->call.callee;
      break;
    case NODE_FILTER:
      if (node->filter.base == NULL)
        return node->offset;
      node = node->filter.base;
      break;
    default:
      return node->offset;
    }
}

void check_place(Checker *checker, const Node *node)
{
  HtmlPlace place = html_place(&checker->html);
  if (place == PLACE_TEXT || checker->warnings == NULL || checker->silent || check_failed(checker))
    return;
  bool harmless = is_harmless(checker, node, place);
  if (check_failed(checker) || harmless)
    return;
  Error *warning = NULL;
  const Template *template = checker->template;
  Source source = {template->path, template->source, template->length};
  source_error(&warning, &source, begin_of(node), "%s", texts[place].what);
  error_hint(&warning, "%s", texts[place].hint);
  warnings_take(checker->warnings, warning);
}
