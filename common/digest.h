/* digest.h - short digests that tell whether something changed.
 *
 * 64 bits of SipHash-2-4 (libsodium) under a fixed key. They compare a value
 * with its own former value, never many values with each other, so 64 bits are
 * plenty; they are not for secrets and not against an attacker. Digests are the
 * same on every machine and in every run: integers go in as little endian.
 *
 * A Digester takes pieces; each piece is framed by its length, so that ("ab",
 * "c") and ("a", "bc") differ.
 */
#ifndef SENF_COMMON_DIGEST_H
#define SENF_COMMON_DIGEST_H

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t Digest;

Digest digest_bytes(const void *bytes, size_t length);
/* Another one, several times as fast, for whole files. Whoever sets their mind to it finds
 * two contents with one digest: compare the lengths too. */
Digest digest_content(const void *bytes, size_t length);
Digest digest_text(const char *text); /* NULL differs from "" */
/* Combine two digests into one; the order matters. */
Digest digest_mix(Digest first, Digest second);

typedef struct Digester {
  Digest state;
} Digester;

void digester_init(Digester *digester);
void digester_add_text(Digester *digester, const char *text);
void digester_add_bytes(Digester *digester, const void *bytes, size_t length);
void digester_add_int(Digester *digester, int64_t number);
Digest digester_end(const Digester *digester);

/* BLAKE2b-128 in hexadecimal, for names that must not collide: fingerprints of
 * assets, content-addressed files. */
void digest_hex(const void *bytes, size_t length, char out[33]);

/* "sha384-…" in base 64, as the attribute `integrity` wants it (W3C, Subresource
 * Integrity). g_free it. */
char *digest_integrity(const void *bytes, size_t length);

#endif
