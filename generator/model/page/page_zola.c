#include "generator/model/page/page_zola.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 100, CALL_MAX = 16 * 1024 };

typedef struct Reader {
  const char *at, *end;
  GString *out;
  GPtrArray *open; /* names of {% name() %} that no {% end %} closed yet; owned */
  bool line_start;
  char fence; /* of the code block that this is, or 0 */
  size_t fence_length;
} Reader;

static bool begins(const char *at, const char *end, const char *word)
{
  size_t length = strlen(word);
  return (size_t)(end - at) >= length && memcmp(at, word, length) == 0;
}

static const char *pass_blanks(const char *at, const char *end)
{
  while (at < end && g_ascii_isspace(*at))
    at++;
  return at;
}

static bool is_name_char(char c)
{
  return g_ascii_isalnum(c) || c == '_' || c == '-';
}

/* --- a call: name(key="value", …) --- */

/* Behind a value; NULL: it has no end. */
static const char *pass_value(const char *at, const char *end)
{
  char quote = *at == '"' || *at == '\'' || *at == '`' ? *at : 0;
  if (quote) {
    const char *close = memchr(at + 1, quote, (size_t)(end - at - 1));
    return close ? close + 1 : NULL;
  }
  if (*at == '[') {
    const char *close = memchr(at, ']', (size_t)(end - at));
    return close ? close + 1 : NULL;
  }
  while (at < end && !g_ascii_isspace(*at) && *at != ',' && *at != ')')
    at++;
  return at;
}

/* As shortcode.h has it: bare words as they are, the rest in quotes. */
static void put_value(GString *out, const char *value, size_t length)
{
  bool quoted = length >= 2 && strchr("\"'`", *value);
  if (!quoted && *value != '[') {
    g_string_append_len(out, value, (gssize)length);
    return;
  }
  g_string_append_c(out, '"');
  for (size_t i = quoted; i < length - quoted; i++) {
    if (value[i] == '"' || value[i] == '\\')
      g_string_append_c(out, '\\');
    g_string_append_c(out, value[i]);
  }
  g_string_append_c(out, '"');
}

/* One "key = value"; NULL: it is none. */
static const char *read_argument(const char *at, const char *end, GString *out)
{
  const char *key = at;
  while (at < end && is_name_char(*at))
    at++;
  size_t length = (size_t)(at - key);
  at = pass_blanks(at, end);
  if (length == 0 || at == end || *at != '=')
    return NULL;
  at = pass_blanks(at + 1, end);
  const char *stop = at < end ? pass_value(at, end) : NULL;
  if (!stop || stop == at)
    return NULL;
  g_string_append_printf(out, " %.*s=", (int)length, key);
  put_value(out, at, (size_t)(stop - at));
  return stop;
}

/* From the name on: what stands behind ')', and the name with its parameters in `out`. */
static const char *read_call(const char *at, const char *end, GString *out)
{
  const char *name = at;
  while (at < end && is_name_char(*at))
    at++;
  size_t length = (size_t)(at - name);
  at = pass_blanks(at, end);
  if (length == 0 || length > NAME_MAX_LENGTH || at == end || *at != '(')
    return NULL;
  g_string_append_len(out, name, (gssize)length);
  for (at = pass_blanks(at + 1, end); at < end && *at != ')'; at = pass_blanks(at, end)) {
    at = read_argument(at, end, out);
    at = at ? pass_blanks(at, end) : NULL;
    if (!at || at == end || (*at != ',' && *at != ')'))
      return NULL;
    at += *at == ',';
  }
  return at < end ? at + 1 : NULL;
}

/* --- tags --- */

static void put_newlines(GString *out, const char *from, const char *to)
{
  for (; from < to; from++)
    if (*from == '\n')
      g_string_append_c(out, '\n');
}

/* "{{ call }}" or "{% call %}": behind it, and it is put; NULL: it is none. */
static const char *read_tag(Reader *reader)
{
  bool body = reader->at[1] == '%';
  const char *begin = reader->at, *end = MIN(reader->end, begin + CALL_MAX);
  g_autoptr(GString) call = g_string_new(NULL);
  const char *at = read_call(pass_blanks(begin + 2, end), end, call);
  at = at ? pass_blanks(at, end) : NULL;
  if (!at || !begins(at, end, body ? "%}" : "}}"))
    return NULL;
  g_string_append_printf(reader->out, "{{%c %s ", body ? '%' : '<', call->str);
  put_newlines(reader->out, begin, at);
  g_string_append(reader->out, body ? "%}}" : ">}}");
  if (body)
    g_ptr_array_add(reader->open, g_strndup(call->str, strcspn(call->str, " ")));
  return at + 2;
}

/* "{% end %}" */
static const char *read_end(Reader *reader)
{
  const char *at = pass_blanks(reader->at + 2, reader->end);
  if (reader->open->len == 0 || !begins(at, reader->end, "end"))
    return NULL;
  at = pass_blanks(at + strlen("end"), reader->end);
  if (!begins(at, reader->end, "%}"))
    return NULL;
  guint last = reader->open->len - 1;
  g_string_append_printf(reader->out, "{{%% /%s %%}}",
                         (const char *)g_ptr_array_index(reader->open, last));
  g_ptr_array_set_size(reader->open, (gint)last);
  return at + 2;
}

/* The text that is meant, without its slash-stars. */
static const char *read_escaped(Reader *reader)
{
  bool body = reader->at[1] == '%';
  const char *inside = reader->at + 2;
  if (!begins(inside, reader->end, "/*"))
    return NULL;
  const char *close = g_strstr_len(inside, reader->end - inside, body ? "*/%}" : "*/}}");
  if (!close)
    return NULL;
  g_string_append_len(reader->out, reader->at, 2);
  g_string_append_len(reader->out, inside + 2, close - inside - 2);
  g_string_append(reader->out, body ? "%}" : "}}");
  return close + 4;
}

/* --- code --- */

static size_t run_of(const char *at, const char *end, char c)
{
  size_t length = 0;
  while (at + length < end && at[length] == c)
    length++;
  return length;
}

/* At the beginning of a line: whether a code block begins or ends here. */
static void look_for_fence(Reader *reader)
{
  const char *at = reader->at;
  while (at < reader->end && (*at == ' ' || *at == '\t' || *at == '>'))
    at++;
  char c = at < reader->end && (*at == '`' || *at == '~') ? *at : 0;
  size_t length = c ? run_of(at, reader->end, c) : 0;
  if (length < 3 || (reader->fence && (c != reader->fence || length < reader->fence_length)))
    return;
  reader->fence = reader->fence ? 0 : c;
  reader->fence_length = length;
  g_string_append_len(reader->out, reader->at, at + length - reader->at);
  reader->at = at + length;
}

/* A code span as it is; false: the backticks have no end. */
static bool pass_span(Reader *reader)
{
  size_t length = run_of(reader->at, reader->end, '`');
  for (const char *p = reader->at + length; p < reader->end;) {
    size_t run = run_of(p, reader->end, '`');
    if (run == length) {
      g_string_append_len(reader->out, reader->at, p + run - reader->at);
      reader->at = p + run;
      return true;
    }
    if (run == 0 && *p == '\n' && p + 1 < reader->end && p[1] == '\n')
      break;
    p += run ? run : 1;
  }
  g_string_append_len(reader->out, reader->at, (gssize)length);
  reader->at += length;
  return false;
}

static const char *read_any(Reader *reader)
{
  const char *behind = read_escaped(reader);
  if (!behind && !reader->fence)
    behind = reader->at[1] == '%' ? read_end(reader) : NULL;
  return behind || reader->fence ? behind : read_tag(reader);
}

static void read_next(Reader *reader)
{
  if (reader->line_start)
    look_for_fence(reader);
  reader->line_start = false;
  if (reader->at == reader->end)
    return;
  if (*reader->at == '`' && !reader->fence) {
    pass_span(reader);
    return;
  }
  const char *behind = NULL;
  if (begins(reader->at, reader->end, "{{") || begins(reader->at, reader->end, "{%"))
    behind = read_any(reader);
  if (behind) {
    reader->at = behind;
    return;
  }
  reader->line_start = *reader->at == '\n';
  g_string_append_c(reader->out, *reader->at++);
}

const char *page_zola_read(Arena *arena, const char *text, size_t *length)
{
  if (!g_strstr_len(text, (gssize)*length, "{{") && !g_strstr_len(text, (gssize)*length, "{%"))
    return text;
  g_autoptr(GString) out = g_string_sized_new(*length + 64);
  g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
  Reader reader = {.at = text, .end = text + *length, .out = out, .open = open, .line_start = true};
  while (reader.at < reader.end)
    read_next(&reader);
  *length = out->len;
  return arena_strndup(arena, out->str, out->len);
}
