/* view_links.c - links and images by what authors call them: where they lead, and the
 * functions link, ref and image of templates. */
#include "generator/build/view/view_fill.h"

#include "generator/build/plan.h"
#include "generator/model/site/links.h"
#include "generator/model/site/site_store.h"

#include <string.h>

/* --- links ------------------------------------------------------------------------------- */

const char *view_find(Viewer *viewer, const SitePage *page, const char *target, const char **path)
{
  const Facts *facts = viewer->facts;
  g_autofree char *suffix = NULL;
  g_autoptr(GPtrArray) paths = link_candidates(facts->settings, page->page.path, target, &suffix);
  /* Where it leads depends on where the page stands, and a page can be moved. */
  if (paths && target[0] != '/' && target[0] != '@')
    viewer_read(viewer, subject_make(SUBJECT_PAGE, page->row),
                page_field_number(facts, "source_path"));
  for (guint i = 0; paths && i < paths->len; i++) {
    const char *one = g_ptr_array_index(paths, i);
    g_autofree char *subject = g_strconcat("path/", one, NULL);
    viewer_read_named(viewer, subject, "url");
    const char *url = link_url(facts->site, one, facts_has_file(facts, one), viewer->arena);
    if (!url)
      continue;
    *path = arena_strdup(viewer->arena, one);
    return arena_concat(viewer->arena, url, suffix);
  }
  return NULL;
}

const char *view_link(Viewer *viewer, const SitePage *page, const char *target)
{
  const char *path;
  const char *url = view_find(viewer, page, target, &path);
  return url ? url : link_as_written(viewer->facts->site, target, viewer->arena);
}

static const char *ref_with(Viewer *viewer, const SitePage *page, const char *path,
                            const char *ending, const char *fragment)
{
  const char *found;
  g_autofree char *target = g_strconcat(path, ending, fragment, NULL);
  const char *url = view_find(viewer, page, target, &found);
  return url && site_page_by_path(viewer->facts->site, found) ? url : NULL;
}

static const char *ref_by_name(Viewer *viewer, const char *path, const char *fragment)
{
  if (strchr(path, '/'))
    return NULL;
  g_autofree char *subject = g_strconcat("named/", path, NULL);
  viewer_read_named(viewer, subject, "page");
  const SitePage *found = site_page_by_name(viewer->facts->site, path);
  if (!found)
    return NULL;
  g_autofree char *same = g_strconcat("path/", found->page.path, NULL);
  viewer_read_named(viewer, same, "url");
  return arena_concat(viewer->arena, found->page.url, fragment);
}

const char *view_ref(Viewer *viewer, const SitePage *page, const char *target)
{
  static const char *const endings[] = {"", ".md", "/index.md", "/_index.md"};
  const char *fragment = target + strcspn(target, "#?");
  g_autofree char *path = g_strndup(target, (gsize)(fragment - target));
  if (!*path)
    return arena_concat(viewer->arena, page->page.url, fragment);
  if (g_str_has_suffix(path, "/"))
    path[strlen(path) - 1] = '\0';
  const char *url = NULL;
  for (size_t i = 0; !url && i < G_N_ELEMENTS(endings); i++)
    url = ref_with(viewer, page, path, endings[i], fragment);
  return url ? url : ref_by_name(viewer, path, fragment);
}

bool view_image_size(Viewer *viewer, const SitePage *page, const char *target, ImageSize *out)
{
  const char *path;
  bool known;
  if (!view_find(viewer, page, target, &path) || !image_is_known(path))
    return false;
  g_autofree char *subject = g_strconcat("path/", path, NULL);
  viewer_read_named(viewer, subject, "size");
  bool sized = images_size(viewer->facts->images, path, out, &known);
  if (!known)
    site_need_all(viewer->facts->site);
  return sized;
}

/* --- functions of templates ---------------------------------------------------------------- */

/* The page whose text is being shown, for its shortcodes; else the page of the output. */
static const SitePage *page_here(const Viewer *viewer)
{
  if (viewer->filling)
    return viewer->filling->page;
  return viewer->output ? viewer->output->page : NULL;
}

static const char *target_of(TemplateRun *run, const Arguments *arguments)
{
  Value text = template_to_string(run, arguments->values[0]);
  return arena_strndup(template_arena(run), text.text, text.length);
}

/* link("a.md#b"), link("photo.jpg"): a target as Markdown has it, as a URL. */
static bool function_link(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  Viewer *viewer = view_viewer(run);
  const SitePage *page = page_here(viewer);
  const char *target = target_of(run, arguments);
  *out = value_string(page ? view_link(viewer, page, target) : target);
  return true;
}

/* ref("a.md"), ref("name"): the URL of a page; that there is none is an error. */
static bool function_ref(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  Viewer *viewer = view_viewer(run);
  const SitePage *page = page_here(viewer);
  const char *target = target_of(run, arguments);
  const char *url = page ? view_ref(viewer, page, target) : NULL;
  if (!url) {
    template_fail(run, "there is no page '%s'", target);
    return false;
  }
  *out = value_string(url);
  return true;
}

/* image("photo.jpg"): url, and width and height, which are none when they are not known. */
static bool function_image(TemplateRun *run, void *data, const Arguments *arguments, Value *out)
{
  (void)data;
  Viewer *viewer = view_viewer(run);
  Arena *arena = viewer->arena;
  const SitePage *page = page_here(viewer);
  const char *target = target_of(run, arguments);
  ImageSize size;
  bool sized = page && view_image_size(viewer, page, target, &size);
  *out = value_map(arena);
  value_map_put(arena, *out, "url", value_string(page ? view_link(viewer, page, target) : target));
  value_map_put(arena, *out, "width", sized ? value_int(size.width) : value_none());
  value_map_put(arena, *out, "height", sized ? value_int(size.height) : value_none());
  return true;
}

void view_links_register(TemplateSet *set)
{
  template_set_add_function(set, "link", 1, 1, function_link, NULL);
  template_set_add_function(set, "ref", 1, 1, function_ref, NULL);
  template_set_add_function(set, "image", 1, 1, function_image, NULL);
  template_set_result(set, "link", &shape_url);
  template_set_result(set, "ref", &shape_url);
}
