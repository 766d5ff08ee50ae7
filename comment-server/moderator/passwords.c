#include "comment-server/moderator/passwords.h"

#include <pthread.h>

struct Passwords {
  const PasswordCost *cost;
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t more;
  PasswordCheck *first, *last;
  size_t waiting;
  bool stop;
};

static PasswordCheck *take(Passwords *self)
{
  pthread_mutex_lock(&self->lock);
  while (!self->first && !self->stop)
    pthread_cond_wait(&self->more, &self->lock);
  PasswordCheck *check = self->first;
  if (check) {
    self->first = check->next;
    self->waiting--;
  }
  pthread_mutex_unlock(&self->lock);
  return check;
}

static void *passwords_main(void *data)
{
  Passwords *self = data;
  for (PasswordCheck *check; (check = take(self)) != NULL;) {
    check->right = password_verify(check->hash, check->password, self->cost);
    check->done(check->data);
  }
  return NULL;
}

Passwords *passwords_new(const PasswordCost *cost, Error **error)
{
  Passwords *self = g_new0(Passwords, 1);
  self->cost = cost;
  pthread_mutex_init(&self->lock, NULL);
  pthread_cond_init(&self->more, NULL);
  int status = pthread_create(&self->thread, NULL, passwords_main, self);
  if (status == 0)
    return self;
  error_set_errno(error, status, "can't start the thread that checks passwords");
  pthread_cond_destroy(&self->more);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
  return NULL;
}

void passwords_free(Passwords *self)
{
  if (!self)
    return;
  pthread_mutex_lock(&self->lock);
  self->stop = true;
  pthread_cond_signal(&self->more);
  pthread_mutex_unlock(&self->lock);
  pthread_join(self->thread, NULL);
  pthread_cond_destroy(&self->more);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
}

bool passwords_check(Passwords *self, PasswordCheck *check)
{
  pthread_mutex_lock(&self->lock);
  bool room = self->waiting < PASSWORDS_WAITING_MAX;
  if (room) {
    check->next = NULL;
    if (self->first)
      self->last->next = check;
    else
      self->first = check;
    self->last = check;
    self->waiting++;
    pthread_cond_signal(&self->more);
  }
  pthread_mutex_unlock(&self->lock);
  return room;
}
