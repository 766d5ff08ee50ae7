/* plan_shows.c - lines: numbers, list, template, name, url, lang, origin; then the entries
 * of a part of the sitemap, one a line. */
#include "generator/build/record/plan_shows.h"

#include <string.h>

enum {
  LINE_NUMBERS,
  LINE_LIST,
  LINE_TEMPLATE,
  LINE_NAME,
  LINE_URL,
  LINE_LANG,
  LINE_ORIGIN,
  LINE_REST,
  LINES
};
enum { KIND, PAGE, NUMBER, NUMBERS };
/* Of a sitemap's first line; and of each entry, before its URL. */
enum { PART_COUNT, PART_DIGEST, PART_NUMBERS };
enum {
  ENTRY_ROW,
  ENTRY_UPDATED,
  ENTRY_SET,
  ENTRY_TIME,
  ENTRY_SECONDS,
  ENTRY_OFFSET,
  ENTRY_NUMBERS
};

/* The page's own text is not written again. */
static const char *unless_same(const char *text, const char *known)
{
  return text && (!known || strcmp(text, known) != 0) ? text : "";
}

static void write_part(GString *text, const SitemapPart *part)
{
  g_string_append_printf(text, "%zu %lld", part->count, (long long)part->digest);
  for (size_t i = 0; i < part->count; i++) {
    const SitemapEntry *entry = &part->entries[i];
    g_string_append_printf(text, "\n%lld %d %d %d %lld %d %s", (long long)entry->row,
                           entry->updated, entry->date.set, entry->date.has_time,
                           (long long)entry->date.seconds, entry->date.offset, entry->url);
  }
}

char *plan_shows_write(const PlanOutput *output)
{
  if (output->kind == OUTPUT_FILE) /* all that is asked of it is which file it is */
    return g_strdup(output->origin);
  const SitePage *page = output->page;
  GString *text = g_string_new(NULL);
  const char *const lines[] = {output->list ? output->list->key : "",
                               output->template,
                               output->name,
                               unless_same(output->url, page ? page->page.url : NULL),
                               unless_same(output->lang, page ? page->page.lang : NULL),
                               unless_same(output->origin, page ? page->page.path : NULL)};
  g_string_printf(text, "%d %lld %zu\n", (int)output->kind, (long long)(page ? page->row : 0),
                  output->number);
  for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
    g_string_append(text, lines[i]);
    g_string_append_c(text, '\n');
  }
  if (output->part)
    write_part(text, output->part);
  return g_string_free(text, FALSE);
}

/* Moves *at behind them. */
static bool read_numbers(const char **at, long long *numbers, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    char *end;
    numbers[i] = g_ascii_strtoll(*at, &end, 10);
    if (end == *at)
      return false;
    *at = end;
  }
  return true;
}

/* A page that was parsed again says itself when it was changed. */
static bool read_entry(const char **at, Site *site, SitemapEntry *entry)
{
  long long numbers[ENTRY_NUMBERS];
  if (!read_numbers(at, numbers, ENTRY_NUMBERS) || **at != ' ')
    return false;
  int64_t row = numbers[ENTRY_ROW];
  const SitePage *page = row ? g_hash_table_lookup(site->by_row, &row) : NULL;
  const char *url = *at + 1, *end = strchrnul(url, '\n');
  *at = *end ? end + 1 : end;
  if (page) {
    *entry = sitemap_entry(page);
    return true;
  }
  *entry = (SitemapEntry){.row = row,
                          .url = arena_strndup(site->arena, url, (size_t)(end - url)),
                          .date = {.seconds = numbers[ENTRY_SECONDS],
                                   .offset = (int16_t)numbers[ENTRY_OFFSET],
                                   .set = numbers[ENTRY_SET] != 0,
                                   .has_time = numbers[ENTRY_TIME] != 0},
                          .updated = numbers[ENTRY_UPDATED] != 0};
  return true;
}

static bool read_part(const char *text, Site *site, PlanOutput *output)
{
  long long numbers[PART_NUMBERS];
  if (!read_numbers(&text, numbers, PART_NUMBERS) || numbers[PART_COUNT] < 0 ||
      (size_t)numbers[PART_COUNT] > strlen(text))
    return false;
  size_t count = (size_t)numbers[PART_COUNT];
  SitemapEntry *entries = arena_new_array(site->arena, SitemapEntry, count + 1);
  text += *text == '\n';
  for (size_t i = 0; i < count; i++)
    if (!read_entry(&text, site, &entries[i]))
      return false;
  SitemapPart *part = arena_new_of(site->arena, SitemapPart);
  *part = (SitemapPart){.path = output->path,
                        .entries = entries,
                        .count = count,
                        .digest = (Digest)numbers[PART_DIGEST]};
  output->part = part;
  return true;
}

static const char *text_or(Site *site, const char *line, const char *known)
{
  return *line || !known ? arena_strdup(site->arena, line) : known;
}

bool plan_shows_read(const char *text, Site *site, PlanOutput *output)
{
  long long numbers[NUMBERS];
  if (!text)
    return false;
  g_auto(GStrv) lines = g_strsplit(text, "\n", LINES);
  const char *line = lines[LINE_NUMBERS];
  if (g_strv_length(lines) != LINES || !read_numbers(&line, numbers, NUMBERS))
    return false;
  const SitePage *page = numbers[PAGE] ? site_page_by_row(site, numbers[PAGE]) : NULL;
  SiteList *list = *lines[LINE_LIST] ? site_list(site, lines[LINE_LIST]) : NULL;
  if ((numbers[PAGE] && (!page || !page->visible)) || (*lines[LINE_LIST] && !list))
    return false;
  output->kind = (OutputKind)numbers[KIND];
  output->page = page;
  output->list = list;
  output->number = (size_t)numbers[NUMBER];
  output->template = arena_strdup(site->arena, lines[LINE_TEMPLATE]);
  output->name = arena_strdup(site->arena, lines[LINE_NAME]);
  output->url = text_or(site, lines[LINE_URL], page ? page->page.url : NULL);
  output->lang = text_or(site, lines[LINE_LANG], page ? page->page.lang : NULL);
  output->origin = text_or(site, lines[LINE_ORIGIN], page ? page->page.path : NULL);
  return output->kind != OUTPUT_SITEMAP || read_part(lines[LINE_REST], site, output);
}
