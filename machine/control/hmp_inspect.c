/*
 * hmp_inspect.c: commands that show memory and expressions
 *
 * Each row reads its arguments, calls one function of machine/inspect.h and
 * prints what it appended, then its error.
 */
#include "hmp_internal.h"

#include <inttypes.h>

#include "core/error.h"
#include "machine/dump.h"
#include "machine/inspect.h"

static int cpu_of(const Monitor *mon)
{
    return MAX(mon->cpu_index, 0);
}

/* Words are expressions, too: false with the reason printed. */
static bool get_value(Monitor *mon, const HMPArgs *args, const char *key,
                      uint64_t *value)
{
    GError *error = NULL;
    bool ok = inspect_evaluate(hmp_vm(mon), cpu_of(mon),
                               hmp_args_str(args, key), value, &error);

    hmp_report_error(mon, error);
    return ok;
}

static char format_of(const HMPArgs *args, char fallback)
{
    const char *format = hmp_args_str(args, "format");

    return format ? format[0] : fallback;
}

/* --- x, xp, print -------------------------------------------------------- */

static void examine(Monitor *mon, const HMPArgs *args, bool physical)
{
    GString *out = g_string_new(NULL);
    GError *error = NULL;
    int64_t count = hmp_args_int(args, "count", 1);
    InspectMemory request = {
        .physical = physical,
        .count = (unsigned)CLAMP(count, 0, UINT32_MAX),
        .format = format_of(args, 'x'),
    };

    request.size = (unsigned)hmp_args_int(args, "size",
                                          request.format == 'c' ? 1 : 4);
    if (get_value(mon, args, "addr", &request.addr)) {
        inspect_memory(hmp_vm(mon), cpu_of(mon), &request, out, &error);
    }
    hmp_print_text(mon, out);
    hmp_report_error(mon, error);
}

static void hmp_x(Monitor *mon, const HMPArgs *args)
{
    examine(mon, args, false);
}

static void hmp_xp(Monitor *mon, const HMPArgs *args)
{
    examine(mon, args, true);
}

static void hmp_print(Monitor *mon, const HMPArgs *args)
{
    uint64_t value;

    if (!get_value(mon, args, "expr", &value)) {
        return;
    }
    switch (format_of(args, 'x')) {
    case 'd':
        monitor_printf(mon, "%" PRId64 "\n", (int64_t)value);
        break;
    case 'u':
        monitor_printf(mon, "%" PRIu64 "\n", value);
        break;
    case 'o':
        monitor_printf(mon, "%#" PRIo64 "\n", value);
        break;
    case 'c':
        monitor_printf(mon, g_ascii_isprint((char)value) ? "'%c'\n"
                       : "'\\x%02x'\n", (int)(value & 0xff));
        break;
    default:
        monitor_printf(mon, "%#" PRIx64 "\n", value);
        break;
    }
}

/* --- addresses ----------------------------------------------------------- */

static void hmp_gva2gpa(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;
    uint64_t addr;
    hwaddr gpa;

    if (!get_value(mon, args, "addr", &addr)) {
        return;
    }
    if (inspect_gva2gpa(hmp_vm(mon), cpu_of(mon), addr, &gpa, &error)) {
        monitor_printf(mon, "gpa: %#" PRIx64 "\n", gpa);
    }
    hmp_report_error(mon, error);
}

typedef bool HostAddressFn(hwaddr addr, uint64_t *host, const char **name,
                           Error **errp);

static void host_address(Monitor *mon, const HMPArgs *args,
                         HostAddressFn *fn, const char *what)
{
    GError *error = NULL;
    const char *name;
    uint64_t addr, host;

    if (!get_value(mon, args, "addr", &addr)) {
        return;
    }
    if (fn(addr, &host, &name, &error)) {
        monitor_printf(mon, "Host %s address for 0x%" PRIx64 " (%s) is 0x%"
                       PRIx64 "\n", what, addr, name, host);
    }
    hmp_report_error(mon, error);
}

static void hmp_gpa2hva(Monitor *mon, const HMPArgs *args)
{
    host_address(mon, args, inspect_gpa2hva, "virtual");
}

static void hmp_gpa2hpa(Monitor *mon, const HMPArgs *args)
{
    host_address(mon, args, inspect_gpa2hpa, "physical");
}

/* --- files --------------------------------------------------------------- */

static void save(Monitor *mon, const HMPArgs *args, bool physical)
{
    GError *error = NULL;
    InspectSave request = {
        .path = hmp_args_str(args, "filename"),
        .physical = physical,
    };

    if (get_value(mon, args, "val", &request.addr) &&
        get_value(mon, args, "size", &request.size)) {
        inspect_save(hmp_vm(mon), cpu_of(mon), &request, &error);
        hmp_report_error(mon, error);
    }
}

static void hmp_memsave(Monitor *mon, const HMPArgs *args)
{
    save(mon, args, false);
}

static void hmp_pmemsave(Monitor *mon, const HMPArgs *args)
{
    save(mon, args, true);
}

static void hmp_dump_guest_memory(Monitor *mon, const HMPArgs *args)
{
    GError *error = NULL;
    DumpRequest request = {
        .path = hmp_args_str(args, "filename"),
        .paging = hmp_args_bool(args, "paging"),
        .has_range = hmp_args_has(args, "begin"),
        .begin = (hwaddr)hmp_args_int(args, "begin", 0),
        .length = (uint64_t)hmp_args_int(args, "length", 0),
    };

    dump_start(hmp_vm(mon), &request, hmp_args_bool(args, "detach"), &error);
    hmp_report_error(mon, error);
}

const HMPCommand hmp_inspect_commands[] = {
    { "x", "fmt:/,addr:S", "/fmt addr",
      "virtual memory, as the hart's page tables show it", hmp_x,
      .example = "x/5i $pc -- the next five instructions" },
    { "xp", "fmt:/,addr:S", "/fmt addr", "physical memory", hmp_xp,
      .example = "xp/4xw 0x80000000 -- the first four words of RAM" },
    { "print|p", "fmt:/,expr:S", "/fmt expr", "the value of an expression",
      hmp_print,
      .example = "print/x $satp << 12 -- where the root page table is" },
    { "gva2gpa", "addr:S", "addr", "from a virtual to a physical address",
      hmp_gva2gpa, .example = "gva2gpa $sp -- where the stack really is" },
    { "gpa2hva", "addr:S", "addr",
      "where guest memory is in the emulator's address space", hmp_gpa2hva,
      .example = "gpa2hva 0x80000000 -- what a debugger of lectern needs" },
    { "gpa2hpa", "addr:S", "addr",
      "where guest memory is in the host's memory (needs privileges)",
      hmp_gpa2hpa, .example = "gpa2hpa 0x80000000 -- through two page "
      "tables, the guest's and ours" },
    { "memsave", "val:s,size:s,filename:s", "addr size file",
      "write virtual memory to a file", hmp_memsave,
      .example = "memsave $pc 64 code.bin -- what the hart executes next" },
    { "pmemsave", "val:s,size:s,filename:s", "addr size file",
      "write physical memory to a file", hmp_pmemsave,
      .example = "pmemsave 0x80000000 0x1000 ram.bin -- the first page" },
    { "dump-guest-memory",
      "paging:-p,detach:-d,filename:s,begin:l?,length:l?",
      "[-p] [-d] file [begin length]",
      "all RAM and the registers as an ELF core file",
      hmp_dump_guest_memory,
      .example = "dump-guest-memory -p core -- then: gdb-multiarch vmlinux "
      "core" },
    HMP_COMMAND_END,
};
