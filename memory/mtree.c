/*
 * mtree.c: `info mtree`: the region trees as text
 *
 * One block per group of address spaces with the same root, then one block
 * per region that only aliases lead to. Children are printed in the order of
 * their addresses. The format is QEMU 10's, so that transcripts compare.
 */
#include "mtree_internal.h"

#include <inttypes.h>

#include "core/object.h"

#define HEX "%016" PRIx64
#define PERIPHERAL "/machine/peripheral/"

/* What one run of the command carries along. */
typedef struct Printer {
    const MtreeOptions *options;
    GString *out;
    GPtrArray *targets;         /* regions that aliases named, in order */
} Printer;

const char *mtree_kind(const MemoryRegion *mr)
{
    while (mr->alias) {
        mr = mr->alias;
    }
    if (memory_region_is_romd(mr)) {
        return "romd";
    }
    if (memory_region_is_rom(mr)) {
        return "rom";
    }
    return memory_region_is_ram(mr) ? "ram" : "i/o";
}

uint64_t mtree_last(Int128 start, Int128 size)
{
    return (uint64_t)(size > 0 ? start + size - 1 : start);
}

void mtree_print_owner(const MemoryRegion *mr, GString *out)
{
    g_autofree char *path = NULL;
    const char *what;

    if (!mr->owner) {
        g_string_append(out, " orphan");
        return;
    }
    what = object_dynamic_cast(mr->owner, "device") ? "dev" : "obj";
    path = object_get_canonical_path(mr->owner);
    if (!path) {
        g_string_append_printf(out, " owner:{%s type=%s}", what,
                               object_get_typename(mr->owner));
    } else if (g_str_has_prefix(path, PERIPHERAL)) {
        g_string_append_printf(out, " owner:{%s id=%s}", what,
                               path + strlen(PERIPHERAL));
    } else {
        g_string_append_printf(out, " owner:{%s path=%s}", what, path);
    }
}

/* ---- one tree ---------------------------------------------------------- */

/* By address; at one address the better sibling first. */
static int compare_siblings(gconstpointer a, gconstpointer b)
{
    const MemoryRegion *left = *(MemoryRegion *const *)a;
    const MemoryRegion *right = *(MemoryRegion *const *)b;

    if (left->addr != right->addr) {
        return left->addr < right->addr ? -1 : 1;
    }
    return (left->priority < right->priority)
         - (left->priority > right->priority);
}

static void print_line(const Printer *printer, const MemoryRegion *mr,
                       Int128 start, unsigned depth)
{
    GString *out = printer->out;

    if (!mr->enabled && !printer->options->disabled) {
        return;
    }
    g_string_append_printf(out, "%*s" HEX "-" HEX " (prio %d, %s%s): ",
                           2 * (int)depth, "", (uint64_t)start,
                           mtree_last(start, mr->size), mr->priority,
                           mr->nonvolatile ? "nv-" : "", mtree_kind(mr));
    if (mr->alias) {
        g_string_append_printf(out, "alias %s @%s " HEX "-" HEX, mr->name,
                               mr->alias->name, mr->alias_offset,
                               mtree_last(mr->alias_offset, mr->size));
    } else {
        g_string_append(out, mr->name);
    }
    g_string_append(out, mr->enabled ? "" : " [disabled]");
    if (printer->options->owner) {
        mtree_print_owner(mr, out);
    }
    g_string_append_c(out, '\n');
}

static void print_region(const Printer *printer, MemoryRegion *mr,
                         Int128 base, unsigned depth)
{
    Int128 start = base + mr->addr;

    print_line(printer, mr, start, depth);
    if (mr->alias) {
        if (!g_ptr_array_find(printer->targets, mr->alias, NULL)) {
            g_ptr_array_add(printer->targets, mr->alias);
        }
        return;
    }
    if (!mr->subregions) {
        return;
    }
    g_autoptr(GPtrArray) children =
        g_ptr_array_copy(mr->subregions, NULL, NULL);
    g_ptr_array_sort(children, compare_siblings);
    for (unsigned i = 0; i < children->len; i++) {
        print_region(printer, g_ptr_array_index(children, i), start,
                     depth + 1);
    }
}

/* ---- all of them ------------------------------------------------------- */

static bool is_first_of_root(const MemoryMap *map, unsigned index)
{
    const AddressSpace *as = g_ptr_array_index(map->address_spaces, index);

    for (unsigned i = 0; i < index; i++) {
        const AddressSpace *other = g_ptr_array_index(map->address_spaces, i);

        if (other->root == as->root) {
            return false;
        }
    }
    return true;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    const AddressSpace *left = *(AddressSpace *const *)a;
    const AddressSpace *right = *(AddressSpace *const *)b;

    return strcmp(left->name, right->name);
}

/* The names of all address spaces with root @root, sorted. */
static void print_space_names(const MemoryMap *map, const MemoryRegion *root,
                              GString *out)
{
    g_autoptr(GPtrArray) group = g_ptr_array_new();

    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        AddressSpace *as = g_ptr_array_index(map->address_spaces, i);

        if (as->root == root) {
            g_ptr_array_add(group, as);
        }
    }
    g_ptr_array_sort(group, compare_names);
    for (unsigned i = 0; i < group->len; i++) {
        const AddressSpace *as = g_ptr_array_index(group, i);

        g_string_append_printf(out, "address-space: %s\n", as->name);
    }
}

static void print_trees(MemoryMap *map, const MtreeOptions *options,
                        GString *out)
{
    g_autoptr(GPtrArray) targets = g_ptr_array_new();
    Printer printer = { options, out, targets };

    for (unsigned i = 0; i < map->address_spaces->len; i++) {
        const AddressSpace *as = g_ptr_array_index(map->address_spaces, i);

        if (is_first_of_root(map, i)) {
            print_space_names(map, as->root, out);
            print_region(&printer, as->root, 0, 1);
            g_string_append_c(out, '\n');
        }
    }
    /* printing a target may add further targets */
    for (unsigned i = 0; i < targets->len; i++) {
        MemoryRegion *mr = g_ptr_array_index(targets, i);

        g_string_append_printf(out, "memory-region: %s\n", mr->name);
        print_region(&printer, mr, 0, 1);
        g_string_append_c(out, '\n');
    }
}

void mtree_info(MemoryMap *map, const MtreeOptions *options, GString *out)
{
    if (options->flatview) {
        mtree_print_views(map, options, out);
    } else {
        print_trees(map, options, out);
    }
}
