/* view_comment.c - a reader's comment. All of a thread is one fact, read with
 * `page.comments`, so nothing is recorded here but what is not the comment's own: the
 * offset at which its dates are shown. */
#include "generator/build/view/views.h"

#include <string.h>

static bool id_value(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_int(((const Comment *)self)->id);
  return true;
}

/* Fields that are text as they are. */
#define COMMENT_TEXT(member)                                                                       \
  static bool member##_value(Viewer *viewer, void *self, Value *out)                               \
  {                                                                                                \
    (void)viewer;                                                                                  \
    *out = value_string(((const Comment *)self)->member);                                          \
    return true;                                                                                   \
  }
COMMENT_TEXT(anchor)
COMMENT_TEXT(author)
COMMENT_TEXT(website)
COMMENT_TEXT(label)

static bool body_value(Viewer *viewer, void *self, Value *out)
{
  const Comment *comment = self;
  (void)viewer;
  *out = value_markup(comment->html, strlen(comment->html));
  return true;
}

static bool date_value(Viewer *viewer, void *self, Value *out)
{
  view_setting(viewer, "timezone", false);
  *out = view_date(viewer, &((const Comment *)self)->created);
  return true;
}

static bool edited_value(Viewer *viewer, void *self, Value *out)
{
  view_setting(viewer, "timezone", false);
  *out = view_date(viewer, &((const Comment *)self)->edited);
  return true;
}

static bool depth_value(Viewer *viewer, void *self, Value *out)
{
  (void)viewer;
  *out = value_int(((const Comment *)self)->depth);
  return true;
}

static bool parent_value(Viewer *viewer, void *self, Value *out)
{
  const Comment *comment = self;
  (void)viewer;
  *out = comment->parent ? value_int(comment->parent) : value_none();
  return true;
}

static bool replies_value(Viewer *viewer, void *self, Value *out)
{
  const Comment *comment = self;
  *out = value_list(viewer->arena, comment->reply_count);
  for (size_t i = 0; i < comment->reply_count; i++)
    value_list_add(viewer->arena, *out, view_comment(viewer, comment->replies[i]));
  return true;
}

static const ViewField comment_fields[] = {
    {{"id", &shape_number}, id_value},
    {{"anchor", &shape_text}, anchor_value},
    {{"author", &shape_text}, author_value},
    {{"website", &shape_url}, website_value},
    {{"body", &shape_markup}, body_value},
    {{"date", &shape_date}, date_value},
    {{"edited", &shape_date}, edited_value},
    {{"label", &shape_text}, label_value},
    {{"depth", &shape_number}, depth_value},
    {{"parent", &shape_number}, parent_value},
    {{"replies", &shape_comments}, replies_value},
};

const Shape shape_comment = {
    .kind = SHAPE_OBJECT, .name = "comment", .fields = SHAPE_TABLE(comment_fields)};
const Shape shape_comments = {.kind = SHAPE_LIST, .item = &shape_comment};

static const ObjectClass comment_class = {
    .name = "comment", .shape = &shape_comment, .field = view_field};

Value view_comment(Viewer *viewer, const Comment *comment)
{
  return value_object(viewer->arena, &comment_class, (void *)comment);
}
