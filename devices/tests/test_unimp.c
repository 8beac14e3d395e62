/* test_unimp.c: a window for hardware that is not modelled */
#include "devices/unimp.h"

#include <unistd.h>

#include "core/log.h"
#include "memory/address_space.h"
#include "memory/memory_map.h"
#include "rig.h"

START_TEST(test_reads_zero_ignores_writes_and_logs)
{
    g_autofree char *path = g_strdup_printf("/tmp/lectern-unimp-%d", getpid());
    g_autofree char *text = NULL;
    uint32_t word = 0x12345678;

    create_unimplemented_device("dma.engine", 0x40000, 0x1000);
    ck_assert(qemu_set_log_filename(path, NULL));
    qemu_set_log(LOG_UNIMP);
    ck_assert_int_eq(address_space_write(&address_space_memory, 0x40010,
                                         MEMTXATTRS_UNSPECIFIED, &word, 4),
                     MEMTX_OK);
    ck_assert_int_eq(address_space_read(&address_space_memory, 0x40ffc,
                                        MEMTXATTRS_UNSPECIFIED, &word, 4),
                     MEMTX_OK);
    ck_assert_uint_eq(word, 0);
    qemu_set_log(0);
    qemu_log_close();
    ck_assert(g_file_get_contents(path, &text, NULL, NULL));
    ck_assert_str_eq(text,
        "dma.engine is not modelled: 4-byte write of 0x12345678 at 0x010\n"
        "dma.engine is not modelled: 4-byte read at 0xffc\n");
    unlink(path);
}
END_TEST

START_TEST(test_real_devices_lie_above_it)
{
    static MemoryRegion ram;
    uint8_t byte = 0;

    ck_assert(memory_region_init_ram(&ram, NULL, "ram", 0x1000, NULL));
    memset(memory_region_get_ram_ptr(&ram), 0x77, 0x1000);
    memory_region_add_subregion(get_system_memory(), 0x41000, &ram);
    create_unimplemented_device("everything", 0x40000, 0x10000);
    address_space_read(&address_space_memory, 0x41fff,
                       MEMTXATTRS_UNSPECIFIED, &byte, 1);
    ck_assert_uint_eq(byte, 0x77);
    address_space_read(&address_space_memory, 0x42000,
                       MEMTXATTRS_UNSPECIFIED, &byte, 1);
    ck_assert_uint_eq(byte, 0);
}
END_TEST

START_TEST(test_name_and_size_are_required)
{
    DeviceState *dev = qdev_new(TYPE_UNIMPLEMENTED_DEVICE);
    g_autofree char *message = NULL;

    if (_i == 0) {
        qdev_prop_set_string(dev, "name", "x");
    } else {
        qdev_prop_set_uint64(dev, "size", 4096);
    }
    message = rig_refusal(dev);
    ck_assert(strstr(message, _i == 0 ? "'size'" : "'name'") != NULL);
}
END_TEST

UNIT_MAIN("unimp",
          UNIT_TEST(test_reads_zero_ignores_writes_and_logs),
          UNIT_TEST(test_real_devices_lie_above_it),
          UNIT_LOOP(test_name_and_size_are_required, 2))
