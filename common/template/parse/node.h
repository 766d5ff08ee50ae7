/* node.h - the tree of a compiled template (internal to common/template).
 *
 * The parser builds it, resolve.c turns names into slots and filters, tests and
 * templates into pointers, and evaluate and execute walk it. All of it lives in
 * the arena of the set and is read only once the template is loaded.
 *
 * Slots. Code that runs as one piece (the top of a template, a block, a macro, a
 * call block, a recursive loop) is a Code; each run of it has a Frame of values.
 * A name is `hops` frames outwards and then a slot. Which name is which slot
 * follows Jinja's own rules (symbols.c).
 */
#ifndef SENF_COMMON_TEMPLATE_PARSE_NODE_H
#define SENF_COMMON_TEMPLATE_PARSE_NODE_H

#include "common/digest.h"
#include "common/template/run/value.h"
#include "common/template/template.h"
#include "common/template/words/builtin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name, once per set: equal names are equal pointers. */
typedef struct Name {
  const char *text; /* NUL-terminated */
  uint32_t length;
  uint32_t hash;                       /* value_hash of the text */
  const struct HostFunction *function; /* the global of this name, or NULL */
} Name;

typedef enum NodeKind {
  /* expressions */
  NODE_CONST,
  NODE_NAME,
  NODE_TUPLE,
  NODE_LIST,
  NODE_MAP,
  NODE_ATTRIBUTE,
  NODE_ITEM,
  NODE_SLICE,
  NODE_CALL,
  NODE_FILTER,
  NODE_TEST,
  NODE_UNARY,
  NODE_BINARY,
  NODE_AND,
  NODE_OR,
  NODE_NOT,
  NODE_CONCAT,
  NODE_COMPARE,
  NODE_CONDITION,
  NODE_MARKUP,           /* markup where escaping is on */
  NODE_NAMESPACE_TARGET, /* ns.name in `set` */
  /* statements */
  NODE_TEXT,
  NODE_PRINT,
  NODE_IF,
  NODE_FOR,
  NODE_SET,
  NODE_SET_BLOCK,
  NODE_WITH,
  NODE_BLOCK,
  NODE_EXTENDS,
  NODE_INCLUDE,
  NODE_IMPORT,
  NODE_FROM,
  NODE_MACRO,
  NODE_CALL_BLOCK,
  NODE_FILTER_BLOCK,
  NODE_AUTOESCAPE,
  NODE_DO,
  NODE_BREAK,
  NODE_CONTINUE,
  NODE_SEQUENCE, /* statements in place of one */
} NodeKind;

typedef enum Operator {
  OPERATOR_ADD,
  OPERATOR_SUBTRACT,
  OPERATOR_MULTIPLY,
  OPERATOR_DIVIDE,
  OPERATOR_FLOOR_DIVIDE,
  OPERATOR_MODULO,
  OPERATOR_POWER,
  OPERATOR_NEGATE,
  OPERATOR_PLUS,
  /* comparisons */
  OPERATOR_EQUAL,
  OPERATOR_NOT_EQUAL,
  OPERATOR_LESS,
  OPERATOR_LESS_EQUAL,
  OPERATOR_GREATER,
  OPERATOR_GREATER_EQUAL,
  OPERATOR_IN,
  OPERATOR_NOT_IN,
} Operator;

/* How a piece of a template escapes: known at load, but inside
 * `{% autoescape expression %}`. */
typedef enum Escaping { ESCAPE_OFF, ESCAPE_ON, ESCAPE_DYNAMIC } Escaping;

typedef enum NameContext { NAME_LOAD, NAME_STORE, NAME_PARAMETER } NameContext;

typedef struct Node Node;

typedef struct Nodes {
  Node **items;
  uint32_t count;
} Nodes;

/* Where a variable is: `hops` frames outwards, then a slot. */
typedef struct Place {
  uint16_t hops, slot;
} Place;

/* What happens to a slot when its scope is entered. */
typedef enum LoadKind { LOAD_MISSING, LOAD_RESOLVE, LOAD_COPY } LoadKind;

typedef struct Load {
  LoadKind kind;
  uint16_t slot;
  Place from;       /* LOAD_COPY */
  const Name *name; /* LOAD_RESOLVE */
} Load;

typedef struct Scope {
  Load *loads;
  uint32_t count;
} Scope;

/* A variable that an include, an import or a scoped block hands on. */
typedef struct Local {
  const Name *name;
  Place place;
} Local;

typedef struct Locals {
  Local *items;
  uint32_t count;
} Locals;

typedef struct Code {
  uint32_t slot_count;
  Value *initial; /* the slots of a new frame */
  Scope scope;    /* copies from outer frames, at entry */
  bool captured;  /* something may outlive the frame: it lives in the arena */
} Code;

typedef struct CallArguments {
  Nodes positional;
  const Name **keywords;
  Node **keyword_values;
  uint32_t keyword_count;
  Node *star, *star_star;
  Node **bound;              /* for a Builtin: one for each of its parameters, or NULL */
  const Arguments *constant; /* all of them are known at load; or NULL */
} CallArguments;

typedef struct Parameter {
  const Name *name;
  Node *fallback; /* or NULL */
  uint16_t slot;
} Parameter;

typedef struct MacroNode {
  const Name *name; /* NULL: the body of a call block */
  Parameter *parameters;
  uint32_t parameter_count;
  uint32_t required; /* parameters before the first with a default */
  Nodes body;
  Code *code;
  bool uses_caller, uses_kwargs, uses_varargs;
  bool explicit_caller; /* a parameter is called `caller` */
  uint16_t caller_slot, kwargs_slot, varargs_slot;
  Place target;
  bool exported; /* at the top: a name of the template */
} MacroNode;

typedef struct BlockNode {
  const Name *name;
  Nodes body;
  Code *code;
  struct Template *template;
  bool scoped, required;
  bool toplevel;
  bool uses_self, uses_super;
  uint16_t self_slot, super_slot;
  Locals locals;
} BlockNode;

typedef struct ForNode {
  Node *target, *iterable, *condition;
  Nodes body, otherwise;
  bool recursive, uses_loop;
  uint16_t loop_slot;
  Scope scope, test_scope, else_scope;
  Node *test_target; /* the target once more, in the slots of the condition */
  Code *code;        /* recursive loops */
  Escaping escaping;
} ForNode;

typedef struct ImportName {
  const Name *name, *alias;
  Place place;
} ImportName;

typedef struct ImportNode { /* include, import, from */
  Node *template_name;
  struct Template *template;    /* of a constant name */
  struct Template **candidates; /* of a constant list; NULL for missing ones */
  const char **candidate_names;
  uint32_t candidate_count;
  bool constant;
  bool with_context, ignore_missing;
  bool exported;
  ImportName target; /* import */
  ImportName *names; /* from */
  uint32_t name_count;
  Locals locals;
} ImportNode;

/* Which row of an object's shape the attribute was the last time. All threads share it and
 * any may replace it: it is checked before it is used. */
typedef struct FieldHint {
  _Atomic(const ShapeField *) row;
} FieldHint;

typedef struct BuiltinMethods {
  const Builtin *text, *list, *tuple, *map;
} BuiltinMethods;

struct Node {
  uint8_t kind;
  uint8_t op;
  uint8_t context;    /* names: NameContext */
  uint8_t escaping;   /* statements: Escaping */
  uint16_t depth;     /* of the tree below, so that it can be bounded */
  bool check_extends; /* printed only while no parent template is known */
  bool exported;      /* set at the top: also a variable of the template */
  uint32_t offset;    /* in the template's text */
  union {
    Value constant;
    struct {
      const Name *name;
      Place place;
      const Name *attribute; /* NODE_NAMESPACE_TARGET */
    } name;
    Nodes items; /* tuple, list, concat, sequence; maps: key, value, key, value */
    struct {
      Node *base;
      const Name *name;
      BuiltinMethods methods;
      FieldHint *hint;
    } attribute;
    struct {
      Node *base, *index;
    } item;
    struct {
      Node *base, *start, *stop, *step;
    } slice;
    struct {
      Node *callee;
      CallArguments *arguments;
    } call;
    struct {
      Node *base; /* NULL: the text of a filter block */
      const Name *name;
      CallArguments *arguments;
      const Builtin *builtin;
      const struct HostFunction *host;
    } filter; /* and test */
    struct {
      Node *left, *right; /* unary: left */
    } binary;
    struct {
      Node *first;
      Nodes rest;
      uint8_t *operators;
    } compare;
    struct {
      Node *condition, *then, *otherwise;
    } condition;
    struct {
      const char *text;
      size_t length;
    } text;
    struct {
      Node *expression;
    } print; /* and do, extends */
    struct {
      Node *condition;
      Nodes body;
      Node *next; /* elif */
      Nodes otherwise;
    } branch;
    struct {
      Node *target, *value;
      Nodes body; /* set block */
      Node *filter;
      Scope scope;
    } set;
    struct {
      Nodes targets, values;
      Nodes body;
      Scope scope;
    } with; /* and autoescape: values[0]; filter block: values[0] */
    struct {
      Node *expression;
      struct Template *template;
      bool constant;
    } extends;
    struct {
      MacroNode *macro;
      Node *call;
    } call_block;
    ForNode *loop;
    BlockNode *block;
    ImportNode *import;
    MacroNode *macro;
  };
};

typedef struct Template {
  const char *name;
  const char *path;
  const char *source; /* line ends normalised */
  size_t length;
  Digest digest;
  enum { TEMPLATE_LOADING, TEMPLATE_READY, TEMPLATE_FAILED } state;
  Error *error;                     /* TEMPLATE_FAILED */
  const struct Template *requester; /* who named it first, and where */
  size_t request_offset;
  bool autoescape;
  bool has_extends;
  Nodes body;
  Code *code;
  bool uses_self;
  uint16_t self_slot;
  BlockNode **blocks;
  uint32_t block_count;
} Template;

#endif
