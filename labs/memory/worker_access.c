/*
 * worker_access.c: a device that tells every call of its callbacks
 *
 * Its bytes are a function of their offset; what it returns above the width
 * of a call is rubbish, as a callback is free to do.
 */
#include "worker_memory.h"

#include <inttypes.h>
#include <string.h>

#define NOWHERE UINT64_MAX

static uint64_t content(const MemoryLab *lab, hwaddr addr, unsigned size)
{
    bool big = lab->device_ops.endianness == DEVICE_BIG_ENDIAN;
    uint64_t value = 0;

    for (unsigned i = 0; i < size; i++) {
        uint64_t byte = (addr + i) * 29 + 0x81;

        value |= (byte & 0xff) << 8 * (big ? size - 1 - i : i);
    }
    return size < 8 ? value | 0xe7ull << 56 | 0xc3ull << 8 * size : value;
}

static uint64_t device_read(void *opaque, hwaddr addr, unsigned size)
{
    MemoryLab *lab = opaque;

    worker_note(&lab->calls, "read 0x%" PRIx64 ", %u bytes", addr, size);
    return content(opaque, addr, size);
}

static void device_write(void *opaque, hwaddr addr, uint64_t data,
                         unsigned size)
{
    MemoryLab *lab = opaque;

    worker_note(&lab->calls, "write 0x%" PRIx64 ", %u bytes, 0x%" PRIx64, addr,
                size, data);
}

static MemTxResult device_result(const MemoryLab *lab, hwaddr addr)
{
    if (addr == lab->error_offset) {
        return MEMTX_ERROR;
    }
    return addr == lab->decode_offset ? MEMTX_DECODE_ERROR : MEMTX_OK;
}

static MemTxResult device_read_attrs(void *opaque, hwaddr addr,
                                     uint64_t *data, unsigned size,
                                     MemTxAttrs attrs)
{
    *data = device_read(opaque, addr, size);
    return device_result(opaque, addr);
}

static MemTxResult device_write_attrs(void *opaque, hwaddr addr,
                                      uint64_t data, unsigned size,
                                      MemTxAttrs attrs)
{
    device_write(opaque, addr, data, size);
    return device_result(opaque, addr);
}

static bool is_width(uint64_t size)
{
    return size == 1 || size == 2 || size == 4 || size == 8;
}

static void choose_callbacks(MemoryRegionOps *table, const char *kind)
{
    if (strcmp(kind, "attrs") == 0) {
        table->read_with_attrs = device_read_attrs;
        table->write_with_attrs = device_write_attrs;
    } else if (strcmp(kind, "readonly") == 0) {
        table->read = device_read;
    } else if (strcmp(kind, "writeonly") == 0) {
        table->write = device_write;
    } else {
        table->read = device_read;
        table->write = device_write;
    }
}

void memory_op_device(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t min = worker_u64(w, "min");
    uint64_t max = worker_u64(w, "max");
    bool big = worker_text(w, "order")[0] == 'b';

    if (lab->device_exists || (min && !is_width(min)) ||
        (max && !is_width(max)) || min > (max ? max : 4)) {
        reply_text(w, "error", "there is a device, or no such is possible");
        return;
    }
    lab->device_ops = (MemoryRegionOps) {
        .endianness = big ? DEVICE_BIG_ENDIAN : DEVICE_LITTLE_ENDIAN,
        .valid = { .min_access_size = 1, .max_access_size = 8,
                   .unaligned = true },
        .impl = { .min_access_size = (unsigned)min,
                  .max_access_size = (unsigned)max,
                  .unaligned = worker_u64(w, "unaligned") != 0 },
    };
    choose_callbacks(&lab->device_ops, worker_text(w, "kind"));
    memory_region_init_io(&lab->device, NULL, &lab->device_ops, lab, "device",
                          UINT64_MAX);
    lab->error_offset = NOWHERE;
    lab->decode_offset = NOWHERE;
    lab->device_exists = true;
}

void memory_op_device_fails(Worker *w)
{
    MemoryLab *lab = worker_state(w);

    if (strcmp(worker_text(w, "how"), "decode") == 0) {
        lab->decode_offset = worker_u64(w, "offset");
    } else {
        lab->error_offset = worker_u64(w, "offset");
    }
}

/* The access that is asked for; MO_128 after telling what is wrong. */
static MemOp access_op(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    uint64_t size = worker_u64(w, "size");
    bool big = worker_text(w, "order")[0] == 'b';

    if (!lab->device_exists || !is_width(size) ||
        worker_u64(w, "offset") > UINT64_MAX / 2) {
        reply_text(w, "error", "there is no device, or no such width");
        return MO_128;
    }
    return size_memop((unsigned)size) | (big ? MO_BE : MO_LE);
}

void memory_op_access_read(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    MemOp op = access_op(w);
    uint64_t value;

    if (op == MO_128) {
        return;
    }
    reply_text(w, "result", result_name(memory_region_dispatch_read(
        &lab->device, worker_u64(w, "offset"), &value, op,
        MEMTXATTRS_UNSPECIFIED)));
    reply_hex(w, "value", value);
    tell_calls(w, "call");
}

void memory_op_access_write(Worker *w)
{
    MemoryLab *lab = worker_state(w);
    MemOp op = access_op(w);

    if (op == MO_128) {
        return;
    }
    reply_text(w, "result", result_name(memory_region_dispatch_write(
        &lab->device, worker_u64(w, "offset"), worker_u64(w, "value"), op,
        MEMTXATTRS_UNSPECIFIED)));
    tell_calls(w, "call");
}
