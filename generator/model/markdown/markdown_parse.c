#include "generator/model/markdown/markdown_parse.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm/parser.h>
#include <cmark-gfm/syntax_extension.h>
#include <pthread.h>
#include <setjmp.h>
#include <string.h>

#define OPTIONS (CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES)

/* Memory for the tree: ordinary posts take 15 to 65 times their size, tables of
 * one-digit cells 400 times. */
#define MEMORY_BASE ((size_t)16 << 20)
#define MEMORY_FACTOR 512
#define MEMORY_MAX ((size_t)1 << 30)

/* cmark's time grows with the square of these within one paragraph. */
#define BRACKETS_MAX 16384
/* Opening this many lists or quotes in one line is harmless; then the depth is looked at. */
#define MARKERS_MAX 1000

/* cmark asks for memory without saying for whom, so this is the thread's. */
typedef struct ParseMemory {
  Arena *arena;
  size_t used, limit;
  jmp_buf exhausted;
} ParseMemory;

static _Thread_local ParseMemory *memory;

static pthread_once_t registered = PTHREAD_ONCE_INIT;
static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};

typedef struct Parse {
  cmark_parser *parser;
  const char *text;
  size_t length;
  const char *file;
  int first_line;
  bool finishing; /* all lines are read */
  Error **error;
} Parse;

/* --- allocator: each piece knows its size, for realloc --- */

typedef struct Piece {
  size_t size;
  size_t padding; /* keeps what follows aligned */
} Piece;

/* Not zeroed. */
static void *piece_new(size_t size)
{
  ParseMemory *own = memory;
  if (size > own->limit - own->used)
    longjmp(own->exhausted, 1);
  own->used += size;
  Piece *piece = arena_take(own->arena, sizeof *piece + size);
  piece->size = size;
  return piece + 1;
}

static void *parse_calloc(size_t count, size_t size)
{
  size *= count; /* cmark's counts are small constants or bytes */
  return memset(piece_new(size), 0, size);
}

static void *parse_realloc(void *old, size_t size)
{
  if (!old)
    return piece_new(size);
  Piece *piece = (Piece *)old - 1;
  if (size <= piece->size)
    return old;
  void *grown = piece_new(size);
  memcpy(grown, old, piece->size);
  return grown;
}

static void parse_free(void *piece)
{
  (void)piece; /* the arena's end is the end of all */
}

static cmark_mem parse_memory = {parse_calloc, parse_realloc, parse_free};

/* --- caps --- */

static bool fail(Parse *parse, int line, const char *what, const char *hint)
{
  error_set(parse->error, ERROR_SITE, "%s", what);
  error_at(parse->error, parse->file, line > 0 ? parse->first_line + line - 1 : 0, 0);
  error_hint(parse->error, "%s", hint);
  return false;
}

/* How many lists and quotes a line can open; a rule such as "* * *" opens none. */
static int count_markers(const char *line, const char *end)
{
  int count = 0;
  bool rule = true;
  char first = 0;
  for (const char *p = line; p < end; p++) {
    if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n')
      continue;
    if (*p == '>' || *p == '-' || *p == '*' || *p == '+') {
      first = first ? first : *p;
      rule = rule && *p == first && *p != '>' && *p != '+';
      count++;
    } else if (!g_ascii_isdigit(*p)) {
      bool delimiter = (*p == '.' || *p == ')') && p > line && g_ascii_isdigit(p[-1]);
      if (!delimiter)
        return count;
      rule = false;
      count++;
    }
  }
  return rule ? 0 : count;
}

static int depth_of(const cmark_node *node)
{
  int depth = 0;
  for (; node; node = node->parent)
    depth += node->type != CMARK_NODE_LIST; /* an item and its list are one level */
  return depth;
}

static const char *line_end(const char *line, const char *end)
{
  const char *newline = memchr(line, '\n', (size_t)(end - line));
  const char *stop = newline ? newline + 1 : end;
  const char *carriage = memchr(line, '\r', (size_t)(stop - line));
  if (carriage && carriage + 1 < stop && carriage[1] != '\n')
    return carriage + 1;
  return stop;
}

static bool feed_line(Parse *parse, const char *line, size_t length)
{
  int line_number = parse->parser->line_number + 1;
  bool deep = length > MARKERS_MAX && count_markers(line, line + length) > MARKERS_MAX;
  if (!deep) {
    cmark_parser_feed(parse->parser, line, length);
    deep = depth_of(parse->parser->current) > MARKDOWN_DEPTH_MAX;
  }
  return !deep || fail(parse, line_number, "lists and quotes are nested too deeply",
                       "a stray '>' or list marker, or indentation that grows from line to line, "
                       "does that");
}

static bool feed(Parse *parse)
{
  const char *end = parse->text + parse->length;
  for (const char *line = parse->text; line < end;) {
    const char *next = line_end(line, end);
    if (!feed_line(parse, line, (size_t)(next - line)))
      return false;
    line = next;
  }
  if (parse->length > 0 && end[-1] != '\n' && end[-1] != '\r')
    cmark_parser_feed(parse->parser, "\n", 1); /* or the last line waits for the end */
  return true;
}

static bool has_too_many(const cmark_strbuf *content, char bracket)
{
  size_t count = 0;
  const unsigned char *end = content->ptr + content->size;
  for (const unsigned char *p = content->ptr;
       (p = memchr(p, bracket, (size_t)(end - p))) && count <= BRACKETS_MAX; p++)
    count++;
  return count > BRACKETS_MAX;
}

/* Before the inlines are parsed: paragraphs, headings and cells are still text. */
static bool check_paragraphs(Parse *parse)
{
  cmark_node *node = parse->parser->root;
  while (node) {
    if (node->content.size > BRACKETS_MAX &&
        (has_too_many(&node->content, '[') || has_too_many(&node->content, '<')))
      return fail(parse, node->start_line, "a paragraph with more than 16384 '[' or '<'",
                  "data belongs into a code block, between ``` lines");
    if (node->first_child) {
      node = node->first_child;
      continue;
    }
    while (node && !node->next)
      node = node->parent;
    node = node ? node->next : NULL;
  }
  return true;
}

/* --- the parse --- */

static void attach_extensions(cmark_parser *parser)
{
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
}

/* What an extension's delimiters are found by again; no text holds it. */
#define DELIMITER '\0'
enum { TILDES_MAX = 100 };

/* As the strikethrough extension does it, but that the delimiter has another name. */
static cmark_node *match_tildes(cmark_syntax_extension *extension, cmark_parser *parser,
                                cmark_node *parent, unsigned char character,
                                cmark_inline_parser *inlines)
{
  (void)extension;
  (void)parent;
  if (character != '~')
    return NULL;
  int left, right, before, after;
  char text[TILDES_MAX + 1] = {0};
  int count =
      cmark_inline_parser_scan_delimiters(inlines, TILDES_MAX, '~', &left, &right, &before, &after);
  memset(text, '~', (size_t)count);
  cmark_node *node = cmark_node_new_with_mem(CMARK_NODE_TEXT, parser->mem);
  cmark_node_set_literal(node, text);
  node->start_line = node->end_line = cmark_inline_parser_get_line(inlines);
  node->start_column = cmark_inline_parser_get_column(inlines) - count;
  if ((left || right) && count <= 2)
    cmark_inline_parser_push_delimiter(inlines, DELIMITER, left, right, node);
  return node;
}

/* Which characters may begin an inline of an extension stands in tables that are global in
 * cmark-gfm: each parse writes them at its beginning and takes back at its end what the
 * attached extensions ask for, so that two parses at once spoil one another. Nothing else
 * that a parse writes is global. All parses here attach the same extensions. So the tables
 * are filled once, and then the extensions ask for nothing that a text can hold: parses only
 * read, and need no lock. (Strikethrough has to ask for something, by which its delimiters
 * are known.) Two cores read, parse and render 10,000 posts in 0.54 s this way, in 0.52 s as
 * two processes that keep what they made (tests/bench/floor.c), and in 0.74 s with a lock
 * around the parse; processes would have to send the pages back besides. */
static void register_extensions(void)
{
  cmark_mem *mem = cmark_get_default_mem_allocator();
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
  attach_extensions(parser);
  cmark_manage_extensions_special_characters(parser, true);
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++) {
    cmark_syntax_extension *extension = cmark_find_syntax_extension(extensions[i]);
    cmark_llist_free(mem, extension->special_inline_chars);
    cmark_syntax_extension_set_special_inline_chars(extension, NULL);
  }
  cmark_syntax_extension *tildes = cmark_find_syntax_extension("strikethrough");
  cmark_syntax_extension_set_match_inline_func(tildes, match_tildes);
  cmark_syntax_extension_set_special_inline_chars(
      tildes, cmark_llist_append(mem, NULL, GINT_TO_POINTER(DELIMITER)));
  cmark_parser_free(parser);
}

static cmark_node *finish(Parse *parse)
{
  if (!check_paragraphs(parse))
    return NULL;
  parse->finishing = true;
  return cmark_parser_finish(parse->parser);
}

/* cmark was left in the middle; its memory goes with the arena. */
static cmark_node *give_up(Parse *parse)
{
  fail(parse, parse->finishing ? 0 : parse->parser->line_number,
       "this text grows beyond all measure when it is parsed",
       "a table with very many columns, or a long link definition that is used very often, does "
       "that");
  return NULL;
}

/* A function of its own, so that nothing that changes lives in the frame that
 * longjmp comes back to. */
static cmark_node *parse_guarded(Parse *parse, ParseMemory *own)
{
  if (setjmp(own->exhausted) != 0)
    return give_up(parse);
  parse->parser = cmark_parser_new_with_mem(OPTIONS, &parse_memory);
  attach_extensions(parse->parser);
  return feed(parse) ? finish(parse) : NULL;
}

cmark_node *markdown_parse(Arena *arena, const char *text, size_t length, const char *file,
                           int first_line, Error **error)
{
  Parse parse = {
      .text = text, .length = length, .file = file, .first_line = first_line, .error = error};
  if (length > MARKDOWN_LENGTH_MAX) {
    fail(&parse, 0, "a text of more than 8 MiB", "split it, or keep data in files of its own");
    return NULL;
  }
  pthread_once(&registered, register_extensions);
  ParseMemory own = {.arena = arena,
                     .limit = MIN(MEMORY_BASE + length * MEMORY_FACTOR, MEMORY_MAX)};
  memory = &own;
  cmark_node *root = parse_guarded(&parse, &own);
  memory = NULL;
  return root;
}
