/*
 * fw_cfg.c: registers of the firmware configuration device
 *
 *   window    offset  name      access  meaning
 *   data      0..7    DATA      R       the next bytes of the item, in their
 *                                       order, any width; beyond the end 0
 *   selector  0       SELECTOR  W       16 bits, big endian: key
 *   DMA       0       ADDR_HI   RW      32 bits, big endian
 *             4       ADDR_LO   RW      32 bits, big endian; a write starts
 *                                       the transfer. As 64 bits at 0: both.
 *
 * The DMA register reads as "QEMU CFG". Reset selects FW_CFG_SIGNATURE. Keys
 * outside the table select nothing, which reads 0.
 *
 * QEMU documentation, "QEMU Firmware Configuration (fw_cfg) Device". Items:
 * fw_cfg_items.c; transfers: fw_cfg_dma.c.
 *
 * Missing: writes through the data register (obsolete since QEMU 2.4).
 */
#include "devices/fw_cfg.h"

#include "core/log.h"
#include "devices/qdev_properties.h"
#include "fw_cfg_internal.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

enum {
    FW_CFG_CTL_SIZE = 2,
    FW_CFG_DMA_SIZE = 8,
};

void fw_cfg_select(FWCfgState *s, uint16_t key)
{
    FWCfgEntry *entry = fw_cfg_entry(s, key);

    s->regs.cur_offset = 0;
    s->regs.cur_entry = entry ? key & ~FW_CFG_WRITE_CHANNEL : FW_CFG_INVALID;
    if (entry && entry->callbacks.select) {
        entry->callbacks.select(entry->callbacks.opaque);
    }
}

uint32_t fw_cfg_remaining(FWCfgState *s, FWCfgEntry **entry)
{
    *entry = s->regs.cur_entry == FW_CFG_INVALID
             ? NULL : fw_cfg_entry(s, s->regs.cur_entry);
    if (!*entry || !(*entry)->data ||
        s->regs.cur_offset >= (*entry)->len) {
        return 0;
    }
    return (*entry)->len - s->regs.cur_offset;
}

/* The window is big endian, so the first byte is the most significant. */
static uint64_t fw_cfg_data_read(void *opaque, hwaddr addr, unsigned size)
{
    FWCfgState *s = opaque;
    FWCfgEntry *entry;
    uint32_t there = MIN(fw_cfg_remaining(s, &entry), size);
    uint64_t value = 0;

    for (uint32_t i = 0; i < there; i++) {
        value = value << 8 | entry->data[s->regs.cur_offset + i];
    }
    s->regs.cur_offset += there;
    return there ? value << (8 * (size - there)) : 0;
}

static void fw_cfg_data_write(void *opaque, hwaddr addr, uint64_t value,
                              unsigned size)
{
    qemu_log_mask(LOG_GUEST_ERROR, "fw_cfg: the data register is read-only; "
                  "write by DMA\n");
}

static uint64_t fw_cfg_ctl_read(void *opaque, hwaddr addr, unsigned size)
{
    return 0;
}

static void fw_cfg_ctl_write(void *opaque, hwaddr addr, uint64_t value,
                             unsigned size)
{
    fw_cfg_select(opaque, (uint16_t)value);
}

/* any bytes of the signature; the bus keeps to the register's eight */
static uint64_t fw_cfg_dma_read(void *opaque, hwaddr addr, unsigned size)
{
    return FW_CFG_DMA_SIGNATURE >> (8 * (8 - addr - size));
}

static void fw_cfg_dma_write(void *opaque, hwaddr addr, uint64_t value,
                             unsigned size)
{
    FWCfgState *s = opaque;

    if (size < 4) {
        qemu_log_mask(LOG_GUEST_ERROR, "fw_cfg: the DMA address is written "
                      "in 4 or 8 bytes, not %u\n", size);
    } else if (size == 8) {
        s->regs.dma_addr = value;
        fw_cfg_dma_start(s);
    } else if (addr == 0) {
        s->regs.dma_addr = value << 32;
    } else {
        s->regs.dma_addr |= (uint32_t)value;
        fw_cfg_dma_start(s);
    }
}

/* The stream has one place, however many bytes are taken at a time. */
static bool fw_cfg_data_accepts(void *opaque, hwaddr addr, unsigned size,
                                bool is_write, MemTxAttrs attrs)
{
    return addr == 0;
}

static const MemoryRegionOps fw_cfg_data_ops = {
    .read = fw_cfg_data_read,
    .write = fw_cfg_data_write,
    .endianness = DEVICE_BIG_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8,
               .accepts = fw_cfg_data_accepts },
    .impl = { .min_access_size = 1, .max_access_size = 8 },
};

static const MemoryRegionOps fw_cfg_ctl_ops = {
    .read = fw_cfg_ctl_read,
    .write = fw_cfg_ctl_write,
    .endianness = DEVICE_BIG_ENDIAN,
    .valid = { .min_access_size = 2, .max_access_size = 2 },
    .impl = { .min_access_size = 2, .max_access_size = 2 },
};

static const MemoryRegionOps fw_cfg_dma_ops = {
    .read = fw_cfg_dma_read,
    .write = fw_cfg_dma_write,
    .endianness = DEVICE_BIG_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8 },
    .impl = { .min_access_size = 1, .max_access_size = 8 },
};

static const VMStateDescription vmstate_fw_cfg = {
    .name = TYPE_FW_CFG_MEM,
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT64(regs.dma_addr, FWCfgState),
        VMSTATE_UINT32(regs.cur_offset, FWCfgState),
        VMSTATE_UINT16(regs.cur_entry, FWCfgState),
        VMSTATE_END_OF_LIST()
    },
};

static void fw_cfg_reset_enter(Object *obj, ResetType type)
{
    FWCfgState *s = FW_CFG(obj);

    s->regs = (FWCfgRegs) { .cur_entry = FW_CFG_SIGNATURE };
}

static bool fw_cfg_check(const FWCfgState *s, GError **errp)
{
    if (s->data_width != 1 && s->data_width != 2 && s->data_width != 4 &&
        s->data_width != 8) {
        error_setg(errp, "data_width is %u; it must be 1, 2, 4 or 8",
                   s->data_width);
        return false;
    }
    return true;
}

/* the items that say what this device is */
static void fw_cfg_add_own_items(FWCfgState *s)
{
    static char signature[4] = { 'Q', 'E', 'M', 'U' };
    uint32_t version = FW_CFG_VERSION |
                       (s->dma_as ? FW_CFG_VERSION_DMA : 0);

    fw_cfg_add_bytes(s, FW_CFG_SIGNATURE, signature, sizeof(signature));
    fw_cfg_add_i32(s, FW_CFG_ID, version);
    fw_cfg_add_bytes(s, FW_CFG_FILE_DIR, &s->files, sizeof(s->files));
}

static void fw_cfg_realize(DeviceState *dev, GError **errp)
{
    FWCfgState *s = FW_CFG(dev);
    SysBusDevice *sbd = SYS_BUS_DEVICE(dev);

    if (!fw_cfg_check(s, errp)) {
        return;
    }
    memory_region_init_io(&s->ctl_iomem, OBJECT(s), &fw_cfg_ctl_ops, s,
                          "fwcfg.ctl", FW_CFG_CTL_SIZE);
    sysbus_init_mmio(sbd, &s->ctl_iomem);
    memory_region_init_io(&s->data_iomem, OBJECT(s), &fw_cfg_data_ops, s,
                          "fwcfg.data", s->data_width);
    sysbus_init_mmio(sbd, &s->data_iomem);
    if (s->dma_as) {
        memory_region_init_io(&s->dma_iomem, OBJECT(s), &fw_cfg_dma_ops, s,
                              "fwcfg.dma", FW_CFG_DMA_SIZE);
        sysbus_init_mmio(sbd, &s->dma_iomem);
    }
    fw_cfg_add_own_items(s);
}

static void fw_cfg_finalize(Object *obj)
{
    FWCfgState *s = FW_CFG(obj);

    fw_cfg_free_items(s);
    region_drop(&s->ctl_iomem);
    region_drop(&s->data_iomem);
    region_drop(&s->dma_iomem);
}

static const Property fw_cfg_properties[] = {
    DEFINE_PROP_UINT32("data_width", FWCfgState, data_width, 8),
};

static void fw_cfg_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "firmware configuration";
    dc->realize = fw_cfg_realize;
    dc->vmsd = &vmstate_fw_cfg;
    dc->user_creatable = false;
    rc->phases.enter = fw_cfg_reset_enter;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, fw_cfg_properties);
}

static const TypeInfo fw_cfg_types[] = {
    {
        .name = TYPE_FW_CFG_MEM,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(FWCfgState),
        .instance_finalize = fw_cfg_finalize,
        .class_init = fw_cfg_class_init,
    },
};

DEFINE_TYPES(fw_cfg_types)

FWCfgState *fw_cfg_init_mem_wide(hwaddr ctl_addr, hwaddr data_addr,
                                 uint32_t data_width, hwaddr dma_addr,
                                 AddressSpace *dma_as)
{
    DeviceState *dev = qdev_new(TYPE_FW_CFG_MEM);
    SysBusDevice *sbd = SYS_BUS_DEVICE(dev);
    FWCfgState *s = FW_CFG(dev);

    qdev_prop_set_uint32(dev, "data_width", data_width);
    s->dma_as = dma_as;
    if (!fw_cfg_find()) {
        object_property_add_child(qdev_get_machine(), "fw_cfg", OBJECT(dev));
    }
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, ctl_addr);
    sysbus_mmio_map(sbd, 1, data_addr);
    if (dma_as) {
        sysbus_mmio_map(sbd, 2, dma_addr);
    }
    return s;
}

FWCfgState *fw_cfg_find(void)
{
    Object *obj = object_resolve_path_type("", TYPE_FW_CFG_MEM, NULL);

    return obj ? FW_CFG(obj) : NULL;
}
