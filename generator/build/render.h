/* render.h - what came of rendering one output. */
#ifndef SENF_GENERATOR_BUILD_RENDER_H
#define SENF_GENERATOR_BUILD_RENDER_H

#include "generator/build/context.h"

typedef struct Rendered {
  PlanOutput *output;
  Digest hash;
  int64_t size;
  bool changed;     /* its bytes differ from the file's */
  bool in_tree;     /* staged in PUBLISH_TREE */
  char *staged;     /* its file in PUBLISH_STAGE, below the output folder; NULL: none */
  Trace reads;      /* sorted; empty: it read no facts (a copied file), or they are recorded */
  bool eager, done; /* rendered before the others */
  bool overtaken;   /* not rendered: BuildEager */
  bool body_lost;   /* failed because a stored body is damaged */
  Error *error;
} Rendered;

void rendered_free(gpointer data);

/* An empty PUBLISH_STAGE in the output folder. */
bool stage_open(Build *build, Error **error);
void stage_close(Build *build);
/* Throw away what a failed build has staged: it lies in the folder that is served. */
void stage_drop(Build *build);

/* A file of PUBLISH_STAGE. From any thread. */
bool stage_write(Build *build, const char *name, const char *bytes, size_t length, Error **error);

/* Hash the bytes, compare with what is there, and stage them if they differ. */
bool stage_bytes(Build *build, Rendered *rendered, size_t index, const char *bytes, size_t length,
                 Error **error);

#endif
