/* submit.c - POST /comments: from a draft to a stored comment. */
#include "comment-server/reader/reader_internal.h"
#include "comment-server/text/markup.h"

#include <sodium.h>
#include <string.h>

enum { ADDRESS_HASH_BYTES = 16 };

/* A draft on its way into the store; lives in the request's arena. */
typedef struct Submit {
  Visit visit;
  char nonce[TOKEN_NONCE_SIZE];
  CommentDraft comment;
  SubmitResult result;
  Error *error;
  StoreWrite write;
} Submit;

static bool submit_run(StoreTx *tx, void *data, Error **error)
{
  Submit *submit = data;
  return comment_submit(tx, &submit->comment, &submit->result, error);
}

static void submit_done(void *data, Error *error)
{
  Submit *submit = data;
  submit->error = error;
  http_request_resume(submit->visit.request);
}

static void log_stored(const Submit *submit)
{
  if (!submit->visit.reader->options.log)
    return;
  char id[24];
  g_snprintf(id, sizeof id, "%" G_GINT64_FORMAT, submit->result.id);
  log_event(submit->visit.reader->options.log, LOG_INFO, "comment", "id", id, "page",
            submit->comment.page_id, "status", comment_status_name(submit->result.status), NULL);
}

static HttpOutcome submit_finish(void *app, HttpRequest *request, HttpResponse *response)
{
  Reader *reader = app;
  Submit *submit = request->state;
  g_autoptr(Error) error = g_steal_pointer(&submit->error);
  if (error) {
    g_autoptr(GString) text = g_string_new(NULL);
    error_format(error, "error", false, text);
    if (reader->options.log)
      log_event(reader->options.log, LOG_ERROR, "store", "error", text->str, NULL);
    return visit_show_form(&submit->visit, 503, "failed", response);
  }
  switch (submit->result.outcome) {
  case SUBMIT_PARENT_GONE:
    submit->visit.draft.problems[DRAFT_PARENT] = "parent_gone";
    submit->visit.parent = (Comment){0};
    return visit_show_form(&submit->visit, 422, NULL, response);
  case SUBMIT_STORED:
    atomic_fetch_add(&reader->counts.stored, 1);
    log_stored(submit);
    break;
  case SUBMIT_AGAIN:
    break;
  }
  return visit_show_stored(&submit->visit, submit->result.id, response);
}

/* Says nothing about an address to who doesn't know the secret. */
static const char *hash_address(const Reader *reader, const HttpRequest *request)
{
  unsigned char hash[ADDRESS_HASH_BYTES];
  const char *key = request->client.key;
  crypto_generichash(hash, sizeof hash, (const unsigned char *)key, strlen(key),
                     reader->address_key, sizeof reader->address_key);
  char *hex = arena_alloc(request->arena, 2 * sizeof hash + 1);
  sodium_bin2hex(hex, 2 * sizeof hash + 1, hash, sizeof hash);
  return hex;
}

static HttpOutcome store(Submit *submit, HttpResponse *response)
{
  Visit *visit = &submit->visit;
  const Draft *draft = &visit->draft;
  Arena *arena = visit->request->arena;
  g_autoptr(GString) html = g_string_new(NULL);
  /* The preview has shown that it can be rendered. */
  if (markup_render(draft->values[DRAFT_TEXT], strlen(draft->values[DRAFT_TEXT]), html) !=
      MARKUP_OK)
    return visit_show_preview(visit, 422, NULL, response);
  submit->comment = (CommentDraft){
      .page_id = visit->page.id,
      .reply_to = draft->parent,
      .author = draft->values[DRAFT_NAME],
      .email = draft->values[DRAFT_EMAIL],
      .website = draft->values[DRAFT_WEBSITE],
      .label = "",
      .text = draft->values[DRAFT_TEXT],
      .html = arena_strndup(arena, html->str, html->len),
      .status = draft->trapped ? COMMENT_SPAM : COMMENT_PENDING,
      .nonce = submit->nonce,
      .address_hash = hash_address(visit->reader, visit->request),
  };
  if (draft->trapped)
    atomic_fetch_add(&visit->reader->counts.trapped, 1);
  submit->write = (StoreWrite){.run = submit_run, .done = submit_done, .data = submit};
  visit->request->state = submit;
  http_request_suspend(visit->request, submit_finish);
  store_write(visit->reader->options.store, &submit->write);
  return HTTP_SUSPENDED;
}

/* Only a sender with a good token gets this far. */
static HttpOutcome send_draft(Submit *submit, HttpResponse *response)
{
  Visit *visit = &submit->visit;
  Reader *reader = visit->reader;
  TokenAnswer answer =
      token_check(reader->token_key, &visit->draft, visit->now, visit->draft.token, submit->nonce);
  if (answer != TOKEN_GOOD)
    return visit_show_preview(visit, 403, answer == TOKEN_EXPIRED ? "expired" : "token", response);
  if (!rate_limit_take(reader->comments, visit->request->client.key, &visit->wait)) {
    atomic_fetch_add(&reader->counts.limited, 1);
    return visit_show_form(visit, 429, "limited", response);
  }
  return store(submit, response);
}

static HttpOutcome answer_draft(Reader *reader, HttpRequest *request, bool preview_only,
                                HttpResponse *response)
{
  Submit *submit = arena_new_of(request->arena, Submit);
  Visit *visit = &submit->visit;
  visit_begin(visit, reader, request);
  draft_read(&visit->draft, &request->form, request->arena);
  const char *reason = NULL;
  int status = visit_find(visit, &reason);
  if (status != 200)
    return visit_refuse(visit, status, reason, response);
  if (!rate_limit_take(reader->previews, request->client.key, &visit->wait)) {
    atomic_fetch_add(&reader->counts.limited, 1);
    return visit_show_form(visit, 429, "limited", response);
  }
  if (visit->draft.action == DRAFT_EDIT && !preview_only)
    return visit_show_form(visit, 200, NULL, response);
  if (draft_has_problems(&visit->draft))
    return visit_show_form(visit, 422, NULL, response);
  if (preview_only || visit->draft.action != DRAFT_SEND || !visit->draft.token)
    return visit_show_preview(visit, 200, NULL, response);
  return send_draft(submit, response);
}

HttpOutcome reader_submit(void *app, HttpRequest *request, HttpResponse *response)
{
  return answer_draft(app, request, false, response);
}

HttpOutcome reader_preview(void *app, HttpRequest *request, HttpResponse *response)
{
  return answer_draft(app, request, true, response);
}
