#include "comment-server/http/exchange.h"

#include "comment-server/http/head.h"

#include <string.h>

Exchange *exchange_new(const HttpServerOptions *options, const char *raw_target)
{
  Exchange *exchange = g_new0(Exchange, 1);
  exchange->options = options;
  exchange->request.arena = arena_new();
  exchange->raw_target = arena_strdup(exchange->request.arena, raw_target);
  exchange->started = clock_monotonic(options->clock);
  http_response_init(&exchange->response, exchange->request.arena);
  return exchange;
}

void exchange_free(Exchange *exchange)
{
  if (!exchange)
    return;
  http_response_clear(&exchange->response);
  if (exchange->body)
    g_string_free(exchange->body, true);
  arena_free(exchange->request.arena);
  g_free(exchange);
}

/* --- refusing --------------------------------------------------------------------- */

static void refuse(Exchange *exchange, int status, const char *reason)
{
  HttpResponse *response = &exchange->response;
  response->status = status;
  if (exchange->options->refuse)
    exchange->options->refuse(exchange->options->refuse_data, &exchange->request, response, reason);
  else
    http_response_text(response, status, http_status_reason(status));
  exchange->state = EXCHANGE_ANSWERED;
}

void exchange_refuse(Exchange *exchange, int status, const char *reason)
{
  refuse(exchange, status, reason);
  exchange->response.close = true;
}

static bool refuse_and_close(Exchange *exchange, int status, const char *reason)
{
  exchange_refuse(exchange, status, reason);
  return false;
}

static bool refuse_method(Exchange *exchange)
{
  Arena *arena = exchange->request.arena;
  g_autoptr(GString) methods = g_string_new(NULL);
  http_methods_print(exchange->match.allowed, methods);
  http_response_header(&exchange->response, "Allow", arena_strdup(arena, methods->str));
  return refuse_and_close(exchange, 405, "method");
}

/* --- the head --------------------------------------------------------------------- */

/* All X-Forwarded-For headers as one list, in their order. */
static const char *forwarded_list(const HttpRequest *request)
{
  const char *list = NULL;
  for (size_t i = 0; i < request->headers.count; i++) {
    const HttpField *field = &request->headers.items[i];
    if (g_ascii_strcasecmp(field->name, "X-Forwarded-For") != 0)
      continue;
    list = list ? arena_printf(request->arena, "%s,%s", list, field->value) : field->value;
  }
  return list;
}

static bool is_form_type(const char *content_type)
{
  static const char wanted[] = "application/x-www-form-urlencoded";
  if (!content_type || g_ascii_strncasecmp(content_type, wanted, strlen(wanted)) != 0)
    return false;
  const char *rest = content_type + strlen(wanted);
  rest += strspn(rest, " \t");
  if (*rest == '\0')
    return true;
  if (*rest != ';')
    return false;
  rest += 1 + strspn(rest + 1, " \t");
  return *rest == '\0' || g_ascii_strcasecmp(rest, "charset=utf-8") == 0 ||
         g_ascii_strcasecmp(rest, "charset=\"utf-8\"") == 0;
}

static bool check_body_rules(Exchange *exchange)
{
  const HttpRequest *request = &exchange->request;
  if (!(exchange->match.route->flags & HTTP_ROUTE_FORM))
    return exchange->body_length == 0 || refuse_and_close(exchange, 413, "body");
  if (exchange->body_length > exchange->options->body_max)
    return refuse_and_close(exchange, 413, "size");
  if (!http_request_header(request, "Content-Length"))
    return refuse_and_close(exchange, 411, "length");
  if (!is_form_type(http_request_header(request, "Content-Type")))
    return refuse_and_close(exchange, 415, "type");
  return true;
}

bool exchange_head(Exchange *exchange, const ExchangeHead *head)
{
  HttpRequest *request = &exchange->request;
  exchange->method_name = arena_strdup(request->arena, head->method);
  request->method = http_method_parse(head->method);
  if (!exchange->raw_target ||
      !http_head_check(head->bytes, head->length, head->method, exchange->raw_target, head->version,
                       &request->headers, request->arena))
    return refuse_and_close(exchange, 400, "malformed");
  address_client(exchange->options->trusted, head->peer, forwarded_list(request), request->arena,
                 &request->client);
  HttpFraming framing = http_head_framing(&request->headers, head->version, &exchange->body_length);
  if (framing == HTTP_FRAMING_MALFORMED)
    return refuse_and_close(exchange, 400, "malformed");
  if (framing == HTTP_FRAMING_CHUNKED)
    return refuse_and_close(exchange, 411, "length");
  if (!http_target_parse(&request->target, request->arena, exchange->raw_target))
    return refuse_and_close(exchange, 400, "target");
  http_route_find(exchange->options->groups, request->method, &request->target, &exchange->match);
  if (!exchange->match.route)
    return exchange->match.allowed ? refuse_method(exchange)
                                   : refuse_and_close(exchange, 404, "path");
  memcpy(request->places, exchange->match.places, sizeof request->places);
  if (!check_body_rules(exchange))
    return false;
  exchange->state = EXCHANGE_BODY;
  return true;
}

/* --- the body and the handler ------------------------------------------------------- */

bool exchange_body(Exchange *exchange, const char *bytes, size_t length)
{
  if (!exchange->body)
    exchange->body = g_string_sized_new((size_t)exchange->body_length);
  if (length > exchange->body_length - exchange->body->len)
    return false;
  g_string_append_len(exchange->body, bytes, (gssize)length);
  return true;
}

static void settle(Exchange *exchange, HttpOutcome outcome)
{
  if (outcome == HTTP_SUSPENDED) {
    g_assert(exchange->next != NULL);
    exchange->state = EXCHANGE_SUSPENDED;
    return;
  }
  g_assert(exchange->response.status != 0);
  exchange->state = EXCHANGE_ANSWERED;
}

static const char *form_problem(HttpDecode status)
{
  static const char *const reasons[] = {
      [HTTP_DECODED] = NULL,           [HTTP_DECODE_MALFORMED] = "form",
      [HTTP_DECODE_NOT_UTF8] = "utf8", [HTTP_DECODE_DUPLICATE] = "form",
      [HTTP_DECODE_TOO_MANY] = "form",
  };
  return reasons[status];
}

void exchange_complete(Exchange *exchange)
{
  HttpRequest *request = &exchange->request;
  if (exchange->body) {
    HttpDecode status = http_fields_decode(&request->form, request->arena, exchange->body->str,
                                           exchange->body->len);
    if (status != HTTP_DECODED) {
      refuse(exchange, 400, form_problem(status));
      return;
    }
  }
  settle(exchange,
         exchange->match.route->handler(exchange->match.app, request, &exchange->response));
}

void exchange_continue(Exchange *exchange)
{
  HttpHandler next = exchange->next;
  exchange->next = NULL;
  settle(exchange, next(exchange->match.app, &exchange->request, &exchange->response));
}
