#include "common/paths.h"

#include <string.h>

static bool has_forbidden(const char *path)
{
  /* Most paths are of ASCII alone. */
  const unsigned char *plain = (const unsigned char *)path;
  while (*plain >= ' ' && *plain < 0x7f)
    plain++;
  if (!*plain)
    return false;
  if (!g_utf8_validate(path, -1, NULL))
    return true;
  for (const char *p = path; *p; p = g_utf8_next_char(p)) {
    if (g_unichar_iscntrl(g_utf8_get_char(p)))
      return true;
  }
  return false;
}

static bool is_dots(const char *segment, size_t length)
{
  return (length == 1 && segment[0] == '.') ||
         (length == 2 && segment[0] == '.' && segment[1] == '.');
}

bool path_is_clean(const char *path)
{
  if (has_forbidden(path))
    return false;
  for (;;) {
    size_t length = strcspn(path, "/");
    if (length == 0 || is_dots(path, length))
      return false;
    if (path[length] == '\0')
      return true;
    path += length + 1;
  }
}

/* Drop the last segment; false when there is none. */
static bool go_up(GString *path)
{
  if (path->len == 0)
    return false;
  const char *slash = strrchr(path->str, '/');
  g_string_truncate(path, slash ? (gsize)(slash - path->str) : 0);
  return true;
}

char *path_clean(const char *path)
{
  if (*path == '/' || has_forbidden(path))
    return NULL;
  GString *out = g_string_new(NULL);
  while (*path) {
    size_t length = strcspn(path, "/");
    if (length == 2 && is_dots(path, length)) {
      if (!go_up(out)) {
        g_string_free(out, TRUE);
        return NULL;
      }
    } else if (length > 0 && !is_dots(path, length)) {
      if (out->len > 0)
        g_string_append_c(out, '/');
      g_string_append_len(out, path, (gssize)length);
    }
    path += length;
    if (*path == '/')
      path++;
  }
  return g_string_free(out, FALSE);
}

char *path_resolve(const char *from, const char *relative)
{
  if (*relative == '/')
    return NULL;
  size_t folder = (size_t)(path_base(from) - from);
  g_autofree char *joined = g_strdup_printf("%.*s%s", (int)folder, from, relative);
  return path_clean(joined);
}

const char *path_base(const char *path)
{
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

const char *path_extension(const char *path)
{
  const char *base = path_base(path);
  const char *dot = strrchr(base, '.');
  /* ".git" is a hidden file's name, not an extension. */
  return dot && dot > base ? dot + 1 : "";
}

/* One element of a pattern: what one character of a path may be. */
typedef enum { MATCH_ONE, MATCH_ANY, MATCH_SET, MATCH_STAR, MATCH_DEEP, MATCH_FOLDERS } MatchKind;

typedef struct Element {
  MatchKind kind;
  gunichar letter;  /* MATCH_ONE */
  const char *set;  /* MATCH_SET: behind '[' */
  const char *next; /* behind the element */
} Element;

/* The ']' that ends the set whose '[' stands before `set`, or NULL. */
static const char *set_end(const char *set)
{
  const char *p = set;
  if (*p == '!' || *p == '^')
    p++;
  if (*p == ']')
    p++;
  return strchr(p, ']');
}

static Element element_read(const char *pattern, bool at_segment)
{
  Element element = {.kind = MATCH_ONE, .next = g_utf8_next_char(pattern)};
  if (strncmp(pattern, "**", 2) == 0) {
    /* A "**" that is a whole segment matches folders, none of them included. */
    bool folders = at_segment && pattern[2] == '/';
    element.kind = folders ? MATCH_FOLDERS : MATCH_DEEP;
    element.next = pattern + (folders ? 3 : 2);
  } else if (*pattern == '*') {
    element.kind = MATCH_STAR;
  } else if (*pattern == '?') {
    element.kind = MATCH_ANY;
  } else if (*pattern == '[' && set_end(pattern + 1)) {
    element.kind = MATCH_SET;
    element.set = pattern + 1;
    element.next = set_end(pattern + 1) + 1;
  } else {
    if (*pattern == '\\' && pattern[1])
      pattern++;
    element.letter = g_utf8_get_char(pattern);
    element.next = g_utf8_next_char(pattern);
  }
  return element;
}

static bool set_holds(const char *set, gunichar c)
{
  const char *end = set_end(set);
  bool negated = *set == '!' || *set == '^';
  bool found = false;
  const char *p = negated ? set + 1 : set;
  while (p < end) {
    gunichar low = g_utf8_get_char(p), high = low;
    p = g_utf8_next_char(p);
    if (*p == '-' && p + 1 < end) {
      high = g_utf8_get_char(p + 1);
      p = g_utf8_next_char(p + 1);
    }
    found = found || (low <= c && c <= high);
  }
  return found != negated;
}

static bool element_takes(const Element *element, gunichar c)
{
  switch (element->kind) {
  case MATCH_ONE:
    return c == element->letter;
  case MATCH_ANY:
  case MATCH_STAR:
    return c != '/';
  case MATCH_SET:
    return c != '/' && set_holds(element->set, c);
  case MATCH_DEEP:
  case MATCH_FOLDERS:
    return true;
  }
  return false;
}

/* reach[i]: the pattern so far matches the first i characters. One step takes
 * all of it over one element, so that no pattern costs more than its length
 * times the path's. */
static void element_step(const Element *element, const gunichar *path, size_t length, bool *reach)
{
  bool open = false;   /* an earlier position can be stretched up to here */
  bool single = false; /* the position before was reached */
  for (size_t i = 0; i <= length; i++) {
    bool reached = reach[i];
    switch (element->kind) {
    case MATCH_STAR:
    case MATCH_DEEP:
      open = reached || (open && i > 0 && element_takes(element, path[i - 1]));
      reach[i] = open;
      break;
    case MATCH_FOLDERS:
      reach[i] = reached || (open && i > 0 && path[i - 1] == '/');
      open = open || reached;
      break;
    default:
      reach[i] = single && element_takes(element, path[i - 1]);
      single = reached;
    }
  }
}

bool path_match(const char *pattern, const char *path)
{
  if (!g_utf8_validate(pattern, -1, NULL) || !g_utf8_validate(path, -1, NULL))
    return false;
  glong length = 0;
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast(path, -1, &length);
  g_autofree bool *reach = g_new0(bool, (gsize)length + 1);
  reach[0] = true;
  bool at_segment = true;
  while (*pattern) {
    Element element = element_read(pattern, at_segment);
    element_step(&element, characters, (size_t)length, reach);
    at_segment = element.next[-1] == '/';
    pattern = element.next;
  }
  return reach[length];
}
