/* facts_named.c - the digests of facts whose subject has a name: one row for each kind. */
#include "generator/build/facts/facts.h"

#include "generator/model/site/links.h"
#include "generator/model/site/site_store.h"

#include <string.h>

/* Each answers for the fields of one kind of subject; `rest` is what follows the kind's
 * prefix in the subject's name. */
typedef Digest (*NamedDigest)(Viewer *viewer, const char *rest, const char *field);

static Digest language_digest(const Settings *settings)
{
  Digester digester;
  digester_init(&digester);
  digester_add_int(&digester, settings->language_prefix);
  for (size_t i = 0; i < settings->language_count; i++) {
    digester_add_text(&digester, settings->languages[i].code);
    digester_add_text(&digester, settings->languages[i].name);
  }
  digester_add_text(&digester, settings->base_path);
  return digester_end(&digester);
}

static Digest menu_digest(const SiteLanguage *language)
{
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < language->menu_count; i++) {
    digester_add_text(&digester, language->menu[i].title);
    digester_add_text(&digester, language->menu[i].url);
  }
  return digester_end(&digester);
}

static Digest taxonomies_digest(const Settings *settings)
{
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < settings->taxonomy_count; i++) {
    digester_add_text(&digester, settings->taxonomies[i].name);
    digester_add_text(&digester, settings->taxonomies[i].title);
  }
  return digester_end(&digester);
}

/* A pattern of addresses and the branch in them. */
static Digest rev_digest(const Settings *settings, const char *pattern)
{
  Digest digest = digest_mix(digest_text(pattern), digest_text(settings->branch));
  return digest_mix(digest, digest_text(settings->preview));
}

static Digest setting_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)rest;
  const Settings *settings = viewer->facts->settings;
  if (strcmp(field, "comment_feeds") == 0)
    return digest_mix(8, settings->comment_feeds);
  if (strcmp(field, "params") == 0)
    return settings->params ? tree_digest(settings->params) : 1;
  if (strcmp(field, "languages") == 0)
    return language_digest(settings);
  if (strcmp(field, "preview") == 0)
    return digest_text(settings->preview);
  if (strcmp(field, "edit_url") == 0)
    return rev_digest(settings, settings->edit_url);
  if (strcmp(field, "history_url") == 0)
    return rev_digest(settings, settings->history_url);
  if (strcmp(field, "taxonomies") == 0)
    return taxonomies_digest(settings);
  if (strcmp(field, "timezone") == 0)
    return settings->timezone->digest;
  const char *slash = strchr(field, '/');
  const SiteLanguage *language = slash ? settings_language(settings, slash + 1) : NULL;
  if (!language)
    return 0;
  if (g_str_has_prefix(field, "title/"))
    return digest_text(language->title);
  if (g_str_has_prefix(field, "description/"))
    return digest_text(language->description);
  if (g_str_has_prefix(field, "menu/"))
    return menu_digest(language);
  return 0;
}

static Digest date_names_digest(const Strings *strings)
{
  const DateNames *names = strings_dates(strings);
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; names && i < 7; i++) {
    digester_add_text(&digester, names->days[i]);
    digester_add_text(&digester, names->short_days[i]);
  }
  for (size_t i = 0; names && i < 12; i++) {
    digester_add_text(&digester, names->months[i]);
    digester_add_text(&digester, names->short_months[i]);
    digester_add_text(&digester, names->alone_months[i]);
  }
  return digester_end(&digester);
}

static Digest strings_fact_digest(Viewer *viewer, const char *rest, const char *field)
{
  const Strings *strings = theme_strings(viewer->facts->theme, rest);
  if (strcmp(field, "date.names") == 0)
    return date_names_digest(strings);
  if (g_str_has_prefix(field, "date.formats."))
    return digest_text(strings_date_format(strings, field + strlen("date.formats.")));
  return strings_digest(strings, field);
}

static Digest template_fact_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)rest;
  const ThemeTemplate *template = theme_template(viewer->facts->theme, field);
  return template ? template->digest : 0;
}

static Digest asset_fact_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)rest;
  if (g_str_has_prefix(field, INTEGRITY_FIELD))
    return digest_text(asset_integrity(viewer, field + strlen(INTEGRITY_FIELD)));
  return digest_text(asset_url(viewer->facts, field, viewer->arena));
}

/* Today's size; the version of a path is that of its blob, so that no image is read but
 * those that changed. */
static Digest size_digest(Viewer *viewer, const char *path)
{
  ImageSize size;
  bool known;
  if (!images_size(viewer->facts->images, path, &size, &known))
    return known ? 1 : 0;
  return digest_mix((Digest)size.width, (Digest)size.height);
}

static Digest image_blob_digest(const Facts *facts, const char *path)
{
  const SourceFile *file = image_is_known(path) ? g_hash_table_lookup(facts->files, path) : NULL;
  return file ? digest_bytes(file->id, sizeof file->id) : 0;
}

static Digest path_digest(Viewer *viewer, const char *rest, const char *field)
{
  const Facts *facts = viewer->facts;
  if (strcmp(field, "size") == 0)
    return size_digest(viewer, rest);
  if (strcmp(field, "blob") == 0)
    return image_blob_digest(facts, rest);
  bool is_file = facts_has_file(facts, rest);
  return digest_text(link_url(facts->site, rest, is_file, viewer->arena));
}

static Digest author_text_digest(const SiteAuthor *author, const char *field)
{
  if (strcmp(field, "name") == 0)
    return digest_text(author->name);
  if (strcmp(field, "bio") == 0)
    return digest_text(author->bio);
  return digest_text(strcmp(field, "website") == 0 ? author->website : author->avatar);
}

static Digest highlighter_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)rest;
  (void)field;
  return digest_text(highlighter_version(viewer->facts->highlighter));
}

static Digest page_named_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)field;
  const SitePage *page = site_page_by_name(viewer->facts->site, rest);
  return digest_text(page ? page->page.path : NULL);
}

static Digest author_digest(Viewer *viewer, const char *rest, const char *field)
{
  const SiteAuthor *author = site_author(viewer->facts->site, rest);
  if (!author)
    return 0;
  const char *slash = strchr(field, '/');
  if (!slash)
    return author_text_digest(author, field);
  if (g_str_has_prefix(field, "bio/"))
    return digest_text(site_author_bio(author, slash + 1));
  g_autofree char *key = g_strdup_printf("%s/author/%s", slash + 1, rest);
  const SiteList *list = site_list(viewer->facts->site, key);
  if (g_str_has_prefix(field, "count/"))
    return digest_mix(2, list ? list->count : 0);
  return digest_text(list ? list->url : NULL);
}

static Digest list_digest(Viewer *viewer, const char *rest, const char *field)
{
  const SiteList *list = site_list(viewer->facts->site, rest);
  if (!list)
    return 0;
  if (strcmp(field, "count") == 0)
    return digest_mix(3, list->count);
  if (strcmp(field, "text") == 0)
    return digest_mix(8, digest_text(list->text ? list->text->page.id : NULL));
  return digest_text(strcmp(field, "name") == 0 ? list->name : list->url);
}

static Digest pages_digest(Site *site, const SiteList *list, size_t first, size_t count)
{
  SitePage *const *pages = site_list_pages(site, list, first, count);
  if (!pages)
    return 0;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < count; i++)
    digester_add_text(&digester, pages[i]->page.id);
  return digester_end(&digester);
}

static Digest listpage_digest(Viewer *viewer, const char *rest, const char *field)
{
  char *key;
  size_t number = (size_t)g_ascii_strtoull(rest, &key, 10), first;
  Site *site = viewer->facts->site;
  const SiteList *list = *key == '/' ? site_list(site, key + 1) : NULL;
  if (!list || number > list->archive_count)
    return 0;
  size_t count = site_list_slice(site, list, number, &first);
  if (strcmp(field, "items") == 0)
    return pages_digest(site, list, first, count);
  /* Neighbours: this page is the newest, or the one before it is. */
  if (strcmp(field, "newer") == 0)
    return digest_mix(4, number == 0 ? 0 : number == list->archive_count ? 1 : 2);
  if (strcmp(field, "older") == 0)
    return digest_mix(5, number == 0 ? list->archive_count : number - 1);
  if (strcmp(field, "pages") == 0)
    return digest_mix(6, list->archive_count + 1);
  return 0;
}

static Digest feed_digest(Viewer *viewer, const char *rest, const char *field)
{
  const SiteList *list = site_list(viewer->facts->site, rest);
  if (!list)
    return 0;
  if (strcmp(field, "pages") == 0)
    return digest_mix(6, list->archive_count + 1);
  size_t first, count = feed_slice(viewer->facts->settings, list, &first);
  return pages_digest(viewer->facts->site, list, first, count);
}

/* Lists of one kind and language: their keys. */
static Digest lists_digest(Site *site, ListKind kind, const char *lang)
{
  g_autoptr(GPtrArray) lists = site_lists_of(site, kind, lang);
  Digester digester;
  digester_init(&digester);
  for (guint i = 0; i < lists->len; i++)
    digester_add_text(&digester, ((const SiteList *)g_ptr_array_index(lists, i))->key);
  return digester_end(&digester);
}

static Digest standalone_digest(Site *site, const char *lang)
{
  Digester digester;
  digester_init(&digester);
  const GPtrArray *pages = site_standalone(site);
  for (guint i = 0; i < pages->len; i++) {
    const SitePage *page = g_ptr_array_index(pages, i);
    if (strcmp(page->page.lang, lang) == 0)
      digester_add_text(&digester, page->page.id);
  }
  return digester_end(&digester);
}

/* A part is found by its file; "index" are all parts. */
static Digest sitemap_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)field;
  const Sitemap *sitemap = viewer->facts->sitemap;
  if (!sitemap)
    site_need_all(viewer->facts->site);
  if (sitemap && strcmp(rest, "index") == 0)
    return sitemap->digest;
  for (size_t i = 0; sitemap && i < sitemap->count; i++)
    if (strcmp(sitemap->parts[i].path, rest) == 0)
      return sitemap->parts[i].digest;
  return 0;
}

static Digest redirects_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)rest;
  (void)field;
  const Facts *facts = viewer->facts;
  Digester digester;
  if (!facts->redirects)
    site_need_all(facts->site);
  digester_init(&digester);
  for (size_t i = 0; i < facts->redirect_count; i++) {
    digester_add_text(&digester, facts->redirects[i].from);
    digester_add_text(&digester, facts->redirects[i].to);
  }
  return digester_end(&digester);
}

static Digest data_fact_digest(Viewer *viewer, const char *rest, const char *field)
{
  (void)field;
  bool known;
  Digest digest = data_digest(viewer->facts->data, rest, &known);
  if (!known)
    site_need_all(viewer->facts->site);
  return digest;
}

enum { RECENT_POSTS = 5 };

static Digest site_digest(Viewer *viewer, const char *rest, const char *field)
{
  Site *site = viewer->facts->site;
  if (!settings_language(site->settings, rest))
    return 0;
  if (strcmp(field, "tags") == 0)
    return lists_digest(site, LIST_TAG, rest);
  if (strcmp(field, "authors") == 0)
    return lists_digest(site, LIST_AUTHOR, rest);
  if (strcmp(field, "series") == 0)
    return lists_digest(site, LIST_SERIES, rest);
  if (strcmp(field, "terms") == 0)
    return lists_digest(site, LIST_TERM, rest);
  if (strcmp(field, "archives") == 0)
    return digest_mix(lists_digest(site, LIST_YEAR, rest), lists_digest(site, LIST_MONTH, rest));
  if (strcmp(field, "pages") == 0)
    return standalone_digest(site, rest);
  if (strcmp(field, "recent") != 0)
    return 0;
  const SiteList *front = site_front(site, rest);
  size_t count = MIN(front->count, (size_t)RECENT_POSTS);
  return pages_digest(site, front, front->count - count, count);
}

typedef struct NamedKind {
  const char *prefix; /* ends with '/' when something follows */
  NamedDigest digest;
  bool common; /* readers are not indexed */
} NamedKind;

static const NamedKind named_kinds[] = {
    {"setting", setting_digest, true},
    {"strings/", strings_fact_digest, true},
    {"templates", template_fact_digest, true},
    {"assets", asset_fact_digest, true},
    {"data/", data_fact_digest, false},
    {"path/", path_digest, false},
    {"highlighter", highlighter_digest, false},
    {"named/", page_named_digest, false},
    {"author/", author_digest, false},
    {"list/", list_digest, false},
    {"listpage/", listpage_digest, false},
    {"feed/", feed_digest, false},
    {"site/", site_digest, true},
    {"sitemap/", sitemap_digest, false},
    {"redirects", redirects_digest, false},
};

static const NamedKind *named_kind(const char *name, const char **rest)
{
  for (size_t i = 0; i < G_N_ELEMENTS(named_kinds); i++) {
    const NamedKind *kind = &named_kinds[i];
    if (kind->prefix[0] != name[0])
      continue;
    size_t length = strlen(kind->prefix);
    bool matches = kind->prefix[length - 1] == '/' ? strncmp(name, kind->prefix, length) == 0
                                                   : strcmp(name, kind->prefix) == 0;
    if (matches) {
      *rest = name + length;
      return kind;
    }
  }
  return NULL;
}

Digest named_digest(Viewer *viewer, const char *name, const char *field)
{
  const char *rest;
  const NamedKind *kind = named_kind(name, &rest);
  return kind ? kind->digest(viewer, rest, field) : 0;
}

bool subject_is_common(const char *name)
{
  const char *rest;
  const NamedKind *kind = named_kind(name, &rest);
  return kind && kind->common;
}
