/* case.h - upper, lower and title case as Python has them (internal).
 *
 * All give a string that is safe if the given one is. */
#ifndef SENF_COMMON_TEMPLATE_WORDS_CASE_H
#define SENF_COMMON_TEMPLATE_WORDS_CASE_H

#include "common/template/run/run.h"

bool text_upper(TemplateRun *run, Value text, Value *out);
bool text_lower(TemplateRun *run, Value text, Value *out);
bool text_capitalize(TemplateRun *run, Value text, Value *out);
bool text_swap_case(TemplateRun *run, Value text, Value *out);
/* str.title(): words begin behind anything that is no letter. */
bool text_title(TemplateRun *run, Value text, Value *out);
/* Jinja's filter: words begin behind white space and opening brackets. */
bool text_title_words(TemplateRun *run, Value text, Value *out);
/* For comparing without regard to case. */
Value value_ignore_case(TemplateRun *run, Value value);

/* Has the text letters with case, and are all of them upper (lower) case? */
bool text_is_upper(Value text);
bool text_is_lower(Value text);

/* Lower or upper case as Python has it. */
bool case_is_lower(gunichar c);
bool case_is_upper(gunichar c);

#endif
