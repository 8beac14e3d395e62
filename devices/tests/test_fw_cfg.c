/* test_fw_cfg.c: items, directory, data port, DMA and its abuse */
#include "devices/fw_cfg.h"

#include "memory/memory_map.h"
#include "rig.h"

#define BASE 0x10100000ull
#define RAM_SIZE (32u << 20)
#define DESC 0x1000ull
#define BUF 0x2000ull

static FWCfgState *fw;
static uint8_t *ram;
static char item_data[] = "0123456789";

static void make_fw_cfg(void)
{
    MemoryRegion *ram_mr = g_new0(MemoryRegion, 1);

    memory_region_init_ram(ram_mr, NULL, "ram", RAM_SIZE, NULL);
    memory_region_add_subregion(get_system_memory(), 0, ram_mr);
    ram = memory_region_get_ram_ptr(ram_mr);
    fw = fw_cfg_init_mem_wide(BASE + 8, BASE, 8, BASE + 16,
                              &address_space_memory);
    device_cold_reset(DEVICE(fw));
}

static MemTxResult bus(hwaddr addr, void *buf, hwaddr len, bool is_write)
{
    return address_space_rw(&address_space_memory, addr,
                            MEMTXATTRS_UNSPECIFIED, buf, len, is_write);
}

static void choose(uint16_t key)
{
    address_space_stw_be(&address_space_memory, BASE + 8, key,
                         MEMTXATTRS_UNSPECIFIED, NULL);
}

static void data(void *buf, unsigned len)
{
    for (unsigned i = 0; i < len; i++) {
        ck_assert_int_eq(bus(BASE, (uint8_t *)buf + i, 1, false), MEMTX_OK);
    }
}

static uint32_t dma(uint32_t control, uint32_t length, uint64_t address)
{
    uint32_t be[2] = { GUINT32_TO_BE(control), GUINT32_TO_BE(length) };
    uint64_t be_address = GUINT64_TO_BE(address);
    uint32_t result;

    memcpy(ram + DESC, be, 8);
    memcpy(ram + DESC + 8, &be_address, 8);
    address_space_stq_be(&address_space_memory, BASE + 16, DESC,
                         MEMTXATTRS_UNSPECIFIED, NULL);
    memcpy(&result, ram + DESC, 4);
    return GUINT32_FROM_BE(result);
}

START_TEST(test_signature_and_version)
{
    uint8_t text[6], id[4];

    make_fw_cfg();
    data(text, 6);
    ck_assert_int_eq(memcmp(text, "QEMU\0\0", 6), 0);
    choose(FW_CFG_ID);
    data(id, 4);
    ck_assert_int_eq(memcmp(id, "\3\0\0\0", 4), 0);
}
END_TEST

START_TEST(test_data_port_gives_bytes_in_order_at_any_width)
{
    char got[11] = "";

    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_UUID, item_data, 10);
    choose(FW_CFG_UUID);
    bus(BASE, got, 1, false);
    bus(BASE, got + 1, 2, false);
    bus(BASE, got + 3, 4, false);
    bus(BASE, got + 7, 4, false);
    ck_assert_int_eq(memcmp(got, "0123456789\0", 11), 0);
    choose(FW_CFG_UUID);
    bus(BASE, got, 8, false);
    ck_assert_int_eq(memcmp(got, "01234567", 8), 0);
    bus(BASE, got, 8, false);
    ck_assert_int_eq(memcmp(got, "89\0\0\0\0\0\0", 8), 0);
}
END_TEST

START_TEST(test_data_port_answers_at_its_first_byte_only)
{
    uint8_t byte;

    make_fw_cfg();
    ck_assert_int_ne(bus(BASE + 1, &byte, 1, false), MEMTX_OK);
    data(&byte, 1);
    ck_assert_uint_eq(byte, 'Q');       /* nothing was taken */
}
END_TEST

START_TEST(test_integers_are_little_endian)
{
    uint8_t got[8];

    make_fw_cfg();
    fw_cfg_add_i16(fw, FW_CFG_NB_CPUS, 0x1234);
    fw_cfg_add_i32(fw, FW_CFG_KERNEL_SIZE, 0x12345678);
    fw_cfg_add_i64(fw, FW_CFG_RAM_SIZE, 0x123456789abcdef0ull);
    fw_cfg_add_string(fw, FW_CFG_CMDLINE_DATA, "ab");
    choose(FW_CFG_NB_CPUS);
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "\x34\x12", 2), 0);
    choose(FW_CFG_KERNEL_SIZE);
    data(got, 4);
    ck_assert_int_eq(memcmp(got, "\x78\x56\x34\x12", 4), 0);
    choose(FW_CFG_RAM_SIZE);
    data(got, 8);
    ck_assert_int_eq(memcmp(got, "\xf0\xde\xbc\x9a\x78\x56\x34\x12", 8), 0);
    choose(FW_CFG_CMDLINE_DATA);
    data(got, 4);
    ck_assert_int_eq(memcmp(got, "ab\0\0", 4), 0);
}
END_TEST

START_TEST(test_keys_without_item_read_zero)
{
    static const uint16_t keys[] = { FW_CFG_NUMA, 0x40, 0x3fff, 0x8000,
                                     0xbfff, 0xffff };
    uint8_t got[4];

    make_fw_cfg();
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        choose(keys[i]);
        memset(got, 0xee, 4);
        data(got, 4);
        ck_assert_int_eq(memcmp(got, "\0\0\0\0", 4), 0);
    }
}
END_TEST

START_TEST(test_local_keys_are_a_second_set)
{
    char got[4];

    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_ARCH_LOCAL | 3, item_data, 4);
    choose(FW_CFG_ARCH_LOCAL | 3);
    data(got, 4);
    ck_assert_int_eq(memcmp(got, "0123", 4), 0);
    choose(3);
    data(got, 4);
    ck_assert_int_eq(memcmp(got, "\0\0\0\0", 4), 0);
}
END_TEST

START_TEST(test_directory_is_sorted_by_name)
{
    FWCfgFiles dir;
    char got[2];

    make_fw_cfg();
    fw_cfg_add_file(fw, "opt/z", item_data + 9, 1);
    fw_cfg_add_file(fw, "etc/a", item_data + 1, 1);
    fw_cfg_add_file(fw, "etc/b", item_data + 2, 2);
    choose(FW_CFG_FILE_DIR);
    data(&dir, sizeof(dir));
    ck_assert_uint_eq(GUINT32_FROM_BE(dir.count), 3);
    ck_assert_str_eq(dir.f[0].name, "etc/a");
    ck_assert_str_eq(dir.f[1].name, "etc/b");
    ck_assert_str_eq(dir.f[2].name, "opt/z");
    for (int i = 0; i < 3; i++) {
        ck_assert_uint_eq(GUINT16_FROM_BE(dir.f[i].select), 0x20 + i);
    }
    ck_assert_uint_eq(GUINT32_FROM_BE(dir.f[1].size), 2);
    choose(0x22);
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "9\0", 2), 0);
    choose(0x21);
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "23", 2), 0);
    ck_assert_ptr_eq(fw_cfg_modify_file(fw, "opt/z", item_data, 2),
                     item_data + 9);
    choose(0x22);
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "01", 2), 0);
}
END_TEST

START_TEST(test_file_names_from_users_are_checked)
{
    char longest[57], too_long[58];
    GError *err = NULL;

    make_fw_cfg();
    memset(longest, 'x', sizeof(longest));
    memset(too_long, 'x', sizeof(too_long));
    longest[55] = 0;
    too_long[56] = 0;
    ck_assert(fw_cfg_check_file_name(fw, longest, NULL));
    ck_assert(!fw_cfg_check_file_name(fw, too_long, NULL));
    ck_assert(!fw_cfg_check_file_name(fw, "", NULL));
    fw_cfg_add_file(fw, longest, NULL, 0);
    ck_assert(!fw_cfg_check_file_name(fw, longest, NULL));
    for (int i = 1; i < FW_CFG_FILE_SLOTS; i++) {
        g_autofree char *name = g_strdup_printf("f%d", i);

        fw_cfg_add_file(fw, name, item_data, 1);
    }
    ck_assert(!fw_cfg_check_file_name(fw, "one-more", &err));
    ck_assert(strstr(err->message, "32 slots") != NULL);
    g_error_free(err);
}
END_TEST

START_TEST(test_dma_register_shows_its_signature)
{
    char text[8];

    make_fw_cfg();
    bus(BASE + 16, text, 8, false);
    ck_assert_int_eq(memcmp(text, "QEMU CFG", 8), 0);
    bus(BASE + 20, text, 4, false);
    ck_assert_int_eq(memcmp(text, " CFG", 4), 0);
    bus(BASE + 17, text, 1, false);
    bus(BASE + 22, text + 1, 2, false);
    ck_assert_int_eq(memcmp(text, "EFG", 3), 0);
}
END_TEST

START_TEST(test_narrow_writes_to_the_dma_register_start_nothing)
{
    uint32_t control = GUINT32_TO_BE(8 | 2);

    make_fw_cfg();
    memcpy(ram + DESC, &control, 4);
    for (hwaddr i = 0; i < 8; i++) {
        bus(BASE + 16 + i, &(uint8_t) { DESC >> (56 - 8 * i) }, 1, true);
    }
    ck_assert_int_eq(memcmp(ram + DESC, &control, 4), 0);
}
END_TEST

START_TEST(test_failed_dma_moves_on_in_the_item)
{
    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_UUID, item_data, 10);
    ck_assert_uint_eq(dma(FW_CFG_UUID << 16 | 8 | 2, 4, 0x90000000), 1);
    ck_assert_uint_eq(dma(2, 2, BUF), 0);
    ck_assert_int_eq(memcmp(ram + BUF, "45", 2), 0);
}
END_TEST

START_TEST(test_dma_selects_skips_and_reads)
{
    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_UUID, item_data, 10);
    ck_assert_uint_eq(dma(FW_CFG_UUID << 16 | 8 | 2, 4, BUF), 0);
    ck_assert_int_eq(memcmp(ram + BUF, "0123", 4), 0);
    ck_assert_uint_eq(dma(4, 2, 0), 0);
    ck_assert_uint_eq(dma(2, 2, BUF), 0);
    ck_assert_int_eq(memcmp(ram + BUF, "67", 2), 0);
    memset(ram + BUF, 0xee, 8);
    ck_assert_uint_eq(dma(2, 8, BUF), 0);
    ck_assert_int_eq(memcmp(ram + BUF, "89\0\0\0\0\0\0", 8), 0);
    ck_assert_uint_eq(dma(2, 0, 0xffffffffffffull), 0);
}
END_TEST

START_TEST(test_dma_starts_at_the_write_of_the_low_half)
{
    make_fw_cfg();
    ram[DESC + 3] = 8 | 2;
    ram[DESC + 7] = 4;
    ram[DESC + 14] = BUF >> 8;
    address_space_stl_be(&address_space_memory, BASE + 16, 0,
                         MEMTXATTRS_UNSPECIFIED, NULL);
    ck_assert_int_eq(ram[BUF], 0);
    address_space_stl_be(&address_space_memory, BASE + 20, DESC,
                         MEMTXATTRS_UNSPECIFIED, NULL);
    ck_assert_int_eq(memcmp(ram + BUF, "QEMU", 4), 0);
    ck_assert_uint_eq(fw->regs.dma_addr, 0);
}
END_TEST

static unsigned selected, written_at, written_len;

static void on_select(void *opaque)
{
    selected++;
}

static void on_write(void *opaque, uint64_t offset, size_t len)
{
    written_at = (unsigned)offset;
    written_len = (unsigned)len;
}

START_TEST(test_dma_writes_only_writable_items)
{
    static const FWCfgCallbacks callbacks = { on_select, on_write, NULL,
                                              false };
    char store[8] = "abcdefgh";

    make_fw_cfg();
    fw_cfg_add_file_callback(fw, "etc/rw", &callbacks, store, 8);
    fw_cfg_add_file(fw, "etc/ro", item_data, 10);
    memcpy(ram + BUF, "WXYZWXYZWXYZ", 12);
    ck_assert_uint_eq(dma(0x21 << 16 | 8 | 4, 2, 0), 0);
    ck_assert_uint_eq(selected, 1);
    ck_assert_uint_eq(dma(16, 4, BUF), 0);
    ck_assert_int_eq(memcmp(store, "abWXYZgh", 8), 0);
    ck_assert_uint_eq(written_at, 2);
    ck_assert_uint_eq(written_len, 4);
    ck_assert_uint_eq(dma(16, 3, BUF), 1);
    ck_assert_int_eq(memcmp(store, "abWXYZgh", 8), 0);
    ck_assert_uint_eq(dma(0x20 << 16 | 8 | 16, 4, BUF), 1);
    ck_assert_int_eq(memcmp(item_data, "0123", 4), 0);
    ck_assert_uint_eq(dma(0xffffu << 16 | 8 | 16, 4, BUF), 1);
}
END_TEST

typedef struct BadDma {
    const char *what;
    uint32_t control, length;
    uint64_t address;
} BadDma;

static const BadDma bad_dmas[] = {
    { "hole", 8 | 2, 4, 0x90000000 },
    { "end of the address space", 8 | 2, 16, UINT64_MAX - 3 },
    { "crosses the end of RAM", 8 | 2, 4, RAM_SIZE - 2 },
    { "4 GiB of zeros", 8 | 2, UINT32_MAX, BUF },
    { "zeros past RAM", 8 | 2, 15 << 20, RAM_SIZE - 0x1000 },
    { "write from a hole", FW_CFG_UUID << 16 | 8 | 16, 4, 0x90000000 },
};

START_TEST(test_malformed_dma_leaves_the_error_bit)
{
    const BadDma *bad = &bad_dmas[_i];

    make_fw_cfg();
    ck_assert_msg(dma(bad->control, bad->length, bad->address) == 1, "%s",
                  bad->what);
    choose(FW_CFG_SIGNATURE);
    ck_assert_uint_eq(dma(2, 4, BUF), 0);
}
END_TEST

START_TEST(test_descriptor_in_a_hole_is_ignored)
{
    make_fw_cfg();
    address_space_stq_be(&address_space_memory, BASE + 16, 0x90000000,
                         MEMTXATTRS_UNSPECIFIED, NULL);
    address_space_stq_be(&address_space_memory, BASE + 16, UINT64_MAX,
                         MEMTXATTRS_UNSPECIFIED, NULL);
    ck_assert_uint_eq(dma(8 | 2, 4, BUF), 0);
}
END_TEST

START_TEST(test_dma_into_its_own_registers_is_refused)
{
    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_UUID, item_data, 8);
    ck_assert_uint_eq(dma(FW_CFG_UUID << 16 | 8 | 2, 8, BASE + 16), 1);
    ck_assert_uint_eq(dma(8 | 2, 4, BUF), 0);
    ck_assert_int_eq(memcmp(ram + BUF, "QEMU", 4), 0);
}
END_TEST

START_TEST(test_random_descriptors_never_escape)
{
    GRand *rand = g_rand_new_with_seed(5);

    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_UUID, item_data, 10);
    for (int i = 0; i < 20000; i++) {
        uint32_t control = g_rand_int(rand) & 0x403f001f;
        uint32_t length = g_rand_int(rand) >> g_rand_int_range(rand, 12, 32);
        uint64_t address = g_rand_int(rand) >> g_rand_int_range(rand, 0, 20);

        if (address + length >= DESC && address < DESC + 16) {
            continue;
        }
        ck_assert_uint_le(dma(control, length, address), 1);
        ck_assert_uint_le(fw->regs.cur_offset, sizeof(FWCfgFiles));
    }
    ck_assert_str_eq(item_data, "0123456789");
    g_rand_free(rand);
}
END_TEST

START_TEST(test_reset_and_state)
{
    g_autoptr(GByteArray) saved = NULL;
    char got[2];

    make_fw_cfg();
    fw_cfg_add_bytes(fw, FW_CFG_UUID, item_data, 10);
    choose(FW_CFG_UUID);
    data(got, 2);
    saved = rig_save(fw);
    device_cold_reset(DEVICE(fw));
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "QE", 2), 0);
    ck_assert(rig_load(fw, saved));
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "23", 2), 0);
    rig_check_covered(fw, offsetof(FWCfgState, regs),
                      RIG_END(FWCfgState, regs.cur_entry));
}
END_TEST

START_TEST(test_state_with_wild_numbers_reads_zero)
{
    g_autoptr(GByteArray) saved = NULL;
    char got[2];

    make_fw_cfg();
    fw->regs.cur_entry = _i == 0 ? 0x3fff : 0;
    fw->regs.cur_offset = UINT32_MAX;
    saved = rig_save(fw);
    device_cold_reset(DEVICE(fw));
    ck_assert(rig_load(fw, saved));
    data(got, 2);
    ck_assert_int_eq(memcmp(got, "\0\0", 2), 0);
}
END_TEST

START_TEST(test_find_and_access_shapes)
{
    ck_assert_ptr_null(fw_cfg_find());
    make_fw_cfg();
    ck_assert_ptr_eq(fw_cfg_find(), fw);
    ck_assert(rig_access_faults(fw, 0, 1));
    ck_assert(rig_access_faults(fw, 0, 4));
}
END_TEST

UNIT_MAIN("fw_cfg",
          UNIT_TEST(test_signature_and_version),
          UNIT_TEST(test_data_port_gives_bytes_in_order_at_any_width),
          UNIT_TEST(test_data_port_answers_at_its_first_byte_only),
          UNIT_TEST(test_integers_are_little_endian),
          UNIT_TEST(test_keys_without_item_read_zero),
          UNIT_TEST(test_local_keys_are_a_second_set),
          UNIT_TEST(test_directory_is_sorted_by_name),
          UNIT_TEST(test_file_names_from_users_are_checked),
          UNIT_TEST(test_dma_register_shows_its_signature),
          UNIT_TEST(test_narrow_writes_to_the_dma_register_start_nothing),
          UNIT_TEST(test_failed_dma_moves_on_in_the_item),
          UNIT_TEST(test_dma_selects_skips_and_reads),
          UNIT_TEST(test_dma_starts_at_the_write_of_the_low_half),
          UNIT_TEST(test_dma_writes_only_writable_items),
          UNIT_LOOP(test_malformed_dma_leaves_the_error_bit,
                    G_N_ELEMENTS(bad_dmas)),
          UNIT_TEST(test_descriptor_in_a_hole_is_ignored),
          UNIT_TEST(test_dma_into_its_own_registers_is_refused),
          UNIT_TEST(test_random_descriptors_never_escape),
          UNIT_TEST(test_reset_and_state),
          UNIT_LOOP(test_state_with_wild_numbers_reads_zero, 2),
          UNIT_TEST(test_find_and_access_shapes))
