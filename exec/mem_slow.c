/*
 * mem_slow.c: guest accesses that missed the fast tags
 *
 * Reasons to come here: no translation yet, a device, ROM, a page that holds
 * translated code or a watchpoint, or an access that crosses a page, which
 * mem_crossing.c splits in two.
 */
#include <inttypes.h>

#include "core/bql.h"
#include "core/log.h"
#include "debug_check.h"
#include "exec/cpus.h"
#include "jit_fp.h"
#include "mem_slow.h"
#include "tb.h"
#include "tlb_fill.h"

static bool crosses_page(vaddr addr, unsigned size)
{
    return mem_to_page_end(addr) < size;
}

/* --- devices ------------------------------------------------------------- */

/*
 * Device models run under the big lock, which the thread may already hold
 * when a debugger or a monitor command makes the access.
 */
static bool take_bql(void)
{
    if (bql_locked()) {
        return false;
    }
    bql_lock();
    return true;
}

static MemTxResult device_access(Vcpu *v, hwaddr phys, unsigned size,
                                 AccessType access, uint64_t *value)
{
    MemSection *s = &v->section;
    MemTxAttrs attrs = MEMTXATTRS_UNSPECIFIED;
    MemTxResult result = MEMTX_DECODE_ERROR;
    unsigned fp = jit_fp_suspend(v);
    bool taken = take_bql();

    if (address_space_find(v->as, phys, s)) {
        hwaddr offset = phys - s->base + s->offset_in_region;

        result = access == ACCESS_STORE
            ? memory_region_dispatch_write(s->mr, offset, *value,
                                           size_memop(size), attrs)
            : memory_region_dispatch_read(s->mr, offset, value,
                                          size_memop(size), attrs);
    }
    if (taken) {
        bql_unlock();
    }
    jit_fp_resume(v, fp);
    if (result == MEMTX_DECODE_ERROR) {
        qemu_log_mask(LOG_INVALID_MEM, "hart %d: %u bytes at 0x%" PRIx64
                      ": nothing answers\n", v->index, size, phys);
    }
    return result;
}

/* The bus carries 1, 2, 4 and 8 bytes; other sizes arise at page borders. */
static MemTxResult device_bytes(Vcpu *v, hwaddr phys, unsigned size,
                                AccessType access, uint64_t *value)
{
    MemTxResult result = MEMTX_OK;
    uint64_t sum = 0;

    if (size == 1 || size == 2 || size == 4 || size == 8) {
        return device_access(v, phys, size, access, value);
    }
    for (unsigned i = 0; i < size; i++) {
        uint64_t byte = (*value >> (8 * i)) & 0xff;

        result |= device_access(v, phys + i, 1, access, &byte);
        sum |= (byte & 0xff) << (8 * i);
    }
    *value = sum;
    return result;
}

/* --- one page ------------------------------------------------------------ */

/* Where PMP splits a page the access counts, not the page. */
static G_GNUC_NO_INLINE Trap check_split(Vcpu *v, vaddr addr, unsigned size,
                                         AccessType access)
{
    MmuResult result;
    MmuRequest request = {
        .addr = addr,
        .size = size,
        .access = access,
        .priv = mmu_effective_priv(&v->hart, access),
    };

    return mmu_translate(&v->hart, &v->bus, &request, &result);
}

static inline Trap check_exact(Vcpu *v, vaddr addr, unsigned size,
                               AccessType access,
                               const CPUTLBEntryFull **full)
{
    Trap trap = tlb_lookup_full(v, addr, access, full);

    return trap != TRAP_NONE || G_LIKELY((*full)->valid)
        ? trap : check_split(v, addr, size, access);
}

Trap mem_check(Vcpu *v, vaddr addr, unsigned size, AccessType access)
{
    const CPUTLBEntryFull *full;

    return check_exact(v, addr, size, access, &full);
}

/* Shall the instruction stop instead of making this access? */
static inline bool stops_at(Vcpu *v, const CPUTLBEntryFull *full, vaddr addr,
                            unsigned size, int access)
{
    return G_UNLIKELY(full->watched) &&
           cpu_check_watchpoint(v, addr, size, access);
}

ExecStatus mem_fault(Vcpu *v, Trap trap, vaddr addr, unsigned size,
                     int access)
{
    if (debug_any_watched(v) &&
        debug_precedes_fault(v, addr, size, access)) {
        return EXEC_TRAP;
    }
    return interp_raise(v, trap, addr);
}

/*
 * Constant sizes, so that an aligned access is one host access: other harts
 * never see half of it. Other sizes arise at page borders only.
 */
static inline void copy_ram(void *to, const void *from, unsigned size)
{
    switch (size) {
    case 1:
        memcpy(to, from, 1);
        break;
    case 2:
        memcpy(to, from, 2);
        break;
    case 4:
        memcpy(to, from, 4);
        break;
    case 8:
        memcpy(to, from, 8);
        break;
    default:
        memcpy(to, from, size);
        break;
    }
}

ExecStatus mem_load_one(Vcpu *v, vaddr addr, unsigned size, uint64_t *value)
{
    const CPUTLBEntryFull *full;
    Trap trap = check_exact(v, addr, size, ACCESS_LOAD, &full);
    hwaddr offset = addr & ~GUEST_PAGE_MASK;

    if (trap != TRAP_NONE) {
        return mem_fault(v, trap, addr, size, BP_MEM_READ);
    }
    if (stops_at(v, full, addr, size, BP_MEM_READ)) {
        return EXEC_TRAP;
    }
    *value = 0;
    if (full->host) {
        copy_ram(value, full->host + offset, size);
        return EXEC_NEXT;
    }
    if (device_bytes(v, full->phys_page + offset, size, ACCESS_LOAD,
                     value) != MEMTX_OK) {
        return interp_raise(v, TRAP_LOAD_ACCESS, addr);
    }
    return EXEC_NEXT;
}

/*
 * Tell everyone who watches the page, after its bytes changed: a block that
 * another vCPU decodes meanwhile either saw the new bytes or is dropped.
 */
static void note_store(const CPUTLBEntryFull *full, vaddr addr, unsigned size)
{
    ram_block_note_write(full->block,
                         full->block_offset + (addr & ~GUEST_PAGE_MASK), size);
}

ExecStatus mem_after_store(Vcpu *v)
{
    return v->tb && tb_is_invalid(v->tb) ? EXEC_BREAK : EXEC_NEXT;
}

ExecStatus mem_store_one(Vcpu *v, vaddr addr, unsigned size, uint64_t value)
{
    const CPUTLBEntryFull *full;
    Trap trap = check_exact(v, addr, size, ACCESS_STORE, &full);
    hwaddr offset = addr & ~GUEST_PAGE_MASK;

    if (trap != TRAP_NONE) {
        return mem_fault(v, trap, addr, size, BP_MEM_WRITE);
    }
    if (stops_at(v, full, addr, size, BP_MEM_WRITE)) {
        return EXEC_TRAP;
    }
    if (full->host && !full->readonly) {
        copy_ram(full->host + offset, &value, size);
        note_store(full, addr, size);
        tlb_refresh_write(v, full);
        return mem_after_store(v);
    }
    if (device_bytes(v, full->phys_page + offset, size, ACCESS_STORE,
                     &value) != MEMTX_OK) {
        return interp_raise(v, TRAP_STORE_ACCESS, addr);
    }
    return vcpu_slice_ended(v) ? EXEC_BREAK : EXEC_NEXT;
}

/* --- any access ---------------------------------------------------------- */

ExecStatus vcpu_load_slow(Vcpu *v, vaddr addr, unsigned size, uint64_t *value)
{
    const void *host = tlb_refill_load(v, addr, size);

    if (G_LIKELY(host)) {
        *value = 0;
        copy_ram(value, host, size);
        return EXEC_NEXT;
    }
    return crosses_page(addr, size) ? mem_load_crossing(v, addr, size, value)
                                    : mem_load_one(v, addr, size, value);
}

ExecStatus vcpu_store_slow(Vcpu *v, vaddr addr, unsigned size, uint64_t value)
{
    void *host = tlb_refill_store(v, addr, size);

    if (G_LIKELY(host)) {
        copy_ram(host, &value, size);
        return EXEC_NEXT;
    }
    return crosses_page(addr, size) ? mem_store_crossing(v, addr, size, value)
                                    : mem_store_one(v, addr, size, value);
}

/* Atomics need RAM: devices answer them with an access fault. */
ExecStatus vcpu_atomic_host(Vcpu *v, AtomicAccess *access)
{
    bool load = access->access == ACCESS_LOAD;
    vaddr addr = access->addr;
    const CPUTLBEntryFull *full;

    if (addr & (access->size - 1)) {
        return mem_fault(v, load ? TRAP_LOAD_MISALIGNED : TRAP_STORE_MISALIGNED,
                     addr, access->size, access->watch);
    }
    Trap trap = check_exact(v, addr, access->size, access->access, &full);
    if (trap != TRAP_NONE) {
        return mem_fault(v, trap, addr, access->size, access->watch);
    }
    if (!full->host || (!load && full->readonly)) {
        return mem_fault(v, load ? TRAP_LOAD_ACCESS : TRAP_STORE_ACCESS, addr,
                     access->size, access->watch);
    }
    if (stops_at(v, full, addr, access->size, access->watch)) {
        return EXEC_TRAP;
    }
    hwaddr offset = addr & ~GUEST_PAGE_MASK;

    access->host = full->host + offset;
    access->phys = full->phys_page + offset;
    access->block_offset = full->block_offset + offset;
    access->watched =
        !load && ram_block_is_clean(full->block, full->block_offset)
        ? full->block : NULL;
    return EXEC_NEXT;
}

ExecStatus vcpu_atomic_done(Vcpu *v, const AtomicAccess *access)
{
    if (G_LIKELY(!access->watched)) {
        return EXEC_NEXT;
    }
    ram_block_note_write(access->watched, access->block_offset, access->size);
    return mem_after_store(v);
}
