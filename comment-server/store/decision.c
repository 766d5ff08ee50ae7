/* decision.c - see decision.h. */
#include "comment-server/store/decision.h"

#include "comment-server/store/page.h"
#include "common/system/sql.h"

/* By the status that a decision leads to. */
static const char *const action_names[COMMENT_STATUS_COUNT] = {"reopen", "approve", "reject",
                                                               "spam", "delete"};

/* A comment's state as far as decisions change it. */
typedef struct State {
  CommentStatus status;
  int64_t decided_at; /* 0: never */
  const char *decided_by;
} State;

typedef struct Subject {
  int64_t id;
  const char *page_id;
  State state;
} Subject;

static bool read_subject(StoreTx *tx, int64_t id, Arena *arena, Subject *out, bool *found,
                         Error **error)
{
  SqlQuery *query = sql_query(tx->db,
                              "SELECT page_id, status, ifnull(decided_at, 0), decided_by"
                              " FROM comment WHERE id = ?",
                              "i", id);
  *found = sql_next(query);
  if (*found) {
    *out = (Subject){.id = id,
                     .page_id = arena_strdup(arena, sql_text(query, 0)),
                     .state = {.decided_at = sql_int(query, 2),
                               .decided_by = arena_strdup(arena, sql_text(query, 3))}};
    comment_status_parse(sql_text(query, 1), &out->state.status);
  }
  return sql_end(query, error);
}

static bool log_action(StoreTx *tx, const Subject *subject, const char *name, CommentStatus after,
                       const char *moderator, int64_t *id, Error **error)
{
  if (!sql_run(tx->db, error,
               "INSERT INTO action (comment_id, moderator, name, at, before_status,"
               " before_decided_at, before_decided_by, after_status)"
               " VALUES (?, ?, ?, ?, ?, nullif(?, 0), ?, ?)",
               "issisiss", subject->id, moderator, name, tx->now,
               comment_status_name(subject->state.status), subject->state.decided_at,
               subject->state.decided_by, comment_status_name(after)))
    return false;
  *id = sql_last_id(tx->db);
  return true;
}

/* The change itself, and the page's version if readers see a difference. */
static bool apply_state(StoreTx *tx, const Subject *subject, const State *to, Error **error)
{
  if (!sql_run(tx->db, error,
               "UPDATE comment SET status = ?, decided_at = nullif(?, 0), decided_by = ?"
               " WHERE id = ?",
               "sisi", comment_status_name(to->status), to->decided_at, to->decided_by,
               subject->id))
    return false;
  bool seen_before = subject->state.status == COMMENT_APPROVED;
  bool seen_after = to->status == COMMENT_APPROVED;
  return seen_before == seen_after || page_changed(tx, subject->page_id, subject->id, error);
}

bool comment_decide(StoreTx *tx, int64_t id, CommentStatus status, const char *moderator,
                    DecisionResult *result, Error **error)
{
  g_autoptr(Arena) arena = arena_new();
  *result = (DecisionResult){.outcome = DECISION_UNKNOWN};
  Subject subject;
  bool found;
  if (!read_subject(tx, id, arena, &subject, &found, error))
    return false;
  if (!found)
    return true;
  result->before = subject.state.status;
  result->after = status;
  result->outcome = subject.state.status == status ? DECISION_UNCHANGED : DECISION_DONE;
  if (result->outcome == DECISION_UNCHANGED)
    return true;
  /* What waits again has not been decided. */
  State to = {.status = status};
  if (status != COMMENT_PENDING)
    to = (State){status, tx->now, moderator};
  return log_action(tx, &subject, action_names[status], status, moderator, &result->action_id,
                    error) &&
         apply_state(tx, &subject, &to, error);
}

typedef struct Earlier {
  int64_t action_id; /* 0: none */
  State state;       /* before that action */
} Earlier;

/* The last decision that stands: not an undo, and not undone. */
static bool read_last_decision(StoreTx *tx, int64_t comment_id, Arena *arena, Earlier *out,
                               Error **error)
{
  *out = (Earlier){0};
  SqlQuery *query = sql_query(
      tx->db,
      "SELECT id, before_status, ifnull(before_decided_at, 0), before_decided_by FROM action"
      " WHERE comment_id = ? AND undone_by IS NULL AND name <> 'undo' ORDER BY id DESC LIMIT 1",
      "i", comment_id);
  if (sql_next(query)) {
    out->action_id = sql_int(query, 0);
    comment_status_parse(sql_text(query, 1), &out->state.status);
    out->state.decided_at = sql_int(query, 2);
    out->state.decided_by = arena_strdup(arena, sql_text(query, 3));
  }
  return sql_end(query, error);
}

bool comment_undo(StoreTx *tx, int64_t id, int64_t action_id, const char *moderator,
                  DecisionResult *result, Error **error)
{
  g_autoptr(Arena) arena = arena_new();
  *result = (DecisionResult){.outcome = DECISION_UNKNOWN};
  Subject subject;
  Earlier earlier;
  bool found;
  if (!read_subject(tx, id, arena, &subject, &found, error))
    return false;
  if (!found)
    return true;
  result->before = result->after = subject.state.status;
  if (!read_last_decision(tx, id, arena, &earlier, error))
    return false;
  if (earlier.action_id == 0 || (action_id != 0 && action_id != earlier.action_id)) {
    result->outcome = DECISION_STALE;
    return true;
  }
  result->outcome = DECISION_DONE;
  result->after = earlier.state.status;
  return log_action(tx, &subject, "undo", result->after, moderator, &result->action_id, error) &&
         sql_run(tx->db, error, "UPDATE action SET undone_by = ? WHERE id = ?", "ii",
                 result->action_id, earlier.action_id) &&
         apply_state(tx, &subject, &earlier.state, error);
}

#define ACTIONS                                                                                    \
  "SELECT a.id, a.comment_id, a.at, a.moderator, a.name, a.before_status, a.after_status,"         \
  " a.undone_by IS NOT NULL, c.page_id, c.author FROM action a JOIN comment c ON c.id = "          \
  "a.comment_id "

static void action_from_row(SqlQuery *row, Arena *arena, Action *out)
{
  *out = (Action){
      .id = sql_int(row, 0),
      .comment_id = sql_int(row, 1),
      .at = sql_int(row, 2),
      .moderator = arena_strdup(arena, sql_text(row, 3)),
      .name = arena_strdup(arena, sql_text(row, 4)),
      .undone = sql_int(row, 7) != 0,
      .page_id = arena_strdup(arena, sql_text(row, 8)),
      .author = arena_strdup(arena, sql_text(row, 9)),
  };
  comment_status_parse(sql_text(row, 5), &out->before);
  comment_status_parse(sql_text(row, 6), &out->after);
}

bool action_list(Sql *db, int64_t comment_id, int64_t beyond, int limit, Arena *arena,
                 ActionList *out, Error **error)
{
  size_t most = (size_t)CLAMP(limit, 1, 200);
  *out = (ActionList){.items = arena_new_array(arena, Action, most)};
  int64_t before = beyond == 0 ? INT64_MAX : beyond;
  SqlQuery *query =
      comment_id != 0
          ? sql_query(db, ACTIONS "WHERE a.comment_id = ? AND a.id < ? ORDER BY a.id DESC LIMIT ?",
                      "iii", comment_id, before, (int64_t)most + 1)
          : sql_query(db, ACTIONS "WHERE a.id < ? ORDER BY a.id DESC LIMIT ?", "ii", before,
                      (int64_t)most + 1);
  while (sql_next(query)) {
    if (out->count == most)
      out->more = true;
    else
      action_from_row(query, arena, &out->items[out->count++]);
  }
  return sql_end(query, error);
}
