/* toml_internal.h - between the files of toml*.c.
 *
 * A parse walks the text once. Tables grow while it lasts (a header or a dotted key may
 * come back to one), so each is a TomlTable until toml_tables_finish gives its tree the
 * arrays that a tree has.
 */
#ifndef SENF_COMMON_FORMATS_TOML_INTERNAL_H
#define SENF_COMMON_FORMATS_TOML_INTERNAL_H

#include "common/formats/toml.h"

enum { TOML_DEEPEST = 64 };

/* How a table came to be says who may add to it. */
typedef enum TomlOrigin {
  TOML_IMPLIED, /* by the header of one inside it */
  TOML_HEADER,  /* by its own header; and the root */
  TOML_DOTTED,  /* by a dotted key */
  TOML_ARRAY,   /* an array of tables: its items are the tables */
  TOML_INLINE,  /* complete where it was written */
} TomlOrigin;

typedef struct TomlTable {
  Tree *tree;
  TomlOrigin origin;
  int section; /* TOML_DOTTED: the header below which its keys stand */
  int depth;
  GPtrArray *keys, *items; /* of const char *, of Tree *; an array has no keys */
  GArray *places;          /* of TreePlace, beside the keys */
  struct TomlTable *last;  /* TOML_ARRAY: the newest of its tables */
} TomlTable;

typedef struct Toml {
  Arena *arena;
  TreeDocument *document;
  Error **error;
  const char *at, *end;
  const char *begin;
  int first_line;
  /* The line that holds `mark`, and the character there, for places. */
  const char *line_begin, *mark;
  int line, column;
  GHashTable *members;  /* TomlMember → itself: what a table holds by a key */
  GHashTable *table_of; /* Tree → TomlTable */
  GPtrArray *tables;    /* all of them, owned */
  TomlTable *current;   /* of the last header */
  int section;          /* counts headers */
  int depth;            /* of inline arrays and tables */
} Toml;

/* A part of a key: its text and where it stands. */
typedef struct TomlPart {
  const char *name, *at;
  TreePlace place;
} TomlPart;

/* --- toml.c: the text --- */

/* An error at a place of the text; false, so that callers can return it. */
bool toml_fail(Toml *toml, const char *at, const char *hint, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* A tree that begins at `at`, a place behind all those asked for before in its line. */
Tree *toml_tree(Toml *toml, TreeKind kind, const char *at);
static inline char toml_peek(const Toml *toml)
{
  return toml->at < toml->end ? *toml->at : '\0';
}
bool toml_take(Toml *toml, char c);
void toml_skip_blanks(Toml *toml);
/* Blanks, comments and ends of lines, as between the items of an array. */
bool toml_skip_lines(Toml *toml);
/* "a.'b c'.d" up to what is no key; the array is of TomlPart. */
bool toml_key(Toml *toml, GArray *parts);
/* A key, '=' and a value, into a table. */
bool toml_pair(Toml *toml, TomlTable *table);

/* --- toml_table.c --- */

TomlTable *toml_table_new(Toml *toml, TomlOrigin origin, int depth, const char *at);
/* The table of [a.b] or [[a.b]], ready for its keys; NULL with an error. */
TomlTable *toml_table_open(Toml *toml, const GArray *parts, bool array);
/* The table in which the last part of a dotted key goes; NULL with an error. */
TomlTable *toml_table_descend(Toml *toml, TomlTable *table, const GArray *parts);
bool toml_table_put(Toml *toml, TomlTable *table, const TomlPart *part, Tree *item);
void toml_tables_finish(Toml *toml);
void toml_members_init(Toml *toml);

/* --- toml_value.c, toml_string.c, toml_scalar.c; NULL with an error --- */

Tree *toml_value(Toml *toml);
Tree *toml_string(Toml *toml);
/* The text of a key in quotes. */
const char *toml_quoted_key(Toml *toml);
Tree *toml_scalar(Toml *toml);

#endif
