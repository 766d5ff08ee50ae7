#include "common/template/words/case.h"

#include "common/template/run/text.h"

/* Unicode's Other_Lowercase and Other_Uppercase (PropList.txt): signs that are no
 * letters of a case and yet count as one, such as ª and Ⅷ. */
typedef struct CaseRange {
  gunichar first, last;
} CaseRange;
static const CaseRange other_lower[] = {
    {0xaa, 0xaa},       {0xba, 0xba},       {0x2b0, 0x2b8},     {0x2c0, 0x2c1},    {0x2e0, 0x2e4},
    {0x345, 0x345},     {0x37a, 0x37a},     {0x1d2c, 0x1d6a},   {0x1d78, 0x1d78},  {0x1d9b, 0x1dbf},
    {0x2071, 0x2071},   {0x207f, 0x207f},   {0x2090, 0x209c},   {0x2170, 0x217f},  {0x24d0, 0x24e9},
    {0x2c7c, 0x2c7d},   {0xa69c, 0xa69d},   {0xa770, 0xa770},   {0xa7f8, 0xa7f9},  {0xab5c, 0xab5f},
    {0x10780, 0x10780}, {0x10783, 0x10785}, {0x10787, 0x107b0}, {0x107b2, 0x107ba}};
static const CaseRange other_upper[] = {
    {0x2160, 0x216f}, {0x24b6, 0x24cf}, {0x1f130, 0x1f149}, {0x1f150, 0x1f169}, {0x1f170, 0x1f189}};

static bool is_within(const CaseRange *ranges, size_t count, gunichar c)
{
  for (size_t i = 0; i < count && ranges[i].first <= c; i++)
    if (c <= ranges[i].last)
      return true;
  return false;
}

bool case_is_lower(gunichar c)
{
  return g_unichar_islower(c) ||
         (c >= 0xaa && is_within(other_lower, G_N_ELEMENTS(other_lower), c));
}

bool case_is_upper(gunichar c)
{
  return g_unichar_isupper(c) ||
         (c >= 0x2160 && is_within(other_upper, G_N_ELEMENTS(other_upper), c));
}

static bool is_cased(gunichar c)
{
  return case_is_upper(c) || case_is_lower(c) || g_unichar_istitle(c);
}

/* Characters that don't end a word for the form of a sigma at its end. */
static bool is_case_ignorable(gunichar c)
{
  switch (g_unichar_type(c)) {
  case G_UNICODE_NON_SPACING_MARK:
  case G_UNICODE_ENCLOSING_MARK:
  case G_UNICODE_FORMAT:
  case G_UNICODE_MODIFIER_LETTER:
  case G_UNICODE_MODIFIER_SYMBOL:
    return true;
  default:
    return c == '\'' || c == '.' || c == ':' || c == 0xB7 || c == 0x2019 || c == 0x2018 ||
           c == 0x2024 || c == 0x2027;
  }
}

/* Full mappings: one character may become several. */
static void emit_upper(TemplateRun *run, const char *p, size_t width)
{
  if (width == 1) {
    emit_char(run, g_ascii_toupper(*p));
    return;
  }
  g_autofree char *upper = g_utf8_strup(p, (gssize)width);
  emit_text(run, upper);
}

static void emit_title(TemplateRun *run, const char *p, size_t width)
{
  if (width == 1) {
    emit_char(run, g_ascii_toupper(*p));
    return;
  }
  g_autofree char *upper = g_utf8_strup(p, (gssize)width);
  const char *rest = g_utf8_next_char(upper);
  if (*rest == '\0') {
    emit_code_point(run, g_unichar_totitle(g_utf8_get_char(p)));
    return;
  }
  g_autofree char *lower = g_utf8_strdown(rest, -1);
  emit(run, upper, (size_t)(rest - upper));
  emit_text(run, lower);
}

/* A capital sigma at the end of a word has a form of its own. */
static bool is_final_sigma(Value text, const char *p)
{
  const char *end = text.text + text.length, *before = p, *after = p + 2;
  gunichar c = 0;
  while (before > text.text && is_case_ignorable(c = text_previous(text.text, &before)))
    c = 0;
  if (c == 0 || !is_cased(c))
    return false;
  c = 0;
  while (after < end && is_case_ignorable(c = text_next(&after, end)))
    c = 0;
  return c == 0 || !is_cased(c);
}

static void emit_lower(TemplateRun *run, Value text, const char *p, size_t width)
{
  if (width == 1) {
    emit_char(run, g_ascii_tolower(*p));
  } else if (g_utf8_get_char(p) == 0x3A3) {
    emit_code_point(run, is_final_sigma(text, p) ? 0x3C2 : 0x3C3);
  } else {
    g_autofree char *lower = g_utf8_strdown(p, (gssize)width);
    emit_text(run, lower);
  }
}

typedef enum CaseShape { CASE_UPPER, CASE_LOWER, CASE_CAPITAL, CASE_SWAP, CASE_TITLE } CaseShape;

static bool reshape(TemplateRun *run, Value text, CaseShape shape, Value *out)
{
  const char *p = text.text, *end = p + text.length;
  bool in_word = false;
  size_t mark = capture_begin(run);
  if (!run_scan_slowly(run, text))
    return false;
  while (p < end) {
    const char *begin = p;
    gunichar c = text_next(&p, end);
    size_t width = (size_t)(p - begin);
    bool upper = shape == CASE_UPPER || (shape == CASE_SWAP && case_is_lower(c));
    bool title = (shape == CASE_TITLE && !in_word) || (shape == CASE_CAPITAL && begin == text.text);
    if (upper)
      emit_upper(run, begin, width);
    else if (title)
      emit_title(run, begin, width);
    else if (shape == CASE_SWAP && !case_is_upper(c))
      emit(run, begin, width);
    else
      emit_lower(run, text, begin, width);
    in_word = is_cased(c);
  }
  *out = capture_end(run, mark, text.safe);
  return !run_failed(run);
}

bool text_upper(TemplateRun *run, Value text, Value *out)
{
  return reshape(run, text, CASE_UPPER, out);
}

bool text_lower(TemplateRun *run, Value text, Value *out)
{
  return reshape(run, text, CASE_LOWER, out);
}

bool text_capitalize(TemplateRun *run, Value text, Value *out)
{
  return reshape(run, text, CASE_CAPITAL, out);
}

bool text_swap_case(TemplateRun *run, Value text, Value *out)
{
  return reshape(run, text, CASE_SWAP, out);
}

bool text_title(TemplateRun *run, Value text, Value *out)
{
  return reshape(run, text, CASE_TITLE, out);
}

static bool begins_word(gunichar before)
{
  return before == '-' || before == '(' || before == '{' || before == '[' || before == '<' ||
         text_is_space(before);
}

/* A word: its first character, and the others as a text of their own. */
static void emit_title_word(TemplateRun *run, const char *p, const char *end)
{
  size_t width = text_width(p, end);
  emit_upper(run, p, width);
  p += width;
  Value rest = value_text(p, (size_t)(end - p));
  while (p < end) {
    width = text_width(p, end);
    emit_lower(run, rest, p, width);
    p += width;
  }
}

bool text_title_words(TemplateRun *run, Value text, Value *out)
{
  const char *p = text.text, *end = p + text.length, *word = NULL;
  size_t mark = capture_begin(run);
  while (p < end) {
    const char *begin = p;
    if (!begins_word(text_next(&p, end))) {
      word = word == NULL ? begin : word;
      continue;
    }
    if (word != NULL)
      emit_title_word(run, word, begin);
    word = NULL;
    emit(run, begin, (size_t)(p - begin));
  }
  if (word != NULL)
    emit_title_word(run, word, end);
  *out = capture_end(run, mark, false);
  return !run_failed(run);
}

Value value_ignore_case(TemplateRun *run, Value value)
{
  Value lower = value;
  if (value.kind == VALUE_STRING)
    text_lower(run, value, &lower);
  return lower;
}

static bool all_cased(Value text, bool upper)
{
  const char *p = text.text, *end = p + text.length;
  bool any = false;
  while (p < end) {
    gunichar c = text_next(&p, end);
    if (upper ? case_is_lower(c) || g_unichar_istitle(c) : case_is_upper(c) || g_unichar_istitle(c))
      return false;
    any |= upper ? case_is_upper(c) : case_is_lower(c);
  }
  return any;
}

bool text_is_upper(Value text)
{
  return all_cased(text, true);
}

bool text_is_lower(Value text)
{
  return all_cased(text, false);
}
