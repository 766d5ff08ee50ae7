/* site_authors.c - people: profiles from authors/, and names that posts mention. */
#include "generator/model/site_internal.h"

#include "generator/model/markdown.h"
#include "generator/model/slots.h"

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

static bool author_bio(Site *site, SiteAuthor *author, const char *path, const char *text,
                       Error **error)
{
  MarkdownOptions options = {.file = path, .first_line = 1};
  Markdown markdown = {0};
  if (!markdown_render(&markdown, site->arena, text, strlen(text), &options, NULL, error))
    return false;
  GString *html = g_string_new(NULL);
  slots_fill(markdown.html, markdown.html_length, author_link_as_written, NULL, html);
  author->bio = arena_strndup(site->arena, html->str, html->len);
  g_string_free(html, TRUE);
  return true;
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
  const char *bio = "";
  if (root->kind != TREE_MAP && root->kind != TREE_NULL) {
    tree_error(error, document, root, "an author's file is a map: name, bio, website, avatar");
    return false;
  }
  if (!tree_string(document, tree_get(root, "name"), "name", &author->name, error) ||
      !tree_string(document, tree_get(root, "bio"), "bio", &bio, error) ||
      !tree_string(document, tree_get(root, "website"), "website", &author->website, error) ||
      !tree_string(document, tree_get(root, "avatar"), "avatar", &author->avatar, error))
    return false;
  author->name = arena_strdup(site->arena, author->name);
  author->website = arena_strdup(site->arena, author->website);
  author->avatar = arena_strdup(site->arena, author->avatar);
  if (*bio && !author_bio(site, author, path, bio, error))
    return false;
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
