/* value.h - what templates compute with.
 *
 * A Value is small and passed by copy; what it points to lives in the arena of
 * the render, in the compiled template, or with the host. Strings are UTF-8 with
 * a length. `safe` marks a string that needs no escaping (Markup).
 *
 * Host objects are how a program shows its data: a class with functions and a
 * pointer. They are asked only when a template looks, which is what lets the
 * generator record each fact that a page reads.
 */
#ifndef SENF_COMMON_TEMPLATE_RUN_VALUE_H
#define SENF_COMMON_TEMPLATE_RUN_VALUE_H

#include "common/arena.h"
#include "common/formats/tree.h"
#include "common/template/check/shape.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ValueKind {
  VALUE_UNDEFINED,
  VALUE_NONE,
  VALUE_BOOL,
  VALUE_INT,
  VALUE_FLOAT,
  VALUE_STRING,
  VALUE_LIST,
  VALUE_TUPLE,
  VALUE_MAP,
  VALUE_OBJECT,   /* of the host */
  VALUE_CALLABLE, /* macro, host function, bound method, `loop`, … */
} ValueKind;

typedef struct TemplateRun TemplateRun; /* one render; see template.h */
typedef struct ValueList ValueList;
typedef struct ValueMap ValueMap;
typedef struct ObjectClass ObjectClass;

typedef struct Object {
  const ObjectClass *class;
  void *self;
} Object;

typedef struct Value {
  uint8_t kind;    /* ValueKind */
  bool safe;       /* strings: already markup */
  uint32_t length; /* strings: bytes */
  union {
    bool boolean;
    int64_t integer;
    double real;
    const char *text; /* not NUL-terminated in general */
    ValueList *list;  /* lists and tuples */
    ValueMap *map;
    const Object *object;
    const void *callable;
    const char *name; /* undefined: the name that was looked up, or NULL */
  };
} Value;

struct ValueList {
  size_t count, capacity;
  Value *items;
  const Arena *arena; /* only a render with this arena may change it */
};

/* Keyword and positional arguments of a call, a filter or a test. */
typedef struct Arguments {
  size_t count;
  const Value *values;
  size_t keyword_count;
  const char *const *keywords; /* interned, NUL-terminated */
  const Value *keyword_values;
} Arguments;

/* What the host shows. Any function may be NULL. `get` returns false when there
 * is no such attribute (then it is undefined); a failure is told by
 * template_fail(), and then the result does not matter. A class whose shape has all
 * its attributes answers its rows (`field`) instead: which row a name means is then
 * found once for each place in a template. */
struct ObjectClass {
  const char *name;   /* "page", for messages */
  const Shape *shape; /* its fields, for messages; NULL: open */
  bool (*get)(TemplateRun *run, void *self, const char *name, Value *out);
  bool (*field)(TemplateRun *run, void *self, const ShapeField *field, Value *out);
  size_t (*count)(TemplateRun *run, void *self); /* makes it a sequence */
  bool (*at)(TemplateRun *run, void *self, size_t index, Value *out);
  bool (*call)(TemplateRun *run, void *self, const Arguments *arguments, Value *out);
  bool (*truth)(TemplateRun *run, void *self);             /* default: count, else true */
  void (*print)(TemplateRun *run, void *self, Value *out); /* `{{ object }}` as a string */
};

static inline Value value_undefined(const char *name)
{
  return (Value){.kind = VALUE_UNDEFINED, .name = name};
}
static inline Value value_none(void)
{
  return (Value){.kind = VALUE_NONE};
}
static inline Value value_bool(bool boolean)
{
  return (Value){.kind = VALUE_BOOL, .boolean = boolean};
}
static inline Value value_int(int64_t integer)
{
  return (Value){.kind = VALUE_INT, .integer = integer};
}
static inline Value value_float(double real)
{
  return (Value){.kind = VALUE_FLOAT, .real = real};
}
/* The text is not copied. */
static inline Value value_text(const char *text, size_t length)
{
  return (Value){.kind = VALUE_STRING, .length = (uint32_t)length, .text = text};
}
static inline Value value_markup(const char *text, size_t length)
{
  return (Value){.kind = VALUE_STRING, .safe = true, .length = (uint32_t)length, .text = text};
}
Value value_string(const char *text); /* NUL-terminated, not copied; NULL is none */

/* The object is copied into the arena. */
Value value_object(Arena *arena, const ObjectClass *class, void *self);

/* Lists and maps of values; they live in the arena. Keys of maps are values, as
 * in Python; order of insertion is kept. */
Value value_list(Arena *arena, size_t capacity);
void value_list_add(Arena *arena, Value list, Value item);
Value value_map(Arena *arena);
void value_map_set(Arena *arena, Value map, Value key, Value item);
bool value_map_get(Value map, Value key, Value *out);
/* Set under a NUL-terminated key that is not copied. */
void value_map_put(Arena *arena, Value map, const char *key, Value item);

/* A tree of settings or JSON as values; strings are not copied. */
Value value_from_tree(Arena *arena, const Tree *tree);

#endif
