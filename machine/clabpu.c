/*
 * clabpu.c: the course board, put together in the lecture's four steps
 *
 *     cpu   one hart in an array, as on boards with many
 *     mem   RAM, which the machine made, and the mask ROM: clabpu_mem.c
 *     dev   console, CLINT, and EDC and timer behind the INTC:
 *           clabpu_wiring.c
 *     boot  an image in RAM and the ROM code that jumps to it: clabpu_rom.c
 *
 * Deliberately missing: a device tree and a second hart.
 */
#include "clabpu_internal.h"
#include "devices/htif.h"
#include "devices/riscv_aclint.h"
#include "machine/riscv_socket.h"

/* --- cpu ----------------------------------------------------------------- */

static bool clabpu_init_cpu(ClabpuState *s, Error **errp)
{
    MachineState *machine = MACHINE(s);
    Object *array = OBJECT(&s->socket);

    if (!riscv_socket_check(machine, 1, errp)) {
        return false;
    }
    object_initialize_child(OBJECT(s), "clabpu-socket0", &s->socket,
                            TYPE_RISCV_HART_ARRAY);
    s->socket.cpus = machine->cpus;
    object_property_set_str(array, "cpu-type", machine->cpu_type,
                            &error_abort);
    object_property_set_str(array, "cpu-features",
                            machine->cpu_features ? machine->cpu_features
                                                  : "", &error_abort);
    object_property_set_int(array, "hartid-base",
                            riscv_socket_first_hartid(machine, 0),
                            &error_abort);
    object_property_set_int(array, "num-harts",
                            riscv_socket_hart_count(machine, 0),
                            &error_abort);
    object_property_set_int(array, "resetvec",
                            (int64_t)clabpu_memmap[CLABPU_MMAP_MROM].base,
                            &error_abort);
    return sysbus_realize(SYS_BUS_DEVICE(array), errp);
}

qemu_irq clabpu_hart_input(ClabpuState *s, int irq)
{
    return qdev_get_gpio_in(DEVICE(&s->socket.harts[0]), irq);
}

/* --- dev ----------------------------------------------------------------- */

static uint64_t read_mtime(void *opaque)
{
    return riscv_aclint_mtime_read(opaque);
}

/* Software moved mtime: the hart's stimecmp means another moment. */
static void mtime_changed(void *opaque)
{
    RISCVCPU *cpu = opaque;

    vcpu_time_changed(&cpu->vcpu);
}

/* MSWI, then MTIMER, in one window: a CLINT. */
static void clabpu_init_clint(ClabpuState *s)
{
    RISCVCPU *cpu = &s->socket.harts[0];
    hwaddr base = clabpu_memmap[CLABPU_MMAP_CLINT].base;
    DeviceState *mswi = riscv_aclint_swi_create(base, 0, 1, false);

    qdev_connect_gpio_out(mswi, 0, clabpu_hart_input(s, IRQ_M_SOFT));
    s->mtimer = riscv_aclint_mtimer_create(&(RISCVAclintMTimerConfig) {
        .addr = base + RISCV_ACLINT_SWI_SIZE,
        .size = RISCV_ACLINT_DEFAULT_MTIMER_SIZE,
        .num_harts = 1,
        .timecmp_base = RISCV_ACLINT_DEFAULT_MTIMECMP,
        .time_base = RISCV_ACLINT_DEFAULT_MTIME,
        .timebase_freq = CLABPU_TIMEBASE_HZ,
    });
    qdev_connect_gpio_out(s->mtimer, 0, clabpu_hart_input(s, IRQ_M_TIMER));
    riscv_cpu_set_time_source(cpu, &(HartEnv) {
        .read_time = read_mtime,
        .opaque = s->mtimer,
    });
    riscv_aclint_mtimer_set_time_changed(RISCV_ACLINT_MTIMER(s->mtimer),
                                         mtime_changed, cpu);
}

static void clabpu_init_dev(ClabpuState *s)
{
    MachineState *machine = MACHINE(s);

    htif_create(clabpu_memmap[CLABPU_MMAP_HTIF].base, machine->serial[0],
                &machine->request);
    clabpu_init_clint(s);
    clabpu_connect_devices(s);
}

/* --- boot ---------------------------------------------------------------- */

static bool clabpu_init_boot(ClabpuState *s, Error **errp)
{
    MachineState *machine = MACHINE(s);
    g_autoptr(GBytes) rom = NULL;
    hwaddr entry;

    if (!clabpu_load_image(machine, &entry, errp)) {
        return false;
    }
    rom = clabpu_rom_build(entry);
    return rom_add_blob(machine->roms, "clabpu boot ROM", rom,
                        clabpu_memmap[CLABPU_MMAP_MROM].base, errp);
}

/* --- all four ------------------------------------------------------------ */

void clabpu_machine_init(MachineState *machine)
{
    ClabpuState *s = CLABPU_MACHINE(machine);

    if (!clabpu_init_cpu(s, machine->errp) ||
        !clabpu_init_mem(s, machine->errp)) {
        return;
    }
    clabpu_init_dev(s);
    (void)!clabpu_init_boot(s, machine->errp);
}
