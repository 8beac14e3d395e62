/*
 * tlb.c: lookup in the soft TLB
 *
 * Layout and hit test: exec/tlb.h. What is missing is filled (tlb_fill.c).
 */
#include <inttypes.h>

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/trap.h"
#include "exec/tlb.h"
#include "exec/vcpu.h"
#include "tcg/env.h"
#include "tlb_fill.h"

/* Translated code finds every member where it expects it. */
#define SAME_PLACE(ours, theirs)                                        \
    _Static_assert(offsetof(CPUTLBEntry, ours) ==                       \
                   offsetof(TcgTlbEntry, theirs), #ours)
SAME_PLACE(addr_read, read);
SAME_PLACE(addr_write, write);
SAME_PLACE(addr_code, code);
SAME_PLACE(addend, addend);
_Static_assert(sizeof(CPUTLBEntry) == sizeof(TcgTlbEntry), "entry");

static bool permits(const CPUTLBEntryFull *full, AccessType access)
{
    static const uint8_t needed[] = {
        [ACCESS_LOAD] = MMU_R, [ACCESS_STORE] = MMU_W, [ACCESS_FETCH] = MMU_X,
    };

    return full->perms & needed[access];
}

static void log_translation(const Vcpu *v, vaddr addr, Trap trap,
                            const MmuResult *result)
{
    if (trap != TRAP_NONE) {
        qemu_log("hart %d: 0x%" PRIx64 ": %s\n", v->index, addr,
                 trap_name(trap));
        return;
    }
    qemu_log("hart %d: 0x%" PRIx64 " -> 0x%" PRIx64 " %c%c%c\n", v->index,
             addr, result->addr, result->perms & MMU_R ? 'r' : '-',
             result->perms & MMU_W ? 'w' : '-',
             result->perms & MMU_X ? 'x' : '-');
}

/* A right that only MXR gives belongs into no table but its own. */
static void keep_mxr_out(const Hart *h, AccessType access, MmuResult *result)
{
    if (access == ACCESS_FETCH && (h->mstatus & MSTATUS_MXR)) {
        result->perms &= ~MMU_R;
    }
}

/* Whatever is unusual, and faults. Not inlined, for the sake of the rest. */
static G_GNUC_NO_INLINE Trap walk_and_fill(Vcpu *v, TlbTable *table,
                                           vaddr addr, AccessType access)
{
    MmuResult result;
    MmuRequest request = {
        .addr = addr,
        .size = 1,
        .access = access,
        .priv = mmu_effective_priv(&v->hart, access),
    };
    Trap trap = mmu_translate(&v->hart, &v->bus, &request, &result);

    v->stat_tlb_walks++;
    if (trap == TRAP_NONE) {
        keep_mxr_out(&v->hart, access, &result);
        tlb_fill_translated(v, table, addr, &result);
    }
    if (qemu_loglevel_mask(CPU_LOG_MMU)) {
        log_translation(v, addr, trap, &result);
    }
    return trap;
}

static Trap find_or_fill(Vcpu *v, TlbTable *table, vaddr addr,
                         AccessType access)
{
    const CPUTLBEntryFull *full = &table->full[tlb_index(addr)];

    if (full->valid && full->page == (addr & GUEST_PAGE_MASK) &&
        permits(full, access)) {
        return TRAP_NONE;
    }
    if (tlb_fill_quickly(v, table, addr, access)) {
        return TRAP_NONE;
    }
    return walk_and_fill(v, table, addr, access);
}

static Trap lookup_data(Vcpu *v, vaddr addr, AccessType access,
                        const CPUTLBEntryFull **full)
{
    TlbTable *table = v->tlb.tables[v->tlb.data_idx];

    *full = &table->full[tlb_index(addr)];
    return find_or_fill(v, table, addr, access);
}

static Trap lookup_code(Vcpu *v, vaddr addr, const CPUTLBEntryFull **full)
{
    TlbTable *table = v->tlb.tables[v->tlb.code_idx];
    Trap trap = find_or_fill(v, table, addr, ACCESS_FETCH);

    *full = &table->full[tlb_index(addr)];
    if (trap == TRAP_NONE && (*full)->valid) {
        tlb_table_note_fetch(table, *full);
    }
    return trap;
}

Trap tlb_lookup_full(Vcpu *v, vaddr addr, AccessType access,
                     const CPUTLBEntryFull **full)
{
    return access == ACCESS_FETCH ? lookup_code(v, addr, full)
                                  : lookup_data(v, addr, access, full);
}
