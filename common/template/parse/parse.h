/* parse.h - tokens to the tree (internal). */
#ifndef SENF_COMMON_TEMPLATE_PARSE_PARSE_H
#define SENF_COMMON_TEMPLATE_PARSE_PARSE_H

#include "common/template/parse/node.h"
#include "common/template/run/names.h"

/* Fill template->body and template->blocks from template->source. */
bool template_parse(Template *template, Arena *arena, Names *names, const TemplateOptions *options,
                    Error **error);

/* The tags by number; NULL behind the last. */
const char *parse_tag_name(size_t index);

#endif
