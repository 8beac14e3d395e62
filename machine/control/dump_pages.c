/*
 * dump_pages.c: PT_LOADs, by physical address or by page tables
 *
 * By virtual address (-p) each range that some hart's page tables map to RAM
 * is one, and leads to where that RAM is in the file. What two harts map
 * alike is there once.
 */
#include "dump_internal.h"

#include "inspect_map.h"
#include "machine/control_cpu.h"

static bool continues(const DumpLoad *last, const DumpLoad *next)
{
    return last->addr + last->size == next->addr &&
           last->phys + last->size == next->phys &&
           last->file_offset + last->size == next->file_offset;
}

/* The part of a leaf that is in one piece of RAM; false: there is none. */
static bool part_in_ram(const InspectLeaf *leaf, const DumpRam *ram,
                        DumpLoad *load)
{
    hwaddr start = MAX(leaf->phys, ram->addr);
    hwaddr end = MIN(leaf->phys + leaf->size, ram->addr + ram->size);

    if (start >= end) {
        return false;
    }
    *load = (DumpLoad) {
        .addr = leaf->addr + (start - leaf->phys),
        .phys = start,
        .size = end - start,
        .file_offset = ram->file_offset + (start - ram->addr),
    };
    return true;
}

/* Of one hart: its ranges come behind those of the harts before it. */
typedef struct HartPages {
    Dump *dump;
    guint before;               /* number of ranges of other harts */
    bool ok;
} HartPages;

static bool add_load(HartPages *pages, const DumpLoad *load)
{
    GArray *loads = pages->dump->loads;
    DumpLoad *last = loads->len > pages->before
                   ? &g_array_index(loads, DumpLoad, loads->len - 1) : NULL;

    if (last && continues(last, load)) {
        last->size += load->size;
        return true;
    }
    if (loads->len == DUMP_LOADS_MAX) {
        return false;
    }
    g_array_append_val(loads, *load);
    return true;
}

static bool add_leaf(const InspectLeaf *leaf, void *opaque)
{
    HartPages *pages = opaque;
    GArray *ram = pages->dump->ram;

    for (guint i = 0; i < ram->len; i++) {
        DumpLoad load;

        if (part_in_ram(leaf, &g_array_index(ram, DumpRam, i), &load) &&
            !add_load(pages, &load)) {
            return false;
        }
    }
    return true;
}

static gint compare_loads(gconstpointer a, gconstpointer b)
{
    const DumpLoad *x = a, *y = b;

    if (x->addr != y->addr) {
        return x->addr < y->addr ? -1 : 1;
    }
    if (x->phys != y->phys) {
        return x->phys < y->phys ? -1 : 1;
    }
    return x->size < y->size ? -1 : x->size > y->size;
}

/* ELF wants ascending addresses. */
static void sort_and_drop_doubles(GArray *loads)
{
    guint kept = 0;

    g_array_sort(loads, compare_loads);
    for (guint i = 0; i < loads->len; i++) {
        DumpLoad load = g_array_index(loads, DumpLoad, i);

        if (kept == 0 ||
            compare_loads(&load, &g_array_index(loads, DumpLoad, kept - 1))) {
            g_array_index(loads, DumpLoad, kept++) = load;
        }
    }
    g_array_set_size(loads, kept);
}

static void pages_on_cpu(Vcpu *v, void *data)
{
    HartPages *pages = data;

    pages->before = pages->dump->loads->len;
    pages->ok = inspect_map_foreach(v, add_leaf, pages);
    sort_and_drop_doubles(pages->dump->loads);
}

static bool add_virtual(Dump *dump, Error **errp)
{
    for (guint i = 0; i < dump->vm->cpus->cpus->len; i++) {
        HartPages pages = { .dump = dump };

        if (!control_run_on_cpu(dump->vm, (int)i, pages_on_cpu, &pages,
                                errp)) {
            return false;
        }
        if (!pages.ok) {
            error_setg(errp, "the page tables of hart %u have more ranges "
                       "than an ELF file can hold: leave out -p", i);
            return false;
        }
    }
    return true;
}

static void add_physical(Dump *dump)
{
    for (guint i = 0; i < dump->ram->len; i++) {
        const DumpRam *ram = &g_array_index(dump->ram, DumpRam, i);
        DumpLoad load = { .addr = ram->addr, .phys = ram->addr,
                          .size = ram->size,
                          .file_offset = ram->file_offset };

        g_array_append_val(dump->loads, load);
    }
}

/* Harts that do not translate see physical addresses. */
bool dump_make_loads(Dump *dump, Error **errp)
{
    if (dump->request->paging && !add_virtual(dump, errp)) {
        return false;
    }
    if (dump->loads->len == 0) {
        add_physical(dump);
    }
    return true;
}
