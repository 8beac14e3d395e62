/*
 * decode.c: from an encoding to an Insn
 *
 * Each row's picture becomes a mask and a match word. Rows that can match an
 * encoding with given opcode bits share a bucket, the most special (most
 * fixed bits) first, so the first match is the right one. A bucket's masks
 * and matches lie side by side: a search stays within a line or two of the
 * host's cache.
 *
 * Unprivileged ISA, "Expanded Instruction-Length Encoding" and "RV32/64G
 * Instruction Set Listings".
 */
#include "decode_rows.h"

#include <glib.h>

#include "core/bits.h"

/*
 * 32-bit encodings: inst[14:12] inst[6:2], 16-bit ones: inst[15:13]
 * inst[1:0], behind the others.
 */
#define WIDE_BUCKETS 256
#define NARROW_BUCKETS 32
#define BUCKETS (WIDE_BUCKETS + NARROW_BUCKETS)

typedef struct DecodeEntry {
    Pattern pattern;
    const InsnRow *row;
} DecodeEntry;

/* What a search compares. */
typedef struct DecodeKey {
    uint32_t mask;
    uint32_t match;
    const DecodeEntry *entry;   /* (borrowed) */
} DecodeKey;

struct DecodeTable {
    GArray *entries;            /* of DecodeEntry, most special first */
    GArray *keys;               /* by bucket; within it in the same order */
    uint16_t first[BUCKETS + 1]; /* key of each bucket, and behind the last */
};

static unsigned bucket_of(uint32_t word)
{
    if (insn_length((uint16_t)word) == 4) {
        return (unsigned)(extract64(word, 12, 3) << 5 |
                          extract64(word, 2, 5));
    }
    return (unsigned)(WIDE_BUCKETS + (extract64(word, 13, 3) << 2 |
                                      extract64(word, 0, 2)));
}

/* The encoding bits that every word of a bucket shares. */
static uint32_t bucket_bits(unsigned bucket)
{
    if (bucket < WIDE_BUCKETS) {
        return (uint32_t)(extract64(bucket, 5, 3) << 12 |
                          extract64(bucket, 0, 5) << 2 | 3);
    }
    return (uint32_t)(extract64(bucket, 2, 3) << 13 |
                      extract64(bucket, 0, 2));
}

static bool bucket_admits(unsigned bucket, const Pattern *pattern)
{
    unsigned len = bucket < WIDE_BUCKETS ? 4 : 2;
    uint32_t used = len == 4 ? 0x0000707f : 0x0000e003;
    uint32_t differing = bucket_bits(bucket) ^ pattern->match;

    return pattern->len == len && !(differing & used & pattern->mask);
}

static void add_enabled_rows(DecodeTable *table, const HartConfig *config)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (insn_row_enabled(&insn_rows[i], config)) {
            DecodeEntry entry = {
                .pattern = pattern_compile(insn_rows[i].picture),
                .row = &insn_rows[i],
            };
            g_array_append_val(table->entries, entry);
        }
    }
}

static int compare_entries(const void *a, const void *b)
{
    const DecodeEntry *left = a;
    const DecodeEntry *right = b;

    return (int)pattern_fixed_bits(&right->pattern) -
           (int)pattern_fixed_bits(&left->pattern);
}

static void fill_bucket(DecodeTable *table, unsigned bucket)
{
    table->first[bucket] = (uint16_t)table->keys->len;
    for (unsigned i = 0; i < table->entries->len; i++) {
        const DecodeEntry *entry =
            &g_array_index(table->entries, DecodeEntry, i);
        DecodeKey key = { entry->pattern.mask, entry->pattern.match, entry };

        if (bucket_admits(bucket, &entry->pattern)) {
            g_array_append_val(table->keys, key);
        }
    }
}

DecodeTable *decode_table_new(const HartConfig *config)
{
    DecodeTable *table = g_new0(DecodeTable, 1);

    table->entries = g_array_new(false, false, sizeof(DecodeEntry));
    add_enabled_rows(table, config);
    g_array_sort(table->entries, compare_entries);
    table->keys = g_array_new(false, false, sizeof(DecodeKey));
    for (unsigned bucket = 0; bucket < BUCKETS; bucket++) {
        fill_bucket(table, bucket);
    }
    g_assert(table->keys->len <= UINT16_MAX);
    table->first[BUCKETS] = (uint16_t)table->keys->len;
    return table;
}

void decode_table_free(DecodeTable *table)
{
    if (!table) {
        return;
    }
    g_array_unref(table->keys);
    g_array_unref(table->entries);
    g_free(table);
}

/* INSN_DISTINCT: no two registers that the picture names are the same. */
static bool registers_distinct(const Pattern *pattern, uint32_t word)
{
    uint32_t seen = 0;

    for (InsnField field = FIELD_RD; field <= FIELD_RS3; field++) {
        uint32_t bit = 1u << pattern_register(pattern, field, word);

        if (pattern->field[field] && (seen & bit)) {
            return false;
        }
        seen |= pattern->field[field] ? bit : 0;
    }
    return true;
}

/* What mask and match do not say. */
static bool entry_admits(const DecodeEntry *entry, uint32_t word)
{
    return pattern_matches(&entry->pattern, word) &&
           (!(entry->row->flags & INSN_DISTINCT) ||
            registers_distinct(&entry->pattern, word));
}

static const DecodeEntry *find_entry(const DecodeTable *table, uint32_t word)
{
    const DecodeKey *keys = &g_array_index(table->keys, DecodeKey, 0);
    unsigned bucket = bucket_of(word);

    for (unsigned i = table->first[bucket]; i < table->first[bucket + 1];
         i++) {
        if ((word & keys[i].mask) == keys[i].match &&
            entry_admits(keys[i].entry, word)) {
            return keys[i].entry;
        }
    }
    return NULL;
}

static void fill_insn(const DecodeEntry *entry, uint32_t word, Insn *insn)
{
    const Pattern *pattern = &entry->pattern;
    const uint32_t *field = pattern->field;

    *insn = entry->row->fixed;
    insn->rd |= pattern_register(pattern, FIELD_RD, word);
    insn->rs1 |= pattern_register(pattern, FIELD_RS1, word);
    insn->rs2 = pattern_register(pattern, FIELD_RS2, word);
    insn->rs3 = pattern_register(pattern, FIELD_RS3, word);
    insn->rm = pattern_register(pattern, FIELD_RM, word);
    if (field[FIELD_IMM]) {
        insn->imm = imm_decode(entry->row->format, word);
    }
    insn->len = pattern->len;
    insn->raw = word;
}

const InsnRow *insn_decode_row(const DecodeTable *table, uint32_t word,
                               Insn *insn)
{
    unsigned len = insn_length((uint16_t)word);
    uint32_t raw = len == 2 ? (uint16_t)word : word;
    const DecodeEntry *entry = find_entry(table, raw);

    if (!entry) {
        *insn = (Insn) { .op = OP_COUNT, .len = len, .raw = raw };
        return NULL;
    }
    fill_insn(entry, raw, insn);
    return entry->row;
}

bool insn_decode(const DecodeTable *table, uint32_t word, Insn *insn)
{
    return insn_decode_row(table, word, insn) != NULL;
}
