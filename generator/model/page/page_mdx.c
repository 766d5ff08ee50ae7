#include "generator/model/page/page_mdx.h"

#include "generator/model/page/page_mdx_note.h"
#include "generator/model/page/page_mdx_scan.h"

#include <string.h>

typedef struct Mdx {
  GString *out;
  const char *begin, *end;
  const char *file;
  int line;
  size_t owed;        /* lines that were dropped and not yet made up for */
  Warnings *warnings; /* or NULL */
  GPtrArray *seen;    /* names of components that were warned of */
  bool expression_seen;
  size_t open;      /* components around this place */
  GPtrArray *notes; /* where the tags stand that close notes, the innermost at the end */
  /* a fenced code block */
  char fence;
  size_t fence_length;
} Mdx;

static size_t count_lines(const char *begin, const char *end)
{
  size_t lines = 0;
  for (const char *p = begin; p < end; p++)
    lines += *p == '\n';
  return lines;
}

/* What is dropped leaves its lines, at the next blank line: here they would end the
 * paragraph. */
static void drop(Mdx *mdx, const char *begin, const char *end)
{
  size_t lines = count_lines(begin, end);
  mdx->owed += lines;
  mdx->line += (int)lines;
}

static void keep(Mdx *mdx, const char *begin, const char *end)
{
  g_string_append_len(mdx->out, begin, end - begin);
  mdx->line += (int)count_lines(begin, end);
}

/* A tag, an expression or a code span is no longer than this. */
#define LOOK_AHEAD ((ptrdiff_t)16 << 10)

static const char *horizon(const Mdx *mdx, const char *at)
{
  return mdx->end - at > LOOK_AHEAD ? at + LOOK_AHEAD : mdx->end;
}

/* --- tags, expressions, code spans --- */

static void see_component(Mdx *mdx, const char *name, size_t length)
{
  g_autofree char *copy = g_strndup(name, length);
  for (guint i = 0; i < mdx->seen->len; i++) {
    if (strcmp(g_ptr_array_index(mdx->seen, i), copy) == 0)
      return;
  }
  if (mdx->warnings)
    warnings_add(mdx->warnings, mdx->file, mdx->line, 0,
                 "the component <%s> can't be shown; what stands inside it is kept", copy);
  g_ptr_array_add(mdx->seen, g_steal_pointer(&copy));
}

/* An attribute of an HTML tag as HTML calls it: className, htmlFor; a value in braces is
 * kept when it is a text, and else goes with its attribute (style={{…}}). */
static const char *take_attribute(Mdx *mdx, const char *at, const char *end)
{
  static const struct {
    const char *jsx, *html;
  } names[] = {{"className", "class"}, {"htmlFor", "for"}};
  const char *name_end = at;
  while (name_end < end && (g_ascii_isalnum(*name_end) || strchr("-_:", *name_end)))
    name_end++;
  size_t length = (size_t)(name_end - at);
  const char *html = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    if (strlen(names[i].jsx) == length && memcmp(names[i].jsx, at, length) == 0)
      html = names[i].html;
  }
  bool braces = name_end + 1 < end && name_end[0] == '=' && name_end[1] == '{';
  const char *close = braces ? mdx_braces_end(name_end + 1, end) : NULL;
  const char *value = name_end + 2;
  bool text = close && close - value >= 3 && (*value == '"' || *value == '\'') &&
              memchr(value + 1, *value, (size_t)(close - value - 1)) == close - 2;
  if (close && !text) {
    drop(mdx, at, close);
    return close;
  }
  if (html)
    g_string_append(mdx->out, html);
  else
    keep(mdx, at, name_end);
  if (!text)
    return name_end;
  g_string_append_c(mdx->out, '=');
  keep(mdx, value, close - 1);
  return close;
}

static const char *take_html_tag(Mdx *mdx, const char *at, const char *end)
{
  const char *name_end = at + 1 + mdx_name_length(at + 1, end);
  keep(mdx, at, name_end);
  for (at = name_end; at < end;) {
    const char *quote =
        *at == '"' || *at == '\'' ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
    if (quote) {
      keep(mdx, at, quote + 1);
      at = quote + 1;
    } else if (g_ascii_isalpha(*at)) {
      at = take_attribute(mdx, at, end);
    } else {
      keep(mdx, at, at + 1);
      at++;
    }
  }
  return end;
}

/* Elements that CommonMark takes for blocks, and those whose content is no markup. */
static bool is_block(const char *name, size_t length)
{
  static const char blocks[] =
      " address article aside blockquote body caption center col colgroup dd details dialog dir "
      "div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html "
      "iframe legend li link main menu menuitem nav ol optgroup option p param pre script section "
      "source style summary table tbody td textarea tfoot th thead title tr track ul ";
  g_autofree char *padded = g_strdup_printf(" %.*s ", (int)length, name);
  return strstr(blocks, padded) != NULL;
}

/* Behind the closing tag of the element that begins at `at`, if that is in the same
 * paragraph, some lines below; else NULL. */
static const char *element_end(const Mdx *mdx, const char *at, size_t name_length)
{
  const char *name = at + 1, *end = horizon(mdx, at);
  size_t depth = 0;
  bool lines = false;
  for (const char *p = at; p < end; p++) {
    if (*p == '\n') {
      lines = true;
      if (p + 1 < end && p[1] == '\n')
        return NULL;
    }
    if (*p != '<')
      continue;
    bool closing = p + 1 < end && p[1] == '/';
    const char *other = p + 1 + closing;
    if ((size_t)(end - other) <= name_length || memcmp(other, name, name_length) != 0 ||
        g_ascii_isalnum(other[name_length]))
      continue;
    depth += closing ? -1 : 1;
    const char *close = depth == 0 ? memchr(other, '>', (size_t)(end - other)) : NULL;
    if (depth == 0)
      return close && lines ? close + 1 : NULL;
  }
  return NULL;
}

/* An element over lines, such as <math>, is part of the text in MDX; in Markdown a line
 * with its tag alone would begin a block of raw HTML. So it goes on one line. */
static const char *take_element(Mdx *mdx, const char *at, const char *end)
{
  while (at < end) {
    const char *close =
        *at == '<' && at + 1 < end && g_ascii_islower(at[1]) ? mdx_tag_end(at + 1, end) : NULL;
    if (close) {
      at = take_html_tag(mdx, at, close);
    } else if (*at == '\n') {
      const char *next = at + 1;
      while (next < end && *next == ' ')
        next++;
      drop(mdx, at, next);
      g_string_append_c(mdx->out, ' ');
      at = next;
    } else {
      keep(mdx, at, at + 1);
      at++;
    }
  }
  return end;
}

/* --- boxes with a note --- */

/* Where the tag begins that closes the component behind whose tag `at` is; NULL when there
 * is none with nothing behind it. */
static const char *closing_tag(const Mdx *mdx, const char *at, const char *name, size_t length)
{
  const char *end = horizon(mdx, at);
  size_t depth = 1;
  for (const char *p = at; (p = memchr(p, '<', (size_t)(end - p))); p++) {
    bool closing = p + 1 < end && p[1] == '/';
    const char *other = p + 1 + closing;
    if (mdx_name_length(other, end) != length || memcmp(other, name, length) != 0)
      continue;
    const char *close = mdx_tag_end(other + length, end);
    depth += closing ? -1 : close && close[-2] == '/' ? 0 : 1;
    if (depth == 0)
      return close && mdx_is_blank(close, mdx_line_end(close, mdx->end)) ? p : NULL;
  }
  return NULL;
}

/* What stands on lines of its own, between two tags, becomes the shortcode. */
static bool take_note(Mdx *mdx, const char *at, const char *name, size_t length, const char *end)
{
  GPtrArray *notes = mdx->notes;
  if (notes->len > 0 && g_ptr_array_index(notes, notes->len - 1) == at) {
    g_string_append(mdx->out, MDX_NOTE_END);
    g_ptr_array_set_size(notes, (gint)notes->len - 1);
    return true;
  }
  const char *line = at;
  while (line > mdx->begin && line[-1] != '\n')
    line--;
  if (at[1] == '/' || end[-2] == '/' || !mdx_note_is(name, length) || !mdx_is_blank(line, at))
    return false;
  const char *closing = closing_tag(mdx, end, name, length);
  if (!closing)
    return false;
  mdx_note_put(mdx->out, name, length, name + length, end - 1);
  g_ptr_array_add(notes, (gpointer)closing);
  return true;
}

/* A component begins with a capital or holds a dot; "<>" is a fragment. Gives where the
 * text goes on, or NULL when this is no such tag. */
static const char *take_tag(Mdx *mdx, const char *at)
{
  const char *name = at + 1;
  bool closing = name < mdx->end && *name == '/';
  name += closing;
  size_t length = mdx_name_length(name, mdx->end);
  bool fragment = name < mdx->end && *name == '>';
  bool component = length > 0 && (g_ascii_isupper(*name) || memchr(name, '.', length));
  bool html = !closing && length > 0 && g_ascii_islower(*name);
  const char *end = component || fragment || html
                        ? mdx_tag_end(name + length, horizon(mdx, name + length))
                        : NULL;
  if (!end)
    return NULL;
  const char *element = html && !is_block(name, length) ? element_end(mdx, at, length) : NULL;
  if (element)
    return take_element(mdx, at, element);
  if (html)
    return take_html_tag(mdx, at, end);
  if (component && !take_note(mdx, at, name, length, end))
    see_component(mdx, name, length);
  if (closing)
    mdx->open -= mdx->open > 0;
  else if (end[-2] != '/')
    mdx->open++;
  drop(mdx, at, end);
  return end;
}

/* A comment goes, a string is its text; what else must be computed stays as it is. */
static const char *take_expression(Mdx *mdx, const char *at)
{
  const char *end = mdx_braces_end(at, horizon(mdx, at));
  if (!end)
    return NULL;
  const char *inside = at + 1, *last = end - 1;
  while (inside < last && g_ascii_isspace(*inside))
    inside++;
  while (last > inside && g_ascii_isspace(last[-1]))
    last--;
  size_t length = (size_t)(last - inside);
  if (length >= 4 && memcmp(inside, "/*", 2) == 0 && memcmp(last - 2, "*/", 2) == 0) {
    drop(mdx, at, end);
    return end;
  }
  bool quoted = length >= 2 && (*inside == '"' || *inside == '\'') && last[-1] == *inside &&
                memchr(inside + 1, *inside, length - 2) == NULL;
  if (quoted) {
    keep(mdx, inside + 1, last - 1);
    return end;
  }
  if (!mdx->expression_seen && mdx->warnings)
    warnings_add(mdx->warnings, mdx->file, mdx->line, 0,
                 "an expression of JavaScript can't be computed; it is shown as text");
  mdx->expression_seen = true;
  return NULL;
}

/* The whole code span at a run of backticks, or the run alone when nothing closes it. */
static const char *take_code_span(Mdx *mdx, const char *at)
{
  size_t run = 0;
  while (at + run < mdx->end && at[run] == '`')
    run++;
  const char *end = horizon(mdx, at);
  for (const char *p = at + run; p < end;) {
    if (*p == '\n' && p + 1 < mdx->end && p[1] == '\n')
      break; /* a span ends with its paragraph */
    size_t other = 0;
    while (p + other < mdx->end && p[other] == '`')
      other++;
    p += MAX(other, 1);
    if (other == run) {
      keep(mdx, at, p);
      return p;
    }
  }
  keep(mdx, at, at + run);
  return at + run;
}

/* --- lines --- */

/* Open or close a fenced code block; true for a line of one, fences included. */
static bool is_fenced(Mdx *mdx, const char *line, const char *next)
{
  const char *p = line;
  while (p < next && (*p == ' ' || *p == '\t' || *p == '>'))
    p++;
  size_t run = 0;
  while (p + run < next && (*p == '`' || *p == '~') && p[run] == *p)
    run++;
  if (mdx->fence) {
    if (run >= mdx->fence_length && *p == mdx->fence && mdx_is_blank(p + run, next))
      mdx->fence = 0;
    return true;
  }
  if (run < 3 || (*p == '`' && memchr(p + run, '`', (size_t)(next - p) - run)))
    return false;
  mdx->fence = *p;
  mdx->fence_length = run;
  return true;
}

static bool is_statement(const char *line, const char *next)
{
  size_t length = (size_t)(next - line);
  return (length > 7 && memcmp(line, "import", 6) == 0 && strchr(" {*\"'", line[6])) ||
         (length > 7 && memcmp(line, "export ", 7) == 0);
}

/* A statement goes on to the next blank line. */
static const char *take_statement(Mdx *mdx, const char *line)
{
  const char *next = line;
  while (next < mdx->end && !mdx_is_blank(next, mdx_line_end(next, mdx->end)))
    next = mdx_line_end(next, mdx->end);
  drop(mdx, line, next);
  return next;
}

/* Children are indented for the eye; as Markdown four spaces would be code, which MDX does
 * not have. */
static const char *skip_indent(const Mdx *mdx, const char *line)
{
  size_t most = 2 * mdx->open;
  while (most > 0 && line < mdx->end && *line == ' ') {
    line++;
    most--;
  }
  return line;
}

static const char *take_inline(Mdx *mdx, const char *at)
{
  const char *next = NULL;
  if (*at == '`')
    return take_code_span(mdx, at);
  if (*at == '\\' && at + 1 < mdx->end && at[1] != '\n')
    next = at + 2;
  else if (*at == '<')
    next = take_tag(mdx, at);
  else if (*at == '{')
    next = take_expression(mdx, at);
  if (next && *at != '\\')
    return next;
  next = next ? next : at + 1;
  keep(mdx, at, next);
  return next;
}

static void make_up(Mdx *mdx)
{
  for (; mdx->owed > 0; mdx->owed--)
    g_string_append_c(mdx->out, '\n');
}

static void read_lines(Mdx *mdx, const char *text)
{
  bool after_blank = true;
  for (const char *line = text; line < mdx->end;) {
    const char *next = mdx_line_end(line, mdx->end);
    const char *at = skip_indent(mdx, line);
    size_t begin = mdx->out->len;
    if (is_fenced(mdx, at, next)) {
      keep(mdx, at, next);
    } else if (after_blank && is_statement(line, next)) {
      next = take_statement(mdx, line);
    } else {
      while (at < next) {
        at = take_inline(mdx, at);
        if (at > next) /* a tag, an expression or a span ended lines below */
          next = at[-1] == '\n' ? at : mdx_line_end(at, mdx->end);
      }
    }
    if (!mdx->fence && mdx_is_blank(mdx->out->str + begin, mdx->out->str + mdx->out->len))
      make_up(mdx);
    after_blank = mdx_is_blank(line, next);
    line = next;
  }
}

const char *page_mdx_read(Arena *arena, const char *text, size_t *length, const char *file,
                          int first_line, Warnings *warnings)
{
  g_autoptr(GString) out = g_string_sized_new(*length);
  g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) notes = g_ptr_array_new();
  Mdx mdx = {.out = out,
             .begin = text,
             .notes = notes,
             .end = text + *length,
             .file = file,
             .line = first_line,
             .warnings = warnings,
             .seen = seen};
  read_lines(&mdx, text);
  *length = out->len;
  return arena_strndup(arena, out->str, out->len);
}
