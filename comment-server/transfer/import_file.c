/* import_file.c - reading and checking the lines; see import_file.h. */
#include "comment-server/transfer/import_file.h"

#include "comment-server/text/link.h"
#include "comment-server/text/markup.h"
#include "comment-server/transfer/order.h"
#include "common/formats/json.h"
#include "common/time/datetime.h"

#include <string.h>

enum { PAGE_MAX = 1024, AUTHOR_MAX = 200, EMAIL_MAX = 254, WEBSITE_MAX = 2000, LABEL_MAX = 40 };

static const char *const known_keys[] = {"id",      "parent",  "page",   "author",
                                         "text",    "created", "edited", "email",
                                         "website", "label",   "status", NULL};

/* --- one field ---------------------------------------------------------------- */

static bool fail(Error **error, const char *key, const char *problem)
{
  error_set(error, ERROR_SITE, "'%s' %s", key, problem);
  return false;
}

static bool has_control(const char *text)
{
  for (; *text; text = g_utf8_next_char(text))
    if (g_unichar_iscntrl(g_utf8_get_char(text)))
      return true;
  return false;
}

/* A text of one line. `*out` is "" when there is none. */
static bool read_line(const TreeDocument *document, const char *key, bool required, size_t most,
                      const char **out, Error **error)
{
  *out = "";
  if (!tree_string(document, tree_get(document->root, key), key, out, error))
    return false;
  if (required && !**out)
    return fail(error, key, "is missing");
  if (strlen(*out) > most) {
    error_set(error, ERROR_SITE, "'%s' is longer than %zu bytes", key, most);
    return false;
  }
  return !has_control(*out) || fail(error, key, "holds control characters");
}

static bool read_time(const TreeDocument *document, const char *key, bool required, int64_t *out,
                      Error **error)
{
  DateTime time = {0};
  if (!tree_datetime(document, tree_get(document->root, key), key, NULL, &time, error))
    return false;
  if (required && !time.set)
    return fail(error, key, "is missing");
  *out = time.set ? time.seconds : 0;
  return true;
}

static bool read_status(const TreeDocument *document, CommentStatus *out, Error **error)
{
  const char *name = "approved";
  if (!tree_string(document, tree_get(document->root, "status"), "status", &name, error))
    return false;
  if (comment_status_parse(name, out))
    return true;
  error_set(error, ERROR_SITE, "there is no status '%s'", name);
  error_hint(error, "it is one of pending, approved, rejected, spam, deleted");
  return false;
}

static bool read_text(const TreeDocument *document, Arena *arena, Comment *comment, Error **error)
{
  const char *text = "";
  if (!tree_string(document, tree_get(document->root, "text"), "text", &text, error))
    return false;
  g_autoptr(GString) html = g_string_new(NULL);
  switch (markup_render(text, strlen(text), html)) {
  case MARKUP_OK:
    break;
  case MARKUP_EMPTY:
    return fail(error, "text", *text ? "has nothing that a reader would see" : "is missing");
  case MARKUP_TOO_LONG:
    error_set(error, ERROR_SITE, "'text' has %zu bytes, and %d are allowed", strlen(text),
              MARKUP_INPUT_MAX);
    return false;
  case MARKUP_NOT_TEXT:
    return fail(error, "text", "holds control characters");
  case MARKUP_TOO_DEEP:
    return fail(error, "text", "nests quotes, lists or emphasis too deep");
  case MARKUP_TOO_LARGE:
    return fail(error, "text", "would become too much HTML");
  }
  comment->text = text;
  comment->html = arena_strndup(arena, html->str, html->len);
  return true;
}

static bool check_website(const char *website, Error **error)
{
  if (!*website || (link_is_allowed(website) && g_ascii_strncasecmp(website, "http", 4) == 0))
    return true;
  fail(error, "website", "is no address on the web");
  error_hint(error, "it begins with https:// or http://");
  return false;
}

static bool read_person(const TreeDocument *document, Comment *comment, Error **error)
{
  return read_line(document, "author", true, AUTHOR_MAX, &comment->author, error) &&
         read_line(document, "email", false, EMAIL_MAX, &comment->email, error) &&
         read_line(document, "website", false, WEBSITE_MAX, &comment->website, error) &&
         check_website(comment->website, error) &&
         read_line(document, "label", false, LABEL_MAX, &comment->label, error);
}

/* --- one line ----------------------------------------------------------------- */

static const char *or_null(const char *text)
{
  return *text ? text : NULL;
}

static bool read_comment(const TreeDocument *document, Arena *arena, ImportLine *line,
                         Error **error)
{
  Comment *comment = &line->comment;
  if (document->root->kind != TREE_MAP) {
    error_set(error, ERROR_SITE, "a line should be one JSON object");
    return false;
  }
  if (!tree_only(document, document->root, known_keys, error) ||
      !read_line(document, "id", false, PAGE_MAX, &line->id, error) ||
      !read_line(document, "parent", false, PAGE_MAX, &line->parent, error) ||
      !read_line(document, "page", true, PAGE_MAX, &comment->page_id, error) ||
      !read_person(document, comment, error) || !read_text(document, arena, comment, error) ||
      !read_time(document, "created", true, &comment->created_at, error) ||
      !read_time(document, "edited", false, &comment->edited_at, error) ||
      !read_status(document, &comment->status, error))
    return false;
  line->id = or_null(line->id);
  line->parent = or_null(line->parent);
  return true;
}

/* Below the parser the line is a document of one line. */
static void place_error(Error **error, const char *path, const ImportLine *line, const char *text,
                        size_t length)
{
  if (!error || !*error)
    return;
  error_at(error, path, 1, 0);
  error_source(error, text, length);
  (*error)->line = line->number;
}

static bool parse_line(const char *path, const char *text, size_t length, Arena *arena,
                       ImportLine *line, Error **error)
{
  TreeDocument document = {.file = path, .source = text, .source_length = length};
  if (json_parse(arena, text, length, &document, error) &&
      read_comment(&document, arena, line, error))
    return true;
  place_error(error, path, line, text, length);
  return false;
}

/* --- the file ------------------------------------------------------------------ */

static bool is_blank(const char *text, size_t length)
{
  while (length > 0 && strchr(" \t\r", text[length - 1]))
    length--;
  return length == 0;
}

static bool parse_lines(const char *text, size_t length, Arena *arena, ImportFile *out,
                        GArray *lines, Error **error)
{
  const char *at = text, *end = text + length;
  for (int number = 1; at < end; number++) {
    const char *stop = memchr(at, '\n', (size_t)(end - at));
    size_t size = (size_t)((stop ? stop : end) - at);
    ImportLine line = {.number = number};
    if (!is_blank(at, size)) {
      if (!parse_line(out->path, at, size, arena, &line, error))
        return false;
      g_array_append_val(lines, line);
    }
    at += size + 1;
  }
  return true;
}

bool import_file_parse(const char *path, const char *text, size_t length, Arena *arena,
                       ImportFile *out, Error **error)
{
  *out = (ImportFile){.path = path};
  if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
    text += 3;
    length -= 3;
  }
  g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(ImportLine));
  if (!parse_lines(text, length, arena, out, lines, error))
    return false;
  out->count = lines->len;
  out->lines = arena_memdup(arena, lines->data, lines->len * sizeof(ImportLine));
  return import_file_order(out, arena, error);
}
