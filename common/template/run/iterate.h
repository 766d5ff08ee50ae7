/* iterate.h - walking over values (internal).
 *
 *     Iterator iterator;
 *     if (!iterator_begin(run, &iterator, value)) return false;
 *     while (iterator_next(run, &iterator, &item)) …
 *     if (run_failed(run)) return false;
 *
 * Generators (`map`, `select`, a loop's condition) are iterators whose next item
 * comes from a function; as values they live in the arena and are walked once.
 */
#ifndef SENF_COMMON_TEMPLATE_RUN_ITERATE_H
#define SENF_COMMON_TEMPLATE_RUN_ITERATE_H

#include "common/template/run/run.h"

typedef enum IteratorKind {
  ITERATE_NOTHING,
  ITERATE_LIST,
  ITERATE_REVERSED,
  ITERATE_MAP,
  ITERATE_TEXT,
  ITERATE_OBJECT,
  ITERATE_RANGE,
  ITERATE_GENERATOR, /* another iterator */
  ITERATE_CALL,
} IteratorKind;

typedef struct Iterator Iterator;
/* False: no more, or failed. */
typedef bool (*IteratorCall)(TemplateRun *run, void *state, Value *out);

struct Iterator {
  IteratorKind kind;
  union {
    struct {
      const ValueList *list;
      size_t index;
    } list;
    struct {
      const ValueMap *map;
      uint32_t at, count;
      ViewKind view;
    } map;
    struct {
      const char *p, *end;
    } text;
    struct {
      const Object *object;
      size_t index, count;
    } object;
    struct {
      int64_t next, step;
      uint64_t left;
    } range;
    Iterator *generator;
    struct {
      IteratorCall next;
      void *state;
    } call;
  };
};

/* Fails for values that can't be walked. */
bool iterator_begin(TemplateRun *run, Iterator *iterator, Value value);
bool iterator_next(TemplateRun *run, Iterator *iterator, Value *out);
/* Items left at the start, if that is known without walking. */
bool iterator_length(const Iterator *iterator, size_t *length);
bool value_iterable(Value value);

/* A generator as a value. */
Value value_generator(TemplateRun *run, IteratorCall next, void *state);
/* All items as a list: a new one, always. */
bool value_to_list(TemplateRun *run, Value value, Value *out);

static inline int64_t range_at(const Range *range, uint64_t index)
{
  return (int64_t)((uint64_t)range->start + index * (uint64_t)range->step);
}
bool value_range(TemplateRun *run, int64_t start, int64_t stop, int64_t step, Value *out);

/* loop.c */
int64_t loop_index(Value loop); /* index0 */
int64_t loop_length(TemplateRun *run, Value loop);
bool loop_attribute(TemplateRun *run, Value loop, const Name *name, Value *out);

#endif
