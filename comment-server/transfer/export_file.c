/* export_file.c - see export_file.h. */
#include "comment-server/transfer/export_file.h"

#include "common/escape.h"
#include "common/time/datetime.h"

#include <errno.h>
#include <string.h>

typedef struct Export {
  FILE *out;
  GString *line;
  size_t count;
} Export;

/* Values that are none are left out, as import expects. */
static void put_text(GString *line, const char *key, const char *text)
{
  if (!*text)
    return;
  g_string_append_printf(line, ", \"%s\": \"", key);
  escape_json(line, text, strlen(text));
  g_string_append_c(line, '"');
}

static void put_time(GString *line, const char *key, int64_t seconds)
{
  if (seconds == 0)
    return;
  DateTime time = {.seconds = seconds, .set = true, .has_time = true};
  g_string_append_printf(line, ", \"%s\": \"", key);
  datetime_rfc3339(&time, line);
  g_string_append_c(line, '"');
}

static bool write_comment(void *data, const Comment *comment, Error **error)
{
  Export *export = data;
  GString *line = export->line;
  g_string_printf(line, "{\"id\": %" G_GINT64_FORMAT, comment->id);
  if (comment->reply_to)
    g_string_append_printf(line, ", \"parent\": %" G_GINT64_FORMAT, comment->reply_to);
  put_text(line, "page", comment->page_id);
  put_text(line, "author", comment->author);
  put_text(line, "email", comment->email);
  put_text(line, "website", comment->website);
  put_text(line, "label", comment->label);
  put_time(line, "created", comment->created_at);
  put_time(line, "edited", comment->edited_at);
  put_text(line, "status", comment_status_name(comment->status));
  put_text(line, "text", comment->text);
  g_string_append(line, "}\n");
  export->count++;
  if (fwrite(line->str, 1, line->len, export->out) == line->len)
    return true;
  error_set_errno(error, errno, "can't write the comments");
  return false;
}

bool export_file_write(Sql *db, FILE *out, size_t *count, Error **error)
{
  g_autoptr(GString) line = g_string_new(NULL);
  Export export = {.out = out, .line = line};
  if (!export_comments(db, write_comment, &export, error))
    return false;
  *count = export.count;
  if (fflush(out) == 0)
    return true;
  error_set_errno(error, errno, "can't write the comments");
  return false;
}
