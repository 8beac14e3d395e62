/* test_vmstate.c: saving and loading by description */
#include <string.h>

#include "support/unit.h"
#include "snapshot/vmstate.h"

typedef struct Point {
    int16_t x, y;
} Point;

static const VMStateDescription vmstate_point = {
    .name = "point",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]){
        VMSTATE_INT16(x, Point),
        VMSTATE_INT16(y, Point),
        VMSTATE_END_OF_LIST(),
    },
};

typedef struct Device {
    uint8_t u8;
    bool flag;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    int8_t s8;
    int32_t s32;
    int64_t s64;
    int64_t deadline;
    uint16_t words[3];
    uint8_t grid[2][2];
    uint8_t bytes[5];
    Point point;
    Point points[2];
    uint32_t n_lines;
    uint32_t *lines;
    uint32_t derived;
    uint32_t newer;             /* since version 3 */
    uint32_t extra;             /* subsection */
    int fail;                   /* hooks: which one shall fail */
    char order[8];              /* hooks that ran */
} Device;

static void note(Device *device, char hook)
{
    device->order[strlen(device->order)] = hook;
}

static int device_pre_save(void *opaque)
{
    note(opaque, 's');
    return ((Device *)opaque)->fail == 's' ? -1 : 0;
}

static int device_pre_load(void *opaque)
{
    note(opaque, 'l');
    return ((Device *)opaque)->fail == 'l' ? -1 : 0;
}

static int device_post_load(void *opaque, int version_id)
{
    Device *device = opaque;

    note(opaque, (char)('0' + version_id));
    device->derived = device->u32 + 1;
    return device->fail == 'p' ? -1 : 0;
}

static bool extra_needed(void *opaque)
{
    return ((Device *)opaque)->extra != 0;
}

static const VMStateDescription vmstate_extra = {
    .name = "device/extra",
    .version_id = 1,
    .minimum_version_id = 1,
    .needed = extra_needed,
    .fields = (const VMStateField[]){
        VMSTATE_UINT32(extra, Device),
        VMSTATE_END_OF_LIST(),
    },
};

#define DEVICE_FIELDS                                                   \
    VMSTATE_UINT8(u8, Device),                                          \
    VMSTATE_BOOL(flag, Device),                                         \
    VMSTATE_UINT16(u16, Device),                                        \
    VMSTATE_UINT32(u32, Device),                                        \
    VMSTATE_UINT64(u64, Device),                                        \
    VMSTATE_INT8(s8, Device),                                           \
    VMSTATE_INT32(s32, Device),                                         \
    VMSTATE_INT64(s64, Device),                                         \
    VMSTATE_DEADLINE(deadline, Device),                                 \
    VMSTATE_UINT16_ARRAY(words, Device, 3),                             \
    VMSTATE_UINT8_2DARRAY(grid, Device, 2, 2),                          \
    VMSTATE_BUFFER(bytes, Device),                                      \
    VMSTATE_STRUCT(point, Device, 0, vmstate_point, Point),             \
    VMSTATE_STRUCT_ARRAY(points, Device, 2, 0, vmstate_point, Point),   \
    VMSTATE_VARRAY_UINT32(lines, Device, n_lines, 0,                    \
                          vmstate_info_uint32, uint32_t),               \
    VMSTATE_TRANSIENT(derived, Device),                                 \
    VMSTATE_UINT32_V(newer, Device, 3),                                 \
    VMSTATE_END_OF_LIST()

static const VMStateDescription *const device_subsections[] = {
    &vmstate_extra, NULL
};

static const VMStateDescription vmstate_device = {
    .name = "device",
    .version_id = 3,
    .minimum_version_id = 2,
    .pre_save = device_pre_save,
    .pre_load = device_pre_load,
    .post_load = device_post_load,
    .fields = (const VMStateField[]){ DEVICE_FIELDS },
    .subsections = device_subsections,
};

/* What an older program wrote and could read: no subsection, no `newer`. */
static const VMStateDescription vmstate_device_2 = {
    .name = "device",
    .version_id = 2,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]){ DEVICE_FIELDS },
};

static uint32_t line_store[2][4];

static Device sample(void)
{
    static const uint32_t lines[4] = { 5, 6, 7, 0xfffffff8 };
    Device device = {
        .u8 = 0x81, .flag = true, .u16 = 0x8182, .u32 = 0x81828384,
        .u64 = 0x8182838485868788, .s8 = -2, .s32 = -70000,
        .s64 = INT64_MIN, .deadline = 123456789012, .words = { 1, 2, 0xfffe },
        .grid = { { 1, 2 }, { 3, 4 } }, .bytes = { 9, 8, 7, 6, 255 },
        .point = { -1, 300 }, .points = { { 1, 2 }, { -3, -4 } },
        .n_lines = 4, .derived = 99, .newer = 0xabcdef01,
    };

    memcpy(line_store[0], lines, sizeof(lines));
    device.lines = line_store[0];
    return device;
}

static Device blank(void)
{
    Device device = { .n_lines = 4, .lines = line_store[1], .deadline = -1 };

    memset(line_store[1], 0, sizeof(line_store[1]));
    return device;
}

static GByteArray *save(const VMStateDescription *vmsd, Device *device)
{
    GByteArray *stream = g_byte_array_new();

    ck_assert(vmstate_save_state(stream, vmsd, device, NULL));
    return stream;
}

static bool load(GByteArray *stream, Device *device, int version_id,
                 GError **errp)
{
    VMStateReader in = { .data = stream->data, .size = stream->len };
    bool ok = vmstate_load_state(&in, &vmstate_device, device, version_id,
                                 errp);

    ck_assert_uint_eq(in.pos, ok ? stream->len : 0);
    return ok;
}

/* Compares what version 2 has, through the printer. */
static void check_fields(Device *a, Device *b)
{
    g_autoptr(GString) text_a = g_string_new(NULL);
    g_autoptr(GString) text_b = g_string_new(NULL);

    vmstate_to_json(text_a, &vmstate_device_2, a);
    vmstate_to_json(text_b, &vmstate_device_2, b);
    ck_assert_str_eq(text_a->str, text_b->str);
}

START_TEST(test_round_trip_restores_every_field)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);

    memset(from.order, 0, sizeof(from.order));
    ck_assert(load(stream, &to, 3, NULL));
    check_fields(&from, &to);
    ck_assert_uint_eq(to.newer, from.newer);
    ck_assert_uint_eq(to.extra, 0);
}
END_TEST

START_TEST(test_hooks_run_in_order_and_rebuild_derived_state)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);

    ck_assert(load(stream, &to, 3, NULL));
    ck_assert_str_eq(from.order, "s");
    ck_assert_str_eq(to.order, "l3");
    ck_assert_uint_eq(to.derived, from.u32 + 1);
}
END_TEST

START_TEST(test_numbers_are_big_endian)
{
    static const uint8_t wanted[] = { 0x81, 1, 0x81, 0x82,
                                      0x81, 0x82, 0x83, 0x84 };
    Device from = sample();
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);

    ck_assert_mem_eq(stream->data, wanted, sizeof(wanted));
}
END_TEST

START_TEST(test_older_stream_keeps_the_newer_field)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) stream = save(&vmstate_device_2, &from);

    to.newer = 77;
    ck_assert(load(stream, &to, 2, NULL));
    check_fields(&from, &to);
    ck_assert_uint_eq(to.newer, 77);
    ck_assert_str_eq(to.order, "l2");
}
END_TEST

static const int bad_versions[] = { 1, 4, 0, -1, INT32_MAX };

START_TEST(test_version_out_of_range_is_refused)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
    g_autoptr(GError) error = NULL;

    ck_assert(!load(stream, &to, bad_versions[_i], &error));
    ck_assert_ptr_nonnull(strstr(error->message, "version"));
    ck_assert_str_eq(to.order, "");
}
END_TEST

START_TEST(test_truncated_stream_is_refused_and_changes_nothing)
{
    Device from = sample();

    from.extra = 5;
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
    for (guint size = 0; size < stream->len; size++) {
        Device to = blank(), before;
        g_autoptr(GError) error = NULL;
        VMStateReader in = { .data = stream->data, .size = size };
        memcpy(&before, &to, sizeof(to));
        ck_assert(!vmstate_load_state(&in, &vmstate_device, &to, 3, &error));
        ck_assert_ptr_nonnull(strstr(error->message, "too early"));
        ck_assert_mem_eq(&to, &before, sizeof(to));
    }
}
END_TEST

START_TEST(test_subsection_is_written_only_when_needed)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) without = save(&vmstate_device, &from);

    from.extra = 0x55;
    g_autoptr(GByteArray) with = save(&vmstate_device, &from);
    ck_assert_uint_gt(with->len, without->len);
    ck_assert(load(with, &to, 3, NULL));
    ck_assert_uint_eq(to.extra, 0x55);
}
END_TEST

START_TEST(test_unknown_subsection_fails_loudly)
{
    VMStateDescription old = vmstate_device;
    Device from = sample(), to = blank(), before;
    g_autoptr(GError) error = NULL;
    static const VMStateDescription *const none[] = { NULL };

    memcpy(&before, &to, sizeof(to));
    from.extra = 1;
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
    VMStateReader in = { .data = stream->data, .size = stream->len };
    old.subsections = none;
    ck_assert(!vmstate_load_state(&in, &old, &to, 3, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "'device/extra'"));
    ck_assert_mem_eq(&to, &before, sizeof(to));
}
END_TEST

typedef struct CorruptRow {
    guint offset;
    uint8_t value;
    const char *message;
} CorruptRow;

/* In the stream: flag at 1, deadline at 29, version of `point` at 52..55. */
static const CorruptRow corrupt[] = {
    { 1, 2, "'flag' of type bool" },
    { 29, 0x80, "'deadline'" },
    { 55, 9, "point" },
};

START_TEST(test_impossible_value_is_refused)
{
    const CorruptRow *row = &corrupt[_i];
    Device from = sample(), to = blank(), before;
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
    g_autoptr(GError) error = NULL;

    memcpy(&before, &to, sizeof(to));
    stream->data[row->offset] = row->value;
    ck_assert(!load(stream, &to, 3, &error));
    ck_assert_msg(strstr(error->message, row->message) != NULL, "%s",
                  error->message);
    ck_assert_mem_eq(&to, &before, sizeof(to));
}
END_TEST

START_TEST(test_array_of_another_length_is_refused)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
    g_autoptr(GError) error = NULL;

    to.n_lines = 3;
    ck_assert(!load(stream, &to, 3, &error));
    ck_assert_ptr_nonnull(strstr(error->message, "4 elements of 'lines'"));
}
END_TEST

START_TEST(test_random_corruption_never_crashes)
{
    GRand *random = g_rand_new_with_seed((guint32)_i);
    Device from = sample();

    from.extra = 5;
    for (int round = 0; round < 300; round++) {
        Device to = blank();
        g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
        memset(from.order, 0, sizeof(from.order));
        for (int i = 0; i < 3; i++) {
            guint at = (guint)g_rand_int_range(random, 0, (gint)stream->len);
            stream->data[at] = (guint8)g_rand_int(random);
        }
        VMStateReader in = { .data = stream->data, .size = stream->len };
        g_autoptr(GError) error = NULL;
        bool ok = vmstate_load_state(&in, &vmstate_device, &to, 3, &error);
        ck_assert_int_eq(ok, error == NULL);
    }
    g_rand_free(random);
}
END_TEST

static const char hooks[] = "slp";

START_TEST(test_failing_hook_is_an_error)
{
    Device from = sample(), to = blank();
    g_autoptr(GByteArray) stream = save(&vmstate_device, &from);
    g_autoptr(GError) error = NULL;

    memset(from.order, 0, sizeof(from.order));
    from.fail = to.fail = hooks[_i];
    if (hooks[_i] == 's') {
        guint before = stream->len;
        ck_assert(!vmstate_save_state(stream, &vmstate_device, &from,
                                      &error));
        ck_assert_uint_eq(stream->len, before);
        ck_assert_uint_eq(vmstate_digest(&vmstate_device, &from), 0);
    } else {
        VMStateReader in = { .data = stream->data, .size = stream->len };
        ck_assert(!vmstate_load_state(&in, &vmstate_device, &to, 3, &error));
    }
    ck_assert_ptr_nonnull(error);
}
END_TEST

START_TEST(test_digest_sees_saved_state_and_nothing_else)
{
    Device a = sample();
    uint64_t digest = vmstate_digest(&vmstate_device, &a);

    memset(a.order, 0, sizeof(a.order));
    a.derived++;
    ck_assert_uint_eq(vmstate_digest(&vmstate_device, &a), digest);
    memset(a.order, 0, sizeof(a.order));
    a.points[1].y++;
    ck_assert_uint_ne(vmstate_digest(&vmstate_device, &a), digest);
}
END_TEST

START_TEST(test_json_shows_names_and_values)
{
    Device a = sample();
    g_autoptr(GString) text = g_string_new(NULL);

    a.deadline = -1;
    a.extra = 12;
    vmstate_to_json(text, &vmstate_device, &a);
    ck_assert_str_eq(text->str,
        "{\"u8\": 129, \"flag\": true, \"u16\": 33154, \"u32\": 2172814212, "
        "\"u64\": 9332165983064197000, \"s8\": -2, \"s32\": -70000, "
        "\"s64\": -9223372036854775808, \"deadline\": null, "
        "\"words\": [1, 2, 65534], \"grid\": [1, 2, 3, 4], "
        "\"bytes\": \"09080706ff\", \"point\": {\"x\": -1, \"y\": 300}, "
        "\"points\": [{\"x\": 1, \"y\": 2}, {\"x\": -3, \"y\": -4}], "
        "\"lines\": [5, 6, 7, 4294967288], \"newer\": 2882400001, "
        "\"device/extra\": {\"extra\": 12}}");
}
END_TEST

UNIT_MAIN("vmstate", UNIT_TEST(test_round_trip_restores_every_field),
          UNIT_TEST(test_hooks_run_in_order_and_rebuild_derived_state),
          UNIT_TEST(test_numbers_are_big_endian),
          UNIT_TEST(test_older_stream_keeps_the_newer_field),
          UNIT_LOOP(test_version_out_of_range_is_refused,
                    G_N_ELEMENTS(bad_versions)),
          UNIT_TEST(test_truncated_stream_is_refused_and_changes_nothing),
          UNIT_TEST(test_subsection_is_written_only_when_needed),
          UNIT_TEST(test_unknown_subsection_fails_loudly),
          UNIT_LOOP(test_impossible_value_is_refused, G_N_ELEMENTS(corrupt)),
          UNIT_TEST(test_array_of_another_length_is_refused),
          UNIT_LOOP(test_random_corruption_never_crashes, 5),
          UNIT_LOOP(test_failing_hook_is_an_error, 3),
          UNIT_TEST(test_digest_sees_saved_state_and_nothing_else),
          UNIT_TEST(test_json_shows_names_and_values))
