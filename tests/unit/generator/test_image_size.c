#include "generator/model/markdown/image_size.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <string.h>

static void expect(const void *bytes, size_t length, int width, int height)
{
  ImageSize size;
  assert_true(image_size(bytes, length, &size));
  assert_int_equal(size.width, width);
  assert_int_equal(size.height, height);
  /* A file that was cut off at any place is read no further than it goes. */
  for (size_t i = 0; i < length; i++) {
    g_autofree unsigned char *part = g_memdup2(bytes, i);
    image_size(part, i, &size);
  }
}

static void expect_none(const char *text)
{
  ImageSize size;
  assert_false(image_size(text, strlen(text), &size));
}

static void test_png(void **state)
{
  (void)state;
  static const unsigned char png[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13,
                                      'I',  'H', 'D', 'R', 0,    0,    2,    0x80, 0, 0, 1, 0xE0};
  expect(png, sizeof png, 640, 480);
}

static void test_gif(void **state)
{
  (void)state;
  static const unsigned char gif[] = {'G', 'I', 'F', '8', '9', 'a', 7, 0, 1, 1};
  expect(gif, sizeof gif, 7, 257);
}

/* SOI, APP0, frame. */
static void test_jpeg(void **state)
{
  (void)state;
  static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xE0, 0, 4,  1,    2,  0xFF, 0xFF,
                                       0xC2, 0,    17,   8,    0, 30, 0,    40, 3,    1,
                                       0x11, 0,    2,    0x11, 1, 3,  0x11, 1};
  expect(jpeg, sizeof jpeg, 40, 30);
}

/* The camera was held upright: EXIF's orientation 6. */
static void test_jpeg_turned(void **state)
{
  (void)state;
  static const unsigned char jpeg[] = {
      0xFF, 0xD8, 0xFF, 0xE1, 0,    34, 'E', 'x', 'i', 'f', 0, 0,  'M', 'M', 0,    42, 0, 0,  0,
      8,    0,    1,    0x01, 0x12, 0,  3,   0,   0,   0,   1, 0,  6,   0,   0,    0,  0, 0,  0,
      0xFF, 0xC0, 0,    17,   8,    0,  30,  0,   40,  3,   1, 17, 0,   2,   0x11, 1,  3, 17, 1};
  expect(jpeg, sizeof jpeg, 30, 40);
}

static void test_webp(void **state)
{
  (void)state;
  unsigned char lossy[30] = "RIFF\x16\0\0\0WEBPVP8 ";
  memcpy(lossy + 23, "\x9D\x01\x2A\x40\x01\xF0\x00", 7);
  expect(lossy, sizeof lossy, 320, 240);
  unsigned char extended[30] = "RIFF\x16\0\0\0WEBPVP8X";
  extended[24] = 99;
  extended[27] = 49;
  expect(extended, sizeof extended, 100, 50);
  unsigned char lossless[30] = "RIFF\x16\0\0\0WEBPVP8L";
  lossless[20] = 0x2F;
  lossless[21] = 9; /* width - 1 */
  lossless[23] = 1;
  expect(lossless, sizeof lossless, 10, 5 + 0);
}

/* ftyp; meta { iprp { ipco { ispe, irot } } } */
static void test_avif(void **state)
{
  (void)state;
  static const unsigned char avif[] = {
      0,  0,   0,   16,  'f', 't', 'y', 'p', 'a', 'v', 'i', 'f', 0,   0,   0,   0,   0,   0, 0,
      57, 'm', 'e', 't', 'a', 0,   0,   0,   0,   0,   0,   0,   45,  'i', 'p', 'r', 'p', 0, 0,
      0,  37,  'i', 'p', 'c', 'o', 0,   0,   0,   20,  'i', 's', 'p', 'e', 0,   0,   0,   0, 0,
      0,  1,   0,   0,   0,   0,   100, 0,   0,   0,   9,   'i', 'r', 'o', 't', 1};
  expect(avif, sizeof avif, 100, 256);
}

static void expect_svg(const char *svg, int width, int height)
{
  expect(svg, strlen(svg), width, height);
}

static void test_svg(void **state)
{
  (void)state;
  expect_svg("<?xml version='1.0'?>\n<!-- c -->\n<svg width=\"120\" height='80px'>", 120, 80);
  expect_svg("<svg viewBox=\"0 0 64 32\">", 64, 32);
  expect_svg("<svg viewBox='0,0,64,32' height=\"16\">", 32, 16);
  expect_svg("<svg width=\"100%\" height=\"100%\" viewBox=\"-1 -1 10.4 9.6\">", 10, 10);
  expect_none("<svg>");
  expect_none("<svg width=\"10em\" height=\"20\">");
  expect_none("<svg viewBox=\"0 0 0 10\">");
  expect_none("<svg viewBox=\"0 0 nan inf\">");
}

static void test_others(void **state)
{
  (void)state;
  expect_none("");
  expect_none("no image");
  expect_none("\xFF\xD8\xFF");
  assert_true(image_is_known("a/b.PNG"));
  assert_true(image_is_known("b.svg"));
  assert_false(image_is_known("b.md"));
  assert_false(image_is_known("png"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_png),  cmocka_unit_test(test_gif),
      cmocka_unit_test(test_jpeg), cmocka_unit_test(test_jpeg_turned),
      cmocka_unit_test(test_webp), cmocka_unit_test(test_avif),
      cmocka_unit_test(test_svg),  cmocka_unit_test(test_others),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
