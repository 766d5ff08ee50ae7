/* parse.h - one file on its way to a page.
 *
 *     ParseJob job = {.file = …, .history = …, .kind = …};
 *     parse_job_run(build, &job, arena, &page);      any thread
 *     bodies_append(…, page.body, …, &job.body_offset, …)
 *     row = parse_job_row(&job, site_page, packed)
 */
#ifndef SENF_GENERATOR_BUILD_PARSE_H
#define SENF_GENERATOR_BUILD_PARSE_H

#include "generator/build/context.h"

typedef struct ParseJob {
  const SourceFile *file;
  const FileHistory *history;
  PageKind kind;
  /* What came of it. */
  Digest inputs; /* over all that decided it */
  GByteArray *packed;
  uint64_t body_offset;
  Digest content;
  Warnings *warnings;
  Error *error;
} ParseJob;

void parse_job_free(gpointer data);

/* Parse into `page`, in `arena`; fills inputs, packed, content and warnings, or error. */
bool parse_job_run(Build *build, ParseJob *job, Arena *arena, Page *page);

/* The row of the record for a page that was parsed; `packed` is a copy that lives on. */
PageRow parse_job_row(const ParseJob *job, const SitePage *page, const void *packed);

#endif
