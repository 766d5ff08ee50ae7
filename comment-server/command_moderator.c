/* command_moderator.c - who may moderate. */
#include "comment-server/commands.h"
#include "comment-server/password_input.h"
#include "comment-server/store/account.h"
#include "common/suggest.h"
#include "common/time/datetime.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct Request {
  CommandDatabase database;
  const char *name; /* NULL for list */
  bool generate, from_stdin;
  PasswordCost cost;
  char hash[ACCOUNT_HASH_SIZE];
  AccountOutcome outcome;
} Request;

/* --- in a transaction --------------------------------------------------------- */

static bool run_add(StoreTx *tx, void *data, Error **error)
{
  Request *request = data;
  return account_add(tx, request->name, request->hash, &request->outcome, error);
}

static bool run_password(StoreTx *tx, void *data, Error **error)
{
  Request *request = data;
  return account_set_password(tx, request->name, request->hash, &request->outcome, error);
}

static bool run_remove(StoreTx *tx, void *data, Error **error)
{
  Request *request = data;
  return account_remove(tx, request->name, &request->outcome, error);
}

/* One write; what a person did wrong is an error here. */
static bool write_account(Request *request, bool create,
                          bool (*run)(StoreTx *tx, void *data, Error **error), Error **error)
{
  g_autoptr(Store) store = command_store(&request->database, create, error);
  if (!store || !store_write_wait(store, run, request, error))
    return false;
  if (request->outcome == ACCOUNT_DONE)
    return true;
  if (request->outcome == ACCOUNT_EXISTS) {
    error_set(error, ERROR_SITE, "there is a moderator '%s' already", request->name);
    error_hint(error, "'senf-comments moderator password' sets a new password");
  } else {
    error_set(error, ERROR_SITE, "there is no moderator '%s'", request->name);
    error_hint(error, "'senf-comments moderator list' shows who there is");
  }
  return false;
}

/* --- the four verbs ------------------------------------------------------------ */

/* Prints a generated password only after it is stored. */
static bool with_password(Request *request, bool create,
                          bool (*run)(StoreTx *tx, void *data, Error **error), Error **error)
{
  char password[ACCOUNT_PASSWORD_MAX + 2] = "";
  if (request->generate)
    password_generate(&random_system, password);
  bool ok = (request->generate ||
             password_input(request->from_stdin, password, sizeof password, error)) &&
            account_password_check(password, error) &&
            password_hash(password, &request->cost, request->hash, error) &&
            write_account(request, create, run, error);
  if (ok && request->generate)
    puts(password);
  sodium_memzero(password, sizeof password);
  return ok;
}

static bool moderator_add(Request *request, Error **error)
{
  return with_password(request, true, run_add, error);
}

static bool moderator_password(Request *request, Error **error)
{
  return with_password(request, false, run_password, error);
}

static bool moderator_remove(Request *request, Error **error)
{
  return write_account(request, false, run_remove, error);
}

static char *time_text(int64_t seconds)
{
  if (seconds == 0)
    return g_strdup("never");
  GString *text = g_string_new(NULL);
  DateTime time = {.seconds = seconds, .set = true, .has_time = true};
  datetime_rfc3339(&time, text);
  return g_string_free(text, FALSE);
}

static void print_row(const Account *account)
{
  g_autofree char *added = time_text(account->created_at);
  g_autofree char *login = time_text(account->last_login_at);
  printf("%-20s  %-20s  %s\n", account->name, added, login);
}

static bool moderator_list(Request *request, Error **error)
{
  g_autoptr(Store) store = command_store(&request->database, false, error);
  if (!store)
    return false;
  g_autoptr(Arena) arena = arena_new();
  Account *items;
  size_t count = 0;
  Sql *db = store_reader_take(store, error);
  bool ok = db && account_list(db, arena, &items, &count, error);
  store_reader_give(store, db);
  if (ok && count > 0)
    printf("%-20s  %-20s  %s\n", "NAME", "ADDED", "LAST LOGIN");
  for (size_t i = 0; i < count; i++)
    print_row(&items[i]);
  return ok;
}

/* --- the command line ---------------------------------------------------------- */

typedef struct Verb {
  const char *name;
  bool (*run)(Request *request, Error **error);
  guint operands; /* behind the verb */
} Verb;

static const Verb verbs[] = {
    {"add", moderator_add, 1},
    {"list", moderator_list, 0},
    {"remove", moderator_remove, 1},
    {"password", moderator_password, 1},
};

static const Verb *find_verb(const char *name, Error **error)
{
  const char *names[G_N_ELEMENTS(verbs) + 1] = {0};
  for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++) {
    if (strcmp(name, verbs[i].name) == 0)
      return &verbs[i];
    names[i] = verbs[i].name;
  }
  error_set(error, ERROR_USAGE, "'moderator' can't '%s'", name);
  const char *nearest = suggest_nearest(name, names);
  if (nearest)
    error_hint(error, "did you mean 'senf-comments moderator %s'?", nearest);
  else
    error_hint(error, "it can add, list, remove, password");
  return NULL;
}

static bool check_request(const Verb *verb, const GPtrArray *operands, Request *request,
                          Error **error)
{
  if (operands->len - 1 != verb->operands) {
    error_set(error, ERROR_USAGE,
              verb->operands ? "'moderator %s' wants one name" : "'moderator %s' takes no name",
              verb->name);
    return false;
  }
  request->name = verb->operands ? g_ptr_array_index(operands, 1) : NULL;
  if (request->generate && request->from_stdin) {
    error_set(error, ERROR_USAGE, "--generate and --password-stdin exclude each other");
    return false;
  }
  return verb->run != moderator_add || account_name_check(request->name, error);
}

static bool run_verb(const GPtrArray *operands, Request *request, Error **error)
{
  const Verb *verb = find_verb(g_ptr_array_index(operands, 0), error);
  return verb && check_request(verb, operands, request, error) && verb->run(request, error);
}

int command_moderator(int argc, char **argv)
{
  Request request = {.cost = password_cost_default};
  int64_t passes = (int64_t)request.cost.operations,
          kibibytes = (int64_t)request.cost.memory / 1024;
  const Option options[] = {
      COMMAND_DATABASE_OPTIONS(request.database),
      {.name = "generate",
       .kind = OPTION_FLAG,
       .value = &request.generate,
       .help = "make up a password and print it"},
      {.name = "password-stdin",
       .kind = OPTION_FLAG,
       .value = &request.from_stdin,
       .help = "read the password from the first line of stdin"},
      {.name = "hash-memory",
       .kind = OPTION_INT,
       .value = &kibibytes,
       .placeholder = "KIB",
       .help = "memory of the password's hash (default: 65536)",
       .min = 8,
       .max = 4194304},
      {.name = "hash-passes",
       .kind = OPTION_INT,
       .value = &passes,
       .placeholder = "N",
       .help = "passes over that memory (default: 3)",
       .min = 1,
       .max = 100},
      {.name = NULL},
  };
  const Command command = {
      .usage = "senf-comments moderator add|list|remove|password [NAME] [options]",
      .summary = "Who may moderate. A new password, or removal, ends the sessions of that name.",
      .details = "On a terminal the password is asked for twice, without showing it. The server\n"
                 "may be running.",
      .options = options,
      .operands_min = 1,
      .operands_max = 2,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  int status;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  request.cost = (PasswordCost){(uint64_t)passes, (size_t)kibibytes * 1024};
  g_autoptr(Error) error = NULL;
  return run_verb(operands, &request, &error) ? 0 : command_fail(error);
}
