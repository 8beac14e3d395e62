/*
 * fuzz_qtest.c: a test driver out of its mind, on a whole board
 *
 * Two forms of input. Text is lines for the verb table. An input that starts
 * with byte 1 is a list of eight-byte records, each one request about some
 * window of the memory map: so the devices are reached without first guessing
 * an address.
 *
 *   byte 0     what: the verb, and for accesses the width
 *   byte 1     where: the window; bit 7: the offset counts 256 bytes
 *   bytes 2,3  offset in the window, little-endian
 *   bytes 4-7  value, little-endian
 *
 * Every line has exactly one answer. The board is reset before each input;
 * what a reset leaves behind would make inputs depend on each other.
 */
#include <inttypes.h>

#include "fuzz.h"
#include "machine/emulator.h"
#include "machine/qtest.h"
#include "machine/virt.h"
#include "runstate/runstate.h"
#include "timers/timer.h"

#define LINES_MAX 64            /* per input: some take their time */
#define RECORD 8

static const char *const arguments[] = {
    "fuzz", "-accel", "qtest", "-M", "virt,aclint=on", "-smp", "2", "-m",
    "16M", "-bios", "none", "-display", "none", "-serial", "null", "-rtc",
    "base=2020-01-01T00:00:00,clock=vm",
};

static void count_answer(void *opaque, const char *line)
{
    unsigned *answers = opaque;

    if (!g_str_has_prefix(line, "IRQ ")) {
        g_assert(g_str_has_prefix(line, "OK") ||
                 g_str_has_prefix(line, "FAIL") ||
                 g_str_has_prefix(line, "ERR "));
        (*answers)++;
    }
}

static Vm *make_board(void)
{
    Options options;
    Vm *vm;

    options_init(&options);
    if (!options_parse(&options, G_N_ELEMENTS(arguments),
                       (char *const *)arguments, &error_fatal)) {
        return NULL;
    }
    vm = emulator_new_vm(&options, &error_fatal);
    if (!vm || !emulator_build(vm, &options, &error_fatal)) {
        return NULL;
    }
    options_clear(&options);
    cpu_enable_ticks();
    return vm;
}

static Vm *the_board(void)
{
    static Vm *vm;

    if (!vm) {
        vm = make_board();
        g_assert(vm);
    }
    return vm;
}

/* ---- one line ----------------------------------------------------------- */

typedef struct Driver {
    Qtest *qtest;
    unsigned lines;
    unsigned answers;
} Driver;

static void ask(Driver *driver, const char *line)
{
    if (driver->lines < LINES_MAX) {
        driver->lines++;
        qtest_line(driver->qtest, line);
        g_assert(driver->answers == driver->lines);
    }
}

static void ask_lines(Driver *driver, const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_auto(GStrv) lines = g_strsplit(text, "\n", LINES_MAX);

    for (unsigned i = 0; lines[i]; i++) {
        ask(driver, lines[i]);
    }
}

/* ---- records ------------------------------------------------------------ */

/* A request: verb, address, and what follows the address. */
typedef struct Request {
    const char *verb;
    const char *rest;           /* (nullable): in front of the value */
    bool is_address;            /* the number lies in a window */
} Request;

static const Request requests[] = {
    { "readb", NULL, true },        { "readw", NULL, true },
    { "readl", NULL, true },        { "readq", NULL, true },
    { "writeb", "", true },         { "writew", "", true },
    { "writel", "", true },         { "writeq", "", true },
    { "read", "", true },           { "memset", "0x100 ", true },
    { "clock_step", NULL, false },  { "csr get_csr 0", "", false },
    { "csr set_csr 1", "", false },
    { "set_irq_in /machine/unattached/device[3] unnamed-gpio-in", "", false },
};

static void ask_record(Driver *driver, const uint8_t *record)
{
    const Request *request = &requests[record[0] % G_N_ELEMENTS(requests)];
    uint64_t number = record[2] | (uint64_t)record[3] << 8;
    unsigned value = record[4] | (unsigned)record[5] << 8 |
                     (unsigned)record[6] << 16 | (unsigned)record[7] << 24;
    g_autoptr(GString) line = g_string_new(request->verb);

    if (record[1] & 0x80) {     /* the far end of large windows */
        number <<= 8;
    }
    if (request->is_address) {
        number += virt_memmap[(record[1] & 0x7f) % VIRT_DEVICE_COUNT].base;
    }
    g_string_append_printf(line, " 0x%" PRIx64, number);
    if (request->rest) {
        g_string_append_printf(line, " %s0x%x", request->rest, value);
    }
    ask(driver, line->str);
}

/* ---- the harness -------------------------------------------------------- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Vm *vm = the_board();
    Driver driver = { 0 };

    qemu_system_reset(SHUTDOWN_CAUSE_NONE);
    driver.qtest = qtest_new(vm, count_answer, &driver.answers);
    if (size > 0 && data[0] == 1) {
        ask(&driver, "irq_intercept_in /machine/soc0/harts[0]");
        for (size_t at = 1; at + RECORD <= size; at += RECORD) {
            ask_record(&driver, data + at);
        }
    } else {
        ask_lines(&driver, data, size);
    }
    qtest_free(driver.qtest);
    return 0;
}
