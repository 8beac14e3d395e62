/*
 * inspect_translate.c: guest memory as a hart's page tables show it
 *
 * What the hart sees now is a matter of exec/debug.h. What it saw when it
 * trapped is found by the same kind of walk with the satp of that time: on a
 * copy of the hart that may read everything, over a bus that writes nothing.
 */
#include "inspect_internal.h"

#include "core/csr_bits.h"
#include "core/mmu_explain.h"
#include "exec/debug.h"
#include "memory/address_space.h"

bool inspect_read(Vcpu *v, vaddr addr, void *buf, size_t size)
{
    return cpu_memory_rw_debug(v, addr, buf, size, false);
}

/* --- another satp -------------------------------------------------------- */

/* S-mode with SUM and MXR reads every page that anybody can. */
static Hart curious_hart(const Hart *h, uint64_t satp)
{
    Hart copy = *h;

    copy.satp = satp;
    copy.mstatus |= MSTATUS_SUM | MSTATUS_MXR;
    copy.menvcfg |= MENVCFG_ADUE;
    copy.config.ext[EXT_svade] = false;
    copy.config.pmp_count = 0;
    return copy;
}

static bool translate(Vcpu *v, uint64_t satp, vaddr addr, hwaddr *gpa)
{
    Hart h = curious_hart(&v->hart, satp);
    MmuRequest req = { .addr = addr, .size = 1, .access = ACCESS_LOAD,
                       .priv = PRIV_S };
    MmuExplanation found;

    mmu_explain(&h, &v->bus, &req, &found);
    *gpa = found.result.addr;
    return found.trap == TRAP_NONE;
}

bool inspect_read_satp(Vcpu *v, uint64_t satp, vaddr addr, void *buf,
                       size_t size)
{
    uint8_t *out = buf;

    while (size > 0) {
        size_t part = MIN(size, GUEST_PAGE_SIZE - (addr % GUEST_PAGE_SIZE));
        hwaddr gpa;

        if (!translate(v, satp, addr, &gpa) ||
            address_space_read(v->as, gpa, MEMTXATTRS_UNSPECIFIED, out,
                               part) != MEMTX_OK) {
            return false;
        }
        addr += part;
        out += part;
        size -= part;
    }
    return true;
}

/* --- gva2gpa ------------------------------------------------------------- */

typedef struct Question {
    vaddr addr;
    hwaddr gpa;                 /* -1: nowhere */
} Question;

static void translate_on_cpu(Vcpu *v, void *data)
{
    Question *q = data;

    q->gpa = cpu_get_phys_addr_debug(v, q->addr);
}

bool inspect_gva2gpa(Vm *vm, int cpu, vaddr addr, hwaddr *gpa, Error **errp)
{
    Question q = { .addr = addr };

    if (!control_run_on_cpu(vm, cpu, translate_on_cpu, &q, errp)) {
        return false;
    }
    if (q.gpa == (hwaddr)-1) {
        error_setg(errp, "0x%" PRIx64 " is not mapped; 'info walk 0x%" PRIx64
                   "' says why", addr, addr);
        return false;
    }
    *gpa = q.gpa;
    return true;
}
