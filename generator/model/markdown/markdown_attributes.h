/* markdown_attributes.h - attributes in braces: from the tree's texts into the tags. */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_ATTRIBUTES_H
#define SENF_GENERATOR_MODEL_MARKDOWN_MARKDOWN_ATTRIBUTES_H

#include "generator/model/markdown/attributes.h"
#include "generator/model/markdown/markdown_render.h"

/* Take them off the document's texts and keep them in renderer->attributes. `text` is what
 * the parser was given. Before headings_name. */
void attributes_take(Renderer *renderer, cmark_node *document, const char *text, size_t length);

/* What was said of a node, or NULL. This and what follows: markdown_attributes_write.c. */
const NodeAttributes *attributes_of(const Renderer *renderer, const cmark_node *node);
/* ' id="…" class="…"': all but sizes and how an image is loaded. */
void put_attributes(Renderer *renderer, const cmark_node *node);
/* The same into the first tag that was written from `begin` on. */
void attributes_insert(Renderer *renderer, const cmark_node *node, size_t begin);

#endif
