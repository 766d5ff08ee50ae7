/* site_lists.c - the front, tags, authors and series of each language. */
#include "generator/model/site/site_internal.h"

#include "common/paths.h"

#include <stdlib.h>
#include <string.h>

typedef struct ListShape {
  const char *key;    /* "tag" */
  const char *folder; /* "tags/": below the language's folder */
  bool paginated;
} ListShape;

static const ListShape list_shapes[] = {
    [LIST_FRONT] = {"front", "", true},
    [LIST_TAG] = {"tag", "tags/", true},
    [LIST_AUTHOR] = {"author", "authors/", true},
    [LIST_SERIES] = {"series", "series/", false},
    [LIST_TERM] = {"term", "", true},
    [LIST_YEAR] = {"year", "archives/", true},
    [LIST_MONTH] = {"month", "archives/", true},
    [LIST_SECTION] = {"section", "", true},
};

/* A list while it grows. */
typedef struct Growing {
  SiteList *list;
  GPtrArray *pages;
} Growing;

typedef struct Builder {
  Site *site;
  GHashTable *growing; /* key → Growing, owned */
  GHashTable *resolved;
  GHashTable *indexes; /* output files of _index.md */
  GHashTable *slugs;   /* language and name → slug; keys owned */
  GString *text;       /* for keys to look up */
} Builder;

static void growing_free(gpointer data)
{
  Growing *growing = data;
  g_ptr_array_unref(growing->pages);
  g_free(growing);
}

/* Hugo's terms keep signs that mean something in URLs. */
static const char *list_address(const Site *site, const char *folder)
{
  g_autoptr(GString) url = g_string_new(site->settings->base_path);
  g_string_append_c(url, '/');
  for (const char *p = folder; *p; p++) {
    if (strchr("#?%", *p))
      g_string_append_printf(url, "%%%02X", (unsigned)*p);
    else
      g_string_append_c(url, *p);
  }
  return arena_strndup(site->arena, url->str, url->len);
}

/* Parts with '/' between them, but for empty ones; until the next call. */
static const char *builder_text(Builder *builder, const char *const parts[], size_t count)
{
  g_string_truncate(builder->text, 0);
  for (size_t i = 0; i < count; i++) {
    if (i > 0 && *parts[i])
      g_string_append_c(builder->text, '/');
    g_string_append(builder->text, parts[i]);
  }
  return builder->text->str;
}

static const char *list_key(Builder *builder, ListKind kind, const char *taxonomy, const char *lang,
                            const char *slug)
{
  const char *const parts[] = {lang, list_shapes[kind].key, kind == LIST_TERM ? taxonomy : "",
                               slug};
  return builder_text(builder, parts, G_N_ELEMENTS(parts));
}

/* The list for a slug of a language; made when it is new. */
static Growing *builder_list_in(Builder *builder, ListKind kind, const char *taxonomy,
                                const char *lang, const char *slug, const char *name)
{
  Site *site = builder->site;
  const ListShape *shape = &list_shapes[kind];
  const char *key = list_key(builder, kind, taxonomy, lang, slug);
  Growing *growing = g_hash_table_lookup(builder->growing, key);
  if (growing) {
    /* Two spellings of one slug: the least in byte order is shown, whatever came first. */
    if (strcmp(name, growing->list->name) < 0)
      growing->list->name = name;
    return growing;
  }
  const char *inside = kind == LIST_TERM ? arena_printf(site->arena, "%s/", taxonomy) : "";
  SiteList *list = arena_new_of(site->arena, SiteList);
  list->kind = kind;
  list->key = key = arena_strdup(site->arena, key);
  list->lang = lang;
  list->slug = slug;
  list->name = name;
  list->taxonomy = taxonomy;
  list->paginated = shape->paginated;
  list->folder = arena_printf(site->arena, "%s%s%s%s%s",
                              settings_language_prefix(site->settings, site->arena, lang),
                              shape->folder, inside, slug, *slug ? "/" : "");
  list->url = list_address(site, list->folder);
  growing = g_new0(Growing, 1);
  growing->list = list;
  growing->pages = g_ptr_array_new();
  g_hash_table_insert(builder->growing, (gpointer)key, growing);
  return growing;
}

static Growing *builder_list(Builder *builder, ListKind kind, const char *lang, const char *slug,
                             const char *name)
{
  return builder_list_in(builder, kind, kind == LIST_TAG ? "tags" : NULL, lang, slug, name);
}

/* A tag or series of only signs ("+++") still needs a name in URLs. */
static const char *slug_of(Site *site, const char *name, const char *lang)
{
  g_autofree char *slug = address_term(site->settings->addresses, name, lang);
  if (*slug)
    return arena_strdup(site->arena, slug);
  return arena_printf(site->arena, "t-%08x", (unsigned)(digest_text(name) & 0xffffffffU));
}

/* Thousands of pages name the same few. */
static const char *list_slug(Builder *builder, const char *name, const char *lang)
{
  const char *const parts[] = {lang, name};
  const char *text = builder_text(builder, parts, G_N_ELEMENTS(parts));
  const char *slug = g_hash_table_lookup(builder->slugs, text);
  if (slug)
    return slug;
  slug = slug_of(builder->site, name, lang);
  g_hash_table_insert(builder->slugs, g_strdup(text), (gpointer)slug);
  return slug;
}

static bool list_has_last(const Growing *growing, const SitePage *page)
{
  return growing->pages->len > 0 &&
         g_ptr_array_index(growing->pages, growing->pages->len - 1) == page;
}

static void builder_add_tags(Builder *builder, SitePage *page)
{
  const char *const *names = page->page.tags;
  size_t count = 0;
  while (names[count])
    count++;
  SiteList **tags = arena_new_array(builder->site->arena, SiteList *, count + 1);
  for (size_t i = 0; i < count; i++) {
    const char *slug = list_slug(builder, names[i], page->page.lang);
    Growing *growing = builder_list(builder, LIST_TAG, page->page.lang, slug, names[i]);
    if (list_has_last(growing, page))
      continue;
    g_ptr_array_add(growing->pages, page);
    tags[page->tag_count++] = growing->list;
  }
  page->tags = tags;
}

/* "categories\tKitchen" */
static void builder_add_terms(Builder *builder, SitePage *page)
{
  const char *const *terms = page->page.terms;
  size_t count = 0;
  while (terms[count])
    count++;
  SiteList **lists = arena_new_array(builder->site->arena, SiteList *, count + 1);
  for (size_t i = 0; i < count; i++) {
    const char *tab = strchr(terms[i], '\t');
    g_autofree char *given = g_strndup(terms[i], tab ? (size_t)(tab - terms[i]) : 0);
    const SiteTaxonomy *taxonomy = settings_taxonomy(builder->site->settings, given);
    if (!taxonomy)
      continue;
    const char *slug = list_slug(builder, tab + 1, page->page.lang);
    Growing *growing =
        builder_list_in(builder, LIST_TERM, taxonomy->name, page->page.lang, slug, tab + 1);
    if (list_has_last(growing, page))
      continue;
    g_ptr_array_add(growing->pages, page);
    lists[page->term_count++] = growing->list;
  }
  page->terms = lists;
}

/* By the clock that its author wrote. */
static void builder_add_archives(Builder *builder, SitePage *page)
{
  Arena *arena = builder->site->arena;
  DateParts parts;
  if (!builder->site->settings->archives || !page->page.date.set)
    return;
  datetime_parts(&page->page.date, &parts);
  const char *lang = page->page.lang, *year = arena_printf(arena, "%04d", parts.year);
  const char *month = arena_printf(arena, "%s/%02d", year, parts.month);
  const char *name = arena_printf(arena, "%s-%02d", year, parts.month);
  g_ptr_array_add(builder_list(builder, LIST_YEAR, lang, year, year)->pages, page);
  g_ptr_array_add(builder_list(builder, LIST_MONTH, lang, month, name)->pages, page);
}

/* "travel-notes" is called "Travel notes". */
static const char *section_name(Arena *arena, const char *section)
{
  const char *base = path_base(section);
  g_autofree char *spaced = g_strdelimit(g_strdup(base), "-_", ' ');
  g_autofree char *first = g_utf8_strup(spaced, g_utf8_next_char(spaced) - spaced);
  return arena_printf(arena, "%s%s", first, g_utf8_next_char(spaced));
}

/* Folders at the top are sections, and those below that have an _index.md. */
static void builder_add_section(Builder *builder, SitePage *page)
{
  Arena *arena = builder->site->arena;
  const char *section = page->page.section, *lang = page->page.lang;
  g_autofree char *top = g_strndup(section, strcspn(section, "/"));
  if (!*section || page->page.is_index || settings_taxonomy(builder->site->settings, top))
    return;
  for (const char *end = section; end; end = *end ? end + 1 : NULL) {
    end += strcspn(end, "/");
    const char *one = arena_strndup(arena, section, (size_t)(end - section));
    const char *prefix = settings_language_prefix(builder->site->settings, arena, lang);
    g_autofree char *index = g_strdup_printf("%s%s/index.html", prefix, one);
    if (strchr(one, '/') && !g_hash_table_contains(builder->indexes, index))
      continue;
    Growing *growing = builder_list(builder, LIST_SECTION, lang, one, section_name(arena, one));
    g_ptr_array_add(growing->pages, page);
  }
}

static void builder_add_authors(Builder *builder, SitePage *page)
{
  const char *const *mentions = page->page.authors;
  size_t count = 0;
  while (mentions[count])
    count++;
  SiteAuthor **authors = arena_new_array(builder->site->arena, SiteAuthor *, count + 1);
  for (size_t i = 0; i < count; i++) {
    SiteAuthor *author = site_author_for(builder->site, builder->resolved, mentions[i]);
    if (page->page.kind == PAGE_POST && !page->page.unlisted) {
      Growing *growing =
          builder_list(builder, LIST_AUTHOR, page->page.lang, author->id, author->name);
      if (list_has_last(growing, page))
        continue;
      growing->list->author = author;
      growing->list->name = author->name;
      g_ptr_array_add(growing->pages, page);
    }
    authors[page->author_count++] = author;
  }
  page->authors = authors;
}

static bool is_person_of(SiteAuthor *const *people, size_t count, const SiteAuthor *person)
{
  for (size_t i = 0; i < count; i++)
    if (people[i] == person)
      return true;
  return false;
}

static void builder_add_contributors(Builder *builder, SitePage *page)
{
  const char *const *names = page->page.contributors;
  size_t count = 0;
  while (names[count])
    count++;
  SiteAuthor **people = arena_new_array(builder->site->arena, SiteAuthor *, count + 1);
  for (size_t i = 0; i < count; i++) {
    SiteAuthor *person = site_author_for(builder->site, builder->resolved, names[i]);
    if (!is_person_of(page->authors, page->author_count, person) &&
        !is_person_of(people, page->contributor_count, person))
      people[page->contributor_count++] = person;
  }
  page->contributors = people;
}

static void builder_add(Builder *builder, SitePage *page)
{
  const char *lang = page->page.lang;
  builder_add_authors(builder, page);
  builder_add_contributors(builder, page);
  if (page->page.unlisted)
    return;
  if (page->page.section)
    builder_add_section(builder, page);
  if (page->page.kind != PAGE_POST)
    return;
  g_ptr_array_add(builder_list(builder, LIST_FRONT, lang, "", "")->pages, page);
  if (settings_taxonomy(builder->site->settings, "tags"))
    builder_add_tags(builder, page);
  builder_add_terms(builder, page);
  builder_add_archives(builder, page);
  if (page->page.series) {
    const char *slug = list_slug(builder, page->page.series, lang);
    Growing *growing = builder_list(builder, LIST_SERIES, lang, slug, page->page.series);
    g_ptr_array_add(growing->pages, page);
    page->series = growing->list;
  }
}

static int64_t series_weight(const SitePage *page)
{
  return page->page.series_weight ? page->page.series_weight : INT64_MAX;
}

/* Weighted ones first, by weight; the rest by date. The pages come sorted by date, and
 * the position there breaks ties. */
static int series_compare(gconstpointer a, gconstpointer b)
{
  const SitePage *first = *(SitePage *const *)a, *second = *(SitePage *const *)b;
  int64_t one = series_weight(first), two = series_weight(second);
  if (one != two)
    return one < two ? -1 : 1;
  if (first->page.date.seconds != second->page.date.seconds)
    return first->page.date.seconds < second->page.date.seconds ? -1 : 1;
  return strcmp(first->page.path, second->page.path);
}

static void series_link(const SiteList *list)
{
  for (size_t i = 0; i < list->count; i++) {
    SitePage *page = list->pages[i];
    page->series_position = (int64_t)i + 1;
    page->series_previous = i > 0 ? list->pages[i - 1] : NULL;
    page->series_next = i + 1 < list->count ? list->pages[i + 1] : NULL;
  }
}

static void front_link(const SiteList *list)
{
  for (size_t i = 0; i < list->count; i++) {
    list->pages[i]->previous = i > 0 ? list->pages[i - 1] : NULL;
    list->pages[i]->next = i + 1 < list->count ? list->pages[i + 1] : NULL;
  }
}

static int list_compare(gconstpointer a, gconstpointer b)
{
  return strcmp((*(SiteList *const *)a)->key, (*(SiteList *const *)b)->key);
}

static void builder_finish(Builder *builder)
{
  Site *site = builder->site;
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, builder->growing);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    Growing *growing = value;
    SiteList *list = growing->list;
    list->count = growing->pages->len;
    list->pages = arena_new_array(site->arena, SitePage *, list->count + 1);
    if (list->count)
      memcpy(list->pages, growing->pages->pdata, list->count * sizeof(SitePage *));
    list->archive_count = site_list_archives(site, list);
    if (list->kind == LIST_SERIES) {
      qsort(list->pages, list->count, sizeof *list->pages, series_compare);
      series_link(list);
    } else if (list->kind == LIST_FRONT) {
      front_link(list);
    }
    g_ptr_array_add(site->lists, list);
    g_hash_table_insert(site->list_by_key, (gpointer)list->key, list);
  }
  g_ptr_array_sort(site->lists, list_compare);
}

void site_lists_build(Site *site, SitePage *const *pages, size_t count)
{
  Builder builder = {
      .site = site,
      .growing = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, growing_free),
      .resolved = g_hash_table_new(g_str_hash, g_str_equal),
      .indexes = g_hash_table_new(g_str_hash, g_str_equal),
      .slugs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .text = g_string_new(NULL),
  };
  for (size_t i = 0; i < count; i++)
    if (pages[i]->page.is_index)
      g_hash_table_add(builder.indexes, (gpointer)pages[i]->page.output);
  for (size_t i = 0; i < site->settings->language_count; i++)
    builder_list(&builder, LIST_FRONT, site->settings->languages[i].code, "", "");
  for (size_t i = 0; i < count; i++)
    builder_add(&builder, pages[i]);
  builder_finish(&builder);
  g_hash_table_unref(builder.growing);
  g_hash_table_unref(builder.resolved);
  g_hash_table_unref(builder.indexes);
  g_hash_table_unref(builder.slugs);
  g_string_free(builder.text, TRUE);
}
