#include "comment-server/reader/draft.h"

#include "comment-server/text/markup.h"

#include <string.h>

typedef struct FieldRule FieldRule;
struct FieldRule {
  const char *name;
  bool required, lines; /* `lines`: may hold tabs and line ends */
  size_t max;
  bool in_bytes; /* `max` counts bytes, not characters */
  /* The last check; NULL or a problem. May replace the value. */
  const char *(*check)(Draft *draft, const char **value, Arena *arena);
  const char *missing, *too_long, *control; /* problems */
};

/* --- checks of single fields --------------------------------------------------------- */

static const char *check_parent(Draft *draft, const char **value, Arena *arena)
{
  (void)arena;
  guint64 id = 0;
  if (!g_ascii_string_to_unsigned(*value, 10, 1, INT64_MAX, &id, NULL))
    return "parent_gone";
  draft->parent = (int64_t)id;
  return NULL;
}

static bool is_domain_char(char c)
{
  return g_ascii_isalnum(c) || c == '-' || (c & 0x80);
}

/* Labels with a dot between them; the last is no number. */
static bool is_domain(const char *text, size_t length)
{
  size_t labels = 0, label = 0;
  const char *end = text + length;
  for (const char *c = text; c < end; c++) {
    if (*c == '.') {
      if (label == 0)
        return false;
      labels++;
      label = 0;
    } else if (!is_domain_char(*c) || ++label > 63) {
      return false;
    }
  }
  return labels > 0 && label > 0 && !g_ascii_isdigit(end[-1]);
}

static const char *check_email(Draft *draft, const char **value, Arena *arena)
{
  (void)draft;
  (void)arena;
  const char *at = strchr(*value, '@');
  if (!at || at == *value || at - *value > 64 || strpbrk(*value, " \t<>\"(),:;\\[]"))
    return "email_wrong";
  return is_domain(at + 1, strlen(at + 1)) ? NULL : "email_wrong";
}

static const char *check_website(Draft *draft, const char **value, Arena *arena)
{
  (void)draft;
  const char *url = *value;
  if (!strstr(url, "://") && is_domain(url, strcspn(url, "/?#:")))
    url = arena_printf(arena, "https://%s", url);
  size_t scheme = g_ascii_strncasecmp(url, "https://", 8) == 0  ? 8
                  : g_ascii_strncasecmp(url, "http://", 7) == 0 ? 7
                                                                : 0;
  size_t host = strcspn(url + scheme, "/?#:");
  if (scheme == 0 || strpbrk(url, " \"<>\\^`{|}") || strchr(url, '@') ||
      !is_domain(url + scheme, host))
    return "website_wrong";
  *value = url;
  return NULL;
}

/* --- the table --------------------------------------------------------------------------- */

static const FieldRule rules[DRAFT_FIELD_COUNT] = {
    /* An unknown page has a page of its own, so these are only cut. */
    [DRAFT_PAGE] = {.name = "page", .max = 1024},
    [DRAFT_PARENT] = {.name = "parent",
                      .max = 20,
                      .check = check_parent,
                      .too_long = "parent_gone",
                      .control = "parent_gone"},
    [DRAFT_NAME] = {.name = "name",
                    .required = true,
                    .max = DRAFT_NAME_MAX,
                    .missing = "name_missing",
                    .too_long = "name_long",
                    .control = "name_control"},
    [DRAFT_EMAIL] = {.name = "email",
                     .max = DRAFT_EMAIL_MAX,
                     .check = check_email,
                     .too_long = "email_wrong",
                     .control = "email_wrong"},
    [DRAFT_WEBSITE] = {.name = "website",
                       .max = DRAFT_WEBSITE_MAX,
                       .check = check_website,
                       .too_long = "website_long",
                       .control = "website_wrong"},
    [DRAFT_TEXT] = {.name = "text",
                    .required = true,
                    .lines = true,
                    .max = MARKUP_INPUT_MAX,
                    .in_bytes = true,
                    .missing = "text_missing",
                    .too_long = "text_long",
                    .control = "text_control"},
};

const char *draft_field_name(DraftField field)
{
  return rules[field].name;
}

/* Marks that turn the direction of what follows, and so of the page around a
 * name, stand beside the control characters. */
static bool is_control(gunichar c, bool lines)
{
  if (lines && (c == '\n' || c == '\t'))
    return false;
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

static bool has_control(const char *text, bool lines)
{
  for (; *text; text = g_utf8_next_char(text)) {
    if (is_control(g_utf8_get_char(text), lines))
      return true;
  }
  return false;
}

/* LF for CRLF and CR, and nothing but what is visible at the ends. */
static const char *clean(const char *text, bool lines, Arena *arena)
{
  g_autoptr(GString) out = g_string_sized_new(strlen(text));
  for (const char *c = text; *c; c++) {
    if (*c != '\r')
      g_string_append_c(out, *c);
    else if (c[1] != '\n')
      g_string_append_c(out, '\n');
  }
  size_t start = 0, end = out->len;
  while (end > 0 && g_ascii_isspace(out->str[end - 1]))
    end--;
  if (lines) {
    /* Spaces before the first word mean code; only empty lines go. */
    for (size_t i = 0; i < end && g_ascii_isspace(out->str[i]); i++) {
      if (out->str[i] == '\n')
        start = i + 1;
    }
  } else {
    while (start < end && g_ascii_isspace(out->str[start]))
      start++;
  }
  return arena_strndup(arena, out->str + start, end - start);
}

static const char *find_problem(Draft *draft, const FieldRule *rule, const char **value,
                                Arena *arena)
{
  if (**value == '\0')
    return rule->required ? rule->missing : NULL;
  size_t size = rule->in_bytes ? strlen(*value) : (size_t)g_utf8_strlen(*value, -1);
  if (size > rule->max)
    return rule->too_long;
  if (has_control(*value, rule->lines))
    return rule->control;
  return rule->check ? rule->check(draft, value, arena) : NULL;
}

static DraftAction read_action(const char *name)
{
  if (g_strcmp0(name, "send") == 0)
    return DRAFT_SEND;
  return g_strcmp0(name, "edit") == 0 ? DRAFT_EDIT : DRAFT_PREVIEW;
}

void draft_read(Draft *draft, const HttpFields *form, Arena *arena)
{
  *draft = (Draft){0};
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++) {
    const char *value = http_fields_get(form, rules[i].name);
    draft->values[i] = clean(value ? value : "", rules[i].lines, arena);
    draft->problems[i] = find_problem(draft, &rules[i], &draft->values[i], arena);
  }
  draft->action = read_action(http_fields_get(form, "action"));
  const char *token = http_fields_get(form, "token");
  draft->token = token && *token ? token : NULL;
  const char *trap = http_fields_get(form, "homepage");
  draft->trapped = trap && *trap;
}

bool draft_has_problems(const Draft *draft)
{
  for (int i = 0; i < DRAFT_FIELD_COUNT; i++) {
    if (draft->problems[i])
      return true;
  }
  return false;
}
