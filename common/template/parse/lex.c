#include "common/template/parse/lex.h"

#include "common/template/parse/lex_internal.h"
#include "common/template/run/text.h"

#include <string.h>

Token *lexer_add(Lexer *lexer, TokenKind kind, size_t offset)
{
  if (lexer->count == lexer->capacity) {
    size_t capacity = lexer->capacity == 0 ? 64 : lexer->capacity * 2;
    Token *tokens = arena_new_array(lexer->arena, Token, capacity);
    if (lexer->count > 0)
      memcpy(tokens, lexer->tokens, sizeof(Token) * lexer->count);
    lexer->tokens = tokens;
    lexer->capacity = capacity;
  }
  Token *token = &lexer->tokens[lexer->count++];
  *token = (Token){.kind = kind, .offset = (uint32_t)offset};
  return token;
}

void lexer_skip_space(Lexer *lexer)
{
  const char *p = lexer->text + lexer->at, *end = lexer->text + lexer->length;
  while (p < end) {
    const char *next = p;
    if (!text_is_space(text_next(&next, end)))
      break;
    p = next;
  }
  lexer->at = (size_t)(p - lexer->text);
}

static bool looking_at(const Lexer *lexer, size_t at, const char *what)
{
  size_t length = strlen(what);
  return at + length <= lexer->length && memcmp(lexer->text + at, what, length) == 0;
}

/* The end of a tag at `at`: an optional sign, `close`, and what it eats. Gives
 * the position behind it, or 0. `plus`: '+' may stand before it; `trim`: one
 * line end goes with it if trim_blocks is on. */
static size_t match_end(Lexer *lexer, size_t at, const char *close, bool plus, bool trim)
{
  char sign = at < lexer->length ? lexer->text[at] : '\0';
  if (sign == '-' && looking_at(lexer, at + 1, close)) {
    size_t before = lexer->at;
    lexer->at = at + 1 + strlen(close);
    lexer_skip_space(lexer);
    size_t after = lexer->at;
    lexer->at = before;
    return after;
  }
  if (plus && sign == '+' && looking_at(lexer, at + 1, close))
    return at + 1 + strlen(close);
  if (!looking_at(lexer, at, close))
    return 0;
  at += strlen(close);
  if (trim && lexer->options->trim_blocks && looking_at(lexer, at, "\n"))
    at++;
  return at;
}

static void take(Lexer *lexer, size_t to)
{
  if (to > lexer->at)
    lexer->line_starting = lexer->text[to - 1] == '\n';
  lexer->at = to;
}

/* `{% raw %}` or `{% endraw %}` at `at`: gives the position behind it, or 0. */
static size_t match_word(Lexer *lexer, size_t at, const char *word, char *sign)
{
  bool end = word[0] == 'e';
  size_t before = lexer->at, after = 0;
  *sign = '\0';
  if (!looking_at(lexer, at, "{%"))
    return 0;
  at += 2;
  if (looking_at(lexer, at, "-") || looking_at(lexer, at, "+"))
    *sign = lexer->text[at++];
  lexer->at = at;
  lexer_skip_space(lexer);
  if (looking_at(lexer, lexer->at, word)) {
    lexer->at += strlen(word);
    lexer_skip_space(lexer);
    after = match_end(lexer, lexer->at, "%}", end, end);
  }
  lexer->at = before;
  return after;
}

static size_t match_raw(Lexer *lexer, size_t at, char *sign)
{
  return match_word(lexer, at, "raw", sign);
}

static size_t match_endraw(Lexer *lexer, size_t at, char *sign)
{
  return match_word(lexer, at, "endraw", sign);
}

/* Text before a tag, cut as the tag's sign and lstrip_blocks say. */
static void add_data(Lexer *lexer, size_t end, char sign, bool lstrip)
{
  const char *text = lexer->text + lexer->at;
  size_t length = end - lexer->at;
  if (sign == '-') {
    length = text_strip_end(text, length);
  } else if (sign != '+' && lstrip && lexer->options->lstrip_blocks) {
    size_t line = length;
    while (line > 0 && text[line - 1] != '\n')
      line--;
    if ((line > 0 || lexer->line_starting) && text_strip_end(text + line, length - line) == 0)
      length = line;
  }
  if (length > 0) {
    Token *token = lexer_add(lexer, TOKEN_DATA, lexer->at);
    token->text = text;
    token->length = length;
  }
}

static bool lex_comment(Lexer *lexer, size_t begin)
{
  if (lexer->at == lexer->length)
    return true;
  for (size_t at = lexer->at; at < lexer->length; at++) {
    size_t after = match_end(lexer, at, "#}", true, true);
    if (after > 0) {
      take(lexer, after);
      return true;
    }
  }
  source_error(lexer->error, lexer->source, begin, "this comment is not closed");
  error_hint(lexer->error, "end it with '#}'");
  return false;
}

static bool lex_raw(Lexer *lexer, size_t begin)
{
  if (lexer->at == lexer->length)
    return true;
  for (size_t at = lexer->at; at < lexer->length; at++) {
    char sign;
    size_t after = lexer->text[at] == '{' ? match_endraw(lexer, at, &sign) : 0;
    if (after > 0) {
      add_data(lexer, at, sign, true);
      take(lexer, after);
      return true;
    }
  }
  source_error(lexer->error, lexer->source, begin, "this raw block is not closed");
  error_hint(lexer->error, "end it with '{%% endraw %%}'");
  return false;
}

/* What stands between `{{` and `}}`, or `{%` and `%}`. */
static bool lex_tag(Lexer *lexer, bool print, size_t begin)
{
  lexer_add(lexer, print ? TOKEN_PRINT_BEGIN : TOKEN_BLOCK_BEGIN, begin);
  lexer->depth = 0;
  while (lexer->at < lexer->length) {
    if (lexer->depth == 0) {
      size_t after = match_end(lexer, lexer->at, print ? "}}" : "%}", !print, !print);
      if (after > 0) {
        lexer_add(lexer, print ? TOKEN_PRINT_END : TOKEN_BLOCK_END, lexer->at);
        take(lexer, after);
        return true;
      }
    }
    size_t before = lexer->at;
    lexer_skip_space(lexer);
    if (lexer->at == before && !lex_expression(lexer))
      return false;
  }
  return true;
}

/* Go on to the next tag; false at the end or after an error. */
static bool lex_root(Lexer *lexer)
{
  size_t at = lexer->at;
  const char *brace;
  while ((brace = at < lexer->length ? memchr(lexer->text + at, '{', lexer->length - at) : NULL) !=
         NULL) {
    at = (size_t)(brace - lexer->text);
    char next = at + 1 < lexer->length ? lexer->text[at + 1] : '\0';
    if (next == '{' || next == '%' || next == '#')
      break;
    at++;
  }
  if (brace == NULL) {
    add_data(lexer, lexer->length, '+', false);
    take(lexer, lexer->length);
    return false;
  }
  char sign, kind = lexer->text[at + 1];
  size_t raw = match_raw(lexer, at, &sign);
  if (raw > 0) {
    add_data(lexer, at, sign, true);
    take(lexer, raw);
    return lex_raw(lexer, at);
  }
  size_t after = at + 2;
  sign = after < lexer->length ? lexer->text[after] : '\0';
  if (sign == '-' || sign == '+')
    after++;
  add_data(lexer, at, sign, kind != '{');
  take(lexer, after);
  return kind == '#' ? lex_comment(lexer, at) : lex_tag(lexer, kind == '{', at);
}

bool lex(Arena *arena, const Source *source, const TemplateOptions *options, Token **tokens,
         size_t *count, Error **error)
{
  Error *failure = NULL;
  Lexer lexer = {.arena = arena,
                 .source = source,
                 .options = options,
                 .text = source->text,
                 .length = source->length,
                 .line_starting = true,
                 .error = &failure};
  if (!options->keep_trailing_newline && lexer.length > 0 && lexer.text[lexer.length - 1] == '\n')
    lexer.length--;
  while (lex_root(&lexer))
    ;
  lexer_add(&lexer, TOKEN_EOF, lexer.length);
  *tokens = lexer.tokens;
  *count = lexer.count;
  if (failure == NULL)
    return true;
  error_move(error, failure);
  return false;
}

const char *token_describe(TokenKind kind)
{
  static const char *const words[] = {
      [TOKEN_EOF] = "the end of the template",
      [TOKEN_DATA] = "text",
      [TOKEN_PRINT_BEGIN] = "'{{'",
      [TOKEN_PRINT_END] = "'}}'",
      [TOKEN_BLOCK_BEGIN] = "'{%'",
      [TOKEN_BLOCK_END] = "'%}'",
      [TOKEN_NAME] = "a name",
      [TOKEN_STRING] = "a string",
      [TOKEN_INTEGER] = "a number",
      [TOKEN_FLOAT] = "a number",
      [TOKEN_ADD] = "'+'",
      [TOKEN_SUB] = "'-'",
      [TOKEN_MUL] = "'*'",
      [TOKEN_DIV] = "'/'",
      [TOKEN_FLOORDIV] = "'//'",
      [TOKEN_MOD] = "'%'",
      [TOKEN_POW] = "'**'",
      [TOKEN_TILDE] = "'~'",
      [TOKEN_LBRACKET] = "'['",
      [TOKEN_RBRACKET] = "']'",
      [TOKEN_LPAREN] = "'('",
      [TOKEN_RPAREN] = "')'",
      [TOKEN_LBRACE] = "'{'",
      [TOKEN_RBRACE] = "'}'",
      [TOKEN_EQ] = "'=='",
      [TOKEN_NE] = "'!='",
      [TOKEN_GT] = "'>'",
      [TOKEN_GTEQ] = "'>='",
      [TOKEN_LT] = "'<'",
      [TOKEN_LTEQ] = "'<='",
      [TOKEN_ASSIGN] = "'='",
      [TOKEN_DOT] = "'.'",
      [TOKEN_COLON] = "':'",
      [TOKEN_PIPE] = "'|'",
      [TOKEN_COMMA] = "','",
      [TOKEN_SEMICOLON] = "';'",
  };
  return words[kind];
}
