/* named_facts.h - the facts of named subjects that anybody read, each with its digest at
 * the last build.
 *
 * One thread at a time.
 */
#ifndef SENF_GENERATOR_BUILD_FACTS_NAMED_FACTS_H
#define SENF_GENERATOR_BUILD_FACTS_NAMED_FACTS_H

#include "generator/build/facts/changed_facts.h"

typedef struct NamedFacts NamedFacts;

/* With `load`, a subject's bytes are asked for when they are needed: false when there are
 * none. Else named_facts_restore has given all that are known. */
typedef bool (*NamedFactsLoad)(void *data, int64_t number, GByteArray *out);
NamedFacts *named_facts_new(NamedFactsLoad load, void *data);
void named_facts_free(NamedFacts *facts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(NamedFacts, named_facts_free)

/* What named_facts_save gave; damaged bytes are nothing known. */
void named_facts_restore(NamedFacts *facts, int64_t number, const void *bytes, size_t length);

/* Compare all that was restored with today: changed ones are added, and known from now on
 * as they are today; `visit` gets the subjects that have such. */
void named_facts_compare(NamedFacts *facts, Viewer *viewer, ChangedFacts *changed,
                         void (*visit)(void *data, int64_t number), void *data);

/* The named facts of a trace become known. */
void named_facts_note(NamedFacts *facts, Viewer *viewer, const Trace *trace);

/* What is known of a subject, for a name that is new: empty when nobody read a fact of it.
 * named_facts_save leaves it out then. */
void named_facts_take(NamedFacts *facts, int64_t number, GByteArray *bytes);

/* Visit the subjects that changed since they were restored. */
bool named_facts_save(NamedFacts *facts,
                      bool (*visit)(void *data, int64_t number, const GByteArray *bytes,
                                    Error **error),
                      void *data, Error **error);

#endif
