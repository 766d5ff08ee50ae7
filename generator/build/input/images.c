/* images.c - sizes, by path and blob. */
#include "generator/build/input/images.h"

#include <pthread.h>
#include <string.h>

enum { IMAGE_FILE_LIMIT = 64 * 1024 * 1024 };

typedef struct Image {
  ImageRow row;
  bool fresh; /* not in the record yet */
} Image;

struct Images {
  pthread_mutex_t lock;
  Source *source;
  GHashTable *files;
  Record *record;
  bool loaded;
  GHashTable *known; /* path → Image */
};

static void image_free(gpointer data)
{
  Image *image = data;
  g_free((char *)image->row.path);
  g_free(image);
}

Images *images_new(Source *source, GHashTable *files, Record *record)
{
  Images *images = g_new0(Images, 1);
  pthread_mutex_init(&images->lock, NULL);
  images->source = source;
  images->files = files;
  images->record = record;
  images->known = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, image_free);
  return images;
}

void images_free(Images *images)
{
  if (!images)
    return;
  g_hash_table_unref(images->known);
  pthread_mutex_destroy(&images->lock);
  g_free(images);
}

static Image *image_add(Images *images, const ImageRow *row)
{
  Image *image = g_new0(Image, 1);
  image->row = *row;
  image->row.path = g_strdup(row->path);
  g_hash_table_replace(images->known, (gpointer)image->row.path, image);
  return image;
}

static void image_load(void *data, const ImageRow *row)
{
  image_add(data, row);
}

static Image *image_read(Images *images, const SourceFile *file)
{
  ImageRow row = {.path = file->path};
  size_t length;
  memcpy(row.id, file->id, sizeof row.id);
  g_autofree char *bytes = source_read(images->source, file, IMAGE_FILE_LIMIT, &length, NULL);
  if (bytes)
    image_size(bytes, length, &row.size);
  Image *image = image_add(images, &row);
  image->fresh = true;
  return image;
}

bool images_load(Images *images, Error **error)
{
  bool load = !images->loaded && images->record;
  images->loaded = true;
  return !load || record_load_images(images->record, image_load, images, error);
}

/* Without the source: one row. */
static const Image *image_recorded(Images *images, const char *path)
{
  ImageRow row = {.path = path};
  const Image *image = g_hash_table_lookup(images->known, path);
  if (image || !images->record || !record_find_image(images->record, &row))
    return image;
  return image_add(images, &row);
}

static const Image *image_find(Images *images, const char *path)
{
  if (!images->files)
    return image_recorded(images, path);
  images_load(images, NULL); /* a failure shows when the build commits */
  const Image *image = g_hash_table_lookup(images->known, path);
  const SourceFile *file = g_hash_table_lookup(images->files, path);
  if (!file)
    return NULL;
  if (image && memcmp(image->row.id, file->id, sizeof image->row.id) == 0)
    return image;
  return image_read(images, file);
}

bool images_size(Images *images, const char *path, ImageSize *out, bool *known)
{
  *out = (ImageSize){0};
  *known = true;
  if (!image_is_known(path))
    return false;
  pthread_mutex_lock(&images->lock);
  const Image *image = image_find(images, path);
  if (image)
    *out = image->row.size;
  *known = image || images->files;
  pthread_mutex_unlock(&images->lock);
  return out->width > 0;
}

/* What was recorded of a file that is another one now; a build that reads no source would
 * believe it. */
static bool is_stale(const Images *images, const Image *image)
{
  const SourceFile *file = g_hash_table_lookup(images->files, image->row.path);
  return !file || memcmp(image->row.id, file->id, sizeof image->row.id) != 0;
}

bool images_commit(Images *images, Record *record, Error **error)
{
  GHashTableIter iter;
  if (!images->files)
    return true;
  if (!images->record && !record_clear_images(record, error))
    return false;
  gpointer value;
  if (!images_load(images, error))
    return false;
  g_hash_table_iter_init(&iter, images->known);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const Image *image = value;
    bool gone = is_stale(images, image);
    if (gone && !record_remove_image(record, image->row.path, error))
      return false;
    if (!gone && image->fresh && !record_put_image(record, &image->row, error))
      return false;
  }
  return true;
}
