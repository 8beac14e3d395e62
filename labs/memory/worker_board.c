/*
 * worker_board.c: the memory of the course board, its map, and the finisher
 *
 * Nothing here looks at a flat view: a board that has put its regions into
 * the tree has done its part.
 */
#include "worker_memory.h"

#include <inttypes.h>
#include <string.h>

#include "clabpu_internal.h"
#include "memory/mtree.h"

/* ------------------------------------------------------- 1 the board */

/* The first child of @root that holds [addr, addr + size), best first. */
static MemoryRegion *child_at(const MemoryRegion *root, hwaddr addr,
                              unsigned size)
{
    for (unsigned i = 0; root->subregions && i < root->subregions->len; i++) {
        MemoryRegion *mr = g_ptr_array_index(root->subregions, i);

        if (addr >= mr->addr && (Int128)(addr - mr->addr) + size <= mr->size) {
            return mr;
        }
    }
    return NULL;
}

static const char *kind_of(const MemoryRegion *mr)
{
    if (memory_region_is_rom(mr)) {
        return "rom";
    }
    return memory_region_is_ram(mr) ? "ram" : "other";
}

static void tell_windows(Worker *w, const ClabpuState *board)
{
    GPtrArray *children = get_system_memory()->subregions;

    for (unsigned i = 0; children && i < children->len; i++) {
        const MemoryRegion *mr = g_ptr_array_index(children, i);

        reply_add(w, "window", "%s at 0x%" PRIx64 ", 0x%" PRIx64 " bytes, %s",
                  memory_region_name(mr), mr->addr, memory_region_size(mr),
                  kind_of(mr));
    }
    reply_u64(w, "overlaps", mtree_check_overlaps(get_system_memory(), NULL));
    reply_bool(w, "board_owns_rom",
               memory_region_owner(&board->mask_rom) == OBJECT(board));
}

void memory_op_board(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t ram = worker_u64(w, "ram");
    Error *error = NULL;

    if (lab->board || ram > 1 << 24) {
        reply_text(w, "error", "there is a board, or that is much RAM");
        return;
    }
    lab->board = CLABPU_MACHINE(object_new(TYPE_CLABPU_MACHINE));
    MachineState *machine = MACHINE(lab->board);
    if (ram) {
        memory_region_init_ram(&machine->ram_region, OBJECT(machine), "lab.ram",
                               ram, &error_abort);
        machine->ram = &machine->ram_region;
    }
    reply_bool(w, "made", clabpu_init_mem(lab->board, &error));
    reply_text(w, "message", error ? error->message : NULL);
    g_clear_error(&error);
    tell_windows(w, lab->board);
}

static MemoryRegion *board_child(Worker *w, MemOp *op)
{
    hwaddr addr = worker_u64(w, "addr");
    unsigned size = (unsigned)worker_u64(w, "size");

    if (size != 1 && size != 2 && size != 4 && size != 8) {
        reply_text(w, "error", "that is no width");
        return NULL;
    }
    MemoryRegion *mr = child_at(get_system_memory(), addr, size);

    *op = size_memop(size) | MO_LE;
    if (!mr) {
        reply_text(w, "result", "nothing there");
    }
    return mr;
}

void memory_op_board_read(Worker *w)
{
    MemOp op;
    MemoryRegion *mr = board_child(w, &op);
    uint64_t value = 0;

    if (mr) {
        reply_text(w, "result", result_name(memory_region_dispatch_read(
            mr, worker_u64(w, "addr") - mr->addr, &value, op,
            MEMTXATTRS_UNSPECIFIED)));
        reply_hex(w, "value", value);
    }
}

void memory_op_board_write(Worker *w)
{
    MemOp op;
    MemoryRegion *mr = board_child(w, &op);

    if (mr) {
        reply_text(w, "result", result_name(memory_region_dispatch_write(
            mr, worker_u64(w, "addr") - mr->addr, worker_u64(w, "value"), op,
            MEMTXATTRS_UNSPECIFIED)));
    }
}

void memory_op_board_rom(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t offset = worker_u64(w, "offset");
    MemoryRegion *rom = lab->board ? &lab->board->mask_rom : NULL;
    uint8_t *host = rom && rom->name ? memory_region_get_ram_ptr(rom) : NULL;

    if (!host || offset >= memory_region_size(rom)) {
        reply_text(w, "error", "there is no ROM, or it is not so large");
        return;
    }
    host[offset] = (uint8_t)worker_u64(w, "byte");
    reply_u64(w, "byte", host[offset]);
}

/* ---------------------------------------------------- 2 the finisher */

static void asked_shutdown(void *opaque, bool failed, int exit_code)
{
    MemoryLab *lab = opaque;

    worker_note(&lab->calls, "power off, %s, exit code %d",
                failed ? "failed" : "passed", exit_code);
}

static void asked_reset(void *opaque)
{
    MemoryLab *lab = opaque;

    worker_note(&lab->calls, "reset");
}

static const SystemRequestOps request_ops = {
    .shutdown = asked_shutdown,
    .reset = asked_reset,
};

static SiFiveTestState *finisher_of(MemoryLab *lab)
{
    if (!lab->finisher) {
        lab->finisher = SIFIVE_TEST(object_new(TYPE_SIFIVE_TEST));
        lab->finisher->request = (SystemRequest) { &request_ops, lab };
    }
    return lab->finisher;
}

/* Does the table let this access through to the callbacks? */
static bool let_through(Worker *w, bool is_write)
{
    SiFiveTestState *s = finisher_of(worker_state(w));
    uint64_t size = worker_u64(w, "size");

    bool valid = (size == 1 || size == 2 || size == 4 || size == 8) &&
        memory_region_access_valid(&s->mmio, worker_u64(w, "offset"),
                                   (unsigned)size, is_write,
                                   MEMTXATTRS_UNSPECIFIED);
    reply_bool(w, "valid", valid);
    return valid;
}

void memory_op_finisher_write(Worker *w)
{
    SiFiveTestState *s = finisher_of(worker_state(w));
    hwaddr offset = worker_u64(w, "offset");
    unsigned size = (unsigned)worker_u64(w, "size");
    uint64_t value = worker_u64(w, "value");

    if (!let_through(w, true)) {
        return;
    }
    if (sifive_test_ops.endianness == DEVICE_BIG_ENDIAN) {
        value = GUINT64_SWAP_LE_BE(value) >> (64 - 8 * size);
    }
    value &= ~0ull >> (64 - 8 * size);
    if (sifive_test_ops.write) {
        sifive_test_ops.write(s, offset, value, size);
    } else if (sifive_test_ops.write_with_attrs) {
        sifive_test_ops.write_with_attrs(s, offset, value, size,
                                         MEMTXATTRS_UNSPECIFIED);
    }
    tell_calls(w, "request");
}

void memory_op_finisher_read(Worker *w)
{
    SiFiveTestState *s = finisher_of(worker_state(w));
    hwaddr offset = worker_u64(w, "offset");
    unsigned size = (unsigned)worker_u64(w, "size");
    uint64_t value = 0;

    if (!let_through(w, false)) {
        return;
    }
    if (sifive_test_ops.read) {
        value = sifive_test_ops.read(s, offset, size);
    } else if (sifive_test_ops.read_with_attrs) {
        sifive_test_ops.read_with_attrs(s, offset, &value, size,
                                        MEMTXATTRS_UNSPECIFIED);
    }
    reply_hex(w, "value", value);
    tell_calls(w, "request");
}

/* --------------------------------------------------------- 7 the map */

static const char *const window_names[CLABPU_MMAP_COUNT] = {
    "MROM", "HTIF", "CLINT", "INTC", "TIMER", "EDC registers", "EDC errors",
    "DRAM",
};

void memory_op_map(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    if (lab->window_root.name) {
        reply_text(w, "error", "they are there already");
        return;
    }
    memory_region_init(&lab->window_root, NULL, "map", UINT64_MAX);
    for (unsigned i = 0; i < CLABPU_MMAP_COUNT; i++) {
        const MemMapEntry *entry = &clabpu_memmap[i];

        memory_region_init_io(&lab->windows[i], NULL, NULL, NULL,
                              window_names[i],
                              entry->size ? entry->size : 0x100000);
        memory_region_add_subregion(&lab->window_root, entry->base,
                                    &lab->windows[i]);
    }
    g_autoptr(GString) report = g_string_new(NULL);
    reply_u64(w, "overlaps", mtree_check_overlaps(&lab->window_root, report));
    g_auto(GStrv) lines = g_strsplit(report->str, "\n", -1);
    for (unsigned i = 0; lines[i] && lines[i][0]; i++) {
        reply_text(w, "hidden", lines[i]);
    }
}

void memory_op_answers(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    hwaddr addr = worker_u64(w, "addr");
    const MemoryRegion *mr = child_at(&lab->window_root, addr, 1);

    reply_text(w, "window", mr ? memory_region_name(mr) : "nothing");
    if (mr) {
        reply_hex(w, "offset", addr - mr->addr);
    }
}
