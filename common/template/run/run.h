/* run.h - one render: its state, its kinds of values, and the helpers that all
 * of the evaluator shares (internal to common/template).
 *
 * Failing: a function that can fail gives false after template_fail(); the
 * evaluator adds the place (run_locate) where it knows the node. Printing gives
 * nothing back: run_failed() is asked once a statement.
 */
#ifndef SENF_COMMON_TEMPLATE_RUN_RUN_H
#define SENF_COMMON_TEMPLATE_RUN_RUN_H

#include "common/template/parse/node.h"
#include "common/template/run/map.h"
#include "common/template/run/set.h"
#include "common/template/template.h"

#include <string.h>

/* Kinds of values beyond those of value.h, which no host sees the inside of. */
enum {
  VALUE_ITERATOR = 32, /* a generator: can be walked once */
  VALUE_RANGE,
  VALUE_VIEW,      /* .keys() .values() .items() of a map */
  VALUE_NAMESPACE, /* namespace(): a map that `set` can change */
  VALUE_MODULE,    /* an imported template */
  VALUE_CYCLER,
  VALUE_LOOP,
  VALUE_SELF,         /* `self`: the blocks of the template */
  VALUE_MISSING = 64, /* a slot without a value, an argument not given */
  VALUE_UNRESOLVED,   /* a slot that is looked up in the context when read */
};

static inline Value value_missing(void)
{
  return (Value){.kind = VALUE_MISSING};
}
static inline Value value_unresolved(const Name *name)
{
  return (Value){.kind = VALUE_UNRESOLVED, .callable = name};
}
static inline Value value_special(uint8_t kind, const void *pointer)
{
  return (Value){.kind = kind, .callable = pointer};
}

/* Undefined values: what `length` says about how they came to be. */
enum { UNDEFINED_NAME, UNDEFINED_ATTRIBUTE, UNDEFINED_LENIENT };

typedef struct ContextVariable {
  const Name *name;
  Value value;
  bool exported;
} ContextVariable;

typedef struct BlockStack {
  const Name *name;
  const BlockNode **blocks; /* the youngest template's first */
  uint32_t count, capacity;
} BlockStack;

typedef struct BlockTable {
  BlockStack *items;
  uint32_t count, capacity;
} BlockTable;

/* What names mean beyond the slots: the variables that a template sets at its
 * top, those handed to an include, those of the render, the globals. */
typedef struct Context {
  const Template *template;
  struct Context *parent; /* looked in next; NULL: the render's variables */
  bool isolated;          /* an import without context: globals only */
  ContextVariable *variables;
  uint32_t count, capacity;
  BlockTable *blocks;
  bool *autoescape; /* shared with contexts derived from this one */
  uint32_t parents; /* templates that were extended */
} Context;

/* One run of a Code. */
typedef struct Frame {
  struct Frame *parent; /* the frame around it, for closures */
  struct Frame *root;   /* of the template's top or the block */
  Context *context;
  const Template *template;
  const Template *extended; /* in a root frame: the parent, once it is known */
  uint32_t known;           /* variables that the context had when the frame was entered */
  Value slots[];
} Frame;

typedef enum CallableKind {
  CALLABLE_MACRO,
  CALLABLE_FUNCTION,
  CALLABLE_HOST,
  CALLABLE_METHOD,
  CALLABLE_BLOCK, /* super(), self.name() */
  CALLABLE_JOINER,
  CALLABLE_LOOP_METHOD, /* loop.cycle, loop.changed */
  CALLABLE_CYCLER_METHOD,
} CallableKind;

typedef struct Callable {
  CallableKind kind;
} Callable;

typedef struct MacroValue {
  Callable head;
  const MacroNode *node;
  Frame *frame; /* where it was defined */
} MacroValue;

typedef struct FunctionValue {
  Callable head;
  const Builtin *builtin;
} FunctionValue;

typedef struct HostFunction {
  Callable head;
  const char *name;
  int min, max;
  const Shape *result;       /* of what it gives, or NULL */
  TemplateFunction function; /* functions */
  TemplateFilter filter;     /* filters and tests */
  void *data;
  Value value; /* functions: this */
} HostFunction;

typedef struct MethodValue {
  Callable head;
  const Builtin *builtin; /* or NULL, and then `name` says */
  const char *name;
  Value self;
} MethodValue;

typedef struct BlockValue {
  Callable head;
  const Name *name;
  Context *context;
  const BlockStack *stack;
  uint32_t index;
} BlockValue;

typedef struct JoinerValue {
  Callable head;
  Value separator;
  bool used;
} JoinerValue;

typedef struct Range {
  int64_t start, stop, step;
  uint64_t count;
} Range;

typedef enum ViewKind { VIEW_KEYS, VIEW_VALUES, VIEW_ITEMS } ViewKind;

typedef struct View {
  ViewKind kind;
  ValueMap *map;
} View;

typedef struct Cycler {
  Value items; /* tuple */
  size_t position;
} Cycler;

typedef struct Module {
  Context *context;
  Value body;
} Module;

/* A filter or a test that was called by a name that is a value. The text of the name
 * lives as long as the render. */
typedef struct NamedCall {
  const char *name;
  uint32_t length;
  const Builtin *builtin;
  const HostFunction *host;
} NamedCall;

struct TemplateRun {
  TemplateSet *set;
  const TemplateOptions *options;
  const TemplateRender *render;
  Arena *arena;
  GString *out;
  size_t out_start;
  size_t out_room; /* the output may grow to this before emit_slow looks */
  Frame *frame;
  const Node *node; /* the statement */
  Error *error;
  Value block_text; /* what a filter block's first filter is given */
  size_t steps, max_steps;
  size_t taken_steps; /* of the host's more_steps: in max_steps already */
  size_t depth, max_depth;
  size_t memory, max_memory; /* bytes of strings and lists made */
  size_t max_output, max_loop;
  const char *stack; /* an address near the start of the render */
  Value *stack_at, *stack_end;
  struct StackChunk *chunk, *first_chunk;
  uint32_t variable_mask;
  const TemplateVariable **variables; /* open addressing by the name's hash */
  NamedCall last_named[2];            /* test, filter */
  GHashTable *modules;                /* Template -> Module, imported without context */
};

static inline bool run_failed(const TemplateRun *run)
{
  return run->error != NULL;
}

/* Count work; false (and failed) when there was too much. */
bool run_too_long(TemplateRun *run);
static inline bool run_step(TemplateRun *run, size_t steps)
{
  run->steps += steps;
  return run->steps <= run->max_steps || run_too_long(run);
}

/* Count looking through a value's text: a step is worth about 20 ns, and a fast look
 * at eight bytes 2 to 10 of them. */
static inline bool run_scan(TemplateRun *run, Value value)
{
  return value.kind != VALUE_STRING || value.length < 64 || run_step(run, value.length / 8);
}
/* The same for work on each character. */
static inline bool run_scan_slowly(TemplateRun *run, Value value)
{
  return value.kind != VALUE_STRING || value.length < 64 || run_step(run, value.length / 2);
}

/* Memory for values: counted, so that a loop can't eat the machine. NULL after
 * failing. */
void *run_alloc(TemplateRun *run, size_t size);

/* Give the failure the place of the node, if it has none; always false. */
bool run_locate(TemplateRun *run, const Node *node);
/* A note for the chain that led to the failure; always false. */
bool run_note(TemplateRun *run, const Node *node, const char *what);
/* Entering something that could recurse for ever; false: too deep. */
bool run_enter(TemplateRun *run);
static inline void run_leave(TemplateRun *run)
{
  run->depth--;
}

/* --- printing -------------------------------------------------------------------------------- */

void emit_slow(TemplateRun *run, const char *text, size_t length);
static inline void emit(TemplateRun *run, const char *text, size_t length)
{
  GString *out = run->out;
  if (length == 0)
    return; /* the text may be NULL */
  if (G_LIKELY(out->len + length < run->out_room)) {
    memcpy(out->str + out->len, text, length);
    out->len += length;
  } else {
    emit_slow(run, text, length);
  }
}
static inline void emit_text(TemplateRun *run, const char *text)
{
  emit(run, text, strlen(text));
}
static inline void emit_char(TemplateRun *run, char c)
{
  emit(run, &c, 1);
}
void emit_code_point(TemplateRun *run, gunichar c);
void emit_escaped(TemplateRun *run, const char *text, size_t length);
void emit_int(TemplateRun *run, int64_t integer);
void emit_float(TemplateRun *run, double real);
/* str(value) and repr(value) of Python. */
void emit_str(TemplateRun *run, Value value);
void emit_repr(TemplateRun *run, Value value);
/* `{{ value }}` with or without escaping. */
void emit_value(TemplateRun *run, Value value, bool escape);

/* Strings are built at the end of the output and then cut off it:
 *     size_t mark = capture_begin(run); emit…; *out = capture_end(run, mark, safe); */
static inline size_t capture_begin(const TemplateRun *run)
{
  return run->out->len;
}
Value capture_end(TemplateRun *run, size_t mark, bool safe);

/* --- values ---------------------------------------------------------------------------------- */

Value run_text(TemplateRun *run, const char *text, size_t length, bool safe); /* copied */
/* str(value): itself when it is a string (safe stays safe: soft_str). */
Value run_soft_string(TemplateRun *run, Value value);
/* str(value), never safe. */
Value run_string(TemplateRun *run, Value value);
/* The value as markup: escaped unless it is safe. */
Value run_escape(TemplateRun *run, Value value);
Value run_list(TemplateRun *run, size_t capacity);
Value run_tuple(TemplateRun *run, size_t count);
bool run_list_add(TemplateRun *run, Value list, Value item);
/* Sets; fails for keys that can't be one. */
bool run_map_set(TemplateRun *run, Value map, Value key, Value item);

static inline bool value_is_string(Value value)
{
  return value.kind == VALUE_STRING;
}
static inline bool value_is_list(Value value)
{
  return value.kind == VALUE_LIST || value.kind == VALUE_TUPLE;
}
static inline bool value_is_int(Value value)
{
  return value.kind == VALUE_INT || value.kind == VALUE_BOOL;
}
static inline int64_t value_as_int(Value value)
{
  return value.kind == VALUE_BOOL ? value.boolean : value.integer;
}
static inline bool value_is_number(Value value)
{
  return value_is_int(value) || value.kind == VALUE_FLOAT;
}
static inline double value_as_float(Value value)
{
  return value.kind == VALUE_FLOAT ? value.real : (double)value_as_int(value);
}
static inline bool value_given(Value value)
{
  return value.kind != VALUE_MISSING;
}
static inline bool text_equals(Value value, const char *text)
{
  size_t length = strlen(text);
  return value.length == length && memcmp(value.text, text, length) == 0;
}

/* May this value not even be looked at? An `if` without `else` is excused. */
static inline bool is_strict_undefined(const TemplateRun *run, Value value)
{
  return value.kind == VALUE_UNDEFINED && run->options->strict && value.length != UNDEFINED_LENIENT;
}

/* "a number", "text", …: for messages. */
const char *value_type(Value value);
/* An undefined value is used where it can't be; always false. */
bool fail_undefined(TemplateRun *run, Value value);

bool value_truth(TemplateRun *run, Value value, bool *out);
/* a == b; host objects are equal to themselves only. Gives up (false) on values that
 * are too large to be keys. */
bool value_equal(Value a, Value b);
/* The same for values of any size; fails for strict undefined values. */
bool run_equal(TemplateRun *run, Value a, Value b, bool *out);
/* a < b in Python: -1, 0, 1; false after failing for kinds that have no order. */
bool value_compare(TemplateRun *run, Value a, Value b, int *order);
/* a op b, for the operators of comparisons. */
bool value_holds(TemplateRun *run, Operator op, Value a, Value b, bool *out);
bool value_contains(TemplateRun *run, Value container, Value item, bool *out);
bool value_length(TemplateRun *run, Value value, int64_t *out);
bool value_compute(TemplateRun *run, Operator op, Value a, Value b, Value *out);
bool value_negate(TemplateRun *run, Operator op, Value value, Value *out);
bool value_callable(Value value);

/* obj.name and obj[key] of Jinja: undefined when there is none. */
bool value_attribute(TemplateRun *run, Value base, const Name *name, const BuiltinMethods *methods,
                     Value *out);
bool value_item(TemplateRun *run, Value base, Value key, Value *out);
bool value_slice(TemplateRun *run, Value base, Value start, Value stop, Value step, Value *out);
/* The same for a host object at a place that has a hint. */
bool value_field(TemplateRun *run, const Object *object, const Name *name, FieldHint *hint,
                 Value *out);
/* An attribute by a name that is known only now. */
bool value_attribute_text(TemplateRun *run, Value base, Value name, Value *out);

/* An attribute by a path, as the filters take it: "address.city", "0.name", 3. */
bool value_path(TemplateRun *run, Value base, Value path, Value *out);
/* … with what an undefined part of it stands for; none: nothing. */
bool value_path_or(TemplateRun *run, Value base, Value path, Value fallback, Value *out);

bool call_value(TemplateRun *run, Value callee, const Arguments *arguments, Value *out);
bool call_filter(TemplateRun *run, Value name, Value self, const Arguments *arguments, Value *out);
bool call_test(TemplateRun *run, Value name, Value self, const Arguments *arguments, bool *out);

/* The variable of this name as it was when the frame was entered, or VALUE_MISSING: what
 * a parent template sets later is not seen by the macros of its child. */
Value frame_resolve(const TemplateRun *run, const Frame *frame, const Name *name);

/* Arguments as numbers, flags and texts; they fail with the argument's name. */
bool argument_int(TemplateRun *run, Value value, const char *name, int64_t fallback, int64_t *out);
bool argument_truth(TemplateRun *run, Value value, bool fallback, bool *out);
/* Where Python takes true, false and whole numbers only; false if not given. */
bool argument_flag(TemplateRun *run, Value value, const char *name, bool *out);

#endif
