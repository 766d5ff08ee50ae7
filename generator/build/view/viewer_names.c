/* viewer_names.c - the numbers of the names that a viewer records, and what it knows of each
 * language: asked for once, as most outputs read the same few hundred facts. */
#include "generator/build/facts/facts.h"

#include <string.h>

Field viewer_field(Viewer *viewer, const char *name)
{
  size_t length = strlen(name);
  Field field = (Field)GPOINTER_TO_SIZE(text_map_get(&viewer->fields, name, length));
  if (field)
    return field;
  field = (Field)name_table_number(viewer->facts->fields, name);
  text_map_set(&viewer->fields, name, length, GSIZE_TO_POINTER((gsize)field));
  return field;
}

Subject viewer_thing(Viewer *viewer, const void *thing, const char *kind, const char *name)
{
  Subject subject = (Subject)GPOINTER_TO_SIZE(g_hash_table_lookup(viewer->things, thing));
  if (subject)
    return subject;
  g_autofree char *full = g_strconcat(kind, "/", name, NULL);
  subject = subject_make(SUBJECT_NAMED, name_table_number(viewer->facts->subjects, full));
  g_hash_table_insert(viewer->things, (gpointer)thing, GSIZE_TO_POINTER((gsize)subject));
  return subject;
}

Field viewer_lang_field(Viewer *viewer, const char *name)
{
  TextMap *known = &viewer->language->fields;
  size_t length = strlen(name);
  Field field = (Field)GPOINTER_TO_SIZE(text_map_get(known, name, length));
  if (field)
    return field;
  g_autofree char *full = g_strconcat(name, "/", viewer->lang, NULL);
  field = (Field)name_table_number(viewer->facts->fields, full);
  text_map_set(known, name, length, GSIZE_TO_POINTER((gsize)field));
  return field;
}

static ViewerLanguage *language_new(Viewer *viewer)
{
  ViewerLanguage *language = arena_new_of(viewer->lasting, ViewerLanguage);
  language->lang = arena_strdup(viewer->lasting, viewer->lang);
  language->strings = theme_strings(viewer->facts->theme, viewer->lang);
  text_map_init(&language->fields, viewer->lasting);
  text_map_init(&language->phrases, viewer->lasting);
  text_map_init(&language->formats, viewer->lasting);
  language->author_lists = g_hash_table_new(NULL, NULL);
  g_ptr_array_add(viewer->languages, language);
  return language;
}

void viewer_choose_language(Viewer *viewer)
{
  for (guint i = 0; i < viewer->languages->len; i++) {
    viewer->language = g_ptr_array_index(viewer->languages, i);
    if (strcmp(viewer->language->lang, viewer->lang) == 0)
      return;
  }
  viewer->language = language_new(viewer);
}

static Subject lang_subject(Viewer *viewer, Subject *known, const char *kind)
{
  if (!*known)
    *known = viewer_thing(viewer, known, kind, viewer->language->lang);
  return *known;
}

Subject viewer_strings(Viewer *viewer)
{
  return lang_subject(viewer, &viewer->language->strings_subject, "strings");
}

Subject viewer_site(Viewer *viewer)
{
  return lang_subject(viewer, &viewer->language->site_subject, "site");
}

const Phrase *viewer_phrase(Viewer *viewer, const char *key, size_t length)
{
  ViewerLanguage *language = viewer->language;
  Phrase *phrase = text_map_get(&language->phrases, key, length);
  if (phrase)
    return phrase;
  phrase = arena_new_of(viewer->lasting, Phrase);
  phrase->key = arena_strndup(viewer->lasting, key, length);
  phrase->field = viewer_field(viewer, phrase->key);
  phrase->text = strings_get(language->strings, phrase->key);
  phrase->length = phrase->text ? strlen(phrase->text) : 0;
  phrase->has_places = phrase->text && strchr(phrase->text, '{');
  text_map_set(&language->phrases, key, length, phrase);
  return phrase;
}

const DateFormat *viewer_date_format(Viewer *viewer, const char *name, size_t length)
{
  ViewerLanguage *language = viewer->language;
  DateFormat *format = text_map_get(&language->formats, name, length);
  if (format)
    return format;
  format = arena_new_of(viewer->lasting, DateFormat);
  format->pattern = arena_strndup(viewer->lasting, name, length);
  if (!strchr(format->pattern, '%')) {
    g_autofree char *key = g_strconcat("date.formats.", format->pattern, NULL);
    format->field = viewer_field(viewer, key);
    format->pattern = strings_date_format(language->strings, format->pattern);
    if (!format->pattern)
      format->pattern = "%Y-%m-%d";
  }
  if (strpbrk(format->pattern, "aAbBhcp"))
    format->names = viewer_field(viewer, "date.names");
  text_map_set(&language->formats, name, length, format);
  return format;
}

SiteList *viewer_front(Viewer *viewer)
{
  ViewerLanguage *language = viewer->language;
  if (!language->front)
    language->front = site_front(viewer->facts->site, language->lang);
  return language->front;
}

SiteList *viewer_author_list(Viewer *viewer, const SiteAuthor *author)
{
  GHashTable *known = viewer->language->author_lists;
  gpointer list;
  if (g_hash_table_lookup_extended(known, author, NULL, &list))
    return list;
  g_autofree char *key = g_strdup_printf("%s/author/%s", viewer->lang, author->id);
  list = site_list(viewer->facts->site, key);
  g_hash_table_insert(known, (gpointer)author, list);
  return list;
}
