/*
 * tlb.c: lookup, fill and flush of the soft TLB
 *
 * Filling asks core's page walk for the translation and the address space
 * for what lies behind the physical page. Layout and hit test: exec/tlb.h.
 */
#include <inttypes.h>

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/trap.h"
#include "exec/cpus.h"
#include "exec/tlb.h"
#include "exec/vcpu.h"
#include "tb.h"

/* The page that an empty slot pretends to hold: one of its neighbour's. */
static vaddr empty_tag(unsigned slot)
{
    return (vaddr)(slot ^ 1) << GUEST_PAGE_BITS;
}

static void clear_slot(TlbTable *table, unsigned slot)
{
    vaddr tag = empty_tag(slot);

    table->fast[slot] = (CPUTLBEntry) {
        .addr_read = tag, .addr_write = tag, .addr_code = tag,
    };
    table->full[slot].valid = false;
}

static void forget_large(TlbTable *table)
{
    table->large_first = ~(vaddr)0;
    table->large_last = 0;
}

static void note_large(TlbTable *table, vaddr page, unsigned page_shift)
{
    vaddr first = page & ~(((vaddr)1 << page_shift) - 1);

    table->large_first = MIN(table->large_first, first);
    table->large_last = MAX(table->large_last,
                            first + ((vaddr)1 << page_shift) - 1);
}

/* Only slots that were filled need work: a flush costs what was used. */
static void clear_table(TlbTable *table)
{
    for (unsigned w = 0; w < G_N_ELEMENTS(table->used); w++) {
        for (uint64_t left = table->used[w]; left; left &= left - 1) {
            clear_slot(table, w * 64 + (unsigned)__builtin_ctzll(left));
        }
        table->used[w] = 0;
    }
    forget_large(table);
}

static void init_table(TlbTable *table)
{
    for (unsigned slot = 0; slot < TLB_SIZE; slot++) {
        clear_slot(table, slot);
    }
    forget_large(table);
}

void tlb_init(Tlb *tlb)
{
    tlb->tables = g_new0(TlbTable, MMU_IDX_COUNT);
    for (unsigned i = 0; i < MMU_IDX_COUNT; i++) {
        init_table(&tlb->tables[i]);
    }
    tlb->data_idx = tlb->code_idx = MMU_IDX_M;
    tlb->data = tlb->code = tlb->tables[MMU_IDX_M].fast;
}

void tlb_deinit(Tlb *tlb)
{
    g_clear_pointer(&tlb->tables, g_free);
}

void tlb_flush(Vcpu *v)
{
    clear_table(&v->tlb.tables[MMU_IDX_M]);
    tlb_flush_translated(v);
}

void tlb_flush_translated(Vcpu *v)
{
    for (unsigned i = 0; i < MMU_IDX_M; i++) {
        clear_table(&v->tlb.tables[i]);
    }
    tb_jmp_cache_clear(v);
}

static void flush_work(Vcpu *v, void *data)
{
    tlb_flush_translated(v);
}

void tlb_flush_everywhere(Vcpu *v)
{
    for (unsigned i = 0; i < v->cpus->cpus->len; i++) {
        Vcpu *other = cpu_set_get(v->cpus, i);

        if (other != v) {
            async_run_on_cpu(other, flush_work, NULL);
        }
    }
    tlb_flush_translated(v);
}

/* A page inside a large mapping cannot be told from its neighbours. */
void tlb_flush_page(Vcpu *v, vaddr addr)
{
    unsigned slot = tlb_index(addr);

    for (unsigned i = 0; i < MMU_IDX_M; i++) {
        TlbTable *table = &v->tlb.tables[i];

        if (addr >= table->large_first && addr <= table->large_last) {
            clear_table(table);
        } else {
            clear_slot(table, slot);
        }
    }
    tb_jmp_cache_clear(v);
}

void tlb_protect_code(Vcpu *v, const RAMBlock *block, uint64_t offset)
{
    for (unsigned i = 0; i < MMU_IDX_COUNT; i++) {
        TlbTable *table = &v->tlb.tables[i];

        for (unsigned slot = 0; slot < TLB_SIZE; slot++) {
            const CPUTLBEntryFull *full = &table->full[slot];

            if (full->valid && full->block == block &&
                full->block_offset == offset) {
                table->fast[slot].addr_write = empty_tag(slot);
            }
        }
    }
}

MmuIndex tlb_mmu_index(const Hart *h, PrivMode priv, AccessType access)
{
    if (priv == PRIV_M) {
        return MMU_IDX_M;
    }
    if (priv == PRIV_U) {
        return MMU_IDX_U;
    }
    return access != ACCESS_FETCH && (h->mstatus & MSTATUS_SUM)
        ? MMU_IDX_S_SUM : MMU_IDX_S;
}

/* --- fill ---------------------------------------------------------------- */

/* What the address space has at the physical page. */
static void resolve_page(Vcpu *v, CPUTLBEntryFull *full)
{
    MemSection *s = &v->section;

    full->host = NULL;
    full->block = NULL;
    full->readonly = true;
    if (!address_space_find(v->as, full->phys_page, s) || !s->host ||
        full->phys_page - s->base > s->size - GUEST_PAGE_SIZE) {
        return;                 /* a device, a hole, or less than a page */
    }
    hwaddr offset = full->phys_page - s->base;

    full->host = s->host + offset;
    full->block = s->block;
    full->block_offset = s->ram_addr + offset - s->block->offset;
    full->readonly = s->readonly || s->romd;
}

static bool may_store_directly(const CPUTLBEntryFull *full)
{
    return full->host && !full->readonly && (full->perms & MMU_W) &&
           !ram_block_is_clean(full->block, full->block_offset);
}

static void set_fast_tags(TlbTable *table, unsigned slot)
{
    const CPUTLBEntryFull *full = &table->full[slot];
    vaddr none = empty_tag(slot);
    bool direct = full->host != NULL;

    table->fast[slot] = (CPUTLBEntry) {
        .addr_read = direct && (full->perms & MMU_R) ? full->page : none,
        .addr_write = may_store_directly(full) ? full->page : none,
        .addr_code = direct && (full->perms & MMU_X) ? full->page : none,
        .addend = (uintptr_t)full->host - full->page,
    };
}

void tlb_refresh_write(Vcpu *v, const CPUTLBEntryFull *full)
{
    TlbTable *table = &v->tlb.tables[v->tlb.data_idx];
    unsigned slot = tlb_index(full->page);

    if (full == &table->full[slot] && may_store_directly(full)) {
        table->fast[slot].addr_write = full->page;
    }
}

static bool permits(const CPUTLBEntryFull *full, AccessType access)
{
    static const uint8_t needed[] = {
        [ACCESS_LOAD] = MMU_R, [ACCESS_STORE] = MMU_W, [ACCESS_FETCH] = MMU_X,
    };

    return full->perms & needed[access];
}

/*
 * PMP may give the bytes of one page different rights. Such a page gets no
 * fast tags and its entry is not found again: every access walks.
 */
static void fill(Vcpu *v, MmuIndex idx, vaddr addr, const MmuResult *result)
{
    TlbTable *table = &v->tlb.tables[idx];
    unsigned slot = tlb_index(addr);
    CPUTLBEntryFull *full = &table->full[slot];

    full->page = addr & GUEST_PAGE_MASK;
    full->phys_page = result->addr & GUEST_PAGE_MASK;
    full->perms = result->perms;
    resolve_page(v, full);
    table->used[slot / 64] |= 1ull << (slot % 64);
    v->stat_tlb_fills++;
    if (result->pmp_partial) {
        clear_slot(table, slot);
        return;
    }
    full->valid = true;
    if (result->page_shift > GUEST_PAGE_BITS) {
        note_large(table, full->page, result->page_shift);
    }
    set_fast_tags(table, slot);
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

Trap tlb_lookup_full(Vcpu *v, vaddr addr, AccessType access,
                     const CPUTLBEntryFull **full)
{
    MmuIndex idx = access == ACCESS_FETCH ? v->tlb.code_idx : v->tlb.data_idx;
    CPUTLBEntryFull *entry = &v->tlb.tables[idx].full[tlb_index(addr)];
    MmuResult result;

    *full = entry;
    if (entry->valid && entry->page == (addr & GUEST_PAGE_MASK) &&
        permits(entry, access)) {
        return TRAP_NONE;
    }
    MmuRequest request = {
        .addr = addr,
        .size = 1,
        .access = access,
        .priv = mmu_effective_priv(&v->hart, access),
    };
    Trap trap = mmu_translate(&v->hart, &v->bus, &request, &result);
    if (trap == TRAP_NONE) {
        fill(v, idx, addr, &result);
    }
    if (qemu_loglevel_mask(CPU_LOG_MMU)) {
        log_translation(v, addr, trap, &result);
    }
    return trap;
}
