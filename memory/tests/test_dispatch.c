/* test_dispatch.c: RAM, ROM, ROM devices, refusals, devices in a loop */
#include <glib/gstdio.h>
#include <string.h>

#include "core/bql.h"
#include "core/log.h"
#include "core/object.h"
#include "memory/memory_map.h"
#include "support/unit.h"

#define ATTRS MEMTXATTRS_UNSPECIFIED

static MemoryRegion mr;

/* A device that remembers its last write and answers 0x5a. */
typedef struct Latch {
    uint64_t last;
    unsigned writes, reads;
    hwaddr last_addr;
    bool locked;                /* did the callback hold the big lock? */
} Latch;

static uint64_t latch_read(void *opaque, hwaddr addr, unsigned size)
{
    Latch *s = opaque;

    s->reads++;
    s->last_addr = addr;
    s->locked = bql_locked();
    return 0x5a;
}

static void latch_write(void *opaque, hwaddr addr, uint64_t data,
                        unsigned size)
{
    Latch *s = opaque;

    s->writes++;
    s->last = data;
    s->last_addr = addr;
    s->locked = bql_locked();
}

static const MemoryRegionOps latch_ops = {
    .read = latch_read,
    .write = latch_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
};

START_TEST(test_ram_holds_what_was_written)
{
    uint64_t value;

    ck_assert(memory_region_init_ram(&mr, NULL, "ram", 4096, NULL));
    memory_region_dispatch_write(&mr, 8, 0x1122334455667788, MO_64, ATTRS);
    memory_region_dispatch_read(&mr, 8, &value, MO_64, ATTRS);
    ck_assert_uint_eq(value, 0x1122334455667788);
    memory_region_dispatch_read(&mr, 9, &value, MO_16, ATTRS);
    ck_assert_uint_eq(value, 0x6677);
    memory_region_dispatch_read(&mr, 8, &value, MO_32 | MO_BE, ATTRS);
    ck_assert_uint_eq(value, 0x88776655);
    memory_region_dispatch_write(&mr, 8, 0x1234, MO_16 | MO_BE, ATTRS);
    memory_region_dispatch_read(&mr, 8, &value, MO_16, ATTRS);
    ck_assert_uint_eq(value, 0x3412);
}
END_TEST

START_TEST(test_ram_ends_at_its_size)
{
    uint64_t value = 1;

    ck_assert(memory_region_init_ram(&mr, NULL, "ram", 4094, NULL));
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 4090, &value, MO_32,
                                                 ATTRS), MEMTX_OK);
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 4092, &value, MO_32,
                                                 ATTRS), MEMTX_DECODE_ERROR);
    ck_assert_uint_eq(value, 0);
    ck_assert_int_eq(memory_region_dispatch_write(&mr, UINT64_MAX, 0, MO_8,
                                                  ATTRS),
                     MEMTX_DECODE_ERROR);
}
END_TEST

START_TEST(test_rom_discards_writes_silently)
{
    uint64_t value;

    ck_assert(memory_region_init_rom(&mr, NULL, "rom", 4096, NULL));
    memset(memory_region_get_ram_ptr(&mr), 0x77, 4096);
    ck_assert_int_eq(memory_region_dispatch_write(&mr, 0, 1, MO_32, ATTRS),
                     MEMTX_OK);
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 0, &value, MO_32,
                                                 ATTRS), MEMTX_OK);
    ck_assert_uint_eq(value, 0x77777777);
    ck_assert(memory_region_is_rom(&mr));
    ck_assert(memory_region_is_ram(&mr));
}
END_TEST

START_TEST(test_rom_device_reads_memory_and_writes_the_device)
{
    Latch latch = { 0 };
    uint64_t value;

    ck_assert(memory_region_init_rom_device(&mr, NULL, &latch_ops, &latch,
                                            "flash", 4096, NULL));
    memset(memory_region_get_ram_ptr(&mr), 0x77, 4096);
    memory_region_dispatch_read(&mr, 4, &value, MO_8, ATTRS);
    ck_assert_uint_eq(value, 0x77);
    memory_region_dispatch_write(&mr, 4, 0x98, MO_8, ATTRS);
    ck_assert_uint_eq(latch.last, 0x98);
    memory_region_rom_device_set_romd(&mr, false);
    ck_assert(!memory_region_is_romd(&mr));
    memory_region_dispatch_read(&mr, 4, &value, MO_8, ATTRS);
    ck_assert_uint_eq(value, 0x5a);
    ck_assert_uint_eq(latch.last_addr, 4);
}
END_TEST

START_TEST(test_container_answers_with_a_decode_error)
{
    uint64_t value = 1;

    memory_region_init(&mr, NULL, "box", 4096);
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 0, &value, MO_32,
                                                 ATTRS), MEMTX_DECODE_ERROR);
    ck_assert_uint_eq(value, 0);
    ck_assert_int_eq(memory_region_dispatch_write(&mr, 0, 0, MO_32, ATTRS),
                     MEMTX_DECODE_ERROR);
}
END_TEST

START_TEST(test_alias_dispatches_to_its_target)
{
    Latch latch = { 0 };
    static MemoryRegion alias;
    uint64_t value;

    memory_region_init_io(&mr, NULL, &latch_ops, &latch, "latch", 64);
    memory_region_init_alias(&alias, NULL, "alias", &mr, 0x10, 16);
    memory_region_dispatch_read(&alias, 4, &value, MO_8, ATTRS);
    ck_assert_uint_eq(latch.last_addr, 0x14);
    memory_region_dispatch_write(&alias, 5, 1, MO_8, ATTRS);
    ck_assert_uint_eq(latch.last_addr, 0x15);
}
END_TEST

static bool accepts_low_reads(void *opaque, hwaddr addr, unsigned size,
                              bool is_write, MemTxAttrs attrs)
{
    return addr < 8 && !is_write;
}

START_TEST(test_accepts_decides_before_the_callback)
{
    Latch latch = { 0 };
    MemoryRegionOps ops = latch_ops;
    uint64_t value;

    ops.valid.accepts = accepts_low_reads;
    memory_region_init_io(&mr, NULL, &ops, &latch, "latch", 64);
    ck_assert(memory_region_access_valid(&mr, 4, 4, false, ATTRS));
    ck_assert(!memory_region_access_valid(&mr, 4, 4, true, ATTRS));
    ck_assert(!memory_region_access_valid(&mr, 8, 4, false, ATTRS));
    ck_assert_int_eq(memory_region_dispatch_write(&mr, 4, 0, MO_32, ATTRS),
                     MEMTX_DECODE_ERROR);
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 8, &value, MO_32,
                                                 ATTRS), MEMTX_DECODE_ERROR);
    ck_assert_uint_eq(latch.reads + latch.writes, 0);
}
END_TEST

START_TEST(test_callbacks_run_under_the_big_lock)
{
    Latch latch = { 0 };
    uint64_t value;

    memory_region_init_io(&mr, NULL, &latch_ops, &latch, "latch", 64);
    ck_assert(!bql_locked());
    memory_region_dispatch_read(&mr, 0, &value, MO_32, ATTRS);
    ck_assert(latch.locked && !bql_locked());
    bql_lock();
    memory_region_dispatch_write(&mr, 0, 0, MO_32, ATTRS);
    ck_assert(latch.locked && bql_locked());
    bql_unlock();
}
END_TEST

/* ---- a device that does DMA from its own register callback ------------- */

typedef struct DmaDevice {
    MemoryRegion regs, doorbell;
    hwaddr target;              /* where a write to regs makes it write */
    MemTxResult dma_result;
    unsigned depth, max_depth, doorbell_rings;
} DmaDevice;

static uint64_t zero_read(void *opaque, hwaddr addr, unsigned size)
{
    return 0;
}

static void dma_write(void *opaque, hwaddr addr, uint64_t data, unsigned size)
{
    DmaDevice *s = opaque;

    s->depth++;
    s->max_depth = MAX(s->max_depth, s->depth);
    ck_assert_uint_lt(s->depth, 10);
    address_space_stl_le(&address_space_memory, s->target, 1, ATTRS,
                         &s->dma_result);
    s->depth--;
}

static void doorbell_write(void *opaque, hwaddr addr, uint64_t data,
                           unsigned size)
{
    ((DmaDevice *)opaque)->doorbell_rings++;
}

static const MemoryRegionOps dma_ops = {
    .read = zero_read,
    .write = dma_write,
};
static const MemoryRegionOps doorbell_ops = {
    .read = zero_read,
    .write = doorbell_write,
};

static MemoryRegion ram;

/* registers at 0x1000, doorbell at 0x2000, RAM at 0x10000 */
static void dma_device_init(DmaDevice *s, Object *owner)
{
    MemoryRegion *system = get_system_memory();

    *s = (DmaDevice) { 0 };
    memory_region_init_io(&s->regs, owner, &dma_ops, s, "regs", 0x100);
    memory_region_init_io(&s->doorbell, owner, &doorbell_ops, s, "bell", 16);
    ck_assert(memory_region_init_ram(&ram, NULL, "ram", 4096, NULL));
    memory_region_add_subregion(system, 0x1000, &s->regs);
    memory_region_add_subregion(system, 0x2000, &s->doorbell);
    memory_region_add_subregion(system, 0x10000, &ram);
}

static void kick(DmaDevice *s, hwaddr target)
{
    MemTxResult result;

    s->target = target;
    address_space_stl_le(&address_space_memory, 0x1000, 1, ATTRS, &result);
    ck_assert_int_eq(result, MEMTX_OK);
}

START_TEST(test_dma_into_own_registers_is_refused)
{
    static DmaDevice s;

    dma_device_init(&s, NULL);
    kick(&s, 0x1000);
    ck_assert_int_eq(s.dma_result, MEMTX_ERROR);
    ck_assert_uint_eq(s.max_depth, 1);
    /* and the device is usable afterwards */
    kick(&s, 0x10000);
    ck_assert_int_eq(s.dma_result, MEMTX_OK);
}
END_TEST

START_TEST(test_dma_into_a_sister_region_is_refused)
{
    static DmaDevice s;
    Object *owner = object_new(TYPE_CONTAINER);

    dma_device_init(&s, owner);
    kick(&s, 0x2000);
    ck_assert_int_eq(s.dma_result, MEMTX_ERROR);
    ck_assert_uint_eq(s.doorbell_rings, 0);
}
END_TEST

START_TEST(test_dma_into_another_device_works)
{
    static DmaDevice s;

    dma_device_init(&s, NULL);
    kick(&s, 0x2000);
    ck_assert_int_eq(s.dma_result, MEMTX_OK);
    ck_assert_uint_eq(s.doorbell_rings, 1);
}
END_TEST

START_TEST(test_reentrancy_may_be_allowed)
{
    static DmaDevice s;
    Object *owner = object_new(TYPE_CONTAINER);

    dma_device_init(&s, owner);
    memory_region_allow_reentrancy(&s.doorbell, true);
    kick(&s, 0x2000);
    ck_assert_int_eq(s.dma_result, MEMTX_OK);
    ck_assert_uint_eq(s.doorbell_rings, 1);
    /* the guard is still up for the rest of the callback, then down */
    kick(&s, 0x1000);
    ck_assert_int_eq(s.dma_result, MEMTX_ERROR);
}
END_TEST

START_TEST(test_refusals_are_logged_as_guest_errors)
{
    g_autofree char *path = g_strdup("/tmp/memory-log-XXXXXX");
    g_autofree char *text = NULL;
    Latch latch = { 0 };
    MemoryRegionOps ops = latch_ops;
    int fd = g_mkstemp(path);

    ck_assert_int_ge(fd, 0);
    ops.valid.min_access_size = 4;
    ops.valid.max_access_size = 4;
    memory_region_init_io(&mr, NULL, &ops, &latch, "picky", 64);
    ck_assert(qemu_set_log_filename(path, NULL));
    qemu_set_log(LOG_GUEST_ERROR);
    memory_region_dispatch_write(&mr, 0x10, 0, MO_8, ATTRS);
    qemu_log_close();
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_ptr_nonnull(strstr(text, "picky"));
    ck_assert_ptr_nonnull(strstr(text, "0x10"));
    g_unlink(path);
}
END_TEST

UNIT_MAIN("dispatch",
    UNIT_TEST(test_ram_holds_what_was_written),
    UNIT_TEST(test_ram_ends_at_its_size),
    UNIT_TEST(test_rom_discards_writes_silently),
    UNIT_TEST(test_rom_device_reads_memory_and_writes_the_device),
    UNIT_TEST(test_container_answers_with_a_decode_error),
    UNIT_TEST(test_alias_dispatches_to_its_target),
    UNIT_TEST(test_accepts_decides_before_the_callback),
    UNIT_TEST(test_callbacks_run_under_the_big_lock),
    UNIT_TEST(test_dma_into_own_registers_is_refused),
    UNIT_TEST(test_dma_into_a_sister_region_is_refused),
    UNIT_TEST(test_dma_into_another_device_works),
    UNIT_TEST(test_reentrancy_may_be_allowed),
    UNIT_TEST(test_refusals_are_logged_as_guest_errors))
