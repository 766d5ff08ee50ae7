/* site_authors.c - people: profiles from authors/, and names that posts mention. */
#include "generator/model/site/site_internal.h"

#include "generator/model/markdown/markdown.h"
#include "generator/model/markdown/slots.h"

#include "common/escape.h"
#include "common/paths.h"
#include "common/strutil.h"

#include <string.h>

static void author_register(Site *site, SiteAuthor *author)
{
  Digester digester;
  digester_init(&digester);
  digester_add_text(&digester, author->id);
  digester_add_text(&digester, author->name);
  digester_add_text(&digester, author->bio);
  for (size_t i = 0; author->bios && author->bios[i]; i++)
    digester_add_text(&digester, author->bios[i]);
  digester_add_text(&digester, author->website);
  digester_add_text(&digester, author->avatar);
  author->digest = digester_end(&digester);
  g_ptr_array_add(site->authors, author);
  g_hash_table_insert(site->author_by_id, (gpointer)author->id, author);
}

/* A profile's links are not slots to be filled: they stand as written. */
static void author_link_as_written(void *data, char letter, const char *text, size_t length,
                                   GString *out)
{
  (void)data;
  if (letter == 'L' || letter == 'I')
    escape_url(out, text, length);
  else if (letter == 'T') /* the kind of an alert */
    g_string_append_len(out, text, (gssize)length);
}

const char *site_author_bio(const SiteAuthor *author, const char *lang)
{
  for (size_t i = 0; author->bios && author->bios[i]; i += 2)
    if (strcmp(author->bios[i], lang) == 0)
      return author->bios[i + 1];
  return author->bio;
}

void site_author_set_bios(SiteAuthor *author, Arena *arena, const GPtrArray *bios)
{
  const char **array = arena_new_array(arena, const char *, bios->len + 1);
  for (guint i = 0; i < bios->len; i++)
    array[i] = g_ptr_array_index(bios, i);
  author->bios = bios->len > 0 ? array : NULL;
}

static const char *bio_html(Site *site, const char *path, const char *text, Error **error)
{
  MarkdownOptions options = {.file = path, .first_line = 1};
  Markdown markdown = {0};
  if (!markdown_render(&markdown, site->arena, text, strlen(text), &options, NULL, error))
    return NULL;
  GString *html = g_string_new(NULL);
  slots_fill(markdown.html, markdown.html_length, author_link_as_written, NULL, html);
  const char *result = arena_strndup(site->arena, html->str, html->len);
  g_string_free(html, TRUE);
  return result;
}

/* A map from languages to texts. What stands for a language that has none is that of the
 * first language of the site that has one. */
static bool read_bios(Site *site, SiteAuthor *author, const TreeDocument *document, const Tree *map,
                      Error **error)
{
  const Settings *settings = site->settings;
  g_autoptr(GPtrArray) bios = g_ptr_array_new();
  const char **codes = arena_new_array(site->arena, const char *, settings->language_count + 1);
  for (size_t i = 0; i < settings->language_count; i++)
    codes[i] = settings->languages[i].code;
  if (!tree_only(document, map, codes, error))
    return false;
  for (size_t i = 0; i < settings->language_count; i++) {
    const char *text = NULL;
    if (!tree_string(document, tree_get(map, codes[i]), codes[i], &text, error))
      return false;
    const char *html = text ? bio_html(site, document->file, text, error) : "";
    if (!html)
      return false;
    if (!text)
      continue;
    if (bios->len == 0)
      author->bio = html;
    g_ptr_array_add(bios, (gpointer)codes[i]);
    g_ptr_array_add(bios, (gpointer)html);
  }
  site_author_set_bios(author, site->arena, bios);
  return true;
}

static bool read_bio(Site *site, SiteAuthor *author, const TreeDocument *document,
                     const Tree *value, Error **error)
{
  const char *text = "";
  if (value && value->kind == TREE_MAP)
    return read_bios(site, author, document, value, error);
  if (!tree_string(document, value, "bio", &text, error))
    return false;
  author->bio = *text ? bio_html(site, document->file, text, error) : "";
  return author->bio != NULL;
}

/* "ann.png" is a file beside the profile. */
static void set_avatar(Site *site, SiteAuthor *author)
{
  const char *written = author->avatar;
  author->avatar_is_file = *written && *written != '/' && !strchr(written, ':');
  author->avatar = author->avatar_is_file
                       ? arena_printf(site->arena, "%s/%s", site->settings->authors_dir, written)
                       : arena_strdup(site->arena, written);
}

bool site_add_author(Site *site, const char *path, const TreeDocument *document, Error **error)
{
  SiteAuthor *author = arena_new_of(site->arena, SiteAuthor);
  const char *base = path_base(path), *extension = path_extension(base);
  size_t length = strlen(base) - strlen(extension) - (*extension ? 1 : 0);
  g_autofree char *stem = g_strndup(base, length);
  g_autofree char *slug = text_slug(stem, "en");
  author->id = arena_strdup(site->arena, *slug ? slug : stem);
  author->path = arena_strdup(site->arena, path);
  author->name = arena_strdup(site->arena, stem);
  author->website = author->avatar = author->bio = "";
  const Tree *root = document->root;
  if (root->kind != TREE_MAP && root->kind != TREE_NULL) {
    tree_error(error, document, root, "an author's file is a map: name, bio, website, avatar");
    return false;
  }
  if (!tree_string(document, tree_get(root, "name"), "name", &author->name, error) ||
      !read_bio(site, author, document, tree_get(root, "bio"), error) ||
      !tree_string(document, tree_get(root, "website"), "website", &author->website, error) ||
      !tree_string(document, tree_get(root, "avatar"), "avatar", &author->avatar, error))
    return false;
  author->name = arena_strdup(site->arena, author->name);
  author->website = arena_strdup(site->arena, author->website);
  set_avatar(site, author);
  author_register(site, author);
  return true;
}

static SiteAuthor *author_by_name(const Site *site, const char *name)
{
  for (guint i = 0; i < site->authors->len; i++) {
    SiteAuthor *author = g_ptr_array_index(site->authors, i);
    if (author->path && strcmp(author->name, name) == 0)
      return author;
  }
  return NULL;
}

SiteAuthor *site_author_for(Site *site, GHashTable *resolved, const char *mention)
{
  SiteAuthor *author = g_hash_table_lookup(resolved, mention);
  if (author)
    return author;
  author = site_author(site, mention);
  if (!author || !author->path)
    author = author_by_name(site, mention);
  if (!author) {
    g_autofree char *slug = text_slug(mention, "en");
    const char *id = *slug ? slug : "author";
    author = site_author(site, id);
    if (!author) {
      author = arena_new_of(site->arena, SiteAuthor);
      author->id = arena_strdup(site->arena, id);
      author->name = arena_strdup(site->arena, mention);
      author->bio = author->website = author->avatar = "";
      author_register(site, author);
    }
  }
  g_hash_table_insert(resolved, (gpointer)mention, author);
  return author;
}
