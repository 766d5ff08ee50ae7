/* http_library.h - libmicrohttpd's functions, from a library that is loaded when somebody
 * previews (common/system/library.h).
 *
 * Include this in place of <microhttpd.h>. http_library_load comes before the first call;
 * after it the functions are called by their own names.
 */
#ifndef SENF_GENERATOR_PREVIEW_HTTP_LIBRARY_H
#define SENF_GENERATOR_PREVIEW_HTTP_LIBRARY_H

#include "common/system/library.h"

#include <microhttpd.h>

/* clang-format off */
#define HTTP_FUNCTIONS(X)                                                                          \
  X(MHD_add_response_header) X(MHD_create_response_from_buffer)                                    \
  X(MHD_create_response_from_callback) X(MHD_create_response_from_fd_at_offset64)                  \
  X(MHD_destroy_response) X(MHD_get_daemon_info) X(MHD_lookup_connection_value) X(MHD_queue_response) X(MHD_start_daemon)         \
  X(MHD_stop_daemon)

typedef struct HttpLibrary {
  HTTP_FUNCTIONS(LIBRARY_MEMBER)
} HttpLibrary;
/* clang-format on */

/* Before any thread. */
bool http_library_load(Error **error);

const HttpLibrary *http_library(void);

/* The file that fills the table needs the plain names. */
#ifndef HTTP_LIBRARY_PLAIN
#define MHD_add_response_header (http_library()->MHD_add_response_header)
#define MHD_create_response_from_buffer (http_library()->MHD_create_response_from_buffer)
#define MHD_create_response_from_callback (http_library()->MHD_create_response_from_callback)
#define MHD_create_response_from_fd_at_offset64                                                    \
  (http_library()->MHD_create_response_from_fd_at_offset64)
#define MHD_destroy_response (http_library()->MHD_destroy_response)
#define MHD_get_daemon_info (http_library()->MHD_get_daemon_info)
#define MHD_lookup_connection_value (http_library()->MHD_lookup_connection_value)
#define MHD_queue_response (http_library()->MHD_queue_response)
#define MHD_start_daemon (http_library()->MHD_start_daemon)
#define MHD_stop_daemon (http_library()->MHD_stop_daemon)
#endif

#endif
