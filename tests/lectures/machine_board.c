/*
 * machine_board.c: lecture 00, a board of one's own
 *
 * The listing's shape: a state that embeds MachineState, a class_init that
 * fills MachineClass, an init in steps: harts through the properties of a
 * hart array, then RAM and ROM, then devices.
 */
#include "devices/clabpu_edc.h"
#include "devices/clabpu_intc.h"
#include "devices/sysbus.h"
#include "machine/machine.h"
#include "machine/riscv_hart.h"
#include "machine/riscv_socket.h"
#include "memory/memory_map.h"

typedef struct MyBoardState {
    MachineState parent_obj;

    RISCVHartArrayState socket;
    MemoryRegion rom;
} MyBoardState;

#define TYPE_MY_BOARD MACHINE_TYPE_NAME("my-board")
DECLARE_INSTANCE_CHECKER(MyBoardState, MY_BOARD, TYPE_MY_BOARD)

enum { MY_ROM, MY_INTC, MY_EDC, MY_DRAM };

static const MemMapEntry my_memmap[] = {
    [MY_ROM] = { 0x1000, 0xf000 },
    [MY_INTC] = { 0x10000000, 0x1000 },
    [MY_EDC] = { 0x20001000, 0x1000 },
    [MY_DRAM] = { 0x80000000, 0 },
};

static void my_init_cpu(MachineState *machine)
{
    MyBoardState *s = MY_BOARD(machine);
    Object *array = OBJECT(&s->socket);

    g_assert(riscv_socket_count(machine) == 1);
    g_assert(riscv_socket_check_hartids(machine, 0));
    object_initialize_child(OBJECT(machine), "socket0", &s->socket,
                            TYPE_RISCV_HART_ARRAY);
    s->socket.cpus = machine->cpus;
    object_property_set_str(array, "cpu-type", machine->cpu_type,
                            &error_abort);
    object_property_set_int(array, "hartid-base",
                            riscv_socket_first_hartid(machine, 0),
                            &error_abort);
    object_property_set_int(array, "num-harts",
                            riscv_socket_hart_count(machine, 0),
                            &error_abort);
    sysbus_realize(SYS_BUS_DEVICE(array), &error_fatal);
}

static void my_init_mem(MachineState *machine)
{
    MemoryRegion *system_memory = get_system_memory();
    MyBoardState *s = MY_BOARD(machine);

    memory_region_add_subregion(system_memory, my_memmap[MY_DRAM].base,
                                machine->ram);
    g_assert(memory_region_init_rom(&s->rom, OBJECT(machine), "my.rom",
                                    my_memmap[MY_ROM].size, &error_fatal));
    memory_region_add_subregion(system_memory, my_memmap[MY_ROM].base,
                                &s->rom);
}

static DeviceState *my_init_intc(MachineState *machine)
{
    MyBoardState *s = MY_BOARD(machine);
    DeviceState *dev = qdev_new(TYPE_CLABPU_INTC);
    SysBusDevice *sbd = SYS_BUS_DEVICE(dev);
    DeviceState *cpu = DEVICE(&s->socket.harts[0]);

    object_property_add_child(OBJECT(machine), "intc", OBJECT(dev));
    sysbus_realize_and_unref(sbd, &error_fatal);
    sysbus_mmio_map(sbd, 0, my_memmap[MY_INTC].base);
    qdev_connect_gpio_out_named(dev, SYSBUS_DEVICE_GPIO_IRQ, 0,
                                qdev_get_gpio_in(cpu, IRQ_M_EXT));
    return dev;
}

static void my_board_init(MachineState *machine)
{
    my_init_cpu(machine);
    my_init_mem(machine);
    sysbus_create_simple(TYPE_CLABPU_EDC, my_memmap[MY_EDC].base,
                         qdev_get_gpio_in(my_init_intc(machine), 0));
}

static void my_board_class_init(ObjectClass *oc, void *data)
{
    MachineClass *mc = MACHINE_CLASS(oc);

    mc->desc = "My Board";
    mc->init = my_board_init;
    mc->max_cpus = 1;
    mc->default_cpus = 1;
    mc->default_cpu_type = TYPE_RISCV_CPU_THEAD_C906;
    mc->default_ram_size = 1024 * 1024;
    mc->default_ram_id = "my.ram";
}

static const TypeInfo my_board_typeinfo = {
    .name = TYPE_MY_BOARD,
    .parent = TYPE_MACHINE,
    .class_init = my_board_class_init,
    .instance_size = sizeof(MyBoardState),
};

static void my_board_register_types(void)
{
    type_register_static(&my_board_typeinfo);
}

type_init(my_board_register_types)

static MachineState *build(void)
{
    MachineClass *mc = machine_find_class("my-board", &error_fatal);
    MachineState *machine = MACHINE(object_new(TYPE_MY_BOARD));

    object_property_add_child(object_get_root(), "machine", OBJECT(machine));
    machine->cpus = cpu_set_new(accel_default());
    machine->cpu_type = g_strdup(mc->default_cpu_type);
    machine->ram_size = mc->default_ram_size;
    g_assert(machine_check_smp(mc, &machine->smp, &error_fatal));
    g_assert(machine_run_board_init(machine, &error_fatal));
    return machine;
}

static void store(hwaddr addr, uint32_t value)
{
    cpu_physical_memory_write(addr, &value, sizeof(value));
}

int main(void)
{
    MachineState *machine;
    RISCVCPU *cpu;

    memory_map_init();
    machine = build();
    cpu = &MY_BOARD(machine)->socket.harts[0];
    g_assert(cpu->env.config.mhartid == 0);
    g_assert_cmpstr(memory_region_name(machine->ram), ==, "my.ram");

    store(my_memmap[MY_INTC].base + CLABPU_INTC_ENABLE, 1);
    store(my_memmap[MY_EDC].base + CLABPU_EDC_INT_ENABLE, 1);
    g_assert(cpu->env.irq_level == 0);
    store(my_memmap[MY_EDC].base + CLABPU_EDC_INJECT, 1);
    g_assert(cpu->env.irq_level == 1u << IRQ_M_EXT);
    return 0;
}
