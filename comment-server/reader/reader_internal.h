/* reader_internal.h - what the files of reader/ share. */
#ifndef SENF_COMMENT_SERVER_READER_READER_INTERNAL_H
#define SENF_COMMENT_SERVER_READER_READER_INTERNAL_H

#include "comment-server/reader/draft.h"
#include "comment-server/reader/reader.h"
#include "comment-server/reader/token.h"
#include "comment-server/store/comment.h"
#include "comment-server/store/secret.h"

#include <stdatomic.h>

struct Reader {
  ReaderOptions options;
  unsigned char token_key[SECRET_SIZE], address_key[SECRET_SIZE];
  RateLimit *previews, *comments;
  struct {
    atomic_uint_fast64_t previews, stored, trapped, limited, refused;
  } counts;
};

/* One request about one page's comments: what was found out so far. */
typedef struct Visit {
  Reader *reader;
  HttpRequest *request;
  bool json;
  Draft draft;
  const char *lang; /* of the theme; the page's, or the client's */
  SitePage page;    /* .id NULL: not found */
  Comment parent;   /* .id 0: none */
  int64_t now;      /* seconds */
  int64_t wait;     /* of a refused limit, in seconds */
} Visit;

/* Look up the page and whom it replies to. A reply to what is not published is a
 * problem of the draft. The answer is 200, or the status of a refusal, whose
 * name under comments.refused is *reason: "unknown" 404, "closed" 403,
 * "unbuilt" and "failed" 503. */
void visit_begin(Visit *visit, Reader *reader, HttpRequest *request);
int visit_find(Visit *visit, const char **reason);

/* Answers. `status` as in HTTP; `notice` and `reason` are names of strings. */
HttpOutcome visit_show_form(Visit *visit, int status, const char *notice, HttpResponse *response);
HttpOutcome visit_show_preview(Visit *visit, int status, const char *notice,
                               HttpResponse *response);
HttpOutcome visit_refuse(Visit *visit, int status, const char *reason, HttpResponse *response);
HttpOutcome visit_show_stored(Visit *visit, int64_t id, HttpResponse *response);

/* Handlers. */
HttpOutcome reader_form(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome reader_thanks(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome reader_submit(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome reader_preview(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome reader_asset(void *app, HttpRequest *request, HttpResponse *response);

#endif
