#include "comment-server/pages/json_out.h"

#include "common/escape.h"

#include <inttypes.h>
#include <string.h>

void json_open(GString *out)
{
  g_string_append_c(out, '{');
}

void json_close(GString *out)
{
  g_string_append_c(out, '}');
}

static void name_out(GString *out, const char *name)
{
  if (out->len > 0 && out->str[out->len - 1] != '{')
    g_string_append_c(out, ',');
  g_string_append_c(out, '"');
  escape_json(out, name, strlen(name));
  g_string_append(out, "\":");
}

void json_open_as(GString *out, const char *name)
{
  name_out(out, name);
  json_open(out);
}

void json_text(GString *out, const char *name, const char *text)
{
  name_out(out, name);
  g_string_append_c(out, '"');
  escape_json(out, text, strlen(text));
  g_string_append_c(out, '"');
}

void json_int(GString *out, const char *name, int64_t number)
{
  name_out(out, name);
  g_string_append_printf(out, "%" PRId64, number);
}
