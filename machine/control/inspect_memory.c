/*
 * inspect_memory.c: x/FMT and xp/FMT
 *
 * All that is asked for is read first, as far as it can be read, and then
 * printed, so that one line never shows two states of the guest.
 */
#include "inspect_internal.h"

#include "memory/memory_map.h"

#define COUNT_MAX 65536
#define INSN_MAX 4              /* bytes of the longest instruction */
#define STRING_MAX 4096         /* characters of all strings of one x/s */

/* What was read, and what is being printed of it. */
typedef struct Dump {
    const InspectMemory *request;
    GString *out;
    Vcpu *v;                    /* (nullable) for physical memory */
    uint8_t *bytes;
    uint64_t wanted;            /* bytes */
    uint64_t got;
} Dump;

/* --- reading ------------------------------------------------------------- */

static bool read_part(const Dump *d, uint64_t addr, void *buf, size_t size)
{
    if (d->request->physical) {
        return address_space_read(&address_space_memory, addr,
                                  MEMTXATTRS_UNSPECIFIED, buf, size) ==
               MEMTX_OK;
    }
    return inspect_read(d->v, addr, buf, size);
}

/*
 * In items, so that a device sees accesses of the size that was asked for;
 * whole pages otherwise.
 */
static void read_all(Dump *d)
{
    uint64_t addr = d->request->addr;

    while (d->got < d->wanted) {
        uint64_t page_left = GUEST_PAGE_SIZE - addr % GUEST_PAGE_SIZE;
        size_t part = (size_t)MIN(d->wanted - d->got, page_left);

        if (!read_part(d, addr, d->bytes + d->got, part)) {
            return;
        }
        d->got += part;
        addr += part;
    }
}

/* --- numbers ------------------------------------------------------------- */

static uint64_t item_at(const Dump *d, uint64_t offset)
{
    uint64_t value = 0;

    for (unsigned i = d->request->size; i-- > 0;) {
        value = value << 8 | d->bytes[offset + i];
    }
    return value;
}

static void print_char(GString *out, char c)
{
    if (g_ascii_isprint(c) && c != '\'' && c != '\\') {
        g_string_append_printf(out, "'%c'", c);
    } else {
        g_string_append_printf(out, "'\\x%02x'", (unsigned char)c);
    }
}

static void print_item(const Dump *d, uint64_t value)
{
    unsigned size = d->request->size;
    int64_t number = (int64_t)(value << (64 - 8 * size)) >> (64 - 8 * size);

    switch (d->request->format) {
    case 'd':
        g_string_append_printf(d->out, "%" PRId64, number);
        break;
    case 'u':
        g_string_append_printf(d->out, "%" PRIu64, value);
        break;
    case 'o':
        g_string_append_printf(d->out, "%#" PRIo64, value);
        break;
    case 'c':
        print_char(d->out, (char)value);
        break;
    default:
        g_string_append_printf(d->out, "0x%0*" PRIx64, (int)(2 * size),
                               value);
        break;
    }
}

static void print_numbers(Dump *d)
{
    unsigned size = d->request->size;
    unsigned line = size == 1 ? 8 : 16;

    for (uint64_t offset = 0; offset + size <= d->got; offset += size) {
        if (offset % line == 0) {
            g_string_append_printf(d->out, "%s%016" PRIx64 ":",
                                   offset ? "\n" : "",
                                   d->request->addr + offset);
        }
        g_string_append_c(d->out, ' ');
        print_item(d, item_at(d, offset));
    }
    if (d->got >= size) {
        g_string_append_c(d->out, '\n');
    }
}

/* --- instructions and strings --------------------------------------------- */

static uint32_t word_at(const Dump *d, uint64_t offset)
{
    uint32_t word = 0;

    for (unsigned i = INSN_MAX; i-- > 0;) {
        word = word << 8 | (offset + i < d->got ? d->bytes[offset + i] : 0);
    }
    return word;
}

/* Which of the instructions are there is known only while they are printed. */
static void print_insns(Dump *d)
{
    uint64_t offset = 0;

    for (unsigned i = 0; i < d->request->count; i++) {
        uint32_t word = word_at(d, offset);
        uint64_t pc = d->request->addr + offset;

        if (offset + insn_length((uint16_t)word) > d->got) {
            return;
        }
        g_string_append_printf(d->out, "0x%016" PRIx64 ":  ", pc);
        offset += inspect_disas(d->v, word, pc, d->out);
        g_string_append_c(d->out, '\n');
    }
    d->wanted = d->got;
}

static uint64_t print_string(const Dump *d, uint64_t offset)
{
    g_string_append_printf(d->out, "0x%016" PRIx64 ":  \"",
                           d->request->addr + offset);
    for (; offset < d->got && d->bytes[offset]; offset++) {
        unsigned char c = d->bytes[offset];

        if (g_ascii_isprint(c) && c != '"' && c != '\\') {
            g_string_append_c(d->out, (char)c);
        } else {
            g_string_append_printf(d->out, "\\x%02x", c);
        }
    }
    g_string_append(d->out, offset < d->got ? "\"\n" : "\"...\n");
    return offset + 1;
}

static void print_strings(Dump *d)
{
    uint64_t offset = 0;

    for (unsigned i = 0; i < d->request->count && offset < d->got; i++) {
        offset = print_string(d, offset);
    }
    if (d->got > 0) {
        d->wanted = d->got;
    }
}

/* --- the command --------------------------------------------------------- */

static uint64_t bytes_wanted(const InspectMemory *request)
{
    if (request->format == 'i') {
        return (uint64_t)request->count * INSN_MAX;
    }
    return request->format == 's' ? STRING_MAX
                                  : (uint64_t)request->count * request->size;
}

static void print_dump(Dump *d)
{
    if (d->request->format == 'i') {
        print_insns(d);
    } else if (d->request->format == 's') {
        print_strings(d);
    } else {
        print_numbers(d);
    }
}

static void dump_on_cpu(Vcpu *v, void *data)
{
    Dump *d = data;

    d->v = v;
    read_all(d);
    print_dump(d);
}

static bool check_request(const InspectMemory *request, Error **errp)
{
    if (request->count < 1 || request->count > COUNT_MAX) {
        error_setg(errp, "the count must be 1 to %d", COUNT_MAX);
        return false;
    }
    return true;
}

bool inspect_memory(Vm *vm, int cpu, const InspectMemory *request,
                    GString *out, Error **errp)
{
    Dump d = { .request = request, .out = out };

    if (!check_request(request, errp)) {
        return false;
    }
    d.wanted = bytes_wanted(request);
    g_autofree uint8_t *bytes = g_malloc0(d.wanted);
    d.bytes = bytes;
    if (!control_run_on_cpu(vm, cpu, dump_on_cpu, &d, errp)) {
        return false;
    }
    if (d.got < d.wanted) {
        error_setg(errp, "Cannot access memory at 0x%" PRIx64,
                   request->addr + d.got);
    }
    return d.got >= d.wanted;
}
