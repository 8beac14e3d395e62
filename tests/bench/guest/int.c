/*
 * int.c: integer mix
 *
 * What ordinary programs do: look up, sort, checksum, interpret, call,
 * scan text. Data fits a host's second-level cache. One unit of work is
 * about 300 000 instructions per part.
 */
#include "guest.h"

/* --- hash map: open addressing, linear probing --------------------------- */

#define MAP_SLOTS 4096

static struct { uint64_t key, value; } map[MAP_SLOTS];

static uint64_t *map_find(uint64_t key)
{
    unsigned slot = (unsigned)(key * 0x9e3779b97f4a7c15ull >> 52);

    while (map[slot].key && map[slot].key != key) {
        slot = (slot + 1) % MAP_SLOTS;
    }
    map[slot].key = key;
    return &map[slot].value;
}

static uint64_t part_hash(uint64_t scale)
{
    uint64_t state = 1, sum = 0;

    for (uint64_t i = 0; i < scale * 12000; i++) {
        uint64_t key = random_next(&state) % 3000 + 1;
        uint64_t *value = map_find(key);

        *value += i;
        sum = mix(sum, *value);
    }
    return sum;
}

/* --- quicksort ----------------------------------------------------------- */

#define SORT_COUNT 3500

static uint32_t numbers[SORT_COUNT];

static void quicksort(uint32_t *first, uint32_t *last)
{
    while (first < last) {
        uint32_t pivot = first[(last - first) / 2];
        uint32_t *low = first, *high = last;

        while (low <= high) {
            while (*low < pivot) {
                low++;
            }
            while (*high > pivot) {
                high--;
            }
            if (low <= high) {
                uint32_t number = *low;

                *low++ = *high;
                *high-- = number;
            }
        }
        quicksort(first, high);
        first = low;
    }
}

static uint64_t part_sort(uint64_t scale)
{
    uint64_t state = 2, sum = 0;

    while (scale--) {
        for (int i = 0; i < SORT_COUNT; i++) {
            numbers[i] = (uint32_t)random_next(&state);
        }
        quicksort(numbers, numbers + SORT_COUNT - 1);
        for (int i = 0; i < SORT_COUNT; i += 100) {
            sum = mix(sum, numbers[i]);
        }
    }
    return sum;
}

/* --- CRC-32, one table look-up per byte ---------------------------------- */

static uint32_t crc_table[256];
static uint8_t text[32768];

static void setup_crc(void)
{
    uint64_t state = 3;

    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;

        for (int bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0);
        }
        crc_table[byte] = crc;
    }
    for (unsigned i = 0; i < sizeof(text); i++) {
        text[i] = (uint8_t)random_next(&state);
    }
}

static uint64_t part_crc(uint64_t scale)
{
    uint32_t crc = ~0u;

    while (scale--) {
        for (unsigned i = 0; i < sizeof(text); i++) {
            crc = crc_table[(crc ^ text[i]) & 255] ^ crc >> 8;
        }
    }
    return ~crc;
}

/* --- an interpreter: stack machine, one switch --------------------------- */

enum { VM_PUSH, VM_LOAD, VM_STORE, VM_ADD, VM_MUL, VM_XOR, VM_SUB, VM_DUP,
       VM_LOOP, VM_HALT };

/* x = 1; n = 2500; do { x = x * 31 + n ^ x; n = n - 1; } while (n); */
static const uint16_t program[] = {
    VM_PUSH, 1, VM_STORE, 0, VM_PUSH, 2500, VM_STORE, 1,
    VM_LOAD, 0, VM_DUP, VM_PUSH, 31, VM_MUL, VM_LOAD, 1, VM_ADD, VM_XOR,
    VM_STORE, 0, VM_LOAD, 1, VM_PUSH, 1, VM_SUB, VM_DUP, VM_STORE, 1,
    VM_LOOP, 8, VM_HALT,
};

static uint64_t interpret(const uint16_t *code)
{
    uint64_t stack[8], variable[2] = { 0, 0 };
    uint64_t *sp = stack;
    const uint16_t *pc = code;

    for (;;) {
        switch (*pc++) {
        case VM_PUSH: *sp++ = *pc++; break;
        case VM_LOAD: *sp++ = variable[*pc++]; break;
        case VM_STORE: variable[*pc++] = *--sp; break;
        case VM_ADD: sp--; sp[-1] += sp[0]; break;
        case VM_MUL: sp--; sp[-1] *= sp[0]; break;
        case VM_XOR: sp--; sp[-1] ^= sp[0]; break;
        case VM_SUB: sp--; sp[-1] -= sp[0]; break;
        case VM_DUP: sp++; sp[-1] = sp[-2]; break;
        case VM_LOOP: pc = *--sp ? code + *pc : pc + 1; break;
        case VM_HALT: return variable[0];
        }
    }
}

static uint64_t part_switch(uint64_t scale)
{
    uint64_t sum = 0;

    while (scale--) {
        sum = mix(sum, interpret(program));
    }
    return sum;
}

/* --- calls: queens on a board, by recursion ------------------------------ */

#define QUEENS 8

static __attribute__((noinline)) unsigned place_queens(unsigned row,
                                                       unsigned columns,
                                                       unsigned left,
                                                       unsigned right)
{
    unsigned count = 0;

    if (row == 0) {
        return 1;
    }
    for (unsigned bit = 1; bit < 1u << QUEENS; bit <<= 1) {
        if (!((columns | left | right) & bit)) {
            count += place_queens(row - 1, columns | bit, (left | bit) << 1,
                                  (right | bit) >> 1);
        }
    }
    return count;
}

static __attribute__((noinline)) uint64_t fibonacci(uint64_t n)
{
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static uint64_t part_calls(uint64_t scale)
{
    uint64_t sum = 0;

    while (scale--) {
        sum = mix(sum, place_queens(QUEENS, 0, 0, 0) + fibonacci(17));
    }
    return sum;
}

/* --- text: numbers to text, words counted, text to numbers --------------- */

static char *print_number(char *to, uint32_t value)
{
    char digits[10];
    int count = 0;

    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (count) {
        *to++ = digits[--count];
    }
    *to++ = ' ';
    return to;
}

static uint64_t parse_numbers(const char *from, const char *end)
{
    uint64_t sum = 0;

    while (from < end) {
        uint32_t value = 0;

        while (*from != ' ') {
            value = value * 10 + (uint32_t)(*from++ - '0');
        }
        from++;
        sum = mix(sum, value);
    }
    return sum;
}

static uint64_t part_text(uint64_t scale)
{
    uint64_t state = 5, sum = 0;

    while (scale--) {
        char *end = (char *)text;

        for (int i = 0; i < 1500; i++) {
            end = print_number(end, (uint32_t)random_next(&state));
        }
        sum = mix(sum, parse_numbers((char *)text, end));
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "hash", NULL, part_hash },
    { "sort", NULL, part_sort },
    { "crc", setup_crc, part_crc },
    { "switch", NULL, part_switch },
    { "calls", NULL, part_calls },
    { "text", NULL, part_text },
    { NULL },
};
