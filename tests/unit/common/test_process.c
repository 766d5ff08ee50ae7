#include "common/system/process.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static void run(const ProcessRequest *request, ProcessResult *result)
{
  g_autoptr(Error) error = NULL;
  if (!process_run(&process_system, request, result, &error))
    fail_msg("%s", error->what);
}

static void run_shell(const char *script, ProcessResult *result)
{
  const char *const argv[] = {"sh", "-c", script, NULL};
  run(&(ProcessRequest){.argv = argv, .timeout_ms = 60000, .output_limit = 1 << 20}, result);
}

static int64_t now_ms(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void test_output_and_status(void **state)
{
  (void)state;
  ProcessResult result;
  run_shell("echo out; echo err >&2; exit 7", &result);
  assert_int_equal(result.status, 7);
  assert_false(result.timed_out);
  assert_string_equal(result.output->str, "out\n");
  assert_string_equal(result.errors->str, "err\n");
  process_result_clear(&result);
  assert_null(result.output);
  process_result_clear(&result);
}

static void test_signal_status(void **state)
{
  (void)state;
  ProcessResult result;
  run_shell("kill -TERM $$", &result);
  assert_int_equal(result.status, 128 + SIGTERM);
  process_result_clear(&result);
}

static void test_input(void **state)
{
  (void)state;
  g_autofree char *input = g_strnfill(300000, 'i'); /* more than a pipe holds */
  const char *const argv[] = {"cat", NULL};
  ProcessResult result;
  run(
      &(ProcessRequest){
          .argv = argv, .input = input, .input_length = 300000, .output_limit = 1 << 20},
      &result);
  assert_int_equal(result.output->len, 300000);
  assert_string_equal(result.output->str, input);
  process_result_clear(&result);
  run(&(ProcessRequest){.argv = argv, .output_limit = 100}, &result); /* /dev/null */
  assert_int_equal(result.output->len, 0);
  process_result_clear(&result);
  const char *const deaf[] = {"true", NULL}; /* does not read it: no SIGPIPE */
  run(&(ProcessRequest){.argv = deaf, .input = input, .input_length = 300000}, &result);
  assert_int_equal(result.status, 0);
  process_result_clear(&result);
}

static void test_output_limit(void **state)
{
  (void)state;
  const char *const argv[] = {"sh", "-c", "head -c 1000000 /dev/zero; echo end >&2", NULL};
  ProcessResult result;
  run(&(ProcessRequest){.argv = argv, .output_limit = 1000}, &result);
  assert_int_equal(result.output->len, 1000);
  assert_string_equal(result.errors->str, "end\n"); /* it was not blocked */
  assert_int_equal(result.status, 0);
  process_result_clear(&result);
}

static void test_missing_program(void **state)
{
  (void)state;
  const char *const argv[] = {"no-such-program-here", NULL};
  ProcessResult result;
  g_autoptr(Error) error = NULL;
  assert_false(process_run(&process_system, &(ProcessRequest){.argv = argv}, &result, &error));
  assert_int_equal(error->kind, ERROR_MACHINE);
  assert_non_null(strstr(error->what, "'no-such-program-here' is not installed"));
  process_result_clear(&result);
  const char *const path[] = {"/nowhere/program", NULL};
  g_autoptr(Error) other = NULL;
  assert_false(process_run(&process_system, &(ProcessRequest){.argv = path}, &result, &other));
  assert_non_null(strstr(other->what, "No such file"));
}

static void test_directory_and_environment(void **state)
{
  (void)state;
  const char *const argv[] = {"sh", "-c", "pwd; echo $SENF_TEST; echo ${HOME-none}", NULL};
  const char *const environment[] = {"SENF_TEST=x y", NULL};
  ProcessResult result;
  run(
      &(ProcessRequest){
          .argv = argv, .environment = environment, .directory = "/", .output_limit = 1000},
      &result);
  assert_string_equal(result.output->str, "/\nx y\nnone\n");
  process_result_clear(&result);
  g_autoptr(Error) error = NULL;
  assert_false(process_run(
      &process_system, &(ProcessRequest){.argv = argv, .directory = "/nowhere"}, &result, &error));
  assert_non_null(strstr(error->what, "/nowhere"));
}

/* The whole group dies: the grandchild too, which holds the pipes open. */
static void test_timeout_kills_the_group(void **state)
{
  (void)state;
  const char *const argv[] = {"sh", "-c", "sleep 1000 & echo $!; wait", NULL};
  ProcessResult result;
  int64_t start = now_ms();
  run(&(ProcessRequest){.argv = argv, .timeout_ms = 300, .output_limit = 100}, &result);
  assert_true(now_ms() - start >= 290 && now_ms() - start < 30000);
  assert_true(result.timed_out);
  assert_int_equal(result.status, 128 + SIGKILL);
  pid_t grandchild = (pid_t)g_ascii_strtoll(result.output->str, NULL, 10);
  assert_true(grandchild > 1);
  /* It is gone, or a zombie that nobody has reaped yet. */
  g_autofree char *path = g_strdup_printf("/proc/%d/cmdline", (int)grandchild);
  while (g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_autofree char *line = NULL;
    if (!g_file_get_contents(path, &line, NULL, NULL) || !*line)
      break;
    assert_true(now_ms() - start < 30000);
  }
  process_result_clear(&result);
}

/* A daemon that lives on with our pipes in its hands holds nobody up. */
static void test_grandchild_that_stays(void **state)
{
  (void)state;
  ProcessResult result;
  int64_t start = now_ms();
  run_shell("sleep 1000 & echo $!", &result);
  assert_true(now_ms() - start < 30000);
  assert_int_equal(result.status, 0);
  assert_false(result.timed_out);
  pid_t grandchild = (pid_t)g_ascii_strtoll(result.output->str, NULL, 10);
  assert_true(grandchild > 1);
  assert_int_equal(kill(grandchild, SIGKILL), 0);
  process_result_clear(&result);
}

static void test_no_descriptor_is_inherited(void **state)
{
  (void)state;
  int fd = open("/dev/null", O_RDONLY); /* on purpose without O_CLOEXEC */
  int high = fcntl(fd, F_DUPFD, 500);
  ProcessResult result;
  run_shell("for f in /proc/self/fd/*; do echo ${f##*/}; done | sort -n | tr '\\n' ' '", &result);
  /* 3 is the folder that the shell reads for the pattern, if any. */
  assert_true(strcmp(result.output->str, "0 1 2 ") == 0 ||
              strcmp(result.output->str, "0 1 2 3 ") == 0);
  process_result_clear(&result);
  close(fd);
  close(high);
}

static void test_signals_are_reset(void **state)
{
  (void)state;
  signal(SIGPIPE, SIG_IGN);
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  ProcessResult result;
  run_shell("grep -E '^Sig(Blk|Ign)' /proc/self/status", &result);
  sigprocmask(SIG_SETMASK, &before, NULL);
  signal(SIGPIPE, SIG_DFL);
  g_auto(GStrv) lines = g_strsplit(result.output->str, "\n", -1);
  assert_string_equal(lines[0], "SigBlk:\t0000000000000000");
  assert_true(g_str_has_prefix(lines[1], "SigIgn:\t"));
  /* Of the real-time signals the C library keeps two for itself. */
  guint64 ignored = g_ascii_strtoull(lines[1] + strlen("SigIgn:\t"), NULL, 16);
  assert_true((ignored & 0x7fffffff) == 0);
  process_result_clear(&result);
}

static void test_our_own_descriptors_are_closed(void **state)
{
  (void)state;
  int before = dup(0);
  close(before);
  for (int i = 0; i < 20; i++) {
    ProcessResult result;
    run_shell("exit 0", &result);
    process_result_clear(&result);
  }
  int after = dup(0);
  close(after);
  assert_int_equal(before, after);
}

static bool fake_run(void *data, const ProcessRequest *request, ProcessResult *result,
                     Error **error)
{
  (void)error;
  *(const char **)data = request->argv[0];
  *result = (ProcessResult){.status = 3};
  return true;
}

static void test_runner_is_handed_in(void **state)
{
  (void)state;
  const char *name = NULL;
  Runner runner = {fake_run, &name};
  const char *const argv[] = {"senf", NULL};
  ProcessResult result;
  assert_true(process_run(&runner, &(ProcessRequest){.argv = argv}, &result, NULL));
  assert_string_equal(name, "senf");
  assert_int_equal(result.status, 3);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_output_and_status),
      cmocka_unit_test(test_signal_status),
      cmocka_unit_test(test_input),
      cmocka_unit_test(test_output_limit),
      cmocka_unit_test(test_missing_program),
      cmocka_unit_test(test_directory_and_environment),
      cmocka_unit_test(test_timeout_kills_the_group),
      cmocka_unit_test(test_grandchild_that_stays),
      cmocka_unit_test(test_no_descriptor_is_inherited),
      cmocka_unit_test(test_signals_are_reset),
      cmocka_unit_test(test_our_own_descriptors_are_closed),
      cmocka_unit_test(test_runner_is_handed_in),
  };
  return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
