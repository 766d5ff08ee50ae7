/* moderator.h - what moderators do: log in, look through the queue, decide.
 *
 *   GET, POST /moderate/login
 *   POST /moderate/logout
 *   GET  /moderate/?status=pending&after=ID     the queue and its siblings
 *   POST /moderate/comment/ID/ACTION            approve reject spam delete reopen
 *   POST /moderate/undo/ID                      take the last decision back
 *   POST /moderate/build                        build the site again now
 *
 * A session is a cookie of /moderate (HttpOnly, SameSite=Strict, Secure when the
 * site is https). Each form carries a token that belongs to the session, and a
 * POST that comes from another site is refused. Passwords are checked one after
 * the other on a thread of their own, and take as long for names that nobody
 * has.
 *
 * Every POST is answered by 303 to the queue, which then shows what was done and
 * a button that takes it back.
 */
#ifndef SENF_COMMENT_SERVER_MODERATOR_MODERATOR_H
#define SENF_COMMENT_SERVER_MODERATOR_MODERATOR_H

#include "comment-server/http/limit.h"
#include "comment-server/http/route.h"
#include "comment-server/pages/pages.h"
#include "comment-server/rebuild/rebuild.h"
#include "comment-server/store/account.h"
#include "comment-server/store/site.h"
#include "comment-server/store/store.h"
#include "common/error.h"
#include "common/system/log.h"
#include "common/time/clock.h"

typedef struct Moderator Moderator;

typedef struct ModeratorOptions {
  Store *store;
  Site *site;
  Rebuild *rebuild;
  const Pages *pages;
  const Clock *clock;
  Log *log;                 /* or NULL */
  const char *base_url;     /* "https://example.org", or "" */
  int64_t session_lifetime; /* seconds */
  const PasswordCost *password_cost;
  RateLimitOptions logins;
} ModeratorOptions;

/* What the options point to must outlive it. */
Moderator *moderator_new(const ModeratorOptions *options, Error **error);
/* When no request is in flight any more. */
void moderator_free(Moderator *moderator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Moderator, moderator_free)

/* Their app is the Moderator. */
extern const HttpRoute moderator_routes[];
/* The templates that they use, NULL-ended. */
extern const char *const moderator_templates[];

#endif
