#include "common/template/check/shape.h"

#include "common/suggest.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

const Shape shape_text = {.kind = SHAPE_TEXT}, shape_url = {.kind = SHAPE_URL},
            shape_markup = {.kind = SHAPE_MARKUP}, shape_json = {.kind = SHAPE_JSON},
            shape_number = {.kind = SHAPE_NUMBER}, shape_bool = {.kind = SHAPE_BOOL},
            shape_same = {.kind = SHAPE_SAME};

bool shape_has_row(const ShapeTable *table, const ShapeField *field)
{
  uintptr_t row = (uintptr_t)field, first = (uintptr_t)table->rows;
  return row >= first && row - first < table->size * table->count;
}

size_t shape_index(const ShapeTable *table, const char *name)
{
  size_t index = 0;
  for (; index < table->count; index++) {
    const char *other = shape_field_at(table, index)->name;
    if (other[0] == name[0] && strcmp(other, name) == 0)
      break;
  }
  return index;
}

const ShapeField *shape_field(const ShapeTable *table, const char *name)
{
  size_t index = shape_index(table, name);
  return index < table->count ? shape_field_at(table, index) : NULL;
}

const char *shape_suggest(const ShapeTable *table, const char *name)
{
  g_autofree const char **names = g_new0(const char *, table->count + 1);
  for (size_t i = 0; i < table->count; i++)
    names[i] = shape_field_at(table, i)->name;
  return suggest_nearest(name, names);
}
