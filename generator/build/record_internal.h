/* record_internal.h - between the files of record*.c. */
#ifndef SENF_GENERATOR_BUILD_RECORD_INTERNAL_H
#define SENF_GENERATOR_BUILD_RECORD_INTERNAL_H

#include "generator/build/record.h"

#include "common/sql.h"

struct Record {
  Sql *db;
  bool foreign; /* of another version of senf */
  bool lost;    /* bytes are not as they were written */
};

#endif
