/* sitemap.c - posts oldest first, then pages, then lists. */
#include "generator/model/site/sitemap.h"

#include <string.h>

/* Entries while they are put in order. */
typedef struct Builder {
  Site *site;
  SitemapEntry *entries;
  size_t count;
  Sitemap *map;
} Builder;

SitemapEntry sitemap_entry(const SitePage *page)
{
  const Page *said = &page->page;
  return (SitemapEntry){.row = page->row,
                        .url = said->url,
                        .date = said->updated.set ? said->updated : said->date,
                        .updated = said->updated.set};
}

static void builder_add_page(Builder *builder, const SitePage *page)
{
  if (!page->page.no_sitemap)
    builder->entries[builder->count++] = sitemap_entry(page);
}

/* Whether `a` comes before `b`: in time, then by path, as in the lists of posts. */
static bool page_before(const SitePage *a, const SitePage *b)
{
  int64_t one = a->page.date.set ? a->page.date.seconds : INT64_MIN;
  int64_t two = b->page.date.set ? b->page.date.seconds : INT64_MIN;
  return one != two ? one < two : strcmp(a->page.path, b->page.path) < 0;
}

/* The posts of a language, and how many of them are taken. */
typedef struct Front {
  const SiteList *list;
  size_t at;
} Front;

static const SitePage *front_next(const Front *front)
{
  return front->at < front->list->count ? front->list->pages[front->at] : NULL;
}

/* The fronts of the languages hold all posts, each in order: they are merged. */
static void builder_add_posts(Builder *builder)
{
  const Settings *settings = builder->site->settings;
  Front *fronts = g_new0(Front, settings->language_count);
  for (size_t i = 0; i < settings->language_count; i++)
    fronts[i].list = site_front(builder->site, settings->languages[i].code);
  for (;;) {
    Front *oldest = NULL;
    for (size_t i = 0; i < settings->language_count; i++)
      if (front_next(&fronts[i]) &&
          (!oldest || page_before(front_next(&fronts[i]), front_next(oldest))))
        oldest = &fronts[i];
    if (!oldest)
      break;
    builder_add_page(builder, front_next(oldest));
    oldest->at++;
  }
  g_free(fronts);
}

/* Whose an address is counts, too: when that page changed is read of it. */
static Digest part_digest(const SitemapPart *part)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, part->path);
  for (size_t i = 0; i < part->count; i++) {
    const SitemapEntry *entry = &part->entries[i];
    digester_add_text(&digester, entry->url);
    digester_add_int(&digester, entry->row);
  }
  return digester_end(&digester);
}

static void builder_part(Builder *builder, const char *path, size_t first, size_t count)
{
  SitemapPart *part = &builder->map->parts[builder->map->count++];
  *part = (SitemapPart){.path = path, .entries = builder->entries + first, .count = count};
  part->digest = part_digest(part);
}

/* The entries from `first` on, in files of at most `size`. */
static void builder_cut(Builder *builder, const char *name, size_t first, size_t count, size_t size)
{
  Arena *arena = builder->site->arena;
  for (size_t number = 1; count > 0; number++) {
    size_t some = MIN(count, size);
    const char *path = arena_printf(arena, "sitemap-%s%zu.xml", name, number);
    builder_part(builder, path, first, some);
    first += some;
    count -= some;
  }
}

const Sitemap *sitemap_make(Site *site, bool may_index)
{
  Builder builder = {.site = site, .map = arena_new_of(site->arena, Sitemap)};
  size_t size = (size_t)site->settings->sitemap_urls, most = site->pages->len + site->lists->len;
  builder.entries = arena_new_array(site->arena, SitemapEntry, most + 1);
  builder_add_posts(&builder);
  size_t posts = builder.count;
  for (guint i = 0; i < site->standalone->len; i++)
    builder_add_page(&builder, g_ptr_array_index(site->standalone, i));
  size_t pages = builder.count - posts;
  for (guint i = 0; i < site->lists->len; i++) {
    const SiteList *list = g_ptr_array_index(site->lists, i);
    builder.entries[builder.count++] = (SitemapEntry){.url = list->url};
  }
  builder.map->index = may_index && builder.count > size;
  builder.map->parts =
      arena_new_array(site->arena, SitemapPart, posts / size + 4 + most / SITEMAP_LIMIT);
  if (builder.map->index) {
    builder_cut(&builder, "", 0, posts, size);
    builder_cut(&builder, "pages-", posts, pages, SITEMAP_LIMIT);
    builder_cut(&builder, "lists-", posts + pages, builder.count - posts - pages, SITEMAP_LIMIT);
  } else {
    builder_part(&builder, "sitemap.xml", 0, builder.count);
  }
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < builder.map->count; i++)
    digester_add_text(&digester, builder.map->parts[i].path);
  builder.map->digest = digester_end(&digester);
  return builder.map;
}
