/* world.c: see world.h */
#include "world.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "core/bits.h"
#include "core/digest.h"

const TcgLayout world_layout = {
    .exit_request = offsetof(World, exit_request),
    .page_pc = offsetof(World, page_pc),
    .tlb = offsetof(World, tlb),
    .jmp_cache = offsetof(World, jmp_cache),
    .fp_active = offsetof(World, fp_active),
    .slice_end = offsetof(World, slice_end),
    .helpers = offsetof(World, helpers),
    .tlb_bits = WORLD_TLB_BITS,
    .tlb_phys = offsetof(World, tlb_phys) - offsetof(World, tlb_table),
};

/* Whenever a helper runs the hart is exact: the digest is of all registers. */
G_GNUC_PRINTF(2, 3)
static void note(World *world, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list ap;

    if (world->n_calls++ >= WORLD_CALLS) {
        return;
    }
    va_start(ap, format);
    text = g_strdup_vprintf(format, ap);
    va_end(ap);
    world->calls[world->n_calls - 1] = g_strdup_printf(
        "%s; pc 0x%" PRIx64 ", %" PRIu64 " retired, registers %08x", text,
        world->hart.pc, world->hart.retired,
        (unsigned)digest_of(world->hart.gpr, sizeof(world->hart.gpr)));
}

static TcgResult continues(uint64_t value)
{
    return (TcgResult) { value, TCG_CONTINUE };
}

static TcgResult trapped(World *world)
{
    world->hart.pc = WORLD_TRAP_PC;
    return (TcgResult) { 0, TCG_JUMP };
}

/* host address of an access, or NULL */
static void *find(World *world, uint64_t address, unsigned size)
{
    return address - WORLD_BASE > WORLD_SIZE - size
        ? NULL : world->memory + (address - WORLD_BASE);
}

static TcgResult do_load(void *env, uint64_t a, uint64_t b,
                         uint64_t c G_GNUC_UNUSED)
{
    World *world = env;
    unsigned bits = 8 * memop_size(b);
    void *place = find(world, a, bits / 8);
    uint64_t value = 0;

    note(world, "load %u bytes from 0x%" PRIx64, bits / 8, a);
    if (!place) {
        return trapped(world);
    }
    memcpy(&value, place, bits / 8);
    return continues(b & MO_SIGN ? (uint64_t)sextract64(value, 0, bits)
                                 : value);
}

static TcgResult do_store(void *env, uint64_t a, uint64_t b, uint64_t c)
{
    World *world = env;
    unsigned size = memop_size(c);
    void *place = find(world, a, size);

    note(world, "store %u bytes to 0x%" PRIx64, size, a);
    if (!place) {
        return trapped(world);
    }
    memcpy(place, &b, size);
    return continues(0);
}

static TcgResult do_interp(void *env, uint64_t a G_GNUC_UNUSED,
                           uint64_t b G_GNUC_UNUSED,
                           uint64_t c G_GNUC_UNUSED)
{
    note(env, "interpreted");
    return (TcgResult) { 0, TCG_LEAVE };
}

static TcgResult do_raise(void *env, uint64_t a, uint64_t b,
                          uint64_t c G_GNUC_UNUSED)
{
    note(env, "exception %" PRIu64 ", value 0x%" PRIx64, a, b);
    return trapped(env);
}

/* A CSR access that gives a number and changes a register behind the back. */
static TcgResult do_csr(void *env, uint64_t a, uint64_t b,
                        uint64_t c G_GNUC_UNUSED)
{
    World *world = env;

    note(world, "csr 0x%" PRIx64 ", 0x%" PRIx64, a, b);
    world->hart.gpr[31] += 1;
    return continues(a + b);
}

static TcgResult do_lookup(void *env G_GNUC_UNUSED, uint64_t a G_GNUC_UNUSED,
                           uint64_t b G_GNUC_UNUSED, uint64_t c G_GNUC_UNUSED)
{
    return (TcgResult) { 0, TCG_LEAVE };
}

/* TCG_HELPER_PURE: nothing is exact here, nothing noted. */
static TcgResult do_clmul(void *env G_GNUC_UNUSED, uint64_t a, uint64_t b,
                          uint64_t c G_GNUC_UNUSED)
{
    uint64_t product = 0;

    for (unsigned i = 0; i < 64; i++) {
        product ^= b >> i & 1 ? a << i : 0;
    }
    return continues(product);
}

/* Slot: address bits 12 and up. An empty one has a page of another slot. */
static void map_memory(World *world)
{
    const uint64_t slots = G_N_ELEMENTS(world->tlb_table);

    world->tlb = world->tlb_table;
    world->jmp_cache = world->jmp_table;
    for (uint64_t i = 0; i < slots; i++) {
        uint64_t tag = (i + 1) % slots << 12;

        world->tlb[i] = (TcgTlbEntry) { tag, tag, tag, 0 };
    }
    for (unsigned i = 0; i < TCG_JMP_SIZE; i++) {
        world->jmp_cache[i] = (TcgJmpEntry) { .pc = TCG_JMP_NO_PC(i) };
    }
}

World *world_new(void)
{
    World *world = g_new0(World, 1);

    for (unsigned i = 0; i < TCG_HELPER_COUNT; i++) {
        world->helpers[i] = do_interp;
    }
    world->helpers[TCG_HELPER_LOAD] = do_load;
    world->helpers[TCG_HELPER_STORE] = do_store;
    world->helpers[TCG_HELPER_RAISE] = do_raise;
    world->helpers[TCG_HELPER_CSR] = do_csr;
    world->helpers[TCG_HELPER_LOOKUP] = do_lookup;
    world->helpers[TCG_HELPER_CLMUL] = do_clmul;
    world->page_pc = WORLD_PAGE_PC;
    world->slice_end = UINT64_MAX / 2;
    map_memory(world);
    return world;
}

static void forget_calls(World *world)
{
    for (unsigned i = 0; i < MIN(world->n_calls, WORLD_CALLS); i++) {
        g_free(world->calls[i]);
    }
    world->n_calls = 0;
}

void world_begin(World *world, uint64_t pc)
{
    forget_calls(world);
    world->hart.pc = pc;
    world->hart.retired = 0;
}

void world_free(World *world)
{
    forget_calls(world);
    g_free(world);
}
