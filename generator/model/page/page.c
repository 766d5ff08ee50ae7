#include "generator/model/page/page.h"

#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/slots.h"
#include "generator/model/page/front_matter.h"
#include "generator/model/page/page_former.h"
#include "generator/model/page/page_matter.h"
#include "generator/model/page/page_mdx.h"
#include "generator/model/page/page_place.h"
#include "generator/model/page/page_zola.h"
#include "generator/model/site/links.h"

#include "common/escape.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <string.h>

#define DAY_SECONDS (24 * 60 * 60)

/* What the parts of page_parse share. */
typedef struct Parse {
  Page *page;
  Arena *arena;
  const Settings *settings;
  const FileHistory *history; /* or NULL */
  Warnings *warnings;         /* or NULL */
  FrontMatter front;
  PageMatter matter;
  PagePlace place;
  Markdown markdown;
} Parse;

/* --- text --- */

static const char *const *as_array(Arena *arena, const GPtrArray *names)
{
  const char **array = arena_new_array(arena, const char *, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    array[i] = g_ptr_array_index(names, i);
  return array;
}

/* "my-first_post" as a title: "My first post". */
static const char *humanise(Arena *arena, const char *slug)
{
  g_autofree char *spaced = g_strdelimit(g_strdup(slug), "-_", ' ');
  const char *rest = *spaced ? g_utf8_next_char(spaced) : spaced;
  char first[8] = "";
  if (*spaced)
    first[g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(spaced)), first)] = '\0';
  return arena_concat(arena, first, rest);
}

static const char *as_paragraph(Arena *arena, const char *text)
{
  g_autoptr(GString) html = g_string_new("<p>");
  escape_html(html, text, strlen(text));
  g_string_append(html, "</p>\n");
  return arena_strndup(arena, html->str, html->len);
}

/* --- identity, language --- */

static void set_identity(Parse *parse, const char *path)
{
  Page *page = parse->page;
  const PageMatter *matter = &parse->matter;
  page->path = arena_strdup(parse->arena, path);
  page->id = matter->id ? matter->id : parse->history ? parse->history->identity : path;
  page->id = arena_strdup(parse->arena, page->id);
  page->lang = matter->lang        ? matter->lang
               : parse->place.lang ? parse->place.lang
                                   : parse->settings->languages[0].code;
  if (parse->settings->sections)
    page->section = page_place_section(parse->arena, parse->settings, &parse->place);
  page->translation_key = matter->translation ? matter->translation : parse->place.key;
}

/* --- dates --- */

/* The date that readers see; a post that is held back by publishDate has that. */
static DateTime publication(const Parse *parse)
{
  const PageMatter *matter = &parse->matter;
  DateTime date = matter->date;
  if (!date.set || (matter->publish.set && matter->publish.seconds > date.seconds))
    date = matter->publish.set ? matter->publish : date;
  if (!date.set)
    date = parse->place.date;
  if (!date.set && parse->history)
    date = parse->history->added;
  return date;
}

/* Of a change that is worth a word: the front matter's, else the last commit's when it came
 * more than a day after the publication. */
static DateTime last_change(const Parse *parse)
{
  const DateTime *date = &parse->page->date;
  if (parse->matter.updated.set || !parse->history || !parse->history->changed.set)
    return parse->matter.updated;
  const DateTime *changed = &parse->history->changed;
  if (date->set && changed->seconds - date->seconds <= DAY_SECONDS)
    return (DateTime){.set = false};
  return *changed;
}

static void set_dates(Parse *parse)
{
  Page *page = parse->page;
  page->date = publication(parse);
  page->updated = last_change(parse);
  page->expiry = parse->matter.expiry;
  bool draft = parse->matter.draft || parse->matter.hidden || parse->place.is_draft;
  if (page->kind == PAGE_POST && !page->date.set && !draft && parse->warnings)
    warnings_add(parse->warnings, page->path, 1, 0,
                 "a post without a date: it stands behind all others; give it a 'date', or commit "
                 "it");
}

/* --- people and lists --- */

/* People first … end - 1 of the history. */
static void add_people(Parse *parse, GPtrArray *names, size_t first, size_t end)
{
  for (size_t i = first; i < end; i++)
    g_ptr_array_add(names, arena_strdup(parse->arena, parse->history->people[i].name));
}

static void set_people(Parse *parse)
{
  const FileHistory *history = parse->history;
  bool by_history = history && parse->matter.authors->len == 0;
  add_people(parse, parse->matter.authors, 0, by_history ? history->writer_count : 0);
  /* Where the file names its authors, who committed it first has written it down for them. */
  if (history && parse->matter.contributors->len == 0)
    add_people(parse, parse->matter.contributors, by_history ? history->writer_count : 1,
               history->people_count);
  parse->page->authors = as_array(parse->arena, parse->matter.authors);
  parse->page->contributors = as_array(parse->arena, parse->matter.contributors);
}

static void set_lists(Parse *parse)
{
  Page *page = parse->page;
  const PageMatter *matter = &parse->matter;
  page->tags = as_array(parse->arena, matter->tags);
  page->terms = as_array(parse->arena, matter->terms);
  page->is_index = parse->place.is_index;
  page->aliases = as_array(parse->arena, matter->aliases);
  page->series = matter->series;
  page->series_weight = matter->series_weight ? matter->series_weight : matter->weight;
  page->draft = matter->draft || matter->hidden || parse->place.is_draft;
  page->unlisted = matter->unlisted;
  page->unrendered = matter->unrendered;
  page->redirect_to = matter->redirect_to ? matter->redirect_to : "";
  page->no_sitemap = matter->no_sitemap;
  /* "About us" is no place for a thread, unless its author says so. */
  page->comments = matter->comments_said     ? matter->comments
                   : page->kind == PAGE_PAGE ? PAGE_COMMENTS_OFF
                                             : PAGE_COMMENTS_OPEN;
  if (*page->redirect_to) { /* nobody reads what stands here */
    page->unlisted = page->no_sitemap = true;
    page->comments = PAGE_COMMENTS_OFF;
  }
  page->image = matter->image;
  page->layout = matter->layout;
  page->extra = matter->extra;
}

/* --- body --- */

/* "math: true", under the names that themes of other generators have for it. */
static bool wants_math(const Settings *settings, const Tree *extra)
{
  static const char *const names[] = {"math", "mathjax", "katex", "latex", "use_math", "usemath"};
  for (size_t i = 0; extra && i < G_N_ELEMENTS(names); i++) {
    const Tree *value = tree_get(extra, names[i]);
    if (value && value->kind == TREE_BOOL)
      return value->boolean;
  }
  return settings->math;
}

static MarkdownFeatures markdown_features(const Settings *settings, const Tree *extra)
{
  return (MarkdownFeatures){
      .smart = settings->smart_punctuation,
      .emoji = settings->emoji,
      .math = wants_math(settings, extra),
      .highlight = settings->highlight,
      .strict = settings->strict_shortcodes,
      .external_rel = settings->external_rel,
      .external_tab = settings->external_tab,
      .origin = settings->base_url,
  };
}

/* The body with <!--more--> where its author or the site has another sign for it. The lines
 * keep their numbers: a comment stands in a line that was empty, or within one. */
static const char *mark_more(Parse *parse, const char *body, size_t *length)
{
  const char *own = parse->matter.separator;
  const char *sign = own ? own : parse->settings->summary_separator;
  size_t size = strlen(sign), blank = strspn(sign, "\r\n");
  const char *at = size > 0 ? g_strstr_len(body, (gssize)*length, sign) : NULL;
  if (!at)
    return body;
  bool lines = blank == size;
  g_autoptr(GString) text = g_string_new_len(body, at - body);
  g_string_append(text, lines ? "\n<!--more-->" : "<!--more-->");
  for (const char *p = sign + (lines && size > 0 ? 1 : 0); *p; p++)
    if (*p == '\n')
      g_string_append_c(text, '\n');
  g_string_append_len(text, at + size, (gssize)(*length - (size_t)(at - body) - size));
  *length = text->len;
  return arena_strndup(parse->arena, text->str, text->len);
}

static bool render_body(Parse *parse, const char *text, size_t length, Error **error)
{
  const FrontMatter *front = &parse->front;
  Page *page = parse->page;
  const char *body = text + front->body_offset;
  size_t body_length = length - front->body_offset;
  if (g_ascii_strcasecmp(path_extension(page->path), "mdx") == 0)
    body = page_mdx_read(parse->arena, body, &body_length, page->path, front->body_line,
                         parse->warnings);
  if (parse->settings->zola_shortcodes)
    body = page_zola_read(parse->arena, body, &body_length);
  body = mark_more(parse, body, &body_length);
  MarkdownOptions options = {
      .html = file_is_html(page->path),
      .file = page->path,
      .first_line = front->body_line,
      .summary_words = parse->settings->summary_words,
      .take_title = parse->matter.title == NULL,
      .title = parse->matter.title,
      .lang = page->lang,
      .features = markdown_features(parse->settings, page->extra),
  };
  if (!markdown_render(&parse->markdown, parse->arena, body, body_length, &options, parse->warnings,
                       error)) {
    error_source(error, text, length);
    return false;
  }
  return true;
}

static void set_body(Parse *parse)
{
  Page *page = parse->page;
  const Markdown *markdown = &parse->markdown;
  page->body = markdown->html;
  page->body_length = markdown->html_length;
  page->body_digest = digest_content(markdown->html, markdown->html_length);
  page->has_body_slots = memchr(markdown->html, SLOT_BEGIN, markdown->html_length) != NULL;
  page->headings = markdown->headings;
  page->heading_count = markdown->heading_count;
  page->links = markdown->links;
  page->link_count = markdown->link_count;
  page->anchors = markdown->anchors;
  page->shortcodes = markdown->shortcodes;
  page->shortcode_count = markdown->shortcode_count;
  page->has_code = markdown->has_code;
  page->has_extras = markdown->has_extras;
  page->words = markdown->words;
}

static void set_texts(Parse *parse)
{
  Page *page = parse->page;
  const PageMatter *matter = &parse->matter;
  const Markdown *markdown = &parse->markdown;
  const char *described = matter->description ? matter->description : matter->summary;
  page->description = described ? described : "";
  if (matter->summary)
    page->summary = as_paragraph(parse->arena, matter->summary);
  else if (described && !markdown->has_more)
    page->summary = as_paragraph(parse->arena, described);
  else
    page->summary = markdown->summary;
}

/* The file's name; a name of nothing but odd characters leaves no slug. */
static void set_slug(Parse *parse)
{
  const char *slug = parse->matter.slug;
  parse->place.has_slug = slug != NULL;
  if (!slug)
    slug = page_place_slug(parse->arena, parse->settings, parse->place.area, parse->place.name);
  if (*slug == '\0' && *parse->place.name)
    slug = "page";
  parse->page->slug = slug;
}

static void set_title(Parse *parse)
{
  Page *page = parse->page;
  page->title = parse->matter.title ? parse->matter.title : parse->markdown.title;
  if (!page->title)
    page->title = humanise(parse->arena, *page->slug ? page->slug : page->translation_key);
}

/* --- all --- */

static bool parse_page(Parse *parse, PageKind kind, const char *path, const char *text,
                       size_t length, Error **error)
{
  Page *page = parse->page;
  const TreeDocument *document = &parse->front.document;
  page_place_read(&parse->place, parse->arena, parse->settings, kind, path);
  if (!page_matter_read(&parse->matter, parse->arena, parse->settings, document, &parse->place,
                        parse->warnings, error))
    return false;
  page->kind = parse->place.is_top ? PAGE_PAGE : kind;
  set_identity(parse, path);
  set_slug(parse);
  set_dates(parse);
  set_people(parse);
  set_lists(parse);
  if (!render_body(parse, text, length, error))
    return false;
  set_body(parse);
  set_texts(parse);
  set_title(parse);
  if (!page_place_url(page, parse->arena, parse->settings, &parse->place, document,
                      parse->matter.url, error))
    return false;
  page_place_aliases(page, parse->arena, parse->settings);
  if (parse->history && !parse->matter.url)
    page_former_add(page, parse->arena, parse->settings, document, parse->history,
                    parse->matter.slug != NULL);
  return true;
}

bool page_parse(Page *page, Arena *arena, const Settings *settings, PageKind default_kind,
                const char *path, const char *text, size_t length, const FileHistory *history,
                Warnings *warnings, Error **error)
{
  memset(page, 0, sizeof *page);
  if (!text_check_utf8(text, length, path, error))
    return false;
  Parse parse = {
      .page = page, .arena = arena, .settings = settings, .history = history, .warnings = warnings};
  if (!front_matter_read(&parse.front, arena, path, text, length, error))
    return false;
  bool parsed = parse_page(&parse, default_kind, path, text, length, error);
  page_matter_clear(&parse.matter);
  return parsed;
}

bool page_is_visible(const Page *page, int64_t now, bool drafts, bool future)
{
  if (page->unrendered || (page->draft && !drafts))
    return false;
  if (page->kind == PAGE_POST && page->date.set && page->date.seconds > now && !future)
    return false;
  return !page->expiry.set || page->expiry.seconds > now;
}
