/* changed_facts.h - the facts that have another digest than at the last build.
 *
 * An output is rendered again when it read one of these. What an output read has no
 * digests of its own in the record: when a build ends, every output shows what is known
 * then, so each fact's digest is kept once, with its page or its named subject. Comments
 * are the exception: one may be approved while a build runs, so that one output saw it
 * and another did not; their readings have their digests.
 */
#ifndef SENF_GENERATOR_BUILD_FACTS_CHANGED_FACTS_H
#define SENF_GENERATOR_BUILD_FACTS_CHANGED_FACTS_H

#include "generator/build/facts/facts.h"

typedef struct ChangedFacts ChangedFacts;

ChangedFacts *changed_facts_new(void);
void changed_facts_free(ChangedFacts *changed);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ChangedFacts, changed_facts_free)

void changed_facts_add(ChangedFacts *changed, Subject subject, Field field);

/* Add those of a page; `bytes` is what page_facts_pack gave at the last build. `page` is
 * NULL when it is gone. True when there are any. */
bool changed_facts_add_page(ChangedFacts *changed, Viewer *viewer, int64_t row,
                            const SitePage *page, const void *bytes, size_t length);

/* The first reading that changed; NULL: none. Readings of comments are compared when they
 * are of the subject `comments` (0: of none). */
const TraceEntry *changed_facts_in(const ChangedFacts *changed, Viewer *viewer, const Trace *trace,
                                   Subject comments);

/* The digests of all fields of a page, 8 bytes each, low byte first, in the order of the
 * table of fields; nothing for a page that is not visible. */
void page_facts_pack(Viewer *viewer, const SitePage *page, GByteArray *out);

#endif
