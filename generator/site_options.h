/* site_options.h - the options that build, plan, verify and serve share.
 *
 *     SiteOptions site = {0};
 *     const Option options[] = {SITE_OPTIONS(site), {"quiet", …}, {0}};
 *     … command_start(…) …
 *     site_options_finish(&site, operands, &build, &error)
 */
#ifndef SENF_GENERATOR_SITE_OPTIONS_H
#define SENF_GENERATOR_SITE_OPTIONS_H

#include "generator/build/build.h"

#include "common/system/options.h"

typedef struct SiteOptions {
  const char *rev, *output, *state, *comments, *theme, *base_url, *now;
  bool worktree, drafts, future, preview, full;
  int64_t jobs;
  char *default_output, *default_state;
} SiteOptions;

#define SITE_OPTIONS(site)                                                                          \
  {                                                                                                 \
      "rev", 0, OPTION_TEXT, &(site).rev, "REV", "the commit or branch to build; default: HEAD",    \
      0,     0},                                                                                    \
      {"worktree", 'w', OPTION_FLAG, &(site).worktree, NULL, "build the files as they are", 0, 0},  \
      {"output", 'o', OPTION_TEXT, &(site).output, "DIR", "default: SOURCE/public", 0, 0},          \
      {"state", 0, OPTION_TEXT, &(site).state, "DIR", "default: SOURCE/.senf", 0, 0},               \
      {"comments", 0, OPTION_TEXT, &(site).comments, "FILE", "comments.db of senf-comments", 0, 0}, \
      {"theme", 0, OPTION_TEXT, &(site).theme, "NAME|DIR", "instead of the setting", 0, 0},         \
      {"base-url", 0, OPTION_TEXT, &(site).base_url, "URL", "instead of the setting", 0, 0},        \
      {"drafts", 0, OPTION_FLAG, &(site).drafts, NULL, "with drafts", 0, 0},                        \
      {"future", 0, OPTION_FLAG, &(site).future, NULL, "with posts dated in the future", 0, 0},     \
      {"preview",   0,                                                                              \
       OPTION_FLAG, &(site).preview,                                                                \
       NULL,        "a look at --rev: not for search engines, no new comments",                     \
       0,           0},                                                                             \
      {"now", 0, OPTION_TEXT, &(site).now, "TIME", "the moment to build for; default: the clock",   \
       0,     0},                                                                                   \
  {                                                                                                 \
    "jobs", 'j', OPTION_INT, &(site).jobs, "N", "threads; default: one a core", 0, 256              \
  }

/* Fill the build's options; defaults go into `site`, which must outlive them. */
bool site_options_finish(SiteOptions *site, const GPtrArray *operands, BuildOptions *build,
                         Error **error);
/* Begin a command whose only operand is the source: command_start, then site_options_finish.
 * False: leave with *status. */
bool site_command_start(const Command *command, int argc, char **argv, SiteOptions *site,
                        BuildOptions *build, int *status);
void site_options_clear(SiteOptions *site);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(SiteOptions, site_options_clear)

/* Print the warnings of a build to stderr. */
void site_warnings_print(const Warnings *warnings);

#endif
