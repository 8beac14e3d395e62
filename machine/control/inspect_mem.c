/*
 * inspect_mem.c: info mem, what the page tables map
 *
 * A leaf that goes on where the one before it ended, with the same rights,
 * makes that range longer.
 */
#include "inspect_internal.h"

#include "core/csr_bits.h"
#include "inspect_map.h"

#define LINES_MAX 20000
#define ATTRIBUTES (PTE_R | PTE_W | PTE_X | PTE_U | PTE_G | PTE_A | PTE_D)

typedef struct View {
    GString *out;
    unsigned lines;
    InspectLeaf range;          /* not printed yet; size 0: none */
} View;

static void print_range(View *view)
{
    static const char letters[] = "rwxugad";
    const InspectLeaf *r = &view->range;

    if (r->size == 0) {
        return;
    }
    view->lines++;
    g_string_append_printf(view->out, "%016" PRIx64 " %016" PRIx64 " %016"
                           PRIx64 " ", r->addr, r->phys, r->size);
    for (unsigned i = 0; letters[i]; i++) {
        g_string_append_c(view->out, r->pte >> (i + 1) & 1 ? letters[i]
                                                           : '-');
    }
    g_string_append_c(view->out, '\n');
}

static bool continues(const InspectLeaf *range, const InspectLeaf *leaf)
{
    return range->size > 0 && ((range->pte ^ leaf->pte) & ATTRIBUTES) == 0 &&
           range->addr + range->size == leaf->addr &&
           range->phys + range->size == leaf->phys;
}

static bool add_leaf(const InspectLeaf *leaf, void *opaque)
{
    View *view = opaque;

    if (continues(&view->range, leaf)) {
        view->range.size += leaf->size;
        return true;
    }
    print_range(view);
    view->range = *leaf;
    return view->lines < LINES_MAX;
}

static void mem_on_cpu(Vcpu *v, void *data)
{
    View view = { .out = data };

    if (v->hart.satp >> SATP_MODE_SHIFT == SATP_BARE) {
        g_string_append(view.out, "No translation or protection\n");
        return;
    }
    g_string_append(view.out,
        "vaddr            paddr            size             attr\n"
        "---------------- ---------------- ---------------- -------\n");
    bool all = inspect_map_foreach(v, add_leaf, &view);
    print_range(&view);
    if (!all) {
        g_string_append(view.out, "... and more: these tables are a maze\n");
    }
}

bool inspect_mem(Vm *vm, int cpu, GString *out, Error **errp)
{
    return control_run_on_cpu(vm, cpu, mem_on_cpu, out, errp);
}
