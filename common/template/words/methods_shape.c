/* Methods of text that say what it is made of. */
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"
#include "common/template/words/case.h"

/* Is every character like this, and is there one? */
static bool all(Value text, bool (*is)(gunichar c))
{
  const char *p = text.text, *end = p + text.length;
  while (p < end)
    if (!is(text_next(&p, end)))
      return false;
  return text.length > 0;
}

static bool is_alpha(gunichar c)
{
  return g_unichar_isalpha(c) != 0;
}
static bool is_decimal(gunichar c)
{
  return g_unichar_type(c) == G_UNICODE_DECIMAL_NUMBER;
}
static bool is_digit(gunichar c)
{
  return is_decimal(c) || c == 0xB2 || c == 0xB3 || c == 0xB9 || (c >= 0x2070 && c <= 0x2089);
}
static bool is_numeric(gunichar c)
{
  GUnicodeType type = g_unichar_type(c);
  return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_LETTER_NUMBER ||
         type == G_UNICODE_OTHER_NUMBER;
}
static bool is_alnum(gunichar c)
{
  return is_alpha(c) || is_numeric(c);
}
static bool is_ascii(gunichar c)
{
  return c < 0x80;
}

#define SHAPE(name, condition)                                                                     \
  static bool text_method_##name(TemplateRun *run, Value self, const Value *arguments, Value *out) \
  {                                                                                                \
    (void)run;                                                                                     \
    (void)arguments;                                                                               \
    *out = value_bool(condition);                                                                  \
    return true;                                                                                   \
  }

static bool is_identifier(Value text)
{
  const char *p = text.text, *end = p + text.length;
  if (p == end || !text_is_name_start(text_next(&p, end)))
    return false;
  while (p < end)
    if (!text_is_name(text_next(&p, end)))
      return false;
  return true;
}

/* Upper case only where words begin. */
static bool is_title(Value text)
{
  const char *p = text.text, *end = p + text.length;
  bool in_word = false, any = false;
  while (p < end) {
    gunichar c = text_next(&p, end);
    bool upper = case_is_upper(c) || g_unichar_istitle(c), lower = case_is_lower(c);
    if ((upper && in_word) || (lower && !in_word))
      return false;
    in_word = upper || lower;
    any |= in_word;
  }
  return any;
}

SHAPE(isalnum, all(self, is_alnum))
SHAPE(isalpha, all(self, is_alpha))
SHAPE(isascii, self.length == 0 || all(self, is_ascii))
SHAPE(isdecimal, all(self, is_decimal))
SHAPE(isdigit, all(self, is_digit))
SHAPE(isidentifier, is_identifier(self))
SHAPE(islower, text_is_lower(self))
SHAPE(isnumeric, all(self, is_numeric))
SHAPE(isspace, all(self, text_is_space))
SHAPE(istitle, is_title(self))
SHAPE(isupper, text_is_upper(self))

const Builtin methods_text_shape[] = {
    {.name = "isalnum", .call = text_method_isalnum},
    {.name = "isalpha", .call = text_method_isalpha},
    {.name = "isascii", .call = text_method_isascii},
    {.name = "isdecimal", .call = text_method_isdecimal},
    {.name = "isdigit", .call = text_method_isdigit},
    {.name = "isidentifier", .call = text_method_isidentifier},
    {.name = "islower", .call = text_method_islower},
    {.name = "isnumeric", .call = text_method_isnumeric},
    {.name = "isspace", .call = text_method_isspace},
    {.name = "istitle", .call = text_method_istitle},
    {.name = "isupper", .call = text_method_isupper},
    {.name = NULL},
};
