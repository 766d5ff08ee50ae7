/* static_page.h - a file of a folder (common/system/static_file.h) as a response. */
#ifndef SENF_COMMENT_SERVER_PAGES_STATIC_PAGE_H
#define SENF_COMMENT_SERVER_PAGES_STATIC_PAGE_H

#include "comment-server/http/request.h"
#include "comment-server/http/response.h"

#include <stdbool.h>

/* `path` is encoded and begins with '/'. False when there is no such file and no
 * 404.html either: the response is untouched. *problem (in the request's arena)
 * is set when the machine failed; then the answer is a plain 500. */
bool static_page_send(const char *root, const char *path, HttpRequest *request,
                      HttpResponse *response, const char **problem);

#endif
