/* view_filters.c - filters on text that need the site: its language, its links, its
 * Markdown. */
#include "generator/build/view/views.h"

#include "generator/model/markdown/markdown_render.h"

#include "common/i18n/plural.h"

#include <string.h>

/* --- Markdown ----------------------------------------------------------------------------- */

/* One paragraph is taken out of its <p>, for a line of text. */
static void unwrap(const char **html, size_t *length)
{
  static const char open[] = "<p>", end[] = "</p>\n";
  size_t around = strlen(open) + strlen(end);
  if (*length < around || memcmp(*html, open, strlen(open)) != 0 ||
      memcmp(*html + *length - strlen(end), end, strlen(end)) != 0 ||
      g_strstr_len(*html + 1, (gssize)*length - 1, open) != NULL)
    return;
  *html += strlen(open);
  *length -= around;
}

/* {{ page.extra.note|markdown }}, {{ site.params.claim|markdown(inline=true) }} */
static bool filter_markdown(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                            Value *out)
{
  (void)data;
  Viewer *viewer = view_viewer(run);
  const Value *one_line =
      arguments->count > 0 ? &arguments->values[0] : arguments_keyword(arguments, "inline");
  Value text = template_to_string(run, self);
  Markdown markdown;
  MarkdownOptions options = {.file = "the text of this filter", .first_line = 1};
  Error *error = NULL;
  if (!template_work(run, text.length * 10))
    return false;
  if (!markdown_render(&markdown, viewer->arena, text.text, text.length, &options, NULL, &error)) {
    template_fail(run, "%s", error->what);
    error_free(error);
    return false;
  }
  const char *html = markdown.html;
  size_t length = markdown.html_length;
  if (one_line && one_line->kind == VALUE_BOOL && one_line->boolean)
    unwrap(&html, &length);
  const char *prefix = arena_printf(viewer->arena, "m%08x-",
                                    (unsigned)(digest_bytes(text.text, text.length) & 0xffffffffU));
  *out = view_fragment(viewer, html, length, prefix);
  return true;
}

/* --- words and numbers ---------------------------------------------------------------------- */

/* Words of text or HTML; those in tags do not count. */
static int64_t count_words(const char *text, size_t length)
{
  WordCount count = {0};
  const char *end = text + length;
  while (text < end) {
    const char *tag = memchr(text, '<', (size_t)(end - text));
    const char *close = tag ? memchr(tag, '>', (size_t)(end - tag)) : NULL;
    const char *stop = close ? tag : end;
    words_count(&count, (const unsigned char *)text, (size_t)(stop - text), INT64_MAX);
    text = close ? close + 1 : end;
  }
  return count.words;
}

int64_t view_reading_time(int64_t words)
{
  enum { WORDS_A_MINUTE = 220 };
  return MAX(1, (words + WORDS_A_MINUTE - 1) / WORDS_A_MINUTE);
}

/* Minutes, for text, HTML or a number of words. */
static bool filter_reading_time(TemplateRun *run, void *data, Value self,
                                const Arguments *arguments, Value *out)
{
  (void)data;
  (void)arguments;
  if (self.kind == VALUE_INT) {
    *out = value_int(view_reading_time(MIN(self.integer, INT64_MAX - 1000)));
    return true;
  }
  Value text = template_to_string(run, self);
  if (!template_work(run, text.length / 4))
    return false;
  *out = value_int(view_reading_time(count_words(text.text, text.length)));
  return !template_failed(run);
}

/* {{ 3|plural("one comment", "{count} comments") }}: the form of the page's language. */
static bool filter_plural(TemplateRun *run, void *data, Value self, const Arguments *arguments,
                          Value *out)
{
  static const char *const names[PLURAL_FORMS] = {"zero", "one", "two", "few", "many", "other"};
  (void)data;
  if (self.kind != VALUE_INT) {
    template_fail(run, "'plural' needs a whole number");
    return false;
  }
  int64_t size = self.integer >= 0 ? self.integer : self.integer == INT64_MIN ? 0 : -self.integer;
  const Value *forms[PLURAL_FORMS];
  for (int i = 0; i < PLURAL_FORMS; i++)
    forms[i] = arguments_keyword(arguments, names[i]);
  if (arguments->count > 0)
    forms[PLURAL_ONE] = &arguments->values[0];
  if (arguments->count > 1)
    forms[PLURAL_OTHER] = &arguments->values[1];
  const Value *form = size == 0 && forms[PLURAL_ZERO]
                          ? forms[PLURAL_ZERO]
                          : forms[plural_rule(view_viewer(run)->lang)(size)];
  if (!form)
    form = forms[PLURAL_OTHER];
  if (!form) {
    template_fail(run, "'plural' needs the form for other numbers: "
                       "{{ n|plural(\"one day\", \"{count} days\") }}");
    return false;
  }
  const Value count[] = {self};
  static const char *const keywords[] = {"count"};
  const Arguments places = {.keyword_count = 1, .keywords = keywords, .keyword_values = count};
  *out = view_fill_places(run, template_to_string(run, *form), &places);
  return !template_failed(run);
}

/* --- addresses ------------------------------------------------------------------------------ */

/* An address of the site as the host's root sees it: "/about/" is "/blog/about/". */
static bool filter_relative_url(TemplateRun *run, void *data, Value self,
                                const Arguments *arguments, Value *out)
{
  (void)data;
  (void)arguments;
  const Settings *settings = view_viewer(run)->facts->settings;
  Value text = template_to_string(run, self);
  Arena *arena = template_arena(run);
  const char *url = arena_strndup(arena, text.text, text.length);
  size_t base = strlen(settings->base_url), path = strlen(settings->base_path);
  if (strncmp(url, settings->base_url, base) == 0 && (url[base] == '/' || url[base] == '\0'))
    url = arena_concat(arena, settings->base_path, url[base] ? url + base : "/");
  else if (url[0] == '/' && url[1] != '/' &&
           !(path > 0 && strncmp(url, settings->base_path, path) == 0 &&
             (url[path] == '/' || url[path] == '\0')))
    url = arena_concat(arena, settings->base_path, url);
  *out = value_string(url);
  return true;
}

void view_filters_register(TemplateSet *set)
{
  template_set_add_filter(set, "markdown", 0, 1, filter_markdown, NULL);
  template_set_add_filter(set, "plural", 1, 6, filter_plural, NULL);
  template_set_add_filter(set, "reading_time", 0, 0, filter_reading_time, NULL);
  template_set_add_filter(set, "relative_url", 0, 0, filter_relative_url, NULL);
}
