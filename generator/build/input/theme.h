/* theme.h - templates, strings and assets: the theme's, with the site's own over them.
 *
 * A theme is a folder with templates/, static/ and i18n/. `--theme DIR` names one;
 * else the setting's name is looked for as themes/NAME in the site, then among the
 * installed ones. What the site has in its own templates/ and i18n/ wins.
 *
 * After theme_load everything is read only and any thread may ask.
 */
#ifndef SENF_GENERATOR_BUILD_INPUT_THEME_H
#define SENF_GENERATOR_BUILD_INPUT_THEME_H

#include "generator/model/settings/settings.h"
#include "generator/source/source.h"

#include "common/arena.h"
#include "common/i18n/i18n.h"
#include "common/template/template.h"

typedef struct ThemeTemplate {
  const char *name, *text, *path; /* path: how messages name it */
  size_t length;
  Digest digest;
} ThemeTemplate;

/* A file of the theme's static/, published under a name that changes with its bytes. */
typedef struct ThemeAsset {
  const char *name;      /* "style.css" */
  const char *output;    /* "assets/style.1a2b3c4d.css" */
  const char *url;       /* with the base path */
  const char *integrity; /* of style sheets and scripts, else "" */
  Source *source;
  const SourceFile *file;
} ThemeAsset;

typedef struct Theme {
  Arena *arena;
  const Settings *settings;
  Source *site, *folder; /* folder: NULL when the theme is part of the site */
  GHashTable *templates; /* name → ThemeTemplate */
  GHashTable *assets;    /* name → ThemeAsset */
  GHashTable *strings;   /* language → Strings */
  TemplateSet *set;
  bool strict; /* undefined values are errors: the theme or the site wants it */
  Digest templates_digest, strings_digest, assets_digest;
} Theme;

/* `site` must outlive the theme. `option` is --theme, or NULL. */
Theme *theme_load(Arena *arena, const Settings *settings, Source *site, const char *option,
                  Warnings *warnings, Error **error);
void theme_free(Theme *theme);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Theme, theme_free)

/* Files of a theme's or site's static/ that are hashed are not larger. */
enum { ASSET_LIMIT = 64 * 1024 * 1024 };

/* Whether a file is of a kind that browsers check the integrity of, by its name. */
bool asset_is_checked(const char *name);

/* Over templates, strings and names of assets. */
Digest theme_whole_digest(const Theme *theme);
const ThemeTemplate *theme_template(const Theme *theme, const char *name);
const ThemeAsset *theme_asset(const Theme *theme, const char *name);
/* The strings of a language; falls back to those of "en"; never NULL. */
const Strings *theme_strings(const Theme *theme, const char *lang);

/* The templates, strings and names of assets as bytes and back, for a build that reads no
 * source. False when the bytes are damaged. */
void theme_pack(const Theme *theme, GByteArray *out);
Theme *theme_unpack(Arena *arena, const Settings *settings, const void *bytes, size_t length);

/* Between theme.c and theme_pack.c. */
Theme *theme_new(Arena *arena, const Settings *settings);
void theme_set_strict(Theme *theme, bool strict);
/* When all strings are there: what other languages lack is English. */
void theme_set_fallbacks(Theme *theme);

#endif
