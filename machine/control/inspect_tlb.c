/* inspect_tlb.c: info tlb, what the soft TLB of a hart holds */
#include "inspect_internal.h"

#include "core/csr_bits.h"
#include "exec/tlb_view.h"
#include "memory/ram_block.h"

#define LINES_MAX 1000

typedef struct View {
    GString *out;
    unsigned entries;
    unsigned large;
} View;

static const char *what_is_behind(const CPUTLBEntryFull *full)
{
    if (!full->host) {
        return "device or hole";
    }
    return full->readonly ? "rom" : "ram";
}

static void print_entry(const TlbViewEntry *entry, void *opaque)
{
    const CPUTLBEntryFull *full = entry->full;
    View *view = opaque;

    view->large += full->page_shift > GUEST_PAGE_BITS;
    if (view->entries++ >= LINES_MAX) {
        return;
    }
    g_string_append_printf(view->out, "%-6s %016" PRIx64 " %016" PRIx64 " ",
                           tlb_class_name(entry->class), full->page,
                           full->phys_page);
    inspect_perms(view->out, full->perms);
    g_string_append_c(view->out, ' ');
    inspect_perms(view->out, (entry->read ? MMU_R : 0) |
                  (entry->write ? MMU_W : 0) | (entry->fetch ? MMU_X : 0));
    g_string_append_printf(view->out, "  %s %s", full->global ? "G" : "-",
                           what_is_behind(full));
    if (full->page_shift > GUEST_PAGE_BITS) {
        g_string_append(view->out, ", of a page of ");
        inspect_page_size(view->out, full->page_shift);
    }
    g_string_append_c(view->out, '\n');
}

static void print_totals(const Vcpu *v, const View *view)
{
    if (view->entries > LINES_MAX) {
        g_string_append_printf(view->out, "... and %u more\n",
                               view->entries - LINES_MAX);
    }
    g_string_append_printf(view->out, "%u entries of hart %d, %u of them "
                           "pieces of large pages; now loads and stores use "
                           "class %s, fetches %s\n", view->entries, v->index,
                           view->large, tlb_class_name(v->tlb.data_idx),
                           tlb_class_name(v->tlb.code_idx));
    g_string_append_printf(view->out, "misses: %" PRIu64 " slots filled; "
                           "translations from the second level %" PRIu64
                           ", from page tables %" PRIu64 " (hits are not "
                           "counted: they touch no C code)\n",
                           v->stat_tlb_fills, v->stat_tlb_second,
                           v->stat_tlb_walks);
}

static void tlb_on_cpu(Vcpu *v, void *data)
{
    View view = { .out = data };

    g_string_append(view.out,
        "class  vaddr            paddr            pte fast G behind it\n"
        "------ ---------------- ---------------- --- ---- - ---------\n");
    tlb_view_foreach(v, print_entry, &view);
    print_totals(v, &view);
}

bool inspect_tlb(Vm *vm, int cpu, GString *out, Error **errp)
{
    return control_run_on_cpu(vm, cpu, tlb_on_cpu, out, errp);
}
