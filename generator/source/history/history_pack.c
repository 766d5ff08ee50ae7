/* A history as bytes: the magic, numbers of seven bits a byte (low first, the top
 * bit says that more follow), texts as length and bytes, and a digest at the end. */
#include "generator/source/history/history_internal.h"

#include <string.h>

static const char magic[8] = "senfhi2";

/* --- writing --------------------------------------------------------------------------------------- */

static void put_number(GByteArray *out, uint64_t number)
{
  guint8 bytes[10];
  guint length = 0;
  do {
    bytes[length++] = (guint8)((number & 0x7f) | (number > 0x7f ? 0x80 : 0));
    number >>= 7;
  } while (number > 0);
  g_byte_array_append(out, bytes, length);
}

/* Small numbers of either sign stay short. */
static void put_signed(GByteArray *out, int64_t number)
{
  put_number(out, ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0));
}

static void put_text(GByteArray *out, const char *text)
{
  size_t length = strlen(text);
  put_number(out, length);
  g_byte_array_append(out, (const guint8 *)text, (guint)length);
}

static void put_list(GByteArray *out, const HistoryList *list)
{
  put_number(out, list->count);
  for (uint32_t i = 0; i < list->count; i++)
    put_number(out, list->items[i]);
}

static void put_touch(GByteArray *out, const HistoryTouch *touch)
{
  put_signed(out, touch->committed);
  put_signed(out, touch->authored);
  put_signed(out, touch->offset);
  put_number(out, touch->person);
}

static void put_life(GByteArray *out, const HistoryLife *life)
{
  put_number(out, life->path);
  put_number(out, life->living);
  put_text(out, life->identity);
  put_touch(out, &life->added);
  put_touch(out, &life->changed);
  put_list(out, &life->people);
  put_list(out, &life->writers);
  put_list(out, &life->former);
}

GByteArray *history_save(const History *history)
{
  GByteArray *out = g_byte_array_new();
  g_byte_array_append(out, (const guint8 *)magic, sizeof magic);
  put_text(out, history->commit);
  g_byte_array_append(out, (const guint8 *)&history->shallow, sizeof history->shallow);
  put_number(out, history->people->len);
  for (guint i = 0; i < history->people->len; i++) {
    const HistoryPerson *person = &g_array_index(history->people, HistoryPerson, i);
    put_text(out, person->name);
    put_text(out, person->email);
  }
  put_number(out, history->paths->len);
  for (guint i = 0; i < history->paths->len; i++) {
    put_text(out, history_path_at(history, i)->text);
    put_number(out, history_path_at(history, i)->life);
  }
  put_number(out, history->lives->len);
  for (guint i = 0; i < history->lives->len; i++)
    put_life(out, history_life_at(history, i));
  put_number(out, history->known->len / GIT_OID_RAWSZ);
  g_byte_array_append(out, history->known->data, history->known->len);
  Digest digest = digest_bytes(out->data, out->len);
  g_byte_array_append(out, (const guint8 *)&digest, sizeof digest);
  return out;
}

/* One life with all that it names: people by their place in its own list. */
static uint32_t place_of(const HistoryLife *life, uint32_t person)
{
  for (uint32_t i = 0; i < life->people.count; i++)
    if (life->people.items[i] == person)
      return i;
  return person;
}

static void put_life_touch(GByteArray *out, const HistoryLife *life, const HistoryTouch *touch)
{
  HistoryTouch own = *touch;
  own.person = place_of(life, touch->person);
  put_touch(out, &own);
}

bool history_life_save(const History *history, const char *path, GByteArray *out)
{
  gpointer known = g_hash_table_lookup(history->path_index, path);
  uint32_t index = GPOINTER_TO_UINT(known) - 1;
  uint32_t number = known ? history_path_at(history, index)->life : HISTORY_NONE;
  if (number == HISTORY_NONE)
    return false;
  const HistoryLife *life = history_life_at(history, number);
  if (!life->living || life->path != index)
    return false;
  put_text(out, life->identity);
  put_number(out, life->people.count);
  for (uint32_t i = 0; i < life->people.count; i++) {
    const HistoryPerson *person =
        &g_array_index(history->people, HistoryPerson, life->people.items[i]);
    put_text(out, person->name);
    put_text(out, person->email);
  }
  put_number(out, life->writers.count);
  for (uint32_t i = 0; i < life->writers.count; i++)
    put_number(out, place_of(life, life->writers.items[i]));
  put_life_touch(out, life, &life->added);
  put_life_touch(out, life, &life->changed);
  put_number(out, life->former.count);
  for (uint32_t i = 0; i < life->former.count; i++)
    put_text(out, history_path_at(history, life->former.items[i])->text);
  return true;
}

/* --- reading ------------------------------------------------------------------------------------------ */

typedef struct Reader {
  const unsigned char *at, *end;
  bool damaged;
} Reader;

static uint64_t get_number(Reader *reader)
{
  uint64_t number = 0;
  for (int shift = 0; shift < 64 && reader->at < reader->end; shift += 7) {
    unsigned char byte = *reader->at++;
    number |= (uint64_t)(byte & 0x7f) << shift;
    if (!(byte & 0x80))
      return number;
  }
  reader->damaged = true;
  return 0;
}

static int64_t get_signed(Reader *reader)
{
  uint64_t number = get_number(reader);
  return (int64_t)((number >> 1) ^ (number & 1 ? UINT64_MAX : 0));
}

static const unsigned char *get_bytes(Reader *reader, uint64_t length)
{
  if (length > (uint64_t)(reader->end - reader->at)) {
    reader->damaged = true;
    return NULL;
  }
  reader->at += length;
  return reader->at - length;
}

/* How many of something follow: never more than there are bytes. */
static uint32_t get_count(Reader *reader)
{
  uint64_t count = get_number(reader);
  if (count <= (uint64_t)(reader->end - reader->at))
    return (uint32_t)count;
  reader->damaged = true;
  return 0;
}

/* An index below `count`, or HISTORY_NONE where that is allowed. */
static uint32_t get_index(Reader *reader, uint32_t count, bool or_none)
{
  uint64_t index = get_number(reader);
  if (index < count || (or_none && index == HISTORY_NONE))
    return (uint32_t)index;
  reader->damaged = true;
  return 0;
}

static const char *get_text(Reader *reader, Arena *arena)
{
  uint64_t length = get_number(reader);
  const unsigned char *bytes = get_bytes(reader, length);
  return bytes ? arena_strndup(arena, (const char *)bytes, length) : "";
}

static void get_touch(Reader *reader, const History *history, HistoryTouch *touch)
{
  touch->committed = get_signed(reader);
  touch->authored = get_signed(reader);
  touch->offset = (int16_t)get_signed(reader);
  touch->person = get_index(reader, history->people->len, true);
}

static void get_list(Reader *reader, History *history, uint32_t limit, HistoryList *list)
{
  uint32_t count = get_count(reader);
  for (uint32_t i = 0; i < count && !reader->damaged; i++)
    history_list_add(history, list, get_index(reader, limit, false));
}

static void get_life(Reader *reader, History *history)
{
  HistoryLife life = {.path = get_index(reader, history->paths->len, false)};
  life.living = get_number(reader) != 0;
  life.identity = get_text(reader, history->arena);
  get_touch(reader, history, &life.added);
  get_touch(reader, history, &life.changed);
  get_list(reader, history, history->people->len, &life.people);
  get_list(reader, history, history->people->len, &life.writers);
  get_list(reader, history, history->paths->len, &life.former);
  g_array_append_val(history->lives, life);
  if (life.living)
    g_hash_table_add(history->taken, (gpointer)life.identity);
}

static void get_paths(Reader *reader, History *history)
{
  uint32_t count = get_count(reader);
  for (uint32_t i = 0; i < count && !reader->damaged; i++) {
    HistoryPath path = {.text = get_text(reader, history->arena)};
    path.life = get_index(reader, HISTORY_NONE, true);
    g_array_append_val(history->paths, path);
    g_hash_table_insert(history->path_index, (gpointer)path.text,
                        GUINT_TO_POINTER(history->paths->len));
  }
}

static void get_all(Reader *reader, History *history)
{
  g_strlcpy(history->commit, get_text(reader, history->arena), sizeof history->commit);
  const unsigned char *shallow = get_bytes(reader, sizeof history->shallow);
  if (shallow)
    memcpy(&history->shallow, shallow, sizeof history->shallow);
  uint32_t people = get_count(reader);
  for (uint32_t i = 0; i < people && !reader->damaged; i++) {
    const char *name = get_text(reader, history->arena);
    history_person(history, name, get_text(reader, history->arena));
  }
  get_paths(reader, history);
  uint32_t lives = get_count(reader);
  for (uint32_t i = 0; i < lives && !reader->damaged; i++)
    get_life(reader, history);
  for (guint i = 0; i < history->paths->len; i++) {
    uint32_t life = history_path_at(history, i)->life;
    if (life != HISTORY_NONE && life >= history->lives->len)
      reader->damaged = true;
  }
  uint64_t known = get_count(reader);
  const unsigned char *ids = get_bytes(reader, known * GIT_OID_RAWSZ);
  if (ids)
    g_byte_array_append(history->known, ids, (guint)(known * GIT_OID_RAWSZ));
}

bool history_load(History *history, const void *bytes, size_t length)
{
  Digest digest;
  history_clear(history);
  if (!bytes || length < sizeof magic + sizeof digest || memcmp(bytes, magic, sizeof magic) != 0)
    return false;
  const unsigned char *begin = bytes, *end = begin + length - sizeof digest;
  memcpy(&digest, end, sizeof digest);
  if (digest != digest_bytes(begin, length - sizeof digest))
    return false;
  Reader reader = {begin + sizeof magic, end, false};
  get_all(&reader, history);
  if (!reader.damaged && reader.at == end)
    return true;
  history_clear(history);
  return false;
}

/* --- one life ------------------------------------------------------------------------------------------- */

static void get_life_touch(Reader *reader, const HistoryLife *life, HistoryTouch *touch)
{
  touch->committed = get_signed(reader);
  touch->authored = get_signed(reader);
  touch->offset = (int16_t)get_signed(reader);
  uint32_t place = get_index(reader, life->people.count, false);
  touch->person = reader->damaged ? HISTORY_NONE : life->people.items[place];
}

bool history_life_load(History *history, const char *path, const void *bytes, size_t length)
{
  Reader reader = {.at = bytes, .end = (const unsigned char *)bytes + length};
  HistoryLife life = {.path = history_path(history, path), .living = true};
  life.identity = get_text(&reader, history->arena);
  for (uint32_t count = get_count(&reader); count > 0 && !reader.damaged; count--) {
    const char *name = get_text(&reader, history->arena);
    const char *email = get_text(&reader, history->arena);
    history_list_add(history, &life.people, history_person(history, name, email));
  }
  for (uint32_t count = get_count(&reader); count > 0 && !reader.damaged; count--) {
    uint32_t place = get_index(&reader, life.people.count, false);
    if (!reader.damaged)
      history_list_add(history, &life.writers, life.people.items[place]);
  }
  get_life_touch(&reader, &life, &life.added);
  get_life_touch(&reader, &life, &life.changed);
  for (uint32_t count = get_count(&reader); count > 0 && !reader.damaged; count--) {
    const char *former = get_text(&reader, history->arena);
    history_list_add(history, &life.former, history_path(history, former));
  }
  if (reader.damaged || reader.at != reader.end)
    return false;
  g_array_append_val(history->lives, life);
  history_path_at(history, life.path)->life = history->lives->len - 1;
  g_hash_table_add(history->taken, (gpointer)life.identity);
  return true;
}
