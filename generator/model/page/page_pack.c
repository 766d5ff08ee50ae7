#include "generator/model/page/page.h"

#include "common/number_bytes.h"

#include <string.h>

/* The bytes: VERSION, then each field in the order of the table. Numbers are
 * varints (number_bytes.h; signed ones zigzag), so that no byte order and no alignment
 * matters; texts are their length plus one (0: NULL), their bytes and a NUL, so
 * that an unpacked page can point at them. */
#define VERSION 5
/* Deeper than any parser here lets a document be. */
#define TREE_DEPTH_MAX 80

typedef enum FieldKind {
  FIELD_TEXT,
  FIELD_TEXTS, /* NULL-ended */
  FIELD_INT,
  FIELD_SIZE,
  FIELD_DIGEST,
  FIELD_BOOL,
  FIELD_ENUM,
  FIELD_DATE,
  FIELD_TREE,
  FIELD_HEADINGS, /* with the count that follows it in Page */
  FIELD_LINKS,    /* likewise */
  FIELD_SHORTCODES,
} FieldKind;

typedef struct Field {
  FieldKind kind;
  size_t offset;
} Field;

#define FIELD(kind, member)                                                                        \
  {                                                                                                \
    FIELD_##kind, offsetof(Page, member)                                                           \
  }

static const Field FIELDS[] = {
    FIELD(ENUM, kind),
    FIELD(TEXT, path),
    FIELD(TEXT, id),
    FIELD(TEXT, lang),
    FIELD(TEXT, translation_key),
    FIELD(TEXT, slug),
    FIELD(TEXT, section),
    FIELD(TEXT, url),
    FIELD(TEXT, output),
    FIELD(TEXT, title),
    FIELD(TEXT, description),
    FIELD(TEXT, summary),
    FIELD(DATE, date),
    FIELD(DATE, updated),
    FIELD(DATE, expiry),
    FIELD(BOOL, draft),
    FIELD(BOOL, unlisted),
    FIELD(BOOL, unrendered),
    FIELD(BOOL, no_sitemap),
    FIELD(TEXT, redirect_to),
    FIELD(BOOL, is_index),
    FIELD(TEXTS, authors),
    FIELD(TEXTS, contributors),
    FIELD(TEXTS, tags),
    FIELD(TEXTS, terms),
    FIELD(TEXT, series),
    FIELD(INT, series_weight),
    FIELD(TEXTS, aliases),
    FIELD(ENUM, comments),
    FIELD(TEXT, image),
    FIELD(TEXT, layout),
    FIELD(TREE, extra),
    FIELD(HEADINGS, headings),
    FIELD(LINKS, links),
    FIELD(TEXTS, anchors),
    FIELD(SHORTCODES, shortcodes),
    FIELD(BOOL, has_code),
    FIELD(BOOL, has_extras),
    FIELD(INT, words),
    FIELD(BOOL, has_body_slots),
    FIELD(SIZE, body_length),
    FIELD(DIGEST, body_digest),
};

/* --- writing --- */

static void put_number(GByteArray *out, uint64_t number)
{
  uint8_t bytes[VARINT_MAX];
  g_byte_array_append(out, bytes, (guint)(varint_put(bytes, number) - bytes));
}

static void put_signed(GByteArray *out, int64_t number)
{
  put_number(out, ((uint64_t)number << 1) ^ (uint64_t)(number < 0 ? -1 : 0));
}

static void put_text(GByteArray *out, const char *text)
{
  if (!text) {
    put_number(out, 0);
    return;
  }
  size_t length = strlen(text);
  put_number(out, length + 1);
  g_byte_array_append(out, (const guint8 *)text, (guint)length + 1);
}

static void put_texts(GByteArray *out, const char *const *texts)
{
  size_t count = 0;
  while (texts && texts[count])
    count++;
  put_number(out, count);
  for (size_t i = 0; i < count; i++)
    put_text(out, texts[i]);
}

static void put_date(GByteArray *out, const DateTime *date)
{
  put_number(out, (date->set ? 1u : 0u) | (date->has_time ? 2u : 0u));
  if (!date->set)
    return;
  put_signed(out, date->seconds);
  put_signed(out, date->offset);
}

/* Places are left out: they move when a line is added above, and nobody asks for
 * them after parsing. */
static void put_tree(GByteArray *out, const Tree *tree)
{
  if (!tree) {
    put_number(out, 0);
    return;
  }
  put_number(out, (uint64_t)tree->kind + 1);
  if (tree->kind != TREE_LIST && tree->kind != TREE_MAP) {
    put_text(out, tree->text);
    put_number(out, tree->quoted);
    uint64_t bits = 0; /* the widest member of the union */
    if (tree->kind == TREE_BOOL)
      bits = tree->boolean;
    else if (tree->kind == TREE_INT)
      bits = (uint64_t)tree->integer;
    else if (tree->kind == TREE_FLOAT)
      memcpy(&bits, &tree->real, sizeof bits);
    put_number(out, bits);
    return;
  }
  put_number(out, tree->count);
  for (size_t i = 0; i < tree->count; i++) {
    if (tree->kind == TREE_MAP)
      put_text(out, tree->keys[i]);
    put_tree(out, tree->items[i]);
  }
}

static void put_headings(GByteArray *out, const Page *page)
{
  put_number(out, page->heading_count);
  for (size_t i = 0; i < page->heading_count; i++) {
    put_number(out, (uint64_t)page->headings[i].level);
    put_text(out, page->headings[i].id);
    put_text(out, page->headings[i].text);
  }
}

static void put_links(GByteArray *out, const Page *page)
{
  put_number(out, page->link_count);
  for (size_t i = 0; i < page->link_count; i++) {
    put_text(out, page->links[i].target);
    put_number(out, (uint64_t)page->links[i].line);
  }
}

static void put_shortcodes(GByteArray *out, const Page *page)
{
  put_number(out, page->shortcode_count);
  for (size_t i = 0; i < page->shortcode_count; i++) {
    put_text(out, page->shortcodes[i].name);
    put_number(out, (uint64_t)page->shortcodes[i].line);
  }
}

static void put_field(GByteArray *out, const Page *page, const Field *field)
{
  const void *member = (const char *)page + field->offset;
  switch (field->kind) {
  case FIELD_TEXT:
    put_text(out, *(const char *const *)member);
    break;
  case FIELD_TEXTS:
    put_texts(out, *(const char *const *const *)member);
    break;
  case FIELD_INT:
    put_signed(out, *(const int64_t *)member);
    break;
  case FIELD_SIZE:
    put_number(out, *(const size_t *)member);
    break;
  case FIELD_DIGEST:
    put_number(out, *(const Digest *)member);
    break;
  case FIELD_BOOL:
    put_number(out, *(const bool *)member);
    break;
  case FIELD_ENUM:
    put_number(out, *(const unsigned *)member);
    break;
  case FIELD_DATE:
    put_date(out, member);
    break;
  case FIELD_TREE:
    put_tree(out, *(const Tree *const *)member);
    break;
  case FIELD_HEADINGS:
    put_headings(out, page);
    break;
  case FIELD_LINKS:
    put_links(out, page);
    break;
  case FIELD_SHORTCODES:
    put_shortcodes(out, page);
    break;
  }
}

Digest page_pack(const Page *page, GByteArray *out)
{
  guint begin = out->len;
  put_number(out, VERSION);
  for (size_t i = 0; i < G_N_ELEMENTS(FIELDS); i++)
    put_field(out, page, &FIELDS[i]);
  return digest_bytes(out->data + begin, out->len - begin);
}

Digest page_digest(const Page *page)
{
  g_autoptr(GByteArray) bytes = g_byte_array_sized_new(1024);
  return page_pack(page, bytes);
}

/* Named is what does not count, so that a new member counts. */
Digest page_shape(const Page *page)
{
  Page shape = *page;
  shape.title = shape.description = shape.summary = "";
  shape.updated = (DateTime){0};
  shape.image = NULL;
  shape.extra = NULL;
  shape.heading_count = shape.link_count = shape.shortcode_count = 0;
  shape.anchors = NULL;
  shape.has_code = shape.has_extras = false;
  shape.words = 0;
  shape.has_body_slots = false;
  shape.body_length = 0;
  shape.body_digest = 0;
  return page_digest(&shape);
}

/* --- reading: every length is checked against what is left --- */

typedef struct Unpack {
  const uint8_t *at, *end;
  Arena *arena;
  bool damaged;
} Unpack;

static uint64_t get_number(Unpack *unpack)
{
  uint64_t number = 0;
  if (varint_take(&unpack->at, unpack->end, &number))
    return number;
  unpack->damaged = true;
  return 0;
}

static int64_t get_signed(Unpack *unpack)
{
  uint64_t number = get_number(unpack);
  return (int64_t)(number >> 1) ^ -(int64_t)(number & 1);
}

/* A number that is at most `max`. */
static uint64_t get_limited(Unpack *unpack, uint64_t max)
{
  uint64_t number = get_number(unpack);
  if (number > max) {
    unpack->damaged = true;
    return 0;
  }
  return number;
}

/* How many things follow; each takes a byte or more of what is left behind the number. */
static size_t get_count(Unpack *unpack)
{
  uint64_t count = get_number(unpack);
  if (count > (uint64_t)(unpack->end - unpack->at)) {
    unpack->damaged = true;
    return 0;
  }
  return (size_t)count;
}

static const char *get_text(Unpack *unpack)
{
  size_t size = get_count(unpack);
  if (size == 0)
    return NULL;
  const char *text = (const char *)unpack->at;
  if (memchr(text, 0, size) != text + size - 1) {
    unpack->damaged = true;
    return NULL;
  }
  unpack->at += size;
  return text;
}

static const char *get_needed_text(Unpack *unpack)
{
  const char *text = get_text(unpack);
  unpack->damaged = unpack->damaged || !text;
  return text;
}

static const char *const *get_texts(Unpack *unpack)
{
  static const char *const none[] = {NULL};
  size_t count = get_count(unpack);
  if (count == 0)
    return none;
  const char **texts = arena_new_array(unpack->arena, const char *, count + 1);
  for (size_t i = 0; i < count && !unpack->damaged; i++)
    texts[i] = get_needed_text(unpack);
  return texts;
}

static void get_date(Unpack *unpack, DateTime *date)
{
  unsigned flags = (unsigned)get_limited(unpack, 3);
  date->set = flags & 1;
  date->has_time = flags & 2;
  if (!date->set)
    return;
  date->seconds = get_signed(unpack);
  int64_t offset = get_signed(unpack);
  if (offset < -24 * 60 || offset > 24 * 60)
    unpack->damaged = true;
  else
    date->offset = (int16_t)offset;
}

static void get_scalar(Unpack *unpack, Tree *tree)
{
  tree->text = get_needed_text(unpack);
  tree->quoted = get_limited(unpack, 1) != 0;
  uint64_t bits = get_number(unpack);
  if (tree->kind == TREE_BOOL)
    tree->boolean = bits != 0;
  else if (tree->kind == TREE_INT)
    tree->integer = (int64_t)bits;
  else if (tree->kind == TREE_FLOAT)
    memcpy(&tree->real, &bits, sizeof tree->real);
}

static const Tree *get_tree(Unpack *unpack, int depth)
{
  uint64_t kind = get_limited(unpack, TREE_MAP + 1);
  if (kind == 0)
    return NULL;
  Tree *tree = tree_new(unpack->arena, (TreeKind)(kind - 1), 0, 0);
  if (tree->kind != TREE_LIST && tree->kind != TREE_MAP) {
    get_scalar(unpack, tree);
    return tree;
  }
  tree->count = get_count(unpack);
  if (depth == TREE_DEPTH_MAX) {
    unpack->damaged = true;
    return NULL;
  }
  const Tree **items = arena_new_array(unpack->arena, const Tree *, tree->count);
  tree->items = items;
  if (tree->kind == TREE_MAP)
    tree->keys = arena_new_array(unpack->arena, const char *, tree->count);
  for (size_t i = 0; i < tree->count && !unpack->damaged; i++) {
    if (tree->kind == TREE_MAP)
      tree->keys[i] = get_needed_text(unpack);
    items[i] = get_tree(unpack, depth + 1);
    unpack->damaged = unpack->damaged || !items[i];
  }
  return tree;
}

static void get_headings(Unpack *unpack, Page *page)
{
  size_t count = get_count(unpack);
  Heading *headings = arena_new_array(unpack->arena, Heading, count);
  for (size_t i = 0; i < count && !unpack->damaged; i++) {
    headings[i].level = (int)get_limited(unpack, 6);
    headings[i].id = get_needed_text(unpack);
    headings[i].text = get_needed_text(unpack);
  }
  page->headings = headings;
  page->heading_count = count;
}

static void get_links(Unpack *unpack, Page *page)
{
  size_t count = get_count(unpack);
  PageLink *links = arena_new_array(unpack->arena, PageLink, count);
  for (size_t i = 0; i < count && !unpack->damaged; i++) {
    links[i].target = get_needed_text(unpack);
    links[i].line = (int)get_limited(unpack, G_MAXINT);
  }
  page->links = links;
  page->link_count = count;
}

static void get_shortcodes(Unpack *unpack, Page *page)
{
  size_t count = get_count(unpack);
  PageShortcode *shortcodes = arena_new_array(unpack->arena, PageShortcode, count);
  for (size_t i = 0; i < count && !unpack->damaged; i++) {
    shortcodes[i].name = get_needed_text(unpack);
    shortcodes[i].line = (int)get_limited(unpack, G_MAXINT);
  }
  page->shortcodes = shortcodes;
  page->shortcode_count = count;
}

static void get_field(Unpack *unpack, Page *page, const Field *field)
{
  void *member = (char *)page + field->offset;
  switch (field->kind) {
  case FIELD_TEXT:
    *(const char **)member = get_text(unpack);
    break;
  case FIELD_TEXTS:
    *(const char *const **)member = get_texts(unpack);
    break;
  case FIELD_INT:
    *(int64_t *)member = get_signed(unpack);
    break;
  case FIELD_SIZE:
    *(size_t *)member = (size_t)get_number(unpack);
    break;
  case FIELD_DIGEST:
    *(Digest *)member = get_number(unpack);
    break;
  case FIELD_BOOL:
    *(bool *)member = get_limited(unpack, 1) != 0;
    break;
  case FIELD_ENUM:
    *(unsigned *)member = (unsigned)get_limited(unpack, 2);
    break;
  case FIELD_DATE:
    get_date(unpack, member);
    break;
  case FIELD_TREE:
    *(const Tree **)member = get_tree(unpack, 0);
    break;
  case FIELD_HEADINGS:
    get_headings(unpack, page);
    break;
  case FIELD_LINKS:
    get_links(unpack, page);
    break;
  case FIELD_SHORTCODES:
    get_shortcodes(unpack, page);
    break;
  }
}

/* What no page is without. */
static bool is_whole(const Page *page)
{
  return page->kind <= PAGE_PAGE && page->path && page->id && page->lang && page->translation_key &&
         page->slug && page->url && page->output && page->title && page->description &&
         page->summary && page->redirect_to;
}

bool page_unpack(Page *page, Arena *arena, const void *bytes, size_t length)
{
  Unpack unpack = {.at = bytes, .end = (const uint8_t *)bytes + length, .arena = arena};
  memset(page, 0, sizeof *page);
  if (length == 0 || get_number(&unpack) != VERSION)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(FIELDS) && !unpack.damaged; i++)
    get_field(&unpack, page, &FIELDS[i]);
  return !unpack.damaged && unpack.at == unpack.end && is_whole(page);
}
