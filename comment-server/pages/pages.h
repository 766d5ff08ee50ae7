/* pages.h - the server's own pages: a theme's templates and strings.
 *
 *     Pages *pages = pages_open(&options, &error);       // at the start: all is checked
 *     Page *page = page_new(pages, request, "de");
 *     page_put(page, "comment", comment_value);
 *     page_send(page, "comments/thanks.html", 200, response);
 *
 * Templates are the theme's templates/comments/ and templates/moderate/; strings
 * are the theme's i18n/LANG.yaml. All languages are loaded when the server
 * starts, and all templates are checked, so that a broken theme is no surprise
 * for a reader.
 *
 * Every template sees `lang`, `dir`, `site` (title, url), and the
 * functions t(key, count=N, name=…) and asset(name), and the filters date(format)
 * and rfc3339 for times, which are whole seconds since 1970.
 *
 * After pages_open everything is read only; any thread may make pages.
 */
#ifndef SENF_COMMENT_SERVER_PAGES_PAGES_H
#define SENF_COMMENT_SERVER_PAGES_PAGES_H

#include "comment-server/http/request.h"
#include "comment-server/http/response.h"
#include "common/error.h"
#include "common/system/log.h"
#include "common/template/run/value.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Pages Pages;

typedef struct PagesOptions {
  const char *theme;            /* a folder */
  const char *lang;             /* when a client likes none of the others */
  const char *title;            /* of the site */
  int timezone_offset;          /* minutes, for the times that are shown */
  const Clock *clock;           /* for "3 hours ago" */
  Log *log;                     /* or NULL */
  const char *const *templates; /* NULL-ended: those that must load */
} PagesOptions;

Pages *pages_open(const PagesOptions *options, Error **error);
void pages_free(Pages *pages);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pages, pages_free)

/* The language of the theme that fits: of a page ("de-AT" fits "de"), or of a
 * client's Accept-Language. Never NULL; lives as long as `pages`. */
const char *pages_language(const Pages *pages, const char *lang);
const char *pages_client_language(const Pages *pages, const HttpRequest *request);

/* A string of the theme, for JSON; the key itself when there is none. */
const char *pages_text(const Pages *pages, const char *lang, const char *key);

/* The folder of the theme's static files. */
const char *pages_static_dir(const Pages *pages);

/* --- one page ----------------------------------------------------------------------- */

typedef struct Page Page;

/* Lives in the request's arena. `lang` from pages_language. */
Page *page_new(const Pages *pages, const HttpRequest *request, const char *lang);
Arena *page_arena(const Page *page);
const char *page_lang(const Page *page);
/* Give the template a variable. Names and texts are not copied; NULL is none. */
void page_put(Page *page, const char *name, Value value);
void page_put_text(Page *page, const char *name, const char *text);
/* Render into the response, with the headers of a page. A template that fails is
 * logged and answered by a plain 500. */
void page_send(Page *page, const char *name, int status, HttpResponse *response);
/* Render alone, to append to `out`; false is logged. */
bool page_render(Page *page, const char *name, GString *out);

#endif
