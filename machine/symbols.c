/*
 * symbols.c: see machine/symbols.h
 *
 * System V gABI, "Symbol Table", "String Table".
 */
#include "machine/symbols.h"

#include <elf.h>
#include <string.h>

/* A kernel has some 200 000; what is more comes from nowhere good. */
#define SYMBOLS_MAX (1u << 20)

/* Linux has 512. Names may overlap in the file, but are copied here. */
#define NAME_BYTES 512

/* Without a size a symbol ends at the next one, or after this much. */
#define UNSIZED_MAX 65536

typedef struct Symbol {
    uint64_t addr;
    uint64_t size;              /* 0: not told */
    unsigned rank;              /* of several at one address: lower first */
    const char *name;
} Symbol;

struct SymbolTable {
    GArray *symbols;            /* Symbol, by address and rank once sorted */
    GStringChunk *names;
    bool sorted;
};

SymbolTable *symbols_new(void)
{
    SymbolTable *t = g_new0(SymbolTable, 1);

    t->symbols = g_array_new(FALSE, FALSE, sizeof(Symbol));
    t->names = g_string_chunk_new(4096);
    return t;
}

void symbols_free(SymbolTable *t)
{
    if (t) {
        g_array_free(t->symbols, TRUE);
        g_string_chunk_free(t->names);
        g_free(t);
    }
}

/* ---- reading ------------------------------------------------------------ */

/* A piece of the file. */
typedef struct Piece {
    const uint8_t *data;
    uint64_t size;
} Piece;

static bool take_piece(Piece file, uint64_t offset, uint64_t size, Piece *out)
{
    if (offset > file.size || size > file.size - offset) {
        return false;
    }
    *out = (Piece) { file.data + offset, size };
    return true;
}

static bool section(Piece headers, uint64_t i, Elf64_Shdr *out)
{
    if (i >= headers.size / sizeof(*out)) {
        return false;
    }
    memcpy(out, headers.data + i * sizeof(*out), sizeof(*out));
    return true;
}

static bool section_contents(Piece file, const Elf64_Shdr *row, Piece *out)
{
    return take_piece(file, GUINT64_FROM_LE(row->sh_offset),
                      GUINT64_FROM_LE(row->sh_size), out);
}

/* Functions, then labels of assembly, then data; sections and files: none. */
static bool rank_of(const Elf64_Sym *row, unsigned *rank)
{
    static const unsigned ranks[16] = {
        [STT_FUNC] = 1, [STT_NOTYPE] = 2, [STT_OBJECT] = 3,
    };

    *rank = ranks[ELF64_ST_TYPE(row->st_info)];
    return *rank != 0 && row->st_shndx != SHN_UNDEF &&
           GUINT16_FROM_LE(row->st_shndx) != SHN_ABS;
}

/* "$x" and ".L12" are marks of the tools. Returns: (nullable) */
static const char *name_of(const Elf64_Sym *row, Piece strings)
{
    uint32_t offset = GUINT32_FROM_LE(row->st_name);
    const char *name = (const char *)strings.data + offset;

    if (offset >= strings.size ||
        !memchr(name, '\0', MIN(NAME_BYTES, strings.size - offset)) ||
        !name[0] ||
        name[0] == '$' || g_str_has_prefix(name, ".L")) {
        return NULL;
    }
    return name;
}

static void add_symbols(SymbolTable *t, Piece rows, Piece strings,
                        uint64_t move)
{
    uint64_t n = MIN(rows.size / sizeof(Elf64_Sym),
                     SYMBOLS_MAX - t->symbols->len);

    for (uint64_t i = 0; i < n; i++) {
        Elf64_Sym row;
        unsigned rank;
        const char *name;

        memcpy(&row, rows.data + i * sizeof(row), sizeof(row));
        name = rank_of(&row, &rank) ? name_of(&row, strings) : NULL;
        if (name) {
            const Symbol symbol = {
                GUINT64_FROM_LE(row.st_value) + move,
                GUINT64_FROM_LE(row.st_size), rank,
                g_string_chunk_insert(t->names, name),
            };

            g_array_append_val(t->symbols, symbol);
        }
    }
    t->sorted = false;
}

void symbols_add_elf(SymbolTable *t, GBytes *bytes, uint64_t move)
{
    gsize size;
    Piece file = { g_bytes_get_data(bytes, &size), 0 };
    Piece headers, rows, strings;
    Elf64_Ehdr header;
    Elf64_Shdr symtab, strtab;

    file.size = size;
    if (size < sizeof(header)) {
        return;
    }
    memcpy(&header, file.data, sizeof(header));
    if (GUINT16_FROM_LE(header.e_shentsize) != sizeof(Elf64_Shdr) ||
        !take_piece(file, GUINT64_FROM_LE(header.e_shoff),
                    GUINT16_FROM_LE(header.e_shnum) * sizeof(Elf64_Shdr),
                    &headers)) {
        return;
    }
    for (uint64_t i = 0; section(headers, i, &symtab); i++) {
        if (GUINT32_FROM_LE(symtab.sh_type) == SHT_SYMTAB &&
            section(headers, GUINT32_FROM_LE(symtab.sh_link), &strtab) &&
            section_contents(file, &symtab, &rows) &&
            section_contents(file, &strtab, &strings)) {
            add_symbols(t, rows, strings, move);
        }
    }
}

/* ---- asking ------------------------------------------------------------- */

static gint compare(gconstpointer a, gconstpointer b)
{
    const Symbol *x = a, *y = b;

    return x->addr != y->addr ? (x->addr < y->addr ? -1 : 1)
                              : (int)x->rank - (int)y->rank;
}

/* The number of symbols at or below @addr. */
static guint count_below(const GArray *symbols, uint64_t addr)
{
    guint low = 0, high = symbols->len;

    while (low < high) {
        guint middle = low + (high - low) / 2;

        if (g_array_index(symbols, Symbol, middle).addr <= addr) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

const char *symbols_find(SymbolTable *t, uint64_t addr, uint64_t *offset)
{
    const Symbol *rows;
    guint i;

    if (!t->sorted) {
        g_array_sort(t->symbols, compare);
        t->sorted = true;
    }
    rows = (const Symbol *)(const void *)t->symbols->data;
    i = count_below(t->symbols, addr);
    if (i == 0) {
        return NULL;
    }
    for (i--; i > 0 && rows[i - 1].addr == rows[i].addr; i--) {
        continue;
    }
    *offset = addr - rows[i].addr;
    return *offset < (rows[i].size ? rows[i].size : UNSIZED_MAX)
        ? rows[i].name : NULL;
}

bool symbols_lookup(const SymbolTable *t, const char *name, uint64_t *addr)
{
    for (guint i = 0; i < t->symbols->len; i++) {
        const Symbol *row = &g_array_index(t->symbols, Symbol, i);

        if (strcmp(row->name, name) == 0) {
            *addr = row->addr;
            return true;
        }
    }
    return false;
}
