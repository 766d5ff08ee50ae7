/* view_comment.c - a reader's comment. All of a thread is one fact, read with
 * `page.comments`, so nothing is recorded here but what is not the comment's own: the
 * offset at which its dates are shown. */
#include "generator/build/views.h"

#include <string.h>

static const char *const comment_names[] = {"id",    "anchor", "author",  "website",
                                            "body",  "date",   "edited",  "label",
                                            "depth", "parent", "replies", NULL};

static Value replies_value(Viewer *viewer, const Comment *comment)
{
  Value list = value_list(viewer->arena, comment->reply_count);
  for (size_t i = 0; i < comment->reply_count; i++)
    value_list_add(viewer->arena, list, view_comment(viewer, comment->replies[i]));
  return list;
}

static Value anchor_value(Viewer *viewer, const Comment *comment)
{
  return value_string(arena_printf(viewer->arena, "comment-%" G_GINT64_FORMAT, comment->id));
}

static Value comment_date(Viewer *viewer, const DateTime *date)
{
  view_setting(viewer, "timezone", false);
  return view_date(viewer, date);
}

static bool comment_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const Comment *comment = self;
  if (strcmp(name, "id") == 0)
    *out = value_int(comment->id);
  else if (strcmp(name, "anchor") == 0)
    *out = anchor_value(viewer, comment);
  else if (strcmp(name, "author") == 0)
    *out = value_string(comment->author);
  else if (strcmp(name, "website") == 0)
    *out = value_string(comment->website);
  else if (strcmp(name, "body") == 0)
    *out = value_markup(comment->html, strlen(comment->html));
  else if (strcmp(name, "date") == 0)
    *out = comment_date(viewer, &comment->created);
  else if (strcmp(name, "edited") == 0)
    *out = comment_date(viewer, &comment->edited);
  else if (strcmp(name, "label") == 0)
    *out = value_string(comment->label);
  else if (strcmp(name, "depth") == 0)
    *out = value_int(comment->depth);
  else if (strcmp(name, "parent") == 0)
    *out = comment->parent ? value_int(comment->parent) : value_none();
  else if (strcmp(name, "replies") == 0)
    *out = replies_value(viewer, comment);
  else
    return false;
  return true;
}

static const ObjectClass comment_class = {
    .name = "comment", .fields = comment_names, .get = comment_get};

Value view_comment(Viewer *viewer, const Comment *comment)
{
  return value_object(viewer->arena, &comment_class, (void *)comment);
}
