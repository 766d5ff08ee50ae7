#include "comment-server/moderator/moderator_internal.h"
#include "common/system/sql.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

bool moderator_session(Moderator *moderator, HttpRequest *request, Session *out, Error **error)
{
  const char *token = http_request_cookie(request, SESSION_COOKIE);
  if (!token)
    return false;
  bool found = false;
  Sql *db = store_reader_take(moderator->options.store, error);
  bool good = db && session_find(db, token, clock_now(moderator->options.clock) / 1000000,
                                 request->arena, out, &found, error);
  store_reader_give(moderator->options.store, db);
  return good && found;
}

void moderator_csrf(const Moderator *moderator, const Session *session, char out[CSRF_SIZE])
{
  unsigned char hash[32];
  crypto_generichash(hash, sizeof hash, (const unsigned char *)session->id, strlen(session->id),
                     moderator->csrf_key, sizeof moderator->csrf_key);
  sodium_bin2base64(out, CSRF_SIZE, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool csrf_matches(const Moderator *moderator, const Session *session, const char *sent)
{
  char wanted[CSRF_SIZE];
  moderator_csrf(moderator, session, wanted);
  return sent && strlen(sent) == CSRF_SIZE - 1 && sodium_memcmp(wanted, sent, CSRF_SIZE - 1) == 0;
}

/* Origin says it exactly; old browsers leave it out, but then the cookie, which
 * is SameSite=Strict, and the token remain. */
bool moderator_same_origin(const Moderator *moderator, const HttpRequest *request)
{
  const char *site = http_request_header(request, "Sec-Fetch-Site");
  if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
    return false;
  const char *origin = http_request_header(request, "Origin");
  if (!origin || strcmp(origin, moderator->options.base_url) == 0)
    return true;
  const char *host = http_request_header(request, "Host");
  const char *at = strstr(origin, "://");
  return host && at && g_ascii_strcasecmp(at + 3, host) == 0;
}

void moderator_set_cookie(const Moderator *moderator, HttpRequest *request, HttpResponse *response,
                          const char *token)
{
  bool secure = g_str_has_prefix(moderator->options.base_url, "https://");
  const char *value = arena_printf(
      request->arena, "%s=%s; Path=/moderate; Max-Age=%" PRId64 "; HttpOnly; SameSite=Strict%s",
      SESSION_COOKIE, token ? token : "", token ? moderator->options.session_lifetime : 0,
      secure ? "; Secure" : "");
  http_response_header(response, "Set-Cookie", value);
}

bool moderator_enter(Moderator *moderator, HttpRequest *request, HttpResponse *response,
                     Access access, Session *session)
{
  g_autoptr(Error) error = NULL;
  if (access == ACCESS_WRITE && !moderator_same_origin(moderator, request)) {
    moderator_refuse(moderator, request, response, 403, "origin");
    return false;
  }
  if (!moderator_session(moderator, request, session, &error)) {
    if (error) {
      moderator_log_error(moderator, "session", error);
      moderator_refuse(moderator, request, response, 503, "failed");
    } else if (access == ACCESS_READ) {
      http_response_redirect(response, 303, "/moderate/login");
    } else {
      moderator_refuse(moderator, request, response, 403, "session");
    }
    return false;
  }
  if (access == ACCESS_READ || csrf_matches(moderator, session, http_request_form(request, "csrf")))
    return true;
  moderator_refuse(moderator, request, response, 403, "csrf");
  return false;
}
