/* data.h - the files of the data folder, as `data.NAME` in templates.
 *
 * data/people.yaml is data.people, a folder data/eu/ is a map of what is in it. A file is
 * read when a template asks for it, once, by whichever thread comes first. What is asked
 * for is a name of the top: that is the grain of facts, so a changed file renders again
 * those who read its name.
 */
#ifndef SENF_GENERATOR_BUILD_INPUT_DATA_H
#define SENF_GENERATOR_BUILD_INPUT_DATA_H

#include "generator/build/record/record.h"
#include "generator/model/settings/settings.h"
#include "generator/source/source.h"

#include "common/template/run/value.h"

typedef struct Data Data;

/* The files of a source; it and the settings must outlive the data. */
Data *data_new(Source *source, const Settings *settings);
/* What an earlier build kept of those that were asked for. */
Data *data_of_record(Record *record);
void data_free(Data *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Data, data_free)

/* A digest of the files of a name; 0 when there are none. *known is false when the
 * record can't tell. */
Digest data_digest(Data *data, const char *name, bool *known);
/* Their values, which live as long as the data; false without an error when there are
 * none. Any thread may ask. */
bool data_value(Data *data, const char *name, Value *out, Error **error);

/* Keep what was asked for in this build, and forget what has changed since it was kept. */
bool data_save(Data *data, Record *record, Error **error);

#endif
