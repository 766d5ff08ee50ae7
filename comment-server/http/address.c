#include "comment-server/http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* IPv4 as ::ffff:a.b.c.d, so that there is one kind. */
typedef struct Address {
  unsigned char bytes[16];
} Address;

typedef struct Network {
  Address address;
  int bits;
} Network;

struct AddressSet {
  GArray *networks; /* of Network */
  bool has_unix;
};

static const unsigned char mapped_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool is_mapped(const Address *address)
{
  return memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

static bool address_parse(const char *text, Address *out)
{
  if (inet_pton(AF_INET6, text, out->bytes) == 1)
    return true;
  memcpy(out->bytes, mapped_prefix, sizeof mapped_prefix);
  return inet_pton(AF_INET, text, out->bytes + 12) == 1;
}

static bool address_from_socket(const struct sockaddr *peer, Address *out)
{
  if (!peer)
    return false;
  if (peer->sa_family == AF_INET6) {
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)(const void *)peer;
    memcpy(out->bytes, &in6->sin6_addr, 16);
    return true;
  }
  if (peer->sa_family != AF_INET)
    return false;
  const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)peer;
  memcpy(out->bytes, mapped_prefix, sizeof mapped_prefix);
  memcpy(out->bytes + 12, &in->sin_addr, 4);
  return true;
}

static const char *address_print(const Address *address, Arena *arena)
{
  char text[INET6_ADDRSTRLEN] = "";
  if (is_mapped(address))
    inet_ntop(AF_INET, address->bytes + 12, text, sizeof text);
  else
    inet_ntop(AF_INET6, address->bytes, text, sizeof text);
  return arena_strdup(arena, text);
}

static bool address_is_loopback(const Address *address)
{
  static const unsigned char loopback6[16] = {[15] = 1};
  return is_mapped(address) ? address->bytes[12] == 127
                            : memcmp(address->bytes, loopback6, 16) == 0;
}

static bool network_holds(const Network *network, const Address *address)
{
  int whole = network->bits / 8, rest = network->bits % 8;
  if (memcmp(network->address.bytes, address->bytes, (size_t)whole) != 0)
    return false;
  if (rest == 0)
    return true;
  unsigned mask = 0xffu << (8 - rest) & 0xffu;
  return (network->address.bytes[whole] & mask) == (address->bytes[whole] & mask);
}

AddressSet *address_set_new(void)
{
  AddressSet *set = g_new0(AddressSet, 1);
  set->networks = g_array_new(false, false, sizeof(Network));
  return set;
}

void address_set_free(AddressSet *set)
{
  if (!set)
    return;
  g_array_unref(set->networks);
  g_free(set);
}

bool address_set_add(AddressSet *set, const char *text)
{
  if (strcmp(text, "unix") == 0) {
    set->has_unix = true;
    return true;
  }
  g_auto(GStrv) parts = g_strsplit(text, "/", 2);
  Network network = {.bits = 128};
  if (!parts[0] || !address_parse(parts[0], &network.address))
    return false;
  int width = is_mapped(&network.address) ? 32 : 128;
  if (parts[1]) {
    guint64 bits = 0;
    if (!g_ascii_string_to_unsigned(parts[1], 10, 0, (guint64)width, &bits, NULL))
      return false;
    network.bits = 128 - width + (int)bits;
  }
  g_array_append_val(set->networks, network);
  return true;
}

bool address_set_is_empty(const AddressSet *set)
{
  return !set || (set->networks->len == 0 && !set->has_unix);
}

static bool is_trusted(const AddressSet *set, const Address *address)
{
  for (guint i = 0; set && i < set->networks->len; i++) {
    if (network_holds(&g_array_index(set->networks, Network, i), address))
      return true;
  }
  return false;
}

/* From the end of the list, past trusted proxies. What can't be read ends the
 * search: whatever stands before it was not written by a proxy of ours. */
static bool find_forwarded(const AddressSet *trusted, const char *list, Address *out)
{
  g_auto(GStrv) parts = g_strsplit(list, ",", -1);
  bool found = false;
  for (guint i = g_strv_length(parts); i-- > 0;) {
    Address address;
    if (!address_parse(g_strstrip(parts[i]), &address))
      break;
    *out = address;
    found = true;
    if (!is_trusted(trusted, &address))
      break;
  }
  return found;
}

void address_client(const AddressSet *trusted, const struct sockaddr *peer, const char *forwarded,
                    Arena *arena, ClientAddress *out)
{
  Address address;
  bool known = address_from_socket(peer, &address);
  bool proxied = known ? is_trusted(trusted, &address) : trusted && trusted->has_unix;
  out->is_local = !proxied && (!known || address_is_loopback(&address));
  if (proxied && forwarded && find_forwarded(trusted, forwarded, &address))
    known = true;
  if (!known) {
    out->text = out->key = "unix";
    return;
  }
  out->text = out->key = address_print(&address, arena);
  if (!is_mapped(&address)) {
    memset(address.bytes + 8, 0, 8);
    out->key = address_print(&address, arena);
  }
}
