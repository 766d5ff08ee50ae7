/* tree.h - a document of settings or front matter, with the place of each value.
 *
 * YAML, JSON (and TOML) all become this tree, so that settings, front matter,
 * data files and template contexts have one reader. A tree lives in the arena
 * that its parser was given. Keys are unique: a duplicate is an error of the
 * parser. Order of keys is kept.
 */
#ifndef SENF_COMMON_FORMATS_TREE_H
#define SENF_COMMON_FORMATS_TREE_H

#include "common/arena.h"
#include "common/digest.h"
#include "common/error.h"
#include "common/time/datetime.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum TreeKind {
  TREE_NULL,
  TREE_BOOL,
  TREE_INT,
  TREE_FLOAT,
  TREE_STRING,
  TREE_LIST,
  TREE_MAP,
} TreeKind;

typedef struct TreePlace {
  int line, column; /* from 1, in the file */
} TreePlace;

typedef struct Tree Tree;
struct Tree {
  TreeKind kind;
  int line, column; /* from 1, in the file */
  const char *text; /* scalars: as written, unquoted; never NULL for them */
  bool quoted;      /* a string that was quoted: "2024" is no number */
  union {
    bool boolean;
    int64_t integer;
    double real;
  };
  size_t count; /* lists and maps */
  const char **keys;
  const TreePlace *key_places; /* a map's, beside its keys; NULL: not known */
  const Tree *const *items;    /* a map's values stand beside its keys */
};

/* A document: its root, and what messages need. */
typedef struct TreeDocument {
  const Tree *root; /* never NULL; an empty document is a TREE_NULL */
  const char *file;
  const char *source; /* whole text of the file, for the caret */
  size_t source_length;
} TreeDocument;

/* A map's value, or NULL. tree_get is exact; tree_get_ci ignores ASCII case. */
const Tree *tree_get(const Tree *map, const char *key);
const Tree *tree_get_ci(const Tree *map, const char *key);

/* Typed reading. A missing or null value leaves *out as it is and succeeds; a
 * wrong type fails with file:line:column and what was expected. tree_string
 * accepts numbers and booleans as they were written. tree_strings accepts one
 * string or a list of them, and gives a NULL-ended array in `arena`. */
bool tree_bool(const TreeDocument *document, const Tree *value, const char *name, bool *out,
               Error **error);
bool tree_int(const TreeDocument *document, const Tree *value, const char *name, int64_t min,
              int64_t max, int64_t *out, Error **error);
bool tree_string(const TreeDocument *document, const Tree *value, const char *name,
                 const char **out, Error **error);
bool tree_strings(const TreeDocument *document, const Tree *value, const char *name, Arena *arena,
                  const char *const **out, Error **error);
bool tree_datetime(const TreeDocument *document, const Tree *value, const char *name,
                   const TimeZone *zone, DateTime *out, Error **error);

/* An error at a value: ERROR_SITE with place, line and caret. */
void tree_error(Error **error, const TreeDocument *document, const Tree *at, const char *format,
                ...) G_GNUC_PRINTF(4, 5);

/* The place, line and caret of a map's key, for an error that was set. */
void tree_error_at_key(Error **error, const TreeDocument *document, const Tree *map, size_t index);

/* Fails when `map` has a key that is not in the NULL-ended list `known`, naming
 * the nearest one. For settings; front matter keeps unknown keys. */
bool tree_only(const TreeDocument *document, const Tree *map, const char *const *known,
               Error **error);

/* Deep copy into another arena, and a digest of the values (not the places). */
const Tree *tree_copy(const Tree *tree, Arena *arena);
Digest tree_digest(const Tree *tree);

/* For those who build trees: parsers, tests. */
Tree *tree_new(Arena *arena, TreeKind kind, int line, int column);

/* Compact JSON of the tree, keys in their order; and back by json_parse. */
void tree_to_json(const Tree *tree, GString *out);

#endif
