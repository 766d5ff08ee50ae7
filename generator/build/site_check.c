/* site_check.c - the checks, one after another, over all pages by path. */
#include "generator/build/site_check.h"

#include "generator/build/link_check.h"

#include <string.h>

static Error *page_finding(const SitePage *page, int line, const char *text)
{
  Error *finding = NULL;
  error_set(&finding, ERROR_SITE, "%s", text);
  error_at(&finding, page->page.path, line, 0);
  return finding;
}

/* --- links ------------------------------------------------------------------------------ */

void site_check_links(Facts *facts, const GPtrArray *outputs, Warnings *errors)
{
  g_autoptr(GHashTable) urls = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < outputs->len; i++)
    g_hash_table_add(urls, (gpointer)((PlanOutput *)g_ptr_array_index(outputs, i))->url);
  LinkCheck check = {.facts = facts, .arena = facts->arena, .urls = urls};
  g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(LinkFinding));
  for (guint i = 0; i < facts->site->pages->len; i++)
    link_check_page(&check, g_ptr_array_index(facts->site->pages, i), findings);
  for (guint i = 0; i < findings->len; i++)
    warnings_take(errors, link_finding_error(&g_array_index(findings, LinkFinding, i)));
}

/* --- pages ------------------------------------------------------------------------------ */

/* Two results of a search that look the same. */
static void check_titles(SiteCheck *check, const Facts *facts)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < facts->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(facts->site->pages, i);
    if (!page->visible || !*page->page.title)
      continue;
    char *key = g_strdup_printf("%s\t%s", page->page.lang, page->page.title);
    const SitePage *first = g_hash_table_lookup(seen, key);
    if (!first) {
      g_hash_table_insert(seen, key, (gpointer)page);
      continue;
    }
    g_free(key);
    g_autofree char *text = g_strdup_printf("another page has the title '%s'", page->page.title);
    Error *finding = page_finding(page, 1, text);
    error_note(&finding, "the other one is %s", first->page.path);
    warnings_take(check->warnings, finding);
  }
}

static void check_slugs(SiteCheck *check, const Facts *facts)
{
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < facts->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(facts->site->pages, i);
    if (!page->visible || page->page.kind != PAGE_POST)
      continue;
    char *key = g_strdup_printf("%s\t%s", page->page.lang, page->page.slug);
    const SitePage *first = g_hash_table_lookup(seen, key);
    if (!first) {
      g_hash_table_insert(seen, key, (gpointer)page);
      continue;
    }
    g_free(key);
    g_autofree char *text = g_strdup_printf("another post has the slug '%s'", page->page.slug);
    Error *finding = page_finding(page, 1, text);
    error_note(&finding, "the other one is %s", first->page.path);
    error_hint(&finding, "their addresses differ by the folder alone, which is easily confused");
    warnings_take(check->warnings, finding);
  }
}

static void check_description(SiteCheck *check, const SitePage *page)
{
  if (*page->page.description || page->page.is_index)
    return;
  Error *finding = page_finding(page, 1, "the page has no description");
  error_hint(&finding, "'description: …' in its front matter is what search engines show");
  warnings_take(check->warnings, finding);
}

/* The page's title is the heading of level 1. */
static void check_headings(SiteCheck *check, const SitePage *page)
{
  int above = 1;
  for (size_t i = 0; i < page->page.heading_count; i++) {
    const Heading *heading = &page->page.headings[i];
    g_autofree char *text = NULL;
    if (heading->level > above + 1)
      text = g_strdup_printf("the heading '%s' is of level %d, right below one of level %d",
                             heading->text, heading->level, above);
    else if (heading->level == 1 && strcmp(heading->text, page->page.title) != 0)
      text =
          g_strdup_printf("the heading '%s' is of level 1, as the page's title is", heading->text);
    above = heading->level;
    if (!text)
      continue;
    Error *finding = page_finding(page, 0, text);
    error_hint(&finding, "who listens to a page goes by its headings: begin with ##, and leave no "
                         "level out");
    warnings_take(check->warnings, finding);
  }
}

/* --- templates -------------------------------------------------------------------------- */

static int name_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

/* All that outputs may begin with, also those that no page uses now. What they include is
 * loaded with them; what the build warns of, it tells itself. */
static void check_templates(SiteCheck *check, const Facts *facts)
{
  g_autoptr(Warnings) told = warnings_new();
  GList *names = g_list_sort(g_hash_table_get_keys(facts->theme->templates), name_compare);
  for (GList *name = names; name; name = name->next) {
    Error *error = NULL;
    if (!strchr(name->data, '/') && !template_check(facts->theme->set, name->data, told, &error))
      warnings_take(check->errors, error);
  }
  g_list_free(names);
}

void site_check(SiteCheck *check, Facts *facts, const GPtrArray *outputs)
{
  site_check_links(facts, outputs, check->errors);
  check_templates(check, facts);
  check_titles(check, facts);
  check_slugs(check, facts);
  for (guint i = 0; i < facts->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(facts->site->pages, i);
    if (!page->visible)
      continue;
    check_description(check, page);
    check_headings(check, page);
  }
}
