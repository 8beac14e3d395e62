/*
 * mem.c: memory mix
 *
 * Loads and stores with little computation between them. The working sets
 * of chase, random and stride exceed the reach of a soft TLB, as those of real
 * programs do.
 */
#include "guest.h"

#define AREA_SIZE (8u << 20)

static union {
    uint64_t word[AREA_SIZE / 8];
    uint8_t byte[AREA_SIZE];
    double number[AREA_SIZE / 8];
} area;

/* --- copy 16 KiB blocks: bytes, then words ------------------------------- */

#define BLOCK 16384

static void copy_bytes(uint8_t *to, const uint8_t *from, size_t size)
{
    while (size--) {
        *to++ = *from++;
    }
}

static void copy_words(uint64_t *to, const uint64_t *from, size_t size)
{
    for (size_t i = 0; i < size / 8; i += 4) {
        uint64_t a = from[i], b = from[i + 1];
        uint64_t c = from[i + 2], d = from[i + 3];

        to[i] = a;
        to[i + 1] = b;
        to[i + 2] = c;
        to[i + 3] = d;
    }
}

static void fill_area(void)
{
    uint64_t state = 3;

    for (unsigned i = 0; i < AREA_SIZE / 8; i++) {
        area.word[i] = random_next(&state);
    }
}

static uint64_t part_copy(uint64_t scale)
{
    for (uint64_t n = 0; n < scale; n++) {
        uint8_t *from = area.byte + (n & 31) * BLOCK;
        uint8_t *to = area.byte + AREA_SIZE / 2 + (n & 15) * BLOCK;

        from[n & (BLOCK - 1)] = (uint8_t)n;
        copy_bytes(to, from, BLOCK);
        for (int i = 0; i < 32; i++) {
            copy_words((uint64_t *)from, (uint64_t *)to, BLOCK);
        }
    }
    return mix(area.word[AREA_SIZE / 16 + 5], area.word[7]);
}

/* --- triad: a[i] = b[i] + s * c[i], three arrays of 128 KiB --------------- */

#define TRIAD 16384

static void setup_triad(void)
{
    for (int i = 0; i < 3 * TRIAD; i++) {
        area.number[i] = (i % 977) * 0.25;
    }
}

static uint64_t part_triad(uint64_t scale)
{
    double *a = area.number, *b = a + TRIAD, *c = b + TRIAD;

    for (uint64_t n = 0; n < scale * 3; n++) {
        double s = (double)(n % 7) * 0.5;

        for (int i = 0; i < TRIAD; i++) {
            a[i] = b[i] + s * c[i];
        }
        b[n % TRIAD] += 1;
    }
    return mix(area.word[5], area.word[TRIAD - 1]);
}

/* --- pointer chase: one cycle through all cache lines -------------------- */

#define LINES (AREA_SIZE / 64)

static void setup_chase(void)
{
    uint64_t state = 1;

    for (uint32_t i = 0; i < LINES; i++) {
        area.word[i * 8] = i;
    }
    /* Sattolo's shuffle leaves a single cycle. */
    for (uint32_t i = LINES - 1; i > 0; i--) {
        uint32_t j = (uint32_t)(random_next(&state) % i);
        uint64_t line = area.word[i * 8];

        area.word[i * 8] = area.word[j * 8];
        area.word[j * 8] = line;
    }
}

static uint64_t part_chase(uint64_t scale)
{
    uint64_t line = 0;

    for (uint64_t n = 0; n < scale * 40000; n++) {
        line = area.word[line * 8];
    }
    return line;
}

/* --- random reads and writes --------------------------------------------- */

static uint64_t part_random(uint64_t scale)
{
    uint64_t state = 2, sum = 0;

    for (uint64_t n = 0; n < scale * 16000; n++) {
        uint64_t *word = &area.word[random_next(&state) % (AREA_SIZE / 8)];

        sum += *word;
        *word = sum;
    }
    return sum;
}

/* --- strides: inside a line, a line, a page ------------------------------ */

static uint64_t walk(uint64_t stride, uint64_t steps)
{
    uint64_t sum = 0, at = 0;

    while (steps--) {
        sum += area.byte[at & (AREA_SIZE - 1)];
        at += stride;
    }
    return sum;
}

static uint64_t part_stride(uint64_t scale)
{
    static const uint16_t strides[] = { 1, 8, 64, 264, 4096, 4160 };
    uint64_t sum = 0;

    while (scale--) {
        for (unsigned i = 0; i < sizeof(strides) / sizeof(*strides); i++) {
            sum = mix(sum, walk(strides[i], 8000));
        }
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "copy", fill_area, part_copy },
    { "triad", setup_triad, part_triad },
    { "chase", setup_chase, part_chase },
    { "random", fill_area, part_random },
    { "stride", fill_area, part_stride },
    { NULL },
};
