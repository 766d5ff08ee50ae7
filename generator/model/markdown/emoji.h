/* emoji.h - GitHub's names of emoji: "smile" for ":smile:". */
#ifndef SENF_GENERATOR_MODEL_MARKDOWN_EMOJI_H
#define SENF_GENERATOR_MODEL_MARKDOWN_EMOJI_H

#include <stddef.h>

typedef struct Emoji {
  const char *name, *text;
} Emoji;

/* In byte order of the names. */
extern const Emoji emoji_table[];
extern const size_t emoji_count;

/* The emoji whose name stands at `text`, which begins behind the first colon; NULL when
 * none does. *length is that of the name, without the colon that ends it. */
const char *emoji_find(const char *text, size_t rest, size_t *length);

#endif
