/*
 * sifive_plic.c: platform-level interrupt controller
 *
 * Registers are 32 bits wide and take only 32-bit aligned accesses.
 *
 *   offset                      name       access  meaning
 *   0x000000 + 4 * source       PRIORITY   RW      0..num_priorities; source
 *                                                  0 reads 0
 *   0x001000 + 4 * word         PENDING    RO      bit = source % 32
 *   0x002000 + 0x80 * context   ENABLE     RW      one word per 32 sources;
 *                                                  source 0 reads 0
 *   0x200000 + 0x1000 * context THRESHOLD  RW      0..num_priorities
 *   0x200004 + 0x1000 * context CLAIM      R       claims: source or 0
 *                                          W       completes that source
 *
 * Reset: all zero except the input levels, which belong to the wires. Other
 * offsets read 0 and are logged.
 *
 * RISC-V PLIC specification 1.0.0; SiFive FU540 manual, chapter 10. The rules
 * of claiming are in plic_claim.c, the context table in plic_config.c.
 *
 * Differs from QEMU on purpose, following the specification: a level that is
 * still high at completion interrupts again; a claim ignores the threshold; a
 * completion of a source that is not enabled for the context is ignored;
 * enable bit 0 reads 0; 8- and 16-bit accesses fault.
 */
#include "devices/sifive_plic.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "core/log.h"
#include "core/trace.h"
#include "devices/qdev_properties.h"
#include "plic_config.h"
#include "region_drop.h"
#include "snapshot/vmstate.h"

TRACE_EVENT(plic_claim, "context:u source:u")
TRACE_EVENT(plic_complete, "context:u source:u")

static void plic_drive(SiFivePLICState *s, uint32_t context, uint8_t level)
{
    int pin = s->contexts[context].pin;

    s->output[context] = level;
    if (pin >= 0) {
        qemu_set_irq(s->external_irqs[pin], level);
    }
}

/* the only place that drives wires, besides the reset below */
static void plic_update_irq(SiFivePLICState *s)
{
    for (uint32_t i = 0; i < s->regs.num_contexts; i++) {
        uint8_t level = plic_context_asserted(&s->regs, i);

        if (level != s->output[i]) {
            plic_drive(s, i, level);
        }
    }
}

/* after a reset or a load the receivers know nothing: drive every wire */
static void plic_drive_all(SiFivePLICState *s)
{
    for (uint32_t i = 0; i < s->regs.num_contexts; i++) {
        plic_drive(s, i, plic_context_asserted(&s->regs, i));
    }
}

static bool plic_level(const PlicRegs *regs, uint32_t source)
{
    return regs->level[source / 32] >> source % 32 & 1;
}

static void plic_set_irq(void *opaque, int source, int level)
{
    SiFivePLICState *s = opaque;

    if (source == 0) {
        return;
    }
    s->raised[source] += level && !plic_level(&s->regs, (uint32_t)source);
    plic_set_level(&s->regs, (uint32_t)source, level != 0);
    plic_update_irq(s);
}

/*
 * Where an offset lies: a pointer to the word, for the three register files
 * that are plain words. NULL: none of them.
 */
static uint32_t *plic_enable_word(SiFivePLICState *s, hwaddr addr)
{
    hwaddr offset = addr - PLIC_ENABLE_BASE;
    hwaddr context = offset / PLIC_ENABLE_STRIDE;
    hwaddr word = offset % PLIC_ENABLE_STRIDE / 4;

    if (addr < PLIC_ENABLE_BASE || addr >= PLIC_CONTEXT_BASE ||
        context >= s->regs.num_contexts || word >= s->regs.num_words) {
        return NULL;
    }
    return &s->regs.enable[context * s->regs.num_words + word];
}

static uint32_t *plic_priority(SiFivePLICState *s, hwaddr addr)
{
    return addr / 4 < s->regs.num_sources ? &s->regs.priority[addr / 4]
                                          : NULL;
}

static uint32_t *plic_pending_word(SiFivePLICState *s, hwaddr addr)
{
    hwaddr word = (addr - PLIC_PENDING_BASE) / 4;

    return addr >= PLIC_PENDING_BASE && word < s->regs.num_words
           ? &s->regs.pending[word] : NULL;
}

static bool plic_is_context(SiFivePLICState *s, hwaddr addr,
                            uint32_t *context)
{
    *context = (uint32_t)((addr - PLIC_CONTEXT_BASE) / PLIC_CONTEXT_STRIDE);
    return addr >= PLIC_CONTEXT_BASE && *context < s->regs.num_contexts;
}

static void plic_log_bad(const char *what, hwaddr addr)
{
    qemu_log_mask(LOG_GUEST_ERROR, "plic: %s at offset 0x%" PRIx64
                  ": no such register\n", what, addr);
}

static uint64_t plic_context_read(SiFivePLICState *s, uint32_t context,
                                  hwaddr addr)
{
    uint32_t source;

    switch (addr % PLIC_CONTEXT_STRIDE) {
    case PLIC_THRESHOLD:
        return s->regs.threshold[context];
    case PLIC_CLAIM:
        source = plic_claim(&s->regs, context);
        TRACE(plic_claim, context, source);
        s->claimed[source]++;
        plic_update_irq(s);
        return source;
    default:
        plic_log_bad("read", addr);
        return 0;
    }
}

static uint64_t plic_read(void *opaque, hwaddr addr, unsigned size)
{
    SiFivePLICState *s = opaque;
    uint32_t context;
    const uint32_t *word;

    if (plic_is_context(s, addr, &context)) {
        return plic_context_read(s, context, addr);
    }
    word = plic_enable_word(s, addr);
    word = word ? word : plic_priority(s, addr);
    word = word ? word : plic_pending_word(s, addr);
    if (!word) {
        plic_log_bad("read", addr);
        return 0;
    }
    return *word;
}

static void plic_context_write(SiFivePLICState *s, uint32_t context,
                               hwaddr addr, uint32_t value)
{
    switch (addr % PLIC_CONTEXT_STRIDE) {
    case PLIC_THRESHOLD:
        s->regs.threshold[context] = value & s->num_priorities;
        break;
    case PLIC_CLAIM:
        TRACE(plic_complete, context, value);
        if (!plic_complete(&s->regs, context, value)) {
            qemu_log_mask(LOG_GUEST_ERROR, "plic: context %u completes "
                          "source %u, which it has not enabled\n", context,
                          value);
        }
        break;
    default:
        plic_log_bad("write", addr);
        break;
    }
}

static void plic_source_write(SiFivePLICState *s, hwaddr addr,
                              uint32_t value)
{
    uint32_t *word = plic_priority(s, addr);

    if (word && addr != PLIC_PRIORITY_BASE) {
        *word = value & s->num_priorities;
        return;
    }
    word = plic_enable_word(s, addr);
    if (word) {
        bool first = (addr - PLIC_ENABLE_BASE) % PLIC_ENABLE_STRIDE == 0;

        *word = first ? value & ~1u : value;
        return;
    }
    plic_log_bad(plic_pending_word(s, addr) ? "write to pending bits"
                                            : "write", addr);
}

static void plic_write(void *opaque, hwaddr addr, uint64_t value,
                       unsigned size)
{
    SiFivePLICState *s = opaque;
    uint32_t context;

    if (plic_is_context(s, addr, &context)) {
        plic_context_write(s, context, addr, (uint32_t)value);
    } else {
        plic_source_write(s, addr, (uint32_t)value);
    }
    plic_update_irq(s);
}

static const MemoryRegionOps plic_ops = {
    .read = plic_read,
    .write = plic_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 4 },
    .impl = { .min_access_size = 4, .max_access_size = 4 },
};

/* a priority or threshold that the registers could not hold is refused */
static int plic_post_load(void *opaque, int version_id)
{
    SiFivePLICState *s = opaque;

    for (uint32_t i = 0; i < s->regs.num_sources; i++) {
        if (s->regs.priority[i] > s->num_priorities) {
            return -EINVAL;
        }
    }
    for (uint32_t i = 0; i < s->regs.num_contexts; i++) {
        if (s->regs.threshold[i] > s->num_priorities) {
            return -EINVAL;
        }
        s->regs.enable[i * s->regs.num_words] &= ~1u;
    }
    plic_drive_all(s);
    return 0;
}

#define PLIC_ROW(field_, count_) \
    VMSTATE_VARRAY_UINT32(regs.field_, SiFivePLICState, regs.count_, 1, \
                          vmstate_info_uint32, uint32_t)

static const VMStateDescription vmstate_plic = {
    .name = TYPE_SIFIVE_PLIC,
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = plic_post_load,
    .fields = (const VMStateField[]) {
        PLIC_ROW(priority, num_sources),
        PLIC_ROW(level, num_words),
        PLIC_ROW(pending, num_words),
        PLIC_ROW(in_service, num_words),
        PLIC_ROW(enable, num_enables),
        PLIC_ROW(threshold, num_contexts),
        VMSTATE_TRANSIENT(regs.num_sources, SiFivePLICState),
        VMSTATE_TRANSIENT(regs.num_words, SiFivePLICState),
        VMSTATE_TRANSIENT(regs.num_contexts, SiFivePLICState),
        VMSTATE_TRANSIENT(regs.num_enables, SiFivePLICState),
        VMSTATE_END_OF_LIST()
    },
};

static void plic_reset_enter(Object *obj, ResetType type)
{
    SiFivePLICState *s = SIFIVE_PLIC(obj);
    PlicRegs *r = &s->regs;

    memset(r->priority, 0, r->num_sources * sizeof(uint32_t));
    memset(r->pending, 0, r->num_words * sizeof(uint32_t));
    memset(r->in_service, 0, r->num_words * sizeof(uint32_t));
    memset(r->enable, 0, r->num_enables * sizeof(uint32_t));
    memset(r->threshold, 0, r->num_contexts * sizeof(uint32_t));
}

/* wires that a source holds high through the reset pend again */
static void plic_reset_hold(Object *obj, ResetType type)
{
    plic_drive_all(SIFIVE_PLIC(obj));
}

static void plic_reset_exit(Object *obj, ResetType type)
{
    SiFivePLICState *s = SIFIVE_PLIC(obj);

    memcpy(s->regs.pending, s->regs.level,
           s->regs.num_words * sizeof(uint32_t));
    plic_update_irq(s);
}

static bool plic_check(const SiFivePLICState *s, uint32_t num_contexts,
                       GError **errp)
{
    uint64_t end = PLIC_CONTEXT_BASE +
                   (uint64_t)num_contexts * PLIC_CONTEXT_STRIDE;

    if (s->num_sources < 2 || s->num_sources > PLIC_MAX_SOURCES) {
        error_setg(errp, "num-sources is %u; it must be 2 to %d",
                   s->num_sources, PLIC_MAX_SOURCES);
    } else if (s->num_priorities == 0 ||
               !is_power_of_2(s->num_priorities + 1ull)) {
        error_setg(errp, "num-priorities is %u; it must be 1, 3, 7, 15, ...",
                   s->num_priorities);
    } else if (end > s->aperture_size) {
        error_setg(errp, "%u contexts need an aperture-size of 0x%" PRIx64
                   ", not 0x%x", num_contexts, end, s->aperture_size);
    } else {
        return true;
    }
    return false;
}

static void plic_alloc(SiFivePLICState *s, uint32_t num_contexts)
{
    PlicRegs *r = &s->regs;

    r->num_sources = s->num_sources;
    r->num_words = (s->num_sources + 31) / 32;
    r->num_contexts = num_contexts;
    r->num_enables = r->num_words * num_contexts;
    r->priority = g_new0(uint32_t, r->num_sources);
    r->level = g_new0(uint32_t, r->num_words);
    r->pending = g_new0(uint32_t, r->num_words);
    r->in_service = g_new0(uint32_t, r->num_words);
    r->enable = g_new0(uint32_t, r->num_enables);
    r->threshold = g_new0(uint32_t, num_contexts);
    s->output = g_new0(uint8_t, num_contexts);
    s->raised = g_new0(uint64_t, r->num_sources);
    s->claimed = g_new0(uint64_t, r->num_sources);
}

static void plic_realize(DeviceState *dev, GError **errp)
{
    SiFivePLICState *s = SIFIVE_PLIC(dev);
    uint32_t num_contexts;
    GArray *contexts = plic_config_parse(s->hart_config ? s->hart_config : "",
                                         &s->num_harts, errp);

    if (!contexts) {
        return;
    }
    num_contexts = contexts->len;
    s->contexts = (PlicContext *)g_array_free(contexts, FALSE);
    if (!plic_check(s, num_contexts, errp)) {
        g_clear_pointer(&s->contexts, g_free);
        return;
    }
    plic_alloc(s, num_contexts);
    memory_region_init_io(&s->mmio, OBJECT(s), &plic_ops, s,
                          TYPE_SIFIVE_PLIC, s->aperture_size);
    sysbus_init_mmio(SYS_BUS_DEVICE(s), &s->mmio);
    qdev_init_gpio_in(dev, plic_set_irq, (int)s->num_sources);
    s->external_irqs = g_new0(qemu_irq, 2 * s->num_harts);
    qdev_init_gpio_out(dev, s->external_irqs, (int)(2 * s->num_harts));
}

static void plic_finalize(Object *obj)
{
    SiFivePLICState *s = SIFIVE_PLIC(obj);

    g_free(s->regs.priority);
    g_free(s->regs.level);
    g_free(s->regs.pending);
    g_free(s->regs.in_service);
    g_free(s->regs.enable);
    g_free(s->regs.threshold);
    g_free(s->output);
    g_free(s->raised);
    g_free(s->claimed);
    g_free(s->contexts);
    g_free(s->external_irqs);
    region_drop(&s->mmio);
}

static const Property plic_properties[] = {
    DEFINE_PROP_STRING("hart-config", SiFivePLICState, hart_config),
    DEFINE_PROP_UINT32("hartid-base", SiFivePLICState, hartid_base, 0),
    DEFINE_PROP_UINT32("num-sources", SiFivePLICState, num_sources, 96),
    DEFINE_PROP_UINT32("num-priorities", SiFivePLICState, num_priorities, 7),
    DEFINE_PROP_UINT32("aperture-size", SiFivePLICState, aperture_size,
                       0x600000),
};

static void plic_class_init(ObjectClass *klass, void *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);
    ResettableClass *rc = RESETTABLE_CLASS(klass);

    dc->desc = "RISC-V platform-level interrupt controller";
    dc->realize = plic_realize;
    dc->vmsd = &vmstate_plic;
    dc->user_creatable = false;
    rc->phases.enter = plic_reset_enter;
    rc->phases.hold = plic_reset_hold;
    rc->phases.exit = plic_reset_exit;
    set_bit(DEVICE_CATEGORY_MISC, dc->categories);
    device_class_set_props(dc, plic_properties);
}

static const TypeInfo plic_types[] = {
    {
        .name = TYPE_SIFIVE_PLIC,
        .parent = TYPE_SYS_BUS_DEVICE,
        .instance_size = sizeof(SiFivePLICState),
        .instance_finalize = plic_finalize,
        .class_init = plic_class_init,
    },
};

DEFINE_TYPES(plic_types)

DeviceState *sifive_plic_create(const SiFivePLICConfig *config)
{
    DeviceState *dev = qdev_new(TYPE_SIFIVE_PLIC);

    qdev_prop_set_string(dev, "hart-config", config->hart_config);
    qdev_prop_set_uint32(dev, "hartid-base", config->hartid_base);
    qdev_prop_set_uint32(dev, "num-sources", config->num_sources);
    qdev_prop_set_uint32(dev, "num-priorities", config->num_priorities);
    qdev_prop_set_uint32(dev, "aperture-size", config->aperture_size);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, config->addr);
    return dev;
}
