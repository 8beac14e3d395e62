/*
 * classic.c: the kernels that everyone quotes
 *
 * In the manner of CoreMark and Dhrystone, written anew: their published
 * scores cannot be compared with these times. The sieve is all stores,
 * SHA-256 all arithmetic. A unit is about 300 000 instructions per part.
 */
#include "guest.h"

#define NOINLINE __attribute__((noinline))

/* --- CoreMark-like: list, matrix, state machine, CRC-16 ------------------ */

#define ITEMS 200
#define EDGE 12

typedef struct Item {
    struct Item *next;
    int16_t key, place;
} Item;

static Item items[ITEMS];

static Item *list_make(uint64_t *state)
{
    for (int i = 0; i < ITEMS; i++) {
        items[i].next = i + 1 < ITEMS ? &items[i + 1] : NULL;
        items[i].key = (int16_t)random_next(state);
        items[i].place = (int16_t)i;
    }
    return items;
}

static NOINLINE int by_key(const Item *a, const Item *b)
{
    return a->key - b->key;
}

static NOINLINE int by_place(const Item *a, const Item *b)
{
    return a->place - b->place;
}

typedef int ItemOrder(const Item *a, const Item *b);

static Item *list_merge(Item *a, Item *b, ItemOrder *order)
{
    Item *first = NULL, **end = &first;

    while (a && b) {
        Item **least = order(a, b) <= 0 ? &a : &b;

        *end = *least;
        end = &(*least)->next;
        *least = (*least)->next;
    }
    *end = a ? a : b;
    return first;
}

static Item *list_sort(Item *list, int count, ItemOrder *order)
{
    Item *half = list;

    if (count == 1) {
        list->next = NULL;
        return list;
    }
    for (int i = 0; i < count / 2; i++) {
        half = half->next;
    }
    half = list_sort(half, count - count / 2, order);
    return list_merge(list_sort(list, count / 2, order), half, order);
}

static Item *list_reverse(Item *list)
{
    Item *last = NULL;

    while (list) {
        Item *next = list->next;

        list->next = last;
        last = list;
        list = next;
    }
    return last;
}

static NOINLINE uint16_t crc16(uint16_t crc, uint16_t value)
{
    for (int bit = 0; bit < 16; bit++) {
        unsigned out = (crc ^ value) & 1;

        crc = (uint16_t)(crc >> 1 ^ (out ? 0xa001 : 0));
        value >>= 1;
    }
    return crc;
}

static uint16_t work_list(uint64_t *state, uint16_t crc)
{
    Item *list = list_sort(list_make(state), ITEMS, by_key);

    list = list_reverse(list);
    for (const Item *item = list; item; item = item->next) {
        if (item->place % 8 == 0) {
            crc = crc16(crc, (uint16_t)item->key);
        }
    }
    list = list_sort(list, ITEMS, by_place);
    return crc16(crc, (uint16_t)list->next->key);
}

static int16_t ma[EDGE][EDGE], mb[EDGE][EDGE];
static int32_t mc[EDGE][EDGE];

static uint16_t work_matrix(uint64_t *state, uint16_t crc)
{
    for (int i = 0; i < EDGE * EDGE; i++) {
        ma[i / EDGE][i % EDGE] = (int16_t)random_next(state);
        mb[i / EDGE][i % EDGE] = (int16_t)(i * 7 + crc);
    }
    for (int i = 0; i < EDGE; i++) {
        for (int j = 0; j < EDGE; j++) {
            uint32_t cell = 0;

            for (int k = 0; k < EDGE; k++) {
                uint32_t product = (uint32_t)(ma[i][k] * mb[k][j]);

                cell += (product >> 2 & 15) * (product >> 5 & 127);
            }
            mc[i][j] = (int32_t)cell;
        }
    }
    for (int i = 0; i < EDGE; i++) {
        crc = crc16(crc, (uint16_t)mc[i][(i * 5 + 1) % EDGE]);
    }
    return crc;
}

/* Numbers in a text: integer, fraction, exponent, or no number. */
enum { AT_START, AT_SIGN, AT_INTEGER, AT_FRACTION, AT_EXPONENT,
       AT_EXPONENT_SIGN, AT_POWER, AT_INVALID, STATES };

static unsigned next_state(unsigned at, char c)
{
    int digit = c >= '0' && c <= '9';

    switch (at) {
    case AT_START:
        return digit ? AT_INTEGER : c == '-' || c == '+' ? AT_SIGN
               : c == '.' ? AT_FRACTION : AT_INVALID;
    case AT_SIGN:
        return digit ? AT_INTEGER : c == '.' ? AT_FRACTION : AT_INVALID;
    case AT_INTEGER:
        return digit ? AT_INTEGER : c == '.' ? AT_FRACTION : AT_INVALID;
    case AT_FRACTION:
        return digit ? AT_FRACTION : c == 'e' ? AT_EXPONENT : AT_INVALID;
    case AT_EXPONENT:
        return c == '-' || c == '+' ? AT_EXPONENT_SIGN : AT_INVALID;
    case AT_EXPONENT_SIGN:
    case AT_POWER:
        return digit ? AT_POWER : AT_INVALID;
    }
    return AT_INVALID;
}

static const char words[] = "5012,-874,+122,35.54400,.1234500,-110.700,"
    "+0.64400,5.500e+3,-.123e-2,-87e+832,+0.6e-12,T0.3e-1F,-T.T++Tq,1T3.4e4z,"
    "34.0e-T^,";

static uint16_t work_states(uint64_t *state, uint16_t crc)
{
    uint16_t seen[STATES] = { 0 };
    unsigned at = AT_START;
    uint64_t noise = random_next(state);

    for (unsigned i = 0; words[i]; i++) {
        char c = (char)(words[i] ^ ((noise >> i % 64 & 31) == 31));

        if (c == ',') {
            seen[at]++;
            at = AT_START;
        } else if (at != AT_INVALID) {
            at = next_state(at, c);
        }
    }
    for (int i = 0; i < STATES; i++) {
        crc = crc16(crc, seen[i]);
    }
    return crc;
}

static uint64_t part_coremark(uint64_t scale)
{
    uint64_t state = 6, sum = 0;
    uint16_t crc = 0;

    for (uint64_t n = 0; n < scale * 4; n++) {
        crc = work_list(&state, crc);
        crc = work_matrix(&state, crc);
        crc = work_states(&state, crc);
        sum = mix(sum, crc);
    }
    return sum;
}

/* --- Dhrystone-like: records, strings, small procedures ------------------ */

typedef struct Record {
    struct Record *other;
    int kind, choice, number;
    char text[32];
} Record;

static Record one, two;
static int table1[50], table2[50][50];
static char letter;

static NOINLINE int text_compare(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a - *b;
}

static NOINLINE void text_copy(char *to, const char *from)
{
    while ((*to++ = *from++)) {
    }
}

static NOINLINE int same_letter(char a, char b)
{
    char c = a;

    if (c != b) {
        return 0;
    }
    letter = c;
    return 1;
}

static NOINLINE int text_differs(const char *a, const char *b)
{
    int i = 2;

    while (i <= 2) {
        if (!same_letter(a[i], b[i + 1])) {
            letter = 'A';
            i++;
        } else {
            return 1;
        }
    }
    return text_compare(a, b) > 0;
}

static NOINLINE void record_step(Record *record, int number)
{
    Record *next = record->other;

    *next = *record;
    record->number = number;
    next->number = record->number + 3;
    next->other = record->other;
    if (next->kind == 0) {
        next->choice = record->choice > 2 ? 1 : record->choice + 1;
        next->number += 7;
    } else {
        *record = *next;
    }
}

static NOINLINE void tables_step(int at, int value)
{
    int place = at + 5;

    table1[place] = value;
    table1[place + 1] = table1[place];
    table1[place + 30] = place;
    for (int i = place; i <= place + 1; i++) {
        table2[place][i] = place;
    }
    table2[place][place - 1]++;
    table2[place + 20 > 49 ? 49 : place + 20][place] = table1[place];
}

static uint64_t part_dhrystone(uint64_t scale)
{
    static const char first[] = "SOME PROGRAM, 1'ST STRING HERE";
    static const char second[] = "SOME PROGRAM, 2'ND STRING HERE";
    uint64_t sum = 0;
    char text[32];

    one = (Record){ .other = &two, .choice = 2, .number = 40 };
    text_copy(one.text, "SOME PROGRAM, SOME STRING HERE");
    for (uint64_t n = 0; n < scale * 750; n++) {
        int number = (int)(n & 7) + 2;

        text_copy(text, second);
        number = number * 5 - 3 + !text_differs(first, text);
        tables_step(number % 24, (int)n);
        record_step(&one, number);
        for (char c = 'A'; c <= letter; c++) {
            if (same_letter(c, 'C')) {
                text_copy(text, first);
                number += 3;
            }
        }
        number = (int)((unsigned)number * 91 / (unsigned)(one.number + 1));
        sum += (uint64_t)(number + two.number + text[19]);
    }
    return mix(sum, (uint64_t)(table1[8] + table2[9][8]));
}

/* --- sieve: primes below 262144; eight units make a pass ----------------- */

#define NUMBERS 262144

static uint8_t composite[NUMBERS];

static uint64_t part_sieve(uint64_t scale)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < (scale + 7) / 8; n++) {
        uint64_t primes = 0;

        for (unsigned i = 0; i < NUMBERS; i++) {
            composite[i] = 0;
        }
        for (unsigned i = 2; i < NUMBERS; i++) {
            if (composite[i]) {
                continue;
            }
            primes++;
            for (unsigned k = 2 * i; k < NUMBERS; k += i) {
                composite[k] = 1;
            }
        }
        sum = mix(sum, primes);
    }
    return sum;
}

/* --- SHA-256 (FIPS 180-4) of 8 KiB --------------------------------------- */

static uint32_t rounds[64], start[8];
static uint32_t message[8192 / 4];

/* First 32 bits of the fraction of prime^(1/@root), by bisection. */
static uint32_t root_fraction(uint64_t prime, int root)
{
    unsigned __int128 low = 0, high = (unsigned __int128)1 << 37;

    while (high - low > 1) {
        unsigned __int128 middle = (low + high) / 2;
        unsigned __int128 power = middle * middle;
        unsigned __int128 wanted = (unsigned __int128)prime << 64;

        if (root == 3) {
            power = (power >> 16) * middle >> 16;
        }
        if (power <= wanted) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (uint32_t)low;
}

static void setup_sha(void)
{
    uint64_t state = 7;
    unsigned prime = 2;

    for (int i = 0; i < 64; prime++) {
        unsigned d = 2;

        while (prime % d) {
            d++;
        }
        if (d == prime) {
            rounds[i] = root_fraction(prime, 3);
            start[i % 8] = i < 8 ? root_fraction(prime, 2) : start[i % 8];
            i++;
        }
    }
    for (unsigned i = 0; i < sizeof(message) / 4; i++) {
        message[i] = (uint32_t)random_next(&state);
    }
}

static uint32_t rotate(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static NOINLINE void sha_block(uint32_t hash[8], const uint32_t *block)
{
    uint32_t w[64], v[8];

    for (int i = 0; i < 16; i++) {
        w[i] = block[i];
    }
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];

        w[i] = w[i - 16] + w[i - 7] +
               (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    for (int i = 0; i < 8; i++) {
        v[i] = hash[i];
    }
    for (int i = 0; i < 64; i++) {
        uint32_t e = v[4], a = v[0];
        uint32_t t = v[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
                     (v[6] ^ (e & (v[5] ^ v[6]))) + rounds[i] + w[i];
        uint32_t u = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) +
                     ((a & v[1]) | (v[2] & (a | v[1])));

        v[7] = v[6], v[6] = v[5], v[5] = e, v[4] = v[3] + t;
        v[3] = v[2], v[2] = v[1], v[1] = a, v[0] = t + u;
    }
    for (int i = 0; i < 8; i++) {
        hash[i] += v[i];
    }
}

static uint64_t part_sha256(uint64_t scale)
{
    uint64_t sum = 0;
    uint32_t hash[8];

    for (int i = 0; i < 8; i++) {
        hash[i] = start[i];
    }
    while (scale--) {
        for (unsigned at = 0; at < sizeof(message) / 4; at += 16) {
            sha_block(hash, message + at);
        }
        sum = mix(sum, hash[0] ^ (uint64_t)hash[7] << 32);
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "coremark", NULL, part_coremark },
    { "dhrystone", NULL, part_dhrystone },
    { "sieve", NULL, part_sieve },
    { "sha256", setup_sha, part_sha256 },
    { NULL },
};
