#include "common/system/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int64_t fixed(void *data)
{
  (void)data;
  return INT64_C(1714979289) * 1000000 + 999999;
}

static const Clock CLOCK = {fixed, fixed, NULL};

/* All that stands in a temporary file. */
static char *contents(FILE *file)
{
  GString *text = g_string_new(NULL);
  rewind(file);
  for (int c; (c = fgetc(file)) != EOF;)
    g_string_append_c(text, (char)c);
  return g_string_free(text, FALSE);
}

static void test_lines(void **state)
{
  (void)state;
  FILE *file = tmpfile();
  g_autoptr(Log) log = log_new(fileno(file), LOG_INFO, &CLOCK);
  log_event(log, LOG_INFO, "comment_stored", "page", "/a/", "ms", "3", NULL);
  log_event(log, LOG_DEBUG, "unseen", NULL);
  log_event(log, LOG_ERROR, "build", "why", "a \"b\"\nlevel=info", "none", NULL, "x", "a=b", NULL);
  log_event(NULL, LOG_ERROR, "nowhere", NULL);
  g_autofree char *text = contents(file);
  assert_string_equal(text, "2024-05-06T07:08:09Z level=info event=comment_stored page=/a/ ms=3\n"
                            "2024-05-06T07:08:09Z level=error event=build "
                            "why=\"a \\\"b\\\"\\x0Alevel=info\" none=\"\" x=\"a=b\"\n");
  fclose(file);
}

static void *write_many(void *data)
{
  g_autofree char *value = g_strnfill(3000, 'v');
  for (int i = 0; i < 200; i++)
    log_event(data, LOG_WARN, "many", "value", value, NULL);
  return NULL;
}

static void test_lines_of_threads_stay_whole(void **state)
{
  (void)state;
  FILE *file = tmpfile();
  g_autoptr(Log) log = log_new(fileno(file), LOG_DEBUG, &CLOCK);
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, write_many, log), 0);
  for (int i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  g_autofree char *text = contents(file);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  assert_int_equal(g_strv_length(lines), 801);
  for (int i = 1; i < 800; i++)
    assert_string_equal(lines[i], lines[0]);
  fclose(file);
}

static void test_closed_descriptor(void **state)
{
  (void)state;
  g_autoptr(Log) log = log_new(-1, LOG_DEBUG, &CLOCK);
  log_event(log, LOG_ERROR, "lost", NULL); /* and nothing else happens */
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_lines),
      cmocka_unit_test(test_lines_of_threads_stay_whole),
      cmocka_unit_test(test_closed_descriptor),
  };
  return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
