#include "generator/model/page/permalink.h"

#include <string.h>

typedef enum Place {
  PLACE_DATE,
  PLACE_SLUG,
  PLACE_SLUG_OR_TITLE,
  PLACE_SLUG_OR_FILENAME,
  PLACE_SECTION,
  PLACE_TITLE,
  PLACE_FILENAME,
  PLACE_CATEGORIES,
  PLACE_SLUGIFIED_CATEGORIES
} Place;

typedef struct PlaceName {
  const char *name;
  Place place;
  const char *format; /* PLACE_DATE: as strftime has it, with English names */
} PlaceName;

/* Ours, then what Jekyll and Hugo have beside them. */
static const PlaceName PLACES[] = {
    {"year", PLACE_DATE, "%Y"},
    {"month", PLACE_DATE, "%m"},
    {"day", PLACE_DATE, "%d"},
    {"slug", PLACE_SLUG, NULL},
    {"section", PLACE_SECTION, NULL},
    {"title", PLACE_TITLE, NULL},
    {"filename", PLACE_FILENAME, NULL},
    {"categories", PLACE_CATEGORIES, NULL},
    {"slugified_categories", PLACE_SLUGIFIED_CATEGORIES, NULL},
    {"slugorfilename", PLACE_SLUG_OR_FILENAME, NULL},
    {"slugortitle", PLACE_SLUG_OR_TITLE, NULL},
    {"hour", PLACE_DATE, "%H"},
    {"minute", PLACE_DATE, "%M"},
    {"second", PLACE_DATE, "%S"},
    {"short_year", PLACE_DATE, "%y"},
    {"i_month", PLACE_DATE, "%-m"},
    {"short_month", PLACE_DATE, "%b"},
    {"long_month", PLACE_DATE, "%B"},
    {"i_day", PLACE_DATE, "%-d"},
    {"y_day", PLACE_DATE, "%j"},
    {"w_year", PLACE_DATE, "%G"},
    {"week", PLACE_DATE, "%V"},
    {"w_day", PLACE_DATE, "%u"},
    {"short_day", PLACE_DATE, "%a"},
    {"long_day", PLACE_DATE, "%A"},
    {"monthname", PLACE_DATE, "%B"},
    {"weekday", PLACE_DATE, "%w"},
    {"weekdayname", PLACE_DATE, "%A"},
    {"yearday", PLACE_DATE, "%-j"},
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

/* The place that is named at `text`, behind its colon; or NULL. */
static const PlaceName *find_place(const char *text, size_t length)
{
  for (size_t i = 0; i < G_N_ELEMENTS(PLACES); i++) {
    if (strlen(PLACES[i].name) == length && strncmp(text, PLACES[i].name, length) == 0)
      return &PLACES[i];
  }
  return NULL;
}

/* Whether it tells pages apart. */
static bool is_unique(Place place)
{
  return place != PLACE_DATE && place != PLACE_SECTION && place != PLACE_CATEGORIES &&
         place != PLACE_SLUGIFIED_CATEGORIES;
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
    const PlaceName *name = find_place(p + 1, length);
    if (!name)
      return g_strdup_printf("unknown place '%.*s'", (int)length + 1, p);
    unique = unique || is_unique(name->place);
  }
  if (!unique)
    return g_strdup_printf("'%s' needs :slug, :title or :filename, or all pages get one URL",
                           pattern);
  return NULL;
}

static const char *text_of(Place place, const PermalinkValues *values)
{
  switch (place) {
  case PLACE_FILENAME:
    return values->filename;
  case PLACE_CATEGORIES:
    return values->categories;
  case PLACE_SLUGIFIED_CATEGORIES:
    return values->slugified_categories;
  case PLACE_SECTION:
    return values->section;
  case PLACE_SLUG_OR_FILENAME:
    return values->has_slug ? values->slug : values->filename;
  case PLACE_SLUG_OR_TITLE:
    return values->has_slug || !*values->title ? values->slug : values->title;
  case PLACE_TITLE:
    return *values->title ? values->title : values->slug;
  case PLACE_DATE:
  case PLACE_SLUG:
    break;
  }
  return values->slug;
}

static bool append_place(const PlaceName *name, const PermalinkValues *values, GString *out)
{
  if (name->place == PLACE_DATE)
    return values->date.set && datetime_format(&values->date, name->format, NULL, out);
  g_string_append(out, text_of(name->place, values));
  return true;
}

bool permalink_expand(const char *pattern, const PermalinkValues *values, GString *out)
{
  for (const char *p = pattern; *p; p++) {
    size_t length = *p == ':' ? name_length(p + 1) : 0;
    const PlaceName *name = length > 0 ? find_place(p + 1, length) : NULL;
    if (!name) {
      g_string_append_c(out, *p);
      continue;
    }
    if (!append_place(name, values, out))
      return false;
    p += length;
  }
  return true;
}
