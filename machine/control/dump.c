/*
 * dump.c: dump-guest-memory, see machine/dump.h
 *
 * The file is made under a name of its own beside @path and renamed when it
 * is complete, so whoever finds @path finds all of it.
 */
#include "dump_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runstate/runstate.h"

static bool write_file(Dump *dump, Error **errp)
{
    dump_layout(dump);
    return dump_make_loads(dump, errp) && dump_write_elf(dump, errp) &&
           dump_write_ram(dump, errp);
}

/* A new file that only its owner reads: a guest's memory has secrets. */
static bool write_and_rename(Dump *dump, Error **errp)
{
    const char *path = dump->request->path;
    g_autofree char *temporary = g_strconcat(path, ".XXXXXX", NULL);
    bool ok;

    dump->fd = g_mkstemp_full(temporary, O_RDWR | O_CLOEXEC, 0600);
    if (dump->fd < 0) {
        error_setg(errp, "cannot make a file beside '%s': %s", path,
                   strerror(errno));
        return false;
    }
    ok = write_file(dump, errp);
    if (close(dump->fd) < 0 && ok) {
        error_setg(errp, "cannot write '%s': %s", path, strerror(errno));
        ok = false;
    }
    if (ok && g_rename(temporary, path) < 0) {
        error_setg(errp, "cannot rename '%s' to '%s': %s", temporary, path,
                   strerror(errno));
        ok = false;
    }
    if (!ok) {
        g_unlink(temporary);
    }
    return ok;
}

/* rename() would put a file in the place of a device or a pipe. */
static bool check_path(const char *path, Error **errp)
{
    struct stat st;

    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        error_setg(errp, "'%s' is not a file; name one to be replaced, or a "
                   "new one", path);
        return false;
    }
    return true;
}

static bool check_range(const DumpRequest *request, Error **errp)
{
    if (!request->has_range) {
        return true;
    }
    if (request->paging) {
        error_setg(errp, "a range is of physical addresses: leave out -p or "
                   "the range");
        return false;
    }
    if (request->length == 0 ||
        request->begin + (request->length - 1) < request->begin) {
        error_setg(errp, "the range is empty or goes beyond the last address");
        return false;
    }
    return true;
}

static bool make_dump(Dump *dump, Error **errp)
{
    return dump_find_ram(dump, errp) && dump_make_notes(dump, errp) &&
           write_and_rename(dump, errp);
}

bool dump_check(const DumpRequest *request, Error **errp)
{
    return check_path(request->path, errp) && check_range(request, errp);
}

static uint64_t ram_bytes(const GArray *ram)
{
    uint64_t bytes = 0;

    for (guint i = 0; i < ram->len; i++) {
        bytes += g_array_index(ram, DumpRam, i).size;
    }
    return bytes;
}

bool dump_guest_memory(Vm *vm, const DumpRequest *request, uint64_t *total,
                       Error **errp)
{
    g_autoptr(GArray) ram = g_array_new(FALSE, FALSE, sizeof(DumpRam));
    g_autoptr(GArray) loads = g_array_new(FALSE, FALSE, sizeof(DumpLoad));
    g_autoptr(GByteArray) notes = g_byte_array_new();
    Dump dump = { .vm = vm, .request = request, .ram = ram, .loads = loads,
                  .notes = notes };
    bool was_running = runstate_is_running();
    bool ok;

    if (!dump_check(request, errp)) {
        return false;
    }
    if (was_running) {
        vm_stop(RUN_STATE_PAUSED);
    }
    ok = make_dump(&dump, errp);
    if (total) {
        *total = ram_bytes(ram);
    }
    if (was_running) {
        vm_start();
    }
    return ok;
}
