/* builtins.h - the tables of the files that implement them (internal). Each ends
 * with a row without a name. */
#ifndef SENF_COMMON_TEMPLATE_WORDS_BUILTINS_H
#define SENF_COMMON_TEMPLATE_WORDS_BUILTINS_H

#include "common/template/words/builtin.h"

extern const Builtin filters_text[];
extern const Builtin filters_case[];
extern const Builtin filters_list[];
extern const Builtin filters_order[];
extern const Builtin filters_select[];
extern const Builtin filters_number[];
extern const Builtin filters_markup[];
extern const Builtin filters_web[];
extern const Builtin filters_urlencode[];
extern const Builtin filters_json[];
extern const Builtin filters_wrap[];
extern const Builtin filters_pprint[];
extern const Builtin filters_theme[];
extern const Builtin filters_excerpt[];
extern const Builtin builtin_tests[];
extern const Builtin builtin_functions[];
extern const Builtin functions_gettext[];
extern const Builtin methods_text[];
extern const Builtin methods_text_find[];
extern const Builtin methods_text_shape[];
extern const Builtin methods_list[];
extern const Builtin methods_tuple[];
extern const Builtin methods_map[];

#endif
