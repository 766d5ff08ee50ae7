/* urlize: addresses in a text become links. */
#include "common/template/check/strings.h"
#include "common/template/run/iterate.h"
#include "common/template/run/text.h"
#include "common/template/words/builtins.h"

#include <stdlib.h>

typedef struct Part {
  const char *text;
  size_t length;
} Part;

typedef struct Links {
  TemplateRun *run;
  int64_t limit; /* characters of a URL that are shown */
  Value rel, target;
  Value schemes; /* list */
} Links;

static bool ends_with(Part part, const char *end)
{
  size_t length = strlen(end);
  return part.length >= length && memcmp(part.text + part.length - length, end, length) == 0;
}

static bool starts_with(Part part, const char *start)
{
  size_t length = strlen(start);
  return part.length >= length && memcmp(part.text, start, length) == 0;
}

static bool starts_with_any_case(Part part, const char *start)
{
  size_t length = strlen(start);
  return part.length >= length && g_ascii_strncasecmp(part.text, start, length) == 0;
}

static size_t count_in(Part part, const char *needle)
{
  size_t count = 0, at = 0, length = strlen(needle);
  ptrdiff_t found;
  while ((found = text_find(part.text, part.length, needle, length, at)) >= 0) {
    count++;
    at = (size_t)found + length;
  }
  return count;
}

static bool all_word(Part part, const char *also)
{
  const char *p = part.text, *end = p + part.length;
  while (p < end) {
    gunichar c = text_next(&p, end);
    if (!text_is_word(c) && (c >= 0x80 || strchr(also, (int)c) == NULL || c == 0))
      return false;
  }
  return true;
}

static Part before(Part part, size_t length)
{
  return (Part){part.text, length};
}
static Part after(Part part, size_t length)
{
  return (Part){part.text + length, part.length - length};
}

/* Labels before the last dot: each of at least `least` characters. */
static bool are_labels(Part labels, size_t least, size_t most)
{
  while (labels.length > 0) {
    const char *dot = memchr(labels.text, '.', labels.length);
    if (dot == NULL)
      return false;
    Part label = before(labels, (size_t)(dot - labels.text));
    size_t count = text_count(label.text, label.length);
    if (count < least || count > most || !all_word(label, "%-"))
      return false;
    labels = after(labels, label.length + 1);
  }
  return true;
}

static Part split_domain(Part host, Part *labels)
{
  ptrdiff_t dot = text_find_last(host.text, host.length, ".", 1);
  size_t at = dot < 0 ? 0 : (size_t)dot + 1;
  *labels = before(host, at);
  return after(host, at);
}

static bool is_top_level(Part label)
{
  if (starts_with_any_case(label, "xn--")) {
    Part rest = after(label, 4);
    size_t count = text_count(rest.text, rest.length);
    if (count >= 2 && count <= 59 && all_word(rest, "%"))
      return true;
  }
  for (size_t i = 0; i < label.length; i++)
    if (!g_ascii_isalpha(label.text[i]))
      return false;
  return label.length >= 2 && label.length <= 63;
}

static bool is_ipv4(Part host)
{
  int parts = 0;
  while (parts < 4) {
    size_t digits = 0;
    while (digits < host.length && digits < 3 && g_ascii_isdigit(host.text[digits]))
      digits++;
    if (digits == 0)
      return false;
    host = after(host, digits);
    if (++parts == 4)
      break;
    if (host.length == 0 || host.text[0] != '.')
      return false;
    host = after(host, 1);
  }
  return host.length == 0;
}

/* \[([\da-f]{0,4}:){2}([\da-f]{0,4}:?){1,6}] */
static bool is_ipv6(Part host)
{
  if (host.length < 2 || host.text[0] != '[' || host.text[host.length - 1] != ']')
    return false;
  host = (Part){host.text + 1, host.length - 2};
  for (int group = 0; group < 8; group++) {
    size_t digits = 0;
    while (digits < host.length && digits < 4 && g_ascii_isxdigit(host.text[digits]))
      digits++;
    host = after(host, digits);
    bool colon = host.length > 0 && host.text[0] == ':';
    if (group < 2 && !colon)
      return false;
    host = after(host, colon);
  }
  return host.length == 0;
}

static bool is_known_domain(Part host)
{
  static const char *const known[] = {"com", "net", "int", "edu", "gov", "org", "info", "mil"};
  Part labels, top = split_domain(host, &labels);
  for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
    if (top.length == strlen(known[i]) && starts_with_any_case(top, known[i]))
      return labels.length > 0 && are_labels(labels, 2, 63);
  return false;
}

static bool is_host(Part part, Part host, bool scheme)
{
  Part labels, top;
  if (scheme && (is_ipv4(host) || is_ipv6(host)))
    return true;
  bool prefixed = scheme || starts_with_any_case(part, "www.");
  if (prefixed) {
    Part rest = scheme ? host : after(host, 4);
    top = split_domain(rest, &labels);
    if (is_top_level(top) && are_labels(labels, 1, G_MAXSIZE))
      return true;
  }
  return !scheme && is_known_domain(host);
}

static bool is_url(Part part)
{
  size_t scheme = starts_with_any_case(part, "https://")  ? 8
                  : starts_with_any_case(part, "http://") ? 7
                                                          : 0;
  Part host = after(part, scheme);
  size_t length = 0;
  while (length < host.length && strchr("/?#", host.text[length]) == NULL)
    length++;
  host.length = length;
  if (length > 0 && host.text[0] != '[') {
    const char *colon = memchr(host.text, ':', host.length);
    if (colon != NULL)
      host.length = (size_t)(colon - host.text);
  } else if (length > 0) {
    const char *bracket = memchr(host.text, ']', host.length);
    if (bracket == NULL)
      return false;
    host.length = (size_t)(bracket + 1 - host.text);
  }
  Part port = {host.text + host.length, length - host.length};
  if (port.length > 0) {
    if (port.text[0] != ':' || port.length < 2 || port.length > 6)
      return false;
    for (size_t i = 1; i < port.length; i++)
      if (!g_ascii_isdigit(port.text[i]))
        return false;
  }
  return is_host(part, host, scheme > 0);
}

/* \S+@\w[\w.-]*\.\w+ */
static bool is_email(Part part)
{
  ptrdiff_t at = text_find_last(part.text, part.length, "@", 1);
  if (at < 1)
    return false;
  Part labels, domain = after(part, (size_t)at + 1), top = split_domain(domain, &labels);
  if (labels.length < 2 || top.length == 0 || !all_word(top, "") || !all_word(labels, ".-"))
    return false;
  const char *first = domain.text;
  return text_is_word(text_next(&first, domain.text + domain.length));
}

static void emit_link(Links *links, const char *prefix, Part url, Part shown, bool attributes)
{
  TemplateRun *run = links->run;
  emit_text(run, "<a href=\"");
  emit_text(run, prefix);
  emit(run, url.text, url.length);
  emit_char(run, '"');
  if (attributes && links->rel.length > 0) {
    emit_text(run, " rel=\"");
    emit_value(run, links->rel, true);
    emit_char(run, '"');
  }
  if (attributes && links->target.length > 0) {
    emit_text(run, " target=\"");
    emit_value(run, links->target, true);
    emit_char(run, '"');
  }
  emit_char(run, '>');
  int64_t count = (int64_t)text_count(shown.text, shown.length), limit = links->limit;
  if (count > limit && attributes) {
    int64_t kept = limit >= 0 ? limit : MAX(count + limit, 0); /* as Python slices */
    emit(run, shown.text, text_offset(shown.text, shown.length, (size_t)kept));
    emit_text(run, "...</a>");
  } else {
    emit(run, shown.text, shown.length);
    emit_text(run, "</a>");
  }
}

/* The beginning of a URL of one of the extra schemes. */
static bool has_scheme(const Links *links, Part part)
{
  for (size_t i = 0; links->schemes.kind == VALUE_LIST && i < links->schemes.list->count; i++) {
    Value scheme = links->schemes.list->items[i];
    if (part.length > scheme.length && memcmp(part.text, scheme.text, scheme.length) == 0)
      return true;
  }
  return false;
}

static void emit_middle(Links *links, Part part)
{
  TemplateRun *run = links->run;
  bool at = memchr(part.text, '@', part.length) != NULL;
  if (part.length == 0)
    return;
  if (is_url(part)) {
    bool scheme = starts_with(part, "https://") || starts_with(part, "http://");
    emit_link(links, scheme ? "" : "https://", part, part, true);
  } else if (starts_with(part, "mailto:") && is_email(after(part, 7))) {
    emit_link(links, "", part, after(part, 7), false);
  } else if (at && !starts_with(part, "www.") && memchr(part.text, ':', part.length) == NULL &&
             is_email(part)) {
    emit_link(links, "mailto:", part, part, false);
  } else if (has_scheme(links, part)) {
    int64_t limit = links->limit;
    links->limit = INT64_MAX;
    emit_link(links, "", part, part, true);
    links->limit = limit;
  } else {
    emit(run, part.text, part.length);
  }
}

static size_t trailing(Part part)
{
  size_t length = part.length;
  while (length > 0) {
    Part rest = before(part, length);
    if (ends_with(rest, "&gt;"))
      length -= 4;
    else if (strchr(")>.,\n", rest.text[length - 1]) != NULL)
      length--;
    else
      break;
  }
  return part.length - length;
}

/* One word between white space: brackets around it, punctuation behind it. */
static void emit_word(Links *links, Part word)
{
  static const char *const pairs[][2] = {{"(", ")"}, {"<", ">"}, {"&lt;", "&gt;"}};
  size_t head = 0;
  while (head < word.length) {
    Part rest = after(word, head);
    if (rest.text[0] == '(' || rest.text[0] == '<')
      head++;
    else if (starts_with(rest, "&lt;"))
      head += 4;
    else
      break;
  }
  Part middle = after(word, head), tail;
  middle.length -= trailing(middle);
  tail = after(word, head + middle.length);
  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
    size_t opened = count_in(middle, pairs[i][0]);
    if (opened <= count_in(middle, pairs[i][1]))
      continue;
    for (size_t left = MIN(opened, count_in(tail, pairs[i][1])); left > 0; left--) {
      size_t end = (size_t)text_find(tail.text, tail.length, pairs[i][1], strlen(pairs[i][1]), 0) +
                   strlen(pairs[i][1]);
      middle.length += end;
      tail = after(tail, end);
    }
  }
  emit(links->run, word.text, head);
  emit_middle(links, middle);
  emit(links->run, tail.text, tail.length);
}

static void emit_words(Links *links, Value text)
{
  const char *p = text.text, *end = p + text.length, *word = p;
  while (p < end && run_step(links->run, 1)) {
    const char *begin = p;
    if (!text_is_space(text_next(&p, end)))
      continue;
    emit_word(links, (Part){word, (size_t)(begin - word)});
    emit(links->run, begin, (size_t)(p - begin));
    word = p;
  }
  emit_word(links, (Part){word, (size_t)(end - word)});
}

static gint compare_words(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The words of `rel`, with noopener and perhaps nofollow, sorted and once each. */
static Value rel_words(TemplateRun *run, Value rel, bool nofollow)
{
  g_autofree char *text =
      g_strdup_printf("%.*s noopener%s", (int)rel.length, rel.text, nofollow ? " nofollow" : "");
  for (char *p = text, *end = text + strlen(text), *next; p < end; p = next) {
    const char *at = p;
    gunichar c = text_next(&at, end);
    next = (char *)at;
    if (text_is_space(c))
      memset(p, ' ', (size_t)(next - p));
  }
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  qsort(words, g_strv_length(words), sizeof *words, compare_words);
  size_t mark = capture_begin(run);
  const char *last = "";
  for (char **word = words; *word != NULL; word++) {
    if (strcmp(*word, last) == 0)
      continue;
    if (run->out->len > mark)
      emit_char(run, ' ');
    emit_text(run, *word);
    last = *word;
  }
  return capture_end(run, mark, false);
}

static bool check_schemes(TemplateRun *run, Value schemes)
{
  for (size_t i = 0; i < schemes.list->count; i++) {
    Value scheme = schemes.list->items[i];
    Part part = {scheme.text, scheme.length};
    bool valid = scheme.kind == VALUE_STRING;
    for (int slashes = 0; valid && slashes < 2 && ends_with(part, "/"); slashes++)
      part.length--;
    valid = valid && ends_with(part, ":");
    if (valid)
      part.length--;
    if (!valid || text_count(part.text, part.length) < 2 || !all_word(part, ".+-")) {
      template_fail(run, "this is not the beginning of a URL");
      return false;
    }
  }
  return true;
}

static bool is_given(Value value)
{
  return value_given(value) && value.kind != VALUE_NONE;
}

/* A text, or nothing for all that is false. */
static bool text_or_nothing(TemplateRun *run, Value value, const char *name, Value *out)
{
  bool truth = false;
  if (value_given(value) && !value_truth(run, value, &truth))
    return false;
  return argument_text(run, truth ? value : value_missing(), name, "", out);
}

static bool filter_urlize(TemplateRun *run, Value self, const Value *arguments, Value *out)
{
  bool nofollow;
  Links links = {.run = run, .limit = INT64_MAX, .schemes = value_none()};
  Value rel;
  if ((is_given(arguments[0]) &&
       !argument_int(run, arguments[0], "trim_url_limit", 0, &links.limit)) ||
      !argument_truth(run, arguments[1], false, &nofollow) ||
      !text_or_nothing(run, arguments[2], "target", &links.target) ||
      !text_or_nothing(run, arguments[3], "rel", &rel))
    return false;
  if (is_given(arguments[4]) &&
      (!value_to_list(run, arguments[4], &links.schemes) || !check_schemes(run, links.schemes)))
    return false;
  links.rel = rel_words(run, rel, nofollow);
  Value text = run_escape(run, self);
  size_t mark = capture_begin(run);
  emit_words(&links, text);
  *out = capture_end(run, mark, *run->frame->context->autoescape);
  return !run_failed(run);
}

const Builtin filters_web[] = {
    {.name = "urlize",
     .count = 5,
     .parameters = {"trim_url_limit", "nofollow", "target", "rel", "extra_schemes"},
     .call = filter_urlize},
    {.name = NULL},
};
