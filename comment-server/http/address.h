/* address.h - who is at the other end, also behind a proxy.
 *
 * Behind a reverse proxy the socket's address is the proxy's. Only a proxy that
 * the settings name is believed: then X-Forwarded-For is read from its end, past
 * all trusted addresses, and the first other one is the client's.
 */
#ifndef SENF_COMMENT_SERVER_HTTP_ADDRESS_H
#define SENF_COMMENT_SERVER_HTTP_ADDRESS_H

#include "common/arena.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/socket.h>

typedef struct AddressSet AddressSet;

AddressSet *address_set_new(void);
void address_set_free(AddressSet *set);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AddressSet, address_set_free)

/* "127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32", or "unix" for whoever comes
 * through a Unix socket. False for anything else. */
bool address_set_add(AddressSet *set, const char *text);
bool address_set_is_empty(const AddressSet *set);

typedef struct ClientAddress {
  const char *text; /* "192.0.2.7", "2001:db8::1"; "unix" when nothing better is known */
  const char *key;  /* for limits: as text, but of IPv6 only the /64 */
  bool is_local;    /* the loopback or a Unix socket, and not through a trusted proxy */
} ClientAddress;

/* `peer` as from accept, NULL for a Unix socket; `forwarded` all X-Forwarded-For
 * headers, joined by commas, or NULL. */
void address_client(const AddressSet *trusted, const struct sockaddr *peer, const char *forwarded,
                    Arena *arena, ClientAddress *out);

#endif
