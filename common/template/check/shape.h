/* shape.h - what is known of values before anything is rendered.
 *
 * The host declares the shapes of the variables that it will give, field by field;
 * template_check() then follows them through loops, `set`, `with`, includes and
 * calls of macros, and finds attributes that do not exist before the first page is
 * rendered. A shape of NULL, or of SHAPE_ANY, is checked no further.
 *
 * A table of fields is the one that the host evaluates them with: any array of rows
 * that begin with a ShapeField.
 */
#ifndef SENF_COMMON_TEMPLATE_CHECK_SHAPE_H
#define SENF_COMMON_TEMPLATE_CHECK_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum ShapeKind {
  SHAPE_ANY,
  SHAPE_TEXT,
  SHAPE_URL,    /* text that is a safe address: never javascript: */
  SHAPE_MARKUP, /* text that is safe HTML */
  SHAPE_JSON,   /* markup that is JSON, as `tojson` gives it */
  SHAPE_NUMBER,
  SHAPE_BOOL,
  SHAPE_OBJECT, /* has just the fields of its table */
  SHAPE_MAP,    /* the same, and the methods of maps */
  SHAPE_LIST,   /* of `item` */
  SHAPE_SAME,   /* of filters: what they are given */
} ShapeKind;

typedef struct Shape Shape;

typedef struct ShapeField {
  const char *name;
  const Shape *shape; /* what it is where it is not none or undefined; NULL: anything */
} ShapeField;

/* Rows of `size` bytes. */
typedef struct ShapeTable {
  const void *rows;
  size_t size, count;
} ShapeTable;

#define SHAPE_TABLE(array)                                                                         \
  {                                                                                                \
    (array), sizeof *(array), sizeof(array) / sizeof *(array)                                      \
  }

struct Shape {
  ShapeKind kind;
  const char *name; /* of objects and maps, for messages: "page" */
  ShapeTable fields;
  const Shape *item;
};

extern const Shape shape_text, shape_url, shape_markup, shape_json, shape_number, shape_bool,
    shape_same;

static inline const ShapeField *shape_field_at(const ShapeTable *table, size_t index)
{
  return (const ShapeField *)(const void *)((const char *)table->rows + index * table->size);
}
/* Whether the row is one of this table. */
bool shape_has_row(const ShapeTable *table, const ShapeField *field);
/* The index of the field, or `count`. */
size_t shape_index(const ShapeTable *table, const char *name);
const ShapeField *shape_field(const ShapeTable *table, const char *name); /* or NULL */
/* The name of a field that was meant, or NULL. */
const char *shape_suggest(const ShapeTable *table, const char *name);

#endif
