/* urlencode: text and pairs for addresses. */
#include "common/template/run/iterate.h"
#include "common/template/run/run.h"
#include "common/template/words/builtins.h"

#include <string.h>

static void emit_quoted(TemplateRun *run, Value value, bool query)
{
  static const char digits[] = "0123456789ABCDEF";
  Value text = run_string(run, value);
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.text[i];
    if (g_ascii_isalnum((char)c) || (c != 0 && strchr("_.-~", c) != NULL) || (!query && c == '/')) {
      emit_char(run, (char)c);
    } else if (query && c == ' ') {
      emit_char(run, '+');
    } else {
      const char escape[3] = {'%', digits[c >> 4], digits[c & 15]};
      emit(run, escape, 3);
    }
  }
}

static bool emit_pair(TemplateRun *run, Value key, Value item, bool first)
{
  if (!first)
    emit_char(run, '&');
  emit_quoted(run, key, true);
  emit_char(run, '=');
  emit_quoted(run, item, true);
  return !run_failed(run);
}

static bool emit_pairs(TemplateRun *run, Value pairs)
{
  Iterator iterator;
  Value pair, item;
  if (!iterator_begin(run, &iterator, pairs))
    return false;
  for (bool first = true; iterator_next(run, &iterator, &pair); first = false) {
    if (pairs.kind == VALUE_MAP) {
      value_map_get(pairs, pair, &item);
    } else {
      if (!value_is_list(pair) && !value_to_list(run, pair, &pair))
        return false;
      if (pair.list->count != 2) {
        template_fail(run, "'urlencode' needs text, a map or pairs");
        return false;
      }
      item = pair.list->items[1];
      pair = pair.list->items[0];
    }
    if (!emit_pair(run, pair, item, first))
      return false;
  }
  return !run_failed(run);
}

static bool filter_urlencode(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  (void)arguments;
  size_t mark = capture_begin(run);
  bool done = true;
  if (self.kind == VALUE_STRING || !value_iterable(self))
    emit_quoted(run, self, false);
  else
    done = emit_pairs(run, self);
  *out = capture_end(run, mark, false);
  return done && !run_failed(run);
}

const Builtin filters_urlencode[] = {
    {.name = "urlencode", .call = filter_urlencode},
    {.name = NULL},
};
