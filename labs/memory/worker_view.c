/*
 * worker_view.c: a flat view that was made by hand, searched and copied
 *
 * RAM starts with a pattern that tells region and offset apart; what a copy
 * changed is found by comparing with a second copy.
 */
#include "worker_memory.h"

#include <inttypes.h>
#include <string.h>

#define COPY_MAX 0x4000

/* Devices refuse: how they are accessed is another exercise. */
static const MemTxAttrs ram_only = { .memory = 1 };

static uint8_t pattern(unsigned id, uint64_t offset)
{
    return (uint8_t)((id + 1) * 41 + offset * 7 + (offset >> 8));
}

static void make_backing(LabRange *range, unsigned id, const char *name,
                         bool rom)
{
    if (rom) {
        memory_region_init_rom(&range->mr, NULL, name, range->size,
                               &error_abort);
    } else {
        memory_region_init_ram(&range->mr, NULL, name, range->size,
                               &error_abort);
    }
    uint8_t *host = memory_region_get_ram_ptr(&range->mr);
    for (uint64_t i = 0; i < range->size; i++) {
        host[i] = pattern(id, i);
    }
    range->shadow = g_memdup2(host, range->size);
}

static void append_range(MemoryLab *lab, Worker *w, bool rom)
{
    FlatView *view = &lab->view;
    uint64_t size = worker_u64(w, "size");

    view->ranges = g_renew(FlatRange, view->ranges, view->nr + 1);
    view->ranges[view->nr] = (FlatRange) {
        .mr = &lab->ranges[view->nr].mr,
        .offset_in_region = worker_u64(w, "offset"),
        .addr = { worker_u64(w, "start"), size ? size : int128_2_64() },
        .romd_mode = true,
        .readonly = rom,
    };
    view->nr++;
}

void memory_op_range(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    const char *kind = worker_text(w, "kind");
    uint64_t end = worker_u64(w, "size") + worker_u64(w, "offset");
    bool backed = strcmp(kind, "ram") == 0 || strcmp(kind, "rom") == 0;
    unsigned id = lab->view.nr;
    g_autofree char *name = g_strdup_printf("view%u", id);

    if (id == VIEW_MAX || (backed && (end == 0 || end > VIEW_RAM_MAX))) {
        reply_text(w, "error", "too many, or too large");
        return;
    }
    lab->ranges[id].size = end;
    if (backed) {
        make_backing(&lab->ranges[id], id, name, kind[1] == 'o');
    } else {
        memory_region_init_io(&lab->ranges[id].mr, NULL, NULL, NULL, name,
                              UINT64_MAX);
    }
    append_range(lab, w, backed && kind[1] == 'o');
}

static void tell_index(Worker *w, const char *field, const FlatRange *range)
{
    MemoryLab *lab = worker_state(w);

    if (range) {
        reply_i64(w, field, range - lab->view.ranges);
    } else {
        reply_text(w, field, "none");
    }
}

void memory_op_lookup(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    hwaddr addr = worker_u64(w, "addr");

    tell_index(w, "range", flatview_lookup(&lab->view, addr));
    tell_index(w, "next", flatview_next(&lab->view, addr));
}

/* ------------------------------------------------------------- copies */

/* One reply line for each run of bytes that differs from the shadow. */
static void tell_changed(Worker *w, LabRange *range, unsigned id)
{
    const uint8_t *host = memory_region_get_ram_ptr(&range->mr);
    uint64_t i = 0;

    while (i < range->size) {
        uint64_t start = i;
        g_autoptr(GString) bytes = g_string_new(NULL);

        while (i < range->size && host[i] != range->shadow[i]) {
            g_string_append_printf(bytes, "%02x", host[i++]);
        }
        if (i > start) {
            reply_add(w, "changed", "range %u, offset 0x%" PRIx64 ": %s", id,
                      start, bytes->str);
        }
        i += i == start;
    }
    memcpy(range->shadow, host, range->size);
}

static void tell_all_changed(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    for (unsigned i = 0; i < lab->view.nr; i++) {
        if (lab->ranges[i].shadow) {
            tell_changed(w, &lab->ranges[i], i);
        }
    }
}

void memory_op_copy_read(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t size = worker_u64(w, "size");

    if (size > COPY_MAX) {
        reply_text(w, "error", "that is too much for one reply");
        return;
    }
    g_autofree uint8_t *buf = g_malloc(size + 1);

    memset(buf, 0x5a, size + 1);
    reply_text(w, "result", result_name(address_space_read(
        &lab->view_space, worker_u64(w, "addr"), ram_only, buf,
        size)));
    reply_bytes(w, "data", buf, size);
    reply_bool(w, "byte_behind_kept", buf[size] == 0x5a);
}

void memory_op_copy_write(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    size_t size;
    const uint8_t *data = worker_bytes(w, "data", &size);

    reply_text(w, "result", result_name(address_space_write(
        &lab->view_space, worker_u64(w, "addr"), ram_only, data,
        size)));
    tell_all_changed(w);
}

void memory_op_load(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    size_t size;
    const uint8_t *data = worker_bytes(w, "data", &size);

    reply_text(w, "result", result_name(address_space_write_rom(
        &lab->view_space, worker_u64(w, "addr"), ram_only, data,
        size)));
    tell_all_changed(w);
}

void memory_op_fill(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t size = worker_u64(w, "size");

    if (size > COPY_MAX) {
        reply_text(w, "error", "that is too much for one reply");
        return;
    }
    reply_text(w, "result", result_name(address_space_set(
        &lab->view_space, worker_u64(w, "addr"),
        (uint8_t)worker_u64(w, "byte"), size, ram_only)));
    tell_all_changed(w);
}
