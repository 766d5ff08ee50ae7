/* site.h - what the generator's build.db says: which pages take comments, which files
 * show them, and when the next scheduled event is. Read only.
 *
 * build.db may not exist yet, and may be replaced by another file at any time
 * (somebody deletes the state folder): each call looks whether it is still the
 * same file. Any thread may call.
 */
#ifndef SENF_COMMENT_SERVER_STORE_SITE_H
#define SENF_COMMENT_SERVER_STORE_SITE_H

#include "common/arena.h"
#include "common/error.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Site Site;

/* `path` of build.db; nothing is opened yet. */
Site *site_new(const char *path);
void site_free(Site *site);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Site, site_free)

typedef struct SitePage {
  const char *id;
  const char *url; /* a path: "/posts/x/" */
  const char *title;
  const char *lang;
  bool open;         /* as of the last build */
  int64_t closes_at; /* seconds since 1970; 0: never */
} SitePage;

typedef enum SiteAnswer {
  SITE_FOUND,
  SITE_UNKNOWN,   /* no such page, or it takes no comments */
  SITE_NOT_BUILT, /* there is no build.db yet, or none with that view */
  SITE_FAILED,    /* *error says why */
} SiteAnswer;

SiteAnswer site_page_find(Site *site, const char *page_id, Arena *arena, SitePage *out,
                          Error **error);
/* Whether the page takes comments at `now` (seconds). */
bool site_page_is_open(const SitePage *page, int64_t now);

typedef struct SiteReaders {
  const char *const *paths; /* below the output folder, in byte order; at most SITE_READERS_MAX */
  size_t count;             /* of `paths` */
  size_t total;             /* of all */
} SiteReaders;
enum { SITE_READERS_MAX = 100 };

/* The files that show something of a page's comments: those that an approval there
 * changes. SITE_FOUND also when there is none. */
SiteAnswer site_comment_readers(Site *site, const char *page_id, Arena *arena, SiteReaders *out,
                                Error **error);

/* *at: seconds since 1970 of the next post that goes live, expires or closes
 * its comments; 0: none known. */
bool site_next_event(Site *site, int64_t *at, Error **error);

#endif
