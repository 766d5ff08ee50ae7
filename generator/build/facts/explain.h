/* explain.h - what an output read, as the record knows it. */
#ifndef SENF_GENERATOR_BUILD_FACTS_EXPLAIN_H
#define SENF_GENERATOR_BUILD_FACTS_EXPLAIN_H

#include "generator/build/build.h"

#include "common/error.h"

#include <glib.h>

typedef struct Explanation {
  char *path;       /* of the output */
  char *reason;     /* why it was last rendered */
  GPtrArray *facts; /* of char *, "posts/a.md: title" */
} Explanation;

/* `name` is an output file, below `output` or with it, or a URL path. Fails (ERROR_SITE)
 * when the last build made no such file. */
bool explain_output(const char *state, const char *output, const char *name,
                    Explanation *explanation, Error **error);
/* The same output, rendered once more, tells where each fact is read: a map from the text
 * of a fact to a GPtrArray of char *, "templates/post.html:3". `build` says with which
 * options; nothing is written. NULL after failing. */
GHashTable *explain_lines(const BuildOptions *build, const char *path, Error **error);
void explanation_clear(Explanation *explanation);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Explanation, explanation_clear)

/* The output files that show something of the comments of a page, named by its identity:
 * what approving a comment there would change. Of char *, by path; unref it. Fails
 * (ERROR_SITE) when the last build had no such page. */
GPtrArray *explain_comment(const char *state, const char *page_id, Error **error);

/* What the last build was made of, for verify. */
typedef struct LastBuild {
  int64_t now;
  char *commit; /* "" for a folder */
} LastBuild;
bool last_build_read(const char *state, LastBuild *last, Error **error);
void last_build_clear(LastBuild *last);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(LastBuild, last_build_clear)

#endif
