/* history_fixture.h - a history of a repository, as text that tests compare.
 *
 * One line a file: path, identity if it is another, day and hour of adding and of
 * the last change since the fixture's epoch, people, former paths:
 *
 *     posts/b.md (posts/a.md) 0+1h..0+3h by Ann <ann@x>, Bob <bob@x> was posts/a.md
 */
#ifndef SENF_TESTS_HISTORY_FIXTURE_H
#define SENF_TESTS_HISTORY_FIXTURE_H

#include "tests/unit/generator/repo_fixture.h"

#include "generator/source/history/history.h"

static inline void dump_file(GString *out, const FileHistory *file)
{
  g_string_append(out, file->path);
  if (strcmp(file->identity, file->path) != 0)
    g_string_append_printf(out, " (%s)", file->identity);
  g_string_append_printf(out, " %" G_GINT64_FORMAT "h..%" G_GINT64_FORMAT "h",
                         (file->added.seconds - REPO_EPOCH) / 3600,
                         (file->changed.seconds - REPO_EPOCH) / 3600);
  for (size_t i = 0; i < file->people_count; i++)
    g_string_append_printf(out, "%s%s <%s>", i ? ", " : " by ", file->people[i].name,
                           file->people[i].email);
  for (size_t i = 0; file->former[i]; i++)
    g_string_append_printf(out, "%s%s", i ? ", " : " was ", file->former[i]);
  g_string_append_c(out, '\n');
}

static inline char *dump_history(const History *history, Source *source)
{
  GString *out = g_string_new(NULL);
  for (size_t i = 0; i < source_count(source); i++) {
    const FileHistory *file = history_find(history, source_file(source, i)->path);
    if (file)
      dump_file(out, file);
    else
      g_string_append_printf(out, "%s has none\n", source_file(source, i)->path);
  }
  return g_string_free(out, FALSE);
}

/* Bring `history` to the repository's `rev`, and give its dump; g_free. */
static inline char *update_history(History *history, const char *repository, const char *rev)
{
  g_autoptr(Error) error = NULL;
  g_autoptr(Warnings) warnings = warnings_new();
  g_autoptr(Source) source = source_open_git(repository, rev, NULL, warnings, &error);
  if (!source)
    fail_msg("%s", error->what);
  if (!history_update(history, source, NULL, NULL, warnings, &error))
    fail_msg("%s", error->what);
  return dump_history(history, source);
}

static inline void assert_same_bytes(const History *left, const History *right)
{
  g_autoptr(GByteArray) a = history_save(left), b = history_save(right);
  assert_int_equal(a->len, b->len);
  assert_memory_equal(a->data, b->data, a->len);
}

/* Bring `history` on, through its saved form, and compare with a fresh walk. */
static inline char *update_and_compare(History *history, const char *repository, const char *rev)
{
  g_autoptr(GByteArray) saved = history_save(history);
  assert_true(history_load(history, saved->data, saved->len));
  g_autoptr(History) fresh = history_new();
  char *expected = update_history(fresh, repository, rev);
  g_autofree char *got = update_history(history, repository, rev);
  assert_string_equal(got, expected);
  assert_same_bytes(history, fresh);
  return expected;
}

#endif
