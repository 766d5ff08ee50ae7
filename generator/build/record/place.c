/* place.c - lines: numbers, translations, tags, terms, related posts, authors, contributors, the list whose
 * text it is, the series. */
#include "generator/build/record/place.h"

#include <string.h>

enum {
  LINE_NUMBERS,
  LINE_TRANSLATIONS,
  LINE_TAGS,
  LINE_TERMS,
  LINE_RELATED,
  LINE_AUTHORS,
  LINE_CONTRIBUTORS,
  LINE_TEXT_OF,
  LINE_SERIES,
  LINES
};
enum { PREVIOUS, NEXT, SERIES_PREVIOUS, SERIES_NEXT, POSITION, SHOWN, OPEN, CLOSE_AT, NUMBERS };

static long long row_of(const SitePage *page)
{
  return page ? (long long)page->row : 0;
}

static void write_pages(GString *text, SitePage *const *pages, size_t count)
{
  for (size_t i = 0; i < count; i++)
    g_string_append_printf(text, "%s%lld", i ? "\t" : "", row_of(pages[i]));
  g_string_append_c(text, '\n');
}

static void write_name(GString *text, size_t index, const char *name)
{
  if (index > 0)
    g_string_append_c(text, '\t');
  g_string_append(text, name);
}

static void write_lists(GString *text, SiteList *const *lists, size_t count)
{
  for (size_t i = 0; i < count; i++)
    write_name(text, i, lists[i]->key);
  g_string_append_c(text, '\n');
}

static void write_people(GString *text, SiteAuthor *const *people, size_t count)
{
  for (size_t i = 0; i < count; i++)
    write_name(text, i, people[i]->id);
  g_string_append_c(text, '\n');
}

char *place_write(const SitePage *page)
{
  GString *text = g_string_new(NULL);
  g_string_printf(text, "%lld %lld %lld %lld %lld %d %d %lld\n", row_of(page->previous),
                  row_of(page->next), row_of(page->series_previous), row_of(page->series_next),
                  (long long)page->series_position, page->comments_shown, page->comments_open,
                  (long long)page->comments_close_at);
  write_pages(text, page->translations, page->translation_count);
  write_lists(text, page->tags, page->tag_count);
  write_lists(text, page->terms, page->term_count);
  write_pages(text, page->related, page->related_count);
  write_people(text, page->authors, page->author_count);
  write_people(text, page->contributors, page->contributor_count);
  g_string_append(text, page->text_of ? page->text_of->key : "");
  g_string_append_c(text, '\n');
  g_string_append(text, page->series ? page->series->key : "");
  return g_string_free(text, FALSE);
}

/* 0 is no page; a row that is not there is damage. */
static bool page_at(Site *site, int64_t row, SitePage **out)
{
  *out = row ? site_page_by_row(site, row) : NULL;
  return row == 0 || *out;
}

static bool read_numbers(const char *line, Site *site, SitePage *page)
{
  int64_t numbers[NUMBERS];
  char *at = (char *)line;
  for (size_t i = 0; i < NUMBERS; i++) {
    char *end;
    numbers[i] = g_ascii_strtoll(at, &end, 10);
    if (end == at)
      return false;
    at = end;
  }
  page->series_position = numbers[POSITION];
  page->comments_shown = numbers[SHOWN] != 0;
  page->comments_open = numbers[OPEN] != 0;
  page->comments_close_at = numbers[CLOSE_AT];
  return page_at(site, numbers[PREVIOUS], &page->previous) &&
         page_at(site, numbers[NEXT], &page->next) &&
         page_at(site, numbers[SERIES_PREVIOUS], &page->series_previous) &&
         page_at(site, numbers[SERIES_NEXT], &page->series_next);
}

/* The entries of a line; an empty line has none. */
static char **line_split(const char *line)
{
  return g_strsplit(line, "\t", *line ? -1 : 0);
}

static bool read_pages(const char *line, Site *site, SitePage *const **out, size_t *out_count)
{
  g_auto(GStrv) entries = line_split(line);
  size_t count = g_strv_length(entries);
  SitePage **pages = arena_new_array(site->arena, SitePage *, count + 1);
  for (size_t i = 0; i < count; i++)
    if (!page_at(site, g_ascii_strtoll(entries[i], NULL, 10), &pages[i]) || !pages[i])
      return false;
  *out = pages;
  *out_count = count;
  return true;
}

static bool read_lists(const char *line, Site *site, SiteList *const **out, size_t *out_count)
{
  g_auto(GStrv) entries = line_split(line);
  size_t count = g_strv_length(entries);
  SiteList **lists = arena_new_array(site->arena, SiteList *, count + 1);
  for (size_t i = 0; i < count; i++)
    if (!(lists[i] = site_list(site, entries[i])))
      return false;
  *out = lists;
  *out_count = count;
  return true;
}

static bool read_people(const char *line, Site *site, SiteAuthor *const **out, size_t *out_count)
{
  g_auto(GStrv) entries = line_split(line);
  size_t count = g_strv_length(entries);
  SiteAuthor **authors = arena_new_array(site->arena, SiteAuthor *, count + 1);
  for (size_t i = 0; i < count; i++)
    if (!(authors[i] = site_author(site, entries[i])))
      return false;
  *out = authors;
  *out_count = count;
  return true;
}

bool place_read(const char *text, Site *site, SitePage *page)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", LINES);
  if (g_strv_length(lines) != LINES)
    return false;
  if ((*lines[LINE_SERIES] && !(page->series = site_list(site, lines[LINE_SERIES]))) ||
      (*lines[LINE_TEXT_OF] && !(page->text_of = site_list(site, lines[LINE_TEXT_OF]))))
    return false;
  return read_numbers(lines[LINE_NUMBERS], site, page) &&
         read_pages(lines[LINE_TRANSLATIONS], site, &page->translations,
                    &page->translation_count) &&
         read_lists(lines[LINE_TAGS], site, &page->tags, &page->tag_count) &&
         read_lists(lines[LINE_TERMS], site, &page->terms, &page->term_count) &&
         read_pages(lines[LINE_RELATED], site, &page->related, &page->related_count) &&
         read_people(lines[LINE_AUTHORS], site, &page->authors, &page->author_count) &&
         read_people(lines[LINE_CONTRIBUTORS], site, &page->contributors, &page->contributor_count);
}
