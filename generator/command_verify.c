/* command_verify.c - senf verify: prove that the output equals a full build. */
#include "generator/commands.h"

#include "generator/build/verify.h"
#include "generator/site_options.h"

#include <stdio.h>

static const char *const fault_names[] = {[VERIFY_MISSING] = "missing",
                                          [VERIFY_DIFFERS] = "differs",
                                          [VERIFY_STALE] = "stale",
                                          [VERIFY_FOREIGN] = "foreign"};

static int report_print(const VerifyReport *report, const char *output, bool strict, bool quiet)
{
  size_t faults = 0, foreign = 0;
  for (guint i = 0; i < report->differences->len; i++) {
    const VerifyDifference *difference = g_ptr_array_index(report->differences, i);
    if (difference->fault == VERIFY_FOREIGN && !strict) {
      foreign++;
      continue;
    }
    faults++;
    printf("%-8s %s\n", fault_names[difference->fault], difference->path);
  }
  if (faults) {
    printf("%s: %zu of %zu files are not as a full build makes them\n", output, faults,
           report->files);
    return ERROR_SITE;
  }
  if (!quiet)
    printf("%s: all %zu files are as a full build makes them\n", output, report->files);
  if (foreign && !quiet)
    printf("%zu other files are there too, and are left alone\n", foreign);
  return 0;
}

int command_verify(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  bool quiet = false, strict = false;
  const Option options[] = {
      SITE_OPTIONS(site),
      {"strict", 0, OPTION_FLAG, &strict, NULL, "files that are not senf's count too", 0, 0},
      {"quiet", 'q', OPTION_FLAG, &quiet, NULL, "print differences only", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf verify [SOURCE] [options]",
      .summary = "Build the last build's site from nothing, in scratch; compare every byte.",
      .details =
          "Give the options that 'senf build' was given. The commit and the moment are those "
          "of the last build. Exit status 1 when a file differs, is missing or is left over.",
      .options = options,
      .operands_max = 1,
  };
  int status = 0;
  BuildOptions build = {0};
  if (!site_command_start(&command, argc, argv, &site, &build, &status))
    return status;
  g_autoptr(Error) error = NULL;
  g_auto(VerifyReport) report = {0};
  if (!verify_run(&build, &report, &error))
    return command_fail(error);
  return report_print(&report, build.output, strict, quiet);
}
