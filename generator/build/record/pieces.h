/* pieces.h - the record as a store of a site's pieces (site_store.h). */
#ifndef SENF_GENERATOR_BUILD_RECORD_PIECES_H
#define SENF_GENERATOR_BUILD_RECORD_PIECES_H

#include "generator/build/record/record.h"
#include "generator/model/site/site_store.h"

typedef struct Pieces {
  SiteStore store;
  Record *record;
  Error *error; /* the record could not be read, or is damaged */
} Pieces;

/* Make the record the site's store. `pieces` must outlive the site. */
void pieces_open(Pieces *pieces, Site *site, Record *record);
void pieces_close(Pieces *pieces);

#endif
