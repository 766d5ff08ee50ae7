/* view_variables.c - the variables of templates: one table, with what each is and which
 * outputs have it. */
#include "generator/build/plan.h"
#include "generator/build/view/views.h"

#include <string.h>

bool view_field(TemplateRun *run, void *self, const ShapeField *field, Value *out)
{
  return ((const ViewField *)(const void *)field)->value(view_viewer(run), self, out);
}

static Value lang_variable(Viewer *viewer)
{
  return value_string(viewer->output->lang);
}

static Value dir_variable(Viewer *viewer)
{
  const SiteLanguage *language = settings_language(viewer->facts->settings, viewer->output->lang);
  return value_string(language ? language->direction : "ltr");
}

static Value url_variable(Viewer *viewer)
{
  return value_string(viewer->output->url);
}

static Value canonical_variable(Viewer *viewer)
{
  return value_string(view_absolute(viewer, viewer->output->url));
}

static Value kind_variable(Viewer *viewer)
{
  return value_string(viewer->output->name);
}

static Value page_variable(Viewer *viewer)
{
  return view_page(viewer, viewer->output->page);
}

static Value list_variable(Viewer *viewer)
{
  const PlanOutput *output = viewer->output;
  return output->kind == OUTPUT_FEED ? view_feed(viewer, output->list)
                                     : view_list(viewer, output->list, output->number);
}

/* All tags or all authors: which there are is a fact of the site. */
static Value terms_of(Viewer *viewer, ListKind kind, const char *field)
{
  g_autofree char *subject = g_strconcat("site/", viewer->output->lang, NULL);
  viewer_read_named(viewer, subject, field);
  return view_terms(viewer, kind);
}

static Value terms_variable(Viewer *viewer)
{
  return terms_of(viewer, LIST_TAG, "tags");
}

/* That which the output is an overview of. */
static Value taxonomy_variable(Viewer *viewer)
{
  return view_taxonomy(viewer, settings_taxonomy(viewer->facts->settings, viewer->output->origin));
}

static Value other_terms_variable(Viewer *viewer)
{
  return view_terms_of(viewer, viewer->output->origin);
}

static Value years_variable(Viewer *viewer)
{
  return terms_of(viewer, LIST_YEAR, "archives");
}

static Value authors_variable(Viewer *viewer)
{
  return terms_of(viewer, LIST_AUTHOR, "authors");
}

static Value urls_variable(Viewer *viewer)
{
  return view_urls(viewer, viewer->output->part);
}

enum {
  OF_ALL = ~0,
  OF_PAGES = 1 << OUTPUT_POST | 1 << OUTPUT_PAGE | 1 << OUTPUT_REDIRECT | 1 << OUTPUT_COMMENTS,
  OF_LISTS = 1 << OUTPUT_LIST | 1 << OUTPUT_FEED,
};

static const struct Variable {
  ShapeField field;
  int outputs;      /* bits of OutputKind */
  const char *name; /* only of the output of this name, or NULL */
  Value (*value)(Viewer *viewer);
} variables[] = {
    {{"site", &shape_site}, OF_ALL, NULL, view_site},
    {{"data", NULL}, OF_ALL, NULL, view_data},
    {{"lang", &shape_text}, OF_ALL, NULL, lang_variable},
    {{"dir", &shape_text}, OF_ALL, NULL, dir_variable},
    {{"url", &shape_url}, OF_ALL, NULL, url_variable},
    {{"canonical", &shape_url}, OF_ALL, NULL, canonical_variable},
    {{"kind", &shape_text}, OF_ALL, NULL, kind_variable},
    {{"page", &shape_page}, OF_PAGES, NULL, page_variable},
    {{"list", &shape_list}, OF_LISTS, NULL, list_variable},
    {{"terms", &shape_terms}, 1 << OUTPUT_TERMS, "tags", terms_variable},
    {{"terms", &shape_terms}, 1 << OUTPUT_TERMS, "terms", other_terms_variable},
    {{"taxonomy", &shape_taxonomy}, 1 << OUTPUT_TERMS, "tags", taxonomy_variable},
    {{"taxonomy", &shape_taxonomy}, 1 << OUTPUT_TERMS, "terms", taxonomy_variable},
    {{"years", &shape_terms}, 1 << OUTPUT_TERMS, "archives", years_variable},
    {{"authors", &shape_authors}, 1 << OUTPUT_TERMS, "authors", authors_variable},
    {{"urls", &shape_urls}, 1 << OUTPUT_SITEMAP, NULL, urls_variable},
    {{"redirects", &shape_redirects}, 1 << OUTPUT_SINGLE, "redirects", view_redirects},
    {{"sitemaps", &shape_urls}, 1 << OUTPUT_SITEMAP_INDEX, NULL, view_sitemaps},
};

const ShapeTable view_variable_table = SHAPE_TABLE(variables);

size_t view_variables(Viewer *viewer, TemplateVariable *out)
{
  const PlanOutput *output = viewer->output;
  size_t count = 0;
  for (size_t i = 0; i < G_N_ELEMENTS(variables); i++)
    if ((variables[i].outputs >> output->kind & 1) &&
        (!variables[i].name || strcmp(variables[i].name, output->name) == 0))
      out[count++] = (TemplateVariable){variables[i].field.name, variables[i].value(viewer)};
  return count;
}
