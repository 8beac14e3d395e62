/* test_symbols.c: names of addresses, out of files that may be broken */
#include <elf.h>
#include <string.h>

#include "machine/symbols.h"
#include "support/unit.h"

static const char names[] = "\0main\0loop\0buffer\0$x\0.L1\0gone\0puts";

#define SYMBOL(name_, type_, section_, addr_, size_)                       \
    { .st_name = name_, .st_info = ELF64_ST_INFO(STB_GLOBAL, type_),       \
      .st_shndx = section_, .st_value = addr_, .st_size = size_ }

static const Elf64_Sym symbols[] = {
    SYMBOL(0, STT_NOTYPE, 0, 0, 0),
    SYMBOL(11, STT_OBJECT, 1, 0x80002000, 16),          /* buffer */
    SYMBOL(1, STT_FUNC, 1, 0x80000100, 0x20),           /* main */
    SYMBOL(18, STT_NOTYPE, 1, 0x80000100, 0),           /* $x */
    SYMBOL(6, STT_NOTYPE, 1, 0x80000100, 0),            /* loop, too */
    SYMBOL(21, STT_NOTYPE, 1, 0x80000108, 0),           /* .L1 */
    SYMBOL(25, STT_FUNC, 0, 0x80000110, 0),             /* gone: undefined */
    SYMBOL(30, STT_FUNC, 1, 0x80000200, 0),             /* puts: no size */
    SYMBOL(5000, STT_FUNC, 1, 0x80000300, 0),           /* no such name */
};

/* The parts of a file, one behind the other. */
typedef struct File {
    Elf64_Ehdr header;
    Elf64_Shdr sections[3];
    Elf64_Sym symbols[G_N_ELEMENTS(symbols)];
    char names[sizeof(names)];
} File;

static File make_file(void)
{
    File f = {
        .header = { .e_shoff = offsetof(File, sections), .e_shnum = 3,
                    .e_shentsize = sizeof(Elf64_Shdr) },
        .sections = {
            [1] = { .sh_type = SHT_SYMTAB, .sh_link = 2,
                    .sh_offset = offsetof(File, symbols),
                    .sh_size = sizeof(symbols) },
            [2] = { .sh_type = SHT_STRTAB,
                    .sh_offset = offsetof(File, names),
                    .sh_size = sizeof(names) },
        },
    };

    memcpy(f.symbols, symbols, sizeof(symbols));
    memcpy(f.names, names, sizeof(names));
    return f;
}

static SymbolTable *load(const void *file, size_t size, uint64_t move)
{
    g_autoptr(GBytes) bytes = g_bytes_new(file, size);
    SymbolTable *t = symbols_new();

    symbols_add_elf(t, bytes, move);
    return t;
}

static const struct {
    uint64_t addr;
    const char *name;           /* NULL: nothing is known to be there */
    uint64_t offset;
} places[] = {
    { 0, NULL, 0 },
    { 0x800000ff, NULL, 0 },
    { 0x80000100, "main", 0 },
    { 0x8000011f, "main", 0x1f },
    { 0x80000120, NULL, 0 },
    { 0x80000200, "puts", 0 },
    { 0x80000fff, "puts", 0xdff },
    { 0x8000200f, "buffer", 15 },
    { 0x80002010, NULL, 0 },
    { UINT64_MAX, NULL, 0 },
};

START_TEST(test_address_has_the_name_of_what_it_is_in)
{
    File f = make_file();

    for (uint64_t move = 0; move <= 0x1000; move += 0x1000) {
        SymbolTable *t = load(&f, sizeof(f), move);
        uint64_t offset = 0;

        ck_assert_pstr_eq(symbols_find(t, places[_i].addr + move, &offset),
                          places[_i].name);
        if (places[_i].name) {
            ck_assert_uint_eq(offset, places[_i].offset);
        }
        symbols_free(t);
    }
}
END_TEST

START_TEST(test_name_has_an_address)
{
    File f = make_file();
    SymbolTable *t = load(&f, sizeof(f), 0);
    uint64_t addr = 0;

    ck_assert(symbols_lookup(t, "loop", &addr));
    ck_assert_uint_eq(addr, 0x80000100);
    ck_assert(!symbols_lookup(t, "gone", &addr));
    ck_assert(!symbols_lookup(t, ".L1", &addr));
    ck_assert(!symbols_lookup(t, "", &addr));
    symbols_free(t);
}
END_TEST

/* Whatever is broken: no crash, and perhaps no names. */
START_TEST(test_broken_files_do_no_harm)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(7);

    for (unsigned round = 0; round < 20000; round++) {
        File f = make_file();
        uint8_t *bytes = (uint8_t *)&f;
        uint64_t offset;

        for (int n = g_rand_int_range(random, 1, 5); n > 0; n--) {
            bytes[g_rand_int_range(random, 0, sizeof(f))] =
                (uint8_t)g_rand_int(random);
        }
        SymbolTable *t = load(&f, (size_t)g_rand_int_range(random, 0,
                                                           sizeof(f) + 1), 0);

        symbols_find(t, 0x80000104, &offset);
        symbols_free(t);
    }
}
END_TEST

UNIT_MAIN("symbols",
          UNIT_LOOP(test_address_has_the_name_of_what_it_is_in,
                    G_N_ELEMENTS(places)),
          UNIT_TEST(test_name_has_an_address),
          UNIT_TEST(test_broken_files_do_no_harm))
