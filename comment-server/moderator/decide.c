/* decide.c - decisions about comments, and taking them back. */
#include "comment-server/moderator/moderator_internal.h"

#include <inttypes.h>
#include <string.h>

static const struct {
  const char *name;
  CommentStatus status;
} actions[] = {
    {"approve", COMMENT_APPROVED}, {"reject", COMMENT_REJECTED}, {"spam", COMMENT_SPAM},
    {"delete", COMMENT_DELETED},   {"reopen", COMMENT_PENDING},
};

/* A decision on its way; lives in the request's arena. */
typedef struct Decide {
  Moderator *moderator;
  HttpRequest *request;
  const char *name; /* of the action, or "undo" */
  const char *who;
  int64_t comment_id, action_id;
  CommentStatus status;
  bool undo;
  DecisionResult result;
  StoreWrite write;
  Error *error;
} Decide;

/* Back to the list where the button stood, with what was done. */
static void redirect_to_queue(const Decide *decide, const char *did, HttpResponse *response)
{
  CommentStatus list = COMMENT_PENDING;
  const char *back = http_request_form(decide->request, "back");
  if (back)
    comment_status_parse(back, &list);
  http_response_redirect(response, 303,
                         arena_printf(decide->request->arena,
                                      "/moderate/?status=%s&did=%s&id=%" PRId64 "&action=%" PRId64,
                                      comment_status_name(list), did, decide->comment_id,
                                      decide->result.action_id));
}

static void log_decision(const Decide *decide)
{
  if (!decide->moderator->options.log)
    return;
  char id[24];
  g_snprintf(id, sizeof id, "%" PRId64, decide->comment_id);
  log_event(decide->moderator->options.log, LOG_INFO, "decision", "comment", id, "action",
            decide->name, "moderator", decide->who, "status",
            comment_status_name(decide->result.after), NULL);
}

static HttpOutcome decided(void *app, HttpRequest *request, HttpResponse *response)
{
  Decide *decide = request->state;
  g_autoptr(Error) error = g_steal_pointer(&decide->error);
  if (error) {
    moderator_log_error(app, "decision", error);
    return moderator_refuse(app, request, response, 503, "failed");
  }
  switch (decide->result.outcome) {
  case DECISION_UNKNOWN:
    return moderator_refuse(app, request, response, 404, "unknown");
  case DECISION_UNCHANGED:
    redirect_to_queue(decide, "unchanged", response);
    break;
  case DECISION_STALE:
    redirect_to_queue(decide, "stale", response);
    break;
  case DECISION_DONE:
    log_decision(decide);
    redirect_to_queue(decide, decide->name, response);
    break;
  }
  return HTTP_ANSWERED;
}

static bool decide_run(StoreTx *tx, void *data, Error **error)
{
  Decide *decide = data;
  if (decide->undo)
    return comment_undo(tx, decide->comment_id, decide->action_id, decide->who, &decide->result,
                        error);
  return comment_decide(tx, decide->comment_id, decide->status, decide->who, &decide->result,
                        error);
}

static void decide_done(void *data, Error *error)
{
  Decide *decide = data;
  decide->error = error;
  http_request_resume(decide->request);
}

static HttpOutcome start(Decide *decide)
{
  decide->write = (StoreWrite){.run = decide_run, .done = decide_done, .data = decide};
  decide->request->state = decide;
  http_request_suspend(decide->request, decided);
  store_write(decide->moderator->options.store, &decide->write);
  return HTTP_SUSPENDED;
}

/* NULL: the response is there already. */
static Decide *decide_new(Moderator *moderator, HttpRequest *request, HttpResponse *response)
{
  Session session;
  if (!moderator_enter(moderator, request, response, ACCESS_WRITE, &session))
    return NULL;
  Decide *decide = arena_new_of(request->arena, Decide);
  *decide = (Decide){.moderator = moderator, .request = request, .who = session.moderator};
  if (moderator_parse_id(request->places[0], &decide->comment_id))
    return decide;
  moderator_refuse(moderator, request, response, 404, "unknown");
  return NULL;
}

HttpOutcome moderator_decide(void *app, HttpRequest *request, HttpResponse *response)
{
  Decide *decide = decide_new(app, request, response);
  if (!decide)
    return HTTP_ANSWERED;
  for (size_t i = 0; i < G_N_ELEMENTS(actions); i++) {
    if (strcmp(request->places[1], actions[i].name) != 0)
      continue;
    decide->name = actions[i].name;
    decide->status = actions[i].status;
    return start(decide);
  }
  return moderator_refuse(app, request, response, 404, "unknown");
}

HttpOutcome moderator_undo(void *app, HttpRequest *request, HttpResponse *response)
{
  Decide *decide = decide_new(app, request, response);
  if (!decide)
    return HTTP_ANSWERED;
  decide->name = "undo";
  decide->undo = true;
  const char *action = http_request_form(request, "action");
  if (action && *action && !moderator_parse_id(action, &decide->action_id))
    return moderator_refuse(app, request, response, 404, "unknown");
  return start(decide);
}

HttpOutcome moderator_build(void *app, HttpRequest *request, HttpResponse *response)
{
  Moderator *moderator = app;
  Session session;
  if (!moderator_enter(moderator, request, response, ACCESS_WRITE, &session))
    return HTTP_ANSWERED;
  rebuild_trigger(moderator->options.rebuild);
  http_response_redirect(response, 303, "/moderate/?did=build");
  return HTTP_ANSWERED;
}
