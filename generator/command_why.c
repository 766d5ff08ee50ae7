/* command_why.c - senf why: what an output read, and why it was last rendered. */
#include "generator/commands.h"

#include "generator/build/explain.h"

#include <stdio.h>

int command_why(int argc, char **argv)
{
  const char *source = ".", *output = NULL, *state = NULL;
  const Option options[] = {
      {"source", 0, OPTION_TEXT, &source, "DIR", "the site; default: here", 0, 0},
      {"output", 'o', OPTION_TEXT, &output, "DIR", "default: SOURCE/public", 0, 0},
      {"state", 0, OPTION_TEXT, &state, "DIR", "default: SOURCE/.senf", 0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf why PATH [options]",
      .summary = "List the facts that an output file read when it was last rendered, and say why "
                 "that was.",
      .details = "PATH is a file of the output folder, or a URL path such as /posts/a/.",
      .options = options,
      .operands_min = 1,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  g_autofree char *default_output = g_build_filename(source, "public", NULL);
  g_autofree char *default_state = g_build_filename(source, ".senf", NULL);
  g_autoptr(Error) error = NULL;
  g_auto(Explanation) explanation = {0};
  if (!explain_output(state ? state : default_state, output ? output : default_output,
                      g_ptr_array_index(operands, 0), &explanation, &error))
    return command_fail(error);
  printf("%s\nlast rendered because: %s\nread %u facts:\n", explanation.path, explanation.reason,
         explanation.facts->len);
  for (guint i = 0; i < explanation.facts->len; i++)
    printf("  %s\n", (const char *)g_ptr_array_index(explanation.facts, i));
  return 0;
}
