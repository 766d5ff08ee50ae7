/* view_data.c - `data`: what the files of the data folder say. */
#include "generator/build/view/views.h"

#include "generator/build/input/data.h"
#include "generator/model/site/site_store.h"

static bool data_get(TemplateRun *run, void *self, const char *name, Value *out)
{
  Viewer *viewer = view_viewer(run);
  Data *data = self;
  bool known;
  data_digest(data, name, &known);
  if (!known) {
    site_need_all(viewer->facts->site);
    return false;
  }
  g_autofree char *subject = g_strconcat("data/", name, NULL);
  viewer_read_named(viewer, subject, "value");
  Error *error = NULL;
  bool found = data_value(data, name, out, &error);
  if (error)
    template_fail_with(run, error);
  return found;
}

static const ObjectClass data_class = {.name = "data", .get = data_get};

Value view_data(Viewer *viewer)
{
  return value_object(viewer->arena, &data_class, viewer->facts->data);
}
