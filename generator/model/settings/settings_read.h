/* settings_read.h - the readers of settings that are more than a text or a number.
 *
 * Each is called for its row of the table in settings.c, with `value` NULL when
 * senf.yaml does not name it: then it sets the default. `member` points to the
 * first member that it fills.
 */
#ifndef SENF_GENERATOR_MODEL_SETTINGS_SETTINGS_READ_H
#define SENF_GENERATOR_MODEL_SETTINGS_SETTINGS_READ_H

#include "generator/model/settings/settings.h"

typedef struct SettingsReader {
  Settings *settings;
  Arena *arena;
  const TreeDocument *document; /* NULL: no file, all values are NULL */
} SettingsReader;

typedef bool (*SettingReader)(const SettingsReader *reader, const Tree *value, const char *name,
                              void *member, Error **error);

/* base_url and base_path */
bool settings_read_base_url(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error);
bool settings_read_timezone(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error);
/* settings_taxonomies.c */
bool settings_read_taxonomies(const SettingsReader *reader, const Tree *value, const char *name,
                              void *member, Error **error);
/* settings_paths.c */
bool settings_read_folders(const SettingsReader *reader, const Tree *value, const char *name,
                           void *member, Error **error);
bool settings_read_exclude(const SettingsReader *reader, const Tree *value, const char *name,
                           void *member, Error **error);
bool settings_read_permalink(const SettingsReader *reader, const Tree *value, const char *name,
                             void *member, Error **error);
bool settings_read_addresses(const SettingsReader *reader, const Tree *value, const char *name,
                             void *member, Error **error);
bool settings_read_defaults(const SettingsReader *reader, const Tree *value, const char *name,
                            void *member, Error **error);
bool settings_read_params(const SettingsReader *reader, const Tree *value, const char *name,
                          void *member, Error **error);

/* settings_languages.c. The menu is laid into the languages, so they come first. */
bool settings_read_languages(const SettingsReader *reader, const Tree *value, const char *name,
                             void *member, Error **error);
bool settings_read_menu(const SettingsReader *reader, const Tree *value, const char *name,
                        void *member, Error **error);

#endif
