#include "comment-server/http/accept.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

typedef struct Preference {
  const char *name; /* not NUL-terminated */
  size_t length;
  int quality;
} Preference;

/* "0.815" in thousandths; more digits than three are left out. */
static int parse_quality(const char *text, size_t length)
{
  if (length == 0 || !g_ascii_isdigit(*text))
    return 0;
  int quality = *text == '0' ? 0 : 1000, scale = 100;
  for (size_t i = 2; i < length && length > 2 && text[1] == '.' && scale > 0; i++, scale /= 10) {
    if (!g_ascii_isdigit(text[i]))
      break;
    quality += (text[i] - '0') * scale;
  }
  return MIN(quality, 1000);
}

/* The next item of a list, with its q parameter. */
static bool next_preference(const char **at, Preference *out)
{
  *at += strspn(*at, " \t,");
  if (**at == '\0')
    return false;
  size_t item = strcspn(*at, ","), name = strcspn(*at, ",; \t");
  *out = (Preference){.name = *at, .length = MIN(name, item), .quality = 1000};
  for (const char *p = *at; (p = memchr(p, ';', (size_t)(*at + item - p))) != NULL;) {
    p += 1 + strspn(p + 1, " \t");
    if (p + 1 < *at + item && (*p == 'q' || *p == 'Q') && p[1] == '=')
      out->quality = parse_quality(p + 2, strcspn(p + 2, ",; \t"));
  }
  *at += item;
  return true;
}

static bool preference_is(const Preference *preference, const char *name, size_t length)
{
  return preference->length == length && g_ascii_strncasecmp(preference->name, name, length) == 0;
}

int accept_quality(const char *header, const char *media_type)
{
  if (!header)
    return 1000;
  size_t type = strcspn(media_type, "/");
  int best = 0;
  Preference preference;
  for (const char *at = header; next_preference(&at, &preference);) {
    int quality = preference.quality;
    if (preference_is(&preference, media_type, strlen(media_type)))
      return quality;
    /* Wildcards come last, so that a named type wins over them. */
    bool subtype = preference.length == type + 2 && memcmp(preference.name + type, "/*", 2) == 0 &&
                   g_ascii_strncasecmp(preference.name, media_type, type) == 0;
    if (subtype)
      best = MAX(best, quality / 2);
    else if (preference_is(&preference, "*/*", 3))
      best = MAX(best, quality / 4);
  }
  return best;
}

/* How well a language is liked; an exact tag is liked better than its first part. */
static int language_quality(const char *header, const char *lang)
{
  int best = 0;
  size_t length = strlen(lang);
  Preference preference;
  for (const char *at = header; next_preference(&at, &preference);) {
    int quality = 0;
    if (preference_is(&preference, lang, length))
      quality = preference.quality * 2;
    else if (preference.length > length && preference.name[length] == '-' &&
             g_ascii_strncasecmp(preference.name, lang, length) == 0)
      quality = preference.quality * 2 - 1;
    best = MAX(best, quality);
  }
  return best;
}

const char *accept_language(const char *header, const char *const *available, const char *fallback)
{
  const char *best = fallback;
  int best_quality = 0;
  for (size_t i = 0; header && available[i]; i++) {
    int quality = language_quality(header, available[i]);
    if (quality > best_quality ||
        (quality == best_quality && quality > 0 && g_strcmp0(available[i], fallback) == 0)) {
      best = available[i];
      best_quality = quality;
    }
  }
  return best;
}
