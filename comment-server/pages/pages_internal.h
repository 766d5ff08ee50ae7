/* pages_internal.h - what the files of pages/ share. */
#ifndef SENF_COMMENT_SERVER_PAGES_PAGES_INTERNAL_H
#define SENF_COMMENT_SERVER_PAGES_PAGES_INTERNAL_H

#include "comment-server/pages/pages.h"
#include "common/i18n/i18n.h"
#include "common/template/template.h"

struct Pages {
  Arena *arena; /* of texts that live as long as the server */
  PagesOptions options;
  char *template_dir, *static_dir;
  TemplateSet *templates;
  GPtrArray *languages; /* of char *, NULL-ended, sorted */
  GPtrArray *strings;   /* of Strings *, beside them */
};

struct Page {
  const Pages *pages;
  const HttpRequest *request;
  const char *lang;
  const Strings *strings;
  TemplateVariable variables[24];
  size_t count;
};

const Strings *pages_strings(const Pages *pages, const char *lang);

/* t, asset, date, rfc3339, ago: for templates whose host is a Page. */
void page_functions_register(TemplateSet *set);

#endif
