/* source_internal.h - what the files of generator/source share.
 *
 * A backend (git commit, folder) fills a Source in its open function:
 *
 *     Source *source = source_new(&backend);
 *     for each file:           source_add(source, path, NULL, id, size);
 *     for each symbolic link:  source_add_link(source, path, target);
 *     source_finish(source, warnings);      resolves the links, sorts
 */
#ifndef SENF_GENERATOR_SOURCE_INTERNAL_H
#define SENF_GENERATOR_SOURCE_INTERNAL_H

#include "generator/source/source.h"

#include "common/arena.h"

struct git_odb;
struct GitPacks;

/* What the listing knows of a file; its SourceFile is what the world sees. */
typedef struct SourceEntry {
  SourceFile file;  /* first, so that a SourceFile leads back to its entry */
  const char *real; /* the path that holds the bytes: differs for links */
} SourceEntry;

typedef struct SourceLink {
  const char *path, *target;
} SourceLink;

typedef struct SourceBackend {
  char *(*read)(Source *source, const SourceEntry *entry, size_t limit, size_t *length,
                Error **error);
  void (*free)(Source *source);
} SourceBackend;

struct Source {
  const SourceBackend *backend;
  Arena *arena;
  GArray *entries; /* of SourceEntry; sorted by path after source_finish */
  GArray *links;   /* of SourceLink */
  char *name;
  char commit[41]; /* "" for a folder */
  /* git */
  struct git_repository *repository;
  struct git_odb *odb;    /* shared by the threads that read: libgit2 locks inside */
  struct GitPacks *packs; /* NULL: all is read from odb */
  /* folder */
  char *folder;
  SourceStamps *stamps;
};

Source *source_new(const SourceBackend *backend);
void source_add(Source *source, const char *path, const unsigned char id[20], uint64_t size);
/* The path is not copied. */
void source_add_known(Source *source, const char *path, const unsigned char id[20], uint64_t size);
/* Those of editors are left out. */
bool source_link_is_lock(const char *path);
void source_add_link(Source *source, const char *path, const char *target, size_t target_length);
void source_finish(Source *source, Warnings *warnings);

/* True for what the listing does not enter: ".git" anywhere, ".senf" at the root,
 * and the paths in `skip` (NULL-ended, or NULL). */
bool source_skips(const char *const *skip, const char *path);
/* True when `name` can be one segment of a clean path; else warns. `folder` is
 * where it stands: "" or with a '/' at its end. */
bool source_name_is_clean(const char *folder, const char *name, Warnings *warnings);
/* True for the text that git LFS leaves in place of a large file. */
bool source_is_lfs_pointer(const char *bytes, size_t length);
void source_warn_lfs(const char *path, Warnings *warnings);
/* An LFS pointer is shorter than this (the format's own limit). */
#define SOURCE_LFS_POINTER_MAX 1024

/* --- source_stamps.c ------------------------------------------------------------------- */

typedef struct SourceStamp {
  const char *path; /* lives as long as the stamps */
  uint64_t size, inode;
  int64_t mtime_ns;
  bool lfs;
  bool young; /* it may have changed again unseen: not trusted */
  bool seen;  /* the file is there */
  bool laid;  /* not as the first bytes of source_stamps_new had it */
  unsigned char id[20];
} SourceStamp;

/* NULL when unknown. */
const SourceStamp *source_stamps_get(const SourceStamps *stamps, const char *path);
/* The file is there and looks as its stamp says. */
void source_stamps_see(SourceStamps *stamps, const SourceStamp *stamp);
/* For whoever knows what changed: all are there and look so, but for those that are missed. */
void source_stamps_see_all(SourceStamps *stamps);
void source_stamps_miss(SourceStamps *stamps, const SourceStamp *stamp);
/* Call `visit` for each that is there, by path in byte order. */
void source_stamps_visit(SourceStamps *stamps, void (*visit)(void *data, const SourceStamp *stamp),
                         void *data);
/* The file is there and looks otherwise, or is new. The stamp that is kept. */
const SourceStamp *source_stamps_put(SourceStamps *stamps, const char *path,
                                     const SourceStamp *look);

#endif
