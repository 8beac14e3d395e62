/*
 * debug_memory.c: the memory of a hart as its debugger sees it
 *
 * A page walk like any other, but for what it finds: each leaf looks as if it
 * were accessed, dirty, readable and open to the supervisor, and PMP does
 * not exist. So nothing is missing but mappings, and no bit is ever set in
 * a page table.
 *
 * Context: big lock held, the vCPU stopped.
 */
#include <inttypes.h>

#include "core/csr_bits.h"
#include "core/log.h"
#include "core/pte.h"
#include "exec/cpus.h"
#include "exec/debug.h"

#define NOWHERE ((hwaddr)-1)

static bool load_open_leaf(void *opaque, hwaddr addr, uint64_t *value)
{
    Vcpu *v = opaque;

    if (!v->bus.load64(v->bus.opaque, addr, value)) {
        return false;
    }
    if ((*value & PTE_V) && (*value & (PTE_R | PTE_X))) {
        *value |= PTE_R | PTE_A | PTE_D;
        *value &= ~(uint64_t)PTE_U;
    }
    return true;
}

/* No leaf lacks a bit, so nothing is ever to be set. */
static bool never_set(void *opaque, hwaddr addr, uint64_t expected,
                      uint64_t desired, bool *swapped)
{
    return false;
}

hwaddr cpu_get_phys_addr_debug(Vcpu *v, vaddr addr)
{
    g_autofree Hart *open = g_memdup2(&v->hart, sizeof(v->hart));
    PhysBus bus = { load_open_leaf, never_set, v };
    MmuResult result;
    MmuRequest request = {
        .addr = addr,
        .size = 1,
        .access = ACCESS_LOAD,
        .priv = mmu_effective_priv(&v->hart, ACCESS_LOAD) == PRIV_M
            ? PRIV_M : PRIV_S,
    };

    open->config.pmp_count = 0;
    memset(open->pmp, 0, sizeof(open->pmp));
    return mmu_translate(open, &bus, &request, &result) == TRAP_NONE
        ? result.addr : NOWHERE;
}

/* --- copying ------------------------------------------------------------- */

static void warn_of_device(Vcpu *v, hwaddr phys, bool *warned)
{
    MemSection s = { 0 };

    if (!*warned && address_space_find(v->as, phys, &s) && !s.host) {
        qemu_log_mask(LOG_GUEST_ERROR, "the debugger accesses the device at "
                      "0x%" PRIx64 "; it notices\n", phys);
        *warned = true;
    }
}

static MemTxResult copy(Vcpu *v, hwaddr phys, void *buf, size_t len,
                        bool is_write)
{
    MemSection s = { 0 };

    if (is_write && address_space_find(v->as, phys, &s) && !s.block) {
        return address_space_write(v->as, phys, MEMTXATTRS_UNSPECIFIED, buf,
                                   len);
    }
    return is_write
        ? address_space_write_rom(v->as, phys, MEMTXATTRS_UNSPECIFIED, buf,
                                  len)
        : address_space_read(v->as, phys, MEMTXATTRS_UNSPECIFIED, buf, len);
}

bool cpu_memory_rw_debug(Vcpu *v, vaddr addr, void *buf, size_t len,
                         bool is_write)
{
    bool warned = false;
    uint8_t *at = buf;

    while (len > 0) {
        size_t left = GUEST_PAGE_SIZE - (addr & ~GUEST_PAGE_MASK);
        size_t part = MIN(len, left);
        hwaddr phys = cpu_get_phys_addr_debug(v, addr);

        if (phys == NOWHERE) {
            return false;
        }
        warn_of_device(v, phys, &warned);
        if (copy(v, phys, at, part, is_write) != MEMTX_OK) {
            return false;
        }
        addr += part;
        at += part;
        len -= part;
    }
    return true;
}
