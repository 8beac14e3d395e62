/*
 * fuzz_semihost.c: what a guest program asks by semihosting
 *
 * The input is the guest's memory, 4 KiB at 0x1000, and before that the
 * calls: two bytes each, an operation and an eighth of an address.
 */
#include <string.h>

#include "debug/semihost.h"
#include "fuzz.h"

#define BASE 0x1000
#define CALLS 16

typedef struct Guest {
    uint8_t memory[4096];
    unsigned reads;             /* of the console */
} Guest;

static uint8_t *find(Guest *g, uint64_t addr, size_t len)
{
    return addr >= BASE && addr - BASE <= sizeof(g->memory) &&
           len <= sizeof(g->memory) - (addr - BASE)
        ? g->memory + (addr - BASE) : NULL;
}

static bool read_memory(void *opaque, void *cpu, uint64_t addr, void *buf,
                        size_t len)
{
    const uint8_t *at = find(opaque, addr, len);

    if (at) {
        memcpy(buf, at, len);
    }
    return at;
}

static bool write_memory(void *opaque, void *cpu, uint64_t addr,
                         const void *buf, size_t len)
{
    uint8_t *at = find(opaque, addr, len);

    if (at) {
        memcpy(at, buf, len);
    }
    return at;
}

static bool console_ready(void *opaque)
{
    return true;
}

static void console_write(void *opaque, const void *buf, size_t len)
{
    g_assert(len <= SEMIHOST_BYTES_MAX);
}

/* One byte, nothing yet, no more. */
static ssize_t console_read(void *opaque, void *buf, size_t len)
{
    Guest *g = opaque;

    if (len > 0 && g->reads++ % 3 == 0) {
        memset(buf, 'x', 1);
        return 1;
    }
    return g->reads % 3 == 1 ? -1 : 0;
}

static void exit_guest(void *opaque, int status)
{
}

static int64_t clock_ns(void *opaque)
{
    return 1;
}

static void heap(void *opaque, SemihostHeap *heap)
{
}

static const SemihostOps ops = {
    .read = read_memory,
    .write = write_memory,
    .console_ready = console_ready,
    .console_write = console_write,
    .console_read = console_read,
    .exit = exit_guest,
    .elapsed_ns = clock_ns,
    .time_ns = clock_ns,
    .heap = heap,
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t header = MIN(size, CALLS * 2);
    Guest guest = { 0 };
    Semihost *host = semihost_new(&ops, &guest);

    memcpy(guest.memory, data + header,
           MIN(size - header, sizeof(guest.memory)));
    semihost_set_cmdline(host, "program with arguments");
    for (size_t i = 0; i + 1 < header; i += 2) {
        SemihostCall call = { .number = data[i],
                              .arg = BASE + data[i + 1] * 8 };

        semihost_call(host, &call);
    }
    semihost_free(host);
    return 0;
}
