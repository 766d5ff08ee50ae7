/* One commit object, read from its bytes:
 *
 *     tree ID
 *     parent ID            (any number)
 *     author NAME <EMAIL> SECONDS +HHMM
 *     committer …
 *     encoding …           (rarely)
 *     (an empty line, the message)
 */
#include "generator/source/history/history_internal.h"

#include "generator/source/source_git.h"

#include <string.h>

/* More parents than this are not compared; git itself makes no such merges. */
#define PARENTS_MAX 4096

/* More people than this do not share a commit. */
#define HELPERS_MAX 64

/* The years 1 to 9999, as DateTime has them. */
#define SECONDS_MIN INT64_C(-62135596800)
#define SECONDS_MAX INT64_C(253402300799)

guint history_oid_hash(gconstpointer id)
{
  guint hash;
  memcpy(&hash, ((const git_oid *)id)->id, sizeof hash);
  return hash;
}

gboolean history_oid_equal(gconstpointer a, gconstpointer b)
{
  return memcmp(((const git_oid *)a)->id, ((const git_oid *)b)->id, GIT_OID_RAWSZ) == 0;
}

typedef struct Header {
  const char *at, *end; /* of the headers not read yet */
} Header;

/* The value of the next line if it begins with `name` and a space. */
static const char *header_line(Header *header, const char *name, size_t *length)
{
  size_t name_length = strlen(name);
  if ((size_t)(header->end - header->at) <= name_length ||
      memcmp(header->at, name, name_length) != 0 || header->at[name_length] != ' ')
    return NULL;
  const char *value = header->at + name_length + 1;
  const char *newline = memchr(value, '\n', (size_t)(header->end - value));
  const char *value_end = newline ? newline : header->end;
  *length = (size_t)(value_end - value);
  header->at = newline ? newline + 1 : header->end;
  return value;
}

static bool header_id(Header *header, const char *name, git_oid *id)
{
  size_t length = 0;
  Header before = *header;
  const char *value = header_line(header, name, &length);
  if (value && length == GIT_OID_HEXSZ && git_oid_fromstrn(id, value, length) == 0)
    return true;
  *header = before;
  return false;
}

static int16_t parse_offset(const char *text)
{
  int64_t number = g_ascii_strtoll(text, NULL, 10);
  int64_t minutes = number / 100 * 60 + number % 100;
  return minutes > -1440 && minutes < 1440 ? (int16_t)minutes : 0;
}

/* Names from before UTF-8 are read as the commit's encoding says, or as they can be. */
static const char *clean_name(Arena *arena, const char *text, size_t length, const char *encoding)
{
  g_autofree char *copy = g_strndup(text, length);
  g_autofree char *utf8 = NULL;
  if (!g_utf8_validate(copy, -1, NULL) && encoding)
    utf8 = g_convert(copy, -1, "UTF-8", encoding, NULL, NULL, NULL);
  if (!utf8)
    utf8 = g_utf8_make_valid(copy, -1);
  return arena_strdup(arena, g_strstrip(utf8));
}

typedef struct Signature {
  const char *name, *email;
  size_t name_length, email_length;
  int64_t seconds;
  int16_t offset;
} Signature;

/* Real histories hold "Name <a <b>" and worse: the last '>' ends the address. */
static void parse_signature(const char *value, size_t length, Signature *out)
{
  memset(out, 0, sizeof *out);
  const char *close = memrchr(value, '>', length);
  const char *open = memchr(value, '<', close ? (size_t)(close - value) : length);
  out->name = value;
  out->name_length = open ? (size_t)(open - value) : 0;
  out->email = open ? open + 1 : value;
  out->email_length = open && close ? (size_t)(close - open - 1) : 0;
  g_autofree char *when =
      close ? g_strndup(close + 1, (size_t)(value + length - close - 1)) : g_strdup("");
  char *zone = when;
  out->seconds = CLAMP(g_ascii_strtoll(when, &zone, 10), SECONDS_MIN, SECONDS_MAX);
  out->offset = parse_offset(zone);
}

static const char *find_encoding(Header header, Arena *arena)
{
  size_t length = 0;
  const char *value = header_line(&header, "encoding", &length);
  return value ? arena_strndup(arena, value, length) : NULL;
}

static void parse_parents(HistoryWalk *walk, HistoryCommit *commit, Header *header)
{
  git_oid id;
  g_autoptr(GArray) parents = g_array_new(FALSE, FALSE, sizeof(git_oid));
  while (parents->len < PARENTS_MAX && header_id(header, "parent", &id))
    g_array_append_val(parents, id);
  if (g_hash_table_contains(walk->shallow, &commit->id))
    g_array_set_size(parents, 0);
  commit->parent_count = parents->len;
  commit->parents = arena_memdup(walk->arena, parents->data, parents->len * sizeof(git_oid));
}

/* "Co-authored-by: Name <address>", in any case of letters, anywhere in the message. */
static void parse_helpers(HistoryWalk *walk, HistoryCommit *commit, const char *at, const char *end,
                          const char *encoding)
{
  static const char trailer[] = "co-authored-by:";
  const size_t length = sizeof trailer - 1;
  g_autoptr(GArray) helpers = g_array_new(FALSE, FALSE, sizeof(HistoryPerson));
  for (const char *next; at < end && helpers->len < HELPERS_MAX; at = next) {
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    next = newline ? newline + 1 : end;
    if ((size_t)(stop - at) <= length || g_ascii_strncasecmp(at, trailer, length) != 0)
      continue;
    Signature signature;
    parse_signature(at + length, (size_t)(stop - at) - length, &signature);
    HistoryPerson helper = {
        clean_name(walk->arena, signature.name, signature.name_length, encoding),
        clean_name(walk->arena, signature.email, signature.email_length, encoding)};
    if (*helper.name)
      g_array_append_val(helpers, helper);
  }
  commit->helper_count = helpers->len;
  commit->helpers = arena_memdup(walk->arena, helpers->data, helpers->len * sizeof(HistoryPerson));
}

static bool parse_commit(HistoryWalk *walk, HistoryCommit *commit, const char *text, size_t length)
{
  const char *body = g_strstr_len(text, (gssize)length, "\n\n");
  Header header = {text, body ? body + 1 : text + length};
  size_t author_length = 0, committer_length = 0;
  if (!header_id(&header, "tree", &commit->tree))
    return false;
  parse_parents(walk, commit, &header);
  const char *author = header_line(&header, "author", &author_length);
  const char *committer = header_line(&header, "committer", &committer_length);
  if (!author || !committer)
    return false;
  Signature signature;
  parse_signature(committer, committer_length, &signature);
  commit->committed = signature.seconds;
  parse_signature(author, author_length, &signature);
  commit->authored = signature.seconds;
  commit->offset = signature.offset;
  const char *encoding = find_encoding(header, walk->arena);
  commit->name = clean_name(walk->arena, signature.name, signature.name_length, encoding);
  commit->email = clean_name(walk->arena, signature.email, signature.email_length, encoding);
  if (body)
    parse_helpers(walk, commit, body + 2, text + length, encoding);
  return true;
}

HistoryCommit *history_commit_read(HistoryWalk *walk, const git_oid *id, Error **error)
{
  HistoryCommit *commit = g_hash_table_lookup(walk->commits, id);
  if (commit)
    return commit;
  char hex[41];
  git_odb_object *object = NULL;
  git_oid_tostr(hex, sizeof hex, id);
  if (git_odb_read(&object, walk->odb, id) != 0) {
    source_git_fail(error, "the commit", hex);
    return NULL;
  }
  commit = arena_new_of(walk->arena, HistoryCommit);
  commit->id = *id;
  bool parsed =
      git_odb_object_type(object) == GIT_OBJECT_COMMIT &&
      parse_commit(walk, commit, git_odb_object_data(object), git_odb_object_size(object));
  git_odb_object_free(object);
  if (!parsed) {
    error_set(error, ERROR_SITE, "the commit %.10s is damaged", hex);
    error_hint(error, "check the repository with: git fsck");
    return NULL;
  }
  g_hash_table_insert(walk->commits, &commit->id, commit);
  return commit;
}
