/*
 * digest.h: a rolling 64-bit digest of a stream of bytes
 *
 * Two runs with -icount must be equal byte for byte, and two engines in
 * lock-step must agree on every state. Comparing digests finds the first
 * difference without keeping the data. Equal streams give equal digests on
 * every host, however the stream was cut into pieces. Not cryptographic: it
 * finds accidents, not attacks.
 */
#ifndef CORE_DIGEST_H
#define CORE_DIGEST_H

#include "core/types.h"

typedef struct Digest {
    uint64_t state;
    uint64_t length;            /* bytes so far */
    uint64_t pending;           /* bytes not yet mixed in, little endian */
} Digest;

/** digest_init: the digest of the empty stream */
void digest_init(Digest *digest);

/** digest_update: append @size bytes at @data (borrowed) */
void digest_update(Digest *digest, const void *data, size_t size);

/** digest_update_u64: append @value as eight bytes, little endian */
void digest_update_u64(Digest *digest, uint64_t value);

/** digest_value: the digest of the stream so far; the stream may go on */
uint64_t digest_value(const Digest *digest);

/** digest_of: the digest of one buffer */
uint64_t digest_of(const void *data, size_t size);

#endif
