/*
 * memory_layers.c: lecture 01, containers, priorities, RAM behind a file
 *
 * A pure container hides nothing below its holes; of two windows at one
 * address the higher priority wins; a reset register asks the main loop.
 */
#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"
#include "memory/memory_map.h"
#include "runstate/runstate.h"

#define BASE 0x10000000
#define SIZE 0x2000

static uint64_t reset_read(void *opaque, hwaddr addr, unsigned size)
{
    return 0x77;
}

static void reset_write(void *opaque, hwaddr addr, uint64_t value,
                        unsigned size)
{
    if (addr == 0 && value == 42) {
        qemu_system_reset_request(SHUTDOWN_CAUSE_GUEST_RESET);
    }
}

static const MemoryRegionOps reset_ops = {
    .read = reset_read,
    .write = reset_write,
    .endianness = DEVICE_NATIVE_ENDIAN,
};

static uint32_t load(hwaddr addr)
{
    uint32_t value = 0;

    cpu_physical_memory_rw(addr, &value, sizeof(value), false);
    return value;
}

static void store(hwaddr addr, uint32_t value)
{
    cpu_physical_memory_rw(addr, &value, sizeof(value), true);
}

static unsigned resets;

static void count_reset(void *opaque)
{
    resets++;
}

int main(void)
{
    static MemoryRegion ram, container, window;
    int fd = memfd_create("board.ram", MFD_CLOEXEC);
    int status;

    memory_map_init();
    g_assert(ftruncate(fd, SIZE) == 0);
    memory_region_init_ram_from_fd(&ram, NULL, "board.ram", SIZE, RAM_SHARED,
                                   fd, 0, &error_fatal);
    memory_region_add_subregion(get_system_memory(), BASE, &ram);

    memory_region_init(&container, NULL, "bus", SIZE);
    memory_region_init_io(&window, NULL, &reset_ops, NULL, "reset", 0x1000);
    memory_region_add_subregion(&container, 0, &window);
    memory_region_add_subregion_overlap(get_system_memory(), BASE, &container,
                                        1);

    g_assert(load(BASE) == 0x77);
    store(BASE + 0x1000, 5);            /* a hole of the container */
    g_assert(load(BASE + 0x1000) == 5);
    g_assert(pread(fd, &status, sizeof(status), 0x1000) == sizeof(status));
    g_assert(status == 5);

    qemu_register_reset(count_reset, NULL);
    store(BASE, 41);
    g_assert(!main_loop_should_exit(&status) && resets == 0);
    store(BASE, 42);
    g_assert(!main_loop_should_exit(&status) && resets == 1);
    return 0;
}
