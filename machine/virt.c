/*
 * virt.c: the board that guests are built for
 *
 * Sockets of harts, each with its timers and its PLIC; one UART, RTC, test
 * finisher, fw_cfg, two flash banks and eight virtio slots. The board only
 * creates devices and connects them: no device knows its address or its
 * neighbours. PCIe joins with its library.
 */
#include "machine/virt.h"

#include "devices/goldfish_rtc.h"
#include "devices/qdev_properties.h"
#include "devices/riscv_aclint.h"
#include "devices/serial.h"
#include "devices/sifive_plic.h"
#include "devices/sifive_test.h"
#include "devices/virtio_mmio.h"
#include "machine/riscv_socket.h"
#include "memory/memory_map.h"

/* clang-format off */
const MemMapEntry virt_memmap[VIRT_DEVICE_COUNT] = {
    [VIRT_DEBUG] =       {        0x0,      0x100 },
    [VIRT_MROM] =        {     0x1000,     0xf000 },
    [VIRT_TEST] =        {   0x100000,     0x1000 },
    [VIRT_RTC] =         {   0x101000,     0x1000 },
    [VIRT_CLINT] =       {  0x2000000,    0x10000 },
    [VIRT_ACLINT_SSWI] = {  0x2f00000,     0x4000 },
    [VIRT_PLIC] =        {  0xc000000,   0x600000 },
    [VIRT_UART0] =       { 0x10000000,      0x100 },
    [VIRT_VIRTIO] =      { 0x10001000,     0x1000 },
    [VIRT_FW_CFG] =      { 0x10100000,       0x18 },
    [VIRT_FLASH] =       { 0x20000000,  0x4000000 },
    [VIRT_DRAM] =        { 0x80000000,          0 },
};
/* clang-format on */

/* --- harts --------------------------------------------------------------- */

static bool create_socket(RISCVVirtState *s, int i, Error **errp)
{
    MachineState *machine = MACHINE(s);
    RISCVHartArrayState *array = &s->socket[i];
    g_autofree char *name = g_strdup_printf("soc%d", i);

    object_initialize_child(OBJECT(machine), name, array,
                            TYPE_RISCV_HART_ARRAY);
    array->cpus = machine->cpus;
    qdev_prop_set_string(DEVICE(array), "cpu-type", machine->cpu_type);
    qdev_prop_set_string(DEVICE(array), "cpu-features",
                         machine->cpu_features ? machine->cpu_features : "");
    qdev_prop_set_uint32(DEVICE(array), "hartid-base",
                         (uint32_t)riscv_socket_first_hartid(machine, i));
    qdev_prop_set_uint32(DEVICE(array), "num-harts",
                         (uint32_t)riscv_socket_hart_count(machine, i));
    qdev_prop_set_uint64(DEVICE(array), "resetvec",
                         virt_memmap[VIRT_MROM].base);
    return sysbus_realize(SYS_BUS_DEVICE(array), errp);
}

static qemu_irq hart_input(RISCVVirtState *s, int socket, uint32_t hart,
                           int irq)
{
    return qdev_get_gpio_in(DEVICE(&s->socket[socket].harts[hart]), irq);
}

/* Outputs @first... of @dev go to input @irq of each hart of the socket. */
static void connect_harts(RISCVVirtState *s, int socket, DeviceState *dev,
                          int first, int irq)
{
    for (uint32_t h = 0; h < s->socket[socket].num_harts; h++) {
        qdev_connect_gpio_out(dev, first + (int)h,
                              hart_input(s, socket, h, irq));
    }
}

/* --- timers and software interrupts -------------------------------------- */

static uint64_t read_mtime(void *opaque)
{
    return riscv_aclint_mtime_read(opaque);
}

/* Software moved mtime: every hart's stimecmp means another moment. */
static void mtime_changed(void *opaque)
{
    const CpuSet *cpus = opaque;

    for (unsigned i = 0; i < cpus->cpus->len; i++) {
        vcpu_time_changed(cpu_set_get(cpus, i));
    }
}

static void connect_time(RISCVHartArrayState *array, DeviceState *mtimer)
{
    HartEnv env = { .read_time = read_mtime, .opaque = mtimer };

    for (uint32_t i = 0; i < array->num_harts; i++) {
        riscv_cpu_set_time_source(&array->harts[i], &env);
    }
    riscv_aclint_mtimer_set_time_changed(RISCV_ACLINT_MTIMER(mtimer),
                                         mtime_changed, array->cpus);
}

/* CLINT: MSWI, then MTIMER, in one window. ACLINT adds SSWI elsewhere. */
static void create_clint(RISCVVirtState *s, int socket)
{
    RISCVHartArrayState *array = &s->socket[socket];
    const MemMapEntry *map = &virt_memmap[VIRT_CLINT];
    hwaddr base = map->base + (hwaddr)socket * map->size;
    DeviceState *mswi, *sswi;

    mswi = riscv_aclint_swi_create(base, array->hartid_base,
                                   array->num_harts, false);
    connect_harts(s, socket, mswi, 0, IRQ_M_SOFT);
    s->mtimer[socket] = riscv_aclint_mtimer_create(&(RISCVAclintMTimerConfig) {
        .addr = base + RISCV_ACLINT_SWI_SIZE,
        .size = RISCV_ACLINT_DEFAULT_MTIMER_SIZE,
        .hartid_base = array->hartid_base,
        .num_harts = array->num_harts,
        .timecmp_base = RISCV_ACLINT_DEFAULT_MTIMECMP,
        .time_base = RISCV_ACLINT_DEFAULT_MTIME,
        .timebase_freq = VIRT_TIMEBASE_HZ,
    });
    connect_harts(s, socket, s->mtimer[socket], 0, IRQ_M_TIMER);
    connect_time(array, s->mtimer[0]);
    if (s->aclint) {
        map = &virt_memmap[VIRT_ACLINT_SSWI];
        sswi = riscv_aclint_swi_create(map->base + (hwaddr)socket * map->size,
                                       array->hartid_base, array->num_harts,
                                       true);
        connect_harts(s, socket, sswi, 0, IRQ_S_SOFT);
    }
}

/* --- interrupt controller ------------------------------------------------ */

/* "MS,MS": one machine and one supervisor context per hart. */
static char *plic_hart_config(uint32_t num_harts)
{
    GString *config = g_string_new("MS");

    for (uint32_t i = 1; i < num_harts; i++) {
        g_string_append(config, ",MS");
    }
    return g_string_free(config, FALSE);
}

static void create_plic(RISCVVirtState *s, int socket)
{
    RISCVHartArrayState *array = &s->socket[socket];
    const MemMapEntry *map = &virt_memmap[VIRT_PLIC];
    g_autofree char *config = plic_hart_config(array->num_harts);
    DeviceState *plic = sifive_plic_create(&(SiFivePLICConfig) {
        .addr = map->base + (hwaddr)socket * map->size,
        .aperture_size = (uint32_t)map->size,
        .hart_config = config,
        .hartid_base = array->hartid_base,
        .num_sources = VIRT_PLIC_SOURCES,
        .num_priorities = VIRT_PLIC_PRIORITIES,
    });

    connect_harts(s, socket, plic, 0, IRQ_S_EXT);
    connect_harts(s, socket, plic, (int)array->num_harts, IRQ_M_EXT);
    s->plic[socket] = plic;
}

/* With several sockets the virtio slots interrupt the second one. */
static DeviceState *virtio_plic(RISCVVirtState *s)
{
    return s->plic[riscv_socket_count(MACHINE(s)) > 1 ? 1 : 0];
}

/* --- everything else ----------------------------------------------------- */

static void create_virtio_slots(RISCVVirtState *s)
{
    const MemMapEntry *map = &virt_memmap[VIRT_VIRTIO];
    DeviceState *plic = virtio_plic(s);

    for (int i = 0; i < VIRT_NUM_VIRTIO; i++) {
        sysbus_create_simple(TYPE_VIRTIO_MMIO,
                             map->base + (hwaddr)i * map->size,
                             qdev_get_gpio_in(plic, VIRT_IRQ_VIRTIO + i));
    }
}

static void create_uart(RISCVVirtState *s)
{
    serial_mm_init(get_system_memory(), virt_memmap[VIRT_UART0].base, 0,
                   qdev_get_gpio_in(s->plic[0], VIRT_IRQ_UART0),
                   VIRT_UART_CLOCK_HZ / 16, MACHINE(s)->serial[0],
                   DEVICE_LITTLE_ENDIAN);
}

static void create_rtc(RISCVVirtState *s)
{
    MachineState *machine = MACHINE(s);
    DeviceState *rtc = qdev_new(TYPE_GOLDFISH_RTC);

    qdev_prop_set_bit(rtc, "host-clock", machine->rtc_host_clock);
    qdev_prop_set_uint64(rtc, "epoch-ns", machine->rtc_epoch_ns);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(rtc), &error_abort);
    sysbus_mmio_map(SYS_BUS_DEVICE(rtc), 0, virt_memmap[VIRT_RTC].base);
    sysbus_connect_irq(SYS_BUS_DEVICE(rtc), 0,
                       qdev_get_gpio_in(s->plic[0], VIRT_IRQ_RTC));
}

static bool create_flash(RISCVVirtState *s, int i, Error **errp)
{
    MachineState *machine = MACHINE(s);
    const MemMapEntry *map = &virt_memmap[VIRT_FLASH];
    g_autofree char *name = g_strdup_printf("virt.flash%d", i);
    hwaddr size = map->size / MACHINE_NUM_FLASH;

    s->flash[i] = pflash_cfi01_new_virt(name);
    if (machine->flash[i]) {
        FlashBacking *backing = flash_backing_open_raw(
            machine->flash[i], size, machine->flash_readonly[i], errp);

        if (!backing) {
            return false;
        }
        pflash_cfi01_set_backing(s->flash[i], backing);
    }
    if (!sysbus_realize_and_unref(SYS_BUS_DEVICE(s->flash[i]), errp)) {
        return false;
    }
    sysbus_mmio_map(SYS_BUS_DEVICE(s->flash[i]), 0, map->base +
                    (hwaddr)i * size);
    return true;
}

static void create_fw_cfg(RISCVVirtState *s)
{
    hwaddr base = virt_memmap[VIRT_FW_CFG].base;

    s->fw_cfg = fw_cfg_init_mem_wide(base + 8, base, 8, base + 16,
                                     &address_space_memory);
    fw_cfg_add_i16(s->fw_cfg, FW_CFG_NB_CPUS,
                   (uint16_t)MACHINE(s)->smp.cpus);
}

static bool create_memory(RISCVVirtState *s, Error **errp)
{
    const MemMapEntry *rom = &virt_memmap[VIRT_MROM];

    memory_region_add_subregion(get_system_memory(),
                                virt_memmap[VIRT_DRAM].base, MACHINE(s)->ram);
    if (!memory_region_init_rom(&s->mask_rom, OBJECT(s),
                                "riscv_virt_board.mrom", rom->size, errp)) {
        return false;
    }
    memory_region_add_subregion(get_system_memory(), rom->base,
                                &s->mask_rom);
    return true;
}

static bool create_devices(RISCVVirtState *s, Error **errp)
{
    /* the order of QEMU: nameless devices are found by their number */
    sifive_test_create(virt_memmap[VIRT_TEST].base, &MACHINE(s)->request);
    create_virtio_slots(s);
    create_uart(s);
    create_rtc(s);
    create_fw_cfg(s);
    return create_flash(s, 0, errp) && create_flash(s, 1, errp);
}

static bool create_sockets(RISCVVirtState *s, Error **errp)
{
    MachineState *machine = MACHINE(s);

    if (!riscv_socket_check(machine, VIRT_SOCKETS_MAX, errp)) {
        return false;
    }
    for (int i = 0; i < riscv_socket_count(machine); i++) {
        if (!create_socket(s, i, errp)) {
            return false;
        }
        create_clint(s, i);
        create_plic(s, i);
    }
    return true;
}

static void virt_machine_init(MachineState *machine)
{
    RISCVVirtState *s = RISCV_VIRT_MACHINE(machine);

    if (create_sockets(s, machine->errp) &&
        create_memory(s, machine->errp) &&
        create_devices(s, machine->errp)) {
        (void)!virt_boot_init(s, machine->errp);
    }
}

/* --- the class ----------------------------------------------------------- */

static bool virt_get_aclint(Object *obj, Error **errp)
{
    return RISCV_VIRT_MACHINE(obj)->aclint;
}

static void virt_set_aclint(Object *obj, bool value, Error **errp)
{
    RISCV_VIRT_MACHINE(obj)->aclint = value;
}

static void virt_machine_class_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->alias = "virt";
    mc->desc = "what RISC-V guests are built for";
    mc->init = virt_machine_init;
    mc->max_cpus = VIRT_CPUS_MAX;
    mc->default_cpu_type = TYPE_RISCV_CPU_RV64;
    mc->default_ram_id = "riscv_virt_board.ram";
    mc->is_default = true;
    object_class_property_add_bool(klass, "aclint", virt_get_aclint,
                                   virt_set_aclint);
    object_class_property_set_description(klass, "aclint",
        "describe MSWI, MTIMER and SSWI separately (on/off)");
}

static const TypeInfo virt_machine_info = {
    .name = TYPE_RISCV_VIRT_MACHINE,
    .parent = TYPE_MACHINE,
    .instance_size = sizeof(RISCVVirtState),
    .class_init = virt_machine_class_init,
};

static void virt_machine_register_types(void)
{
    type_register_static(&virt_machine_info);
}

type_init(virt_machine_register_types)
