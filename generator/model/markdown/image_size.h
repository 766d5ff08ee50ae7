/* image_size.h - width and height of an image, from its first bytes.
 *
 * PNG, GIF, JPEG (turned as its EXIF says), WebP, AVIF and SVG; nothing is decoded. An SVG
 * that says no width is as wide as its viewBox.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_IMAGE_SIZE_H
#define SENF_GENERATOR_MODEL_MARKDOWN_IMAGE_SIZE_H

#include <stdbool.h>
#include <stddef.h>

/* In CSS pixels, 1 … 1,000,000. */
typedef struct ImageSize {
  int width, height;
} ImageSize;

/* By its extension a file that image_size may know. */
bool image_is_known(const char *path);
/* False when it is none of these, or damaged. */
bool image_size(const void *bytes, size_t length, ImageSize *out);

#endif
