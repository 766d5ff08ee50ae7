#include "generator/build/record/bodies.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib/gstdio.h>
#include <pthread.h>
#include <string.h>

enum { THREADS = 4, PIECES = 400, LONGEST = 16 * 1024 };

typedef struct Writer {
  pthread_t id;
  unsigned number;
  Bodies *bodies;
  uint64_t offsets[PIECES];
} Writer;

/* What the piece of a writer is: no two are alike. */
static char *piece_new(unsigned writer, unsigned piece, size_t *length)
{
  *length = 16 + (writer * 7919 + piece * 104729) % LONGEST;
  char *text = g_malloc0(*length + 1);
  memset(text, (int)('a' + (writer + piece) % 26), *length);
  g_snprintf(text, 16, "%u %u", writer, piece);
  return text;
}

static void *write_pieces(void *data)
{
  Writer *writer = data;
  for (unsigned i = 0; i < PIECES; i++) {
    size_t length;
    g_autofree char *text = piece_new(writer->number, i, &length);
    if (!bodies_append(writer->bodies, text, length, &writer->offsets[i], NULL))
      return NULL;
  }
  return writer;
}

static void check_pieces(const Writer *writer)
{
  Arena *arena = arena_new();
  for (unsigned i = 0; i < PIECES; i++) {
    size_t length;
    g_autofree char *text = piece_new(writer->number, i, &length);
    const char *read = bodies_read(writer->bodies, writer->offsets[i], length,
                                   digest_content(text, length), arena);
    assert_non_null(read);
    assert_memory_equal(read, text, length);
    arena_clear(arena);
  }
  arena_free(arena);
}

static void check_mode(BodiesMode mode)
{
  g_autofree char *folder = g_dir_make_tmp("bodies-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "bodies", NULL);
  Writer *writers = g_new0(Writer, THREADS);
  Bodies *bodies = bodies_open(path, mode, NULL);
  assert_non_null(bodies);
  for (unsigned i = 0; i < THREADS; i++) {
    writers[i].number = i;
    writers[i].bodies = bodies;
    assert_int_equal(pthread_create(&writers[i].id, NULL, write_pieces, &writers[i]), 0);
  }
  for (unsigned i = 0; i < THREADS; i++) {
    void *done;
    pthread_join(writers[i].id, &done);
    assert_non_null(done);
  }
  assert_true(bodies_flush(bodies, NULL));
  for (unsigned i = 0; i < THREADS; i++)
    check_pieces(&writers[i]);
  bodies_close(bodies);
  g_free(writers);
  g_unlink(path);
  g_rmdir(folder);
}

static void test_threads_append(void **state)
{
  (void)state;
  check_mode(BODIES_FRESH);
  check_mode(BODIES_READ);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_threads_append),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
