/* stage.c - bytes that differ from the site's, beside the site. */
#include "generator/build/render.h"

#include "common/files.h"

void rendered_free(gpointer data)
{
  Rendered *rendered = data;
  g_free(rendered->staged);
  if (rendered->reads)
    g_byte_array_unref(rendered->reads);
  error_free(rendered->error);
  g_free(rendered);
}

bool stage_open(const BuildOptions *options, Error **error)
{
  g_autofree char *stage = g_build_filename(options->output, PUBLISH_STAGE, NULL);
  if (dir_make(options->output, error) && dir_remove(stage, error) && dir_make(stage, error))
    return true;
  error_hint(error, "the output folder (--output) must be writable");
  return false;
}

void stage_drop(const BuildOptions *options)
{
  g_autofree char *stage = g_build_filename(options->output, PUBLISH_STAGE, NULL);
  if (!options->dry)
    dir_remove(stage, NULL);
}

static bool bytes_are_there(Build *build, const Rendered *rendered, const char *bytes,
                            size_t length)
{
  const char *name = rendered->output->path;
  const OldOutput *old = g_hash_table_lookup(build->old_outputs, name);
  if (!build->check_files)
    return old && old->row.row && old->row.hash == rendered->hash &&
           old->row.size == rendered->size;
  g_autofree char *path = g_build_filename(build->options->output, name, NULL);
  return file_equals(path, bytes, length);
}

bool stage_bytes(Build *build, Rendered *rendered, size_t index, const char *bytes, size_t length,
                 Error **error)
{
  rendered->hash = digest_bytes(bytes, length);
  rendered->size = (int64_t)length;
  rendered->changed = !bytes_are_there(build, rendered, bytes, length);
  if (!rendered->changed || build->options->dry)
    return true;
  rendered->staged = g_strdup_printf(PUBLISH_STAGE "/%zu", index);
  g_autofree char *path = g_build_filename(build->options->output, rendered->staged, NULL);
  return file_write(path, bytes, length, 0644, false, error);
}
