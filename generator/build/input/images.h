/* images.h - how large the site's images are: the fact `path/PATH: size`.
 *
 * A size is read from the image's bytes when a page that shows it asks first, and kept in
 * build.db with the blob that it belongs to: later builds read no image, and a build in
 * which only comments changed needs no source. Any thread may ask.
 */
#ifndef SENF_GENERATOR_BUILD_INPUT_IMAGES_H
#define SENF_GENERATOR_BUILD_INPUT_IMAGES_H

#include "generator/build/record/record.h"
#include "generator/model/markdown/image_size.h"
#include "generator/source/source.h"

typedef struct Images Images;

/* `source` and `files` (path → SourceFile) are where images are read; with files NULL only
 * what the record knows is known. `record` may be NULL. */
Images *images_new(Source *source, GHashTable *files, Record *record);
void images_free(Images *images);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Images, images_free)

/* Read what the record knows now, not when a page asks: the record is free after that. */
bool images_load(Images *images, Error **error);

/* False when the file is no image, is not there, or says no size. *known is false when a
 * build without the source can't tell. */
bool images_size(Images *images, const char *path, ImageSize *out, bool *known);

/* Within a transaction: what is new; and forget those whose files are gone. */
bool images_commit(Images *images, Record *record, Error **error);

#endif
