/* test_chardev_opts.c: -chardev and -serial texts, good and bad */
#include <string.h>

#include "../char_opts.h"
#include "devices/chardev.h"
#include "support/unit.h"

static const struct {
    const char *text, *backend, *key, *value;
} good_rows[] = {
    { "stdio,id=c0,signal=off", "stdio", "signal", "off" },
    { "backend=null,id=n", "null", "id", "n" },
    { "file,id=f,path=a,,b", "file", "path", "a,b" },
    { "file,path=,,,id=f", "file", "path", "," },
    { "stdio,mux", "stdio", "mux", "on" },
    { "stdio,nomux", "stdio", "mux", "off" },
    { "socket,path=a=b", "socket", "path", "a=b" },
    { "stdio", "stdio", "id", NULL },
};

START_TEST(test_option_text_is_taken_apart)
{
    g_autoptr(ChardevOpts) opts = chardev_opts_parse(good_rows[_i].text, NULL);

    ck_assert_ptr_nonnull(opts);
    ck_assert_str_eq(opts->backend, good_rows[_i].backend);
    ck_assert_pstr_eq(chardev_opts_str(opts, good_rows[_i].key),
                      good_rows[_i].value);
}
END_TEST

static const struct {
    const char *spec, *backend, *key, *value;
} spec_rows[] = {
    { "stdio", "stdio", NULL, NULL },
    { "null", "null", NULL, NULL },
    { "pty", "pty", NULL, NULL },
    { "file:out,put", "file", "path", "out,put" },
    { "tcp:host:4444", "socket", "host", "host" },
    { "tcp:host:4444", "socket", "port", "4444" },
    { "tcp::4444,server=on,wait=off", "socket", "host", "" },
    { "tcp::4444,server=on,wait=off", "socket", "wait", "off" },
    { "tcp::4444,server,nowait", "socket", "server", "on" },
    { "tcp::4444,server,nowait", "socket", "wait", "off" },
    { "tcp:[::1]:55,server=on", "socket", "host", "::1" },
    { "unix:/tmp/x,server=on", "socket", "path", "/tmp/x" },
};

START_TEST(test_short_form_becomes_options)
{
    g_autoptr(ChardevOpts) opts = chardev_opts_from_spec(spec_rows[_i].spec,
                                                         NULL);

    ck_assert_ptr_nonnull(opts);
    ck_assert_str_eq(opts->backend, spec_rows[_i].backend);
    if (spec_rows[_i].key) {
        ck_assert_pstr_eq(chardev_opts_str(opts, spec_rows[_i].key),
                          spec_rows[_i].value);
    }
}
END_TEST

/* Each message names what was wrong. */
static const struct {
    const char *text, *says;
} bad_option_rows[] = {
    { "", "back end" },
    { "id=c0", "back end" },
    { "null", "id=NAME" },
    { "null,id=", "id=NAME" },
    { "null,id=a/b", "id" },
    { "teapot,id=c", "'teapot' is not a chardev back end" },
    { "mux,id=c", "'mux' is not a chardev back end" },
    { "fd,id=c", "'fd' is not a chardev back end" },
    { "null,id=c,size=1", "does not know 'size'" },
    { "stdio,id=c,signal=perhaps", "'signal' is on or off" },
    { "null,id=c,mux=2", "'mux' is on or off" },
    { "ringbuf,id=c,size=3", "power of two" },
    { "ringbuf,id=c,size=x", "number of bytes" },
    { "ringbuf,id=c,size=1KB", "number of bytes" },
    { "ringbuf,id=c,size=-1", "number of bytes" },
    { "file,id=c", "path=" },
    { "file,id=c,path=/no/such/dir/x", "/no/such/dir/x" },
    { "null,id=c,logfile=/no/such/dir/x", "logfile" },
    { "socket,id=c", "path=" },
    { "socket,id=c,host=h", "port=" },
    { "socket,id=c,path=p,port=1", "either" },
    { "socket,id=c,path=/no/such/socket", "/no/such/socket" },
    { "socket,id=c,path=p,wait=on", "server=on" },
    { "socket,id=c,port=99999999,server=on,wait=off", "99999999" },
};

START_TEST(test_bad_option_is_refused_saying_why)
{
    Error *err = NULL;

    ck_assert_ptr_null(qemu_chr_new_from_opts(bad_option_rows[_i].text,
                                              &err));
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_get_pretty(err), bad_option_rows[_i].says),
                  "%s", error_get_pretty(err));
    error_free(err);
    ck_assert_ptr_null(qemu_chr_find("c"));
}
END_TEST

static const struct {
    const char *spec, *says;
} bad_spec_rows[] = {
    { "teapot", "not a character device" },
    { "", "not a character device" },
    { "stdio,mux=on", "not a character device" },
    { "tcp:host", "no port" },
    { "tcp:host:", "no port" },
    { "chardev:none-such", "no chardev 'none-such'" },
    { "mon:teapot", "teapot" },
    { "file:", "path=" },
};

START_TEST(test_bad_short_form_is_refused_saying_why)
{
    Error *err = NULL;

    ck_assert_ptr_null(qemu_chr_new("serial0", bad_spec_rows[_i].spec, &err));
    ck_assert_ptr_nonnull(err);
    ck_assert_msg(strstr(error_get_pretty(err), bad_spec_rows[_i].says),
                  "%s", error_get_pretty(err));
    error_free(err);
}
END_TEST

START_TEST(test_none_is_no_chardev_and_no_error)
{
    Error *err = NULL;

    ck_assert_ptr_null(qemu_chr_new("serial0", "none", &err));
    ck_assert_ptr_null(err);
}
END_TEST

START_TEST(test_chardev_is_found_by_id_until_deleted)
{
    Chardev *chr = qemu_chr_new_from_opts("null,id=n0", NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    ck_assert_ptr_eq(qemu_chr_find("n0"), chr);
    ck_assert_ptr_eq(qemu_chr_new("serial0", "chardev:n0", NULL), chr);
    qemu_chr_print(text);
    ck_assert_str_eq(text->str, "n0: filename=null\n");
    qemu_chr_delete(chr);
    ck_assert_ptr_null(qemu_chr_find("n0"));
}
END_TEST

START_TEST(test_id_can_be_used_once)
{
    Error *err = NULL;

    ck_assert_ptr_nonnull(qemu_chr_new_from_opts("null,id=n0", NULL));
    ck_assert_ptr_null(qemu_chr_new_from_opts("null,id=n0,mux=on", &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "in use"));
    error_free(err);
}
END_TEST

START_TEST(test_mon_makes_a_mux_with_its_base)
{
    ck_assert(qemu_chr_spec_wants_monitor("mon:null"));
    ck_assert(!qemu_chr_spec_wants_monitor("null"));
    Chardev *chr = qemu_chr_new("serial0", "mon:null", NULL);

    ck_assert_str_eq(object_get_typename(OBJECT(chr)), TYPE_CHARDEV_MUX);
    ck_assert_ptr_nonnull(qemu_chr_find("serial0-base"));
    qemu_chr_cleanup();
    ck_assert_ptr_null(qemu_chr_find("serial0"));
    ck_assert_ptr_null(qemu_chr_find("serial0-base"));
}
END_TEST

START_TEST(test_second_user_of_a_plain_chardev_is_refused)
{
    Chardev *chr = qemu_chr_new_from_opts("null,id=n0", NULL);
    CharBackend a = { 0 };
    CharBackend b = { 0 };
    Error *err = NULL;

    ck_assert(qemu_chr_fe_init(&a, chr, NULL));
    ck_assert(!qemu_chr_fe_init(&b, chr, &err));
    ck_assert_ptr_nonnull(strstr(error_get_pretty(err), "mux=on"));
    error_free(err);
    qemu_chr_fe_deinit(&a, false);
    ck_assert(qemu_chr_fe_init(&b, chr, NULL));
    qemu_chr_fe_deinit(&b, true);
    ck_assert_ptr_null(qemu_chr_find("n0"));
}
END_TEST

START_TEST(test_unconnected_front_end_swallows_output)
{
    CharBackend be = { 0 };

    ck_assert_int_eq(qemu_chr_fe_write(&be, (const uint8_t *)"abc", 3), 3);
    ck_assert_int_eq(qemu_chr_fe_write_all(&be, (const uint8_t *)"abc", 3),
                     3);
    ck_assert(!qemu_chr_fe_backend_connected(&be));
    ck_assert(!qemu_chr_fe_backend_open(&be));
    ck_assert_uint_eq(qemu_chr_fe_add_watch(&be, G_IO_OUT, NULL, NULL), 0);
    qemu_chr_fe_accept_input(&be);
    qemu_chr_fe_set_echo(&be, true);
    qemu_chr_fe_deinit(&be, true);
}
END_TEST

UNIT_MAIN("chardev_opts",
          UNIT_LOOP(test_option_text_is_taken_apart,
                    G_N_ELEMENTS(good_rows)),
          UNIT_LOOP(test_short_form_becomes_options,
                    G_N_ELEMENTS(spec_rows)),
          UNIT_LOOP(test_bad_option_is_refused_saying_why,
                    G_N_ELEMENTS(bad_option_rows)),
          UNIT_LOOP(test_bad_short_form_is_refused_saying_why,
                    G_N_ELEMENTS(bad_spec_rows)),
          UNIT_TEST(test_none_is_no_chardev_and_no_error),
          UNIT_TEST(test_chardev_is_found_by_id_until_deleted),
          UNIT_TEST(test_id_can_be_used_once),
          UNIT_TEST(test_mon_makes_a_mux_with_its_base),
          UNIT_TEST(test_second_user_of_a_plain_chardev_is_refused),
          UNIT_TEST(test_unconnected_front_end_swallows_output))
