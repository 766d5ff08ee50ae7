/* Numbers, names, strings and operators inside of a tag. */
#include "common/template/parse/lex_internal.h"
#include "common/template/run/text.h"

#include <errno.h>
#include <string.h>

static bool is_digit(char c, int base)
{
  int value = g_ascii_xdigit_value(c);
  return value >= 0 && value < base;
}

/* Digits with single '_' between them, from `at`; gives the end. */
static size_t skip_digits(const Lexer *lexer, size_t at, int base)
{
  while (at < lexer->length) {
    if (is_digit(lexer->text[at], base))
      at++;
    else if (lexer->text[at] == '_' && at + 1 < lexer->length &&
             is_digit(lexer->text[at + 1], base))
      at += 2;
    else
      break;
  }
  return at;
}

/* The characters of a number without '_', NUL-terminated. */
static char *number_text(Lexer *lexer, size_t begin, size_t end)
{
  char *copy = arena_alloc(lexer->arena, end - begin + 1);
  size_t length = 0;
  for (size_t i = begin; i < end; i++)
    if (lexer->text[i] != '_')
      copy[length++] = lexer->text[i];
  return copy;
}

/* The end of a float that begins at `begin`, or 0. */
static size_t float_end(const Lexer *lexer, size_t begin)
{
  size_t at = skip_digits(lexer, begin, 10);
  bool real = false;
  if (begin > 0 && lexer->text[begin - 1] == '.')
    return 0;
  if (at + 1 < lexer->length && lexer->text[at] == '.' && is_digit(lexer->text[at + 1], 10)) {
    at = skip_digits(lexer, at + 1, 10);
    real = true;
  }
  if (at < lexer->length && (lexer->text[at] | 0x20) == 'e') {
    size_t digits = at + 1;
    if (digits < lexer->length && (lexer->text[digits] == '+' || lexer->text[digits] == '-'))
      digits++;
    if (digits < lexer->length && is_digit(lexer->text[digits], 10)) {
      at = skip_digits(lexer, digits, 10);
      real = true;
    }
  }
  return real ? at : 0;
}

static bool lex_number(Lexer *lexer)
{
  size_t begin = lexer->at, end = float_end(lexer, begin);
  if (end > 0) {
    lexer_add(lexer, TOKEN_FLOAT, begin)->real =
        g_ascii_strtod(number_text(lexer, begin, end), NULL);
    lexer->at = end;
    return true;
  }
  int base = 10;
  size_t digits = begin;
  if (lexer_peek(lexer, 0) == '0') {
    char kind = lexer_peek(lexer, 1) | 0x20;
    int prefixed = kind == 'b' ? 2 : kind == 'o' ? 8 : kind == 'x' ? 16 : 0;
    size_t first = begin + 2 + (lexer_peek(lexer, 2) == '_');
    if (prefixed > 0 && first < lexer->length && is_digit(lexer->text[first], prefixed)) {
      base = prefixed;
      digits = first;
    } else {
      /* 0(_?0)*: a zero before another digit ends the number */
      base = 1;
    }
  }
  end = base == 1 ? skip_digits(lexer, begin, 1) : skip_digits(lexer, digits, base);
  errno = 0;
  gint64 value = base == 1 ? 0 : g_ascii_strtoll(number_text(lexer, digits, end), NULL, base);
  if (errno == ERANGE) {
    source_error(lexer->error, lexer->source, begin, "this number is too large");
    error_hint(lexer->error, "whole numbers end at 9223372036854775807");
    return false;
  }
  lexer_add(lexer, TOKEN_INTEGER, begin)->integer = value;
  lexer->at = end;
  return true;
}

static bool lex_name(Lexer *lexer)
{
  const char *begin = lexer->text + lexer->at, *p = begin, *end = lexer->text + lexer->length;
  while (p < end) {
    const char *next = p;
    gunichar c = text_next(&next, end);
    if (p == begin ? !text_is_name_start(c) : !text_is_name(c))
      break;
    p = next;
  }
  if (p == begin)
    return false;
  Token *token = lexer_add(lexer, TOKEN_NAME, lexer->at);
  token->text = begin;
  token->length = (size_t)(p - begin);
  lexer->at += token->length;
  return true;
}

/* `count` hexadecimal digits at p, or -1. */
static gint64 hex(const char *p, const char *end, int count)
{
  gint64 value = 0;
  for (int i = 0; i < count; i++) {
    if (p + i >= end || g_ascii_xdigit_value(p[i]) < 0)
      return -1;
    value = value * 16 + g_ascii_xdigit_value(p[i]);
  }
  return value;
}

static char *put_code_point(char *out, gunichar c)
{
  return out + g_unichar_to_utf8(c, out);
}

/* One escape behind the backslash at *p; false when it is broken. */
static bool unescape_one(const char **p, const char *end, char **out)
{
  static const char plain[] = "\\'\"abfnrtv", meaning[] = "\\'\"\a\b\f\n\r\t\v";
  char c = **p;
  const char *known = c == '\0' ? NULL : strchr(plain, c);
  ++*p;
  if (known != NULL) {
    *(*out)++ = meaning[known - plain];
  } else if (c >= '0' && c <= '7') {
    gunichar value = (gunichar)(c - '0');
    for (int i = 0; i < 2 && *p < end && **p >= '0' && **p <= '7'; i++)
      value = value * 8 + (gunichar)(*(*p)++ - '0');
    *out = put_code_point(*out, value);
  } else if (c == 'x' || c == 'u' || c == 'U') {
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
    gint64 value = hex(*p, end, digits);
    if (value < 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000))
      return false;
    *p += digits;
    *out = put_code_point(*out, (gunichar)value);
  } else if (c == 'N') {
    return false;
  } else if (c != '\n') {
    *(*out)++ = '\\';
    *(*out)++ = c;
  }
  return true;
}

static bool lex_string(Lexer *lexer)
{
  size_t begin = lexer->at, at = begin + 1;
  char quote = lexer->text[begin];
  while (at < lexer->length && lexer->text[at] != quote)
    at += lexer->text[at] == '\\' ? 2 : 1;
  if (at >= lexer->length) {
    source_error(lexer->error, lexer->source, begin, "this string is not closed");
    return false;
  }
  /* "\1" becomes one byte, "\377" two: never longer than what was written */
  char *copy = arena_alloc(lexer->arena, at - begin + 1), *out = copy;
  const char *p = lexer->text + begin + 1, *end = lexer->text + at;
  while (p < end) {
    const char *escape = p;
    if (*p++ != '\\') {
      *out++ = *escape;
    } else if (!unescape_one(&p, end, &out)) {
      source_error(lexer->error, lexer->source, (size_t)(escape - lexer->text),
                   "this escape in a string is broken");
      return false;
    }
  }
  Token *token = lexer_add(lexer, TOKEN_STRING, begin);
  token->text = copy;
  token->length = (size_t)(out - copy);
  lexer->at = at + 1;
  return true;
}

static const struct {
  char text[3];
  TokenKind kind;
} operators[] = {
    {"//", TOKEN_FLOORDIV}, {"**", TOKEN_POW},      {"==", TOKEN_EQ},    {"!=", TOKEN_NE},
    {">=", TOKEN_GTEQ},     {"<=", TOKEN_LTEQ},     {"+", TOKEN_ADD},    {"-", TOKEN_SUB},
    {"/", TOKEN_DIV},       {"*", TOKEN_MUL},       {"%", TOKEN_MOD},    {"~", TOKEN_TILDE},
    {"[", TOKEN_LBRACKET},  {"]", TOKEN_RBRACKET},  {"(", TOKEN_LPAREN}, {")", TOKEN_RPAREN},
    {"{", TOKEN_LBRACE},    {"}", TOKEN_RBRACE},    {">", TOKEN_GT},     {"<", TOKEN_LT},
    {"=", TOKEN_ASSIGN},    {".", TOKEN_DOT},       {":", TOKEN_COLON},  {"|", TOKEN_PIPE},
    {",", TOKEN_COMMA},     {";", TOKEN_SEMICOLON},
};

/* Keep count of brackets: a tag ends only outside of all. */
static bool balance(Lexer *lexer, TokenKind kind)
{
  static const char closing[] = {
      [TOKEN_LBRACKET] = ']', [TOKEN_LPAREN] = ')', [TOKEN_LBRACE] = '}', [TOKEN_SEMICOLON] = 0};
  char c = lexer->text[lexer->at];
  if (kind == TOKEN_LBRACKET || kind == TOKEN_LPAREN || kind == TOKEN_LBRACE) {
    if (lexer->depth == LEX_NESTING) {
      source_error(lexer->error, lexer->source, lexer->at, "brackets are nested too deeply");
      return false;
    }
    lexer->brackets[lexer->depth++] = closing[kind];
  } else if (kind == TOKEN_RBRACKET || kind == TOKEN_RPAREN || kind == TOKEN_RBRACE) {
    char expected = lexer->depth > 0 ? lexer->brackets[--lexer->depth] : '\0';
    if (expected != c) {
      source_error(lexer->error, lexer->source, lexer->at, "unexpected '%c'", c);
      if (expected != '\0')
        error_hint(lexer->error, "expected '%c' here", expected);
      return false;
    }
  }
  return true;
}

bool lex_expression(Lexer *lexer)
{
  char c = lexer_peek(lexer, 0);
  if (g_ascii_isdigit(c))
    return lex_number(lexer);
  if (c == '"' || c == '\'')
    return lex_string(lexer);
  if (lex_name(lexer))
    return true;
  for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
    size_t length = strlen(operators[i].text);
    if (lexer->at + length <= lexer->length &&
        memcmp(lexer->text + lexer->at, operators[i].text, length) == 0) {
      if (!balance(lexer, operators[i].kind))
        return false;
      lexer_add(lexer, operators[i].kind, lexer->at);
      lexer->at += length;
      return true;
    }
  }
  const char *p = lexer->text + lexer->at;
  source_error(lexer->error, lexer->source, lexer->at, "unexpected character '%.*s'",
               (int)text_width(p, lexer->text + lexer->length), p);
  return false;
}
