/* survey_site.c - whether what is there is a site at all.
 *
 * Without this, a build in the wrong folder makes an empty blog there, and says all is well.
 */
#include "generator/build/context.h"

#include "generator/model/site/links.h"

#include <string.h>

/* Settings of other generators, and what they are called for `senf init --from`. */
static const struct {
  const char *file, *kind;
} OTHERS[] = {
    {"hugo.toml", "hugo"},           {"hugo.yaml", "hugo"},       {"hugo.yml", "hugo"},
    {"hugo.json", "hugo"},           {"config/_default", "hugo"}, {"_config.yml", "jekyll"},
    {"_config.yaml", "jekyll"},      {"_config.toml", "jekyll"},  {"zola.toml", "zola"},
    {"config.yaml", "hugo"},         {"config.yml", "hugo"},      {"config.json", "hugo"},
    {"config.toml", "hugo or zola"},
};

static bool has_page(const Build *build)
{
  PageKind kind;
  for (size_t i = 0; i < source_count(build->source); i++)
    if (file_is_page(&build->settings, source_file(build->source, i)->path, &kind))
      return true;
  return false;
}

static bool has_file_or_folder(const Build *build, const char *name)
{
  if (source_find(build->source, name))
    return true;
  g_autofree char *folder = g_strconcat(name, "/", NULL);
  for (size_t i = 0; i < source_count(build->source); i++)
    if (g_str_has_prefix(source_file(build->source, i)->path, folder))
      return true;
  return false;
}

bool build_survey_site(Build *build, Error **error)
{
  if (source_find(build->source, "senf.yaml") || has_page(build))
    return true;
  build->result->no_site = true;
  error_set(error, ERROR_SITE, "%s holds no site: neither senf.yaml nor posts/*.md nor pages/*.md",
            strcmp(build->options->source, ".") == 0 ? "this folder" : build->options->source);
  for (size_t i = 0; i < G_N_ELEMENTS(OTHERS); i++)
    if (has_file_or_folder(build, OTHERS[i].file)) {
      error_hint(error, "with its %s, 'senf init --from %s %s' makes a senf.yaml for it",
                 OTHERS[i].file, OTHERS[i].kind, build->options->source);
      return false;
    }
  error_hint(error, "'senf init DIR' makes a new site; to build another folder, name it");
  return false;
}
