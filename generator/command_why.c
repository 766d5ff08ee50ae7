/* command_why.c - senf why: what an output read, why it was last rendered, and which lines
 * of the templates did it. */
#include "generator/commands.h"

#include "generator/build/facts/explain.h"
#include "generator/site_options.h"

#include <stdio.h>

/* The site as it was built last: its commit, its moment. */
static bool as_built(BuildOptions *build, LastBuild *last, Error **error)
{
  if (!last_build_read(build->state, last, error))
    return false;
  if (!build->has_now) {
    build->has_now = true;
    build->now = last->now;
  }
  if (!build->rev && !build->worktree && *last->commit)
    build->rev = last->commit;
  build->worktree |= !*last->commit;
  return true;
}

static void fact_print(const char *fact, GHashTable *lines)
{
  const GPtrArray *places = lines ? g_hash_table_lookup(lines, fact) : NULL;
  printf("  %s\n", fact);
  for (guint i = 0; places && i < places->len; i++)
    printf("      %s\n", (const char *)g_ptr_array_index(places, i));
}

static int explain(BuildOptions *build, const char *path, bool with_lines)
{
  g_autoptr(Error) error = NULL;
  g_autoptr(GHashTable) lines = NULL;
  g_auto(Explanation) explanation = {0};
  g_auto(LastBuild) last = {0};
  if (!explain_output(build->state, build->output, path, &explanation, &error))
    return command_fail(error);
  if (with_lines && (!as_built(build, &last, &error) ||
                     !(lines = explain_lines(build, explanation.path, &error))))
    return command_fail(error);
  printf("%s\nlast rendered because: %s\nread %u facts:\n", explanation.path, explanation.reason,
         explanation.facts->len);
  for (guint i = 0; i < explanation.facts->len; i++)
    fact_print(g_ptr_array_index(explanation.facts, i), lines);
  return 0;
}

int command_why(int argc, char **argv)
{
  g_auto(SiteOptions) site = {0};
  const char *source = ".";
  bool lines = false;
  const Option options[] = {
      {"lines", 'l', OPTION_FLAG, &lines, NULL, "which lines of the templates read each fact", 0,
       0},
      {"source", 0, OPTION_TEXT, &source, "DIR", "the site; default: here", 0, 0},
      SITE_OPTIONS(site),
      {0},
  };
  const Command command = {
      .usage = "senf why PATH [options]",
      .summary = "List the facts that an output read when it was last rendered, and why.",
      .details = "PATH is a file of the output folder, or a URL path such as /posts/a/. With "
                 "--lines give the options that 'senf build' was given; the commit and the "
                 "moment are those of the last build, and nothing is written.",
      .options = options,
      .operands_min = 1,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new(), sources = g_ptr_array_new();
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autoptr(Error) error = NULL;
  BuildOptions build = {0};
  g_ptr_array_add(sources, (gpointer)source);
  if (!site_options_finish(&site, sources, &build, &error))
    return command_fail(error);
  return explain(&build, g_ptr_array_index(operands, 0), lines);
}
