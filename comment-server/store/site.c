/* site.c - see site.h. */
#include "comment-server/store/site.h"

#include "common/system/sql.h"

#include <pthread.h>
#include <sys/stat.h>

struct Site {
  char *path;
  pthread_mutex_t mutex; /* the look-ups are short; one connection is enough */
  Sql *db;               /* or NULL */
  dev_t device;          /* of the file that `db` has open */
  ino_t inode;
};

Site *site_new(const char *path)
{
  Site *site = g_new0(Site, 1);
  site->path = g_strdup(path);
  pthread_mutex_init(&site->mutex, NULL);
  return site;
}

void site_free(Site *site)
{
  if (!site)
    return;
  sql_close(site->db);
  pthread_mutex_destroy(&site->mutex);
  g_free(site->path);
  g_free(site);
}

static void site_drop(Site *site)
{
  sql_close(site->db);
  site->db = NULL;
}

/* Opens the file that has that name now. */
static SiteAnswer site_refresh(Site *site, Error **error)
{
  struct stat info;
  if (stat(site->path, &info) != 0) {
    site_drop(site);
    return SITE_NOT_BUILT;
  }
  if (site->db && info.st_dev == site->device && info.st_ino == site->inode)
    return SITE_FOUND;
  site_drop(site);
  site->db = sql_open(site->path, SQL_READER, error);
  site->device = info.st_dev;
  site->inode = info.st_ino;
  return site->db ? SITE_FOUND : SITE_FAILED;
}

/* A first build that is under way may not have made its views yet. */
static SiteAnswer site_has_view(Site *site, const char *name, Error **error)
{
  int64_t count = 0;
  if (!sql_get_int(site->db, error, &count, "SELECT count(*) FROM sqlite_schema WHERE name = ?",
                   "s", name))
    return SITE_FAILED;
  return count > 0 ? SITE_FOUND : SITE_NOT_BUILT;
}

static SiteAnswer site_open(Site *site, const char *view, Error **error)
{
  SiteAnswer answer = site_refresh(site, error);
  return answer == SITE_FOUND ? site_has_view(site, view, error) : answer;
}

static SiteAnswer read_page(Site *site, const char *page_id, Arena *arena, SitePage *out,
                            Error **error)
{
  SqlQuery *query = sql_query(site->db,
                              "SELECT page_id, url, ifnull(title, ''), ifnull(lang, ''), open,"
                              " ifnull(closes_at, 0) FROM commentable WHERE page_id = ?",
                              "s", page_id);
  bool found = sql_next(query);
  if (found)
    *out = (SitePage){
        .id = arena_strdup(arena, sql_text(query, 0)),
        .url = arena_strdup(arena, sql_text(query, 1)),
        .title = arena_strdup(arena, sql_text(query, 2)),
        .lang = arena_strdup(arena, sql_text(query, 3)),
        .open = sql_int(query, 4) != 0,
        .closes_at = sql_int(query, 5),
    };
  if (!sql_end(query, error))
    return SITE_FAILED;
  return found ? SITE_FOUND : SITE_UNKNOWN;
}

/* After a failure the connection is not trusted: the next call opens again. */
static SiteAnswer site_settle(Site *site, SiteAnswer answer)
{
  if (answer == SITE_FAILED)
    site_drop(site);
  return answer;
}

SiteAnswer site_page_find(Site *site, const char *page_id, Arena *arena, SitePage *out,
                          Error **error)
{
  *out = (SitePage){0};
  pthread_mutex_lock(&site->mutex);
  SiteAnswer answer = site_open(site, "commentable", error);
  if (answer == SITE_FOUND)
    answer = read_page(site, page_id, arena, out, error);
  answer = site_settle(site, answer);
  pthread_mutex_unlock(&site->mutex);
  return answer;
}

static SiteAnswer read_readers(Site *site, const char *page_id, Arena *arena, SiteReaders *out,
                               Error **error)
{
  const char **paths = arena_new_array(arena, const char *, SITE_READERS_MAX);
  SqlQuery *query = sql_query(
      site->db, "SELECT path FROM comment_reader WHERE page_id = ? ORDER BY path", "s", page_id);
  for (; sql_next(query); out->total++)
    if (out->count < SITE_READERS_MAX)
      paths[out->count++] = arena_strdup(arena, sql_text(query, 0));
  out->paths = paths;
  return sql_end(query, error) ? SITE_FOUND : SITE_FAILED;
}

SiteAnswer site_comment_readers(Site *site, const char *page_id, Arena *arena, SiteReaders *out,
                                Error **error)
{
  *out = (SiteReaders){0};
  pthread_mutex_lock(&site->mutex);
  SiteAnswer answer = site_open(site, "comment_reader", error);
  if (answer == SITE_FOUND)
    answer = read_readers(site, page_id, arena, out, error);
  answer = site_settle(site, answer);
  pthread_mutex_unlock(&site->mutex);
  return answer;
}

bool site_page_is_open(const SitePage *page, int64_t now)
{
  return page->open && (page->closes_at == 0 || now < page->closes_at);
}

bool site_next_event(Site *site, int64_t *at, Error **error)
{
  *at = 0;
  pthread_mutex_lock(&site->mutex);
  SiteAnswer answer = site_open(site, "next_event", error);
  if (answer == SITE_FOUND &&
      !sql_get_int(site->db, error, at, "SELECT ifnull(min(at), 0) FROM next_event", ""))
    answer = SITE_FAILED;
  answer = site_settle(site, answer);
  pthread_mutex_unlock(&site->mutex);
  return answer != SITE_FAILED;
}
