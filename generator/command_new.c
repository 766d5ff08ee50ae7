/* command_new.c - senf new: a new post from the archetype. */
#include "generator/commands.h"

#include "generator/archetype.h"
#include "generator/model/settings/settings.h"

#include "common/files.h"
#include "common/formats/yaml.h"
#include "common/paths.h"
#include "common/strutil.h"
#include "common/system/process.h"
#include "common/time/clock.h"
#include "common/time/datetime.h"

#include <stdio.h>
#include <string.h>

#define SETTINGS_MAX (1u << 20)
#define AUTHOR_MAX (64u << 10)
#define GIT_TIMEOUT_MS 10000
#define DEPTH_MAX 64
#define DAY_LENGTH 10 /* of 2024-05-06 */

typedef struct NewPost {
  const char *title, *lang, *date, *site; /* as on the command line */
  const char *folder;                     /* below that of the posts, or NULL */
  bool bundle;                            /* a folder of its own, for pictures beside the text */
  const Runner *runner;
  int64_t now; /* seconds */
  Arena *arena;
  Settings settings;
} NewPost;

/* --- the site ------------------------------------------------------------------------------------ */

/* From a folder of the site, the site is above: "../..". */
static void find_site(NewPost *post)
{
  g_autoptr(GString) folder = g_string_new(".");
  for (int depth = 0; !post->site && depth < DEPTH_MAX; depth++) {
    g_autofree char *settings = g_build_filename(folder->str, "senf.yaml", NULL);
    g_autofree char *git = g_build_filename(folder->str, ".git", NULL);
    if (file_exists(settings))
      post->site = arena_strdup(post->arena, folder->str);
    if (file_exists(git) || dir_exists(git)) /* another repository is no part of this one */
      break;
    g_string_assign(folder, depth == 0 ? ".." : folder->str);
    if (depth > 0)
      g_string_append(folder, "/..");
  }
  if (!post->site)
    post->site = ".";
}

static bool read_settings(NewPost *post, Error **error)
{
  g_autofree char *path = g_build_filename(post->site, "senf.yaml", NULL);
  if (!file_exists(path))
    return settings_read(&post->settings, post->arena, NULL, error);
  TreeDocument document = {.file = "senf.yaml"};
  char *text = file_read(path, SETTINGS_MAX, &document.source_length, error);
  if (!text)
    return false;
  document.source = arena_strndup(post->arena, text, document.source_length);
  g_free(text);
  return yaml_parse(post->arena, document.source, document.source_length, 1, SETTINGS_MAX,
                    &document, error) &&
         settings_read(&post->settings, post->arena, &document, error);
}

/* A site without senf.yaml is one, too; a folder without posts is probably not meant. */
static bool check_site(const NewPost *post, Error **error)
{
  g_autofree char *settings = g_build_filename(post->site, "senf.yaml", NULL);
  g_autofree char *posts = g_build_filename(post->site, post->settings.posts.items[0].from, NULL);
  if (file_exists(settings) || dir_exists(posts))
    return true;
  g_autofree char *named =
      strcmp(post->site, ".") == 0 ? g_strdup("this folder") : g_strdup_printf("'%s'", post->site);
  error_set(error, ERROR_USAGE, "%s holds no site (neither senf.yaml nor %s/)", named,
            post->settings.posts.items[0].from);
  error_hint(error, "name its folder with --dir, or make one: senf init DIR");
  return false;
}

static bool check_language(NewPost *post, Error **error)
{
  const Settings *settings = &post->settings;
  if (!post->lang)
    post->lang = settings->languages[0].code;
  if (settings_language(settings, post->lang))
    return true;
  g_autoptr(GPtrArray) codes = g_ptr_array_new();
  for (size_t i = 0; i < settings->language_count; i++)
    g_ptr_array_add(codes, (gpointer)settings->languages[i].code);
  g_ptr_array_add(codes, NULL);
  g_autofree char *all = g_strjoinv(", ", (char **)codes->pdata);
  error_set(error, ERROR_USAGE, "the site has no language '%s'", post->lang);
  error_hint(error, "it has: %s", all);
  return false;
}

/* --- what stands in it ------------------------------------------------------------------------------ */

static bool read_date(const NewPost *post, GString *date, Error **error)
{
  const TimeZone *zone = post->settings.timezone;
  DateTime when = {.seconds = post->now,
                   .offset = (int16_t)timezone_offset(zone, post->now),
                   .set = true,
                   .has_time = true};
  if (post->date && !datetime_read(post->date, zone, &when)) {
    error_set(error, ERROR_USAGE, "--date takes a date, not '%s'", post->date);
    error_hint(error, "write it as 2026-05-06 or 2026-05-06T07:08");
    return false;
  }
  datetime_rfc3339(&when, date);
  if (!when.has_time)
    g_string_truncate(date, DAY_LENGTH);
  return true;
}

/* The name that git knows, or NULL. */
static char *git_user(const NewPost *post)
{
  const char *const argv[] = {"git", "config", "user.name", NULL};
  const ProcessRequest request = {.argv = argv,
                                  .directory = post->site,
                                  .timeout_ms = GIT_TIMEOUT_MS,
                                  .output_limit = AUTHOR_MAX};
  ProcessResult result = {0};
  if (!process_run(post->runner, &request, &result, NULL))
    return NULL;
  char *name = result.status == 0 ? g_strchomp(g_strdup(result.output->str)) : NULL;
  process_result_clear(&result);
  return name;
}

static bool author_is_named(const NewPost *post, const char *path, const char *name)
{
  TreeDocument document = {.file = path};
  const char *own = NULL;
  g_autofree char *text = file_read(path, AUTHOR_MAX, &document.source_length, NULL);
  document.source = text;
  if (!text ||
      !yaml_parse(post->arena, text, document.source_length, 1, AUTHOR_MAX, &document, NULL))
    return false;
  const Tree *value = tree_get(document.root, "name");
  return value && tree_string(&document, value, "name", &own, NULL) && own &&
         strcmp(own, name) == 0;
}

typedef struct AuthorSearch {
  const NewPost *post;
  const char *folder, *name;
  char *id;
} AuthorSearch;

static bool look_at_author(void *data, const FileEntry *entry, Error **error)
{
  AuthorSearch *search = data;
  (void)error;
  if (search->id || !g_str_has_suffix(entry->path, ".yaml") || strchr(entry->path, '/'))
    return true;
  g_autofree char *path = g_build_filename(search->folder, entry->path, NULL);
  if (author_is_named(search->post, path, search->name))
    search->id = g_strndup(entry->path, strlen(entry->path) - strlen(".yaml"));
  return true;
}

/* The id of the site's author with git's user name, else that name, else "". */
static char *find_author(const NewPost *post)
{
  g_autofree char *name = git_user(post);
  if (!name || !*name)
    return g_strdup("");
  g_autofree char *folder = g_build_filename(post->site, post->settings.authors_dir, NULL);
  AuthorSearch search = {.post = post, .folder = folder, .name = name};
  if (dir_exists(folder))
    dir_walk(folder, NULL, look_at_author, &search, NULL);
  return search.id ? search.id : g_steal_pointer(&name);
}

/* The site's own archetype: of the folder, of the language, of all; else the program's. */
static char *find_archetype(const NewPost *post, Error **error)
{
  const char *const names[] = {
      post->folder ? arena_printf(post->arena, "%s.md", path_base(post->folder)) : NULL,
      arena_printf(post->arena, "post.%s.md", post->lang), "post.md"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *own =
        names[i] ? g_build_filename(post->site, "archetypes", names[i], NULL) : NULL;
    if (own && file_exists(own))
      return g_steal_pointer(&own);
  }
  return archetype_find("post.md", error);
}

/* --- the file ------------------------------------------------------------------------------------------ */

/* Where addresses hold the whole name of the file, a date would stand in them. */
static bool is_dated(const NewPost *post)
{
  const SiteFolder *folder = &post->settings.posts.items[0];
  const char *pattern = folder->permalink ? folder->permalink : post->settings.permalink;
  return !strstr(pattern, ":slugorfilename") && !strstr(pattern, ":filename");
}

static bool check_folder(const NewPost *post, Error **error)
{
  if (!post->folder || (path_is_clean(post->folder) && *post->folder))
    return true;
  error_set(error, ERROR_USAGE, "--in takes a folder below %s/, not '%s'",
            post->settings.posts.items[0].from, post->folder);
  return false;
}

/* "posts/2024-05-06-slug.md", with the language's code unless it is the main one; or
 * "posts/2024-05-06-slug/index.md". */
static char *post_path(const NewPost *post, const char *day, Error **error)
{
  g_autofree char *slug = text_slug(post->title, post->lang);
  if (!*slug) {
    error_set(error, ERROR_USAGE, "the title '%s' has no letter or digit to name a file by",
              post->title);
    return NULL;
  }
  bool is_main = strcmp(post->lang, post->settings.languages[0].code) == 0;
  bool dated = is_dated(post);
  g_autofree char *name =
      g_strdup_printf("%.*s%s%s%s%s%s.md", dated ? DAY_LENGTH : 0, day, dated ? "-" : "", slug,
                      post->bundle ? "/index" : "", is_main ? "" : ".", is_main ? "" : post->lang);
  return g_build_filename(post->settings.posts.items[0].from, post->folder ? post->folder : name,
                          post->folder ? name : NULL, NULL);
}

static bool write_post(const NewPost *post, const char *path, const char *date, Error **error)
{
  g_autofree char *archetype = find_archetype(post, error);
  if (!archetype)
    return false;
  g_autofree char *author = find_author(post);
  const ArchetypeText texts[] = {
      {"title", post->title}, {"date", date}, {"lang", post->lang}, {"author", author}};
  g_autofree char *text = archetype_render(archetype, texts, G_N_ELEMENTS(texts), error);
  if (!text)
    return false;
  g_autofree char *full =
      strcmp(post->site, ".") == 0 ? g_strdup(path) : g_build_filename(post->site, path, NULL);
  if (!archetype_write(full, text, 0666, error)) {
    error_hint(error, "choose another title or --date; nothing is overwritten");
    return false;
  }
  printf("%s\n", full);
  return true;
}

static bool new_post(NewPost *post, Error **error)
{
  if (!g_utf8_validate(post->title, -1, NULL)) {
    error_set(error, ERROR_USAGE, "the title is no UTF-8");
    return false;
  }
  find_site(post);
  if (!read_settings(post, error) || !check_site(post, error) || !check_language(post, error) ||
      !check_folder(post, error))
    return false;
  GString *date = g_string_new(NULL);
  bool done = read_date(post, date, error);
  g_autofree char *path = done ? post_path(post, date->str, error) : NULL;
  done = path && write_post(post, path, date->str, error);
  g_string_free(date, TRUE);
  return done;
}

int command_new(int argc, char **argv)
{
  NewPost post = {.runner = &process_system, .now = clock_now(&clock_system) / 1000000};
  const Option options[] = {
      {"lang", 0, OPTION_TEXT, &post.lang, "CODE", "its language; default: the site's first", 0, 0},
      {"date", 0, OPTION_TEXT, &post.date, "DATE", "its date; default: now", 0, 0},
      {"dir", 0, OPTION_TEXT, &post.site, "DIR", "the site's folder; default: here or above", 0, 0},
      {"in", 0, OPTION_TEXT, &post.folder, "FOLDER", "below the folder of the posts", 0, 0},
      {"bundle", 0, OPTION_FLAG, &post.bundle, NULL, "DATE-SLUG/index.md, for pictures beside it",
       0, 0},
      {0},
  };
  const Command command = {
      .usage = "senf new \"Title\" [options]",
      .summary = "Begin a post: posts/DATE-SLUG.md from archetypes/post.md.",
      .details =
          "Prints the path of the new file. A site may have archetypes of its own, templates "
          "with title, date, lang and author: archetypes/post.md, post.LANG.md, and "
          "FOLDER.md for --in FOLDER. Where addresses hold the file's name, it has no date.",
      .options = options,
      .operands_min = 1,
      .operands_max = 1,
  };
  g_autoptr(GPtrArray) operands = g_ptr_array_new();
  g_autoptr(Error) error = NULL;
  int status = 0;
  if (!command_start(&command, argc, argv, operands, &status))
    return status;
  post.title = g_ptr_array_index(operands, 0);
  post.arena = arena_new();
  bool done = new_post(&post, &error);
  arena_free(post.arena);
  return done ? 0 : command_fail(error);
}
