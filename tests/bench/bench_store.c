/* Durable submissions a second: each is on disk (WAL, synchronous=FULL) before it
 * counts. bench_store [SECONDS]
 *
 * As the server does it: so many readers have a request in flight, and each sends
 * the next one when the last was answered. The figures are those of the store
 * alone, without HTTP. Compare the rows of one run with each other. */
#include "comment-server/store/comment.h"
#include "common/files.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Bench {
  Store *store;
  int64_t ends_at; /* monotonic, microseconds */
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  int in_flight;
  int64_t stored, failed;
} Bench;

typedef struct Reader {
  StoreWrite write;
  Bench *bench;
  int number;
  int64_t sent, started, slowest;
  char text[64];
} Reader;

static void reader_send(Reader *reader)
{
  snprintf(reader->text, sizeof reader->text, "Comment %d of reader %d.", (int)reader->sent++,
           reader->number);
  reader->started = clock_monotonic(&clock_system);
  store_write(reader->bench->store, &reader->write);
}

static bool reader_run(StoreTx *tx, void *data, Error **error)
{
  Reader *reader = data;
  CommentDraft draft = {
      .page_id = "posts/bench.md",
      .author = "A reader",
      .email = "reader@example.org",
      .text = reader->text,
      .html = "<p>About as long as a comment is that says a little more than thanks, with a link "
              "or two and a second sentence that nobody has asked for.</p>\n",
      .nonce = NULL,
      .address_hash = "0123456789abcdef",
  };
  SubmitResult result;
  return comment_submit(tx, &draft, &result, error) && result.outcome == SUBMIT_STORED;
}

static void reader_done(void *data, Error *error)
{
  Reader *reader = data;
  Bench *bench = reader->bench;
  int64_t now = clock_monotonic(&clock_system);
  reader->slowest = MAX(reader->slowest, now - reader->started);
  bool again = !error && now < bench->ends_at;
  pthread_mutex_lock(&bench->mutex);
  *(error ? &bench->failed : &bench->stored) += 1;
  bench->in_flight -= again ? 0 : 1;
  pthread_cond_signal(&bench->changed);
  pthread_mutex_unlock(&bench->mutex);
  if (error)
    error_print(error, "error");
  error_free(error);
  if (again)
    reader_send(reader);
}

static void run_readers(Bench *bench, int count, double seconds)
{
  Reader *readers = g_new0(Reader, count);
  int64_t started = clock_monotonic(&clock_system);
  bench->ends_at = started + (int64_t)(seconds * 1e6);
  bench->in_flight = count;
  for (int i = 0; i < count; i++) {
    readers[i] = (Reader){.bench = bench, .number = i};
    readers[i].write = (StoreWrite){.run = reader_run, .done = reader_done, .data = &readers[i]};
    reader_send(&readers[i]);
  }
  pthread_mutex_lock(&bench->mutex);
  while (bench->in_flight > 0)
    pthread_cond_wait(&bench->changed, &bench->mutex);
  pthread_mutex_unlock(&bench->mutex);
  double took = (double)(clock_monotonic(&clock_system) - started) / 1e6;

  int64_t slowest = 0;
  for (int i = 0; i < count; i++)
    slowest = MAX(slowest, readers[i].slowest);
  StoreStats stats;
  store_stats(bench->store, &stats);
  printf("  %4d at once %9.0f a second  %6.1f a commit  slowest answer %6.1f ms\n", count,
         (double)bench->stored / took, (double)stats.writes / (double)stats.groups,
         (double)slowest / 1000);
  g_free(readers);
}

/* A fresh database for each row, so that all rows work on the same size. */
static bool bench_row(const char *folder, int count, double seconds, Error **error)
{
  g_autofree char *path = g_strdup_printf("%s/%d.db", folder, count);
  StoreOptions options = {.path = path, .clock = &clock_system, .random = &random_system};
  Bench bench = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
  bench.store = store_open(&options, error);
  if (!bench.store)
    return false;
  run_readers(&bench, count, seconds);
  store_close(bench.store);
  if (bench.failed > 0)
    error_set(error, ERROR_MACHINE, "%d submissions failed", (int)bench.failed);
  return bench.failed == 0;
}

int main(int argc, char **argv)
{
  static const int counts[] = {1, 2, 8, 32, 128};
  double seconds = argc > 1 ? g_ascii_strtod(argv[1], NULL) : 2;
  const char *base = getenv("TMPDIR");
  g_autofree char *folder = g_build_filename(base ? base : "/var/tmp", "bench-store-XXXXXX", NULL);
  if (!mkdtemp(folder)) {
    perror(folder);
    return ERROR_MACHINE;
  }
  printf("durable submissions:\n");
  g_autoptr(Error) error = NULL;
  for (size_t i = 0; i < G_N_ELEMENTS(counts) && !error; i++)
    bench_row(folder, counts[i], seconds, &error);
  dir_remove(folder, NULL);
  if (!error)
    return 0;
  error_print(error, "error");
  return (int)error->kind;
}
