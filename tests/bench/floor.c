/* The floor of a full build: floor REPOSITORY LIST OUTPUT JOBS [threads]
 *
 * Does what no generator on cmark-gfm can leave out, and nothing else: reads each
 * Markdown file of HEAD, parses and renders it with the extensions that senf uses, and
 * writes a file for each line "SIZE PATH" of LIST (what senf made of REPOSITORY) below
 * OUTPUT, which is new.
 *
 * JOBS processes share the work, each with tables of cmark-gfm of its own; `threads` is the
 * other way, with a lock around the parse (generator/model/markdown/markdown_parse.c on both).
 * Prints nothing. Fails when anything fails. */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <git2.h>
#include <glib.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FILE_MAX = 64 * 1024 * 1024 };

typedef struct Target {
  char *path; /* below the output folder */
  size_t size;
} Target;

typedef struct Floor {
  const char *repository, *list, *output;
  int jobs;
  GArray *blobs;   /* of git_oid */
  GArray *targets; /* of Target */
  char *bytes;     /* what the files are filled with */
  unsigned *next;  /* shared: the next piece of work */
  pthread_mutex_t parse;
  bool threads;
} Floor;

static const char *const extensions[] = {"table", "strikethrough", "autolink", "tasklist"};

static void die(const char *what, const char *name)
{
  const git_error *error = git_error_last();
  fprintf(stderr, "floor: %s %s: %s\n", what, name, error ? error->message : strerror(errno));
  exit(3);
}

/* --- what there is to do ------------------------------------------------------------------------ */

static int blob_add(const char *root, const git_tree_entry *entry, void *data)
{
  (void)root;
  Floor *floor = data;
  if (git_tree_entry_type(entry) == GIT_OBJECT_BLOB &&
      g_str_has_suffix(git_tree_entry_name(entry), ".md"))
    g_array_append_val(floor->blobs, *git_tree_entry_id(entry));
  return 0;
}

static git_repository *repository_open(const Floor *floor)
{
  git_repository *repository;
  if (git_repository_open_bare(&repository, floor->repository) < 0)
    die("can't open", floor->repository);
  return repository;
}

static void blobs_list(Floor *floor)
{
  git_repository *repository = repository_open(floor);
  git_object *tree;
  if (git_revparse_single(&tree, repository, "HEAD^{tree}") < 0 ||
      git_tree_walk((git_tree *)tree, GIT_TREEWALK_PRE, blob_add, floor) < 0)
    die("can't read", floor->repository);
  git_object_free(tree);
  git_repository_free(repository);
}

/* The list is read before the clock starts to matter: `find` is not part of a build. */
static void targets_list(Floor *floor)
{
  char *line = NULL;
  size_t capacity = 0, largest = 1;
  FILE *list = fopen(floor->list, "re");
  if (!list)
    die("can't read", floor->list);
  ssize_t length;
  while ((length = getline(&line, &capacity, list)) > 0) {
    char *path;
    Target target = {.size = strtoull(line, &path, 10)};
    line[length - 1] = '\0';
    target.path = g_strdup_printf("%s/%s", floor->output, path + 1);
    if (target.size > FILE_MAX)
      die("too large", target.path);
    largest = MAX(largest, target.size);
    g_array_append_val(floor->targets, target);
  }
  free(line);
  fclose(list);
  floor->bytes = g_malloc(largest);
  memset(floor->bytes, 'x', largest);
}

/* --- the work ------------------------------------------------------------------------------------ */

static void attach_extensions(cmark_parser *parser)
{
  for (size_t i = 0; i < G_N_ELEMENTS(extensions); i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
}

static void blob_render(Floor *floor, git_odb *odb, const git_oid *id)
{
  git_odb_object *blob;
  if (git_odb_read(&blob, odb, id) < 0)
    die("can't read a blob of", floor->repository);
  if (floor->threads)
    pthread_mutex_lock(&floor->parse);
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES);
  attach_extensions(parser);
  cmark_parser_feed(parser, git_odb_object_data(blob), git_odb_object_size(blob));
  cmark_node *document = cmark_parser_finish(parser);
  if (floor->threads)
    pthread_mutex_unlock(&floor->parse);
  free(cmark_render_html(document, CMARK_OPT_UNSAFE | CMARK_OPT_FOOTNOTES,
                         cmark_parser_get_syntax_extensions(parser)));
  cmark_node_free(document);
  cmark_parser_free(parser);
  git_odb_object_free(blob);
}

static int target_open(const char *path)
{
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0 && errno == ENOENT) {
    g_autofree char *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0755) == 0)
      file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  }
  return file;
}

static void target_write(const Floor *floor, const Target *target)
{
  int file = target_open(target->path);
  if (file < 0 || write(file, floor->bytes, target->size) != (ssize_t)target->size ||
      close(file) < 0)
    die("can't write", target->path);
}

static void *work(void *data)
{
  Floor *floor = data;
  git_repository *repository = repository_open(floor);
  git_odb *odb;
  if (git_repository_odb(&odb, repository) < 0)
    die("can't open", floor->repository);
  unsigned blobs = floor->blobs->len, all = blobs + floor->targets->len, index;
  while ((index = __atomic_fetch_add(floor->next, 1, __ATOMIC_RELAXED)) < all) {
    if (index < blobs)
      blob_render(floor, odb, &g_array_index(floor->blobs, git_oid, index));
    else
      target_write(floor, &g_array_index(floor->targets, Target, index - blobs));
  }
  git_odb_free(odb);
  git_repository_free(repository);
  return NULL;
}

static void run_threads(Floor *floor)
{
  g_autofree pthread_t *ids = g_new0(pthread_t, floor->jobs);
  for (int i = 0; i < floor->jobs; i++)
    if (pthread_create(&ids[i], NULL, work, floor) != 0)
      die("can't start", "a thread");
  for (int i = 0; i < floor->jobs; i++)
    pthread_join(ids[i], NULL);
}

static void run_processes(Floor *floor)
{
  for (int i = 0; i < floor->jobs; i++) {
    pid_t child = fork();
    if (child < 0)
      die("can't start", "a process");
    if (child == 0) {
      work(floor);
      _exit(0);
    }
  }
  for (int i = 0; i < floor->jobs; i++) {
    int status;
    if (wait(&status) < 0 || status != 0)
      die("failed:", "a worker");
  }
}

int main(int argc, char **argv)
{
  if (argc < 5) {
    fprintf(stderr, "usage: floor REPOSITORY LIST OUTPUT JOBS [threads]\n");
    return 2;
  }
  Floor floor = {.repository = argv[1], .list = argv[2], .output = argv[3], .jobs = atoi(argv[4])};
  floor.threads = argc > 5;
  floor.blobs = g_array_new(FALSE, FALSE, sizeof(git_oid));
  floor.targets = g_array_new(FALSE, FALSE, sizeof(Target));
  floor.next =
      mmap(NULL, sizeof *floor.next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (floor.next == MAP_FAILED)
    die("no memory for", "the counter");
  pthread_mutex_init(&floor.parse, NULL);
  git_libgit2_init();
  git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
  cmark_gfm_core_extensions_ensure_registered();
  blobs_list(&floor);
  targets_list(&floor);
  if (floor.threads)
    run_threads(&floor);
  else
    run_processes(&floor);
  return 0;
}
