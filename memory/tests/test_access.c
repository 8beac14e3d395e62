/*
 * test_access.c: call logs of a recording device
 *
 * The device is 32 bytes of memory seen through callbacks; byte n holds
 * 0x10 + n. It writes down every call as "r4@8" or "w4@8=11223344".
 */
#include <string.h>

#include "memory/memory.h"
#include "support/unit.h"

typedef struct Recorder {
    MemoryRegion mr;
    MemoryRegionOps ops;
    GString *log;
    uint8_t bytes[32];
    hwaddr failing;             /* offset that answers with an error */
} Recorder;

static uint64_t recorder_value(const Recorder *s, hwaddr addr, unsigned size)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < size; i++) {
        bool big = s->ops.endianness == DEVICE_BIG_ENDIAN;
        unsigned lane = big ? size - 1 - i : i;

        value |= (uint64_t)s->bytes[addr + i] << (8 * lane);
    }
    return value;
}

static void log_call(Recorder *s, char kind, hwaddr addr, unsigned size)
{
    g_string_append_printf(s->log, "%s%c%u@%lu", s->log->len ? " " : "",
                           kind, size, (unsigned long)addr);
}

static MemTxResult recorder_read(void *opaque, hwaddr addr, uint64_t *data,
                                 unsigned size, MemTxAttrs attrs)
{
    Recorder *s = opaque;

    log_call(s, 'r', addr, size);
    /* rubbish above the width must not matter */
    *data = recorder_value(s, addr, size);
    if (size < 8) {
        *data |= ~0ull << (8 * size);
    }
    return addr == s->failing ? MEMTX_ERROR : MEMTX_OK;
}

static MemTxResult recorder_write(void *opaque, hwaddr addr, uint64_t data,
                                  unsigned size, MemTxAttrs attrs)
{
    Recorder *s = opaque;

    log_call(s, 'w', addr, size);
    g_string_append_printf(s->log, "=%lx", (unsigned long)data);
    return addr == s->failing ? MEMTX_ERROR : MEMTX_OK;
}

typedef struct Row {
    uint8_t valid_min, valid_max;
    bool valid_unaligned;
    uint8_t impl_min, impl_max;
    bool impl_unaligned;
    char order;                 /* 'l' or 'b': the device's */
    uint8_t addr, size;
    const char *reads;          /* call log; NULL: refused */
    uint64_t value;             /* what a little-endian CPU loads */
    const char *writes;         /* call log of storing 0x8877665544332211 */
} Row;

static const Row rows[] = {
    /* fits: one call */
    { 1, 4, 0, 1, 4, 0, 'l', 8, 4, "r4@8", 0x1b1a1918, "w4@8=44332211" },
    { 1, 4, 0, 1, 4, 0, 'l', 9, 1, "r1@9", 0x19, "w1@9=11" },
    { 1, 8, 0, 1, 8, 0, 'l', 8, 8, "r8@8", 0x1f1e1d1c1b1a1918,
      "w8@8=8877665544332211" },
    { 0, 0, 0, 0, 0, 0, 'l', 4, 2, "r2@4", 0x1514, "w2@4=2211" },
    /* too wide: low offset first */
    { 1, 8, 0, 1, 4, 0, 'l', 8, 8, "r4@8 r4@12", 0x1f1e1d1c1b1a1918,
      "w4@8=44332211 w4@12=88776655" },
    { 1, 8, 0, 0, 0, 0, 'l', 8, 8, "r4@8 r4@12", 0x1f1e1d1c1b1a1918,
      "w4@8=44332211 w4@12=88776655" },
    { 1, 4, 0, 1, 1, 0, 'l', 4, 4, "r1@4 r1@5 r1@6 r1@7", 0x17161514,
      "w1@4=11 w1@5=22 w1@6=33 w1@7=44" },
    { 1, 4, 0, 2, 2, 0, 'l', 4, 4, "r2@4 r2@6", 0x17161514,
      "w2@4=2211 w2@6=4433" },
    /* too narrow: the word around it, in its lane */
    { 1, 4, 0, 4, 4, 0, 'l', 8, 1, "r4@8", 0x18, "w4@8=11" },
    { 1, 4, 0, 4, 4, 0, 'l', 9, 1, "r4@8", 0x19, "w4@8=1100" },
    { 1, 4, 0, 4, 4, 0, 'l', 11, 1, "r4@8", 0x1b, "w4@8=11000000" },
    { 1, 4, 0, 4, 4, 0, 'l', 10, 2, "r4@8", 0x1b1a, "w4@8=22110000" },
    { 1, 8, 0, 8, 8, 0, 'l', 12, 4, "r8@8", 0x1f1e1d1c,
      "w8@8=4433221100000000" },
    /* unaligned accesses, aligned callbacks */
    { 1, 4, 1, 1, 4, 0, 'l', 2, 4, "r2@2 r2@4", 0x15141312,
      "w2@2=2211 w2@4=4433" },
    { 1, 4, 1, 1, 4, 0, 'l', 5, 2, "r1@5 r1@6", 0x1615,
      "w1@5=11 w1@6=22" },
    { 1, 4, 1, 4, 4, 0, 'l', 2, 4, "r4@0 r4@4", 0x15141312,
      "w4@0=22110000 w4@4=4433" },
    { 1, 8, 1, 4, 4, 0, 'l', 7, 8, "r4@4 r4@8 r4@12", 0x1e1d1c1b1a191817,
      "w4@4=11000000 w4@8=55443322 w4@12=887766" },
    /* unaligned callbacks */
    { 1, 4, 1, 1, 4, 1, 'l', 3, 4, "r4@3", 0x16151413, "w4@3=44332211" },
    { 1, 8, 1, 1, 4, 1, 'l', 3, 8, "r4@3 r4@7", 0x1a19181716151413,
      "w4@3=44332211 w4@7=88776655" },
    /* a big-endian device: the CPU sees the same bytes */
    { 1, 4, 0, 1, 4, 0, 'b', 8, 4, "r4@8", 0x1b1a1918, "w4@8=11223344" },
    { 1, 8, 0, 1, 4, 0, 'b', 8, 8, "r4@8 r4@12", 0x1f1e1d1c1b1a1918,
      "w4@8=11223344 w4@12=55667788" },
    { 1, 4, 0, 4, 4, 0, 'b', 8, 1, "r4@8", 0x18, "w4@8=11000000" },
    { 1, 4, 0, 4, 4, 0, 'b', 11, 1, "r4@8", 0x1b, "w4@8=11" },
    { 1, 4, 0, 4, 4, 0, 'b', 10, 2, "r4@8", 0x1b1a, "w4@8=1122" },
    { 1, 4, 1, 4, 4, 0, 'b', 2, 4, "r4@0 r4@4", 0x15141312,
      "w4@0=1122 w4@4=33440000" },
    /* not valid: no call at all */
    { 4, 4, 0, 1, 4, 0, 'l', 8, 1, NULL, 0, NULL },
    { 4, 4, 0, 1, 4, 0, 'l', 8, 8, NULL, 0, NULL },
    { 1, 2, 0, 1, 4, 0, 'l', 8, 4, NULL, 0, NULL },
    { 1, 4, 0, 1, 4, 1, 'l', 6, 4, NULL, 0, NULL },
    { 0, 0, 0, 1, 4, 0, 'l', 1, 2, NULL, 0, NULL },
};

static Recorder recorder;

static Recorder *recorder_from(const Row *row)
{
    Recorder *s = &recorder;

    s->ops = (MemoryRegionOps) {
        .read_with_attrs = recorder_read,
        .write_with_attrs = recorder_write,
        .endianness = row->order == 'b' ? DEVICE_BIG_ENDIAN
                                        : DEVICE_LITTLE_ENDIAN,
        .valid = { row->valid_min, row->valid_max, row->valid_unaligned },
        .impl = { row->impl_min, row->impl_max, row->impl_unaligned },
    };
    s->log = g_string_new(NULL);
    s->failing = ~0ull;
    for (unsigned i = 0; i < sizeof(s->bytes); i++) {
        s->bytes[i] = (uint8_t)(0x10 + i);
    }
    memory_region_init_io(&s->mr, NULL, &s->ops, s, "recorder", 32);
    return s;
}

START_TEST(test_read_makes_the_expected_calls)
{
    const Row *row = &rows[_i];
    Recorder *s = recorder_from(row);
    uint64_t value = 0x5555;
    MemTxResult result = memory_region_dispatch_read(
        &s->mr, row->addr, &value, size_memop(row->size),
        MEMTXATTRS_UNSPECIFIED);

    ck_assert_str_eq(s->log->str, row->reads ? row->reads : "");
    ck_assert_int_eq(result, row->reads ? MEMTX_OK : MEMTX_DECODE_ERROR);
    ck_assert_uint_eq(value, row->value);
}
END_TEST

START_TEST(test_write_makes_the_expected_calls)
{
    const Row *row = &rows[_i];
    Recorder *s = recorder_from(row);
    MemTxResult result = memory_region_dispatch_write(
        &s->mr, row->addr, 0x8877665544332211, size_memop(row->size),
        MEMTXATTRS_UNSPECIFIED);

    ck_assert_str_eq(s->log->str, row->writes ? row->writes : "");
    ck_assert_int_eq(result, row->writes ? MEMTX_OK : MEMTX_DECODE_ERROR);
}
END_TEST

/* A big-endian access to a big-endian device needs no swap, and so on. */
START_TEST(test_byte_order_of_the_caller_counts)
{
    static const Row little = { .order = 'l', .size = 4 };
    static const Row big = { .order = 'b', .size = 4 };
    const Row *devices[] = { &little, &big };

    for (int i = 0; i < 2; i++) {
        Recorder *s = recorder_from(devices[i]);
        uint64_t value;

        memory_region_dispatch_read(&s->mr, 0, &value, MO_32 | MO_BE,
                                    MEMTXATTRS_UNSPECIFIED);
        ck_assert_uint_eq(value, 0x10111213);
        memory_region_dispatch_read(&s->mr, 0, &value, MO_32 | MO_LE,
                                    MEMTXATTRS_UNSPECIFIED);
        ck_assert_uint_eq(value, 0x13121110);
        memory_region_deinit(&s->mr);
        g_string_free(s->log, TRUE);
    }
}
END_TEST

START_TEST(test_error_of_one_part_fails_the_access)
{
    static const Row row = { 1, 8, 0, 1, 4, 0, 'l' };
    Recorder *s = recorder_from(&row);
    uint64_t value = 1;

    s->failing = 4;
    ck_assert_int_eq(memory_region_dispatch_read(&s->mr, 0, &value, MO_64,
                                                 MEMTXATTRS_UNSPECIFIED),
                     MEMTX_ERROR);
    ck_assert_uint_eq(value, 0);
    ck_assert_int_eq(memory_region_dispatch_write(&s->mr, 0, 0, MO_64,
                                                  MEMTXATTRS_UNSPECIFIED),
                     MEMTX_ERROR);
    ck_assert_str_eq(s->log->str, "r4@0 r4@4 w4@0=0 w4@4=0");
}
END_TEST

static uint64_t plain_read(void *opaque, hwaddr addr, unsigned size)
{
    return 100 + addr;
}

START_TEST(test_missing_direction_is_an_error)
{
    static const MemoryRegionOps read_only = { .read = plain_read };
    static const MemoryRegionOps nothing;
    static MemoryRegion mr;
    uint64_t value;

    memory_region_init_io(&mr, NULL, &read_only, NULL, "ro", 8);
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 4, &value, MO_8,
                                                 MEMTXATTRS_UNSPECIFIED),
                     MEMTX_OK);
    ck_assert_uint_eq(value, 104);
    ck_assert_int_eq(memory_region_dispatch_write(&mr, 4, 1, MO_8,
                                                  MEMTXATTRS_UNSPECIFIED),
                     MEMTX_ERROR);
    memory_region_deinit(&mr);
    memory_region_init_io(&mr, NULL, &nothing, NULL, "none", 8);
    ck_assert_int_eq(memory_region_dispatch_read(&mr, 4, &value, MO_8,
                                                 MEMTXATTRS_UNSPECIFIED),
                     MEMTX_ERROR);
}
END_TEST

UNIT_MAIN("access",
    UNIT_LOOP(test_read_makes_the_expected_calls, G_N_ELEMENTS(rows)),
    UNIT_LOOP(test_write_makes_the_expected_calls, G_N_ELEMENTS(rows)),
    UNIT_TEST(test_byte_order_of_the_caller_counts),
    UNIT_TEST(test_error_of_one_part_fails_the_access),
    UNIT_TEST(test_missing_direction_is_an_error))
