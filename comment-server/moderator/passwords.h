/* passwords.h - a thread that checks passwords, one after the other.
 *
 * A check takes tens of milliseconds and the memory that argon2id asks for: on
 * the threads that answer requests it would hold up everybody, and many at a
 * time would use up the machine.
 */
#ifndef SENF_COMMENT_SERVER_MODERATOR_PASSWORDS_H
#define SENF_COMMENT_SERVER_MODERATOR_PASSWORDS_H

#include "comment-server/store/account.h"

#include <glib.h>
#include <stdbool.h>

enum { PASSWORDS_WAITING_MAX = 32 };

typedef struct Passwords Passwords;

typedef struct PasswordCheck PasswordCheck;
struct PasswordCheck {
  const char *hash; /* NULL: of an unknown name */
  const char *password;
  bool right;               /* the answer */
  void (*done)(void *data); /* on the thread; the check may be freed there */
  void *data;
  PasswordCheck *next; /* of the queue */
};

Passwords *passwords_new(const PasswordCost *cost, Error **error);
/* Does what waits, then ends. */
void passwords_free(Passwords *passwords);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Passwords, passwords_free)

/* False when too many wait already. */
bool passwords_check(Passwords *passwords, PasswordCheck *check);

#endif
