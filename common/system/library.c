#include "common/system/library.h"

#include <dlfcn.h>
#include <string.h>

bool library_load(const char *soname, const LibraryFunction *functions, size_t count, void *table,
                  Error **error)
{
  void *handle = dlopen(soname, RTLD_LAZY | RTLD_LOCAL);
  if (!handle) {
    error_set(error, ERROR_MACHINE, "can't load the library %s: %s", soname, dlerror());
    error_hint(error, "install it with the system's packages, as senf was built with it");
    return false;
  }
  for (size_t i = 0; i < count; i++) {
    /* POSIX lets a function's address travel as a void pointer. */
    void *function = dlsym(handle, functions[i].name);
    if (!function) {
      error_set(error, ERROR_MACHINE, "the library %s has no function %s", soname,
                functions[i].name);
      error_hint(error, "senf was built with another version of it: build senf again");
      return false;
    }
    memcpy((char *)table + functions[i].offset, &function, sizeof function);
  }
  return true;
}
