#include "generator/model/markdown/image_size.h"

#include "common/paths.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

enum { SIZE_MAX_PIXELS = 1000000, BOX_DEPTH_MAX = 8 };

typedef struct Bytes {
  const uint8_t *at;
  size_t length;
} Bytes;

bool image_is_known(const char *path)
{
  static const char *const known[] = {"png", "gif", "jpg", "jpeg", "webp", "avif", "svg"};
  for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
    if (g_ascii_strcasecmp(path_extension(path), known[i]) == 0)
      return true;
  return false;
}

static uint32_t big(const uint8_t *at, int size)
{
  uint32_t number = 0;
  for (int i = 0; i < size; i++)
    number = number << 8 | at[i];
  return number;
}

static uint32_t little(const uint8_t *at, int size)
{
  uint32_t number = 0;
  for (int i = size - 1; i >= 0; i--)
    number = number << 8 | at[i];
  return number;
}

static bool has_at(Bytes bytes, size_t offset, const char *text)
{
  size_t length = strlen(text);
  return bytes.length >= offset + length && memcmp(bytes.at + offset, text, length) == 0;
}

static bool set(ImageSize *out, uint32_t width, uint32_t height)
{
  if (width == 0 || height == 0 || width > SIZE_MAX_PIXELS || height > SIZE_MAX_PIXELS)
    return false;
  *out = (ImageSize){(int)width, (int)height};
  return true;
}

/* --- PNG, GIF: at a fixed place --- */

static bool png(Bytes bytes, ImageSize *out)
{
  return has_at(bytes, 0, "\x89PNG\r\n\x1a\n") && has_at(bytes, 12, "IHDR") && bytes.length >= 24 &&
         set(out, big(bytes.at + 16, 4), big(bytes.at + 20, 4));
}

static bool gif(Bytes bytes, ImageSize *out)
{
  return (has_at(bytes, 0, "GIF87a") || has_at(bytes, 0, "GIF89a")) && bytes.length >= 10 &&
         set(out, little(bytes.at + 6, 2), little(bytes.at + 8, 2));
}

/* --- JPEG: segments until the frame --- */

/* Whether the EXIF data turn the picture by a quarter. */
static bool exif_turns(const uint8_t *at, size_t length)
{
  Bytes tiff = {at + 6, length - 6};
  if (length < 16 || memcmp(at, "Exif\0", 6) != 0)
    return false;
  bool is_little = has_at(tiff, 0, "II");
  uint32_t (*number)(const uint8_t *, int) = is_little ? little : big;
  size_t table = number(tiff.at + 4, 4);
  if (tiff.length < 8 || table > tiff.length - 2)
    return false;
  size_t count = number(tiff.at + table, 2);
  for (size_t i = 0; i < count && table + 2 + (i + 1) * 12 <= tiff.length; i++) {
    const uint8_t *entry = tiff.at + table + 2 + i * 12;
    if (number(entry, 2) == 0x0112)
      return number(entry + 8, 2) >= 5 && number(entry + 8, 2) <= 8;
  }
  return false;
}

static bool is_frame(uint8_t marker)
{
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

static bool jpeg(Bytes bytes, ImageSize *out)
{
  bool turned = false;
  if (!has_at(bytes, 0, "\xFF\xD8"))
    return false;
  for (size_t at = 2; at + 4 <= bytes.length;) {
    const uint8_t *segment = bytes.at + at;
    if (segment[0] != 0xFF)
      return false;
    if (segment[1] == 0xFF) { /* padding */
      at++;
      continue;
    }
    size_t length = big(segment + 2, 2);
    if (length < 2 || at + 2 + length > bytes.length)
      return false;
    if (segment[1] == 0xE1)
      turned = turned || exif_turns(segment + 4, length - 2);
    if (is_frame(segment[1])) {
      if (length < 7)
        return false;
      uint32_t height = big(segment + 5, 2), width = big(segment + 7, 2);
      return turned ? set(out, height, width) : set(out, width, height);
    }
    at += 2 + length;
  }
  return false;
}

/* --- WebP: three kinds --- */

static bool webp(Bytes bytes, ImageSize *out)
{
  if (!has_at(bytes, 0, "RIFF") || !has_at(bytes, 8, "WEBP") || bytes.length < 30)
    return false;
  if (has_at(bytes, 12, "VP8X"))
    return set(out, little(bytes.at + 24, 3) + 1, little(bytes.at + 27, 3) + 1);
  if (has_at(bytes, 12, "VP8L") && bytes.at[20] == 0x2F) {
    uint32_t bits = little(bytes.at + 21, 4);
    return set(out, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
  }
  return has_at(bytes, 12, "VP8 ") && has_at(bytes, 23, "\x9D\x01\x2A") &&
         set(out, little(bytes.at + 26, 2) & 0x3FFF, little(bytes.at + 28, 2) & 0x3FFF);
}

/* --- AVIF: boxes in boxes; the largest `ispe` is the picture's --- */

typedef struct Boxes {
  ImageSize size;
  bool turned;
} Boxes;

static void avif_boxes(Bytes bytes, int depth, Boxes *found)
{
  while (bytes.length >= 8) {
    size_t size = big(bytes.at, 4);
    if (size < 8 || size > bytes.length)
      return;
    Bytes inside = {bytes.at + 8, size - 8};
    ImageSize one;
    size_t skip = has_at(bytes, 4, "meta") ? 4 : 0; /* version and flags */
    bool holds = skip || has_at(bytes, 4, "iprp") || has_at(bytes, 4, "ipco");
    if (holds && depth < BOX_DEPTH_MAX && inside.length >= skip)
      avif_boxes((Bytes){inside.at + skip, inside.length - skip}, depth + 1, found);
    else if (has_at(bytes, 4, "ispe") && inside.length >= 12 &&
             set(&one, big(inside.at + 4, 4), big(inside.at + 8, 4)) &&
             one.width > found->size.width)
      found->size = one;
    else if (has_at(bytes, 4, "irot") && inside.length >= 1)
      found->turned = inside.at[0] & 1;
    bytes.at += size;
    bytes.length -= size;
  }
}

static bool avif(Bytes bytes, ImageSize *out)
{
  Boxes found = {0};
  if (!has_at(bytes, 4, "ftypavif") && !has_at(bytes, 4, "ftypavis") &&
      !has_at(bytes, 4, "ftypmif1"))
    return false;
  avif_boxes(bytes, 0, &found);
  *out = found.turned ? (ImageSize){found.size.height, found.size.width} : found.size;
  return out->width > 0;
}

/* --- SVG: the attributes of its first element --- */

static const char *svg_attribute(const char *tag, const char *end, const char *name)
{
  size_t length = strlen(name);
  for (const char *at = tag; at + length + 2 < end; at++) {
    if (!g_ascii_isspace(*at) || strncmp(at + 1, name, length) != 0)
      continue;
    const char *value = at + 1 + length;
    while (value < end && g_ascii_isspace(*value))
      value++;
    if (value >= end || *value != '=')
      continue;
    for (value++; value < end && g_ascii_isspace(*value);)
      value++;
    return value < end && (*value == '"' || *value == '\'') ? value + 1 : NULL;
  }
  return NULL;
}

/* A length in pixels; 0: in another unit, or none. */
static double svg_length(const char *value)
{
  char *end;
  if (!value)
    return 0;
  double number = g_ascii_strtod(value, &end);
  bool pixels = *end == '"' || *end == '\'' || g_str_has_prefix(end, "px");
  return pixels && number >= 0.5 && number <= SIZE_MAX_PIXELS ? number : 0;
}

static bool svg_view_box(const char *value, double *width, double *height)
{
  double numbers[4];
  char *at = (char *)value;
  for (int i = 0; at && i < 4; i++) {
    while (*at == ' ' || *at == ',' || *at == '\n' || *at == '\t')
      at++;
    char *end;
    numbers[i] = g_ascii_strtod(at, &end);
    at = end == at ? NULL : end;
  }
  if (!at)
    return false;
  *width = numbers[2];
  *height = numbers[3];
  return numbers[2] >= 0.01 && numbers[3] >= 0.01 && numbers[2] <= SIZE_MAX_PIXELS &&
         numbers[3] <= SIZE_MAX_PIXELS;
}

/* A side that is not said follows from the other one and the box. */
static bool svg_size(const char *tag, const char *end, ImageSize *out)
{
  double width = svg_length(svg_attribute(tag, end, "width"));
  double height = svg_length(svg_attribute(tag, end, "height"));
  double box_width, box_height;
  if (svg_view_box(svg_attribute(tag, end, "viewBox"), &box_width, &box_height)) {
    if (width == 0 && height == 0) {
      width = box_width;
      height = box_height;
    } else if (width == 0) {
      width = height * box_width / box_height;
    } else if (height == 0) {
      height = width * box_height / box_width;
    }
  }
  if (!(width > 0 && height > 0 && width <= SIZE_MAX_PIXELS && height <= SIZE_MAX_PIXELS))
    return false;
  return set(out, MAX(1, (uint32_t)(width + 0.5)), MAX(1, (uint32_t)(height + 0.5)));
}

static bool svg(Bytes bytes, ImageSize *out)
{
  enum { BEGIN_MAX = 16 * 1024 };
  g_autofree char *text = g_strndup((const char *)bytes.at, MIN(bytes.length, (size_t)BEGIN_MAX));
  const char *tag = strstr(text, "<svg");
  const char *end = tag ? strchr(tag, '>') : NULL;
  return end && svg_size(tag, end, out);
}

bool image_size(const void *bytes, size_t length, ImageSize *out)
{
  static bool (*const kinds[])(Bytes, ImageSize *) = {png, gif, jpeg, webp, avif, svg};
  for (size_t i = 0; length > 0 && i < G_N_ELEMENTS(kinds); i++)
    if (kinds[i]((Bytes){bytes, length}, out))
      return true;
  return false;
}
