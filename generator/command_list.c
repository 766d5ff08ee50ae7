/* command_list.c - senf list: pages that readers don't see, or that need mending. */
#include "generator/commands.h"

#include "generator/build/inspect.h"
#include "generator/build/site_check.h"
#include "generator/report.h"
#include "generator/site_options.h"

#include "common/suggest.h"

#include <stdio.h>
#include <string.h>

typedef struct Listing Listing;

/* What may be listed: whether a page is of that kind; NULL: the links that lead nowhere. */
typedef struct ListKindOf {
  const char *name;
  bool (*has)(const Page *page, int64_t now);
} ListKindOf;

struct Listing {
  const ListKindOf *kind;
  BuildResult *result;
  json_t *pages;
  Warnings *broken;
};

static bool is_draft(const Page *page, int64_t now)
{
  (void)now;
  return page->draft;
}

static bool is_future(const Page *page, int64_t now)
{
  return !page->draft && page->kind == PAGE_POST && page->date.set && page->date.seconds > now;
}

static bool is_expired(const Page *page, int64_t now)
{
  return !page->draft && page->expiry.set && page->expiry.seconds <= now;
}

static const ListKindOf kinds[] = {
    {"drafts", is_draft}, {"future", is_future}, {"expired", is_expired}, {"broken", NULL}};

static json_t *date_json(const DateTime *date)
{
  if (!date->set)
    return NULL;
  g_autoptr(GString) text = g_string_new(NULL);
  datetime_rfc3339(date, text);
  return json_string(text->str);
}

static json_t *page_json(const Page *page)
{
  json_t *entry =
      json_pack("{s:s, s:s, s:s}", "path", page->path, "title", page->title, "url", page->url);
  json_object_set_new(entry, "date", date_json(&page->date));
  json_object_set_new(entry, "expiry", date_json(&page->expiry));
  return entry;
}

static bool listing_site(void *data, Facts *facts, const GPtrArray *outputs)
{
  Listing *listing = data;
  if (!listing->kind->has)
    site_check_links(facts, outputs, listing->broken);
  for (guint i = 0; listing->kind->has && i < facts->site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(facts->site->pages, i);
    if (listing->kind->has(&page->page, listing->result->now))
      json_array_append_new(listing->pages, page_json(&page->page));
  }
  return false;
}

static const char *text_of(const json_t *page, const char *name, const char *fallback)
{
  const char *text = json_string_value(json_object_get(page, name));
  return text ? text : fallback;
}

static int listing_print(const Listing *listing, bool json)
{
  for (size_t i = 0; i < warnings_count(listing->broken); i++) {
    const Error *finding = warnings_get(listing->broken, i);
    if (json)
      json_array_append_new(listing->pages, report_json(finding));
    else
      printf("%s:%d  %s\n", finding->file, finding->line, finding->what);
  }
  if (json) {
    report_print(json_incref(listing->pages));
    return 0;
  }
  size_t index;
  const json_t *page;
  bool expired = strcmp(listing->kind->name, "expired") == 0;
  json_array_foreach(listing->pages, index, page)
  {
    const char *date = text_of(page, expired ? "expiry" : "date", "          ");
    printf("%.10s  %s  %s\n", date, text_of(page, "path", ""), text_of(page, "title", ""));
  }
  return 0;
}

static const ListKindOf *kind_find(const char *name, Error **error)
{
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    if (strcmp(kinds[i].name, name) == 0)
      return &kinds[i];
  const char *const names[] = {"drafts", "future", "expired", "broken", NULL};
  const char *nearest = suggest_nearest(name, names);
  error_set(error, ERROR_USAGE, "'%s' can't be listed", name);
  if (nearest)
    error_hint(error, "did you mean '%s'?", nearest);
  else
    error_hint(error, "there are: drafts, future, expired, broken");
  return NULL;
}

static int listing_run(const ListKindOf *kind, BuildOptions *build, bool json)
{
  g_auto(BuildResult) result = {0};
  g_autoptr(Error) error = NULL;
  Listing listing = {.kind = kind, .result = &result};
  const BuildInspect inspect = {listing_site, NULL, &listing};
  listing.pages = json_array();
  listing.broken = warnings_new();
  build->inspect = &inspect;
  int status =
      build_run(build, &result, &error) ? listing_print(&listing, json) : command_fail(error);
  if (status == 0 && warnings_count(listing.broken) > 0)
    status = ERROR_SITE;
  json_decref(listing.pages);
  warnings_free(listing.broken);
  return status;
}

int command_list(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool json = false;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"json", 0, OPTION_FLAG, &json, NULL, "print a JSON array", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf list drafts|future|expired|broken [SOURCE] [options]",
      .summary =
          "List the pages that readers don't see (drafts, posts of the future, expired ones), "
          "or the links that lead nowhere.",
      .details = "With 'broken', the exit status is 1 when there are any.",
      .options = options,
      .operands_min = 1,
      .operands_max = 2,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Error) error = NULL;
  const ListKindOf *kind = kind_find(g_ptr_array_index(operands, 0), &error);
  BuildOptions build = {.dry = true};
  g_ptr_array_remove_index(operands, 0);
  site.full = true;
  if (!kind || !site_options_finish(&site, operands, &build, &error))
    return command_fail(error);
  return listing_run(kind, &build, json);
}
