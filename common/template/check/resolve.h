/* resolve.h - check a parsed template and bind its names (internal).
 *
 * After this a name is a slot, a filter, test or constant template is a pointer,
 * and all that can be known to be wrong has been said. */
#ifndef SENF_COMMON_TEMPLATE_CHECK_RESOLVE_H
#define SENF_COMMON_TEMPLATE_CHECK_RESOLVE_H

#include "common/template/run/set.h"

bool template_resolve(TemplateSet *set, Template *template, Error **error);

#endif
