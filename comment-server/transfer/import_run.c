/* import_run.c - storing a file that was checked. */
#include "comment-server/transfer/import_file.h"

static bool store_line(StoreTx *tx, const ImportFile *file, ImportLine *line, const int64_t *ids,
                       ImportResult *result, Error **error)
{
  line->comment.reply_to = line->parent ? ids[line->parent_index] : 0;
  if (!import_comment(tx, &line->comment, result, error))
    return false;
  if (result->outcome != IMPORT_PARENT_GONE)
    return true;
  error_set(error, ERROR_SITE, "the parent '%s' is gone", line->parent);
  error_at(error, file->path, line->number, 0);
  return false;
}

/* Each page's version grows once, whatever number of comments came. */
static bool finish_pages(StoreTx *tx, GPtrArray *pages, Error **error)
{
  for (guint i = 0; i < pages->len; i++)
    if (!import_finish(tx, g_ptr_array_index(pages, i), error))
      return false;
  return true;
}

bool import_file_run(StoreTx *tx, void *data, Error **error)
{
  ImportJob *job = data;
  const ImportFile *file = job->file;
  job->summary = (ImportSummary){0};
  g_autofree int64_t *ids = g_new0(int64_t, file->count + 1);
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) pages = g_ptr_array_new();
  for (size_t i = 0; i < file->count; i++) {
    ImportLine *line = &file->lines[file->order[i]];
    ImportResult result;
    if (!store_line(tx, file, line, ids, &result, error))
      return false;
    ids[file->order[i]] = result.id;
    if (result.outcome == IMPORT_KNOWN) {
      job->summary.known++;
      continue;
    }
    job->summary.stored++;
    if (line->comment.status == COMMENT_APPROVED &&
        g_hash_table_add(seen, (gpointer)line->comment.page_id))
      g_ptr_array_add(pages, (gpointer)line->comment.page_id);
  }
  job->summary.pages = pages->len;
  return finish_pages(tx, pages, error);
}
