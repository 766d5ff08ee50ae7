/* entities.h - HTML's character references, undone (internal).
 *
 * Source: https://html.spec.whatwg.org/#named-character-references. Those names
 * that HTML also knows without a semicolon are in the table without one. */
#ifndef SENF_COMMON_TEMPLATE_WORDS_ENTITIES_H
#define SENF_COMMON_TEMPLATE_WORDS_ENTITIES_H

#include "common/template/run/run.h"

typedef struct Entity {
  const char *name; /* without '&', with ';' where it is required */
  const char *text;
} Entity;

/* In byte order of the names. */
extern const Entity entities[];
extern const size_t entity_count;

/* Append the text with its character references replaced, as html.unescape. */
void emit_unescaped(TemplateRun *run, const char *text, size_t length);

#endif
