/* attributes.h - what authors write in braces about an element: {#id .class width=300}.
 *
 * As Hugo, Zola and Pandoc have it, and kramdown (Jekyll) with a colon: {: .class}. Only
 * what is harmless is taken: ids, classes, sizes, languages and the like, no scripts and
 * no other addresses than those that Markdown itself says.
 */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_ATTRIBUTES_H
#define SENF_GENERATOR_MODEL_MARKDOWN_ATTRIBUTES_H

#include "common/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum { ATTRIBUTES_MAX = 16, ATTRIBUTES_LENGTH_MAX = 1024 };

typedef enum AttributeUse {
  ATTRIBUTE_ANY = 1,
  ATTRIBUTE_IMAGE = 2,
  ATTRIBUTE_LINK = 4,
  ATTRIBUTE_LIST = 8,
} AttributeUse;

typedef struct NodeAttribute {
  const char *key, *value;
  unsigned use; /* of AttributeUse: for which elements; 0: it is not taken over */
} NodeAttribute;

typedef struct NodeAttributes {
  const char *id;      /* or NULL */
  const char *classes; /* with spaces between them, or NULL */
  const char *name;    /* kramdown's word without a value, such as "toc"; or NULL */
  bool colon;          /* written as kramdown has it */
  size_t count;
  NodeAttribute items[ATTRIBUTES_MAX];
} NodeAttributes;

/* The length of the attributes that `text` begins with; 0: it begins with none. What they
 * say is in the arena. */
size_t attributes_read(NodeAttributes *attributes, Arena *arena, const char *text, size_t length);

/* The value of `key`, or NULL. */
const char *attributes_get(const NodeAttributes *attributes, const char *key);
bool attributes_has_class(const NodeAttributes *attributes, const char *name);
/* The first that is not for elements of this `use`; NULL: all are. */
const NodeAttribute *attributes_unknown(const NodeAttributes *attributes, unsigned use);

#endif
