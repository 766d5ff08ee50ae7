/* plan.c - every output of the site. */
#include "generator/build/plan.h"

#include "generator/model/site/links.h"

#include "common/escape.h"
#include "common/paths.h"

#include <string.h>

typedef struct Planner {
  Facts *facts;
  GPtrArray *outputs;
  GHashTable *by_path; /* path → PlanOutput */
  Error *error;        /* the first one; later calls do nothing */
} Planner;

/* What each kind of list is called in templates, and its template. */
typedef struct ListTemplate {
  const char *name, *template;
  bool required, feed;
  const char *instead; /* a template that serves where the theme has not the other; or NULL */
} ListTemplate;

static const ListTemplate list_templates[] = {
    [LIST_FRONT] = {"front", "index.html", true, true, NULL},
    [LIST_TAG] = {"tag", "tag.html", false, true, NULL},
    [LIST_AUTHOR] = {"author", "author.html", false, true, NULL},
    [LIST_SERIES] = {"series", "series.html", false, false, NULL},
    [LIST_TERM] = {"term", "term.html", false, true, "tag.html"},
    [LIST_YEAR] = {"archive", "archive.html", false, false, NULL},
    [LIST_MONTH] = {"archive", "archive.html", false, false, NULL},
    [LIST_SECTION] = {"section", "section.html", false, true, "index.html"},
};

/* Atom and JSON Feed: the template is also the name of the file. */
static const char *const feed_templates[] = {"feed.xml", "feed.json"};

#define REDIRECT_TO_TEMPLATE "redirect-to.html"
#define SITEMAP_INDEX_TEMPLATE "sitemap-index.xml"

typedef struct SinglePlan {
  const char *name, *template, *path;
  const char *lang; /* NULL: the first */
} SinglePlan;

static const SinglePlan single_plans[] = {
    {"robots", "robots.txt", "robots.txt", NULL},
};

static bool template_there(const Planner *planner, const char *name)
{
  return theme_template(planner->facts->theme, name) != NULL;
}

static void planner_clash(Planner *planner, const PlanOutput *first, const PlanOutput *second)
{
  error_set(&planner->error, ERROR_SITE, "two outputs want to be the file %s", second->path);
  error_at(&planner->error, second->origin, 0, 0);
  error_note(&planner->error, "the other one is %s", first->origin);
  error_hint(&planner->error, "give one of them another name, 'slug' or 'url'");
}

static Digest output_digest(const Facts *facts, const PlanOutput *output)
{
  Digester digester;
  digester_init(&digester);
  digester_add_int(&digester, output->kind);
  digester_add_text(&digester, output->path);
  if (output->file) { /* its bytes are those of the file, whatever its URL is */
    digester_add_text(&digester, output->origin);
    digester_add_bytes(&digester, output->file->id, sizeof output->file->id);
    return digester_end(&digester);
  }
  digester_add_text(&digester, output->url);
  digester_add_text(&digester, output->template);
  digester_add_text(&digester, output->name);
  digester_add_text(&digester, output->lang);
  digester_add_text(&digester, output->page ? output->page->page.id : NULL);
  digester_add_text(&digester, output->list ? output->list->key : NULL);
  digester_add_int(&digester, (int64_t)output->number);
  digester_add_text(&digester, facts->settings->base_url);
  digester_add_int(&digester, facts->settings->minify);
  digester_add_int(&digester, facts->theme->strict);
  digester_add_int(&digester, facts->settings->template_steps);
  return digester_end(&digester);
}

/* `fallback`: give way to an output that is there already, without an error. */
static void planner_add(Planner *planner, const PlanOutput *draft, bool fallback)
{
  if (planner->error)
    return;
  const PlanOutput *other = g_hash_table_lookup(planner->by_path, draft->path);
  if (other) {
    if (!fallback)
      planner_clash(planner, other, draft);
    return;
  }
  PlanOutput *output = arena_memdup(planner->facts->arena, draft, sizeof *draft);
  output->digest = output_digest(planner->facts, output);
  g_hash_table_insert(planner->by_path, (gpointer)output->path, output);
  g_ptr_array_add(planner->outputs, output);
}

static void planner_need(Planner *planner, const char *template)
{
  if (planner->error || template_there(planner, template))
    return;
  error_set(&planner->error, ERROR_SITE, "the theme '%s' has no template %s",
            planner->facts->settings->theme, template);
  error_hint(&planner->error, "a theme needs at least index.html, post.html and page.html in its "
                              "folder templates/");
}

/* Beside the page, as comment_feed_url of view_page.c has it. */
static void plan_comments(Planner *planner, const SitePage *page)
{
  static const char *const templates[] = {"comments.xml", "comments.json"};
  Arena *arena = planner->facts->arena;
  if (!planner->facts->settings->comment_feeds || !page->comments_shown ||
      !g_str_has_suffix(page->page.url, "/"))
    return;
  size_t folder = strlen(page->page.output) - strlen(path_base(page->page.output));
  for (size_t i = 0; i < G_N_ELEMENTS(templates); i++)
    if (template_there(planner, templates[i]))
      planner_add(planner,
                  &(PlanOutput){.kind = OUTPUT_COMMENTS,
                                .path = arena_printf(arena, "%.*s%s", (int)folder,
                                                     page->page.output, templates[i]),
                                .url = arena_concat(arena, page->page.url, templates[i]),
                                .template = templates[i],
                                .name = "comments",
                                .lang = page->page.lang,
                                .origin = page->page.path,
                                .page = page},
                  true);
}

static void plan_page(Planner *planner, const SitePage *page)
{
  Arena *arena = planner->facts->arena;
  bool post = page->page.kind == PAGE_POST;
  const char *template = post ? "post.html" : "page.html";
  const char *layout = page->page.layout ? arena_printf(arena, "%s.html", page->page.layout) : NULL;
  if (layout && template_there(planner, layout))
    template = layout;
  if (*page->page.redirect_to && template_there(planner, REDIRECT_TO_TEMPLATE))
    template = REDIRECT_TO_TEMPLATE;
  planner_need(planner, template);
  planner_add(planner,
              &(PlanOutput){.kind = post ? OUTPUT_POST : OUTPUT_PAGE,
                            .path = page->page.output,
                            .url = page->page.url,
                            .template = template,
                            .name = post ? "post" : "page",
                            .lang = page->page.lang,
                            .origin = page->page.path,
                            .page = page},
              false);
}

/* "old/name" and "old/name/" become old/name/index.html; "old.html" stays a file. */
static const char *alias_output(Arena *arena, const char *alias)
{
  size_t length = strlen(alias);
  while (length > 0 && alias[length - 1] == '/')
    length--;
  const char *extension = path_extension(alias);
  if (strcmp(extension, "html") == 0 || strcmp(extension, "htm") == 0)
    return arena_strndup(arena, alias, length);
  return length ? arena_printf(arena, "%.*s/index.html", (int)length, alias) : "index.html";
}

static void plan_aliases(Planner *planner, const SitePage *page)
{
  Arena *arena = planner->facts->arena;
  for (size_t i = 0; page->page.aliases[i]; i++) {
    const char *alias = page->page.aliases[i];
    planner_add(planner,
                &(PlanOutput){
                    .kind = OUTPUT_REDIRECT,
                    .path = alias_output(arena, alias),
                    .url = arena_printf(arena, "%s/%s", planner->facts->settings->base_path, alias),
                    .template = "redirect.html",
                    .name = "redirect",
                    .lang = page->page.lang,
                    .origin = page->page.path,
                    .page = page},
                true);
  }
}

static void plan_feeds(Planner *planner, SiteList *list)
{
  Arena *arena = planner->facts->arena;
  for (size_t i = 0; i < G_N_ELEMENTS(feed_templates); i++)
    if (template_there(planner, feed_templates[i]))
      planner_add(planner,
                  &(PlanOutput){.kind = OUTPUT_FEED,
                                .path = arena_concat(arena, list->folder, feed_templates[i]),
                                .url = arena_concat(arena, list->url, feed_templates[i]),
                                .template = feed_templates[i],
                                .name = "feed",
                                .lang = list->lang,
                                .origin = list->key,
                                .list = list},
                  false);
}

static void plan_list(Planner *planner, SiteList *list)
{
  const ListTemplate *shape = &list_templates[list->kind];
  const Facts *facts = planner->facts;
  const char *template = shape->template;
  if (shape->required)
    planner_need(planner, template);
  if (!template_there(planner, template) && shape->instead)
    template = shape->instead;
  for (size_t number = 0; template_there(planner, template) && number <= list->archive_count;
       number++)
    planner_add(planner,
                &(PlanOutput){.kind = OUTPUT_LIST,
                              .path = site_list_output(list, number, facts->arena),
                              .url = site_list_url(facts->site, list, number, facts->arena),
                              .template = template,
                              .name = shape->name,
                              .lang = list->lang,
                              .origin = list->key,
                              .list = list,
                              .number = number},
                (list->kind == LIST_FRONT || list->kind == LIST_SECTION) && number == 0);
  if (shape->feed)
    plan_feeds(planner, list);
}

/* All terms of a taxonomy, all authors, all years: below the folder of that name. */
static void plan_terms(Planner *planner, const SiteList *front, const char *folder,
                       const char *name, const char *template)
{
  Arena *arena = planner->facts->arena;
  if (!template_there(planner, template))
    return;
  planner_add(planner,
              &(PlanOutput){.kind = OUTPUT_TERMS,
                            .path = arena_printf(arena, "%s%s/index.html", front->folder, folder),
                            .url = arena_printf(arena, "%s%s/", front->url, folder),
                            .template = template,
                            .name = name,
                            .lang = front->lang,
                            .origin = folder},
              true);
}

static void plan_overviews(Planner *planner, const SiteList *front)
{
  const Settings *settings = planner->facts->settings;
  const char *other = template_there(planner, "terms.html") ? "terms.html" : "tags.html";
  for (size_t i = 0; i < settings->taxonomy_count; i++) {
    const char *name = settings->taxonomies[i].name;
    if (strcmp(name, "tags") == 0)
      plan_terms(planner, front, name, "tags", "tags.html");
    else if (site_has_terms(planner->facts->site, name, front->lang))
      plan_terms(planner, front, name, "terms", other);
  }
  plan_terms(planner, front, "authors", "authors", "authors.html");
  if (settings->archives)
    plan_terms(planner, front, "archives", "archives", "archives.html");
}

static void plan_single(Planner *planner, OutputKind kind, const SinglePlan *single,
                        const SitemapPart *part)
{
  const Facts *facts = planner->facts;
  if (!template_there(planner, single->template))
    return;
  planner_add(
      planner,
      &(PlanOutput){
          .kind = kind,
          .path = single->path,
          .url = arena_printf(facts->arena, "%s/%s", facts->settings->base_path, single->path),
          .template = single->template,
          .name = single->name,
          .lang = single->lang ? single->lang : facts->settings->languages[0].code,
          .origin = single->template,
          .part = part},
      true);
}

/* What is missing below /en/ is told of in English. */
static void plan_missing(Planner *planner, const SiteList *front)
{
  const char *path = arena_printf(planner->facts->arena, "%s404.html", front->folder);
  plan_single(planner, OUTPUT_SINGLE, &(SinglePlan){"404", "404.html", path, front->lang}, NULL);
}

/* Where each language has a folder, the root shows the way to the first one's front page. */
static void plan_root(Planner *planner)
{
  if (!planner->facts->settings->language_prefix)
    return;
  plan_single(planner, OUTPUT_SINGLE, &(SinglePlan){"root", "root.html", "index.html", NULL}, NULL);
  plan_single(planner, OUTPUT_SINGLE, &(SinglePlan){"404", "404.html", "404.html", NULL}, NULL);
}

static void plan_singles(Planner *planner)
{
  for (size_t i = 0; i < G_N_ELEMENTS(single_plans); i++)
    plan_single(planner, OUTPUT_SINGLE, &single_plans[i], NULL);
}

static void plan_sitemap(Planner *planner)
{
  const Sitemap *sitemap = planner->facts->sitemap;
  if (sitemap->index)
    plan_single(planner, OUTPUT_SITEMAP_INDEX,
                &(SinglePlan){"sitemap-index", SITEMAP_INDEX_TEMPLATE, "sitemap.xml", NULL}, NULL);
  for (size_t i = 0; i < sitemap->count; i++)
    plan_single(planner, OUTPUT_SITEMAP,
                &(SinglePlan){"sitemap", "sitemap.xml", sitemap->parts[i].path, NULL},
                &sitemap->parts[i]);
}

static void plan_file(Planner *planner, Source *source, const SourceFile *file, const char *output,
                      const char *origin)
{
  Arena *arena = planner->facts->arena;
  GString *url = g_string_new(planner->facts->settings->base_path);
  g_string_append_c(url, '/');
  escape_url(url, output, strlen(output));
  planner_add(planner,
              &(PlanOutput){.kind = OUTPUT_FILE,
                            .path = output,
                            .url = arena_strdup(arena, url->str),
                            .name = "file",
                            .lang = planner->facts->settings->languages[0].code,
                            .origin = origin,
                            .source = source,
                            .file = file},
              false);
  g_string_free(url, TRUE);
}

static void plan_files(Planner *planner)
{
  const Facts *facts = planner->facts;
  for (size_t i = 0; i < source_count(facts->source); i++) {
    const SourceFile *file = source_file(facts->source, i);
    PageKind kind;
    g_autofree char *output = file_output(facts->settings, file->path);
    if (output && !file_is_page(facts->settings, file->path, &kind))
      plan_file(planner, facts->source, file, arena_strdup(facts->arena, output), file->path);
  }
  GHashTableIter iter;
  gpointer value;
  g_hash_table_iter_init(&iter, facts->theme->assets);
  while (g_hash_table_iter_next(&iter, NULL, &value)) {
    const ThemeAsset *asset = value;
    plan_file(planner, asset->source, asset->file, asset->output, asset->file->path);
  }
}

static int output_compare(gconstpointer a, gconstpointer b)
{
  return strcmp((*(PlanOutput *const *)a)->path, (*(PlanOutput *const *)b)->path);
}

static int redirect_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(((const Redirect *)a)->from, ((const Redirect *)b)->from);
}

/* What the web server can be told of the aliases, when the site asks for it. */
static void plan_redirect_maps(Planner *planner)
{
  static const SinglePlan maps[] = {
      {"redirects", "redirects.nginx", "redirects.nginx", NULL},
      {"redirects", "redirects.caddy", "redirects.caddy", NULL},
  };
  Facts *facts = planner->facts;
  g_autoptr(GArray) redirects = g_array_new(FALSE, FALSE, sizeof(Redirect));
  for (guint i = 0; i < planner->outputs->len; i++) {
    const PlanOutput *output = g_ptr_array_index(planner->outputs, i);
    Redirect redirect = {output->url, output->page ? output->page->page.url : NULL};
    if (output->kind == OUTPUT_REDIRECT)
      g_array_append_val(redirects, redirect);
  }
  g_array_sort(redirects, redirect_compare);
  facts->redirect_count = redirects->len;
  facts->redirects = arena_memdup(facts->arena, redirects->data, redirects->len * sizeof(Redirect));
  for (size_t i = 0; facts->settings->redirect_maps && i < G_N_ELEMENTS(maps); i++)
    plan_single(planner, OUTPUT_SINGLE, &maps[i], NULL);
}

/* Pages first, then what gives way to them, aliases last. */
static void plan_all(Planner *planner)
{
  const Facts *facts = planner->facts;
  Site *site = facts->site;
  for (guint i = 0; i < site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(site->pages, i);
    if (page->visible && !page->text_of) {
      plan_page(planner, page);
      plan_comments(planner, page);
    }
  }
  plan_files(planner);
  for (guint i = 0; i < site->lists->len; i++)
    plan_list(planner, g_ptr_array_index(site->lists, i));
  for (size_t i = 0; i < facts->settings->language_count; i++) {
    const SiteList *front = site_front(site, facts->settings->languages[i].code);
    plan_overviews(planner, front);
    plan_missing(planner, front);
  }
  plan_singles(planner);
  plan_root(planner);
  plan_sitemap(planner);
  for (guint i = 0; template_there(planner, "redirect.html") && i < site->pages->len; i++) {
    const SitePage *page = g_ptr_array_index(site->pages, i);
    if (page->visible)
      plan_aliases(planner, page);
  }
  plan_redirect_maps(planner);
}

/* A file can't have the name of another one's folder. */
static void planner_check_folders(Planner *planner)
{
  for (guint i = 0; i < planner->outputs->len && !planner->error; i++) {
    const PlanOutput *output = g_ptr_array_index(planner->outputs, i);
    g_autofree char *path = g_strdup(output->path);
    for (char *slash = strrchr(path, '/'); slash && !planner->error; slash = strrchr(path, '/')) {
      *slash = '\0';
      const PlanOutput *other = g_hash_table_lookup(planner->by_path, path);
      if (other)
        planner_clash(planner, other, output);
    }
  }
}

GPtrArray *plan_make(Facts *facts, Error **error)
{
  facts->sitemap =
      sitemap_make(facts->site, theme_template(facts->theme, SITEMAP_INDEX_TEMPLATE) != NULL);
  Planner planner = {.facts = facts,
                     .outputs = g_ptr_array_new(),
                     .by_path = g_hash_table_new(g_str_hash, g_str_equal)};
  plan_all(&planner);
  planner_check_folders(&planner);
  g_hash_table_unref(planner.by_path);
  if (planner.error) {
    error_move(error, planner.error);
    g_ptr_array_unref(planner.outputs);
    return NULL;
  }
  g_ptr_array_sort(planner.outputs, output_compare);
  return planner.outputs;
}
