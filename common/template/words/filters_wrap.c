/* wordwrap, as Python's textwrap does it. */
#include "common/template/check/strings.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

typedef struct Piece {
  const char *text;
  size_t length; /* bytes */
  int64_t count; /* characters */
  bool space;
} Piece;

typedef struct Wrap {
  TemplateRun *run;
  const char *start, *end; /* the paragraph */
  int64_t width;
  bool break_words, break_hyphens;
  bool split_hyphens; /* as Python: only for True itself */
  GArray *pieces;
} Wrap;

static bool is_blank(char c)
{
  return c != '\0' && strchr("\t\n\x0b\x0c\r ", c) != NULL;
}

/* The character that ends right before p, 0 at the start; *p moves before it. */
static gunichar back(const Wrap *wrap, const char **p)
{
  return *p > wrap->start ? text_previous(wrap->start, p) : 0;
}

static bool is_letter(gunichar c)
{
  return c != 0 && text_is_word(c) && !g_unichar_isdigit(c);
}

static bool is_word_punctuation(gunichar c)
{
  return c != 0 && (text_is_word(c) || (c < 0x80 && strchr("!\"'&.,?", (int)c) != NULL));
}

/* Two or more hyphens at p, and a word behind them: gives their end, else NULL. */
static const char *dash_end(const Wrap *wrap, const char *p)
{
  const char *q = p;
  while (q < wrap->end && *q == '-')
    q++;
  if (q - p < 2 || q == wrap->end)
    return NULL;
  const char *next = q;
  return text_is_word(text_next(&next, wrap->end)) ? q : NULL;
}

/* May a word be broken behind the hyphen at p? */
static bool breaks_behind(const Wrap *wrap, const char *p)
{
  const char *at = p;
  gunichar before = back(wrap, &at), second = back(wrap, &at), third = back(wrap, &at);
  bool left = (is_letter(before) && is_letter(second)) ||
              (is_word_punctuation(before) && second == '-' && is_letter(third));
  if (!left)
    return false;
  const char *next = p + 1;
  if (next == wrap->end || !is_letter(text_next(&next, wrap->end)))
    return false;
  if (next < wrap->end && *next == '-') {
    const char *behind = next + 1;
    if (behind < wrap->end && is_letter(text_next(&behind, wrap->end)))
      return true;
  }
  return next < wrap->end && is_letter(text_next(&next, wrap->end));
}

/* The end of the word at p, at a hyphen if those may break. */
static const char *word_end(const Wrap *wrap, const char *p)
{
  const char *q = p + text_width(p, wrap->end);
  for (; q < wrap->end && !is_blank(*q); q += text_width(q, wrap->end)) {
    if (!wrap->split_hyphens || *q != '-')
      continue;
    if (breaks_behind(wrap, q))
      return q + 1;
    const char *at = q;
    if (is_word_punctuation(back(wrap, &at)) && dash_end(wrap, q) != NULL)
      return q;
  }
  return q;
}

static void split(Wrap *wrap)
{
  const char *p = wrap->start;
  while (p < wrap->end && run_step(wrap->run, 1)) {
    const char *q = p, *at = p;
    bool space = is_blank(*p);
    while (space && q < wrap->end && is_blank(*q))
      q++;
    if (!space && wrap->split_hyphens && is_word_punctuation(back(wrap, &at)))
      q = dash_end(wrap, p);
    if (!space && (q == NULL || q == p))
      q = word_end(wrap, p);
    size_t length = (size_t)(q - p);
    Piece piece = {p, length, (int64_t)text_count(p, length), space};
    g_array_append_val(wrap->pieces, piece);
    p = q;
  }
}

/* Break a piece that is wider than a line: how many characters stay here. */
static int64_t break_at(const Wrap *wrap, const Piece *piece, int64_t room)
{
  if (!wrap->break_hyphens || piece->count <= room)
    return room;
  size_t cut = text_offset(piece->text, piece->length, (size_t)room);
  ptrdiff_t hyphen = text_find_last(piece->text, cut, "-", 1);
  if (hyphen <= 0)
    return room;
  for (ptrdiff_t i = 0; i < hyphen; i++)
    if (piece->text[i] != '-')
      return (int64_t)text_count(piece->text, (size_t)hyphen) + 1;
  return room;
}

static bool is_space_piece(const Piece *piece)
{
  return text_strip_end(piece->text, piece->length) == 0;
}

/* One line from the pieces at *next on; *from and *to are its bytes. */
static void next_line(Wrap *wrap, guint *next, bool first, const char **from, const char **to)
{
  GArray *pieces = wrap->pieces;
  int64_t length = 0;
  if (!first && is_space_piece(&g_array_index(pieces, Piece, *next)))
    ++*next;
  guint begin = *next;
  *from = *to = NULL;
  while (*next < pieces->len && length + g_array_index(pieces, Piece, *next).count <= wrap->width) {
    const Piece *piece = &g_array_index(pieces, Piece, *next);
    length += piece->count;
    if (*from == NULL)
      *from = piece->text;
    *to = piece->text + piece->length;
    ++*next;
  }
  bool broken = false;
  if (*next < pieces->len && g_array_index(pieces, Piece, *next).count > wrap->width) {
    Piece *piece = &g_array_index(pieces, Piece, *next);
    int64_t keep = piece->count;
    if (wrap->break_words)
      keep = break_at(wrap, piece, wrap->width - length);
    else if (*next > begin)
      keep = -1;
    if (keep >= 0) {
      size_t cut = text_offset(piece->text, piece->length, (size_t)keep);
      /* white space that ends a line goes, also when it was broken there */
      if (text_strip_end(piece->text, cut) > 0) {
        if (*from == NULL)
          *from = piece->text;
        *to = piece->text + cut;
      }
      broken = cut > 0 || keep == 0;
      piece->text += cut;
      piece->length -= cut;
      piece->count -= keep;
      if (piece->length == 0)
        ++*next;
    }
  }
  /* white space at the end goes, if it is a piece of its own */
  if (!broken && *next > begin) {
    const Piece *last = &g_array_index(pieces, Piece, *next - 1);
    if (is_space_piece(last)) {
      *to = last->text;
      if (last->text == *from)
        *from = NULL;
    }
  }
}

static void wrap_paragraph(Wrap *wrap, Value newline)
{
  bool first = true;
  g_array_set_size(wrap->pieces, 0);
  split(wrap);
  for (guint next = 0;
       next < wrap->pieces->len && !run_failed(wrap->run) && run_step(wrap->run, 1);) {
    const char *from, *to;
    next_line(wrap, &next, first, &from, &to);
    if (from == NULL)
      continue;
    if (!first)
      emit(wrap->run, newline.text, newline.length);
    if (newline.safe) /* as join: markup escapes what it is put between */
      emit_escaped(wrap->run, from, (size_t)(to - from));
    else
      emit(wrap->run, from, (size_t)(to - from));
    first = false;
  }
}

static bool filter_wordwrap(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  Wrap wrap = {.run = run};
  Value newline, lines;
  bool given = value_given(arguments[2]) && arguments[2].kind != VALUE_NONE;
  if (self.kind != VALUE_STRING)
    return argument_text(run, self, "wordwrap", NULL, out);
  if (!argument_int(run, arguments[0], "width", 79, &wrap.width) ||
      !argument_truth(run, arguments[1], true, &wrap.break_words) ||
      !argument_text(run, given ? arguments[2] : value_missing(), "wrapstring", "\n", &newline) ||
      !argument_truth(run, arguments[3], true, &wrap.break_hyphens) ||
      !text_lines(run, self, false, &lines))
    return false;
  wrap.split_hyphens =
      wrap.break_hyphens && (!value_given(arguments[3]) || arguments[3].kind == VALUE_BOOL);
  if (wrap.width < 1 && lines.list->count > 0) {
    template_fail(run, "'wordwrap' needs a width of at least 1");
    return false;
  }
  g_autoptr(GArray) pieces = g_array_new(FALSE, FALSE, sizeof(Piece));
  wrap.pieces = pieces;
  size_t mark = capture_begin(run);
  for (size_t i = 0; i < lines.list->count && !run_failed(run); i++) {
    Value line = lines.list->items[i];
    if (i > 0)
      emit(run, newline.text, newline.length);
    wrap.start = line.text;
    wrap.end = line.text + line.length;
    wrap_paragraph(&wrap, newline);
  }
  *out = capture_end(run, mark, newline.safe);
  return !run_failed(run);
}

const Builtin filters_wrap[] = {
    {.name = "wordwrap",
     .count = 4,
     .parameters = {"width", "break_long_words", "wrapstring", "break_on_hyphens"},
     .call = filter_wordwrap},
    {.name = NULL},
};
