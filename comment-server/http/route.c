#include "comment-server/http/route.h"

#include <string.h>

static bool segment_matches(const char *pattern, size_t length, const char *segment)
{
  return strlen(segment) == length && memcmp(pattern, segment, length) == 0;
}

static bool pattern_matches(const char *pattern, const HttpTarget *target,
                            const char *places[HTTP_PLACES_MAX])
{
  size_t place = 0, index = 0;
  for (const char *at = pattern + 1;; index++) {
    size_t length = strcspn(at, "/");
    if (length == 1 && *at == '*')
      return true;
    if (index >= target->segment_count || target->segment_count > HTTP_SEGMENTS_MAX)
      return false;
    const char *segment = target->segments[index];
    if (*at == ':') {
      if (*segment == '\0' || strchr(segment, '/') || place == HTTP_PLACES_MAX)
        return false;
      places[place++] = segment;
    } else if (!segment_matches(at, length, segment)) {
      return false;
    }
    at += length;
    if (*at == '\0')
      return index + 1 == target->segment_count;
    at++;
  }
}

void http_route_find(const HttpRoutes *groups, unsigned method, const HttpTarget *target,
                     HttpMatch *match)
{
  *match = (HttpMatch){0};
  for (const HttpRoutes *group = groups; group->routes; group++) {
    for (const HttpRoute *route = group->routes; route->pattern; route++) {
      const char *places[HTTP_PLACES_MAX] = {NULL};
      if (!pattern_matches(route->pattern, target, places))
        continue;
      /* A catch-all says nothing about a path that others know. */
      bool open = g_str_has_suffix(route->pattern, "*");
      if (open && match->allowed != 0)
        continue;
      unsigned methods = route->methods | (route->methods & HTTP_GET ? HTTP_HEAD : 0);
      match->allowed |= methods;
      if (!(methods & method))
        continue;
      match->route = route;
      match->app = group->app;
      memcpy(match->places, places, sizeof places);
      return;
    }
  }
}

static const struct {
  const char *name;
  HttpMethod method;
} method_names[] = {{"GET", HTTP_GET}, {"HEAD", HTTP_HEAD}, {"POST", HTTP_POST}};

HttpMethod http_method_parse(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(method_names); i++) {
    if (strcmp(name, method_names[i].name) == 0)
      return method_names[i].method;
  }
  return HTTP_OTHER;
}

void http_methods_print(unsigned methods, GString *out)
{
  const char *comma = "";
  for (size_t i = 0; i < G_N_ELEMENTS(method_names); i++) {
    if (!(methods & method_names[i].method))
      continue;
    g_string_append(out, comma);
    g_string_append(out, method_names[i].name);
    comma = ", ";
  }
}
