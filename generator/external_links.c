/* external_links.c - links are gathered while pages are rendered, then asked all at once. */
#include "generator/external_links.h"

#include "common/html/html_scan.h"

#include <pthread.h>
#include <string.h>

enum { SECONDS_EACH = 15, OUTPUT_LIMIT = 16 * 1024 * 1024 };

struct ExternalLinks {
  pthread_mutex_t mutex;
  GHashTable *files; /* address → the first file that links to it, by name */
};

ExternalLinks *external_links_new(void)
{
  ExternalLinks *links = g_new0(ExternalLinks, 1);
  pthread_mutex_init(&links->mutex, NULL);
  links->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  return links;
}

void external_links_free(ExternalLinks *links)
{
  if (!links)
    return;
  pthread_mutex_destroy(&links->mutex);
  g_hash_table_unref(links->files);
  g_free(links);
}

/* --- gathering -------------------------------------------------------------------------- */

/* The address without its fragment; NULL: not one of another site. Only '&amp;' is an
 * entity that occurs in addresses as they are written out here. */
static char *external_url(const HtmlAttribute *attribute, const char *base_url)
{
  g_autofree char *value = g_strndup(attribute->value, attribute->value_length);
  size_t base = strlen(base_url);
  value[strcspn(value, "#")] = '\0';
  if (!g_str_has_prefix(value, "https://") && !g_str_has_prefix(value, "http://"))
    return NULL;
  if (strncmp(value, base_url, base) == 0 && (value[base] == '/' || value[base] == '\0'))
    return NULL;
  if (strpbrk(value, "\"\\\n\r"))
    return NULL;
  g_auto(GStrv) parts = g_strsplit(value, "&amp;", -1);
  return g_strjoinv("&", parts);
}

static void link_add(ExternalLinks *links, char *url, const char *file)
{
  pthread_mutex_lock(&links->mutex);
  const char *known = g_hash_table_lookup(links->files, url);
  if (!known || strcmp(file, known) < 0)
    g_hash_table_insert(links->files, url, g_strdup(file));
  else
    g_free(url);
  pthread_mutex_unlock(&links->mutex);
}

static void tag_scan(ExternalLinks *links, const char *file, const char *base_url,
                     const HtmlPiece *piece)
{
  const char *at = NULL;
  char *url = NULL;
  HtmlAttribute attribute;
  while (html_attribute(piece, &at, &attribute)) {
    bool reader = html_attribute_is(&attribute, "rel") && attribute.value &&
                  g_strstr_len(attribute.value, (gssize)attribute.value_length, "ugc");
    if (reader) {
      g_free(url);
      return;
    }
    if (!url && attribute.value &&
        (html_attribute_is(&attribute, "href") || html_attribute_is(&attribute, "src")))
      url = external_url(&attribute, base_url);
  }
  if (url)
    link_add(links, url, file);
}

void external_links_scan(ExternalLinks *links, const char *file, const char *base_url,
                         const char *html, size_t length)
{
  HtmlScan scan;
  HtmlPiece piece;
  html_scan_init(&scan, html, length);
  while (html_scan_next(&scan, &piece))
    if (piece.kind == HTML_START && !html_is(&piece, "link"))
      tag_scan(links, file, base_url, &piece);
}

/* --- asking ------------------------------------------------------------------------------ */

static int text_compare(gconstpointer a, gconstpointer b)
{
  return strcmp(a, b);
}

/* What curl is to ask, as its configuration. */
static GString *request_text(const GList *urls)
{
  GString *text = g_string_new(NULL);
  for (const GList *url = urls; url; url = url->next)
    g_string_append_printf(text, "url = \"%s\"\noutput = \"/dev/null\"\n", (const char *)url->data);
  return text;
}

/* Lines "404 https://…" to address → status; 0: no answer. */
static void answers_read(GHashTable *answers, const char *output)
{
  g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
  for (size_t i = 0; lines[i]; i++) {
    char *space;
    guint64 status = g_ascii_strtoull(lines[i], &space, 10);
    if (*space == ' ' && space != lines[i])
      g_hash_table_insert(answers, g_strdup(space + 1), GUINT_TO_POINTER((guint)status));
  }
}

static bool curl_run(const Runner *runner, const GList *urls, bool head, GHashTable *answers,
                     Error **error)
{
  if (!urls)
    return true;
  g_autofree char *seconds = g_strdup_printf("%d", SECONDS_EACH);
  const char *const argv[] = {"curl",
                              "--silent",
                              "--location",
                              "--max-redirs",
                              "10",
                              "--parallel",
                              "--parallel-max",
                              "8",
                              "--max-time",
                              seconds,
                              "--proto",
                              "=http,https",
                              "--write-out",
                              "%{http_code} %{url}\n",
                              "--user-agent",
                              "senf check",
                              head ? "--head" : "--range",
                              head ? "--globoff" : "0-0",
                              "--globoff",
                              "--config",
                              "-",
                              NULL};
  g_autoptr(GString) input = request_text(urls);
  const ProcessRequest request = {.argv = argv,
                                  .input = input->str,
                                  .input_length = input->len,
                                  .timeout_ms =
                                      (int64_t)g_list_length((GList *)urls) * SECONDS_EACH * 1000,
                                  .output_limit = OUTPUT_LIMIT};
  ProcessResult result = {0};
  if (!process_run(runner, &request, &result, error)) {
    error_hint(error, "--external needs the program curl");
    return false;
  }
  answers_read(answers, result.output->str);
  process_result_clear(&result);
  return true;
}

static guint answer_of(GHashTable *answers, const char *url)
{
  return GPOINTER_TO_UINT(g_hash_table_lookup(answers, url));
}

/* Some servers refuse HEAD alone. */
static GList *refused_heads(GHashTable *answers, const GList *urls)
{
  GList *refused = NULL;
  for (const GList *url = urls; url; url = url->next)
    if (answer_of(answers, url->data) == 0 || answer_of(answers, url->data) >= 400)
      refused = g_list_append(refused, url->data);
  return refused;
}

/* 429 and the server's own faults pass by themselves; 401 and 403 are there for others. */
static bool is_gone(guint status)
{
  return status == 0 || (status >= 400 && status < 500 && status != 401 && status != 403 &&
                         status != 405 && status != 416 && status != 429);
}

static void findings_add(const ExternalLinks *links, GHashTable *answers, const GList *urls,
                         Warnings *errors)
{
  for (const GList *url = urls; url; url = url->next) {
    guint status = answer_of(answers, url->data);
    Error *finding = NULL;
    if (!is_gone(status))
      continue;
    if (status == 0)
      error_set(&finding, ERROR_SITE, "the link to '%s' has no answer", (char *)url->data);
    else
      error_set(&finding, ERROR_SITE, "the link to '%s' is answered with %u", (char *)url->data,
                status);
    error_at(&finding, g_hash_table_lookup(links->files, url->data), 0, 0);
    warnings_take(errors, finding);
  }
}

bool external_links_check(ExternalLinks *links, const Runner *runner, Warnings *errors,
                          Error **error)
{
  g_autoptr(GHashTable) answers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  GList *urls = g_list_sort(g_hash_table_get_keys(links->files), text_compare);
  bool good = curl_run(runner, urls, true, answers, error);
  GList *refused = good ? refused_heads(answers, urls) : NULL;
  good = good && curl_run(runner, refused, false, answers, error);
  if (good)
    findings_add(links, answers, urls, errors);
  g_list_free(refused);
  g_list_free(urls);
  return good;
}
