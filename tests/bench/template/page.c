#include "tests/bench/template/page.h"

#include <string.h>

typedef struct Comment {
  const char *id, *author, *website, *iso, *date, *body;
  struct Comment *replies;
  size_t reply_count;
} Comment;

typedef struct Item {
  const char *title, *url;
} Item;

struct Page {
  const char *lang, *kind, *year, *site_title, *site_url;
  const char *id, *title, *url, *author, *iso, *date, *body, *summary, *count;
  const char **tags;
  size_t tag_count;
  Item *menu;
  size_t menu_count;
  Comment *comments;
  size_t comment_count;
};

static const char *text(const Tree *map, const char *name)
{
  return tree_get(map, name)->text;
}

static Comment *read_comments(Arena *arena, const Tree *list, size_t *count)
{
  Comment *comments = arena_new_array(arena, Comment, list->count + 1);
  *count = list->count;
  for (size_t i = 0; i < list->count; i++) {
    const Tree *from = list->items[i];
    Comment *to = &comments[i];
    *to = (Comment){text(from, "id"),
                    text(from, "author"),
                    text(from, "website"),
                    text(from, "iso"),
                    text(from, "date"),
                    text(from, "body"),
                    NULL,
                    0};
    to->replies = read_comments(arena, tree_get(from, "replies"), &to->reply_count);
  }
  return comments;
}

Page *page_read(Arena *arena, const Tree *data)
{
  Page *page = arena_new_of(arena, Page);
  const Tree *site = tree_get(data, "site"), *post = tree_get(data, "page");
  const Tree *menu = tree_get(site, "menu"), *tags = tree_get(post, "tags");
  page->lang = text(data, "lang");
  page->kind = text(data, "kind");
  page->year = text(data, "year");
  page->site_title = text(site, "title");
  page->site_url = text(site, "url");
  page->id = text(post, "id");
  page->title = text(post, "title");
  page->url = text(post, "url");
  page->author = text(post, "author");
  page->iso = text(post, "iso");
  page->date = text(post, "date");
  page->body = text(post, "body");
  page->summary = text(post, "summary");
  page->count = arena_printf(arena, "%d", (int)tree_get(post, "count")->integer);
  page->tags = arena_new_array(arena, const char *, tags->count + 1);
  page->tag_count = tags->count;
  for (size_t i = 0; i < tags->count; i++)
    page->tags[i] = tags->items[i]->text;
  page->menu = arena_new_array(arena, Item, menu->count + 1);
  page->menu_count = menu->count;
  for (size_t i = 0; i < menu->count; i++)
    page->menu[i] = (Item){text(menu->items[i], "title"), text(menu->items[i], "url")};
  page->comments = read_comments(arena, tree_get(post, "comments"), &page->comment_count);
  return page;
}

static void put(GString *out, const char *string)
{
  g_string_append(out, string);
}

static const char *const entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&#34;", ['\''] = "&#39;"};

static void put_escaped(GString *out, const char *string)
{
  const char *from = string, *p = string;
  for (; *p != '\0'; p++) {
    const char *entity = entities[(unsigned char)*p];
    if (entity == NULL)
      continue;
    g_string_append_len(out, from, p - from);
    put(out, entity);
    from = p + 1;
  }
  g_string_append_len(out, from, p - from);
}

static void put_url(GString *out, const char *string, bool lower)
{
  static const char digits[] = "0123456789ABCDEF";
  for (const char *p = string; *p != '\0'; p++) {
    unsigned char c = (unsigned char)*p;
    if (g_ascii_isalnum(c) || c == '/' || c == '-' || c == '.' || c == '_' || c == '~') {
      g_string_append_c(out, lower ? g_ascii_tolower(*p) : *p);
    } else {
      g_string_append_c(out, '%');
      g_string_append_c(out, digits[c >> 4]);
      g_string_append_c(out, digits[c & 15]);
    }
  }
}

/* striptags|truncate(150) of a text without tags and entities. */
static void put_summary(GString *out, const char *string)
{
  size_t length = strlen(string);
  if (length > 155) {
    length = 147;
    while (length > 0 && string[--length] != ' ')
      continue;
    g_autofree char *cut = g_strndup(string, length);
    put_escaped(out, cut);
    put(out, "...");
  } else {
    put_escaped(out, string);
  }
}

static void put_head(const Page *page, GString *out)
{
  put(out, "<head>\n<meta charset=\"utf-8\">\n<title>");
  put_escaped(out, page->title);
  put(out, " · ");
  put_escaped(out, page->site_title);
  put(out, "</title>\n<meta name=\"description\" content=\"");
  put_summary(out, page->summary);
  put(out, "\">\n<link rel=\"canonical\" href=\"");
  put_escaped(out, page->site_url);
  put_escaped(out, page->url);
  put(out, "\">\n</head>");
}

static void put_nav(const Page *page, GString *out)
{
  put(out, "<nav>\n<ul>");
  for (size_t i = 0; i < page->menu_count; i++) {
    put(out, "\n<li");
    if (strcmp(page->menu[i].url, page->url) == 0)
      put(out, " aria-current=\"page\"");
    put(out, "><a href=\"");
    put_escaped(out, page->menu[i].url);
    put(out, "\">");
    put_escaped(out, page->menu[i].title);
    put(out, "</a></li>");
  }
  put(out, "\n</ul>\n</nav>");
}

static void put_tags(const Page *page, GString *out)
{
  put(out, "<p>");
  for (size_t i = 0; i < page->tag_count; i++) {
    put(out, "<a href=\"/tags/");
    put_url(out, page->tags[i], true);
    put(out, "/\">#");
    put_escaped(out, page->tags[i]);
    put(out, i + 1 < page->tag_count ? "</a>, " : "</a>");
  }
  put(out, "</p>");
}

static void put_author(const Comment *comment, GString *out)
{
  if (*comment->website == '\0') {
    put_escaped(out, comment->author);
    return;
  }
  put(out, "<a href=\"");
  put_escaped(out, comment->website);
  put(out, "\" rel=\"nofollow ugc\">");
  put_escaped(out, comment->author);
  put(out, "</a>");
}

static void put_thread(const Page *page, const Comment *comments, size_t count, int depth,
                       GString *out)
{
  g_string_append_printf(out, "\n<ol class=\"depth-%d\">", depth);
  for (size_t i = 0; i < count; i++) {
    const Comment *comment = &comments[i];
    put(out, "\n<li id=\"comment-");
    put_escaped(out, comment->id);
    put(out, strcmp(comment->author, page->author) == 0 ? "\" class=\"author\"" : "\"");
    put(out, ">\n<p class=\"by\">");
    put_author(comment, out);
    put(out, "\n<time datetime=\"");
    put_escaped(out, comment->iso);
    put(out, "\">");
    put_escaped(out, comment->date);
    put(out, "</time></p>\n");
    put(out, comment->body);
    put(out, "\n<a href=\"/comments/form?page=");
    put_url(out, page->id, false);
    put(out, "&amp;reply=");
    put_escaped(out, comment->id);
    put(out, "\">Reply to ");
    put_escaped(out, comment->author);
    put(out, "</a>");
    if (comment->reply_count > 0)
      put_thread(page, comment->replies, comment->reply_count, depth + 1, out);
    put(out, "\n</li>");
  }
  put(out, "\n</ol>\n");
}

static void put_article(const Page *page, GString *out)
{
  put(out, "\n<article>\n<h1>");
  put_escaped(out, page->title);
  put(out, "</h1>\n<p class=\"by\">");
  put_escaped(out, page->author);
  put(out, ", <time datetime=\"");
  put_escaped(out, page->iso);
  put(out, "\">");
  put_escaped(out, page->date);
  put(out, "</time></p>\n");
  put_tags(page, out);
  put(out, "\n");
  put(out, page->body);
  put(out, "\n</article>\n");
}

void page_print(const Page *page, GString *out)
{
  put(out, "<!doctype html>\n<html lang=\"");
  put_escaped(out, page->lang);
  put(out, "\">\n");
  put_head(page, out);
  put(out, "\n<body class=\"");
  put_escaped(out, page->kind);
  put(out, "\">\n");
  put_nav(page, out);
  put(out, "\n<main>\n");
  put_article(page, out);
  put(out, "<section id=\"comments\">\n<h2>");
  put(out, page->count);
  put(out, strcmp(page->count, "1") == 0 ? " comment" : " comments");
  put(out, "</h2>\n");
  put_thread(page, page->comments, page->comment_count, 0, out);
  put(out, "\n</section>\n\n</main>\n<footer>");
  put_escaped(out, page->site_title);
  put(out, ", ");
  put_escaped(out, page->year);
  put(out, "</footer><p>Written with mustard.</p>\n</body>\n</html>");
}
