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

static void *crew_main(void *data)
{
  Crew *crew = data;
  void *worker = crew->class->begin(crew->build, crew->shared);
  size_t index;
  while (crew_take(crew, &index)) {
    if (crew->class->work(crew->build, crew->shared, worker, index))
      continue;
    pthread_mutex_lock(&crew->lock);
    crew->stopped = true;
    pthread_mutex_unlock(&crew->lock);
  }
  crew->class->end(crew->build, crew->shared, worker);
  return NULL;
}

void build_parallel(Build *build, size_t count, const WorkerClass *class, void *shared)
{
  Crew crew = {.build = build, .class = class, .shared = shared, .count = count};
  size_t threads = MIN((size_t)build->jobs, count);
  if (count == 0)
    return;
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
  pthread_mutex_destroy(&crew.lock);
}
