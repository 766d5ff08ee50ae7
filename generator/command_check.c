/* command_check.c - senf check: what an author wants to know before readers do. */
#include "generator/commands.h"

#include "generator/build/inspect.h"
#include "generator/build/site_check.h"
#include "generator/external_links.h"
#include "generator/report.h"
#include "generator/site_options.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 10 };

typedef struct Checking {
  SiteCheck check;
  ExternalLinks *external; /* NULL: not asked for */
  ExternalCounts counts;
  const char *base_url;
} Checking;

static bool checking_site(void *data, Facts *facts, const GPtrArray *outputs)
{
  Checking *checking = data;
  checking->base_url = facts->settings->base_url;
  site_check(&checking->check, facts, outputs);
  return true;
}

static void checking_output(void *data, const PlanOutput *output, const char *bytes, size_t length)
{
  const Checking *checking = data;
  if (checking->external && output->page && output->kind != OUTPUT_REDIRECT)
    external_links_scan(checking->external, output->origin, checking->base_url, bytes, length);
}

static json_t *findings_json(const Warnings *findings)
{
  json_t *list = json_array();
  for (size_t i = 0; i < warnings_count(findings); i++)
    json_array_append_new(list, report_json(warnings_get(findings, i)));
  return list;
}

static void findings_print(const Warnings *findings, const char *label)
{
  for (size_t i = 0; i < warnings_count(findings); i++)
    error_print(warnings_get(findings, i), label);
}

/* What findings of one kind have in common: the words before the first name. */
static char *kind_of(const Error *finding)
{
  size_t length = strcspn(finding->what, "'0123456789");
  while (length > 0 && finding->what[length - 1] == ' ')
    length--;
  return g_strndup(finding->what, length);
}

static int kind_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The first few of each kind, and how many more there are: a thousand times the same keeps
 * anybody from reading the rest. */
static void findings_print_few(const Warnings *findings, const char *label)
{
  g_autoptr(GHashTable) kinds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (size_t i = 0; i < warnings_count(findings); i++) {
    const Error *finding = warnings_get(findings, i);
    char *kind = kind_of(finding);
    size_t count = GPOINTER_TO_SIZE(g_hash_table_lookup(kinds, kind)) + 1;
    g_hash_table_insert(kinds, kind, GSIZE_TO_POINTER(count));
    if (count <= SHOWN)
      error_print(finding, label);
  }
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  GHashTableIter iter;
  gpointer name;
  g_hash_table_iter_init(&iter, kinds);
  while (g_hash_table_iter_next(&iter, &name, NULL))
    g_ptr_array_add(names, name);
  g_ptr_array_sort(names, kind_compare);
  for (guint i = 0; i < names->len; i++) {
    size_t count = GPOINTER_TO_SIZE(g_hash_table_lookup(kinds, names->pdata[i]));
    if (count > SHOWN)
      fprintf(stderr, "senf: and %zu more: %s … (--all shows them)\n", count - SHOWN,
              (const char *)names->pdata[i]);
  }
}

/* Run the checks; what the build itself finds is a finding too. */
static bool checking_run(Checking *checking, BuildOptions *build, size_t *pages, Error **error)
{
  const BuildInspect inspect = {checking_site, checking_output, checking};
  g_auto(BuildResult) result = {0};
  Error *failure = NULL;
  build->inspect = &inspect;
  bool good = build_run(build, &result, &failure);
  *pages = result.pages;
  for (size_t i = 0; i < warnings_count(result.warnings); i++)
    warnings_take(checking->check.warnings, error_copy(warnings_get(result.warnings, i)));
  const ExternalReport report = {checking->check.errors, checking->check.warnings,
                                 &checking->counts};
  if (good)
    return !checking->external ||
           external_links_check(checking->external, &process_system, &report, error);
  if (failure->kind == ERROR_SITE) {
    warnings_take(checking->check.errors, failure);
    return true;
  }
  error_move(error, failure);
  return false;
}

static json_t *counts_json(const ExternalCounts *counts)
{
  return json_pack("{s:I, s:I, s:I, s:I}", "asked", (json_int_t)counts->asked, "redirected",
                   (json_int_t)counts->redirected, "dead", (json_int_t)counts->dead, "unsure",
                   (json_int_t)counts->unsure);
}

static void counts_print(const ExternalCounts *counts)
{
  size_t answered = counts->asked - counts->dead - counts->unsure;
  printf(
      "%zu link%s to other sites: %zu answered, %zu of them by a redirect; %zu dead, %zu unsure\n",
      counts->asked, counts->asked == 1 ? "" : "s", answered, counts->redirected, counts->dead,
      counts->unsure);
}

static int checking_report(const Checking *checking, size_t pages, bool json, bool all)
{
  const Warnings *errors = checking->check.errors, *warnings = checking->check.warnings;
  size_t error_count = warnings_count(errors), warning_count = warnings_count(warnings);
  if (json) {
    json_t *root = json_pack("{s:I, s:o, s:o}", "pages", (json_int_t)pages, "errors",
                             findings_json(errors), "warnings", findings_json(warnings));
    if (checking->external)
      json_object_set_new(root, "external", counts_json(&checking->counts));
    report_print(root);
  } else {
    findings_print(errors, "error");
    if (all)
      findings_print(warnings, "warning");
    else
      findings_print_few(warnings, "warning");
    if (checking->external)
      counts_print(&checking->counts);
    printf("%zu page%s: %zu error%s, %zu warning%s\n", pages, pages == 1 ? "" : "s", error_count,
           error_count == 1 ? "" : "s", warning_count, warning_count == 1 ? "" : "s");
  }
  return error_count > 0 ? ERROR_SITE : 0;
}

int command_check(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool json = false, external = false, all = false;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"external", 0, OPTION_FLAG, &external, NULL, "ask other sites whether links to them answer",
       0, 0},
      {"all", 0, OPTION_FLAG, &all, NULL, "each warning, not the first ten of each kind", 0, 0},
      {"json", 0, OPTION_FLAG, &json, NULL, "print one JSON object", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf check [SOURCE] [options]",
      .summary = "Look for what is wrong with the content and the templates. Writes nothing.",
      .details =
          "Errors (status 1): dead links and anchors, broken templates or front matter. Warnings: "
          "same title or slug, no description, skipped headings, no alt text.",
      .options = options,
      .operands_max = 1,
  };
  int status = 0;
  BuildOptions build = {.dry = true};
  site.full = true;
  if (!site_command_start(&command, argc, argv, &site, &build, &status))
    return status;
  g_autoptr(Error) error = NULL;
  g_autoptr(Warnings) errors = warnings_new();
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(ExternalLinks) links = external ? external_links_new() : NULL;
  Checking checking = {.check = {errors, warnings}, .external = links};
  size_t pages = 0;
  if (!checking_run(&checking, &build, &pages, &error))
    return command_fail(error);
  return checking_report(&checking, pages, json, all);
}
