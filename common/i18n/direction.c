#include "common/i18n/direction.h"

#include <string.h>

/* Primary subtags of languages that are written from right to left. */
static const char *const LANGUAGES[] = {"ar",  "arc", "ckb", "dv", "fa",  "he", "iw", "ks", "ku",
                                        "nqo", "pnb", "ps",  "sd", "syr", "ug", "ur", "yi"};

static const char *const SCRIPTS[] = {"Arab", "Hebr", "Nkoo", "Syrc", "Thaa", "Adlm"};

static bool among(const char *const *names, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++) {
    if (g_ascii_strcasecmp(names[i], name) == 0)
      return true;
  }
  return false;
}

const char *lang_direction(const char *lang)
{
  g_auto(GStrv) parts = g_strsplit(lang, "-", 3);
  bool script = parts[0] && parts[1] && strlen(parts[1]) == 4;
  bool right_to_left = script ? among(SCRIPTS, G_N_ELEMENTS(SCRIPTS), parts[1])
                              : parts[0] && among(LANGUAGES, G_N_ELEMENTS(LANGUAGES), parts[0]);
  return right_to_left ? "rtl" : "ltr";
}

bool char_is_right_to_left(gunichar letter)
{
  return (letter >= 0x0590 && letter <= 0x08FF) || (letter >= 0xFB1D && letter <= 0xFDFF) ||
         (letter >= 0xFE70 && letter <= 0xFEFF) || (letter >= 0x10800 && letter <= 0x10FFF) ||
         (letter >= 0x1E800 && letter <= 0x1EFFF);
}
