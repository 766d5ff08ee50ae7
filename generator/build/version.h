/* version.h - which senf this is, exactly.
 *
 * A build.db of another program is not trusted for what it says of rendered pages:
 * the linker's build id tells two programs apart even when their version is the same.
 */
#ifndef SENF_GENERATOR_BUILD_VERSION_H
#define SENF_GENERATOR_BUILD_VERSION_H

/* "0.1.0 1a2b3c…"; g_free it. */
char *version_identity(void);

#endif
