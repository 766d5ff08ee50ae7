#define GIT_LIBRARY_PLAIN
#include "generator/source/git_library.h"

#include <glib.h>
#include <pthread.h>

/* Of a pack, at once: one piece, and all of them. */
#define PACK_WINDOW ((size_t)1 << 20)
#define PACK_MAPPED ((size_t)8 << 20)

#define LIBRARY_TABLE GitLibrary
/* clang-format off */
static const LibraryFunction functions[] = {
  GIT_FUNCTIONS(LIBRARY_FUNCTION)
};
/* clang-format on */

/* Filled once, then only read. */
static GitLibrary library;
static bool loaded;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

const GitLibrary *git_library(void)
{
  return &library;
}

bool git_library_load(Error **error)
{
  pthread_mutex_lock(&lock);
  if (!loaded && library_load("libgit2.so." LIBGIT2_SOVERSION, functions, G_N_ELEMENTS(functions),
                              &library, error)) {
    loaded = true;
    library.git_libgit2_init();
    /* `git fsck` checks a repository, not every build: trees read three times faster. */
    library.git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
    /* Packs are mapped in pieces: whole ones would count as this process's memory. */
    library.git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, PACK_WINDOW);
    library.git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, PACK_MAPPED);
  }
  bool good = loaded;
  pthread_mutex_unlock(&lock);
  return good;
}

/* When libgit2 starts, it reads all certificates of the system for connections over TLS:
 * 5 of the 8 ms that its start takes. senf reads repositories of this machine and opens
 * no connection, so this stands in the way of the library's function of that name and
 * says that the file can't be read. (Exported in the Makefile; where libgit2 uses another
 * TLS library, nobody calls it.) */
int mbedtls_x509_crt_parse_file(void *chain, const char *path);
int mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
  enum { FILE_IO_ERROR = -0x2900 };
  (void)chain;
  (void)path;
  return FILE_IO_ERROR;
}
