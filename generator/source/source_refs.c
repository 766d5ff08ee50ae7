/* Repositories and refs by their files alone: what libgit2 would need several
 * milliseconds to start up for. Whatever is not plain is left to it (NULL). */
#include "generator/source/source_internal.h"

#include "common/files.h"
#include "common/paths.h"

#include <string.h>
#include <unistd.h>

/* A symbolic ref may name another one; git follows five. */
#define SYMREF_HOPS 5
#define REF_MAX 4096
#define PACKED_REFS_MAX (64u << 20)

/* --- where the repository is ---------------------------------------------------------------- */

static bool is_git_dir(const char *path)
{
  g_autofree char *head = g_build_filename(path, "HEAD", NULL);
  g_autofree char *objects = g_build_filename(path, "objects", NULL);
  g_autofree char *refs = g_build_filename(path, "refs", NULL);
  g_autofree char *common = g_build_filename(path, "commondir", NULL);
  return file_exists(head) && ((dir_exists(objects) && dir_exists(refs)) || file_exists(common));
}

static char *read_line(const char *path, size_t limit)
{
  size_t length = 0;
  char *text = file_read(path, limit, &length, NULL);
  return text ? g_strchomp(text) : NULL;
}

/* A ".git" file names the folder: "gitdir: ../.git/worktrees/x". */
static char *follow_git_file(const char *folder, const char *file)
{
  g_autofree char *text = read_line(file, REF_MAX);
  if (!text || !g_str_has_prefix(text, "gitdir: "))
    return NULL;
  const char *target = text + strlen("gitdir: ");
  g_autofree char *dir =
      g_path_is_absolute(target) ? g_strdup(target) : g_build_filename(folder, target, NULL);
  return is_git_dir(dir) ? g_steal_pointer(&dir) : NULL;
}

/* The git folder of exactly this folder, or NULL. */
static char *git_dir_of(const char *folder)
{
  g_autofree char *inner = g_build_filename(folder, ".git", NULL);
  if (is_git_dir(inner))
    return g_steal_pointer(&inner);
  if (file_exists(inner))
    return follow_git_file(folder, inner);
  return is_git_dir(folder) ? g_strdup(folder) : NULL;
}

char *source_discover(const char *path)
{
  if (!dir_exists(path))
    return NULL;
  char *found = git_dir_of(path);
  if (found)
    return found;
  g_autofree char *folder = g_canonicalize_filename(path, NULL);
  while (!found && strcmp(folder, "/") != 0) {
    char *parent = g_path_get_dirname(folder);
    g_free(folder);
    folder = parent;
    found = git_dir_of(folder);
  }
  return found;
}

static bool has_inside(const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename(folder, name, NULL);
  return access(path, F_OK) == 0;
}

bool source_is_broken_repository(const char *path)
{
  g_autofree char *found = git_dir_of(path);
  return !found &&
         (has_inside(path, ".git") ||
          has_inside(path, "HEAD") + has_inside(path, "objects") + has_inside(path, "refs") >= 2);
}

/* --- what a ref names ------------------------------------------------------------------------- */

static bool is_object_id(const char *text)
{
  return strlen(text) == 40 && strspn(text, "0123456789abcdef") == 40;
}

/* "ID refs/heads/main" on a line of its own. */
static char *find_packed(const char *git_dir, const char *ref)
{
  g_autofree char *path = g_build_filename(git_dir, "packed-refs", NULL);
  g_autofree char *text = file_exists(path) ? file_read(path, PACKED_REFS_MAX, NULL, NULL) : NULL;
  g_autofree char *needle = g_strconcat(" ", ref, "\n", NULL);
  const char *at = text ? strstr(text, needle) : NULL;
  if (!at || at - text < 40)
    return NULL;
  char *id = g_strndup(at - 40, 40);
  bool starts_line = at - text == 40 || at[-41] == '\n';
  if (starts_line && is_object_id(id))
    return id;
  g_free(id);
  return NULL;
}

/* The id that a full ref name stands for, through symbolic refs. */
static char *resolve_ref(const char *git_dir, const char *name)
{
  g_autofree char *ref = g_strdup(name);
  for (int hop = 0; hop < SYMREF_HOPS; hop++) {
    if (!path_is_clean(ref))
      return NULL;
    g_autofree char *path = g_build_filename(git_dir, ref, NULL);
    g_autofree char *text = file_exists(path) ? read_line(path, REF_MAX) : NULL;
    if (!text)
      return find_packed(git_dir, ref);
    if (is_object_id(text))
      return g_steal_pointer(&text);
    if (!g_str_has_prefix(text, "ref: "))
      return NULL;
    char *next = g_strdup(g_strstrip(text + strlen("ref: ")));
    g_free(ref);
    ref = next;
  }
  return NULL;
}

/* "ID NAME", "^ID" of a tag's commit, or a comment. */
static bool is_packed_line(const char *line)
{
  if (*line == '#' || *line == '\0')
    return true;
  const char *id = *line == '^' ? line + 1 : line;
  if (strspn(id, "0123456789abcdef") != 40)
    return false;
  return *line == '^' ? id[40] == '\0' : id[40] == ' ' && id[41] != '\0';
}

bool source_packed_refs_are_damaged(const char *git_dir)
{
  g_autofree char *path = g_build_filename(git_dir, "packed-refs", NULL);
  g_autofree char *text = file_exists(path) ? file_read(path, PACKED_REFS_MAX, NULL, NULL) : NULL;
  g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);
  for (size_t i = 0; lines[i]; i++)
    if (!is_packed_line(lines[i]))
      return true;
  return false;
}

static bool has_ref(const char *git_dir, const char *ref)
{
  g_autofree char *id = resolve_ref(git_dir, ref);
  return id != NULL;
}

/* Names that git reads otherwise before it looks for a branch: ids, expressions,
 * and whatever lies in the git folder itself. */
static bool is_plain_branch(const char *git_dir, const char *rev)
{
  size_t length = strlen(rev);
  if (!path_is_clean(rev) || strpbrk(rev, "~^:@{}[]?*\\ ") || rev[0] == '-')
    return false;
  if (length >= 4 && length <= 40 && strspn(rev, "0123456789abcdefABCDEF") == length)
    return false;
  g_autofree char *own = g_build_filename(git_dir, rev, NULL);
  g_autofree char *under_refs = g_strconcat("refs/", rev, NULL);
  g_autofree char *tag = g_strconcat("refs/tags/", rev, NULL);
  return !file_exists(own) && !has_ref(git_dir, under_refs) && !has_ref(git_dir, tag);
}

char *source_quick_commit(const char *repository, const char *rev)
{
  g_autofree char *git_dir = git_dir_of(repository);
  if (!git_dir)
    return NULL;
  g_autofree char *common = g_build_filename(git_dir, "commondir", NULL);
  if (file_exists(common))
    return NULL;
  if (!rev || strcmp(rev, "HEAD") == 0)
    return resolve_ref(git_dir, "HEAD");
  if (g_str_has_prefix(rev, "refs/heads/"))
    return resolve_ref(git_dir, rev);
  if (!is_plain_branch(git_dir, rev))
    return NULL;
  g_autofree char *ref = g_strconcat("refs/heads/", rev, NULL);
  return resolve_ref(git_dir, ref);
}
