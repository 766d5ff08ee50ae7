/* parallel.c - a number of threads over a row of things. */
#include "generator/build/context.h"

#include <pthread.h>

typedef struct Crew {
  Build *build;
  const WorkerClass *class;
  void *shared;
  size_t count;
  pthread_mutex_t lock;
  size_t next;
  bool stopped;
  bool *done;  /* by index; NULL: nothing is kept */
  size_t kept; /* how many are */
  bool keeping;
} Crew;

static bool crew_take(Crew *crew, size_t *index)
{
  pthread_mutex_lock(&crew->lock);
  bool more = !crew->stopped && crew->next < crew->count;
  if (more)
    *index = crew->next++;
  pthread_mutex_unlock(&crew->lock);
  return more;
}

/* With the lock. Whoever finds the next one done keeps it, and all that are done by then;
 * the others go on working meanwhile. */
static void crew_keep(Crew *crew)
{
  if (!crew->done || crew->keeping)
    return;
  crew->keeping = true;
  bool good = true;
  while (good && crew->kept < crew->count && crew->done[crew->kept]) {
    pthread_mutex_unlock(&crew->lock);
    good = crew->class->keep(crew->build, crew->shared, crew->kept);
    pthread_mutex_lock(&crew->lock);
    crew->kept += good;
  }
  crew->keeping = !good; /* what could not be kept is not tried again */
  crew->stopped = crew->stopped || !good;
}

static void crew_put(Crew *crew, size_t index, bool good)
{
  pthread_mutex_lock(&crew->lock);
  if (crew->done)
    crew->done[index] = good;
  crew->stopped = crew->stopped || !good;
  crew_keep(crew);
  pthread_mutex_unlock(&crew->lock);
}

static void *crew_main(void *data)
{
  Crew *crew = data;
  const WorkerClass *class = crew->class;
  void *worker = class->begin ? class->begin(crew->build, crew->shared) : NULL;
  size_t index;
  while (crew_take(crew, &index))
    crew_put(crew, index, class->work(crew->build, crew->shared, worker, index));
  if (class->end)
    class->end(crew->build, crew->shared, worker);
  return NULL;
}

void build_parallel(Build *build, size_t count, const WorkerClass *class, void *shared)
{
  Crew crew = {.build = build, .class = class, .shared = shared, .count = count};
  size_t threads = MIN((size_t)build->jobs, count);
  if (count == 0)
    return;
  if (class->keep)
    crew.done = g_new0(bool, count);
  pthread_mutex_init(&crew.lock, NULL);
  pthread_t *ids = g_new0(pthread_t, threads);
  size_t started = 0;
  /* This thread is one of the crew, so that a single job starts no thread at all. */
  while (started + 1 < threads && pthread_create(&ids[started], NULL, crew_main, &crew) == 0)
    started++;
  crew_main(&crew);
  for (size_t i = 0; i < started; i++)
    pthread_join(ids[i], NULL);
  g_free(ids);
  g_free(crew.done);
  pthread_mutex_destroy(&crew.lock);
}
