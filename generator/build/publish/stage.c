/* stage.c - bytes that differ from the site's, beside the site. */
#include "generator/build/render.h"

#include "common/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void rendered_free(gpointer data)
{
  Rendered *rendered = data;
  g_free(rendered->staged);
  trace_release(&rendered->reads);
  error_free(rendered->error);
  g_free(rendered);
}

static bool stage_fail(int number, const char *path, Error **error)
{
  error_set_errno(error, number, "can't write '%s'", path);
  publish_hint(number, error);
  return false;
}

static bool folder_is_empty(const char *path)
{
  DIR *dir = opendir(path);
  int count = 0; /* "." and ".." are two */
  while (dir && count <= 2 && readdir(dir))
    count++;
  if (dir)
    closedir(dir);
  return dir && count <= 2;
}

bool stage_open(Build *build, Error **error)
{
  const char *output = build->options->output;
  g_autofree char *stage = g_build_filename(output, PUBLISH_STAGE, NULL);
  stage_close(build);
  if (!dir_make(output, error) || !dir_remove(stage, error)) {
    error_hint(error, "the output folder (--output) must be writable");
    return false;
  }
  build->output_empty = folder_is_empty(output);
  if (mkdir(stage, 0777) < 0)
    return stage_fail(errno, stage, error);
  build->stage = open(stage, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return build->stage >= 0 || stage_fail(errno, stage, error);
}

void stage_close(Build *build)
{
  if (build->stage >= 0)
    close(build->stage);
  build->stage = -1;
}

void stage_drop(Build *build)
{
  g_autofree char *stage = g_build_filename(build->options->output, PUBLISH_STAGE, NULL);
  stage_close(build);
  if (!build->options->dry)
    dir_remove(stage, NULL);
}

/* --- writing ------------------------------------------------------------------------------ */

/* mkdir -p of the folders above `path`. Most often only the last one is missing. Other
 * threads make folders too. */
static bool parents_make(int stage, char *path)
{
  char *slash = strrchr(path, '/');
  if (!slash)
    return false;
  *slash = '\0';
  bool good = mkdirat(stage, path, 0777) == 0 || errno == EEXIST ||
              (errno == ENOENT && parents_make(stage, path) &&
               (mkdirat(stage, path, 0777) == 0 || errno == EEXIST));
  *slash = '/';
  return good;
}

static int stage_create(int stage, const char *name)
{
  enum { FLAGS = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC };
  g_autofree char *path = g_strdup(name);
  /* A page has a folder of its own, so that a look whether it is there is mostly in vain. */
  bool made = g_str_has_suffix(name, "/index.html") && parents_make(stage, path);
  int file = openat(stage, name, FLAGS, 0644);
  if (file >= 0 || errno != ENOENT || made)
    return file;
  return parents_make(stage, path) ? openat(stage, name, FLAGS, 0644) : -1;
}

/* False with errno. */
static bool stage_fill(int file, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t count = write(file, bytes, length);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return false;
    bytes += count;
    length -= (size_t)count;
  }
  return true;
}

bool stage_write(Build *build, const char *name, const char *bytes, size_t length, Error **error)
{
  int file = stage_create(build->stage, name);
  int number = file >= 0 && stage_fill(file, bytes, length) ? 0 : errno;
  /* Some file systems tell only now that the disk is full. */
  if (file >= 0 && close(file) < 0 && errno != EINTR && number == 0)
    number = errno;
  if (number == 0)
    return true;
  g_autofree char *path = g_build_filename(build->options->output, PUBLISH_STAGE, name, NULL);
  return stage_fail(number, path, error);
}

/* --- outputs ------------------------------------------------------------------------------ */

static bool bytes_are_there(Build *build, const Rendered *rendered, const OldOutput *old,
                            const char *bytes, size_t length)
{
  if (!build->check_files)
    return old && old->row.row && old->row.hash == rendered->hash &&
           old->row.size == rendered->size;
  if (build->output_empty)
    return false;
  g_autofree char *path = g_build_filename(build->options->output, rendered->output->path, NULL);
  return file_equals(path, bytes, length);
}

bool stage_bytes(Build *build, Rendered *rendered, size_t index, const char *bytes, size_t length,
                 Error **error)
{
  const OldOutput *old = g_hash_table_lookup(build->old_outputs, rendered->output->path);
  rendered->hash = digest_content(bytes, length);
  rendered->size = (int64_t)length;
  rendered->changed = !bytes_are_there(build, rendered, old, bytes, length);
  if (!rendered->changed || build->options->dry)
    return true;
  /* Only where the file most likely is there already is it staged by number: what is
   * new comes with its folder. Either way would give the right site. */
  rendered->in_tree = !old || build->output_empty;
  g_autofree char *name = rendered->in_tree ? g_strconcat("tree/", rendered->output->path, NULL)
                                            : g_strdup_printf("%zu", index);
  if (!rendered->in_tree)
    rendered->staged = g_strconcat(PUBLISH_STAGE "/", name, NULL);
  return stage_write(build, name, bytes, length, error);
}
