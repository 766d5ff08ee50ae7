#include "comment-server/moderator/moderator_internal.h"
#include "common/system/sql.h"

#include <inttypes.h>
#include <string.h>

/* A login on its way; lives in the request's arena. */
typedef struct Login {
  Moderator *moderator;
  HttpRequest *request;
  const char *name, *hash;
  PasswordCheck check;
  bool checked; /* false: too many passwords wait */
  StoreWrite write;
  char token[SESSION_TOKEN_SIZE];
  AccountOutcome outcome;
  Error *error;
} Login;

static HttpOutcome show_login(Moderator *moderator, HttpRequest *request, HttpResponse *response,
                              int status, const char *problem, int64_t wait)
{
  const Pages *pages = moderator->options.pages;
  const char *name = http_request_form(request, "name");
  Page *page = page_new(pages, request, pages_client_language(pages, request));
  page_put_text(page, "name", name ? name : "");
  page_put_text(page, "problem", problem);
  page_put(page, "wait", value_int(wait));
  if (wait > 0)
    http_response_header(response, "Retry-After", arena_printf(request->arena, "%" PRId64, wait));
  page_send(page, "moderate/login.html", status, response);
  return HTTP_ANSWERED;
}

HttpOutcome moderator_login_form(void *app, HttpRequest *request, HttpResponse *response)
{
  Session session;
  if (moderator_session(app, request, &session, NULL)) {
    http_response_redirect(response, 303, "/moderate/");
    return HTTP_ANSWERED;
  }
  return show_login(app, request, response, 200, NULL, 0);
}

/* --- the session -------------------------------------------------------------------------- */

static bool create_run(StoreTx *tx, void *data, Error **error)
{
  Login *login = data;
  return session_create(tx, login->name, login->hash, login->moderator->options.session_lifetime,
                        login->token, &login->outcome, error);
}

static void create_done(void *data, Error *error)
{
  Login *login = data;
  login->error = error;
  http_request_resume(login->request);
}

static void log_login(const Login *login, bool good)
{
  if (login->moderator->options.log)
    log_event(login->moderator->options.log, good ? LOG_INFO : LOG_WARN, "login", "name",
              login->name, "result", good ? "good" : "refused", NULL);
}

static HttpOutcome login_created(void *app, HttpRequest *request, HttpResponse *response)
{
  Moderator *moderator = app;
  Login *login = request->state;
  g_autoptr(Error) error = g_steal_pointer(&login->error);
  if (error) {
    moderator_log_error(moderator, "login", error);
    return moderator_refuse(moderator, request, response, 503, "failed");
  }
  log_login(login, login->outcome == ACCOUNT_DONE);
  if (login->outcome != ACCOUNT_DONE)
    return show_login(moderator, request, response, 403, "wrong", 0);
  moderator_set_cookie(moderator, request, response, login->token);
  http_response_redirect(response, 303, "/moderate/");
  return HTTP_ANSWERED;
}

/* --- the password ---------------------------------------------------------------------------- */

static void check_done(void *data)
{
  Login *login = data;
  login->checked = true;
  http_request_resume(login->request);
}

static HttpOutcome login_checked(void *app, HttpRequest *request, HttpResponse *response)
{
  Moderator *moderator = app;
  Login *login = request->state;
  if (!login->checked)
    return show_login(moderator, request, response, 503, "busy", 0);
  if (!login->check.right) {
    log_login(login, false);
    return show_login(moderator, request, response, 403, "wrong", 0);
  }
  login->write = (StoreWrite){.run = create_run, .done = create_done, .data = login};
  http_request_suspend(request, login_created);
  store_write(moderator->options.store, &login->write);
  return HTTP_SUSPENDED;
}

static bool find_hash(Login *login, Error **error)
{
  Store *store = login->moderator->options.store;
  Sql *db = store_reader_take(store, error);
  bool good = db && account_password(db, login->name, login->request->arena, &login->hash, error);
  store_reader_give(store, db);
  return good;
}

/* By address, and by name too: many addresses may guess at one name. */
static bool may_try(Moderator *moderator, HttpRequest *request, const char *name, int64_t *wait)
{
  const char *key = arena_printf(request->arena, "name %s", name);
  return rate_limit_take(moderator->logins, request->client.key, wait) &&
         rate_limit_take(moderator->logins, key, wait);
}

HttpOutcome moderator_login(void *app, HttpRequest *request, HttpResponse *response)
{
  Moderator *moderator = app;
  const char *name = http_request_form(request, "name");
  const char *password = http_request_form(request, "password");
  if (!moderator_same_origin(moderator, request))
    return moderator_refuse(moderator, request, response, 403, "origin");
  if (!name || !*name || !password || !*password || strlen(name) > ACCOUNT_NAME_MAX ||
      strlen(password) > ACCOUNT_PASSWORD_MAX)
    return show_login(moderator, request, response, 403, "wrong", 0);
  int64_t wait = 0;
  if (!may_try(moderator, request, name, &wait))
    return show_login(moderator, request, response, 429, "limited", wait);
  Login *login = arena_new_of(request->arena, Login);
  *login = (Login){.moderator = moderator, .request = request, .name = name};
  g_autoptr(Error) error = NULL;
  if (!find_hash(login, &error)) {
    moderator_log_error(moderator, "login", error);
    return moderator_refuse(moderator, request, response, 503, "failed");
  }
  login->check =
      (PasswordCheck){.hash = login->hash, .password = password, .done = check_done, .data = login};
  request->state = login;
  http_request_suspend(request, login_checked);
  if (!passwords_check(moderator->passwords, &login->check))
    http_request_resume(request);
  return HTTP_SUSPENDED;
}

/* --- logging out ------------------------------------------------------------------------------ */

typedef struct Logout {
  HttpRequest *request;
  const char *token;
  StoreWrite write;
  Error *error;
} Logout;

static bool logout_run(StoreTx *tx, void *data, Error **error)
{
  return session_remove(tx, ((Logout *)data)->token, error);
}

static void logout_done(void *data, Error *error)
{
  Logout *logout = data;
  logout->error = error;
  http_request_resume(logout->request);
}

static HttpOutcome logged_out(void *app, HttpRequest *request, HttpResponse *response)
{
  Logout *logout = request->state;
  g_autoptr(Error) error = g_steal_pointer(&logout->error);
  if (error) {
    moderator_log_error(app, "logout", error);
    return moderator_refuse(app, request, response, 503, "failed");
  }
  moderator_set_cookie(app, request, response, NULL);
  http_response_redirect(response, 303, "/moderate/login");
  return HTTP_ANSWERED;
}

HttpOutcome moderator_logout(void *app, HttpRequest *request, HttpResponse *response)
{
  Moderator *moderator = app;
  Session session;
  if (!moderator_enter(moderator, request, response, ACCESS_WRITE, &session))
    return HTTP_ANSWERED;
  Logout *logout = arena_new_of(request->arena, Logout);
  *logout = (Logout){.request = request, .token = http_request_cookie(request, SESSION_COOKIE)};
  logout->write = (StoreWrite){.run = logout_run, .done = logout_done, .data = logout};
  request->state = logout;
  http_request_suspend(request, logged_out);
  store_write(moderator->options.store, &logout->write);
  return HTTP_SUSPENDED;
}
