#include "generator/model/markdown/markdown_scan.h"

#include "common/bytes.h"

#include <string.h>

enum { MATH_LENGTH_MAX = 32 * 1024, TAG_LENGTH_MAX = 8 * 1024 };

const Escape markdown_escapes[] = {
    {"\"", "\\\""}, {"'", "\\'"},     {"-", "\\-"}, {".", "\\."},
    {":", "\\:"},   {"\"", "&quot;"}, {"^", "^"},   {"{", "\\{"},
};
const size_t markdown_escape_count = G_N_ELEMENTS(markdown_escapes);

typedef struct Scan {
  Arena *arena;
  const InsertOptions *options;
  Warnings *warnings;
  const char *text, *at, *end;
  const char *quiet; /* up to here there are no formulas and no escapes */
  const char *counted;
  int line; /* of `counted` */
  GArray *tokens;
} Scan;

static int line_at(Scan *scan, const char *at)
{
  if (at > scan->counted) {
    scan->line += bytes_lines(scan->counted, at);
    scan->counted = at;
  }
  return scan->line;
}

static void add_token(Scan *scan, Token token, const char *begin, size_t length)
{
  token.begin = (size_t)(begin - scan->text);
  token.end = token.begin + length;
  token.line = line_at(scan, begin);
  g_array_append_val(scan->tokens, token);
  scan->at = begin + length;
}

static bool begins(const char *at, const char *end, const char *what)
{
  size_t length = strlen(what);
  return (size_t)(end - at) >= length && g_ascii_strncasecmp(at, what, length) == 0;
}

static bool is_blank(char c)
{
  return c == ' ' || c == '\t';
}

static const char *line_after(const char *at, const char *end)
{
  const char *newline = memchr(at, '\n', (size_t)(end - at));
  return newline ? newline + 1 : end;
}

static bool blank_line_begins(const char *at, const char *end)
{
  while (at < end && (is_blank(*at) || *at == '\r'))
    at++;
  return at == end || *at == '\n';
}

/* --- code --- */

/* Escaped shortcodes are meant in code too; nothing else is. */
static void pass_code(Scan *scan, const char *until)
{
  while (scan->at < until) {
    const char *meant;
    const char *brace = memchr(scan->at, '{', (size_t)(until - scan->at));
    scan->at = brace ? brace : until;
    if (!brace)
      return;
    size_t length =
        shortcode_begins(brace, until) ? shortcode_escaped(scan->arena, brace, until, &meant) : 0;
    if (length > 0)
      add_token(scan, (Token){.kind = TOKEN_LITERAL, .meant = meant}, brace, length);
    else
      scan->at++;
  }
}

/* Behind quotes, list markers and indentation. */
static const char *pass_containers(const char *at, const char *line_end)
{
  for (;;) {
    const char *digits = at;
    while (at < line_end && (is_blank(*at) || *at == '>'))
      at++;
    digits = at;
    while (digits < line_end && digits - at < 9 && g_ascii_isdigit(*digits))
      digits++;
    bool ordered = digits > at && digits < line_end && (*digits == '.' || *digits == ')');
    bool bullet = at < line_end && (*at == '-' || *at == '*' || *at == '+');
    const char *behind = ordered ? digits + 1 : bullet ? at + 1 : NULL;
    if (!behind || behind >= line_end || !is_blank(*behind))
      return at;
    at = behind;
  }
}

static size_t run_of(const char *at, const char *end, char c)
{
  size_t length = 0;
  while (at + length < end && at[length] == c)
    length++;
  return length;
}

/* The length of the run that opens a fence on this line; *at is moved there. */
static size_t fence_opens(const char **at, const char *line_end)
{
  *at = pass_containers(*at, line_end);
  if (*at == line_end || (**at != '`' && **at != '~'))
    return 0;
  size_t run = run_of(*at, line_end, **at);
  bool info = **at == '`' && memchr(*at + run, '`', (size_t)(line_end - *at - (long)run));
  return run >= 3 && !info ? run : 0;
}

static bool fence_closes(const char *at, const char *line_end, char c, size_t run)
{
  while (at < line_end && (is_blank(*at) || *at == '>'))
    at++;
  size_t length = run_of(at, line_end, c);
  return length >= run && blank_line_begins(at + length, line_end);
}

/* True when a fence began here and was passed. */
static bool pass_fence(Scan *scan)
{
  const char *line_end = line_after(scan->at, scan->end), *fence = scan->at;
  size_t run = fence_opens(&fence, line_end);
  if (run == 0)
    return false;
  const char *line = line_end;
  while (line < scan->end) {
    line_end = line_after(line, scan->end);
    bool closes = fence_closes(line, line_end, *fence, run);
    line = line_end;
    if (closes)
      break;
  }
  pass_code(scan, line);
  return true;
}

static void pass_code_span(Scan *scan)
{
  size_t run = run_of(scan->at, scan->end, '`');
  const char *at = scan->at + run;
  while (at < scan->end) {
    if (*at == '\n' && blank_line_begins(at + 1, scan->end))
      break;
    size_t other = run_of(at, scan->end, '`');
    if (other == run) {
      pass_code(scan, at + run);
      return;
    }
    at += MAX(other, 1);
  }
  scan->at += run;
}

/* --- HTML --- */

static const char *find(const char *at, const char *end, const char *what)
{
  for (; at < end; at++) {
    at = memchr(at, what[0], (size_t)(end - at));
    if (!at)
      return NULL;
    if (begins(at, end, what))
      return at;
  }
  return NULL;
}

/* What stands in these elements is for others. */
static bool pass_element(Scan *scan)
{
  static const char *const names[] = {"script", "style", "pre", "textarea", "svg",
                                      "math",   "code",  "kbd", "samp"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    const char *behind = scan->at + 1 + strlen(names[i]);
    if (!begins(scan->at + 1, scan->end, names[i]) || behind >= scan->end ||
        g_ascii_isalnum(*behind) || *behind == '-')
      continue;
    g_autofree char *close = g_strconcat("</", names[i], NULL);
    const char *stop = find(behind, scan->end, close);
    if (stop)
      scan->at = stop + 2;
    return stop != NULL;
  }
  return false;
}

static void pass_tag(Scan *scan)
{
  const char *limit = scan->end - scan->at > TAG_LENGTH_MAX ? scan->at + TAG_LENGTH_MAX : scan->end;
  char quote = 0;
  for (const char *at = scan->at + 1; at < limit; at++) {
    if (quote ? *at == quote : *at == '"' || *at == '\'')
      quote = quote ? 0 : *at;
    else if (!quote && *at == '>') {
      scan->quiet = at;
      break;
    } else if (*at == '\n' && blank_line_begins(at + 1, limit))
      break;
  }
  scan->at++;
}

static void pass_angle(Scan *scan)
{
  if (begins(scan->at, scan->end, "<!--")) {
    const char *stop = find(scan->at + 4, scan->end, "-->");
    scan->at = stop ? stop : scan->at + 4;
    return;
  }
  if (pass_element(scan))
    return;
  char next = scan->at + 1 < scan->end ? scan->at[1] : ' ';
  if (g_ascii_isalpha(next) || next == '/')
    pass_tag(scan);
  else
    scan->at++;
}

/* --- URLs --- */

/* "](url": up to the space or the end of the brackets. */
static void pass_target(Scan *scan)
{
  scan->at++;
  if (scan->at == scan->end || *scan->at != '(')
    return;
  const char *at = scan->at + 1;
  for (int depth = 0; at < scan->end && !g_ascii_isspace(*at); at++) {
    depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
    if (depth < 0)
      break;
  }
  scan->quiet = at;
}

static void pass_url(Scan *scan)
{
  if (begins(scan->at, scan->end, "http://") || begins(scan->at, scan->end, "https://")) {
    const char *at = scan->at;
    while (at < scan->end && !g_ascii_isspace(*at) && *at != '<')
      at++;
    scan->quiet = MAX(scan->quiet, at);
  }
  scan->at++;
}

/* --- formulas --- */

/* The next `close` that is not escaped, in this paragraph. */
static const char *math_end(const Scan *scan, const char *at, const char *close)
{
  const char *limit = scan->end - at > MATH_LENGTH_MAX ? at + MATH_LENGTH_MAX : scan->end;
  size_t length = strlen(close);
  for (; at < limit; at++) {
    if (*at == '\n' && blank_line_begins(at + 1, limit))
      return NULL;
    if ((size_t)(limit - at) >= length && memcmp(at, close, length) == 0)
      return at;
    if (*at == '\\')
      at++;
  }
  return NULL;
}

static bool math_add(Scan *scan, const char *open, const char *close, TokenKind kind)
{
  const char *begin = scan->at, *inner = begin + strlen(open);
  const char *stop = math_end(scan, inner, close);
  if (!stop || stop == inner)
    return false;
  Token token = {.kind = kind,
                 .inner = (size_t)(inner - scan->text),
                 .inner_end = (size_t)(stop - scan->text)};
  add_token(scan, token, begin, (size_t)(stop - begin) + strlen(close));
  return true;
}

static bool is_wordly(char c)
{
  return g_ascii_isalnum(c) || (unsigned char)c >= 0x80;
}

/* "$x$": no space inside at its ends, no letter before, no digit behind: prices stay. */
static bool dollar_add(Scan *scan)
{
  const char *at = scan->at;
  bool after_word = at > scan->text && (is_wordly(at[-1]) || at[-1] == '$');
  if (after_word || at + 1 == scan->end || g_ascii_isspace(at[1]))
    return false;
  if (at[1] == '`')
    return math_add(scan, "$`", "`$", TOKEN_MATH);
  const char *stop = math_end(scan, at + 1, "$");
  if (!stop || stop == at + 1 || g_ascii_isspace(stop[-1]) ||
      memchr(at, '`', (size_t)(stop - at)) ||
      (stop + 1 < scan->end && (is_wordly(stop[1]) || stop[1] == '$')))
    return false;
  return math_add(scan, "$", "$", TOKEN_MATH);
}

static void pass_dollar(Scan *scan)
{
  bool display = scan->end - scan->at > 1 && scan->at[1] == '$';
  if (!scan->options->math || scan->at < scan->quiet)
    scan->at++;
  else if (display && !math_add(scan, "$$", "$$", TOKEN_DISPLAY))
    scan->at += 2;
  else if (!display && !dollar_add(scan))
    scan->at++;
}

/* --- escapes --- */

static void escape_add(Scan *scan)
{
  for (unsigned i = 0; i < markdown_escape_count; i++) {
    const char *source = markdown_escapes[i].source;
    if (begins(scan->at, scan->end, source)) {
      add_token(scan, (Token){.kind = TOKEN_ESCAPE, .escape = i}, scan->at, strlen(source));
      return;
    }
  }
  scan->at += *scan->at == '\\' && scan->end - scan->at > 1 ? 2 : 1;
}

static void pass_escape(Scan *scan)
{
  bool quiet = scan->at < scan->quiet;
  if (!quiet && scan->options->math && begins(scan->at, scan->end, "\\(") &&
      math_add(scan, "\\(", "\\)", TOKEN_MATH))
    return;
  if (!quiet && scan->options->math && begins(scan->at, scan->end, "\\[") &&
      math_add(scan, "\\[", "\\]", TOKEN_DISPLAY))
    return;
  if (!quiet)
    escape_add(scan);
  else
    scan->at += *scan->at == '\\' && scan->end - scan->at > 1 && scan->at[1] != '\n' ? 2 : 1;
}

/* --- shortcodes --- */

/* What stands between {{< highlight >}} and its end is code. */
static void pass_highlight(Scan *scan)
{
  for (const char *at = scan->at; (at = find(at, scan->end, "{{")); at++) {
    ShortcodeTag tag;
    bool open;
    if (shortcode_begins(at, scan->end) &&
        shortcode_read(&tag, scan->arena, at, scan->end, &open) && tag.kind == SHORTCODE_CLOSE &&
        strcmp(tag.name, "highlight") == 0) {
      pass_code(scan, at);
      return;
    }
  }
}

static void pass_shortcode(Scan *scan)
{
  const char *meant;
  size_t length = shortcode_escaped(scan->arena, scan->at, scan->end, &meant);
  if (length > 0) {
    add_token(scan, (Token){.kind = TOKEN_LITERAL, .meant = meant}, scan->at, length);
    return;
  }
  Token token = {.kind = TOKEN_TAG};
  bool open;
  if (shortcode_read(&token.tag, scan->arena, scan->at, scan->end, &open)) {
    add_token(scan, token, scan->at, token.tag.length);
    if (token.tag.kind == SHORTCODE_OPEN && strcmp(token.tag.name, "highlight") == 0)
      pass_highlight(scan);
    return;
  }
  if (open && scan->warnings)
    warnings_add(scan->warnings, scan->options->file, line_at(scan, scan->at), 0,
                 "the shortcode '%s' does not end: it is shown as text", token.tag.name);
  scan->at += 3;
}

/* --- all --- */

/* What scan_char looks at, and ends of lines: a fence may follow. */
static ByteMask is_sign(ByteBlock bytes)
{
  return (bytes == '`') | (bytes == '\\') | (bytes == '&') | (bytes == '<') | (bytes == ']') |
         (bytes == 'h') | (bytes == '$') | (bytes == '{') | (bytes == '\n');
}

static void scan_char(Scan *scan)
{
  switch (*scan->at) {
  case '`':
    pass_code_span(scan);
    break;
  case '\\':
  case '&':
    pass_escape(scan);
    break;
  case '<':
    pass_angle(scan);
    break;
  case ']':
    pass_target(scan);
    break;
  case 'h':
    pass_url(scan);
    break;
  case '$':
    pass_dollar(scan);
    break;
  case '{':
    if (shortcode_begins(scan->at, scan->end))
      pass_shortcode(scan);
    else
      scan->at++;
    break;
  case '\n':
    scan->at++;
    break;
  default:
    scan->at = bytes_find(scan->at + 1, scan->end, is_sign);
  }
}

GArray *markdown_scan(Arena *arena, const char *text, size_t length, const InsertOptions *options,
                      Warnings *warnings)
{
  Scan scan = {.arena = arena,
               .options = options,
               .warnings = warnings,
               .text = text,
               .at = text,
               .end = text + length,
               .quiet = text,
               .counted = text,
               .line = options->first_line,
               .tokens = g_array_new(FALSE, TRUE, sizeof(Token))};
  while (scan.at < scan.end) {
    bool line_begins = scan.at == text || scan.at[-1] == '\n';
    if (!line_begins || !pass_fence(&scan))
      scan_char(&scan);
  }
  return scan.tokens;
}
