#include "comment-server/moderator/moderator.h"

#include "comment-server/moderator/moderator_internal.h"

const HttpRoute moderator_routes[] = {
    {HTTP_GET, "/moderate/login", moderator_login_form, 0},
    {HTTP_POST, "/moderate/login", moderator_login, HTTP_ROUTE_FORM},
    {HTTP_POST, "/moderate/logout", moderator_logout, HTTP_ROUTE_FORM},
    {HTTP_GET, "/moderate/", moderator_queue, 0},
    {HTTP_GET, "/moderate", moderator_queue, 0},
    {HTTP_POST, "/moderate/comment/:id/:action", moderator_decide, HTTP_ROUTE_FORM},
    {HTTP_GET, "/moderate/comment/:id/changes", moderator_changes, 0},
    {HTTP_POST, "/moderate/undo/:id", moderator_undo, HTTP_ROUTE_FORM},
    {HTTP_POST, "/moderate/build", moderator_build, HTTP_ROUTE_FORM},
    {0, NULL, NULL, 0},
};

const char *const moderator_templates[] = {
    "moderate/changes.html",
    "moderate/login.html",
    "moderate/queue.html",
    "moderate/refused.html",
    NULL,
};

Moderator *moderator_new(const ModeratorOptions *options, Error **error)
{
  g_autoptr(Moderator) moderator = g_new0(Moderator, 1);
  moderator->options = *options;
  moderator->logins = rate_limit_new(&options->logins);
  if (!secret_get(options->store, "csrf", moderator->csrf_key, error))
    return NULL;
  moderator->passwords = passwords_new(options->password_cost, error);
  return moderator->passwords ? g_steal_pointer(&moderator) : NULL;
}

void moderator_free(Moderator *moderator)
{
  if (!moderator)
    return;
  passwords_free(moderator->passwords);
  rate_limit_free(moderator->logins);
  g_free(moderator);
}

bool moderator_parse_id(const char *text, int64_t *out)
{
  guint64 id = 0;
  if (!text || !g_ascii_string_to_unsigned(text, 10, 1, INT64_MAX, &id, NULL))
    return false;
  *out = (int64_t)id;
  return true;
}

void moderator_log_error(const Moderator *moderator, const char *event, const Error *error)
{
  if (!moderator->options.log)
    return;
  g_autoptr(GString) text = g_string_new(NULL);
  error_format(error, "error", false, text);
  log_event(moderator->options.log, LOG_ERROR, event, "error", text->str, NULL);
}

HttpOutcome moderator_refuse(Moderator *moderator, HttpRequest *request, HttpResponse *response,
                             int status, const char *reason)
{
  const Pages *pages = moderator->options.pages;
  Page *page = page_new(pages, request, pages_client_language(pages, request));
  page_put_text(page, "reason", reason);
  page_put(page, "status", value_int(status));
  page_send(page, "moderate/refused.html", status, response);
  return HTTP_ANSWERED;
}
