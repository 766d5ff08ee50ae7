#include "comment-server/pages/pages_internal.h"

#include "common/i18n/direction.h"

Page *page_new(const Pages *pages, const HttpRequest *request, const char *lang)
{
  Arena *arena = request->arena;
  Page *page = arena_new_of(arena, Page);
  *page = (Page){.pages = pages, .request = request, .lang = lang};
  page->strings = pages_strings(pages, lang);
  Value site = value_map(arena);
  value_map_put(arena, site, "title", value_string(pages->options.title));
  value_map_put(arena, site, "url", value_string("/"));
  page_put_text(page, "lang", lang);
  page_put_text(page, "dir", lang_direction(lang));
  page_put(page, "site", site);
  return page;
}

Arena *page_arena(const Page *page)
{
  return page->request->arena;
}

const char *page_lang(const Page *page)
{
  return page->lang;
}

void page_put(Page *page, const char *name, Value value)
{
  g_assert(page->count < G_N_ELEMENTS(page->variables));
  page->variables[page->count++] = (TemplateVariable){.name = name, .value = value};
}

void page_put_text(Page *page, const char *name, const char *text)
{
  page_put(page, name, value_string(text));
}

bool page_render(Page *page, const char *name, GString *out)
{
  g_autoptr(Error) error = NULL;
  TemplateRender render = {
      .variables = page->variables,
      .variable_count = page->count,
      .arena = page_arena(page),
      .out = out,
      .host = page,
  };
  if (template_render(page->pages->templates, name, &render, &error))
    return true;
  g_autoptr(GString) text = g_string_new(NULL);
  error_format(error, "error", false, text);
  if (page->pages->options.log)
    log_event(page->pages->options.log, LOG_ERROR, "template", "name", name, "error", text->str,
              NULL);
  return false;
}

void page_send(Page *page, const char *name, int status, HttpResponse *response)
{
  if (page_render(page, name, response->body))
    http_response_page(response, status);
  else
    http_response_text(response, 500, http_status_reason(500));
}
