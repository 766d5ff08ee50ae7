/* record_internal.h - between the files of record*.c. */
#ifndef SENF_GENERATOR_BUILD_RECORD_RECORD_INTERNAL_H
#define SENF_GENERATOR_BUILD_RECORD_RECORD_INTERNAL_H

#include "generator/build/record/record.h"

#include "common/system/sql.h"

typedef struct FieldSets FieldSets;

struct Record {
  Sql *db;
  bool foreign;          /* of another version of senf */
  bool lost;             /* bytes are not as they were written */
  FieldSets *field_sets; /* record_readings.c; NULL: not loaded */
  GArray *reader_steps;  /* record_readers.c; NULL: none */
};

/* What an output read as bytes, and back; the fields go to a table of their own. False of
 * unpacking: the bytes are damaged. `only`: what was read of these subjects; NULL: of all. */
bool readings_pack(Record *record, const Trace *trace, GByteArray *out, Error **error);
bool readings_unpack(Record *record, const void *bytes, size_t length, const GArray *only,
                     Trace *trace);
/* What is known of that table, when a transaction was rolled back. */
void field_sets_forget(Record *record);

/* The next entry of another subject in a sorted trace; trace->count at the end. */
size_t trace_next_subject(const Trace *trace, size_t at);

/* From the subjects that an output read to those that it reads now. Written by readers_flush, at
 * the end of the transaction, or forgotten. */
void readers_change(Record *record, int64_t output, const Trace *before, const Trace *now,
                    NameTable *subjects);
bool readers_flush(Record *record, Error **error);
void readers_forget(Record *record);

#endif
