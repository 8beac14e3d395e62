/* tlb_view.c: what the soft TLB holds, see exec/tlb_view.h */
#include "exec/tlb_view.h"

#include "tlb_table.h"

static const char *const class_names[MMU_IDX_COUNT] = {
    [MMU_IDX_U] = "U",
    [MMU_IDX_S] = "S",
    [MMU_IDX_S_SUM] = "S+SUM",
    [MMU_IDX_M] = "M",
    [MMU_IDX_MXR] = "MXR",
};

const char *tlb_class_name(MmuIndex class)
{
    return class_names[class];
}

/* A tag that is set holds the page; any other address is that of no page. */
static void visit_slot(const TlbTable *table, unsigned slot, MmuIndex class,
                       TlbViewFn *fn, void *opaque)
{
    const CPUTLBEntryFull *full = &table->full[slot];
    const CPUTLBEntry *fast = &table->fast[slot];

    if (full->valid) {
        fn(&(TlbViewEntry) {
               .class = class,
               .full = full,
               .read = fast->addr_read == full->page,
               .write = fast->addr_write == full->page,
               .fetch = fast->addr_code == full->page,
           }, opaque);
    }
}

static bool is_shown_already(const Vcpu *v, MmuIndex class)
{
    for (MmuIndex i = 0; i < class; i++) {
        if (v->tlb.tables[i] == v->tlb.tables[class]) {
            return true;
        }
    }
    return false;
}

static void visit_table(const TlbTable *table, MmuIndex class, TlbViewFn *fn,
                        void *opaque)
{
    for (unsigned slot = 0; slot < TLB_SIZE; slot++) {
        if (table->used[slot >> TLB_GROUP_BITS]) {
            visit_slot(table, slot, class, fn, opaque);
        }
    }
}

void tlb_view_foreach(const Vcpu *v, TlbViewFn *fn, void *opaque)
{
    for (MmuIndex class = 0; class < MMU_IDX_COUNT; class++) {
        if (!is_shown_already(v, class)) {
            visit_table(v->tlb.tables[class], class, fn, opaque);
        }
    }
}
