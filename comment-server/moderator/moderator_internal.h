/* moderator_internal.h - what the files of moderator/ share. */
#ifndef SENF_COMMENT_SERVER_MODERATOR_MODERATOR_INTERNAL_H
#define SENF_COMMENT_SERVER_MODERATOR_MODERATOR_INTERNAL_H

#include "comment-server/moderator/moderator.h"
#include "comment-server/moderator/passwords.h"
#include "comment-server/store/comment.h"
#include "comment-server/store/decision.h"
#include "comment-server/store/secret.h"

enum { CSRF_SIZE = 44 }; /* base64url of 32 bytes, with the NUL */

struct Moderator {
  ModeratorOptions options;
  unsigned char csrf_key[SECRET_SIZE];
  RateLimit *logins;
  Passwords *passwords;
};

/* --- session.c: who is it? ----------------------------------------------------------- */

#define SESSION_COOKIE "senf_session"

/* The session of the request's cookie. False: none (*error NULL) or the store
 * failed. */
bool moderator_session(Moderator *moderator, HttpRequest *request, Session *out, Error **error);
void moderator_csrf(const Moderator *moderator, const Session *session, char out[CSRF_SIZE]);
/* Whether a POST comes from a page of this site, as far as the browser says. */
bool moderator_same_origin(const Moderator *moderator, const HttpRequest *request);
/* Set-Cookie; a NULL token removes it. */
void moderator_set_cookie(const Moderator *moderator, HttpRequest *request, HttpResponse *response,
                          const char *token);

typedef enum Access {
  ACCESS_READ,  /* a session is enough */
  ACCESS_WRITE, /* also the session's token, from this site */
} Access;

/* True: go on. False: the response is a redirect to the login (reading), or a
 * page that says what is missing. */
bool moderator_enter(Moderator *moderator, HttpRequest *request, HttpResponse *response,
                     Access access, Session *session);

/* --- ids in addresses and forms ---------------------------------------------------------- */

/* False for what is no number of a comment or an action. */
bool moderator_parse_id(const char *text, int64_t *out);

/* --- answers ------------------------------------------------------------------------------ */

void moderator_log_error(const Moderator *moderator, const char *event, const Error *error);
/* "session", "csrf", "origin", "unknown", "failed": strings under moderate.refused. */
HttpOutcome moderator_refuse(Moderator *moderator, HttpRequest *request, HttpResponse *response,
                             int status, const char *reason);

/* Handlers. */
HttpOutcome moderator_login_form(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_login(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_logout(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_queue(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_changes(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_decide(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_undo(void *app, HttpRequest *request, HttpResponse *response);
HttpOutcome moderator_build(void *app, HttpRequest *request, HttpResponse *response);

#endif
