/* external_links.c - links are gathered while pages are rendered, then asked all at once. */
#include "generator/external_links.h"

#include "common/html/html_scan.h"

#include <pthread.h>
#include <string.h>

enum { SECONDS_EACH = 15, OUTPUT_LIMIT = 16 * 1024 * 1024 };

/* curl's exit status for too many redirects, and for an answer without a word. */
enum { CURL_REDIRECTS = 47, CURL_EMPTY = 52 };

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

/* What came of one address. */
typedef struct Answer {
  guint status;    /* of HTTP; 0: no answer */
  guint exit;      /* of curl */
  guint redirects; /* that were followed */
  char *problem;   /* in curl's words */
} Answer;

static void answer_free(gpointer data)
{
  g_free(((Answer *)data)->problem);
  g_free(data);
}

/* Lines of fields with a tab between: status, curl's exit status, redirects, address, problem. */
#define ANSWER_FORMAT "%{http_code}\t%{exitcode}\t%{num_redirects}\t%{url}\t%{errormsg}\n"

static void answers_read(GHashTable *answers, const char *output)
{
  g_auto(GStrv) lines = g_strsplit(output, "\n", -1);
  for (size_t i = 0; lines[i]; i++) {
    g_auto(GStrv) fields = g_strsplit(lines[i], "\t", 5);
    if (g_strv_length(fields) < 5)
      continue;
    Answer *answer = g_new0(Answer, 1);
    answer->status = (guint)g_ascii_strtoull(fields[0], NULL, 10);
    answer->exit = (guint)g_ascii_strtoull(fields[1], NULL, 10);
    answer->redirects = (guint)g_ascii_strtoull(fields[2], NULL, 10);
    answer->problem = g_strdup(fields[4]);
    g_hash_table_replace(answers, g_strdup(fields[3]), answer);
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
                              ANSWER_FORMAT,
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

static const Answer *answer_of(GHashTable *answers, const char *url)
{
  static const Answer none = {.problem = NULL};
  const Answer *answer = g_hash_table_lookup(answers, url);
  return answer ? answer : &none;
}

/* The server's own faults, and that it wants to be asked less often, pass by themselves. */
static bool is_unsure(const Answer *answer)
{
  return answer->status == 429 || answer->status >= 500;
}

/* 401 and 403 are there for others. */
static bool is_gone(const Answer *answer)
{
  guint status = answer->status;
  return status == 0 || answer->exit == CURL_REDIRECTS ||
         (status >= 400 && status < 500 && status != 401 && status != 403 && status != 405 &&
          status != 416 && status != 429);
}

/* Some servers refuse HEAD alone; what is busy is not asked again. */
static GList *refused_heads(GHashTable *answers, const GList *urls)
{
  GList *refused = NULL;
  for (const GList *url = urls; url; url = url->next) {
    const Answer *answer = answer_of(answers, url->data);
    bool silent = answer->status == 0 && answer->exit == CURL_EMPTY;
    if (silent || (answer->status >= 400 && answer->status != 429))
      refused = g_list_prepend(refused, url->data);
  }
  return g_list_reverse(refused);
}

/* --- telling ----------------------------------------------------------------------------- */

static const char *reason_of(const Answer *answer)
{
  static const struct {
    guint exit;
    const char *words;
  } reasons[] = {
      {6, "no such host"},
      {7, "nobody answers there"},
      {28, "no answer in time"},
      {35, "no secure connection"},
      {CURL_REDIRECTS, "it redirects without end"},
      {CURL_EMPTY, "an empty answer"},
      {60, "its certificate is not to be trusted"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(reasons); i++)
    if (reasons[i].exit == answer->exit)
      return reasons[i].words;
  return answer->problem && *answer->problem ? answer->problem : "no answer";
}

static void finding_add(const ExternalLinks *links, const char *url, const Answer *answer,
                        bool gone, Warnings *findings)
{
  Error *finding = NULL;
  if (answer->status == 0 || answer->exit == CURL_REDIRECTS)
    error_set(&finding, ERROR_SITE, "the link to '%s' has no answer: %s", url, reason_of(answer));
  else if (gone)
    error_set(&finding, ERROR_SITE, "the link to '%s' is answered with %u", url, answer->status);
  else
    error_set(&finding, ERROR_SITE, "the link to '%s' could not be looked at: the answer was %u%s",
              url, answer->status,
              answer->status == 429 ? ", too many requests" : ", a fault of the server");
  error_at(&finding, g_hash_table_lookup(links->files, url), 0, 0);
  warnings_take(findings, finding);
}

static void findings_add(const ExternalLinks *links, GHashTable *answers, const GList *urls,
                         const ExternalReport *report)
{
  for (const GList *url = urls; url; url = url->next) {
    const Answer *answer = answer_of(answers, url->data);
    bool gone = is_gone(answer);
    report->counts->asked++;
    report->counts->dead += gone;
    report->counts->unsure += !gone && is_unsure(answer);
    report->counts->redirected += !gone && !is_unsure(answer) && answer->redirects > 0;
    if (gone || is_unsure(answer))
      finding_add(links, url->data, answer, gone, gone ? report->errors : report->warnings);
  }
}

bool external_links_check(ExternalLinks *links, const Runner *runner, const ExternalReport *report,
                          Error **error)
{
  g_autoptr(GHashTable) answers =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, answer_free);
  GList *urls = g_list_sort(g_hash_table_get_keys(links->files), text_compare);
  bool good = curl_run(runner, urls, true, answers, error);
  GList *refused = good ? refused_heads(answers, urls) : NULL;
  good = good && curl_run(runner, refused, false, answers, error);
  if (good)
    findings_add(links, answers, urls, report);
  g_list_free(refused);
  g_list_free(urls);
  return good;
}
