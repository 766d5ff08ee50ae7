/* site_assemble.c - visibility, order, translations, and each page's place. */
#include "generator/model/site/site_internal.h"
#include "generator/model/site/site_store.h"

#include <stdlib.h>
#include <string.h>

enum { DAY_SECONDS = 24 * 60 * 60 };

static int page_compare_path(gconstpointer a, gconstpointer b)
{
  return strcmp((*(SitePage *const *)a)->page.path, (*(SitePage *const *)b)->page.path);
}

/* Oldest first. Pages without a date come before all; the path breaks ties. */
static int page_compare_date(gconstpointer a, gconstpointer b)
{
  const Page *first = &(*(SitePage *const *)a)->page, *second = &(*(SitePage *const *)b)->page;
  int64_t one = first->date.set ? first->date.seconds : INT64_MIN;
  int64_t two = second->date.set ? second->date.seconds : INT64_MIN;
  if (one != two)
    return one < two ? -1 : 1;
  return strcmp(first->path, second->path);
}

static void event_at(Site *site, int64_t at, int64_t now)
{
  if (at > now && (site->next_event == 0 || at < site->next_event))
    site->next_event = at;
}

static void page_events(Site *site, const SitePage *page, const SiteMoment *moment)
{
  if (page->page.draft && !moment->drafts)
    return;
  if (page->page.kind == PAGE_POST && page->page.date.set && !moment->future)
    event_at(site, page->page.date.seconds, moment->now);
  if (page->page.expiry.set)
    event_at(site, page->page.expiry.seconds, moment->now);
}

static void page_comments_state(Site *site, SitePage *page, const SiteMoment *moment)
{
  const Settings *settings = site->settings;
  page->comments_shown = settings->comments && page->page.comments != PAGE_COMMENTS_OFF;
  page->comments_open =
      page->comments_shown && !settings->preview && page->page.comments == PAGE_COMMENTS_OPEN;
  page->comments_close_at = 0;
  if (!page->comments_open || settings->comments_close_days == 0 || !page->page.date.set)
    return;
  page->comments_close_at = page->page.date.seconds + settings->comments_close_days * DAY_SECONDS;
  if (moment->now >= page->comments_close_at)
    page->comments_open = false;
  else
    event_at(site, page->comments_close_at, moment->now);
}

/* One identity for one page: a second one is an error, since its comments would mix. */
static bool site_index_ids(Site *site, Error **error)
{
  g_hash_table_remove_all(site->by_id);
  for (guint i = 0; i < site->pages->len; i++) {
    SitePage *page = g_ptr_array_index(site->pages, i);
    const SitePage *other = g_hash_table_lookup(site->by_id, page->page.id);
    if (other) {
      error_set(error, ERROR_SITE, "two pages have the id '%s'", page->page.id);
      error_at(error, page->page.path, 1, 0);
      error_note(error, "the other one is %s", other->page.path);
      error_hint(error, "give one of them another 'id' in its front matter");
      return false;
    }
    g_hash_table_insert(site->by_id, (gpointer)page->page.id, page);
  }
  return true;
}

static bool site_check_urls(SitePage *const *pages, size_t count, Error **error)
{
  g_autoptr(GHashTable) outputs = g_hash_table_new(g_str_hash, g_str_equal);
  for (size_t i = 0; i < count; i++) {
    const SitePage *other = g_hash_table_lookup(outputs, pages[i]->page.output);
    if (other) {
      error_set(error, ERROR_SITE, "two pages have the URL %s", pages[i]->page.url);
      error_at(error, pages[i]->page.path, 1, 0);
      error_note(error, "the other one is %s", other->page.path);
      error_hint(error, "give one of them another 'slug' or 'url' in its front matter");
      return false;
    }
    g_hash_table_insert(outputs, (gpointer)pages[i]->page.output, pages[i]);
  }
  return true;
}

static size_t language_index(const Site *site, const char *lang)
{
  for (size_t i = 0; i < site->settings->language_count; i++)
    if (strcmp(site->settings->languages[i].code, lang) == 0)
      return i;
  return site->settings->language_count;
}

/* Pages that share a key, one for each language: the first by path where a language
 * has several. */
static void translations_link(Site *site, SitePage *const *pages, size_t count)
{
  size_t languages = site->settings->language_count;
  if (languages < 2)
    return;
  g_autoptr(GHashTable) groups = g_hash_table_new(g_str_hash, g_str_equal);
  for (size_t i = 0; i < count; i++) {
    const char *key = pages[i]->page.translation_key;
    SitePage **group = g_hash_table_lookup(groups, key);
    if (!group) {
      group = arena_new_array(site->arena, SitePage *, languages);
      g_hash_table_insert(groups, (gpointer)key, group);
    }
    size_t index = language_index(site, pages[i]->page.lang);
    if (index < languages &&
        (!group[index] || strcmp(pages[i]->page.path, group[index]->page.path) < 0))
      group[index] = pages[i];
  }
  for (size_t i = 0; i < count; i++) {
    SitePage **group = g_hash_table_lookup(groups, pages[i]->page.translation_key);
    SitePage **others = arena_new_array(site->arena, SitePage *, languages);
    size_t own = language_index(site, pages[i]->page.lang);
    for (size_t j = 0; j < languages; j++)
      if (j != own && group[j])
        others[pages[i]->translation_count++] = group[j];
    pages[i]->translations = others;
  }
}

/* An _index.md at the address of a list is shown there, and is no page of its own. */
static void texts_link(Site *site)
{
  g_autoptr(GHashTable) lists = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < site->lists->len; i++) {
    SiteList *list = g_ptr_array_index(site->lists, i);
    g_hash_table_insert(lists, (gpointer)site_list_output(list, 0, site->arena), list);
  }
  for (guint i = site->standalone->len; i-- > 0;) {
    SitePage *page = g_ptr_array_index(site->standalone, i);
    SiteList *list = page->page.is_index ? g_hash_table_lookup(lists, page->page.output) : NULL;
    if (!list)
      continue;
    list->text = page;
    page->text_of = list;
    g_ptr_array_remove_index(site->standalone, i);
  }
}

static void digester_add_page(Digester *digester, const SitePage *page)
{
  digester_add_text(digester, page ? page->page.id : NULL);
}

Digest site_page_place(const SitePage *page)
{
  Digester digester;
  digester_init(&digester);
  digester_add_page(&digester, page->previous);
  digester_add_page(&digester, page->next);
  for (size_t i = 0; i < page->tag_count; i++)
    digester_add_text(&digester, page->tags[i]->key);
  digester_add_int(&digester, (int64_t)page->term_count);
  for (size_t i = 0; i < page->term_count; i++)
    digester_add_text(&digester, page->terms[i]->key);
  digester_add_int(&digester, (int64_t)page->related_count);
  for (size_t i = 0; i < page->related_count; i++)
    digester_add_page(&digester, page->related[i]);
  digester_add_text(&digester, page->text_of ? page->text_of->key : NULL);
  for (size_t i = 0; i < page->author_count; i++)
    digester_add_text(&digester, page->authors[i]->id);
  digester_add_int(&digester, (int64_t)page->contributor_count);
  for (size_t i = 0; i < page->contributor_count; i++)
    digester_add_text(&digester, page->contributors[i]->id);
  digester_add_text(&digester, page->series ? page->series->key : NULL);
  digester_add_int(&digester, page->series_position);
  digester_add_page(&digester, page->series_previous);
  digester_add_page(&digester, page->series_next);
  for (size_t i = 0; i < page->translation_count; i++)
    digester_add_page(&digester, page->translations[i]);
  digester_add_int(&digester, page->comments_shown);
  digester_add_int(&digester, page->comments_open);
  digester_add_int(&digester, page->comments_close_at);
  return digester_end(&digester);
}

bool site_assemble(Site *site, const SiteMoment *moment, Warnings *warnings, Error **error)
{
  (void)warnings;
  g_ptr_array_sort(site->pages, page_compare_path);
  if (!site_index_ids(site, error))
    return false;
  g_autoptr(GPtrArray) visible = g_ptr_array_new();
  for (guint i = 0; i < site->pages->len; i++) {
    SitePage *page = g_ptr_array_index(site->pages, i);
    page->visible = page_is_visible(&page->page, moment->now, moment->drafts, moment->future);
    page_events(site, page, moment);
    if (page->visible) {
      page_comments_state(site, page, moment);
      g_ptr_array_add(visible, page);
      if (page->page.kind == PAGE_PAGE && (!page->page.unlisted || page->page.is_index))
        g_ptr_array_add(site->standalone, page);
    }
  }
  if (!site_check_urls((SitePage *const *)visible->pdata, visible->len, error))
    return false;
  translations_link(site, (SitePage *const *)visible->pdata, visible->len);
  g_ptr_array_sort(visible, page_compare_date);
  site_lists_build(site, (SitePage *const *)visible->pdata, visible->len);
  site_relate(site);
  texts_link(site);
  for (guint i = 0; i < visible->len; i++) {
    SitePage *page = g_ptr_array_index(visible, i);
    page->place = site_page_place(page);
  }
  return true;
}
