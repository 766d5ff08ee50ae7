/* inspect.h - a look at a site while it is built, for commands that report on it.
 *
 * With BuildOptions.inspect set, a build tells what it found on its way. Use it with
 * `dry` and `full`: then all pages are parsed, all outputs are rendered, and nothing is
 * written.
 */
#ifndef SENF_GENERATOR_BUILD_INSPECT_H
#define SENF_GENERATOR_BUILD_INSPECT_H

#include "generator/build/build.h"
#include "generator/build/plan.h"

struct BuildInspect {
  /* After the plan: the site, and all outputs by path. True: go on and render them. */
  bool (*site)(void *data, Facts *facts, const GPtrArray *outputs);
  /* Each output that was rendered, as its file would be; from any thread. NULL: none. */
  void (*output)(void *data, const PlanOutput *output, const char *bytes, size_t length);
  void *data;
};

#endif
