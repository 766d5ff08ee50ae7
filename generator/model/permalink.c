#include "generator/model/permalink.h"

#include <string.h>

typedef enum Place {
  PLACE_YEAR,
  PLACE_MONTH,
  PLACE_DAY,
  PLACE_SLUG,
  PLACE_SECTION,
  PLACE_TITLE,
  PLACE_FILENAME,
  PLACE_CATEGORIES
} Place;

static const struct {
  const char *name;
  Place place;
} PLACES[] = {
    {"year", PLACE_YEAR},         {"month", PLACE_MONTH},           {"day", PLACE_DAY},
    {"slug", PLACE_SLUG},         {"section", PLACE_SECTION},       {"title", PLACE_TITLE},
    {"filename", PLACE_FILENAME}, {"categories", PLACE_CATEGORIES},
};

const char *permalink_places(void)
{
  return ":year :month :day :slug :section :title :filename :categories";
}

static size_t name_length(const char *text)
{
  size_t length = 0;
  while (g_ascii_isalpha(text[length]) || text[length] == '_')
    length++;
  return length;
}

/* The place that is named at `text`, behind its colon. */
static bool find_place(const char *text, size_t length, Place *out)
{
  for (size_t i = 0; i < G_N_ELEMENTS(PLACES); i++) {
    if (strlen(PLACES[i].name) == length && strncmp(text, PLACES[i].name, length) == 0) {
      *out = PLACES[i].place;
      return true;
    }
  }
  return false;
}

char *permalink_check(const char *pattern)
{
  bool unique = false;
  if (strstr(pattern, "..") || strpbrk(pattern, "?#\\"))
    return g_strdup_printf("'%s' is no path of a URL", pattern);
  for (const char *p = pattern; *p; p++) {
    if ((unsigned char)*p < 0x20 || *p == 0x7f)
      return g_strdup("a permalink holds no control characters");
    if (*p != ':')
      continue;
    size_t length = name_length(p + 1);
    Place place;
    if (!find_place(p + 1, length, &place))
      return g_strdup_printf("unknown place '%.*s'", (int)length + 1, p);
    unique = unique || place == PLACE_SLUG || place == PLACE_TITLE || place == PLACE_FILENAME;
  }
  if (!unique)
    return g_strdup_printf("'%s' needs :slug, :title or :filename, or all pages get one URL",
                           pattern);
  return NULL;
}

static bool append_place(Place place, const PermalinkValues *values, GString *out)
{
  DateParts parts = {0};
  if (place <= PLACE_DAY) {
    if (!values->date.set)
      return false;
    datetime_parts(&values->date, &parts);
  }
  switch (place) {
  case PLACE_YEAR:
    g_string_append_printf(out, "%04d", parts.year);
    break;
  case PLACE_MONTH:
    g_string_append_printf(out, "%02d", parts.month);
    break;
  case PLACE_DAY:
    g_string_append_printf(out, "%02d", parts.day);
    break;
  case PLACE_SLUG:
    g_string_append(out, values->slug);
    break;
  case PLACE_FILENAME:
    g_string_append(out, values->filename);
    break;
  case PLACE_CATEGORIES:
    g_string_append(out, values->categories);
    break;
  case PLACE_SECTION:
    g_string_append(out, values->section);
    break;
  case PLACE_TITLE:
    g_string_append(out, *values->title ? values->title : values->slug);
    break;
  }
  return true;
}

bool permalink_expand(const char *pattern, const PermalinkValues *values, GString *out)
{
  for (const char *p = pattern; *p; p++) {
    Place place;
    size_t length = *p == ':' ? name_length(p + 1) : 0;
    if (length > 0 && find_place(p + 1, length, &place)) {
      if (!append_place(place, values, out))
        return false;
      p += length;
    } else {
      g_string_append_c(out, *p);
    }
  }
  return true;
}
