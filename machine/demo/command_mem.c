/*
 * command_mem.c: `mem`, the memory map and accesses to it
 *
 * peek and poke are guarded: an address where nothing answers is reported
 * as the access fault that it is. The test writes to free memory behind the
 * demo: each word holds its own address, then the complement.
 */
#include "demo.h"

enum { WORD = 4, PEEK_DEFAULT = 4, PEEK_MAX = 256, MIB = 1 << 20 };

extern char free_ram[];

typedef struct Access {
    uint32_t *address;
    uint32_t value;
} Access;

static void print_node(const FdtNode *node)
{
    if (node->size) {
        print("  %016lx-%016lx %-28s %s\n", node->base,
              node->base + node->size - 1, node->name,
              node->compatible ? node->compatible : "");
    }
}

static void print_map(void)
{
    if (!fdt_visit(boot_fdt(), print_node)) {
        print("no device tree was passed\n");
    }
    print("  %016lx free memory begins\n", (uint64_t)free_ram);
}

static void load_word(uintptr_t argument)
{
    Access *access = (Access *)argument;

    access->value = *(volatile uint32_t *)access->address;
}

static void store_word(uintptr_t argument)
{
    Access *access = (Access *)argument;

    *(volatile uint32_t *)access->address = access->value;
}

static bool try_access(void (*access_fn)(uintptr_t), Access *access)
{
    if (guarded_call(access_fn, (uintptr_t)access)) {
        print("%s at %lx\n", trap_name(trap_last()->cause),
              trap_last()->tval);
        return false;
    }
    return true;
}

static void peek(uint64_t address, uint64_t words)
{
    for (uint64_t i = 0; i < words && i < PEEK_MAX; i++) {
        Access access = { (uint32_t *)(address + WORD * i), 0 };

        if (!try_access(load_word, &access)) {
            return;
        }
        print("  %016lx: %08x\n", address + WORD * i, access.value);
    }
}

static void poke(uint64_t address, uint64_t value)
{
    Access access = { (uint32_t *)address, (uint32_t)value };

    if (try_access(store_word, &access)) {
        print("  %016lx= %08x\n", address, access.value);
    }
}

static bool test_pattern(uint64_t *from, uint64_t *to, uint64_t flip)
{
    for (uint64_t *at = from; at < to; at++) {
        *(volatile uint64_t *)at = (uint64_t)at ^ flip;
    }
    for (uint64_t *at = from; at < to; at++) {
        uint64_t found = *(volatile uint64_t *)at;

        if (found != ((uint64_t)at ^ flip)) {
            print("  %016lx holds %lx\n", (uint64_t)at, found);
            return false;
        }
    }
    return true;
}

/* guarded: more than there is ends in an access fault */
static void test_memory(uintptr_t bytes)
{
    uint64_t *from = (uint64_t *)free_ram;
    uint64_t *to = (uint64_t *)(free_ram + bytes);

    print("  testing %016lx-%016lx: ", (uint64_t)from, (uint64_t)to - 1);
    print("%s\n", test_pattern(from, to, 0) && test_pattern(from, to, -1)
                  ? "good" : "BAD");
}

static void run_test(uint64_t mib)
{
    if (guarded_call(test_memory, mib * MIB)) {
        print("%s at %lx\n", trap_name(trap_last()->cause),
              trap_last()->tval);
    }
}

void command_mem(int argc, char **argv)
{
    uint64_t first = 0, second = 0;
    bool has_first = argc > 2 && text_to_u64(argv[2], &first);
    bool has_second = argc > 3 && text_to_u64(argv[3], &second);

    if (argc == 1) {
        print_map();
    } else if (text_equal(argv[1], "peek") && has_first) {
        peek(first, has_second ? second : PEEK_DEFAULT);
    } else if (text_equal(argv[1], "poke") && has_second) {
        poke(first, second);
    } else if (text_equal(argv[1], "test")) {
        run_test(has_first ? first : 1);
    } else {
        print("mem [peek ADDRESS [WORDS] | poke ADDRESS VALUE | "
              "test [MIB]]\n");
    }
}
