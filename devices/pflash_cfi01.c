/*
 * pflash_cfi01.c: parallel NOR flash bank as a device
 *
 * The window is a ROM device: in array mode reads go straight to memory and
 * code runs from it; each write comes here. Widths 1, 2 and 4; 8 in two parts.
 * Commands and their replies: pflash_command.c. Query table: pflash_query.c.
 * The bits and their file: pflash_array.c.
 *
 * Reset: array mode, status 0x80. Lock bits and contents survive it; lock bits
 * are saved in snapshots, but not in the file.
 *
 * JESD68; Intel StrataFlash J3 data sheet (28F128J3: ids 0x89, 0x18).
 *
 * Differs from QEMU on purpose, following the data sheet: programming only
 * clears bits; erase happens at the confirmation; locked blocks refuse; a
 * wrong second write sets status bits 4 and 5; byte reads of the upper half of
 * a 16-bit chip's reply give 0; a buffer may not cross its alignment.
 */
#include "devices/pflash_cfi01.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "devices/qdev_properties.h"
#include "pflash_internal.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

#define VIRT_FLASH_SIZE (32ull << 20)
#define VIRT_FLASH_SECTOR_SIZE (256ull << 10)

static uint64_t pflash_mem_read(void *opaque, hwaddr addr, unsigned size)
{
    return pflash_read(opaque, addr, size);
}

static void pflash_mem_write(void *opaque, hwaddr addr, uint64_t value,
                             unsigned size)
{
    pflash_write(opaque, addr, (uint32_t)value, size);
}

static const MemoryRegionOps pflash_ops = {
    .read = pflash_mem_read,
    .write = pflash_mem_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8 },
    .impl = { .min_access_size = 1, .max_access_size = 4 },
};

void pflash_cfi01_flush(PFlashCFI01 *flash)
{
    GError *err = NULL;

    if (!flash->unflushed) {
        return;
    }
    flash->unflushed = false;
    if (!flash->backing->ops->flush(flash->backing, &err)) {
        error_report_err(err);
    }
}

static bool pflash_regs_are_sane(const PFlashCFI01 *s)
{
    const PFlashRegs *r = &s->regs;

    return r->wcycle <= 3 && r->count <= s->buffer_bytes &&
           (r->buffer_base == UINT64_MAX
            ? r->wcycle != 3
            : r->buffer_base < s->total_bytes &&
              r->buffer_base % s->buffer_bytes == 0);
}

/* the loaded array is what the file must hold from now on */
static int pflash_post_load(void *opaque, int version_id)
{
    PFlashCFI01 *s = opaque;
    GError *err = NULL;

    if (!pflash_regs_are_sane(s)) {
        return -EINVAL;
    }
    memory_region_rom_device_set_romd(&s->mem,
                                      s->regs.cmd == PFLASH_CMD_READ_ARRAY);
    if (!pflash_store(s, &err)) {
        error_report_err(err);
        return -EIO;
    }
    return 0;
}

static const VMStateDescription vmstate_pflash = {
    .name = TYPE_PFLASH_CFI01,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = pflash_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT64(regs.buffer_base, PFlashCFI01),
        VMSTATE_UINT32(regs.count, PFlashCFI01),
        VMSTATE_UINT8(regs.cmd, PFlashCFI01),
        VMSTATE_UINT8(regs.wcycle, PFlashCFI01),
        VMSTATE_UINT8(regs.status, PFlashCFI01),
        VMSTATE_BUFFER(buffer, PFlashCFI01),
        VMSTATE_VARRAY_UINT32(locked, PFlashCFI01, num_blocks, 1,
                              vmstate_info_uint8, uint8_t),
        VMSTATE_END_OF_LIST()
    },
};

static const PFlashRegs pflash_reset_regs = {
    .cmd = PFLASH_CMD_READ_ARRAY,
    .status = PFLASH_STATUS_READY,
};

static void pflash_reset_enter(Object *obj, ResetType type)
{
    PFlashCFI01 *s = PFLASH_CFI01(obj);

    s->regs = pflash_reset_regs;
    memset(s->buffer, 0, sizeof(s->buffer));
    pflash_read_array(s);
}

static bool width_is_valid(uint8_t width)
{
    return width == 1 || width == 2 || width == 4;
}

static bool pflash_check(const PFlashCFI01 *s, GError **errp)
{
    if (!width_is_valid(s->bank_width) || !width_is_valid(s->device_width) ||
        !width_is_valid(s->max_device_width) ||
        s->device_width > s->bank_width ||
        s->max_device_width < s->device_width) {
        error_setg(errp, "width %u, device-width %u, max-device-width %u do "
                   "not fit together", s->bank_width, s->device_width,
                   s->max_device_width);
    } else if (s->num_blocks == 0 || s->num_blocks > 65536 ||
               !is_power_of_2(s->num_blocks)) {
        error_setg(errp, "num-blocks is %u; it must be a power of two up to "
                   "65536", s->num_blocks);
    } else if (s->sector_len < PFLASH_BUFFER_MAX ||
               s->sector_len > (64ull << 20) ||
               !is_power_of_2(s->sector_len)) {
        error_setg(errp, "sector-length is %" PRIu64 "; it must be a power of "
                   "two from %d to 64 MiB", s->sector_len,
                   PFLASH_BUFFER_MAX);
    } else if (s->backing &&
               s->backing->size != s->num_blocks * s->sector_len) {
        error_setg(errp, "the backing has %" PRIu64 " bytes, the flash %"
                   PRIu64, s->backing->size, s->num_blocks * s->sector_len);
    } else {
        return true;
    }
    return false;
}

static void pflash_derive(PFlashCFI01 *s)
{
    s->total_bytes = s->num_blocks * s->sector_len;
    s->num_chips = s->bank_width / s->device_width;
    s->buffer_bytes = PFLASH_BUFFER_MAX;
    s->read_only |= s->backing && s->backing->read_only;
    pflash_query_fill(s);
}

static void pflash_realize(DeviceState *dev, GError **errp)
{
    PFlashCFI01 *s = PFLASH_CFI01(dev);

    if (s->max_device_width == 0) {
        s->max_device_width = s->device_width;
    }
    if (!pflash_check(s, errp)) {
        return;
    }
    pflash_derive(s);
    s->regs = pflash_reset_regs;
    if (!memory_region_init_rom_device(&s->mem, OBJECT(s), &pflash_ops, s,
                                       s->name ? s->name : TYPE_PFLASH_CFI01,
                                       s->total_bytes, errp)) {
        return;
    }
    s->locked = g_new0(uint8_t, s->num_blocks);
    s->storage = memory_region_get_ram_ptr(&s->mem);
    if (s->backing && !pflash_load(s, errp)) {
        return;
    }
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mem);
}

static void pflash_finalize(Object *obj)
{
    PFlashCFI01 *s = PFLASH_CFI01(obj);

    flash_backing_free(s->backing);
    g_free(s->locked);
    region_drop(&s->mem);
}

static const Property pflash_properties[] = {
    DEFINE_PROP_UINT32("num-blocks", PFlashCFI01, num_blocks, 0),
    DEFINE_PROP_UINT64("sector-length", PFlashCFI01, sector_len, 0),
    DEFINE_PROP_UINT8("width", PFlashCFI01, bank_width, 4),
    DEFINE_PROP_UINT8("device-width", PFlashCFI01, device_width, 2),
    DEFINE_PROP_UINT8("max-device-width", PFlashCFI01, max_device_width, 0),
    DEFINE_PROP_BOOL("readonly", PFlashCFI01, read_only, false),
    DEFINE_PROP_UINT8("id0", PFlashCFI01, ident[0], 0),
    DEFINE_PROP_UINT8("id1", PFlashCFI01, ident[1], 0),
    DEFINE_PROP_UINT8("id2", PFlashCFI01, ident[2], 0),
    DEFINE_PROP_UINT8("id3", PFlashCFI01, ident[3], 0),
    DEFINE_PROP_STRING("name", PFlashCFI01, name),
};

static void pflash_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "parallel NOR flash, Intel command set";
    dc->realize = pflash_realize;
    dc->vmsd = &vmstate_pflash;
    dc->user_creatable = false;
    rc->phases.enter = pflash_reset_enter;
    set_bit(DEVICE_CATEGORY_STORAGE, dc->categories);
    device_class_set_props(dc, pflash_properties);
}

static const TypeInfo pflash_types[] = {
    {
        .name = TYPE_PFLASH_CFI01,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(PFlashCFI01),
        .instance_finalize = pflash_finalize,
        .class_init = pflash_class_init,
    },
};

DEFINE_TYPES(pflash_types)

void pflash_cfi01_set_backing(PFlashCFI01 *flash, FlashBacking *backing)
{
    flash_backing_free(flash->backing);
    flash->backing = backing;
}

PFlashCFI01 *pflash_cfi01_new_virt(const char *name)
{
    DeviceState *dev = qdev_new(TYPE_PFLASH_CFI01);

    qdev_prop_set_uint32(dev, "num-blocks",
                         VIRT_FLASH_SIZE / VIRT_FLASH_SECTOR_SIZE);
    qdev_prop_set_uint64(dev, "sector-length", VIRT_FLASH_SECTOR_SIZE);
    qdev_prop_set_uint8(dev, "width", 4);
    qdev_prop_set_uint8(dev, "device-width", 2);
    qdev_prop_set_uint8(dev, "id0", 0x89);
    qdev_prop_set_uint8(dev, "id1", 0x18);
    qdev_prop_set_string(dev, "name", name);
    return PFLASH_CFI01(dev);
}

MemoryRegion *pflash_cfi01_get_memory(PFlashCFI01 *flash)
{
    return &flash->mem;
}
