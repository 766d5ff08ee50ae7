/* verify.c - two folders, compared. */
#include "generator/build/verify.h"

#include "generator/build/facts/explain.h"
#include "generator/build/publish/publish.h"

#include "common/files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct Verifier {
  const char *output, *scratch;
  GHashTable *expected; /* paths of the full build */
  GHashTable *listed;   /* paths that the site's list of files names */
  VerifyReport *report;
} Verifier;

static void difference_free(gpointer data)
{
  VerifyDifference *difference = data;
  g_free(difference->path);
  g_free(difference);
}

static void difference_add(Verifier *verifier, VerifyFault fault, const char *path)
{
  VerifyDifference *difference = g_new0(VerifyDifference, 1);
  *difference = (VerifyDifference){fault, g_strdup(path)};
  g_ptr_array_add(verifier->report->differences, difference);
}

static int difference_compare(gconstpointer a, gconstpointer b)
{
  return strcmp((*(VerifyDifference *const *)a)->path, (*(VerifyDifference *const *)b)->path);
}

static bool expected_visit(void *data, const FileEntry *entry, Error **error)
{
  Verifier *verifier = data;
  g_hash_table_add(verifier->expected, g_strdup(entry->path));
  g_autofree char *ours = g_build_filename(verifier->output, entry->path, NULL);
  g_autofree char *full = g_build_filename(verifier->scratch, entry->path, NULL);
  size_t length;
  g_autofree char *bytes = file_read(full, PUBLISH_FILE_LIMIT, &length, error);
  if (!bytes)
    return false;
  verifier->report->files++;
  if (!file_exists(ours))
    difference_add(verifier, VERIFY_MISSING, entry->path);
  else if (!file_equals(ours, bytes, length))
    difference_add(verifier, VERIFY_DIFFERS, entry->path);
  return true;
}

static bool actual_visit(void *data, const FileEntry *entry, Error **error)
{
  (void)error;
  Verifier *verifier = data;
  if (!g_hash_table_contains(verifier->expected, entry->path))
    difference_add(verifier,
                   g_hash_table_contains(verifier->listed, entry->path) ? VERIFY_STALE
                                                                        : VERIFY_FOREIGN,
                   entry->path);
  return true;
}

static bool stage_skip(void *data, const char *path)
{
  (void)data;
  return strcmp(path, PUBLISH_STAGE) == 0;
}

static void listed_load(Verifier *verifier)
{
  g_autofree char *path = g_build_filename(verifier->output, PUBLISH_LIST, NULL);
  size_t length;
  g_autofree char *text = file_read(path, PUBLISH_LIST_LIMIT, &length, NULL);
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
  for (size_t i = 0; lines[i]; i++)
    g_hash_table_add(verifier->listed, g_strdup(lines[i]));
}

static bool folders_compare(const char *output, const char *scratch, VerifyReport *report,
                            Error **error)
{
  Verifier verifier = {
      .output = output,
      .scratch = scratch,
      .expected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .listed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
      .report = report,
  };
  listed_load(&verifier);
  bool good = dir_walk(scratch, stage_skip, expected_visit, &verifier, error) &&
              (!dir_exists(output) || dir_walk(output, stage_skip, actual_visit, &verifier, error));
  g_ptr_array_sort(report->differences, difference_compare);
  g_hash_table_unref(verifier.expected);
  g_hash_table_unref(verifier.listed);
  return good;
}

static bool scratch_build(const BuildOptions *options, const LastBuild *last, const char *folder,
                          VerifyReport *report, Error **error)
{
  g_autofree char *output = g_build_filename(folder, "output", NULL);
  g_autofree char *state = g_build_filename(folder, "state", NULL);
  BuildOptions scratch = *options;
  scratch.output = output;
  scratch.state = state;
  scratch.full = true;
  if (!options->has_now) {
    scratch.has_now = true;
    scratch.now = last->now;
  }
  if (!options->rev && *last->commit)
    scratch.rev = last->commit;
  g_auto(BuildResult) result = {0};
  return build_run(&scratch, &result, error) &&
         folders_compare(options->output, output, report, error);
}

bool verify_run(const BuildOptions *options, VerifyReport *report, Error **error)
{
  g_auto(LastBuild) last = {0};
  report->differences = g_ptr_array_new_with_free_func(difference_free);
  if (!last_build_read(options->state, &last, error))
    return false;
  g_autofree char *folder = g_build_filename(g_get_tmp_dir(), "senf-verify-XXXXXX", NULL);
  if (!mkdtemp(folder)) {
    error_set_errno(error, errno, "can't make a scratch folder in %s", g_get_tmp_dir());
    return false;
  }
  bool good = scratch_build(options, &last, folder, report, error);
  dir_remove(folder, NULL);
  return good;
}

void verify_report_clear(VerifyReport *report)
{
  if (report->differences)
    g_ptr_array_unref(report->differences);
  *report = (VerifyReport){0};
}
