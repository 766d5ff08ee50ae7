/* link_check.c - each link of a page, by what it names. */
#include "generator/build/link_check.h"

#include "generator/build/context.h"
#include "generator/model/site/links.h"

#include "common/escape.h"
#include "common/paths.h"
#include "common/suggest.h"

#include <string.h>

enum { SEARCHES_MAX = 50 };

/* --- what may have been meant ---------------------------------------------------------------- */

static const char *nearest_page(LinkCheck *check, const char *path)
{
  const Site *site = check->facts->site;
  g_autoptr(GPtrArray) paths = g_ptr_array_new();
  if (check->searches++ >= SEARCHES_MAX)
    return NULL;
  for (guint i = 0; i < site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(site->pages, i);
    if (strcmp(path_base(page->page.path), path_base(path)) == 0)
      return page->page.path;
    g_ptr_array_add(paths, (gpointer)page->page.path);
  }
  g_ptr_array_add(paths, NULL);
  return suggest_nearest(path, (const char *const *)paths->pdata);
}

static const char *nearest_anchor(LinkCheck *check, const Page *page, const char *id)
{
  g_autoptr(GPtrArray) ids = g_ptr_array_new();
  if (check->searches++ >= SEARCHES_MAX)
    return NULL;
  for (size_t i = 0; i < page->heading_count; i++)
    g_ptr_array_add(ids, (gpointer)page->headings[i].id);
  for (size_t i = 0; page->anchors[i]; i++)
    g_ptr_array_add(ids, (gpointer)page->anchors[i]);
  g_ptr_array_add(ids, NULL);
  return suggest_nearest(id, (const char *const *)ids->pdata);
}

static gint text_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* An address of the site that may have been meant. Some servers find /about.html for /about;
 * others do not. */
static const char *nearest_url(LinkCheck *check, const char *target)
{
  g_autofree char *path = g_strndup(target, strcspn(target, "?#"));
  g_autofree char *file = g_strconcat(check->facts->settings->base_path, path, ".html", NULL);
  const char *found = NULL;
  if (g_hash_table_lookup_extended(check->urls, file, (gpointer *)&found, NULL))
    return found;
  if (check->searches++ >= SEARCHES_MAX)
    return NULL;
  guint count = 0;
  const char **urls = (const char **)g_hash_table_get_keys_as_array(check->urls, &count);
  qsort(urls, count, sizeof *urls, text_compare);
  found = suggest_nearest(path, urls);
  g_free(urls);
  return found;
}

/* --- anchors ----------------------------------------------------------------------------------- */

static bool has_anchor(const Page *page, const char *id)
{
  for (size_t i = 0; i < page->heading_count; i++)
    if (strcmp(page->headings[i].id, id) == 0)
      return true;
  return g_strv_contains(page->anchors, id);
}

/* Ids that the theme and the notes have, and those of text fragments. */
static bool is_anchor_of_others(const char *id)
{
  static const char *const prefixes[] = {"fn-", "fnref-", "comment", "form", ":~:"};
  static const char *const names[] = {"", "top", "content", "main", NULL};
  for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
    if (g_str_has_prefix(id, prefixes[i]))
      return true;
  return g_strv_contains(names, id);
}

static void check_anchor(LinkCheck *check, const SitePage *target, const char *fragment,
                         LinkFinding finding, GArray *findings)
{
  g_autoptr(GString) id = g_string_new(NULL);
  const Page *page = &target->page;
  if (!unescape_url(id, fragment, strlen(fragment), false))
    g_string_assign(id, fragment);
  if (page->shortcode_count > 0 || is_anchor_of_others(id->str) || has_anchor(page, id->str))
    return;
  finding.fault = LINK_NO_ANCHOR;
  finding.missing = arena_strdup(check->arena, id->str);
  finding.where = page->path;
  finding.nearest = nearest_anchor(check, page, id->str);
  g_array_append_val(findings, finding);
}

/* --- files and pages ---------------------------------------------------------------------------- */

static bool file_exists_here(const Facts *facts, const char *path)
{
  return facts_has_file(facts, path) || g_hash_table_contains(facts->files, path);
}

/* Only what is surely meant as a file of the source: "x.md", "../img/x.png". */
static bool is_surely_file(const Settings *settings, const char *target, const char *path)
{
  PageKind kind;
  return file_is_page(settings, path, &kind) || target[0] == '@' ||
         (target[0] != '/' && strchr(path_base(path), '.'));
}

static bool has_url(const LinkCheck *check, const char *target)
{
  const Settings *settings = check->facts->settings;
  g_autofree char *path = g_strndup(target, strcspn(target, "?#"));
  g_autofree char *whole = g_strconcat(settings->base_path, path, NULL);
  g_autofree char *slash = g_strconcat(whole, "/", NULL);
  return g_hash_table_contains(check->urls, path) || g_hash_table_contains(check->urls, whole) ||
         g_hash_table_contains(check->urls, slash);
}

static void check_missing(LinkCheck *check, LinkFinding finding, const char *path, GArray *findings)
{
  const char *target = finding.link->target;
  if (is_surely_file(check->facts->settings, target, path)) {
    finding.fault = LINK_NO_FILE;
    finding.missing = arena_strdup(check->arena, path);
    finding.nearest = nearest_page(check, path);
    g_array_append_val(findings, finding);
  } else if (check->urls && target[0] == '/' && !has_url(check, target)) {
    finding.fault = LINK_NO_URL;
    finding.missing = target;
    finding.nearest = nearest_url(check, target);
    g_array_append_val(findings, finding);
  }
}

static void check_link(LinkCheck *check, const SitePage *page, const PageLink *link,
                       GArray *findings)
{
  const Facts *facts = check->facts;
  LinkFinding finding = {.page = page, .link = link};
  g_autofree char *suffix = NULL;
  if (link->target[0] == '#') {
    check_anchor(check, page, link->target + 1, finding, findings);
    return;
  }
  g_autoptr(GPtrArray) paths =
      link_candidates(facts->settings, page->page.path, link->target, &suffix);
  for (guint i = 0; paths && i < paths->len; i++) {
    const char *path = g_ptr_array_index(paths, i);
    const SitePage *found = site_page_by_path(facts->site, path);
    if (found && !found->visible && page->visible) {
      finding.fault = LINK_HIDDEN;
      g_array_append_val(findings, finding);
      return;
    }
    const char *fragment = found ? strchr(suffix, '#') : NULL;
    if (fragment)
      check_anchor(check, found, fragment + 1, finding, findings);
    if (found || file_exists_here(facts, path))
      return;
  }
  if (paths && paths->len > 0)
    check_missing(check, finding, g_ptr_array_index(paths, 0), findings);
}

void link_check_page(LinkCheck *check, const SitePage *page, GArray *findings)
{
  for (size_t i = 0; i < page->page.link_count; i++)
    check_link(check, page, &page->page.links[i], findings);
}

/* --- messages -------------------------------------------------------------------------------------- */

Error *link_finding_error(const LinkFinding *finding)
{
  Error *error = NULL;
  const char *target = finding->link->target;
  switch (finding->fault) {
  case LINK_NO_FILE:
    error_set(&error, ERROR_SITE, "the link to '%s' leads nowhere: there is no %s", target,
              finding->missing);
    break;
  case LINK_HIDDEN:
    error_set(&error, ERROR_SITE, "the link to '%s' leads to a page that is not shown", target);
    break;
  case LINK_NO_ANCHOR:
    error_set(&error, ERROR_SITE,
              "the link to '%s' leads to no place in the page: %s has no id '%s'", target,
              finding->where, finding->missing);
    break;
  case LINK_NO_URL:
    error_set(&error, ERROR_SITE, "the link to '%s' leads nowhere: the site has no such address",
              target);
    break;
  }
  error_at(&error, finding->page->page.path, finding->link->line, 0);
  if (finding->nearest)
    error_hint(&error, "did you mean '%s%s'?", finding->fault == LINK_NO_ANCHOR ? "#" : "",
               finding->nearest);
  return error;
}

void build_check_links(Build *build)
{
  g_autoptr(Arena) arena = arena_new();
  LinkCheck check = {.facts = &build->facts, .arena = arena};
  g_autoptr(GArray) findings = g_array_new(FALSE, FALSE, sizeof(LinkFinding));
  for (guint i = 0; i < build->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(build->site->pages, i);
    if (g_hash_table_contains(build->new_rows, page))
      link_check_page(&check, page, findings);
  }
  for (guint i = 0; i < findings->len; i++)
    warnings_take(build->result->warnings,
                  link_finding_error(&g_array_index(findings, LinkFinding, i)));
}
