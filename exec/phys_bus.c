/*
 * phys_bus.c: how the page walk reaches page tables
 *
 * Page-table entries live in RAM almost always; the walk then reads them
 * through a host pointer. Anything else is a bus error for the walk, which
 * is allowed by Priv. "Virtual Address Translation Process" (an access that
 * violates a PMA check raises an access fault).
 */
#include "exec/vcpu.h"
#include "vcpu_internal.h"

/* Returns: (nullable) host address of an aligned 8-byte word of RAM. */
static uint64_t *ram_word(Vcpu *v, hwaddr addr, bool write,
                          RAMBlock **block, uint64_t *block_offset)
{
    MemSection *s = &v->section;

    if (!address_space_find(v->as, addr, s) || !s->host ||
        addr - s->base > s->size - sizeof(uint64_t) ||
        (write && (s->readonly || s->romd))) {
        return NULL;
    }
    *block = s->block;
    *block_offset = s->ram_addr + (addr - s->base) - s->block->offset;
    return (uint64_t *)(s->host + (addr - s->base));
}

static bool bus_load64(void *opaque, hwaddr addr, uint64_t *value)
{
    RAMBlock *block;
    uint64_t offset;
    uint64_t *word = ram_word(opaque, addr, false, &block, &offset);

    if (!word) {
        return false;
    }
    *value = __atomic_load_n(word, __ATOMIC_ACQUIRE);
    return true;
}

static bool bus_cas64(void *opaque, hwaddr addr, uint64_t expected,
                      uint64_t desired, bool *swapped)
{
    RAMBlock *block;
    uint64_t offset;
    uint64_t *word = ram_word(opaque, addr, true, &block, &offset);

    if (!word) {
        return false;
    }
    *swapped = __atomic_compare_exchange_n(word, &expected, desired, false,
                                           __ATOMIC_SEQ_CST,
                                           __ATOMIC_SEQ_CST);
    if (*swapped && ram_block_is_clean(block, offset)) {
        ram_block_note_write(block, offset, sizeof(uint64_t));
    }
    return true;
}

PhysBus vcpu_phys_bus(Vcpu *v)
{
    return (PhysBus) {
        .load64 = bus_load64,
        .cas64 = bus_cas64,
        .opaque = v,
    };
}
