/* convert_jekyll.h - what the files of convert_jekyll*.c share. */
#ifndef SENF_GENERATOR_CONVERT_CONVERT_JEKYLL_H
#define SENF_GENERATOR_CONVERT_CONVERT_JEKYLL_H

#include "generator/convert/convert.h"

/* `defaults` as senf has them. */
void jekyll_put_defaults(Convert *convert);

#endif
