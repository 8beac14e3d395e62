/* test_serial.c: 16550A registers, FIFOs, interrupts, time, back-pressure */
#include "devices/serial.h"

#include <sys/eventfd.h>

#include "rig.h"

enum { RBR, IER, IIR, LCR, MCR, LSR, MSR, SCR, THR = 0, FCR = 2 };

static IrqRecorder irqs;

/* ------------------------------------ a back end that can be slow, broken */

#define TYPE_CHARDEV_SLOW "chardev-test-slow"

typedef struct SlowChardev {
    Chardev parent_obj;
    GString *out;               /* what arrived */
    int room;                   /* bytes it still takes */
    int fd;
    bool broken, mute;          /* -1 on write; no watch */
} SlowChardev;

#define SLOW(obj) OBJECT_CHECK(SlowChardev, (obj), TYPE_CHARDEV_SLOW)

static int slow_write(Chardev *chr, const uint8_t *buf, int len)
{
    SlowChardev *s = SLOW(chr);
    int n = MIN(len, s->room);

    if (s->broken) {
        return -1;
    }
    g_string_append_len(s->out, (const char *)buf, n);
    s->room -= n;
    return n;
}

/* an event counter is always writable, so the UART tries again at once */
static int slow_watch_fd(Chardev *chr)
{
    return SLOW(chr)->mute ? -1 : SLOW(chr)->fd;
}

static void slow_class_init(ObjectClass *klass, void *data)
{
    CHARDEV_CLASS(klass)->chr_write = slow_write;
    CHARDEV_CLASS(klass)->chr_watch_fd = slow_watch_fd;
}

static const TypeInfo slow_types[] = {
    { .name = TYPE_CHARDEV_SLOW, .parent = TYPE_CHARDEV,
      .instance_size = sizeof(SlowChardev), .class_init = slow_class_init },
};
DEFINE_TYPES(slow_types)

static SlowChardev *chr;

static SerialMM *make_serial(int regshift)
{
    DeviceState *dev = qdev_new(TYPE_SERIAL_MM);
    SerialMM *s = SERIAL_MM(dev);

    rig_clock_start();
    irq_recorder_init(&irqs, 1);
    chr = SLOW(object_new(TYPE_CHARDEV_SLOW));
    chr->out = g_string_new(NULL);
    chr->fd = eventfd(0, EFD_CLOEXEC);
    chr->room = 1000000;
    qdev_prop_set_uint8(dev, "regshift", (uint8_t)regshift);
    CHARDEV(chr)->label = g_strdup("slow");
    ck_assert(qemu_chr_fe_init(&s->serial.chr, CHARDEV(chr), NULL));
    rig_realize(dev);
    sysbus_connect_irq(SYS_BUS_DEVICE(dev), 0, irqs.wires[0]);
    device_cold_reset(dev);
    return s;
}

static uint8_t get(SerialMM *s, int reg)
{
    return (uint8_t)rig_read(s, reg, 1);
}

static void put(SerialMM *s, int reg, uint8_t value)
{
    rig_write(s, reg, value, 1);
}

/* feed as much of @text as the UART takes; returns how much that was */
static int feed(const char *text, int len)
{
    int n = MIN(qemu_chr_be_can_write(CHARDEV(chr)), len);

    if (n > 0) {
        qemu_chr_be_write(CHARDEV(chr), (const uint8_t *)text, n);
    }
    return n;
}

/* 8N1 at the reset divisor of 12: ten bits at 9600 baud */
#define CHAR_NS (10ll * 12 * 1000000000 / 115200)

/* --------------------------------------------------------------- registers */

static const RigRegister registers[] = {
    { "IER", IER, 1, 0, 0x0f },
    { "IIR", IIR, 1, 0x01, 0 },
    { "MCR", MCR, 1, 0x08, 0x1f },
    { "LSR", LSR, 1, 0x60, 0 },
    { "MSR", MSR, 1, 0xb0, 0 },
    { "SCR", SCR, 1, 0, 0xff },
    { "LCR", LCR, 1, 0, 0xff },
    { "RBR", RBR, 1, 0, 0 },
};

START_TEST(test_registers)
{
    SerialMM *s = make_serial(0);
    const RigRegister *row = &registers[_i];

    if (row->offset == IIR) {
        ck_assert_uint_eq(get(s, IIR), row->reset);
    } else {
        rig_check_register(s, row);
    }
}
END_TEST

START_TEST(test_divisor_hides_behind_dlab)
{
    SerialMM *s = make_serial(0);

    put(s, LCR, 0x83);
    ck_assert_uint_eq(get(s, RBR), 12);
    ck_assert_uint_eq(get(s, IER), 0);
    put(s, RBR, 0x34);
    put(s, IER, 0x12);
    ck_assert_uint_eq(s->serial.regs.divisor, 0x1234);
    put(s, LCR, 0x03);
    ck_assert_uint_eq(get(s, IER), 0);
    ck_assert_uint_eq(chr->out->len, 0);
}
END_TEST

START_TEST(test_register_spacing_follows_regshift)
{
    SerialMM *s = make_serial(2);

    rig_write(s, SCR << 2, 0x5a, 4);
    ck_assert_uint_eq(rig_read(s, SCR << 2, 1), 0x5a);
    ck_assert_uint_eq(rig_read(s, LSR << 2, 4), 0x60);
    ck_assert_uint_eq(memory_region_size(
        sysbus_mmio_get_region(SYS_BUS_DEVICE(s), 0)), 32);
}
END_TEST

START_TEST(test_wide_access_reaches_one_register)
{
    SerialMM *s = make_serial(0);

    put(s, SCR, 0x5a);
    ck_assert_uint_eq(rig_read(s, MCR, 4), 0x08);
    rig_write(s, MCR, 0xffffff02, 4);
    ck_assert_uint_eq(get(s, MCR), 0x02);
    ck_assert_uint_eq(get(s, SCR), 0x5a);
    ck_assert_uint_eq(rig_read(s, RBR, 8), 0);
}
END_TEST

/* ------------------------------------------------------------- transmitter */

START_TEST(test_bytes_leave_in_order)
{
    SerialMM *s = make_serial(0);

    for (const char *p = "hello\n"; *p; p++) {
        ck_assert_uint_eq(get(s, LSR) & 0x20, 0x20);
        put(s, THR, (uint8_t)*p);
    }
    ck_assert_str_eq(chr->out->str, "hello\n");
    ck_assert_uint_eq(get(s, LSR), 0x60);
}
END_TEST

START_TEST(test_thre_interrupt_on_enable_and_after_each_byte)
{
    SerialMM *s = make_serial(0);

    put(s, IER, 0x02);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0x02);
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(get(s, IIR), 0x01);
    put(s, THR, 'x');
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0x02);
    put(s, IER, 0x00);
    put(s, IER, 0x02);
    put(s, THR, 'y');           /* withdraws it, then it is back */
    ck_assert_uint_eq(irqs.rises[0], 4);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

static void run_main_context(void)
{
    for (int i = 0; i < 50; i++) {
        g_main_context_iteration(NULL, FALSE);
    }
}

START_TEST(test_full_back_end_holds_thre_down_and_loses_nothing)
{
    bool fifo = _i;
    SerialMM *s = make_serial(0);

    put(s, FCR, fifo ? 0x01 : 0x00);
    put(s, IER, 0x02);
    get(s, IIR);
    chr->room = 0;
    put(s, THR, 'a');
    ck_assert_uint_eq(get(s, LSR) & 0x60, 0);
    ck_assert_int_eq(irqs.level[0], 0);
    run_main_context();
    ck_assert_uint_eq(chr->out->len, 0);
    chr->room = 100;
    run_main_context();
    ck_assert_str_eq(chr->out->str, "a");
    ck_assert_uint_eq(get(s, LSR) & 0x60, 0x60);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

START_TEST(test_sixteen_bytes_wait_in_the_fifo)
{
    SerialMM *s = make_serial(0);

    put(s, FCR, 0x01);
    chr->room = 0;
    for (int i = 0; i < 16; i++) {
        put(s, THR, (uint8_t)('A' + i));
    }
    chr->room = 5;
    run_main_context();
    ck_assert_str_eq(chr->out->str, "ABCDE");
    chr->room = 100;
    run_main_context();
    ck_assert_str_eq(chr->out->str, "ABCDEFGHIJKLMNOP");
}
END_TEST

START_TEST(test_broken_or_watchless_back_end_does_not_hang_the_guest)
{
    SerialMM *s = make_serial(0);

    chr->room = 0;
    chr->broken = _i == 0;
    chr->mute = _i == 1;
    put(s, THR, 'a');
    put(s, THR, 'b');
    ck_assert_uint_eq(get(s, LSR), 0x60);
}
END_TEST

/* ---------------------------------------------------------------- receiver */

START_TEST(test_single_register_takes_one_byte_at_a_time)
{
    SerialMM *s = make_serial(0);

    put(s, IER, 0x01);
    ck_assert_int_eq(feed("ab", 2), 1);
    ck_assert_int_eq(feed("b", 1), 0);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0x04);
    ck_assert_uint_eq(get(s, LSR), 0x61);
    ck_assert_uint_eq(get(s, RBR), 'a');
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(get(s, LSR), 0x60);
    ck_assert_int_eq(feed("b", 1), 1);
    ck_assert_uint_eq(get(s, RBR), 'b');
}
END_TEST

static const int trigger_levels[] = { 1, 4, 8, 14 };

START_TEST(test_receive_interrupt_at_the_trigger_level)
{
    SerialMM *s = make_serial(0);
    int level = trigger_levels[_i];

    put(s, IER, 0x01);
    put(s, FCR, (uint8_t)(_i << 6 | 0x01));
    for (int i = 0; i < level - 1; i++) {
        feed("x", 1);
        ck_assert_int_eq(irqs.level[0], 0);
    }
    feed("y", 1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0xc4);
    get(s, RBR);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

START_TEST(test_character_timeout_after_four_characters)
{
    SerialMM *s = make_serial(0);

    put(s, LCR, 0x03);
    put(s, IER, 0x01);
    put(s, FCR, 0x81);
    feed("ab", 2);
    rig_clock_run(4 * CHAR_NS - 1);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0xcc);
    ck_assert_uint_eq(get(s, RBR), 'a');
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(4 * CHAR_NS);
    ck_assert_uint_eq(get(s, IIR), 0xcc);
    get(s, RBR);
    rig_clock_run(100 * CHAR_NS);
    ck_assert_uint_eq(get(s, IIR), 0xc1);
}
END_TEST

START_TEST(test_new_byte_restarts_the_timeout)
{
    SerialMM *s = make_serial(0);

    put(s, LCR, 0x03);
    put(s, IER, 0x01);
    put(s, FCR, 0x81);
    feed("a", 1);
    rig_clock_run(3 * CHAR_NS);
    feed("b", 1);
    rig_clock_run(3 * CHAR_NS);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(CHAR_NS);
    ck_assert_int_eq(irqs.level[0], 1);
}
END_TEST

START_TEST(test_fifo_makes_the_back_end_wait_when_full)
{
    SerialMM *s = make_serial(0);
    char text[20];

    memset(text, 'z', sizeof(text));
    put(s, FCR, 0x01);
    ck_assert_int_eq(feed(text, 20), 16);
    ck_assert_int_eq(feed(text, 1), 0);
    get(s, RBR);
    ck_assert_int_eq(feed(text, 20), 1);
    ck_assert_uint_eq(get(s, LSR), 0x61);
}
END_TEST

START_TEST(test_overrun_keeps_the_fifo_and_clears_on_lsr_read)
{
    SerialMM *s = make_serial(0);

    put(s, FCR, 0x01);
    put(s, IER, 0x04);
    put(s, MCR, 0x10);
    for (int i = 0; i < 17; i++) {
        put(s, THR, (uint8_t)i);
    }
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0xc6);
    ck_assert_uint_eq(get(s, LSR), 0x63);
    ck_assert_uint_eq(get(s, LSR), 0x61);
    ck_assert_int_eq(irqs.level[0], 0);
    for (int i = 0; i < 16; i++) {
        ck_assert_uint_eq(get(s, RBR), i);
    }
    ck_assert_uint_eq(get(s, RBR), 0);
}
END_TEST

START_TEST(test_overrun_of_the_single_register_shows_the_new_byte)
{
    SerialMM *s = make_serial(0);

    put(s, MCR, 0x10);
    put(s, THR, 'a');
    put(s, THR, 'b');
    ck_assert_uint_eq(get(s, LSR), 0x63);
    ck_assert_uint_eq(get(s, RBR), 'b');
}
END_TEST

START_TEST(test_break_is_a_zero_byte_with_bi)
{
    SerialMM *s = make_serial(0);

    put(s, IER, 0x04);
    qemu_chr_be_event(CHARDEV(chr), CHR_EVENT_BREAK);
    ck_assert_uint_eq(get(s, IIR), 0x06);
    ck_assert_uint_eq(get(s, LSR), 0x71);
    ck_assert_uint_eq(get(s, RBR), 0);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

/* ------------------------------------------------------ FIFOs, modem, rank */

START_TEST(test_fifo_control_bits)
{
    SerialMM *s = make_serial(0);

    ck_assert_uint_eq(get(s, IIR) & 0xc0, 0);
    put(s, FCR, 0x01);
    ck_assert_uint_eq(get(s, IIR) & 0xc0, 0xc0);
    feed("abc", 3);
    put(s, FCR, 0x03);
    ck_assert_uint_eq(get(s, LSR), 0x60);
    feed("abc", 3);
    put(s, FCR, 0x00);
    ck_assert_uint_eq(get(s, LSR), 0x60);
    ck_assert_uint_eq(get(s, IIR) & 0xc0, 0);
    put(s, FCR, 0xc6);
    ck_assert_uint_eq(s->serial.regs.fcr, 0);
}
END_TEST

START_TEST(test_loopback_feeds_modem_inputs_from_outputs)
{
    static const uint8_t rows[][2] = {
        { 0x10, 0x00 }, { 0x11, 0x20 }, { 0x12, 0x10 }, { 0x14, 0x40 },
        { 0x18, 0x80 }, { 0x1a, 0x90 }, { 0x1f, 0xf0 },
    };
    SerialMM *s = make_serial(0);

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        put(s, MCR, rows[i][0]);
        ck_assert_uint_eq(get(s, MSR) & 0xf0, rows[i][1]);
    }
    put(s, MCR, 0x00);
    ck_assert_uint_eq(get(s, MSR) & 0xf0, 0xb0);
}
END_TEST

START_TEST(test_modem_change_sets_delta_and_interrupts_until_read)
{
    SerialMM *s = make_serial(0);

    put(s, IER, 0x08);
    put(s, MCR, 0x1a);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, IIR), 0x00);
    ck_assert_uint_eq(get(s, MSR), 0x92);
    ck_assert_uint_eq(get(s, MSR), 0x90);
    ck_assert_int_eq(irqs.level[0], 0);
    put(s, MCR, 0x1e);
    ck_assert_uint_eq(get(s, MSR), 0xd0);
    put(s, MCR, 0x1a);
    ck_assert_uint_eq(get(s, MSR), 0x94);
}
END_TEST

START_TEST(test_loopback_disconnects_the_line)
{
    SerialMM *s = make_serial(0);

    put(s, MCR, 0x10);
    put(s, THR, 'q');
    ck_assert_uint_eq(chr->out->len, 0);
    ck_assert_uint_eq(get(s, RBR), 'q');
    ck_assert_int_eq(feed("x", 1), 0);
    put(s, MCR, 0x00);
    ck_assert_int_eq(feed("x", 1), 1);
}
END_TEST

START_TEST(test_identification_shows_the_most_urgent_first)
{
    SerialMM *s = make_serial(0);

    put(s, MCR, 0x10);
    put(s, IER, 0x0f);
    put(s, THR, 'a');
    put(s, THR, 'b');
    ck_assert_uint_eq(get(s, IIR), 0x06);
    get(s, LSR);
    ck_assert_uint_eq(get(s, IIR), 0x04);
    get(s, RBR);
    ck_assert_uint_eq(get(s, IIR), 0x02);
    ck_assert_uint_eq(get(s, IIR), 0x00);
    get(s, MSR);
    ck_assert_uint_eq(get(s, IIR), 0x01);
    ck_assert_int_eq(irqs.level[0], 0);
}
END_TEST

/* ------------------------------------------------------------ reset, state */

START_TEST(test_reset_clears_everything)
{
    SerialMM *s = make_serial(0);
    uint64_t clean = rig_digest(s);

    put(s, IER, 0x0f);
    put(s, FCR, 0xc1);
    put(s, LCR, 0x9f);
    put(s, MCR, 0x1f);
    put(s, SCR, 0x77);
    put(s, LCR, 0x03);
    put(s, THR, 'a');
    ck_assert_int_eq(irqs.level[0], 1);
    device_cold_reset(DEVICE(s));
    ck_assert_int_eq(irqs.level[0], 0);
    ck_assert_uint_eq(rig_digest(s), clean);
    rig_clock_run(100 * CHAR_NS);
    ck_assert_uint_eq(get(s, IIR), 0x01);
}
END_TEST

START_TEST(test_state_restores_fifo_timeout_and_line)
{
    SerialMM *s = make_serial(0);
    g_autoptr(GByteArray) saved = NULL;

    put(s, LCR, 0x03);
    put(s, IER, 0x01);
    put(s, FCR, 0x81);
    feed("ab", 2);
    rig_clock_run(2 * CHAR_NS);
    saved = rig_save(s);
    device_cold_reset(DEVICE(s));
    ck_assert(rig_load(s, saved));
    rig_clock_run(2 * CHAR_NS - 1);
    ck_assert_int_eq(irqs.level[0], 0);
    rig_clock_run(1);
    ck_assert_int_eq(irqs.level[0], 1);
    ck_assert_uint_eq(get(s, RBR), 'a');
    ck_assert_uint_eq(get(s, RBR), 'b');
    rig_check_covered(s, offsetof(SerialMM, serial.regs),
                      RIG_END(SerialMM, serial.regs.xmit_fifo));
}
END_TEST

START_TEST(test_fifo_index_out_of_range_is_refused)
{
    SerialMM *s = make_serial(0);
    g_autoptr(GByteArray) saved = NULL;

    s->serial.regs.recv_fifo.head = 16 + (_i & 1);
    s->serial.regs.xmit_fifo.num = 17;
    saved = rig_save(s);
    device_cold_reset(DEVICE(s));
    ck_assert(!rig_load(s, saved));
}
END_TEST

START_TEST(test_bad_properties_are_refused)
{
    DeviceState *dev = qdev_new(TYPE_SERIAL_MM);
    g_autofree char *message = NULL;

    if (_i == 0) {
        qdev_prop_set_uint8(dev, "regshift", 4);
    } else {
        qdev_prop_set_uint32(dev, "baudbase", 0);
    }
    message = rig_refusal(dev);
    ck_assert(strstr(message, _i == 0 ? "regshift" : "baudbase") != NULL);
}
END_TEST

UNIT_MAIN("serial",
          UNIT_LOOP(test_registers, G_N_ELEMENTS(registers)),
          UNIT_TEST(test_divisor_hides_behind_dlab),
          UNIT_TEST(test_register_spacing_follows_regshift),
          UNIT_TEST(test_wide_access_reaches_one_register),
          UNIT_TEST(test_bytes_leave_in_order),
          UNIT_TEST(test_thre_interrupt_on_enable_and_after_each_byte),
          UNIT_LOOP(test_full_back_end_holds_thre_down_and_loses_nothing, 2),
          UNIT_TEST(test_sixteen_bytes_wait_in_the_fifo),
          UNIT_LOOP(test_broken_or_watchless_back_end_does_not_hang_the_guest,
                    2),
          UNIT_TEST(test_single_register_takes_one_byte_at_a_time),
          UNIT_LOOP(test_receive_interrupt_at_the_trigger_level, 4),
          UNIT_TEST(test_character_timeout_after_four_characters),
          UNIT_TEST(test_new_byte_restarts_the_timeout),
          UNIT_TEST(test_fifo_makes_the_back_end_wait_when_full),
          UNIT_TEST(test_overrun_keeps_the_fifo_and_clears_on_lsr_read),
          UNIT_TEST(test_overrun_of_the_single_register_shows_the_new_byte),
          UNIT_TEST(test_break_is_a_zero_byte_with_bi),
          UNIT_TEST(test_fifo_control_bits),
          UNIT_TEST(test_loopback_feeds_modem_inputs_from_outputs),
          UNIT_TEST(test_modem_change_sets_delta_and_interrupts_until_read),
          UNIT_TEST(test_loopback_disconnects_the_line),
          UNIT_TEST(test_identification_shows_the_most_urgent_first),
          UNIT_TEST(test_reset_clears_everything),
          UNIT_TEST(test_state_restores_fifo_timeout_and_line),
          UNIT_LOOP(test_fifo_index_out_of_range_is_refused, 2),
          UNIT_LOOP(test_bad_properties_are_refused, 2))
