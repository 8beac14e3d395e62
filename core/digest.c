/*
 * digest.c: see core/digest.h
 *
 * The stream is cut into little-endian 64-bit words. Each word is added to
 * the state, which is then multiplied by a large odd constant and folded onto
 * itself, so that every input bit reaches every state bit within a few words.
 * The last, incomplete word and the length enter when the value is read: a
 * stream and the same stream with zeros behind it differ.
 */
#include "core/digest.h"

#define DIGEST_SEED 0x6c65637465726e31ull       /* "lectern1" */
#define DIGEST_MULTIPLIER 0xd6e8feb86659fd93ull

static uint64_t mix(uint64_t state, uint64_t word)
{
    state = (state ^ word) * DIGEST_MULTIPLIER;
    return state ^ (state >> 32);
}

void digest_init(Digest *digest)
{
    *digest = (Digest){ .state = DIGEST_SEED };
}

static void digest_byte(Digest *digest, uint8_t byte)
{
    unsigned shift = digest->length % 8 * 8;

    digest->pending |= (uint64_t)byte << shift;
    digest->length++;
    if (shift == 56) {
        digest->state = mix(digest->state, digest->pending);
        digest->pending = 0;
    }
}

static uint64_t load_le64(const uint8_t *p)
{
    uint64_t word = 0;

    for (int i = 7; i >= 0; i--) {
        word = word << 8 | p[i];
    }
    return word;
}

void digest_update(Digest *digest, const void *data, size_t size)
{
    const uint8_t *p = data;

    while (size > 0 && digest->length % 8 != 0) {
        digest_byte(digest, *p++);
        size--;
    }
    while (size >= 8) {
        digest->state = mix(digest->state, load_le64(p));
        digest->length += 8;
        p += 8;
        size -= 8;
    }
    while (size > 0) {
        digest_byte(digest, *p++);
        size--;
    }
}

void digest_update_u64(Digest *digest, uint64_t value)
{
    if (digest->length % 8 == 0) {
        digest->state = mix(digest->state, value);
        digest->length += 8;
        return;
    }
    for (int i = 0; i < 8; i++) {
        digest_byte(digest, value >> i * 8);
    }
}

uint64_t digest_value(const Digest *digest)
{
    uint64_t value = mix(digest->state, digest->pending);

    value = mix(value, digest->length);
    return mix(value, value >> 29);
}

uint64_t digest_of(const void *data, size_t size)
{
    Digest digest;

    digest_init(&digest);
    digest_update(&digest, data, size);
    return digest_value(&digest);
}
