#include "generator/model/page/front_matter.h"

#include "common/formats/json.h"
#include "common/formats/toml.h"
#include "common/formats/yaml.h"

#include <string.h>

/* What libyaml can read in a moment, and more than anybody writes. */
#define FRONT_MATTER_MAX ((size_t)64 << 10)

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

typedef struct Reader {
  FrontMatter *out;
  Arena *arena;
  const char *text, *end;
  Error **error;
} Reader;

typedef bool (*Read)(Reader *reader, const char *begin);

static bool fail(Reader *reader, int line, int column, const char *what, const char *hint)
{
  error_set(reader->error, ERROR_SITE, "%s", what);
  error_at(reader->error, reader->out->document.file, line, column);
  error_source(reader->error, reader->text, (size_t)(reader->end - reader->text));
  error_hint(reader->error, "%s", hint);
  return false;
}

/* The line's begin and, in *length, its bytes without blanks and line end. */
static const char *next_line(const char *line, const char *end, size_t *length)
{
  const char *newline = memchr(line, '\n', (size_t)(end - line));
  const char *stop = newline ? newline : end;
  while (stop > line && (stop[-1] == ' ' || stop[-1] == '\t' || stop[-1] == '\r'))
    stop--;
  *length = (size_t)(stop - line);
  return newline ? newline + 1 : end;
}

static bool is_line(const char *line, size_t length, const char *expected)
{
  return length == strlen(expected) && memcmp(line, expected, length) == 0;
}

static void set_body(Reader *reader, const char *body, int line)
{
  reader->out->body_offset = (size_t)(body - reader->text);
  reader->out->body_line = line;
}

/* --- the kinds --- */

/* Up to a line that is `close` or `other`; the text between is `first` … `*stop`. */
static bool find_close(Reader *reader, const char *first, const char *close, const char *other,
                       const char **stop)
{
  size_t length;
  int number = 2;
  for (const char *line = first; line < reader->end; number++) {
    const char *next = next_line(line, reader->end, &length);
    if (is_line(line, length, close) || is_line(line, length, other)) {
      set_body(reader, next, number + 1);
      *stop = line;
      return true;
    }
    line = next;
  }
  return false;
}

static bool read_yaml(Reader *reader, const char *begin)
{
  size_t length;
  const char *first = next_line(begin, reader->end, &length), *stop;
  if (!find_close(reader, first, "---", "...", &stop))
    return fail(reader, 1, 1, "the front matter that begins here has no end",
                "close it with a line '---'; a text that begins with a rule writes it as '***'");
  return yaml_parse(reader->arena, first, (size_t)(stop - first), 2, FRONT_MATTER_MAX,
                    &reader->out->document, reader->error);
}

static bool read_toml(Reader *reader, const char *begin)
{
  size_t length;
  const char *first = next_line(begin, reader->end, &length), *stop;
  if (!find_close(reader, first, "+++", "+++", &stop))
    return fail(reader, 1, 1, "the front matter that begins here has no end",
                "close it with a line '+++'");
  return toml_parse(reader->arena, first, (size_t)(stop - first), 2, FRONT_MATTER_MAX,
                    &reader->out->document, reader->error);
}

/* The end of an object: behind the brace that closes the first one; NULL when there is none. */
static const char *object_end(const char *begin, const char *end)
{
  size_t depth = 0;
  bool quoted = false;
  for (const char *p = begin; p < end; p++) {
    if (quoted) {
      if (*p == '\\')
        p++;
      else if (*p == '"')
        quoted = false;
    } else if (*p == '"') {
      quoted = true;
    } else if (*p == '{') {
      depth++;
    } else if (*p == '}' && --depth == 0) {
      return p + 1;
    }
  }
  return NULL;
}

static bool read_json(Reader *reader, const char *begin)
{
  const char *end = object_end(begin, reader->end);
  if (!end)
    return fail(reader, 1, 1, "the front matter that begins here has no end",
                "close it with '}'; quotes inside a text are written as \\\"");
  if ((size_t)(end - begin) > FRONT_MATTER_MAX)
    return fail(reader, 1, 1, "front matter of more than 64 KiB", "keep data in files of its own");
  size_t length;
  const char *body = next_line(end, reader->end, &length);
  int lines = 1;
  for (const char *p = begin; p < end; p++)
    lines += *p == '\n';
  if (length > 0) /* text on the same line belongs to the body */
    set_body(reader, end, lines);
  else
    set_body(reader, body, lines + 1);
  return json_parse(reader->arena, begin, (size_t)(end - begin), &reader->out->document,
                    reader->error);
}

/* --- which --- */

/* A brace alone begins a shortcode or a template tag as well; an object's first key is
 * in quotes. */
static bool is_object(const char *begin, const char *end)
{
  if (begin == end || *begin != '{')
    return false;
  for (const char *p = begin + 1; p < end; p++) {
    if (!g_ascii_isspace(*p))
      return *p == '"' || *p == '}';
  }
  return false;
}

static Read reader_of(const char *begin, const char *end)
{
  size_t length;
  next_line(begin, end, &length);
  if (is_line(begin, length, "---"))
    return read_yaml;
  if (is_line(begin, length, "+++"))
    return read_toml;
  return is_object(begin, end) ? read_json : NULL;
}

bool front_matter_read(FrontMatter *out, Arena *arena, const char *file, const char *text,
                       size_t length, Error **error)
{
  const char *begin = text, *end = text + length;
  if (length >= 3 && memcmp(text, BYTE_ORDER_MARK, 3) == 0)
    begin += 3;
  *out = (FrontMatter){
      .document = {.root = tree_new(arena, TREE_NULL, 1, 1),
                   .file = file,
                   .source = text,
                   .source_length = length},
      .body_offset = (size_t)(begin - text),
      .body_line = 1,
  };
  Reader reader = {.out = out, .arena = arena, .text = text, .end = end, .error = error};
  Read read = reader_of(begin, end);
  if (!read)
    return true;
  if (!read(&reader, begin))
    return false;
  const Tree *root = out->document.root;
  if (root->kind == TREE_MAP || root->kind == TREE_NULL)
    return true;
  tree_error(error, &out->document, root, "front matter should be 'key: value' lines");
  return false;
}
