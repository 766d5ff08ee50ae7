#define HTTP_LIBRARY_PLAIN
#include "generator/preview/http_library.h"

#include <glib.h>

/* The Makefile says the name that the linker would have used. */
#ifndef MICROHTTPD_SONAME
#define MICROHTTPD_SONAME "libmicrohttpd.so.12"
#endif

#define LIBRARY_TABLE HttpLibrary
/* clang-format off */
static const LibraryFunction functions[] = {
  HTTP_FUNCTIONS(LIBRARY_FUNCTION)
};
/* clang-format on */

/* Filled once, then only read. */
static HttpLibrary library;

const HttpLibrary *http_library(void)
{
  return &library;
}

bool http_library_load(Error **error)
{
  return library_load(MICROHTTPD_SONAME, functions, G_N_ELEMENTS(functions), &library, error);
}
