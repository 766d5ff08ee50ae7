#include "generator/source/source_git.h"

#include "generator/source/git_packs.h"
#include "generator/source/source_internal.h"

#include "common/files.h"

#include <string.h>

/* As deep as folders of a tree may lie; each level is one call. */
#define TREE_DEPTH 128
/* Sanity bound of one tree object and one symbolic link. */
#define LINK_TARGET_MAX 4096
#define ATTRIBUTES_MAX (1u << 20)

typedef struct Listing {
  Source *source;
  const char *const *skip;
  Warnings *warnings;
  GString *path; /* of the folder that is being read, with a '/' at the end, or "" */
  bool lfs;      /* a .gitattributes names LFS */
} Listing;

/* --- objects ------------------------------------------------------------------------------------ */

bool source_git_fail(Error **error, const char *what, const char *id)
{
  const git_error *last = git_error_last();
  error_set(error, ERROR_SITE, "can't read %s %.10s: %s", what, id,
            last && last->message ? last->message : "unknown reason");
  error_hint(error, "check the repository with: git fsck; a partial clone (--filter) lacks "
                    "objects: clone it whole");
  return false;
}

static git_odb_object *read_object(Source *source, const git_oid *id, git_object_t type,
                                   const char *what, Error **error)
{
  git_odb_object *object = NULL;
  char hex[41];
  git_oid_tostr(hex, sizeof hex, id);
  if (git_odb_read(&object, source->odb, id) != 0) {
    source_git_fail(error, what, hex);
    return NULL;
  }
  if (git_odb_object_type(object) == type)
    return object;
  git_odb_object_free(object);
  error_set(error, ERROR_SITE, "the object %.10s should be %s and is not", hex, what);
  error_hint(error, "check the repository with: git fsck");
  return NULL;
}

static char *git_read(Source *source, const SourceEntry *entry, size_t limit, size_t *length,
                      Error **error)
{
  size_t found;
  char *packed =
      source->packs ? git_packs_read(source->packs, entry->file.id, limit, &found) : NULL;
  if (packed) {
    if (length)
      *length = found;
    return packed;
  }
  git_oid id;
  size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  git_oid_fromraw(&id, entry->file.id);
  if (git_odb_read_header(&size, &type, source->odb, &id) == 0 && size > limit) {
    g_autofree char *most = file_size_text(limit);
    error_set(error, ERROR_SITE, "the file is larger than %s", most);
    error_at(error, entry->file.path, 0, 0);
    return NULL;
  }
  git_odb_object *object = read_object(source, &id, GIT_OBJECT_BLOB, "a file", error);
  if (!object) {
    error_at(error, entry->file.path, 0, 0);
    return NULL;
  }
  size = git_odb_object_size(object);
  char *bytes = g_malloc(size + 1);
  memcpy(bytes, git_odb_object_data(object), size);
  bytes[size] = '\0';
  git_odb_object_free(object);
  if (length)
    *length = size;
  return bytes;
}

static void git_free(Source *source)
{
  git_packs_free(source->packs);
  git_odb_free(source->odb);
  git_repository_free(source->repository);
}

static const SourceBackend git_backend = {.read = git_read, .free = git_free};

/* --- the tree ------------------------------------------------------------------------------------- */

bool source_git_tree_next(SourceGitCursor *cursor)
{
  const unsigned char *at = cursor->next, *end = cursor->end;
  cursor->mode = 0;
  cursor->name = NULL;
  if (at >= end)
    return false;
  unsigned mode = 0;
  for (; at < end && *at >= '0' && *at <= '7'; at++)
    mode = mode * 8 + (unsigned)(*at - '0');
  const unsigned char *name = at + 1;
  const unsigned char *nul = at < end && *at == ' ' ? memchr(name, 0, (size_t)(end - name)) : NULL;
  if (!nul || end - nul < 21 || nul == name) {
    cursor->damaged = true;
    return false;
  }
  cursor->mode = mode;
  cursor->name = (const char *)name;
  cursor->name_length = (size_t)(nul - name);
  cursor->id = nul + 1;
  cursor->next = nul + 21;
  return true;
}

/* How many bytes are the same at the beginning of both. */
static size_t count_same(const unsigned char *a, const unsigned char *b, size_t length)
{
  size_t count = 0;
  uint64_t first, second;
  for (; length - count >= sizeof first; count += sizeof first) {
    memcpy(&first, a + count, sizeof first);
    memcpy(&second, b + count, sizeof second);
    if (first != second)
      break;
  }
  while (count < length && a[count] == b[count])
    count++;
  return count;
}

void source_git_tree_skip_same(SourceGitCursor *a, SourceGitCursor *b)
{
  size_t length = (size_t)MIN(a->end - a->next, b->end - b->next), passed = 0;
  const unsigned char *begin = a->next, *end = begin + count_same(begin, b->next, length), *nul;
  while ((nul = memchr(begin + passed, 0, (size_t)(end - begin) - passed)) && end - nul >= 21)
    passed = (size_t)(nul + 21 - begin);
  a->next += passed;
  b->next += passed;
}

static bool list_link(Listing *listing, const git_oid *id, Error **error)
{
  git_odb_object *object =
      read_object(listing->source, id, GIT_OBJECT_BLOB, "a symbolic link", error);
  if (!object)
    return false;
  size_t length = git_odb_object_size(object);
  if (length <= LINK_TARGET_MAX)
    source_add_link(listing->source, listing->path->str, git_odb_object_data(object), length);
  else
    warnings_add(listing->warnings, listing->path->str, 0, 0,
                 "left out: a symbolic link with a target of %zu bytes", length);
  git_odb_object_free(object);
  return true;
}

/* Only a site that names LFS in a .gitattributes pays for the search for pointers. */
static void look_for_lfs(Listing *listing, const git_oid *id)
{
  git_odb_object *object = NULL;
  if (listing->lfs || git_odb_read(&object, listing->source->odb, id) != 0)
    return;
  size_t length = MIN(git_odb_object_size(object), ATTRIBUTES_MAX);
  listing->lfs = g_strstr_len(git_odb_object_data(object), (gssize)length, "filter=lfs") != NULL;
  git_odb_object_free(object);
}

static bool list_tree(Listing *listing, const git_oid *id, int depth, Error **error);

static bool list_entry(Listing *listing, const SourceGitCursor *cursor, int depth, Error **error)
{
  git_oid id;
  git_oid_fromraw(&id, cursor->id);
  const char *path = listing->path->str;
  switch (cursor->mode & 0170000) {
  case 0040000:
    g_string_append_c(listing->path, '/');
    return list_tree(listing, &id, depth + 1, error);
  case 0120000:
    return list_link(listing, &id, error);
  case 0160000:
    warnings_add(listing->warnings, path, 0, 0,
                 "left out: a git repository of its own (a submodule)");
    return true;
  case 0100000:
    if (strcmp(cursor->name, ".gitattributes") == 0)
      look_for_lfs(listing, &id);
    source_add(listing->source, path, cursor->id, 0);
    return true;
  default:
    warnings_add(listing->warnings, path, 0, 0, "left out: its mode %o means nothing to git",
                 cursor->mode);
    return true;
  }
}

static bool list_tree(Listing *listing, const git_oid *id, int depth, Error **error)
{
  if (depth > TREE_DEPTH) {
    error_set(error, ERROR_SITE, "folders lie deeper than %d in each other", TREE_DEPTH);
    return false;
  }
  git_odb_object *object = read_object(listing->source, id, GIT_OBJECT_TREE, "a folder", error);
  if (!object)
    return false;
  SourceGitCursor cursor =
      source_git_tree(git_odb_object_data(object), git_odb_object_size(object));
  size_t folder = listing->path->len;
  bool listed = true;
  while (listed && source_git_tree_next(&cursor)) {
    if (!source_name_is_clean(listing->path->str, cursor.name, listing->warnings))
      continue;
    g_string_append(listing->path, cursor.name);
    if (!source_skips(listing->skip, listing->path->str))
      listed = list_entry(listing, &cursor, depth, error);
    g_string_truncate(listing->path, folder);
  }
  git_odb_object_free(object);
  if (cursor.damaged) {
    error_set(error, ERROR_SITE, "the folder '%s' is damaged in the repository",
              listing->path->str);
    error_hint(error, "check the repository with: git fsck");
  }
  return listed && !cursor.damaged;
}

static void warn_lfs_pointers(Source *source, Warnings *warnings)
{
  for (guint i = 0; i < source->entries->len; i++) {
    const SourceEntry *entry = &g_array_index(source->entries, SourceEntry, i);
    git_oid id;
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    git_oid_fromraw(&id, entry->file.id);
    if (git_odb_read_header(&size, &type, source->odb, &id) != 0 || size >= SOURCE_LFS_POINTER_MAX)
      continue;
    g_autofree char *bytes = git_read(source, entry, SOURCE_LFS_POINTER_MAX, &size, NULL);
    if (bytes && source_is_lfs_pointer(bytes, size))
      source_warn_lfs(entry->file.path, warnings);
  }
}

/* --- the commit ---------------------------------------------------------------------------------- */

static bool list_commit(Source *source, git_commit *commit, const char *const *skip,
                        Warnings *warnings, Error **error)
{
  g_autoptr(GString) path = g_string_new(NULL);
  Listing listing = {.source = source, .skip = skip, .warnings = warnings, .path = path};
  if (!list_tree(&listing, git_commit_tree_id(commit), 0, error))
    return false;
  source_finish(source, warnings);
  if (listing.lfs)
    warn_lfs_pointers(source, warnings);
  return true;
}

/* The repository and its commit (git_commit_free); no list yet. */
static Source *open_commit(const char *repository, const char *rev, git_commit **commit,
                           Error **error)
{
  if (!git_library_load(error))
    return NULL;
  g_autoptr(Source) source = source_new(&git_backend);
  source->repository = source_git_open_repository(repository, error);
  if (!source->repository)
    return NULL;
  *commit = source_git_find_commit(source->repository, repository, rev, error);
  if (!*commit)
    return NULL;
  git_oid_tostr(source->commit, sizeof source->commit, git_commit_id(*commit));
  source->name = source_git_describe(source->repository, repository, rev, source->commit);
  if (git_repository_odb(&source->odb, source->repository) == 0)
    return g_steal_pointer(&source);
  source_git_fail(error, "the objects of", source->commit);
  git_commit_free(*commit);
  return NULL;
}

Source *source_open_git(const char *repository, const char *rev, const char *const *skip,
                        Warnings *warnings, Error **error)
{
  git_commit *commit = NULL;
  g_autoptr(Source) source = open_commit(repository, rev, &commit, error);
  bool listed = source && list_commit(source, commit, skip, warnings, error);
  if (listed)
    source->packs = git_packs_open(git_repository_commondir(source->repository));
  if (source)
    git_commit_free(commit);
  return listed ? g_steal_pointer(&source) : NULL;
}

/* --- without the list ------------------------------------------------------------------------------ */

static bool add_mailmap(Source *source, const git_oid *tree, Error **error)
{
  git_odb_object *object = read_object(source, tree, GIT_OBJECT_TREE, "a folder", error);
  if (!object)
    return false;
  SourceGitCursor cursor =
      source_git_tree(git_odb_object_data(object), git_odb_object_size(object));
  while (source_git_tree_next(&cursor))
    if ((cursor.mode & 0170000) == 0100000 && strcmp(cursor.name, ".mailmap") == 0)
      source_add(source, cursor.name, cursor.id, 0);
  git_odb_object_free(object);
  return true;
}

Source *source_open_git_bare(const char *repository, const char *rev, Error **error)
{
  git_commit *commit = NULL;
  g_autoptr(Source) source = open_commit(repository, rev, &commit, error);
  bool good = source && add_mailmap(source, git_commit_tree_id(commit), error);
  if (source)
    git_commit_free(commit);
  return good ? g_steal_pointer(&source) : NULL;
}

void source_git_add(Source *source, const char *path, const unsigned char id[20])
{
  source_add(source, path, id, 0);
  source_finish(source, NULL);
}
