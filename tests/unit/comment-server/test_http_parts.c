#include "comment-server/http/accept.h"
#include "comment-server/http/address.h"
#include "comment-server/http/limit.h"
#include "comment-server/http/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <arpa/inet.h>
#include <cmocka.h>
#include <glib.h>
#include <string.h>

/* --- routes --------------------------------------------------------------------------- */

static HttpOutcome nothing(void *app, HttpRequest *request, HttpResponse *response)
{
  (void)app;
  (void)request;
  (void)response;
  return HTTP_ANSWERED;
}

static const HttpRoute first[] = {
    {HTTP_GET, "/a", nothing, 0},           {HTTP_POST, "/a", nothing, 0},
    {HTTP_GET, "/a/:id/:what", nothing, 0}, {HTTP_GET, "/a/b/", nothing, 0},
    {HTTP_POST, "/only-post", nothing, 0},  {0, NULL, NULL, 0},
};
static const HttpRoute rest[] = {{HTTP_GET, "/*", nothing, 0}, {0, NULL, NULL, 0}};
static const HttpRoutes groups[] = {{first, NULL}, {rest, NULL}, {NULL, NULL}};

static const HttpRoute *find(unsigned method, const char *path, HttpMatch *match, Arena *arena)
{
  HttpTarget target;
  assert_true(http_target_parse(&target, arena, path));
  http_route_find(groups, method, &target, match);
  return match->route;
}

static void test_routes(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  HttpMatch match;
  assert_ptr_equal(find(HTTP_GET, "/a", &match, arena), &first[0]);
  assert_ptr_equal(find(HTTP_HEAD, "/%61", &match, arena), &first[0]);
  assert_ptr_equal(find(HTTP_POST, "/a?x=1", &match, arena), &first[1]);
  assert_ptr_equal(find(HTTP_GET, "/a/12/x%20y", &match, arena), &first[2]);
  assert_string_equal(match.places[0], "12");
  assert_string_equal(match.places[1], "x y");
  assert_ptr_equal(find(HTTP_GET, "/a/b/", &match, arena), &first[3]);
  assert_ptr_equal(find(HTTP_GET, "/", &match, arena), &rest[0]);
  assert_ptr_equal(find(HTTP_GET, "/a/", &match, arena), &rest[0]);
  assert_ptr_equal(find(HTTP_GET, "/a/1%2F2/x", &match, arena), &rest[0]);
  assert_ptr_equal(find(HTTP_GET, "/z/y/x/w", &match, arena), &rest[0]);
}

static void test_methods(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) text = g_string_new(NULL);
  HttpMatch match;
  assert_null(find(HTTP_OTHER, "/a", &match, arena));
  http_methods_print(match.allowed, text);
  assert_string_equal(text->str, "GET, HEAD, POST");
  /* What another table knows is not left to the catch-all. */
  assert_null(find(HTTP_GET, "/only-post", &match, arena));
  assert_int_equal(match.allowed, HTTP_POST);
  assert_null(find(HTTP_POST, "/elsewhere", &match, arena));
  assert_int_equal(match.allowed, HTTP_GET | HTTP_HEAD);
  assert_int_equal(http_method_parse("get"), HTTP_OTHER);
  assert_int_equal(http_method_parse("POST"), HTTP_POST);
}

/* --- limits ------------------------------------------------------------------------------ */

static int64_t fake_now(void *data)
{
  return *(int64_t *)data;
}

static void test_limit(void **state)
{
  (void)state;
  int64_t now = 0, wait = 0;
  Clock clock = {.now = fake_now, .monotonic = fake_now, .data = &now};
  RateLimitOptions options = {.rate = 6, .burst = 2, .clock = &clock};
  g_autoptr(RateLimit) limit = rate_limit_new(&options);
  assert_true(rate_limit_take(limit, "a", &wait));
  assert_true(rate_limit_take(limit, "a", &wait));
  assert_false(rate_limit_take(limit, "a", &wait));
  assert_in_range(wait, 10, 11);
  assert_true(rate_limit_take(limit, "b", &wait));
  now += 10 * 1000000;
  assert_true(rate_limit_take(limit, "a", &wait));
  assert_false(rate_limit_take(limit, "a", &wait));
  now += (int64_t)3600 * 1000000; /* no more than the burst is saved up */
  assert_true(rate_limit_take(limit, "a", &wait));
  assert_true(rate_limit_take(limit, "a", &wait));
  assert_false(rate_limit_take(limit, "a", &wait));
}

static void test_limit_off(void **state)
{
  (void)state;
  int64_t now = 0, wait = 0;
  Clock clock = {.now = fake_now, .monotonic = fake_now, .data = &now};
  RateLimitOptions options = {.rate = 0, .burst = 1, .clock = &clock};
  g_autoptr(RateLimit) limit = rate_limit_new(&options);
  for (int i = 0; i < 100; i++)
    assert_true(rate_limit_take(limit, "a", &wait));
}

static void test_limit_memory(void **state)
{
  (void)state;
  int64_t now = 0, wait = 0;
  Clock clock = {.now = fake_now, .monotonic = fake_now, .data = &now};
  RateLimitOptions options = {.rate = 60, .burst = 3, .keys = 10, .clock = &clock};
  g_autoptr(RateLimit) limit = rate_limit_new(&options);
  /* One that is used up is remembered while others with room are forgotten. */
  for (int i = 0; i < 3; i++)
    assert_true(rate_limit_take(limit, "worst", &wait));
  for (int i = 0; i < 1000; i++) {
    g_autofree char *key = g_strdup_printf("key %d", i);
    assert_true(rate_limit_take(limit, key, &wait));
  }
  assert_false(rate_limit_take(limit, "worst", &wait));
}

/* --- addresses ----------------------------------------------------------------------------- */

static void client(const AddressSet *trusted, const char *peer, const char *forwarded, Arena *arena,
                   ClientAddress *out)
{
  struct sockaddr_in in = {.sin_family = AF_INET};
  struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
  struct sockaddr *socket = NULL;
  if (peer && inet_pton(AF_INET, peer, &in.sin_addr) == 1)
    socket = (struct sockaddr *)&in;
  else if (peer && inet_pton(AF_INET6, peer, &in6.sin6_addr) == 1)
    socket = (struct sockaddr *)&in6;
  address_client(trusted, socket, forwarded, arena, out);
}

static void test_addresses(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(AddressSet) none = address_set_new();
  ClientAddress out;
  client(none, "192.0.2.1", "198.51.100.1", arena, &out);
  assert_string_equal(out.text, "192.0.2.1");
  assert_false(out.is_local);
  client(none, "2001:db8:1:2:3:4:5:6", NULL, arena, &out);
  assert_string_equal(out.text, "2001:db8:1:2:3:4:5:6");
  assert_string_equal(out.key, "2001:db8:1:2::");
  client(none, "::ffff:127.0.0.1", NULL, arena, &out);
  assert_string_equal(out.text, "127.0.0.1");
  assert_true(out.is_local);
  client(none, "::1", NULL, arena, &out);
  assert_true(out.is_local);
  client(none, NULL, "198.51.100.1", arena, &out);
  assert_string_equal(out.text, "unix");
  assert_true(out.is_local);
}

static void test_proxies(void **state)
{
  (void)state;
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(AddressSet) trusted = address_set_new();
  assert_true(address_set_is_empty(trusted));
  assert_true(address_set_add(trusted, "127.0.0.1"));
  assert_true(address_set_add(trusted, "10.0.0.0/9"));
  assert_true(address_set_add(trusted, "2001:db8::/33"));
  assert_true(address_set_add(trusted, "unix"));
  assert_false(address_set_is_empty(trusted));
  ClientAddress out;
  client(trusted, "127.0.0.1", "203.0.113.9, 198.51.100.1", arena, &out);
  assert_string_equal(out.text, "198.51.100.1");
  assert_false(out.is_local);
  client(trusted, "127.0.0.1", "203.0.113.9, 10.127.255.255,10.0.0.1", arena, &out);
  assert_string_equal(out.text, "203.0.113.9");
  client(trusted, "127.0.0.1", "203.0.113.9, 10.128.0.0", arena, &out);
  assert_string_equal(out.text, "10.128.0.0");
  client(trusted, "127.0.0.1", "203.0.113.9, nonsense, 10.0.0.1", arena, &out);
  assert_string_equal(out.text, "10.0.0.1");
  client(trusted, "127.0.0.1", NULL, arena, &out);
  assert_string_equal(out.text, "127.0.0.1");
  assert_false(out.is_local);
  client(trusted, "192.0.2.1", "203.0.113.9", arena, &out);
  assert_string_equal(out.text, "192.0.2.1");
  client(trusted, "2001:db8:7fff::1", "203.0.113.9", arena, &out);
  assert_string_equal(out.text, "203.0.113.9");
  client(trusted, "2001:db8:8000::1", "203.0.113.9", arena, &out);
  assert_string_equal(out.text, "2001:db8:8000::1");
  client(trusted, NULL, "203.0.113.9", arena, &out);
  assert_string_equal(out.text, "203.0.113.9");
  static const char *const bad[] = {"",       "localhost", "1.2.3",      "1.2.3.4/33",
                                    "::/129", "1.2.3.4/",  "1.2.3.4/-1", "unix/8"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_false(address_set_add(trusted, bad[i]));
}

/* --- what a client likes ----------------------------------------------------------------------- */

static void test_accept(void **state)
{
  (void)state;
  assert_int_equal(accept_quality(NULL, "text/html"), 1000);
  assert_int_equal(accept_quality("application/json", "application/json"), 1000);
  assert_int_equal(accept_quality("application/json", "text/html"), 0);
  assert_int_equal(accept_quality("text/html;q=0.25", "text/html"), 250);
  assert_int_equal(accept_quality("Text/HTML ; level=1 ; q=0.8", "text/html"), 800);
  const char *browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  assert_true(accept_quality(browser, "text/html") > accept_quality(browser, "application/json"));
  assert_true(accept_quality("application/*", "application/json") >
              accept_quality("*/*", "application/json"));
}

static void test_languages(void **state)
{
  (void)state;
  const char *const have[] = {"de", "en", "pt-BR", NULL};
  assert_string_equal(accept_language(NULL, have, "en"), "en");
  assert_string_equal(accept_language("de", have, "en"), "de");
  assert_string_equal(accept_language("fr, de-AT;q=0.5, en;q=0.4", have, "en"), "de");
  assert_string_equal(accept_language("de;q=0.3, en;q=0.7", have, "de"), "en");
  assert_string_equal(accept_language("DE-CH", have, "en"), "de");
  assert_string_equal(accept_language("den", have, "en"), "en");
  assert_string_equal(accept_language("fr, *", have, "en"), "en");
  assert_string_equal(accept_language("pt-br", have, "en"), "pt-BR");
  assert_string_equal(accept_language("de,en", have, "en"), "en");
  assert_null(accept_language("de;q=0", (const char *const[]){"de", NULL}, NULL));
  assert_string_equal(accept_language(";;;,,,q=,;q=x", have, "en"), "en");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_routes),       cmocka_unit_test(test_methods),
      cmocka_unit_test(test_limit),        cmocka_unit_test(test_limit_off),
      cmocka_unit_test(test_limit_memory), cmocka_unit_test(test_addresses),
      cmocka_unit_test(test_proxies),      cmocka_unit_test(test_accept),
      cmocka_unit_test(test_languages),
  };
  return cmocka_run_group_tests_name("http routes, limits, addresses", tests, NULL, NULL);
}
