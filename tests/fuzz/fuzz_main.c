/*
 * fuzz_main.c: run a harness over its seeds, without libFuzzer
 *
 *     fuzz_replay_NAME FOLDER|FILE...
 *
 * Each seed is one TAP case: the whole input, every beginning of it, and
 * with each byte replaced by some values that parsers like least. So a
 * parser that trusts its input is found in every ordinary build. Files that
 * end with .hex hold hexadecimal digits and '#' comments.
 *
 * Not there: coverage, new inputs; libFuzzer has both.
 */
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

/* Longer seeds are cut and changed at this many places only. */
#define PLACES_MAX 512

static const uint8_t odd_bytes[] = { 0x00, 0x7f, 0x80, 0xff, ',', '"', '\n' };

/* ---- inputs ------------------------------------------------------------ */

/* A copy without a byte to spare, so that sanitizers see overruns. */
static void run_input(const uint8_t *data, size_t size)
{
    g_autofree uint8_t *copy = size ? g_memdup2(data, size) : g_malloc(1);

    LLVMFuzzerTestOneInput(copy, size);
}

static void run_changed(uint8_t *data, size_t size, size_t place)
{
    uint8_t old = data[place];

    for (unsigned i = 0; i < G_N_ELEMENTS(odd_bytes); i++) {
        data[place] = odd_bytes[i];
        run_input(data, size);
    }
    data[place] = old;
}

static void run_seed(uint8_t *data, size_t size)
{
    size_t step = 1 + size / PLACES_MAX;

    run_input(data, size);
    for (size_t place = 0; place < size; place += step) {
        run_input(data, place);
        run_changed(data, size, place);
    }
}

/* ---- files ------------------------------------------------------------- */

/* Digits become bytes in place; a comment ends with its line. */
static size_t decode_hex(uint8_t *text, size_t size)
{
    size_t digits = 0;
    bool comment = false;

    for (size_t i = 0; i < size; i++) {
        comment = text[i] == '#' || (comment && text[i] != '\n');
        if (!comment && g_ascii_isxdigit(text[i])) {
            uint8_t value = g_ascii_xdigit_value(text[i]);
            uint8_t high = digits & 1 ? text[digits / 2] << 4 : 0;

            text[digits++ / 2] = high | value;
        }
    }
    return digits / 2;
}

static bool run_file(const char *path)
{
    g_autofree char *data = NULL;
    gsize size;

    if (!g_file_get_contents(path, &data, &size, NULL)) {
        return false;
    }
    if (g_str_has_suffix(path, ".hex")) {
        size = decode_hex((uint8_t *)data, size);
    }
    run_seed((uint8_t *)data, size);
    return true;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The files of a folder by name, or the file itself. */
static void add_files(GPtrArray *files, const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    unsigned first = files->len;
    const char *name;

    if (!dir) {
        g_ptr_array_add(files, g_strdup(path));
        return;
    }
    while ((name = g_dir_read_name(dir))) {
        g_ptr_array_add(files, g_build_filename(path, name, NULL));
    }
    g_dir_close(dir);
    qsort(files->pdata + first, files->len - first, sizeof(gpointer),
          compare_names);
}

int main(int argc, char **argv)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    unsigned failed = 0;

    if (LLVMFuzzerInitialize) {
        LLVMFuzzerInitialize(&argc, &argv);
    }
    for (int i = 1; i < argc; i++) {
        add_files(files, argv[i]);
    }
    printf("1..%u\n", files->len);
    for (unsigned i = 0; i < files->len; i++) {
        const char *path = files->pdata[i];
        g_autofree char *name = g_path_get_basename(path);
        bool ok = run_file(path);

        failed += !ok;
        printf("%sok %u - %s\n", ok ? "" : "not ", i + 1, name);
        fflush(stdout);
    }
    return failed || files->len == 0;
}
