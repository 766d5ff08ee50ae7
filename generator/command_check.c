/* command_check.c - senf check: what an author wants to know before readers do. */
#include "generator/commands.h"

#include "generator/build/inspect.h"
#include "generator/build/site_check.h"
#include "generator/external_links.h"
#include "generator/report.h"
#include "generator/site_options.h"

#include <stdio.h>

typedef struct Checking {
  SiteCheck check;
  ExternalLinks *external; /* NULL: not asked for */
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
  if (good)
    return !checking->external ||
           external_links_check(checking->external, &process_system, checking->check.errors, error);
  if (failure->kind == ERROR_SITE) {
    warnings_take(checking->check.errors, failure);
    return true;
  }
  error_move(error, failure);
  return false;
}

static int checking_report(const Checking *checking, size_t pages, bool json)
{
  const Warnings *errors = checking->check.errors, *warnings = checking->check.warnings;
  size_t error_count = warnings_count(errors), warning_count = warnings_count(warnings);
  if (json) {
    report_print(json_pack("{s:I, s:o, s:o}", "pages", (json_int_t)pages, "errors",
                           findings_json(errors), "warnings", findings_json(warnings)));
  } else {
    findings_print(errors, "error");
    findings_print(warnings, "warning");
    printf("%zu page%s: %zu error%s, %zu warning%s\n", pages, pages == 1 ? "" : "s", error_count,
           error_count == 1 ? "" : "s", warning_count, warning_count == 1 ? "" : "s");
  }
  return error_count > 0 ? ERROR_SITE : 0;
}

int command_check(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool json = false, external = false;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"external", 0, OPTION_FLAG, &external, NULL, "ask other sites whether links to them answer",
       0, 0},
      {"json", 0, OPTION_FLAG, &json, NULL, "print one JSON object", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf check [SOURCE] [options]",
      .summary = "Look for what is wrong with the content and the templates. Writes nothing.",
      .details =
          "Errors: links, anchors and pictures that lead nowhere, templates and front matter that\n"
          "can't be read. Warnings: titles and slugs that two pages share, missing descriptions,\n"
          "headings that leave a level out, pictures without a text. Exit status 1: errors.",
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
  return checking_report(&checking, pages, json);
}
