/* draft.h - what a reader sent in the comment form: declared fields, checked.
 *
 * The fields, their limits and their checks stand in one table (draft.c). After
 * draft_read each value is there, cleaned (line ends are LF, no spaces at the
 * ends, a website has a scheme), and may be shown again whatever is wrong with
 * it; `problems` says what that is. Pure: no store, no clock.
 */
#ifndef SENF_COMMENT_SERVER_READER_DRAFT_H
#define SENF_COMMENT_SERVER_READER_DRAFT_H

#include "comment-server/http/fields.h"
#include "common/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum DraftField {
  DRAFT_PAGE,    /* page_id */
  DRAFT_PARENT,  /* the comment that is answered, a number; "" none */
  DRAFT_NAME,    /* 1..80 characters */
  DRAFT_EMAIL,   /* optional */
  DRAFT_WEBSITE, /* optional, http or https */
  DRAFT_TEXT,    /* 1..8192 bytes */
} DraftField;
enum { DRAFT_FIELD_COUNT = 6, DRAFT_NAME_MAX = 80, DRAFT_EMAIL_MAX = 254, DRAFT_WEBSITE_MAX = 200 };

typedef enum DraftAction {
  DRAFT_PREVIEW, /* also when none is named */
  DRAFT_SEND,
  DRAFT_EDIT,
} DraftAction;

typedef struct Draft {
  const char *values[DRAFT_FIELD_COUNT]; /* never NULL */
  /* NULL, or the name of a string under comments.problem: "name_missing". */
  const char *problems[DRAFT_FIELD_COUNT];
  int64_t parent;    /* 0: none */
  const char *token; /* of a preview, or NULL */
  DraftAction action;
  bool trapped; /* the field that people don't see was filled in */
} Draft;

void draft_read(Draft *draft, const HttpFields *form, Arena *arena);
bool draft_has_problems(const Draft *draft);
/* "name": as in the form. */
const char *draft_field_name(DraftField field);

#endif
