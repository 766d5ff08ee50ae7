/* json_out.h - JSON objects, one value after the other.
 *
 *     json_open(out); json_text(out, "status", "preview"); json_close(out);
 *
 * Objects may nest: json_open_as(out, "fields") … json_close(out).
 */
#ifndef SENF_COMMENT_SERVER_PAGES_JSON_OUT_H
#define SENF_COMMENT_SERVER_PAGES_JSON_OUT_H

#include <glib.h>
#include <stdint.h>

void json_open(GString *out);
void json_open_as(GString *out, const char *name);
void json_close(GString *out);
void json_text(GString *out, const char *name, const char *text);
void json_int(GString *out, const char *name, int64_t number);

#endif
