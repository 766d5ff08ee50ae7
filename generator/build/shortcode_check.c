/* shortcode_check.c - shortcodes of pages that the theme does not have. In a strict site all
 * pages are looked at, as the theme may have lost one; else those that changed. */
#include "generator/build/context.h"
#include "generator/build/view/views.h"

static bool shortcode_exists(const Build *build, const char *name)
{
  g_autofree char *template = g_strdup_printf("shortcodes/%s.html", name);
  return theme_template(build->theme, template) != NULL;
}

static bool page_check(Build *build, const SitePage *page, Error **error)
{
  for (size_t i = 0; i < page->page.shortcode_count; i++) {
    const PageShortcode *shortcode = &page->page.shortcodes[i];
    if (shortcode_exists(build, shortcode->name))
      continue;
    if (build->settings.strict_shortcodes) {
      shortcode_unknown(error, build->theme, shortcode->name, page->page.path, shortcode->line);
      return false;
    }
    Error *warning = NULL;
    shortcode_unknown(&warning, build->theme, shortcode->name, page->page.path, shortcode->line);
    warnings_take(build->result->warnings, warning);
  }
  return true;
}

bool build_check_shortcodes(Build *build, Error **error)
{
  for (guint i = 0; i < build->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(build->site->pages, i);
    bool asked = build->settings.strict_shortcodes || g_hash_table_contains(build->new_rows, page);
    if (page->visible && asked && !page_check(build, page, error))
      return false;
  }
  return true;
}
