/* What history_find hands out: the lives of the files that the commit has, with
 * the names that the site's own .mailmap gives. */
#include "generator/source/history/history_internal.h"

#include <string.h>

#define MAILMAP_MAX (4u << 20)

typedef struct View {
  History *history;
  Source *source;
  HistoryPerson *people; /* by index in History.people, through the mailmap */
} View;

/* --- people ---------------------------------------------------------------------------------------- */

/* The .mailmap of the commit itself: settings of the machine have no say. */
static git_mailmap *read_mailmap(Source *source)
{
  git_mailmap *mailmap = NULL;
  size_t length = 0;
  const SourceFile *file = source_find(source, ".mailmap");
  g_autofree char *text = file ? source_read(source, file, MAILMAP_MAX, &length, NULL) : NULL;
  if (!text || git_mailmap_from_buffer(&mailmap, text, length) != 0)
    return NULL;
  return mailmap;
}

static const char *view_text(View *view, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  return arena_strdup(view->history->view_arena, valid);
}

static void map_people(View *view)
{
  const GArray *people = view->history->people;
  git_mailmap *mailmap = read_mailmap(view->source);
  view->people = arena_new_array(view->history->view_arena, HistoryPerson, people->len + 1);
  for (guint i = 0; i < people->len; i++) {
    const HistoryPerson *person = &g_array_index(people, HistoryPerson, i);
    const char *name = person->name, *email = person->email;
    if (mailmap)
      git_mailmap_resolve(&name, &email, mailmap, person->name, person->email);
    view->people[i] = (HistoryPerson){view_text(view, name), view_text(view, email)};
  }
  git_mailmap_free(mailmap);
}

static bool same_person(const HistoryPerson *a, const HistoryPerson *b)
{
  if (a->email[0] || b->email[0])
    return g_ascii_strcasecmp(a->email, b->email) == 0;
  return strcmp(a->name, b->name) == 0;
}

static void add_person(HistoryPerson *people, size_t *count, const HistoryPerson *person)
{
  for (size_t i = 0; i < *count; i++)
    if (same_person(&people[i], person))
      return;
  people[(*count)++] = *person;
}

static void list_people(View *view, const HistoryLife *life, FileHistory *out)
{
  HistoryPerson *people =
      arena_new_array(view->history->view_arena, HistoryPerson, life->people.count + 1);
  size_t count = 0;
  if (life->added.person != HISTORY_NONE)
    add_person(people, &count, &view->people[life->added.person]);
  for (uint32_t i = 0; i < life->writers.count; i++)
    add_person(people, &count, &view->people[life->writers.items[i]]);
  out->writer_count = count;
  for (uint32_t i = 0; i < life->people.count; i++)
    add_person(people, &count, &view->people[life->people.items[i]]);
  out->people = people;
  out->people_count = count;
}

/* --- files ------------------------------------------------------------------------------------------- */

static const char *const *list_former(View *view, const HistoryLife *life, const char *path)
{
  const char **former =
      arena_new_array(view->history->view_arena, const char *, life->former.count + 2);
  size_t count = 0;
  for (uint32_t i = 0; i < life->former.count; i++) {
    const char *text = history_path_at(view->history, life->former.items[i])->text;
    bool known = strcmp(text, path) == 0;
    for (size_t k = 0; k < count; k++)
      known = known || strcmp(former[k], text) == 0;
    if (!known)
      former[count++] = text;
  }
  return former;
}

static DateTime as_date(const HistoryTouch *touch)
{
  return (DateTime){
      .seconds = touch->authored, .offset = touch->offset, .set = true, .has_time = true};
}

static void show(View *view, const HistoryLife *life, const char *path, const char *identity)
{
  Arena *arena = view->history->view_arena;
  FileHistory *file = arena_new_of(arena, FileHistory);
  file->path = arena_strdup(arena, path);
  file->identity = arena_strdup(arena, identity);
  file->added = as_date(&life->added);
  file->changed = as_date(&life->changed);
  list_people(view, life, file);
  file->former = list_former(view, life, path);
  g_hash_table_insert(view->history->view, (gpointer)file->path, file);
}

/* Merges can keep a file that one of their branches removed or moved away: then
 * its last life goes on here, unless the commit has that at another path. */
static void show_stray(View *view, const HistoryLife *life, const char *path)
{
  const char *elsewhere = history_path_at(view->history, life->path)->text;
  bool away = life->living && source_find(view->source, elsewhere);
  const char *wanted = away ? path : life->identity;
  if (life->living && !away) {
    show(view, life, path, life->identity);
    return;
  }
  g_autofree char *identity = history_free_identity(view->history, wanted);
  show(view, life, path, identity);
}

static void show_path(View *view, const char *path)
{
  gpointer known = g_hash_table_lookup(view->history->path_index, path);
  if (!known)
    return;
  uint32_t index = GPOINTER_TO_UINT(known) - 1;
  uint32_t life_index = history_path_at(view->history, index)->life;
  if (life_index == HISTORY_NONE)
    return;
  const HistoryLife *life = history_life_at(view->history, life_index);
  if (life->living && life->path == index)
    show(view, life, path, life->identity);
  else
    show_stray(view, life, path);
}

void history_present(History *history, Source *source, bool (*wanted)(void *data, const char *path),
                     void *data)
{
  View view = {.history = history, .source = source};
  g_hash_table_remove_all(history->view);
  arena_clear(history->view_arena);
  map_people(&view);
  for (size_t i = 0; i < source_count(source); i++) {
    const char *path = source_file(source, i)->path;
    if (!wanted || wanted(data, path))
      show_path(&view, path);
  }
}
