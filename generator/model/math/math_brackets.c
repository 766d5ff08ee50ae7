#include "generator/model/math/math_parse.h"

#include <string.h>

const char *math_delimiter(Math *math)
{
  static const struct {
    char sign;
    const char *text;
  } signs[] = {{'(', "("}, {')', ")"}, {'[', "["}, {']', "]"}, {'|', "|"},
               {'/', "/"}, {'.', ""},  {'<', "⟨"}, {'>', "⟩"}};
  math_spaces(math);
  if (math->at == math->end)
    return NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
    if (signs[i].sign == *math->at) {
      math->at++;
      return signs[i].text;
    }
  }
  if (*math->at != '\\')
    return NULL;
  const char *before = math->at;
  g_autofree char *name = math_name(math);
  const MathSymbol *symbol = math_symbol(name);
  if (symbol)
    return symbol->text;
  math->at = before;
  return NULL;
}

/* number: 0 ordinary, else its class */
void math_big(Math *math, const MathCommand *command)
{
  const char *bracket = math_delimiter(math);
  if (!bracket) {
    math_complain(math, "there is no bracket behind \\%s", command->name);
    bracket = "";
  }
  g_string_append_printf(math->out, "<mo stretchy=\"true\" minsize=\"%s\" maxsize=\"%s\">",
                         command->text, command->text);
  math_put_text(math, bracket, strlen(bracket));
  math_put(math, "</mo>");
  math->last = command->number ? (MathClass)command->number : MATH_ORD;
}

static void put_fence(Math *math, const char *form)
{
  const char *bracket = math_delimiter(math);
  if (!bracket) {
    math_complain(math, "there is no bracket behind \\left, \\middle or \\right; a '.' means none");
    bracket = "";
  }
  g_string_append_printf(math->out, "<mo fence=\"true\" stretchy=\"true\" form=\"%s\">", form);
  math_put_text(math, bracket, strlen(bracket));
  math_put(math, "</mo>");
}

void math_left(Math *math, const MathCommand *command)
{
  (void)command;
  math_put(math, "<mrow>");
  put_fence(math, "prefix");
  for (;;) {
    math_list(math, MATH_END_RIGHT | MATH_END_BRACE | MATH_END_CELL);
    if (!math_sees(math, "middle"))
      break;
    math->at += 7;
    put_fence(math, "infix");
  }
  if (math_sees(math, "right")) {
    math->at += 6;
    put_fence(math, "postfix");
  } else {
    math_complain(math, "a \\left of a formula has no \\right");
  }
  math_put(math, "</mrow>");
  math->last = MATH_CLOSE;
}

void math_right(Math *math, const MathCommand *command)
{
  math_complain(math, "a \\%s of a formula has no \\left", command->name);
  put_fence(math, "postfix");
}
