/*
 * inspect_map.c: every leaf of the page tables
 *
 * In the order of addresses. The guest made these tables, and they may be a
 * maze in which one table is met for ever: only so many are read.
 *
 * Priv. "Sv39", "Sv48", "Sv57", Svnapot.
 */
#include "inspect_map.h"

#include "core/csr_bits.h"

#define TABLES_MAX 16384

typedef struct Tour {
    const PhysBus *bus;
    unsigned levels;
    unsigned tables;            /* read so far */
    InspectMapFn *fn;
    void *opaque;
} Tour;

static bool visit_table(Tour *t, hwaddr table, vaddr addr, unsigned level);

/* Bits above the virtual address repeat its highest one. */
static vaddr canonical(const Tour *t, vaddr addr)
{
    int bits = GUEST_PAGE_BITS + PTE_INDEX_BITS * (int)t->levels;

    return (vaddr)sextract64(addr, 0, bits);
}

static uint64_t level_size(unsigned level)
{
    return BIT_ULL(GUEST_PAGE_BITS + PTE_INDEX_BITS * level);
}

static bool visit_leaf(Tour *t, uint64_t pte, vaddr addr, unsigned level)
{
    InspectLeaf leaf = {
        .addr = canonical(t, addr),
        .phys = extract64(pte, PTE_PPN_SHIFT, 44) << GUEST_PAGE_BITS,
        .size = level_size(level),
        .pte = pte,
    };

    if (pte & PTE_N) {          /* all 16 entries of a run are the same */
        leaf.phys = (leaf.phys & ~0xffffull) | (addr & 0xf000);
    }
    return t->fn(&leaf, t->opaque);
}

static bool visit_entry(Tour *t, uint64_t pte, vaddr addr, unsigned level)
{
    if (!(pte & PTE_V)) {
        return true;
    }
    if (pte & (PTE_R | PTE_X)) {
        return visit_leaf(t, pte, addr, level);
    }
    return level == 0 ||
           visit_table(t, extract64(pte, PTE_PPN_SHIFT, 44) <<
                       GUEST_PAGE_BITS, addr, level - 1);
}

/* A table that is not in memory maps nothing. */
static bool visit_table(Tour *t, hwaddr table, vaddr addr, unsigned level)
{
    if (t->tables++ == TABLES_MAX) {
        return false;
    }
    for (unsigned i = 0; i < 1u << PTE_INDEX_BITS; i++) {
        uint64_t pte;

        if (!t->bus->load64(t->bus->opaque, table + 8 * i, &pte)) {
            return true;
        }
        if (!visit_entry(t, pte, addr + i * level_size(level), level)) {
            return false;
        }
    }
    return true;
}

bool inspect_map_foreach(Vcpu *v, InspectMapFn *fn, void *opaque)
{
    uint64_t satp = v->hart.satp;
    unsigned mode = (unsigned)(satp >> SATP_MODE_SHIFT);
    Tour t = { .bus = &v->bus, .fn = fn, .opaque = opaque };

    if (mode == SATP_BARE) {
        return true;
    }
    t.levels = mode - SATP_SV39 + 3;
    return visit_table(&t, (satp & SATP_PPN) << GUEST_PAGE_BITS, 0,
                       t.levels - 1);
}
