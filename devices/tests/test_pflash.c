/* test_pflash.c: CFI01 command sequences, contents, backing, power cut */
#include "devices/pflash_cfi01.h"

#include <unistd.h>

#include "memory/address_space.h"
#include "memory/memory_map.h"
#include "rig.h"

#define BLOCK 0x2000u
#define BLOCKS 8u
#define SIZE (BLOCK * BLOCKS)
#define BASE 0x20000000ull

/* -------------------------------------- a backing that records, may fail */

typedef struct Record {
    uint64_t offset;
    GBytes *data;
} Record;

typedef struct TapeBacking {
    FlashBacking backing;
    uint8_t image[SIZE];        /* contents at the start */
    GArray *writes;             /* of Record */
    unsigned flushes;
    bool fail;
} TapeBacking;

static TapeBacking tape;

static bool tape_read(FlashBacking *backing, uint64_t offset, void *buf,
                      size_t size, GError **errp)
{
    memcpy(buf, tape.image + offset, size);
    return true;
}

static bool tape_write(FlashBacking *backing, uint64_t offset,
                       const void *buf, size_t size, GError **errp)
{
    Record record = { offset, g_bytes_new(buf, size) };

    if (tape.fail) {
        error_setg(errp, "the tape is torn");
        return false;
    }
    g_array_append_val(tape.writes, record);
    return true;
}

static bool tape_flush(FlashBacking *backing, GError **errp)
{
    tape.flushes++;
    return true;
}

static void tape_free(FlashBacking *backing)
{
}

static const FlashBackingOps tape_ops = {
    .read = tape_read, .write = tape_write, .flush = tape_flush,
    .free = tape_free,
};

static FlashBacking *make_tape(void)
{
    memset(&tape, 0, sizeof(tape));
    memset(tape.image, 0xff, SIZE);
    tape.backing.ops = &tape_ops;
    tape.backing.size = SIZE;
    tape.writes = g_array_new(FALSE, FALSE, sizeof(Record));
    return &tape.backing;
}

/* what the tape holds after the first @n writes */
static void tape_replay(uint8_t *image, unsigned n)
{
    memcpy(image, tape.image, SIZE);
    for (unsigned i = 0; i < n; i++) {
        Record *record = &g_array_index(tape.writes, Record, i);
        size_t size;
        const void *data = g_bytes_get_data(record->data, &size);

        memcpy(image + record->offset, data, size);
    }
}

/* ----------------------------------------------------------------- the bank */

static DeviceState *new_flash(FlashBacking *backing)
{
    DeviceState *dev = qdev_new(TYPE_PFLASH_CFI01);

    qdev_prop_set_uint32(dev, "num-blocks", BLOCKS);
    qdev_prop_set_uint64(dev, "sector-length", BLOCK);
    qdev_prop_set_uint8(dev, "id0", 0x89);
    qdev_prop_set_uint8(dev, "id1", 0x18);
    pflash_cfi01_set_backing(PFLASH_CFI01(dev), backing);
    return dev;
}

static DeviceState *make_flash(FlashBacking *backing)
{
    DeviceState *dev = new_flash(backing);

    rig_realize(dev);
    sysbus_mmio_map(SYS_BUS_DEVICE(dev), 0, BASE);
    return dev;
}

/* Through the address space, so that array mode reads come from memory. */
static uint32_t rd(uint32_t offset)
{
    MemTxResult result;
    uint32_t value = address_space_ldl_le(&address_space_memory,
                                          BASE + offset,
                                          MEMTXATTRS_UNSPECIFIED, &result);

    ck_assert_int_eq(result, MEMTX_OK);
    return value;
}

static void wr(uint32_t offset, uint32_t value)
{
    MemTxResult result;

    address_space_stl_le(&address_space_memory, BASE + offset, value,
                         MEMTXATTRS_UNSPECIFIED, &result);
    ck_assert_int_eq(result, MEMTX_OK);
}

/* a command byte for both chips */
static void cmd(uint32_t offset, uint8_t code)
{
    wr(offset, (uint32_t)code << 16 | code);
}

static void program(uint32_t offset, uint32_t value)
{
    cmd(offset, 0x40);
    wr(offset, value);
}

static void erase(uint32_t offset)
{
    cmd(offset, 0x20);
    cmd(offset, 0xd0);
}

static uint8_t status(void)
{
    uint32_t value;

    cmd(0, 0x70);
    value = rd(0);
    ck_assert_uint_eq(value >> 16, value & 0xffff);
    return (uint8_t)value;
}

START_TEST(test_starts_in_array_mode_with_status_ready)
{
    DeviceState *dev = make_flash(make_tape());

    ck_assert_uint_eq(rd(0), 0xffffffff);
    ck_assert_uint_eq(status(), 0x80);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(0), 0xffffffff);
    ck_assert(memory_region_is_romd(
        pflash_cfi01_get_memory(PFLASH_CFI01(dev))));
}
END_TEST

START_TEST(test_blank_bank_without_backing_reads_zero)
{
    make_flash(NULL);
    ck_assert_uint_eq(rd(0), 0);
    ck_assert_uint_eq(rd(SIZE - 4), 0);
}
END_TEST

START_TEST(test_identifiers_in_every_chip_lane)
{
    DeviceState *dev = make_flash(make_tape());

    cmd(0, 0x90);
    ck_assert_uint_eq(rd(0), 0x00890089);
    ck_assert_uint_eq(rd(4), 0x00180018);
    ck_assert_uint_eq(rd(8), 0);
    ck_assert_uint_eq(rd(12), 0);
    ck_assert_uint_eq(rig_read(dev, 2, 2), 0x89);
    ck_assert_uint_eq(rig_read(dev, 0, 1), 0x89);
    ck_assert_uint_eq(rig_read(dev, 1, 1), 0);
    ck_assert_uint_eq(rig_read(dev, 0, 8), 0x0018001800890089ull);
}
END_TEST

START_TEST(test_virt_bank_answers_the_query_of_two_j3_chips)
{
    static const uint8_t want[] = {     /* from word 0x10 */
        0x51, 0x52, 0x59, 0x01, 0x00, 0x31, 0, 0, 0, 0, 0, 0x45, 0x55, 0, 0,
        0x07, 0x07, 0x0a, 0, 0x04, 0x04, 0x04, 0, 0x18, 0x02, 0, 0x0b, 0,
        0x01, 0x7f, 0x00, 0x00, 0x02, 'P', 'R', 'I', '1', '0',
    };
    PFlashCFI01 *flash = pflash_cfi01_new_virt("virt.flash0");

    rig_realize(DEVICE(flash));
    sysbus_mmio_map(SYS_BUS_DEVICE(flash), 0, BASE);
    ck_assert_uint_eq(memory_region_size(pflash_cfi01_get_memory(flash)),
                      32u << 20);
    cmd(0x55 * 4, 0x98);
    for (unsigned i = 0; i < G_N_ELEMENTS(want); i++) {
        ck_assert_uint_eq(rd((0x10 + i) * 4), want[i] * 0x10001u);
    }
    ck_assert_uint_eq(rd(0x60 * 4), 0);
    ck_assert_uint_eq(rd((32u << 20) - 4), 0);
}
END_TEST

START_TEST(test_programming_only_clears_bits)
{
    make_flash(make_tape());
    program(16, 0x12345678);
    ck_assert_uint_eq(rd(16), 0x00800080);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(16), 0x12345678);
    program(16, 0xff00ff0f);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(16), 0x12005608);
    ck_assert_uint_eq(rd(12), 0xffffffff);
    ck_assert_uint_eq(rd(20), 0xffffffff);
}
END_TEST

START_TEST(test_erase_fills_one_block)
{
    make_flash(make_tape());
    program(BLOCK - 4, 0);
    program(BLOCK, 0);
    program(2 * BLOCK, 0);
    erase(BLOCK + 0x100);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(BLOCK - 4), 0);
    ck_assert_uint_eq(rd(BLOCK), 0xffffffff);
    ck_assert_uint_eq(rd(2 * BLOCK), 0);
}
END_TEST

START_TEST(test_erase_needs_its_confirmation)
{
    make_flash(make_tape());
    program(0, 0);
    cmd(0, 0x20);
    cmd(0, 0x55);
    ck_assert_uint_eq(status(), 0xb0);
    cmd(0, 0x50);
    ck_assert_uint_eq(status(), 0x80);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(0), 0);
}
END_TEST

static void buffer_write(uint32_t offset, uint32_t words, uint8_t confirm)
{
    cmd(offset, 0xe8);
    ck_assert_uint_eq(rd(offset), 0x00800080);
    cmd(offset, (uint8_t)(words - 1));
    for (uint32_t i = 0; i < words; i++) {
        wr(offset + 4 * i, 0x11111111 * (i + 1));
    }
    cmd(offset, confirm);
}

START_TEST(test_buffer_write_programs_at_the_confirmation)
{
    make_flash(make_tape());
    buffer_write(BLOCK + 32, 4, 0xd0);
    cmd(0, 0xff);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_uint_eq(rd(BLOCK + 32 + 4 * i), 0x11111111 * (i + 1));
    }
    ck_assert_uint_eq(rd(BLOCK + 28), 0xffffffff);
    ck_assert_uint_eq(rd(BLOCK + 48), 0xffffffff);
    ck_assert_uint_eq(tape.writes->len, 1);
}
END_TEST

START_TEST(test_buffer_write_without_confirmation_changes_nothing)
{
    make_flash(make_tape());
    buffer_write(0, 4, 0xff);
    ck_assert_uint_eq(status(), 0xb0);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(0), 0xffffffff);
    ck_assert_uint_eq(tape.writes->len, 0);
}
END_TEST

START_TEST(test_buffer_longer_than_the_chip_is_refused)
{
    make_flash(make_tape());
    cmd(0, 0xe8);
    wr(0, 0x04000400);
    ck_assert_uint_eq(status(), 0xb0);
    cmd(0, 0x50);
    cmd(0, 0xe8);
    wr(0, 0x03ff03ff);
    wr(0, 0);
    wr(0x1000, 0);
    ck_assert_uint_eq(status(), 0xb0);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(0), 0xffffffff);
}
END_TEST

START_TEST(test_locked_block_refuses_program_and_erase)
{
    make_flash(make_tape());
    cmd(BLOCK, 0x60);
    cmd(BLOCK, 0x01);
    cmd(0, 0x90);
    ck_assert_uint_eq(rd(BLOCK + 8), 0x00010001);
    ck_assert_uint_eq(rd(8), 0);
    program(BLOCK, 0);
    ck_assert_uint_eq(status(), 0x92);
    cmd(0, 0x50);
    erase(BLOCK);
    ck_assert_uint_eq(status(), 0xa2);
    cmd(0, 0x50);
    program(0, 0);
    ck_assert_uint_eq(status(), 0x80);
    cmd(0, 0x60);
    cmd(0, 0xd0);
    program(BLOCK, 0x5a5a5a5a);
    ck_assert_uint_eq(status(), 0x80);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(BLOCK), 0x5a5a5a5a);
}
END_TEST

START_TEST(test_read_only_backing_refuses_changes)
{
    FlashBacking *backing = make_tape();

    backing->read_only = true;
    make_flash(backing);
    program(0, 0);
    ck_assert_uint_eq(status(), 0x90);
    cmd(0, 0x50);
    erase(0);
    ck_assert_uint_eq(status(), 0xa0);
    ck_assert_uint_eq(tape.writes->len, 0);
}
END_TEST

START_TEST(test_failing_backing_is_a_failing_chip)
{
    make_flash(make_tape());
    tape.fail = true;
    program(0, 0);
    ck_assert_uint_eq(status(), 0x90);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(0), 0xffffffff);
}
END_TEST

START_TEST(test_unknown_command_returns_to_the_array)
{
    make_flash(make_tape());
    cmd(0, 0x98);
    cmd(0, 0x33);
    ck_assert_uint_eq(rd(0), 0xffffffff);
}
END_TEST

START_TEST(test_return_to_the_array_flushes_once)
{
    make_flash(make_tape());
    cmd(0, 0xff);
    ck_assert_uint_eq(tape.flushes, 0);
    program(0, 0);
    program(4, 0);
    ck_assert_uint_eq(tape.flushes, 0);
    cmd(0, 0xff);
    cmd(0, 0xff);
    ck_assert_uint_eq(tape.flushes, 1);
}
END_TEST

/* A journal: the record is written first, its valid mark after it. */
static void guest_commits(void)
{
    erase(0);
    for (uint32_t i = 1; i < 8; i++) {
        program(4 * i, 0xc0ffee00 + i);
    }
    buffer_write(BLOCK, 16, 0xd0);
    program(0, 0x600d600d);
    cmd(0, 0xff);
}

START_TEST(test_power_cut_leaves_a_prefix_of_the_commands)
{
    uint8_t image[SIZE];
    uint32_t mark, word;

    make_flash(make_tape());
    guest_commits();
    ck_assert_uint_eq(tape.writes->len, 10);
    for (unsigned n = 0; n <= tape.writes->len; n++) {
        tape_replay(image, n);
        memcpy(&mark, image, 4);
        for (uint32_t i = 1; i < 8; i++) {
            memcpy(&word, image + 4 * i, 4);
            ck_assert_uint_eq(word, n > i ? 0xc0ffee00 + i : 0xffffffff);
        }
        ck_assert_uint_eq(mark == 0x600d600d, n == tape.writes->len);
    }
}
END_TEST

START_TEST(test_reset_ends_commands_and_keeps_contents)
{
    DeviceState *dev = make_flash(make_tape());
    uint64_t clean = rig_digest(dev);

    program(0, 0x12345678);
    cmd(0, 0xe8);
    wr(0, 0x00030003);
    wr(0, 0);
    device_cold_reset(dev);
    ck_assert_uint_eq(rd(0), 0x12345678);
    ck_assert_uint_eq(rig_digest(dev), clean);
    ck_assert_uint_eq(status(), 0x80);
}
END_TEST

START_TEST(test_state_restores_a_command_under_way)
{
    DeviceState *dev = make_flash(make_tape());
    g_autoptr(GByteArray) saved = NULL;

    cmd(BLOCK, 0x60);
    cmd(BLOCK, 0x01);
    cmd(64, 0xe8);
    wr(64, 0x00010001);
    wr(64, 0xaaaa5555);
    saved = rig_save(dev);
    device_cold_reset(dev);
    cmd(0, 0x60);
    cmd(0, 0xd0);
    ck_assert(rig_load(dev, saved));
    wr(68, 0x12341234);
    cmd(64, 0xd0);
    cmd(0, 0xff);
    ck_assert_uint_eq(rd(64), 0xaaaa5555);
    ck_assert_uint_eq(rd(68), 0x12341234);
    program(BLOCK, 0);
    ck_assert_uint_eq(status(), 0x92);
    rig_check_covered(dev, offsetof(PFlashCFI01, regs),
                      RIG_END(PFlashCFI01, regs.status));
}
END_TEST

START_TEST(test_state_out_of_range_is_refused)
{
    DeviceState *dev = make_flash(make_tape());
    PFlashRegs *regs = &PFLASH_CFI01(dev)->regs;
    g_autoptr(GByteArray) saved = NULL;

    regs->wcycle = _i == 0 ? 4 : 3;
    regs->count = _i == 1 ? 4097 : 0;
    regs->buffer_base = _i == 2 ? SIZE : _i == 3 ? 4 : 0;
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert(!rig_load(dev, saved));
}
END_TEST

START_TEST(test_random_writes_never_escape)
{
    DeviceState *dev = make_flash(make_tape());
    GRand *rand = g_rand_new_with_seed(77);
    static const uint8_t codes[] = { 0x10, 0x20, 0x40, 0x50, 0x60, 0x70, 0x90,
                                     0x98, 0xb0, 0xd0, 0xe8, 0xff, 0x01 };
    static const unsigned sizes[] = { 1, 2, 4, 8 };

    for (int i = 0; i < 20000; i++) {
        unsigned size = sizes[g_rand_int_range(rand, 0, 4)];
        uint32_t offset = g_rand_int_range(rand, 0, SIZE) & ~(size - 1);
        uint32_t code = codes[g_rand_int_range(rand, 0, 13)];

        if (g_rand_int_range(rand, 0, 4) == 0) {
            code = g_rand_int(rand);
        }
        rig_write(dev, offset, code * 0x10001u, size);
        rig_read(dev, SIZE - 8, size);
    }
    g_rand_free(rand);
}
END_TEST

/* --------------------------------------------------------------- raw files */

static char *make_file(const void *data)
{
    char *path = g_strdup_printf("/tmp/lectern-flash-%d", getpid());

    ck_assert(g_file_set_contents(path, data, SIZE, NULL));
    return path;
}

START_TEST(test_raw_file_keeps_what_was_programmed)
{
    g_autofree uint8_t *zeros = g_malloc0(SIZE);
    g_autofree char *path = make_file(zeros);
    FlashBacking *backing = flash_backing_open_raw(path, SIZE, false, NULL);
    g_autofree char *data = NULL;
    uint32_t word;

    make_flash(backing);
    erase(BLOCK);
    program(BLOCK + 4, 0xfeedf00d);
    cmd(0, 0xff);
    ck_assert(g_file_get_contents(path, &data, NULL, NULL));
    memcpy(&word, data + BLOCK + 4, 4);
    ck_assert_uint_eq(word, 0xfeedf00d);
    memcpy(&word, data + BLOCK, 4);
    ck_assert_uint_eq(word, 0xffffffff);
    memcpy(&word, data, 4);
    ck_assert_uint_eq(word, 0);
    unlink(path);
}
END_TEST

START_TEST(test_raw_file_is_shown_at_start)
{
    g_autofree uint8_t *data = g_malloc0(SIZE);
    g_autofree char *path = NULL;

    memcpy(data + 3 * BLOCK, "boot", 4);
    path = make_file(data);
    make_flash(flash_backing_open_raw(path, SIZE, true, NULL));
    ck_assert_uint_eq(rd(3 * BLOCK), 0x746f6f62);
    unlink(path);
}
END_TEST

static const struct {
    const char *prop, *value, *text;
} bad_flashes[] = {
    { "num-blocks", "0", "num-blocks" },
    { "num-blocks", "3", "num-blocks" },
    { "sector-length", "0", "sector-length" },
    { "sector-length", "12288", "sector-length" },
    { "width", "3", "width" },
    { "width", "1", "width" },
    { "device-width", "0", "width" },
    { "num-blocks", "16", "backing" },
};

START_TEST(test_bad_geometry_is_refused)
{
    DeviceState *dev = new_flash(make_tape());
    g_autofree char *message = NULL;

    ck_assert(qdev_prop_parse(dev, bad_flashes[_i].prop,
                              bad_flashes[_i].value, NULL));
    message = rig_refusal(dev);
    ck_assert_msg(strstr(message, bad_flashes[_i].text) != NULL, "%s",
                  message);
}
END_TEST

UNIT_MAIN("pflash",
          UNIT_TEST(test_starts_in_array_mode_with_status_ready),
          UNIT_TEST(test_blank_bank_without_backing_reads_zero),
          UNIT_TEST(test_identifiers_in_every_chip_lane),
          UNIT_TEST(test_virt_bank_answers_the_query_of_two_j3_chips),
          UNIT_TEST(test_programming_only_clears_bits),
          UNIT_TEST(test_erase_fills_one_block),
          UNIT_TEST(test_erase_needs_its_confirmation),
          UNIT_TEST(test_buffer_write_programs_at_the_confirmation),
          UNIT_TEST(test_buffer_write_without_confirmation_changes_nothing),
          UNIT_TEST(test_buffer_longer_than_the_chip_is_refused),
          UNIT_TEST(test_locked_block_refuses_program_and_erase),
          UNIT_TEST(test_read_only_backing_refuses_changes),
          UNIT_TEST(test_failing_backing_is_a_failing_chip),
          UNIT_TEST(test_unknown_command_returns_to_the_array),
          UNIT_TEST(test_return_to_the_array_flushes_once),
          UNIT_TEST(test_power_cut_leaves_a_prefix_of_the_commands),
          UNIT_TEST(test_reset_ends_commands_and_keeps_contents),
          UNIT_TEST(test_state_restores_a_command_under_way),
          UNIT_LOOP(test_state_out_of_range_is_refused, 4),
          UNIT_TEST(test_random_writes_never_escape),
          UNIT_TEST(test_raw_file_keeps_what_was_programmed),
          UNIT_TEST(test_raw_file_is_shown_at_start),
          UNIT_LOOP(test_bad_geometry_is_refused, G_N_ELEMENTS(bad_flashes)))
