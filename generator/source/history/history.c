#include "generator/source/history/history_internal.h"

#include "generator/source/source_git.h"

#include "common/files.h"

#include <string.h>

#define SHALLOW_MAX (16u << 20)

/* --- the object ------------------------------------------------------------------------------- */

static void allocate(History *history)
{
  history->arena = arena_new();
  history->paths = g_array_new(FALSE, TRUE, sizeof(HistoryPath));
  history->path_index = g_hash_table_new(g_str_hash, g_str_equal);
  history->lives = g_array_new(FALSE, TRUE, sizeof(HistoryLife));
  history->taken = g_hash_table_new(g_str_hash, g_str_equal);
  history->people = g_array_new(FALSE, TRUE, sizeof(HistoryPerson));
  history->person_index = g_hash_table_new(g_str_hash, g_str_equal);
  history->known = g_byte_array_new();
  history->view_arena = arena_new();
  history->view = g_hash_table_new(g_str_hash, g_str_equal);
}

static void release(History *history)
{
  g_hash_table_unref(history->view);
  arena_free(history->view_arena);
  g_byte_array_unref(history->known);
  g_hash_table_unref(history->person_index);
  g_array_unref(history->people);
  g_hash_table_unref(history->taken);
  g_array_unref(history->lives);
  g_hash_table_unref(history->path_index);
  g_array_unref(history->paths);
  arena_free(history->arena);
}

History *history_new(void)
{
  History *history = g_new0(History, 1);
  allocate(history);
  return history;
}

void history_free(History *history)
{
  if (!history)
    return;
  release(history);
  g_free(history);
}

void history_clear(History *history)
{
  release(history);
  memset(history, 0, sizeof *history);
  allocate(history);
}

uint32_t history_path(History *history, const char *text)
{
  gpointer known = g_hash_table_lookup(history->path_index, text);
  if (known)
    return GPOINTER_TO_UINT(known) - 1;
  HistoryPath path = {.text = arena_strdup(history->arena, text), .life = HISTORY_NONE};
  g_array_append_val(history->paths, path);
  g_hash_table_insert(history->path_index, (gpointer)path.text,
                      GUINT_TO_POINTER(history->paths->len));
  return history->paths->len - 1;
}

uint32_t history_person(History *history, const char *name, const char *email)
{
  g_autofree char *key = g_strdup_printf("%s <%s>", name, email);
  gpointer known = g_hash_table_lookup(history->person_index, key);
  if (known)
    return GPOINTER_TO_UINT(known) - 1;
  HistoryPerson person = {arena_strdup(history->arena, name), arena_strdup(history->arena, email)};
  g_array_append_val(history->people, person);
  g_hash_table_insert(history->person_index, arena_strdup(history->arena, key),
                      GUINT_TO_POINTER(history->people->len));
  return history->people->len - 1;
}

void history_list_add(History *history, HistoryList *list, uint32_t item)
{
  if (list->count == list->capacity) {
    uint32_t capacity = MAX(2, list->capacity * 2);
    uint32_t *items = arena_new_array(history->arena, uint32_t, capacity);
    if (list->count > 0)
      memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->capacity = capacity;
  }
  list->items[list->count++] = item;
}

/* --- shallow clones ----------------------------------------------------------------------------- */

char *history_shallow_text(git_repository *repository)
{
  g_autofree char *path = g_build_filename(git_repository_commondir(repository), "shallow", NULL);
  char *text = file_exists(path) ? file_read(path, SHALLOW_MAX, NULL, NULL) : NULL;
  return text ? text : g_strdup("");
}

static void fill_shallow(HistoryWalk *walk, const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (char **line = lines; *line; line++) {
    git_oid *id = arena_new_of(walk->arena, git_oid);
    if (git_oid_fromstr(id, g_strstrip(*line)) == 0)
      g_hash_table_add(walk->shallow, id);
  }
}

/* --- the walk -------------------------------------------------------------------------------------- */

void history_walk_init(HistoryWalk *walk, git_repository *repository)
{
  memset(walk, 0, sizeof *walk);
  walk->repository = repository;
  walk->arena = arena_new();
  walk->shallow = g_hash_table_new(history_oid_hash, history_oid_equal);
  walk->commits = g_hash_table_new(history_oid_hash, history_oid_equal);
  walk->order = g_ptr_array_new();
  walk->changes = g_array_new(FALSE, TRUE, sizeof(HistoryChange));
  walk->path = g_string_new(NULL);
}

void history_walk_release(HistoryWalk *walk)
{
  history_compare_release(walk);
  g_string_free(walk->path, TRUE);
  g_array_unref(walk->changes);
  g_ptr_array_unref(walk->order);
  g_hash_table_unref(walk->commits);
  g_hash_table_unref(walk->shallow);
  git_odb_free(walk->odb);
  arena_free(walk->arena);
}

static int compare_ids(const void *a, const void *b)
{
  return memcmp(a, b, GIT_OID_RAWSZ);
}

static void remember_commits(History *history, const HistoryWalk *walk)
{
  for (guint i = 0; i < walk->order->len; i++) {
    const HistoryCommit *commit = g_ptr_array_index(walk->order, i);
    g_byte_array_append(history->known, commit->id.id, GIT_OID_RAWSZ);
  }
  if (walk->order->len > 0)
    qsort(history->known->data, history->known->len / GIT_OID_RAWSZ, GIT_OID_RAWSZ, compare_ids);
}

/* Packs keep new versions whole and old ones as differences from them, so trees
 * are compared from the newest commit back, and applied from the oldest on. */
static bool walk_commits(History *history, HistoryWalk *walk, Error **error)
{
  for (guint i = walk->order->len; i-- > 0;)
    if (!history_compare(walk, g_ptr_array_index(walk->order, i), error))
      return false;
  for (guint i = 0; i < walk->order->len; i++)
    history_apply(history, walk, g_ptr_array_index(walk->order, i));
  remember_commits(history, walk);
  return true;
}

static bool bring_up_to_date(History *history, HistoryWalk *walk, const char *commit, Error **error)
{
  git_oid tip;
  bool anew = false;
  git_oid_fromstr(&tip, commit);
  if (git_repository_odb(&walk->odb, walk->repository) != 0)
    return source_git_fail(error, "the objects of", commit);
  if (!history_order(walk, history, &tip, &anew, error))
    return false;
  if (anew) {
    history_clear(history);
    if (!history_order(walk, history, &tip, &anew, error))
      return false;
  }
  if (!walk_commits(history, walk, error))
    return false;
  g_strlcpy(history->commit, commit, sizeof history->commit);
  history->walked = walk->order->len;
  return true;
}

bool history_update(History *history, Source *source, bool (*wanted)(void *data, const char *path),
                    void *data, Warnings *warnings, Error **error)
{
  history->walked = 0;
  git_repository *repository = source_repository(source);
  if (!repository)
    return true;
  HistoryWalk walk;
  history_walk_init(&walk, repository);
  g_autofree char *shallow = history_shallow_text(repository);
  if (shallow[0])
    warnings_add(warnings, NULL, 0, 0,
                 "the repository is a shallow clone: dates and authors from its history "
                 "are incomplete; fetch the rest with: git fetch --unshallow");
  fill_shallow(&walk, shallow);
  if (history->shallow != digest_text(shallow))
    history_clear(history);
  bool done = bring_up_to_date(history, &walk, source_commit(source), error);
  history->shallow = digest_text(shallow);
  history_walk_release(&walk);
  if (done)
    history_present(history, source, wanted, data);
  return done;
}

const FileHistory *history_find(const History *history, const char *path)
{
  return g_hash_table_lookup(history->view, path);
}

void history_forget_files(History *history)
{
  g_hash_table_remove_all(history->view);
  arena_free(history->view_arena);
  history->view_arena = arena_new();
}

const char *history_commit(const History *history)
{
  return history->commit[0] ? history->commit : NULL;
}

size_t history_walked(const History *history)
{
  return history->walked;
}
