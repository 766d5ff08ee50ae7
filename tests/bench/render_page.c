/* render_page.c - one realistic page, again and again: by the engine, or by hand.
 *
 *     render_page engine|hand COUNT DATA.json FOLDER OUTPUT
 *
 * Renders FOLDER/post.html (engine) or prints the same in C (hand) COUNT times, writes
 * the last result to OUTPUT, and prints the nanoseconds that each took. */
#include "common/files.h"
#include "common/formats/json.h"
#include "common/template/template.h"
#include "tests/bench/template/page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct Folder {
  Arena *arena;
  const char *path;
} Folder;

static bool load(void *data, const char *name, const char **text, size_t *length, const char **path,
                 Error **error)
{
  Folder *folder = data;
  char *file = arena_printf(folder->arena, "%s/%s", folder->path, name);
  g_autofree char *bytes = file_read(file, 1 << 20, length, error);
  if (bytes == NULL)
    return false;
  *text = arena_strndup(folder->arena, bytes, *length);
  *path = file;
  return true;
}

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void fail(const Error *error)
{
  error_print(error, "render_page");
  exit(1);
}

/* Each render has an arena of its own, as a page of a site has. */
static void run_engine(long count, const Tree *data, Folder *folder, GString *out)
{
  TemplateLoader loader = {load, folder};
  TemplateOptions options = {.autoescape = -1};
  g_autoptr(TemplateSet) set = template_set_new(&loader, &options);
  g_autoptr(Error) error = NULL;
  TemplateVariable variables[16];
  for (size_t i = 0; i < data->count && i < G_N_ELEMENTS(variables); i++)
    variables[i] =
        (TemplateVariable){data->keys[i], value_from_tree(folder->arena, data->items[i])};
  if (!template_load(set, "post.html", &error))
    fail(error);
  double start = now();
  for (long i = 0; i < count; i++) {
    g_autoptr(Arena) arena = arena_new();
    TemplateRender job = {
        .variables = variables, .variable_count = data->count, .arena = arena, .out = out};
    g_string_truncate(out, 0);
    if (!template_render(set, "post.html", &job, &error))
      fail(error);
  }
  printf("%.0f\n", (now() - start) / (double)count);
}

static void run_hand(long count, const Tree *data, Arena *arena, GString *out)
{
  Page *page = page_read(arena, data);
  double start = now();
  for (long i = 0; i < count; i++) {
    g_string_truncate(out, 0);
    page_print(page, out);
  }
  printf("%.0f\n", (now() - start) / (double)count);
}

int main(int argc, char **argv)
{
  g_autoptr(Arena) arena = arena_new();
  g_autoptr(GString) out = g_string_new(NULL);
  g_autoptr(Error) error = NULL;
  TreeDocument document = {0};
  size_t length;
  if (argc != 6) {
    fputs("render_page engine|hand COUNT DATA.json FOLDER OUTPUT\n", stderr);
    return 2;
  }
  g_autofree char *bytes = file_read(argv[3], 1 << 24, &length, &error);
  if (bytes == NULL || !json_parse(arena, bytes, length, &document, &error))
    fail(error);
  Folder folder = {arena, argv[4]};
  if (strcmp(argv[1], "hand") == 0)
    run_hand(strtol(argv[2], NULL, 10), document.root, arena, out);
  else
    run_engine(strtol(argv[2], NULL, 10), document.root, &folder, out);
  return g_file_set_contents(argv[5], out->str, (gssize)out->len, NULL) ? 0 : 1;
}
