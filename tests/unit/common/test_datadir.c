#include "common/files.h"
#include "common/system/datadir.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

static void test_environment_comes_first(void **state)
{
  (void)state;
  g_autofree char *folder = mkdtemp(g_build_filename(g_get_tmp_dir(), "senf-data-XXXXXX", NULL));
  g_autofree char *theme = g_build_filename(folder, "themes/x", NULL);
  assert_true(dir_make(theme, NULL));
  setenv("SENF_DATADIR", folder, 1);
  g_autofree char *found = datadir_find("themes/x");
  assert_string_equal(found, theme);
  assert_null(datadir_find("themes/y"));
  unsetenv("SENF_DATADIR");
  assert_null(datadir_find("themes/x"));
  assert_true(dir_remove(folder, NULL));
}

/* This program stands in build/KIND/tests/unit/common/, two folders below it is
 * build/KIND/tests. */
static void test_beside_the_program(void **state)
{
  (void)state;
  unsetenv("SENF_DATADIR");
  g_autofree char *found = datadir_find("unit/common");
  assert_non_null(found);
  assert_true(g_path_is_absolute(found));
  assert_null(strstr(found, ".."));
  assert_true(g_str_has_suffix(found, "/tests/unit/common"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_environment_comes_first),
      cmocka_unit_test(test_beside_the_program),
  };
  return cmocka_run_group_tests_name("datadir", tests, NULL, NULL);
}
