/* test_semihost.c: every operation, with a few pages for a guest */
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "debug/semihost.h"
#include "support/unit.h"

#define BASE 0x80000000u
#define MEMORY_BYTES 16384
#define FAILED (~UINT64_C(0))

/* Where the tests put things. */
#define BLOCK BASE
#define NAME (BASE + 0x100)
#define NAME2 (BASE + 0x200)
#define BUFFER (BASE + 0x1000)

enum {
    SYS_OPEN = 0x01, SYS_CLOSE, SYS_WRITEC, SYS_WRITE0, SYS_WRITE, SYS_READ,
    SYS_READC, SYS_ISERROR, SYS_ISTTY, SYS_SEEK,
    SYS_FLEN = 0x0c, SYS_TMPNAM, SYS_REMOVE, SYS_RENAME, SYS_CLOCK, SYS_TIME,
    SYS_SYSTEM, SYS_ERRNO,
    SYS_GET_CMDLINE = 0x15, SYS_HEAPINFO,
    SYS_EXIT = 0x18, SYS_EXIT_EXTENDED = 0x20,
    SYS_ELAPSED = 0x30, SYS_TICKFREQ,
};

static uint8_t memory[MEMORY_BYTES];
static GString *printed;
static const char *typed;       /* NULL: no input at all */
static bool ready = true;
static int exit_status = -1;
static Semihost *host;

/* ---- the emulator's side ------------------------------------------------ */

static uint8_t *find(uint64_t addr, size_t len)
{
    return addr >= BASE && addr - BASE <= MEMORY_BYTES &&
           len <= MEMORY_BYTES - (addr - BASE) ? memory + (addr - BASE)
                                               : NULL;
}

static bool read_memory(void *opaque, void *cpu, uint64_t addr, void *buf,
                        size_t len)
{
    const uint8_t *at = find(addr, len);

    if (at) {
        memcpy(buf, at, len);
    }
    return at;
}

static bool write_memory(void *opaque, void *cpu, uint64_t addr,
                         const void *buf, size_t len)
{
    uint8_t *at = find(addr, len);

    if (at) {
        memcpy(at, buf, len);
    }
    return at;
}

static bool console_ready(void *opaque)
{
    return ready;
}

static void console_write(void *opaque, const void *buf, size_t len)
{
    g_string_append_len(printed, buf, (gssize)len);
}

static ssize_t console_read(void *opaque, void *buf, size_t len)
{
    size_t n = typed ? MIN(len, strlen(typed)) : 0;

    if (!typed) {
        return -1;
    }
    memcpy(buf, typed, n);
    typed += n;
    return (ssize_t)n;
}

static void exit_guest(void *opaque, int status)
{
    exit_status = status;
}

static int64_t elapsed_ns(void *opaque)
{
    return 12345678901;
}

static int64_t time_ns(void *opaque)
{
    return 946684800999999999;
}

static void heap(void *opaque, SemihostHeap *out)
{
    *out = (SemihostHeap) { 1, 2, 3, 4 };
}

static const SemihostOps ops = {
    .read = read_memory, .write = write_memory,
    .console_ready = console_ready, .console_write = console_write,
    .console_read = console_read, .exit = exit_guest,
    .elapsed_ns = elapsed_ns, .time_ns = time_ns, .heap = heap,
};

/* ---- the guest's side --------------------------------------------------- */

static void begin(void)
{
    printed = g_string_new(NULL);
    host = semihost_new(&ops, NULL);
}

static void end(void)
{
    semihost_free(host);
    g_string_free(printed, TRUE);
}

static void put_words(uint64_t addr, const uint64_t *words, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        uint64_t word = GUINT64_TO_LE(words[i]);

        memcpy(find(addr + i * 8, 8), &word, 8);
    }
}

static uint64_t get_word(uint64_t addr)
{
    uint64_t word;

    memcpy(&word, find(addr, 8), 8);
    return GUINT64_FROM_LE(word);
}

static uint64_t put_text(uint64_t addr, const char *text)
{
    memcpy(find(addr, strlen(text) + 1), text, strlen(text) + 1);
    return strlen(text);
}

static uint64_t call1(uint64_t number, uint64_t arg)
{
    SemihostCall call = { .number = number, .arg = arg };

    ck_assert_int_eq(semihost_call(host, &call), SEMIHOST_DONE);
    return call.result;
}

static uint64_t call_block(uint64_t number, uint64_t a, uint64_t b,
                           uint64_t c)
{
    put_words(BLOCK, (uint64_t[]) { a, b, c }, 3);
    return call1(number, BLOCK);
}

static SemihostStatus status_of(uint64_t number, uint64_t arg)
{
    SemihostCall call = { .number = number, .arg = arg };

    return semihost_call(host, &call);
}

static int last_errno(void)
{
    return (int)call1(SYS_ERRNO, 0);
}

static uint64_t open_name(const char *name, unsigned mode)
{
    return call_block(SYS_OPEN, NAME, mode, put_text(NAME, name));
}

static uint64_t write_text(uint64_t handle, const char *text)
{
    return call_block(SYS_WRITE, handle, BUFFER, put_text(BUFFER, text));
}

/* ---- console ------------------------------------------------------------ */

START_TEST(test_characters_and_strings_reach_the_console)
{
    begin();
    put_text(BUFFER + 250, "a string over a border of 256 bytes");
    put_text(NAME, "!");
    call1(SYS_WRITE0, BUFFER + 250);
    call1(SYS_WRITEC, NAME);
    ck_assert_str_eq(printed->str, "a string over a border of 256 bytes!");
    end();
}
END_TEST

START_TEST(test_string_without_end_is_an_error)
{
    begin();
    memset(find(BUFFER, MEMORY_BYTES - 0x1000), 'x', MEMORY_BYTES - 0x1000);
    ck_assert_uint_eq(call1(SYS_WRITE0, BUFFER), FAILED);
    ck_assert_int_eq(last_errno(), EFAULT);
    end();
}
END_TEST

START_TEST(test_console_has_handles_for_each_direction)
{
    begin();
    uint64_t in = open_name(":tt", 0);
    uint64_t out = open_name(":tt", 4);
    uint64_t err = open_name(":tt", 8);

    typed = "line\n";
    ck_assert_uint_eq(write_text(out, "out "), 0);
    ck_assert_uint_eq(write_text(err, "err"), 0);
    ck_assert_str_eq(printed->str, "out err");
    ck_assert_uint_eq(call_block(SYS_READ, in, BUFFER, 100), 95);
    ck_assert_int_eq(memcmp(find(BUFFER, 5), "line\n", 5), 0);
    ck_assert_uint_eq(call_block(SYS_ISTTY, in, 0, 0), 1);
    ck_assert_uint_eq(call_block(SYS_READ, out, BUFFER, 1), FAILED);
    ck_assert_uint_eq(write_text(in, "no"), 2);
    ck_assert_uint_eq(call_block(SYS_FLEN, out, 0, 0), FAILED);
    end();
}
END_TEST

START_TEST(test_reading_waits_for_input_and_ends_without_any)
{
    begin();
    uint64_t in = open_name(":tt", 0);

    typed = "";
    put_words(BLOCK, (uint64_t[]) { in, BUFFER, 4 }, 3);
    ck_assert_int_eq(status_of(SYS_READ, BLOCK), SEMIHOST_WAIT);
    ck_assert_int_eq(status_of(SYS_READC, 0), SEMIHOST_WAIT);
    typed = "k";
    ck_assert_uint_eq(call1(SYS_READC, 0), 'k');
    typed = NULL;
    ck_assert_uint_eq(call_block(SYS_READ, in, BUFFER, 4), 4);
    ck_assert_uint_eq(call1(SYS_READC, 0), FAILED);
    end();
}
END_TEST

START_TEST(test_output_waits_for_room)
{
    begin();
    uint64_t out = open_name(":tt", 4);

    ready = false;
    put_words(BLOCK, (uint64_t[]) { out, BUFFER, 4 }, 3);
    ck_assert_int_eq(status_of(SYS_WRITE, BLOCK), SEMIHOST_WAIT);
    ck_assert_int_eq(status_of(SYS_WRITE0, BUFFER), SEMIHOST_WAIT);
    ck_assert_int_eq(status_of(SYS_WRITEC, BUFFER), SEMIHOST_WAIT);
    ck_assert_uint_eq(printed->len, 0);
    ready = true;
    ck_assert_uint_eq(write_text(out, "four"), 0);
    ck_assert_str_eq(printed->str, "four");
    end();
}
END_TEST

/* ---- the system --------------------------------------------------------- */

typedef struct ExitRow {
    uint64_t number, reason, code;
    int status;
} ExitRow;

static const ExitRow exits[] = {
    { SYS_EXIT, 0x20026, 0, 0 },
    { SYS_EXIT, 0x20026, 7, 7 },
    { SYS_EXIT_EXTENDED, 0x20026, 42, 42 },
    { SYS_EXIT, 0x20023, 0, 1 },        /* ADP_Stopped_RunTimeErrorUnknown */
    { SYS_EXIT_EXTENDED, 0, 0, 1 },
};

START_TEST(test_exit_has_the_status_of_the_guest)
{
    const ExitRow *row = &exits[_i];

    begin();
    call_block(row->number, row->reason, row->code, 0);
    ck_assert_int_eq(exit_status, row->status);
    end();
}
END_TEST

START_TEST(test_clocks_count_in_their_units)
{
    begin();
    ck_assert_uint_eq(call1(SYS_CLOCK, 0), 1234);
    ck_assert_uint_eq(call1(SYS_TIME, 0), 946684800);
    ck_assert_uint_eq(call1(SYS_TICKFREQ, 0), 1000000000);
    ck_assert_uint_eq(call1(SYS_ELAPSED, BUFFER), 0);
    ck_assert_uint_eq(get_word(BUFFER), 12345678901);
    ck_assert_uint_eq(call1(SYS_ELAPSED, 8), FAILED);
    end();
}
END_TEST

START_TEST(test_command_line_needs_room_for_its_end)
{
    begin();
    semihost_set_cmdline(host, "prog -v");
    ck_assert_uint_eq(call_block(SYS_GET_CMDLINE, BUFFER, 7, 0), FAILED);
    ck_assert_uint_eq(call_block(SYS_GET_CMDLINE, BUFFER, 8, 0), 0);
    ck_assert_str_eq((char *)find(BUFFER, 8), "prog -v");
    ck_assert_uint_eq(get_word(BLOCK + 8), 7);
    end();
}
END_TEST

START_TEST(test_heapinfo_fills_the_block_its_word_points_to)
{
    begin();
    ck_assert_uint_eq(call_block(SYS_HEAPINFO, BUFFER, 0, 0), 0);
    ck_assert_uint_eq(get_word(BUFFER), 1);
    ck_assert_uint_eq(get_word(BUFFER + 24), 4);
    end();
}
END_TEST

START_TEST(test_features_are_a_file)
{
    begin();
    uint64_t handle = open_name(":semihosting-features", 0);

    ck_assert_uint_eq(call_block(SYS_FLEN, handle, 0, 0), 5);
    ck_assert_uint_eq(call_block(SYS_SEEK, handle, 1, 0), 0);
    ck_assert_uint_eq(call_block(SYS_READ, handle, BUFFER, 8), 4);
    ck_assert_int_eq(memcmp(find(BUFFER, 4), "HFB\3", 4), 0);
    ck_assert_uint_eq(call_block(SYS_ISTTY, handle, 0, 0), 0);
    ck_assert_uint_eq(open_name(":semihosting-features", 4), FAILED);
    end();
}
END_TEST

/* ---- files -------------------------------------------------------------- */

static char *make_folder(void)
{
    char *folder = g_dir_make_tmp("semihost-XXXXXX", NULL);
    g_autofree char *below = g_build_filename(folder, "below", NULL);
    g_autofree char *link = g_build_filename(folder, "link", NULL);
    g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);

    ck_assert_int_eq(g_mkdir(below, 0700), 0);
    ck_assert_int_eq(symlink("/etc/passwd", link), 0);
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    return folder;
}

static void remove_folder(char *folder)
{
    static const char *const names[] = { "fifo", "link", "below", "" };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);

        ck_assert_int_eq(g_remove(path), 0);
    }
    g_free(folder);
}

static uint64_t rename_file(const char *from, const char *to)
{
    put_words(BLOCK, (uint64_t[]) { NAME, put_text(NAME, from), NAME2,
                                    put_text(NAME2, to) }, 4);
    return call1(SYS_RENAME, BLOCK);
}

static uint64_t remove_file(const char *name)
{
    return call_block(SYS_REMOVE, NAME, put_text(NAME, name), 0);
}

START_TEST(test_files_of_the_folder_can_be_used)
{
    char *folder = make_folder();

    begin();
    ck_assert(semihost_allow_files(host, folder, NULL));
    uint64_t handle = open_name("below/a", 6);

    ck_assert_uint_ne(handle, FAILED);
    ck_assert_uint_eq(write_text(handle, "contents"), 0);
    ck_assert_uint_eq(call_block(SYS_FLEN, handle, 0, 0), 8);
    ck_assert_uint_eq(call_block(SYS_SEEK, handle, 3, 0), 0);
    ck_assert_uint_eq(call_block(SYS_READ, handle, BUFFER, 100), 95);
    ck_assert_int_eq(memcmp(find(BUFFER, 5), "tents", 5), 0);
    ck_assert_uint_eq(call_block(SYS_CLOSE, handle, 0, 0), 0);
    ck_assert_uint_eq(call_block(SYS_CLOSE, handle, 0, 0), FAILED);
    ck_assert_int_eq(last_errno(), EBADF);
    ck_assert_uint_eq(rename_file("below/a", "b"), 0);
    ck_assert_uint_eq(open_name("below/a", 0), FAILED);
    ck_assert_uint_eq(remove_file("b"), 0);
    ck_assert_uint_eq(remove_file("b"), ENOENT);
    end();
    remove_folder(folder);
}
END_TEST

static const char *const outside[] = {
    "/etc/passwd", "../x", "below/../../x", "link", "fifo", "below", ".",
    "..", "", "below/..",
};

START_TEST(test_nothing_else_can_be_reached)
{
    const char *name = outside[_i];
    char *folder = make_folder();

    begin();
    ck_assert(semihost_allow_files(host, folder, NULL));
    for (unsigned mode = 0; mode < 12; mode++) {
        ck_assert_uint_eq(open_name(name, mode), FAILED);
    }
    ck_assert_uint_eq(open_name(name, 12), FAILED);
    if (strchr(name, '/') || !*name || *name == '.') {
        ck_assert_uint_ne(remove_file(name), 0);
        ck_assert_uint_ne(rename_file(name, "y"), 0);
    }
    end();
    remove_folder(folder);
}
END_TEST

START_TEST(test_without_a_folder_there_are_no_files)
{
    begin();
    ck_assert_uint_eq(open_name("a", 0), FAILED);
    ck_assert_int_eq(last_errno(), EACCES);
    ck_assert_uint_eq(open_name("a", 4), FAILED);
    ck_assert_uint_eq(remove_file("a"), EACCES);
    ck_assert_uint_eq(rename_file("a", "b"), EACCES);
    end();
}
END_TEST

START_TEST(test_missing_folder_is_said)
{
    g_autoptr(GError) error = NULL;

    begin();
    ck_assert(!semihost_allow_files(host, "/no/such/folder", &error));
    ck_assert_ptr_nonnull(strstr(error->message, "/no/such/folder"));
    end();
}
END_TEST

/* ---- bad guests --------------------------------------------------------- */

START_TEST(test_commands_of_the_host_are_refused)
{
    begin();
    ck_assert_uint_eq(call_block(SYS_SYSTEM, NAME, put_text(NAME, "id"), 0),
                      FAILED);
    ck_assert_uint_eq(call_block(SYS_TMPNAM, BUFFER, 1, 20), FAILED);
    ck_assert_uint_eq(call1(0x14, 0), FAILED);
    ck_assert_uint_eq(call1(FAILED, 0), FAILED);
    end();
}
END_TEST

START_TEST(test_bad_pointers_are_results)
{
    static const uint64_t addresses[] = { 0, BASE + MEMORY_BYTES - 4,
                                          UINT64_MAX - 7 };
    begin();
    for (uint64_t number = 0; number < 0x40; number++) {
        SemihostCall call = { .number = number, .arg = addresses[_i] };

        typed = "x";
        ck_assert_int_eq(semihost_call(host, &call), SEMIHOST_DONE);
    }
    ck_assert_uint_eq(call_block(SYS_OPEN, 0, 0, 5), FAILED);
    ck_assert_int_eq(last_errno(), EFAULT);
    ck_assert_uint_eq(call_block(SYS_OPEN, NAME, 0, UINT64_MAX), FAILED);
    ck_assert_int_eq(last_errno(), ENAMETOOLONG);
    memcpy(find(NAME, 4), "a\0b", 4);
    ck_assert_uint_eq(call_block(SYS_OPEN, NAME, 0, 3), FAILED);
    uint64_t out = open_name(":tt", 4);
    ck_assert_uint_eq(call_block(SYS_WRITE, out, 0, UINT64_MAX), UINT64_MAX);
    end();
}
END_TEST

START_TEST(test_handles_run_out)
{
    begin();
    for (unsigned i = 0; i < 64; i++) {
        ck_assert_uint_eq(open_name(":tt", 4), i + 1);
    }
    ck_assert_uint_eq(open_name(":tt", 4), FAILED);
    ck_assert_int_eq(last_errno(), EMFILE);
    ck_assert_uint_eq(call_block(SYS_CLOSE, 5, 0, 0), 0);
    ck_assert_uint_eq(open_name(":tt", 4), 5);
    ck_assert_uint_eq(call_block(SYS_ISERROR, (uint64_t)-5, 0, 0), 1);
    ck_assert_uint_eq(call_block(SYS_ISERROR, 5, 0, 0), 0);
    end();
}
END_TEST

UNIT_MAIN("semihost",
          UNIT_TEST(test_characters_and_strings_reach_the_console),
          UNIT_TEST(test_string_without_end_is_an_error),
          UNIT_TEST(test_console_has_handles_for_each_direction),
          UNIT_TEST(test_reading_waits_for_input_and_ends_without_any),
          UNIT_TEST(test_output_waits_for_room),
          UNIT_LOOP(test_exit_has_the_status_of_the_guest,
                    G_N_ELEMENTS(exits)),
          UNIT_TEST(test_clocks_count_in_their_units),
          UNIT_TEST(test_command_line_needs_room_for_its_end),
          UNIT_TEST(test_heapinfo_fills_the_block_its_word_points_to),
          UNIT_TEST(test_features_are_a_file),
          UNIT_TEST(test_files_of_the_folder_can_be_used),
          UNIT_LOOP(test_nothing_else_can_be_reached, G_N_ELEMENTS(outside)),
          UNIT_TEST(test_without_a_folder_there_are_no_files),
          UNIT_TEST(test_missing_folder_is_said),
          UNIT_TEST(test_commands_of_the_host_are_refused),
          UNIT_LOOP(test_bad_pointers_are_results, 3),
          UNIT_TEST(test_handles_run_out))
