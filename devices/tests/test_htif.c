/* test_htif.c: console and exit commands, halves, state */
#include "devices/htif.h"

#include "rig.h"

enum { TOHOST = 0, FROMHOST = 8 };

#define GETC (1ull << 56)
#define PUTC (1ull << 56 | 1ull << 48)

static Chardev *chr;
static int exit_code, exits;

static void ask_shutdown(void *opaque, bool failed, int code)
{
    exits++;
    exit_code = code;
    ck_assert_int_eq(failed, code != 0);
}

static const SystemRequestOps ops = { ask_shutdown, NULL };
static const SystemRequest request = { &ops, NULL };

static DeviceState *make_htif(void)
{
    GError *err = NULL;

    chr = qemu_chr_new_from_opts("ringbuf,id=console", &err);
    ck_assert_msg(chr != NULL, "%s", err ? err->message : "");
    return htif_create(0x1000000, chr, &request);
}

static int key(char c)
{
    if (qemu_chr_be_can_write(chr) <= 0) {
        return 0;
    }
    qemu_chr_be_write(chr, (const uint8_t *)&c, 1);
    return 1;
}

START_TEST(test_putc_prints_and_answers)
{
    DeviceState *dev = make_htif();
    uint8_t out[4];

    rig_write(dev, TOHOST, PUTC | 'h', 8);
    ck_assert_uint_eq(rig_read(dev, TOHOST, 8), 0);
    ck_assert_uint_eq(rig_read(dev, FROMHOST, 8), PUTC | 0x100 | 'h');
    rig_write(dev, FROMHOST, 0, 8);
    rig_write(dev, TOHOST, PUTC | 'i', 8);
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, out, 4), 2);
    ck_assert_int_eq(memcmp(out, "hi", 2), 0);
}
END_TEST

START_TEST(test_command_in_halves_starts_with_the_upper_one)
{
    DeviceState *dev = make_htif();
    uint8_t out[4];

    rig_write(dev, TOHOST, 'z', 4);
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, out, 4), 0);
    ck_assert_uint_eq(rig_read(dev, TOHOST, 4), 'z');
    rig_write(dev, TOHOST + 4, PUTC >> 32, 4);
    ck_assert_uint_eq(qemu_chr_ringbuf_read(chr, out, 4), 1);
    ck_assert_uint_eq(out[0], 'z');
    ck_assert_uint_eq(rig_read(dev, FROMHOST + 4, 4), PUTC >> 32);
}
END_TEST

START_TEST(test_getc_answers_with_the_next_key)
{
    DeviceState *dev = make_htif();

    ck_assert_int_eq(key('a'), 0);
    rig_write(dev, TOHOST, GETC, 8);
    ck_assert_uint_eq(rig_read(dev, FROMHOST, 8), 0);
    ck_assert_int_eq(key('b'), 1);
    ck_assert_uint_eq(rig_read(dev, FROMHOST, 8), GETC | 0x100 | 'b');
    ck_assert_int_eq(key('c'), 0);
    rig_write(dev, TOHOST, GETC, 8);
    ck_assert_int_eq(key('c'), 0);
    rig_write(dev, FROMHOST, 0, 8);
    ck_assert_int_eq(key('c'), 1);
    ck_assert_uint_eq(rig_read(dev, FROMHOST, 8), GETC | 0x100 | 'c');
}
END_TEST

static const struct {
    uint64_t command;
    int exits, code;
} exit_rows[] = {
    { 1, 1, 0 }, { 3, 1, 1 }, { 42 << 1 | 1, 1, 42 },
    { 0x80001000, 0, 0 }, { 0, 0, 0 }, { 1ull << 48 | 1, 0, 0 },
    { 2ull << 56 | 1, 0, 0 }, { 1ull << 56 | 2ull << 48, 0, 0 },
};

START_TEST(test_exit_command)
{
    DeviceState *dev = make_htif();

    rig_write(dev, TOHOST, exit_rows[_i].command, 8);
    ck_assert_int_eq(exits, exit_rows[_i].exits);
    ck_assert_int_eq(exit_code, exit_rows[_i].code);
    ck_assert_uint_eq(rig_read(dev, TOHOST, 8), 0);
}
END_TEST

START_TEST(test_narrow_accesses_fault)
{
    DeviceState *dev = make_htif();

    ck_assert(rig_access_faults(dev, 0, 1));
    ck_assert(rig_access_faults(dev, 0, 2));
}
END_TEST

START_TEST(test_reset_and_state)
{
    DeviceState *dev = make_htif();
    g_autoptr(GByteArray) saved = NULL;

    rig_write(dev, TOHOST, GETC, 8);
    rig_write(dev, TOHOST, 0x1234, 4);
    saved = rig_save(dev);
    device_cold_reset(dev);
    ck_assert_uint_eq(rig_read(dev, TOHOST, 8), 0);
    ck_assert_int_eq(key('x'), 0);
    ck_assert(rig_load(dev, saved));
    ck_assert_uint_eq(rig_read(dev, TOHOST, 4), 0x1234);
    ck_assert_int_eq(key('x'), 1);
    rig_check_covered(dev, offsetof(HTIFState, regs),
                      RIG_END(HTIFState, regs.getc_pending));
}
END_TEST

UNIT_MAIN("htif",
          UNIT_TEST(test_putc_prints_and_answers),
          UNIT_TEST(test_command_in_halves_starts_with_the_upper_one),
          UNIT_TEST(test_getc_answers_with_the_next_key),
          UNIT_LOOP(test_exit_command, G_N_ELEMENTS(exit_rows)),
          UNIT_TEST(test_narrow_accesses_fault),
          UNIT_TEST(test_reset_and_state))
