/* datadir.h - where the program's own data is: themes.
 *
 * Looked for in this order: $SENF_DATADIR, the place beside the running program
 * (in a build tree, or installed under any prefix), the place that `make install`
 * was told. So a tree that was moved or unpacked elsewhere still finds its theme.
 */
#ifndef SENF_COMMON_SYSTEM_DATADIR_H
#define SENF_COMMON_SYSTEM_DATADIR_H

/* The path of the folder `name` ("themes/senf"), or NULL when no place has it.
 * g_free it. */
char *datadir_find(const char *name);

#endif
