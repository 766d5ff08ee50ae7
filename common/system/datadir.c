#include "common/system/datadir.h"

#include "common/files.h"

#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef SENF_DATADIR
#define SENF_DATADIR "/usr/local/share/senf"
#endif

static char *look_in(const char *folder, const char *inside, const char *name)
{
  char *path = g_strconcat(folder, inside, name, NULL);
  if (dir_exists(path))
    return path;
  g_free(path);
  return NULL;
}

/* Relative to the program: build/release/senf stands two folders below the
 * themes, $PREFIX/bin/senf beside share/senf. */
static char *look_beside_program(const char *name)
{
  static const char *const inside[] = {"/../../", "/../share/senf/"};
  char program[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
  if (length <= 0)
    return NULL;
  program[length] = '\0';
  g_autofree char *folder = g_path_get_dirname(program);
  for (size_t i = 0; i < G_N_ELEMENTS(inside); i++) {
    g_autofree char *found = look_in(folder, inside[i], name);
    char *resolved = found ? realpath(found, NULL) : NULL;
    if (resolved) {
      char *path = g_strdup(resolved);
      free(resolved);
      return path;
    }
  }
  return NULL;
}

char *datadir_find(const char *name)
{
  const char *chosen = getenv("SENF_DATADIR");
  if (chosen && *chosen)
    return look_in(chosen, "/", name);
  char *found = look_beside_program(name);
  return found ? found : look_in(SENF_DATADIR, "/", name);
}
