/* view_page.c - a page as templates see it: one table of fields. */
#include "generator/build/view/view_page.h"

#include "generator/model/site/site_store.h"

#include "common/url.h"

#include "common/escape.h"

#include <string.h>

/* A field is a text of the page at an offset, or a pair of functions; that without a
 * digest is a fact of another subject. */
typedef struct PageField {
  ShapeField field;
  size_t text; /* offset + 1 of a const char * in SitePage */
  Digest (*digest)(const Facts *facts, const SitePage *page);
  void (*value)(Viewer *viewer, const SitePage *page, Value *out);
} PageField;

#define TEXT(member) offsetof(SitePage, page.member) + 1

static Digest digest_id(const SitePage *page)
{
  return digest_text(page ? page->page.id : NULL);
}

static Digest digest_date(const DateTime *date)
{
  if (!date->set)
    return 1;
  return digest_mix((Digest)date->seconds,
                    (Digest)(uint16_t)date->offset << 1 | (date->has_time ? 1 : 0));
}

static Digest kind_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_mix(1, page->page.kind);
}
static void kind_value(Viewer *viewer, const SitePage *page, Value *out)
{
  (void)viewer;
  *out = value_string(page->page.kind == PAGE_POST ? "post" : "page");
}

static Digest canonical_digest(const Facts *facts, const SitePage *page)
{
  return digest_mix(digest_text(facts->origin), digest_text(page->page.url));
}
static void canonical_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = value_string(view_absolute(viewer, page->page.url));
}

static Digest date_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_date(&page->page.date);
}
static void date_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = view_date(viewer, &page->page.date);
}
static Digest updated_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_date(&page->page.updated);
}
static void updated_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = view_date(viewer, &page->page.updated);
}

static Digest authors_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->author_count; i++)
    digester_add_text(&digester, page->authors[i]->id);
  return digester_end(&digester);
}
static void authors_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = value_list(viewer->arena, page->author_count);
  for (size_t i = 0; i < page->author_count; i++)
    value_list_add(viewer->arena, *out, view_author(viewer, page->authors[i]));
}

static Digest contributors_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->contributor_count; i++)
    digester_add_text(&digester, page->contributors[i]->id);
  return digester_end(&digester);
}
static void contributors_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = value_list(viewer->arena, page->contributor_count);
  for (size_t i = 0; i < page->contributor_count; i++)
    value_list_add(viewer->arena, *out, view_author(viewer, page->contributors[i]));
}

static Digest tags_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->tag_count; i++)
    digester_add_text(&digester, page->tags[i]->key);
  return digester_end(&digester);
}
static void tags_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = value_list(viewer->arena, page->tag_count);
  for (size_t i = 0; i < page->tag_count; i++)
    value_list_add(viewer->arena, *out, view_term(viewer, page->tags[i], NULL));
}

static Digest terms_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->term_count; i++)
    digester_add_text(&digester, page->terms[i]->key);
  return digester_end(&digester);
}

static Value terms_of(Viewer *viewer, const SitePage *page, const char *taxonomy)
{
  Value list = value_list(viewer->arena, 0);
  for (size_t i = 0; i < page->term_count; i++)
    if (strcmp(page->terms[i]->taxonomy, taxonomy) == 0)
      value_list_add(viewer->arena, list, view_term(viewer, page->terms[i], NULL));
  return list;
}

/* Of all taxonomies. */
static void all_terms_value(Viewer *viewer, const SitePage *page, Value *out)
{
  tags_value(viewer, page, out);
  for (size_t i = 0; i < page->term_count; i++)
    value_list_add(viewer->arena, *out, view_term(viewer, page->terms[i], NULL));
}

static void categories_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = terms_of(viewer, page, "categories");
}

/* By name; those without a term too. */
static void taxonomies_value(Viewer *viewer, const SitePage *page, Value *out)
{
  const Settings *settings = viewer->facts->settings;
  view_setting(viewer, "taxonomies", false);
  *out = value_map(viewer->arena);
  for (size_t i = 0; i < settings->taxonomy_count; i++) {
    const char *name = settings->taxonomies[i].name;
    Value terms = value_list(viewer->arena, 0);
    if (strcmp(name, "tags") == 0)
      tags_value(viewer, page, &terms);
    else
      terms = terms_of(viewer, page, name);
    value_map_put(viewer->arena, *out, name, terms);
  }
}

static Digest taxonomies_digest(const Facts *facts, const SitePage *page)
{
  return digest_mix(tags_digest(facts, page), terms_digest(facts, page));
}

static Digest related_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->related_count; i++)
    digester_add_text(&digester, page->related[i]->page.id);
  return digester_end(&digester);
}
static void related_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = view_pages(viewer, page->related, page->related_count, false);
}

/* "https://…/edit/{rev}/{path}": "" without a pattern. */
static void source_url(Viewer *viewer, const SitePage *page, const char *pattern, Value *out)
{
  *out = value_string("");
  if (!*pattern)
    return;
  const Settings *settings = viewer->facts->settings;
  const char *rev = settings->preview && *settings->preview ? settings->preview : settings->branch;
  g_autoptr(GString) path = g_string_new(NULL), branch = g_string_new(NULL);
  escape_url(path, page->page.path, strlen(page->page.path));
  escape_url(branch, rev, strlen(rev));
  g_autoptr(GString) url = g_string_new(pattern);
  g_string_replace(url, "{rev}", branch->str, 0);
  g_string_replace(url, "{path}", path->str, 0);
  *out = value_string(arena_strdup(viewer->arena, url->str));
}

static Digest source_url_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_mix(9, digest_text(page->page.path));
}
static void edit_url_value(Viewer *viewer, const SitePage *page, Value *out)
{
  view_setting(viewer, "edit_url", false);
  source_url(viewer, page, viewer->facts->settings->edit_url, out);
}
static void history_url_value(Viewer *viewer, const SitePage *page, Value *out)
{
  view_setting(viewer, "history_url", false);
  source_url(viewer, page, viewer->facts->settings->history_url, out);
}

static Digest series_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_mix(digest_text(page->series ? page->series->key : NULL),
                    (Digest)page->series_position);
}
static void series_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = page->series ? view_term(viewer, page->series, page) : value_none();
}

/* Fields that are another page or none. */
#define PAGE_REFERENCE(member)                                                                     \
  static Digest member##_digest(const Facts *facts, const SitePage *page)                          \
  {                                                                                                \
    (void)facts;                                                                                   \
    return digest_id(page->member);                                                                \
  }                                                                                                \
  static void member##_value(Viewer *viewer, const SitePage *page, Value *out)                     \
  {                                                                                                \
    *out = view_page_or_none(viewer, page->member);                                                \
  }
PAGE_REFERENCE(previous)
PAGE_REFERENCE(next)
PAGE_REFERENCE(series_previous)
PAGE_REFERENCE(series_next)

/* Fields that are true or false, or a number. */
#define PAGE_PLAIN(field, expression, make)                                                        \
  static Digest field##_digest(const Facts *facts, const SitePage *page)                           \
  {                                                                                                \
    (void)facts;                                                                                   \
    return digest_mix(2, (Digest)(expression));                                                    \
  }                                                                                                \
  static void field##_value(Viewer *viewer, const SitePage *page, Value *out)                      \
  {                                                                                                \
    (void)viewer;                                                                                  \
    *out = make(expression);                                                                       \
  }
PAGE_PLAIN(words, page->page.words, value_int)
PAGE_PLAIN(reading_time, view_reading_time(page->page.words), value_int)
PAGE_PLAIN(draft, page->page.draft, value_bool)
PAGE_PLAIN(has_code, page->page.has_code, value_bool)
PAGE_PLAIN(has_extras, page->page.has_extras, value_bool)
PAGE_PLAIN(comments_open, page->comments_open, value_bool)
PAGE_PLAIN(comments_shown, page->comments_shown, value_bool)

static Digest translations_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  Digester digester;
  digester_init(&digester);
  for (size_t i = 0; i < page->translation_count; i++)
    digester_add_text(&digester, page->translations[i]->page.id);
  return digester_end(&digester);
}
static void translations_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = view_pages(viewer, page->translations, page->translation_count, false);
}

static Digest summary_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_text(page->page.summary);
}
static void summary_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = view_html(viewer, page, page->page.summary, strlen(page->page.summary));
}

static void page_body(Viewer *viewer, const SitePage *page, bool feed, Value *out)
{
  const char *html = page->page.body;
  if (!html)
    html = bodies_read(viewer->facts->bodies, page->body_offset, page->page.body_length,
                       page->page.body_digest, viewer->arena);
  if (!html) {
    if (!viewer->error)
      error_set(&viewer->error, ERROR_MACHINE, "the stored text of %s is damaged", page->page.path);
    viewer->body_lost = true;
    *out = value_markup("", 0);
    return;
  }
  *out = (feed ? view_feed_html : view_html)(viewer, page, html, page->page.body_length);
}

static Digest body_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return page->page.body_digest;
}
static void body_value(Viewer *viewer, const SitePage *page, Value *out)
{
  page_body(viewer, page, false, out);
}

static Digest feed_body_digest(const Facts *facts, const SitePage *page)
{
  return digest_mix(page->page.body_digest,
                    digest_mix(digest_text(facts->origin), digest_text(page->page.url)));
}
static void feed_body_value(Viewer *viewer, const SitePage *page, Value *out)
{
  page_body(viewer, page, true, out);
}

static Digest image_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return digest_mix(digest_text(page->page.image), digest_text(page->page.url));
}
/* Lists show it too, so it is told from the root. */
static void image_value(Viewer *viewer, const SitePage *page, Value *out)
{
  const char *url = page->page.image ? view_link(viewer, page, page->page.image) : "";
  if (*url && *url != '/') {
    GString *resolved = g_string_new(NULL);
    url_resolve(resolved, page->page.url, url, strlen(url));
    url = arena_strndup(viewer->arena, resolved->str, resolved->len);
    g_string_free(resolved, TRUE);
  }
  *out = value_string(url);
}

static Digest extra_digest(const Facts *facts, const SitePage *page)
{
  (void)facts;
  return page->page.extra ? tree_digest(page->page.extra) : 1;
}
static void extra_value(Viewer *viewer, const SitePage *page, Value *out)
{
  *out = page->page.extra ? value_from_tree(viewer->arena, page->page.extra)
                          : value_map(viewer->arena);
}

/* Those at the end are facts of the page's comments. */
enum { COMMENT_FIELDS = 2 };

static const PageField page_fields[] = {
    {{"id", &shape_text}, TEXT(id), NULL, NULL},
    {{"kind", &shape_text}, 0, kind_digest, kind_value},
    {{"title", &shape_text}, TEXT(title), NULL, NULL},
    {{"url", &shape_url}, TEXT(url), NULL, NULL},
    {{"canonical", &shape_url}, 0, canonical_digest, canonical_value},
    {{"lang", &shape_text}, TEXT(lang), NULL, NULL},
    {{"date", &shape_date}, 0, date_digest, date_value},
    {{"updated", &shape_date}, 0, updated_digest, updated_value},
    {{"authors", &shape_authors}, 0, authors_digest, authors_value},
    {{"contributors", &shape_authors}, 0, contributors_digest, contributors_value},
    {{"tags", &shape_terms}, 0, tags_digest, tags_value},
    {{"categories", &shape_terms}, 0, terms_digest, categories_value},
    {{"edit_url", &shape_url}, 0, source_url_digest, edit_url_value},
    {{"history_url", &shape_url}, 0, source_url_digest, history_url_value},
    {{"terms", &shape_terms}, 0, taxonomies_digest, all_terms_value},
    {{"taxonomies", NULL}, 0, taxonomies_digest, taxonomies_value},
    {{"related", &shape_pages}, 0, related_digest, related_value},
    {{"series", &shape_term}, 0, series_digest, series_value},
    {{"series_previous", &shape_page}, 0, series_previous_digest, series_previous_value},
    {{"series_next", &shape_page}, 0, series_next_digest, series_next_value},
    {{"summary", &shape_markup}, 0, summary_digest, summary_value},
    {{"description", &shape_text}, TEXT(description), NULL, NULL},
    {{"body", &shape_markup}, 0, body_digest, body_value},
    {{"feed_body", &shape_markup}, 0, feed_body_digest, feed_body_value},
    {{"toc", &shape_page_toc}, 0, page_toc_digest, page_toc_value},
    {{"words", &shape_number}, 0, words_digest, words_value},
    {{"reading_time", &shape_number}, 0, reading_time_digest, reading_time_value},
    {{"previous", &shape_page}, 0, previous_digest, previous_value},
    {{"next", &shape_page}, 0, next_digest, next_value},
    {{"translations", &shape_pages}, 0, translations_digest, translations_value},
    {{"draft", &shape_bool}, 0, draft_digest, draft_value},
    {{"has_code", &shape_bool}, 0, has_code_digest, has_code_value},
    {{"has_extras", &shape_bool}, 0, has_extras_digest, has_extras_value},
    {{"image", &shape_url}, 0, image_digest, image_value},
    {{"redirect_to", &shape_url}, TEXT(redirect_to), NULL, NULL},
    {{"extra", NULL}, 0, extra_digest, extra_value},
    {{"source_path", &shape_text}, TEXT(path), NULL, NULL},
    {{"comments_open", &shape_bool}, 0, comments_open_digest, comments_open_value},
    {{"comments_shown", &shape_bool}, 0, comments_shown_digest, comments_shown_value},
    {{"comment_feed_url", &shape_url}, 0, page_comment_feed_digest, page_comment_feed_value},
    {{"comment_json_feed_url", &shape_url},
     0,
     page_comment_feed_digest,
     page_comment_json_feed_value},
    {{"comments", &shape_comments}, 0, NULL, page_comments_value},
    {{"comment_count", &shape_number}, 0, NULL, page_comment_count_value},
};

const Shape shape_page = {.kind = SHAPE_OBJECT, .name = "page", .fields = SHAPE_TABLE(page_fields)};
const Shape shape_pages = {.kind = SHAPE_LIST, .item = &shape_page};

size_t page_field_count(void)
{
  return G_N_ELEMENTS(page_fields) - COMMENT_FIELDS;
}
const char *page_field_name(size_t index)
{
  return page_fields[index].field.name;
}

Field page_field_number(const Facts *facts, const char *name)
{
  return facts->page_fields[shape_index(&shape_page.fields, name)];
}

static const char *page_text(const SitePage *page, const PageField *field)
{
  return *(const char *const *)(const void *)((const char *)page + field->text - 1);
}

Digest page_field_digest(Viewer *viewer, const SitePage *page, size_t index)
{
  const PageField *field = &page_fields[index];
  if (field->text)
    return digest_text(page_text(page, field));
  site_place(viewer->facts->site, (SitePage *)page);
  return field->digest(viewer->facts, page);
}

static bool page_field(TemplateRun *run, void *self, const ShapeField *row, Value *out)
{
  Viewer *viewer = view_viewer(run);
  const SitePage *page = self;
  const PageField *field = (const PageField *)(const void *)row;
  size_t index = (size_t)(field - page_fields);
  if (index < page_field_count())
    viewer_read(viewer, subject_make(SUBJECT_PAGE, page->row), viewer->facts->page_fields[index]);
  if (field->text) {
    *out = value_string(page_text(page, field));
  } else {
    site_place(viewer->facts->site, self);
    field->value(viewer, page, out);
  }
  return true;
}

static const ObjectClass page_class = {.name = "page", .shape = &shape_page, .field = page_field};

Value view_page(Viewer *viewer, const SitePage *page)
{
  return value_object(viewer->arena, &page_class, (void *)page);
}

Value view_page_or_none(Viewer *viewer, const SitePage *page)
{
  return page ? view_page(viewer, page) : value_none();
}

Value view_list_pages(Viewer *viewer, const SiteList *list, size_t first, size_t count,
                      bool newest_first)
{
  SitePage *const *pages = site_list_pages(viewer->facts->site, list, first, count);
  return pages ? view_pages(viewer, pages, count, newest_first) : value_list(viewer->arena, 0);
}

Value view_pages(Viewer *viewer, SitePage *const *pages, size_t count, bool newest_first)
{
  Value list = value_list(viewer->arena, count);
  viewer->steps += count * VIEW_STEPS_ITEM;
  for (size_t i = 0; i < count; i++)
    value_list_add(viewer->arena, list, view_page(viewer, pages[newest_first ? count - 1 - i : i]));
  return list;
}
