/* highlight.c - the cache, and the questions to Pygments. */
#include "generator/build/input/highlight.h"

#include "common/digest.h"
#include "common/files.h"
#include "common/system/coprocess.h"
#include "common/system/sql.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  CACHE_VERSION = 2,            /* also of the script */
  CODE_LENGTH_MAX = 256 * 1024, /* longer code stays as it is */
  HELLO_MS = 20000,
  ANSWER_MS = 30000,
  PATHS_MAX = 64,
  KNOWN_LIMIT = 1024 * 1024,
};

/* Questions: "LANGUAGE LENGTH\n" and the code; answers: "LENGTH\n" and the HTML, or "-1\n".
 * First it says its version and which paths decide about it. */
static const char SCRIPT[] =
    "import os, sys\n"
    "out = sys.stdout.buffer\n"
    "paths = [p for p in sys.path if p]\n"
    "try:\n"
    "    import pygments\n"
    "    from pygments import highlight\n"
    "    from pygments.formatters import HtmlFormatter\n"
    "    from pygments.lexers import get_lexer_by_name, get_lexer_for_filename\n"
    "    from pygments.util import ClassNotFound\n"
    "    version = pygments.__version__\n"
    "    paths.append(pygments.__file__)\n"
    "except ImportError:\n"
    "    version = ''\n"
    "out.write(('%s\\n%d\\n' % (version, len(paths))).encode())\n"
    "out.write(''.join(p + '\\n' for p in paths).encode())\n"
    "out.flush()\n"
    "formatter = version and HtmlFormatter(nowrap=True)\n"
    "def lexer_of(name):\n"
    "    try:\n"
    "        return get_lexer_by_name(name, stripnl=False)\n"
    "    except ClassNotFound:\n" /* "mjs", "h": the end of a file's name */
    "        return get_lexer_for_filename('x.' + name, stripnl=False)\n"
    "lexers = {}\n"
    "while version:\n"
    "    line = sys.stdin.buffer.readline().split()\n"
    "    if len(line) != 2:\n"
    "        break\n"
    "    name = line[0].decode()\n"
    "    code = sys.stdin.buffer.read(int(line[1])).decode()\n"
    "    try:\n"
    "        if name not in lexers:\n"
    "            lexers[name] = lexer_of(name)\n"
    "        html = highlight(code, lexers[name], formatter).encode()\n"
    "        out.write(b'%d\\n' % len(html) + html)\n"
    "    except ClassNotFound:\n"
    "        out.write(b'-1\\n')\n"
    "    out.flush()\n";

struct Highlighter {
  pthread_mutex_t lock;
  char *state;
  bool writable, opened, known, writing;
  Sql *cache;          /* NULL: there is none */
  GHashTable *answers; /* of this build: Digest → GString, or NULL for none */
  char *version;
  char *failure;
  Coprocess *helper;
};

Highlighter *highlighter_new(const char *state, bool writable)
{
  Highlighter *highlighter = g_new0(Highlighter, 1);
  pthread_mutex_init(&highlighter->lock, NULL);
  highlighter->state = g_strdup(state);
  highlighter->writable = writable;
  highlighter->answers = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
  return highlighter;
}

void highlighter_free(Highlighter *highlighter)
{
  if (!highlighter)
    return;
  if (highlighter->writing)
    sql_commit(highlighter->cache, NULL);
  sql_close(highlighter->cache);
  coprocess_stop(highlighter->helper);
  g_hash_table_unref(highlighter->answers);
  pthread_mutex_destroy(&highlighter->lock);
  g_free(highlighter->state);
  g_free(highlighter->version);
  g_free(highlighter->failure);
  g_free(highlighter);
}

/* --- the cache ---------------------------------------------------------------------------- */

static Sql *cache_try(const char *path, bool writable)
{
  Sql *cache = sql_open(path, writable ? SQL_CACHE : SQL_READER, NULL);
  if (!cache)
    return NULL;
  if (sql_version(cache) == 0 && writable &&
      sql_script(cache,
                 "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
                 "CREATE TABLE code (digest INTEGER PRIMARY KEY, html TEXT);",
                 NULL))
    sql_set_version(cache, CACHE_VERSION, NULL);
  if (sql_version(cache) == CACHE_VERSION)
    return cache;
  sql_close(cache);
  return NULL;
}

/* A cache that is damaged is made again. */
static void cache_open(Highlighter *highlighter)
{
  if (highlighter->opened)
    return;
  highlighter->opened = true;
  if (!dir_exists(highlighter->state))
    return;
  g_autofree char *path = g_build_filename(highlighter->state, "highlight.db", NULL);
  highlighter->cache = cache_try(path, highlighter->writable);
  if (highlighter->cache || !highlighter->writable)
    return;
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  for (size_t i = 0; i < G_N_ELEMENTS(suffixes); i++) {
    g_autofree char *file = g_strconcat(path, suffixes[i], NULL);
    unlink(file);
  }
  highlighter->cache = cache_try(path, true);
}

static bool cache_begin(Highlighter *highlighter)
{
  if (!highlighter->cache || !highlighter->writable)
    return false;
  if (!highlighter->writing)
    highlighter->writing = sql_begin(highlighter->cache, NULL);
  return highlighter->writing;
}

static char *cache_meta(Highlighter *highlighter, const char *key)
{
  if (!highlighter->cache)
    return NULL;
  SqlQuery *query = sql_query(highlighter->cache, "SELECT value FROM meta WHERE key = ?", "s", key);
  char *value = sql_next(query) ? g_strdup(sql_text(query, 0)) : NULL;
  sql_end(query, NULL);
  return value;
}

static void cache_set_meta(Highlighter *highlighter, const char *key, const char *value)
{
  if (cache_begin(highlighter))
    sql_run(highlighter->cache, NULL, "INSERT OR REPLACE INTO meta VALUES (?, ?)", "ss", key,
            value);
}

/* 1: here it is; 0: it can't be highlighted; -1: not known. */
static int cache_find(Highlighter *highlighter, Digest digest, GString *out)
{
  gint64 key = (gint64)digest;
  gpointer answer;
  if (g_hash_table_lookup_extended(highlighter->answers, &key, NULL, &answer)) {
    g_string_append(out, answer ? answer : "");
    return answer != NULL;
  }
  if (!highlighter->cache)
    return -1;
  SqlQuery *query =
      sql_query(highlighter->cache, "SELECT html FROM code WHERE digest = ?", "i", (int64_t)digest);
  int found = -1;
  if (sql_next(query)) {
    found = !sql_is_null(query, 0);
    g_string_append(out, found ? sql_text(query, 0) : "");
  }
  sql_end(query, NULL);
  return found;
}

static void cache_add(Highlighter *highlighter, Digest digest, const char *html)
{
  if (cache_begin(highlighter)) {
    sql_run(highlighter->cache, NULL, "INSERT OR REPLACE INTO code VALUES (?, ?)", "is",
            (int64_t)digest, html);
    return;
  }
  gint64 key = (gint64)digest;
  g_hash_table_replace(highlighter->answers, g_memdup2(&key, sizeof key), g_strdup(html));
}

/* --- which version there is ----------------------------------------------------------------- */

static char *find_python(void)
{
  const char *named = g_getenv("SENF_PYTHON");
  if (named)
    return file_exists(named) ? g_strdup(named) : NULL;
  if (file_exists("/usr/bin/python3"))
    return g_strdup("/usr/bin/python3");
  return g_find_program_in_path("python3");
}

static void add_look(GString *out, const char *path)
{
  struct stat status;
  if (stat(path, &status) == 0)
    g_string_append_printf(out, "%s %lld.%09ld %lld %llu\n", path, (long long)status.st_mtim.tv_sec,
                           status.st_mtim.tv_nsec, (long long)status.st_size,
                           (unsigned long long)status.st_ino);
  else
    g_string_append_printf(out, "%s -\n", path);
}

/* How the Python and each path, one a line, look now. */
static char *look_of(const char *python, const char *paths)
{
  GString *look = g_string_new(NULL);
  g_auto(GStrv) lines = g_strsplit(paths, "\n", -1);
  add_look(look, python);
  for (size_t i = 0; lines[i]; i++)
    if (*lines[i])
      add_look(look, lines[i]);
  return g_string_free(look, FALSE);
}

/* The file highlight.version: the version, the paths, an empty line, how they looked. Every
 * build reads it, also one that opens no cache. */
static char *known_path(const Highlighter *highlighter)
{
  return g_build_filename(highlighter->state, "highlight.version", NULL);
}

static void known_save(Highlighter *highlighter, const char *python, const char *paths,
                       const char *version)
{
  g_autofree char *path = known_path(highlighter);
  g_autofree char *look = look_of(python, paths);
  g_autofree char *text = g_strdup_printf("%s\n%s\n%s", version, paths, look);
  if (highlighter->writable)
    file_write(path, text, strlen(text), 0644, false, NULL);
}

/* NULL: not known, or it looks different now. */
static char *known_load(const Highlighter *highlighter, const char *python)
{
  g_autofree char *path = known_path(highlighter);
  g_autofree char *text = file_exists(path) ? file_read(path, KNOWN_LIMIT, NULL, NULL) : NULL;
  char *paths = text ? strchr(text, '\n') : NULL;
  char *look = paths ? strstr(paths, "\n\n") : NULL;
  if (!look)
    return NULL;
  *paths = '\0';
  look[1] = '\0';
  g_autofree char *now = look_of(python, paths + 1);
  return strcmp(now, look + 2) == 0 ? g_strdup(text) : NULL;
}

static void give_up(Highlighter *highlighter, const char *why)
{
  coprocess_stop(highlighter->helper);
  highlighter->helper = NULL;
  if (!highlighter->failure)
    highlighter->failure = g_strdup(why);
}

/* Its version and its paths; NULL: it said nothing that makes sense. */
static char *read_hello(Coprocess *helper, GString *paths)
{
  g_autofree char *version = coprocess_line(helper, 100, HELLO_MS);
  g_autofree char *count = version ? coprocess_line(helper, 20, HELLO_MS) : NULL;
  guint64 number = count ? g_ascii_strtoull(count, NULL, 10) : G_MAXUINT64;
  if (number > PATHS_MAX)
    return NULL;
  for (guint64 i = 0; i < number; i++) {
    g_autofree char *path = coprocess_line(helper, 8192, HELLO_MS);
    if (!path)
      return NULL;
    g_string_append_printf(paths, "%s\n", path);
  }
  return g_steal_pointer(&version);
}

static bool helper_start(Highlighter *highlighter, const char *python)
{
  const char *const argv[] = {python, "-I", "-c", SCRIPT, NULL};
  const char *const environment[] = {"LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", NULL};
  g_autoptr(Error) error = NULL;
  highlighter->helper = coprocess_start(argv, environment, &error);
  if (!highlighter->helper) {
    give_up(highlighter, error->what);
    return false;
  }
  g_autoptr(GString) paths = g_string_new(NULL);
  g_autofree char *version = read_hello(highlighter->helper, paths);
  if (!version) {
    give_up(highlighter, "Pygments did not answer");
    return false;
  }
  cache_open(highlighter);
  g_autofree char *last = cache_meta(highlighter, "version");
  if (last && strcmp(last, version) != 0 && cache_begin(highlighter))
    sql_run(highlighter->cache, NULL, "DELETE FROM code", "");
  cache_set_meta(highlighter, "version", version);
  known_save(highlighter, python, paths->str, version);
  g_free(highlighter->version);
  highlighter->version = g_steal_pointer(&version);
  return true;
}

static void version_find(Highlighter *highlighter)
{
  highlighter->known = true;
  g_autofree char *python = find_python();
  if (!python) {
    highlighter->version = g_strdup("");
    return;
  }
  highlighter->version = known_load(highlighter, python);
  if (highlighter->version)
    return;
  helper_start(highlighter, python);
  if (!highlighter->version)
    highlighter->version = g_strdup("");
}

const char *highlighter_version(Highlighter *highlighter)
{
  pthread_mutex_lock(&highlighter->lock);
  if (!highlighter->known)
    version_find(highlighter);
  const char *version = highlighter->failure ? "failed" : highlighter->version;
  pthread_mutex_unlock(&highlighter->lock);
  return version;
}

bool highlighter_is_known(Highlighter *highlighter)
{
  pthread_mutex_lock(&highlighter->lock);
  bool known = highlighter->known;
  pthread_mutex_unlock(&highlighter->lock);
  return known;
}

const char *highlighter_failure(const Highlighter *highlighter)
{
  return highlighter->failure;
}

/* --- questions --------------------------------------------------------------------------------- */

static Digest question_digest(const Highlighter *highlighter, const char *language,
                              const char *code, size_t length)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, highlighter->version);
  digester_add_text(&digester, language);
  digester_add_bytes(&digester, code, length);
  return digester_end(&digester);
}

/* 1, 0, or -1: it failed. */
static int ask(Coprocess *helper, const char *language, const char *code, size_t length,
               GString *out)
{
  g_autofree char *head = g_strdup_printf("%s %zu\n", language, length);
  if (!coprocess_write(helper, head, strlen(head), ANSWER_MS) ||
      !coprocess_write(helper, code, length, ANSWER_MS))
    return -1;
  g_autofree char *line = coprocess_line(helper, 20, ANSWER_MS);
  if (!line)
    return -1;
  gint64 size = g_ascii_strtoll(line, NULL, 10);
  if (size < 0)
    return 0;
  return size <= (gint64)64 * CODE_LENGTH_MAX &&
                 coprocess_read(helper, (size_t)size, out, ANSWER_MS)
             ? 1
             : -1;
}

static bool answer(Highlighter *highlighter, const char *language, const char *code, size_t length,
                   GString *out)
{
  Digest digest = question_digest(highlighter, language, code, length);
  int found = cache_find(highlighter, digest, out);
  if (found >= 0)
    return found;
  if (highlighter->failure)
    return false;
  g_autofree char *python = highlighter->helper ? NULL : find_python();
  if (!highlighter->helper && (!python || !helper_start(highlighter, python)))
    return false;
  size_t before = out->len;
  found = ask(highlighter->helper, language, code, length, out);
  if (found < 0) {
    g_string_truncate(out, before);
    give_up(highlighter, "Pygments did not answer");
    return false;
  }
  cache_add(highlighter, digest, found ? out->str + before : NULL);
  return found;
}

bool highlighter_code(Highlighter *highlighter, const char *language, const char *code,
                      size_t length, GString *out)
{
  if (length > CODE_LENGTH_MAX || !*language)
    return false;
  pthread_mutex_lock(&highlighter->lock);
  if (!highlighter->known)
    version_find(highlighter);
  cache_open(highlighter);
  bool good = *highlighter->version && answer(highlighter, language, code, length, out);
  pthread_mutex_unlock(&highlighter->lock);
  return good;
}
