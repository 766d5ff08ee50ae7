#include "common/system/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

typedef struct Values {
  bool drafts;
  const char *output;
  int64_t jobs;
  GPtrArray *operands;
  bool help;
  Error *error;
} Values;

static int set_up(void **state)
{
  Values *values = g_new0(Values, 1);
  values->jobs = 1;
  values->operands = g_ptr_array_new();
  *state = values;
  return 0;
}

static int tear_down(void **state)
{
  Values *values = *state;
  g_ptr_array_unref(values->operands);
  error_free(values->error);
  g_free(values);
  return 0;
}

/* `line` is split at spaces; the split lives until the next call. */
static bool parse(Values *values, const char *line)
{
  static char buffer[500];
  static char *argv[20];
  const Option options[] = {
      {.name = "drafts", .kind = OPTION_FLAG, .value = &values->drafts, .help = "drafts too"},
      {.name = "output",
       .letter = 'o',
       .kind = OPTION_TEXT,
       .value = &values->output,
       .placeholder = "DIR",
       .help = "where to"},
      {.name = "jobs",
       .letter = 'j',
       .kind = OPTION_INT,
       .value = &values->jobs,
       .placeholder = "N",
       .help = "at once",
       .min = 1,
       .max = 64},
      {0},
  };
  const Command command = {.usage = "senf build [SOURCE]", .options = options, .operands_max = 1};
  g_strlcpy(buffer, line, sizeof buffer);
  int argc = 0;
  char *save = NULL;
  for (char *word = strtok_r(buffer, " ", &save); word; word = strtok_r(NULL, " ", &save))
    argv[argc++] = word;
  g_clear_pointer(&values->error, error_free);
  g_ptr_array_set_size(values->operands, 0);
  return options_parse(&command, argc, argv, values->operands, &values->help, &values->error);
}

static void refuse(Values *values, const char *line, const char *what, const char *hint)
{
  if (parse(values, line))
    fail_msg("accepted: %s", line);
  assert_int_equal(values->error->kind, ERROR_USAGE);
  assert_string_equal(values->error->what, what);
  if (hint)
    assert_string_equal(values->error->hint, hint);
}

static void test_all_forms(void **state)
{
  Values *values = *state;
  assert_true(parse(values, "--output=a --drafts src -j 4"));
  assert_string_equal(values->output, "a");
  assert_true(values->drafts);
  assert_int_equal(values->jobs, 4);
  assert_int_equal(values->operands->len, 1);
  assert_string_equal(g_ptr_array_index(values->operands, 0), "src");
  assert_true(parse(values, "--output b -o --drafts")); /* the last one wins */
  assert_string_equal(values->output, "--drafts");
  assert_true(parse(values, "--output="));
  assert_string_equal(values->output, "");
}

static void test_end_of_options(void **state)
{
  Values *values = *state;
  assert_true(parse(values, "-- --drafts"));
  assert_false(values->drafts);
  assert_string_equal(g_ptr_array_index(values->operands, 0), "--drafts");
  assert_true(parse(values, "-"));
  assert_string_equal(g_ptr_array_index(values->operands, 0), "-");
}

static void test_unknown(void **state)
{
  refuse(*state, "--draft", "unknown option '--draft'", "did you mean '--drafts'?");
  refuse(*state, "--outptu=x", "unknown option '--outptu=x'", "did you mean '--output'?");
  refuse(*state, "--xyzzy", "unknown option '--xyzzy'", "usage: senf build [SOURCE]");
  refuse(*state, "-x", "unknown option '-x'", NULL);
  refuse(*state, "-j4", "unknown option '-j4'", NULL);
  refuse(*state, "---drafts", "unknown option '---drafts'", "did you mean '--drafts'?");
}

static void test_values(void **state)
{
  refuse(*state, "--drafts=yes", "'--drafts' takes no value", NULL);
  refuse(*state, "--output", "'--output' wants a value: --output DIR", NULL);
  const char *const bad[] = {"0", "65", "x", "4x", "+4", "1.5", "99999999999999999999"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autofree char *line = g_strdup_printf("--jobs=%s", bad[i]);
    g_autofree char *what =
        g_strdup_printf("'--jobs' wants a whole number from 1 to 64, not '%s'", bad[i]);
    refuse(*state, line, what, NULL);
  }
  refuse(*state, "--jobs=", "'--jobs' wants a whole number from 1 to 64, not ''", NULL);
  assert_int_equal(((Values *)*state)->jobs, 1);
}

static void test_operands(void **state)
{
  refuse(*state, "a b", "'b' is one argument too many", "usage: senf build [SOURCE]");
  const Command wants = {.usage = "senf new TITLE", .operands_min = 1, .operands_max = -1};
  Values *values = *state;
  g_clear_pointer(&values->error, error_free);
  g_ptr_array_set_size(values->operands, 0);
  assert_false(options_parse(&wants, 0, NULL, values->operands, &values->help, &values->error));
  assert_string_equal(values->error->what, "an argument is missing");
  char word[] = "a";
  char *many[] = {word, word, word};
  assert_true(options_parse(&wants, 3, many, values->operands, &values->help, NULL));
}

static void test_help(void **state)
{
  Values *values = *state;
  assert_true(parse(values, "a b c --help"));
  assert_true(values->help);
  assert_true(parse(values, "-h"));
  assert_true(values->help);
  assert_true(parse(values, ""));
  assert_false(values->help);
  int64_t jobs;
  const Option options[] = {
      {.name = "jobs",
       .letter = 'j',
       .kind = OPTION_INT,
       .value = &jobs,
       .placeholder = "N",
       .help = "at once"},
      {0},
  };
  const Command command = {
      .usage = "senf build", .summary = "Build.", .details = "More.", .options = options};
  g_autoptr(GString) out = g_string_new(NULL);
  options_help(&command, out);
  assert_string_equal(out->str, "usage: senf build\n\nBuild.\n\noptions:\n"
                                "  -j, --jobs N  at once\n"
                                "  -h, --help    show this help\n\nMore.\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      TEST(test_all_forms), TEST(test_end_of_options), TEST(test_unknown),
      TEST(test_values),    TEST(test_operands),       TEST(test_help),
  };
  return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
