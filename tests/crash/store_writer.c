/* store_writer DATABASE: submits comments from several threads until it is killed,
 * and prints the text of each that was acknowledged. For test_store_crash. */
#include "comment-server/store/comment.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { THREADS = 6 };

typedef struct Writer {
  Store *store;
  int number;
} Writer;

static bool writer_run(StoreTx *tx, void *data, Error **error)
{
  const char *text = data;
  CommentDraft draft = {.page_id = "posts/a.md",
                        .author = "A reader",
                        .text = text,
                        .html = "<p>x</p>\n",
                        .nonce = text,
                        .status = COMMENT_APPROVED};
  SubmitResult result;
  return comment_submit(tx, &draft, &result, error);
}

/* A line is one write of a pipe: whole, or not there. */
static void *writer_main(void *data)
{
  const Writer *writer = data;
  for (int i = 0;; i++) {
    char text[80], line[96];
    g_snprintf(text, sizeof text, "%d-%d-%d", (int)getpid(), writer->number, i);
    g_autoptr(Error) error = NULL;
    if (!store_write_wait(writer->store, writer_run, text, &error)) {
      error_print(error, "error");
      _exit(ERROR_MACHINE);
    }
    int length = g_snprintf(line, sizeof line, "%s\n", text);
    if (write(STDOUT_FILENO, line, (size_t)length) != length)
      _exit(ERROR_MACHINE);
  }
  return NULL;
}

int main(int argc, char **argv)
{
  if (argc != 2)
    return ERROR_USAGE;
  StoreOptions options = {.path = argv[1], .clock = &clock_system, .random = &random_system};
  g_autoptr(Error) error = NULL;
  Store *store = store_open(&options, &error);
  if (!store) {
    error_print(error, "error");
    return (int)error->kind;
  }
  Writer writers[THREADS];
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) {
    writers[i] = (Writer){store, i};
    if (pthread_create(&threads[i], NULL, writer_main, &writers[i]) != 0)
      return ERROR_MACHINE;
  }
  for (int i = 0; i < THREADS; i++)
    pthread_join(threads[i], NULL);
  return 0;
}
