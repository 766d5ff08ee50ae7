/* reader.h - what readers do: look at the form, preview, send.
 *
 *   GET  /comments/form?page=ID&reply=ID   the form alone, for replies
 *   POST /comments                         preview, edit, or store
 *   POST /comments/preview                 preview, for the script
 *   GET  /comments/thanks?page=ID&id=N     after storing
 *   GET  /comments/assets/NAME             the theme's static files
 *
 * Nothing is stored without a preview's token (token.h): the first POST answers
 * with a preview, the second, with its token and action=send, stores and is
 * answered by 303. Every refusal is a page that says why and keeps what was
 * written; its language is the commented page's.
 *
 * With "Accept: application/json" the answers are objects instead:
 *   preview   200 {status: "preview", html, token}
 *   stored    201 {status: "pending", id, url, message}
 *   refused   403 404 422 429 503 {status, message, fields: {name: message}};
 *             of a wrong or expired token (403, status "token") also html and a
 *             new token
 */
#ifndef SENF_COMMENT_SERVER_READER_READER_H
#define SENF_COMMENT_SERVER_READER_READER_H

#include "comment-server/http/limit.h"
#include "comment-server/http/route.h"
#include "comment-server/pages/pages.h"
#include "comment-server/store/site.h"
#include "comment-server/store/store.h"
#include "common/error.h"
#include "common/system/log.h"
#include "common/time/clock.h"

typedef struct Reader Reader;

typedef struct ReaderOptions {
  Store *store;
  Site *site;
  const Pages *pages;
  const Clock *clock;
  const Random *random;
  Log *log; /* or NULL */
  RateLimitOptions previews, comments;
} ReaderOptions;

/* What the options point to must outlive it. */
Reader *reader_new(const ReaderOptions *options, Error **error);
void reader_free(Reader *reader);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reader, reader_free)

/* Their app is the Reader. */
extern const HttpRoute reader_routes[];
/* The templates that they use, NULL-ended. */
extern const char *const reader_templates[];

/* Fill in the page of a request that http/ refused (HttpServerOptions.refuse),
 * in the client's language; `data` is a Pages, which stays as it is. */
void reader_refuse(void *data, HttpRequest *request, HttpResponse *response, const char *reason);

typedef struct ReaderStats {
  uint64_t previews, stored, trapped, limited, refused;
} ReaderStats;
void reader_stats(Reader *reader, ReaderStats *out);

#endif
