/* semihost.c: see exec/semihost.h */
#include "exec/semihost.h"

#include "core/bql.h"
#include "core/mmu.h"
#include "jit_fp.h"
#include "semihost_internal.h"

/* How long a hart sleeps that waits for input before it looks around. */
#define WAIT_US 2000

enum {
    SLLI_X0_X0_0X1F = 0x01f01013,
    EBREAK = 0x00100073,
    SRAI_X0_X0_7 = 0x40705013,
};

void cpu_set_semihost(CpuSet *cpus, const SemihostHook *hook)
{
    cpus->semihost = hook;
}

/* ---- memory ------------------------------------------------------------- */

/* Within one page. */
static bool access_page(Vcpu *v, const MmuRequest *request, void *buf)
{
    MmuResult found;
    bool is_write = request->access == ACCESS_STORE;

    return mmu_translate(&v->hart, &v->bus, request, &found) == TRAP_NONE &&
           address_space_rw(v->as, found.addr, MEMTXATTRS_UNSPECIFIED, buf,
                            request->size, is_write) == MEMTX_OK;
}

/* The walk takes up to 64 bytes, and none that leave a page. */
static unsigned piece_size(vaddr addr, size_t len)
{
    size_t left = GUEST_PAGE_SIZE - (addr & ~GUEST_PAGE_MASK);

    return (unsigned)MIN(MIN(left, len), 64);
}

bool vcpu_semihost_memory(Vcpu *v, vaddr addr, void *buf, size_t len,
                          AccessType access)
{
    MmuRequest request = {
        .access = access,
        .priv = mmu_effective_priv(&v->hart, access),
    };
    uint8_t *bytes = buf;

    while (len > 0) {
        request.addr = addr;
        request.size = piece_size(addr, len);
        if (!access_page(v, &request, bytes)) {
            return false;
        }
        addr += request.size;
        bytes += request.size;
        len -= request.size;
    }
    return true;
}

/* ---- the call ----------------------------------------------------------- */

/* Three words in one page; the one before may not even be mapped. */
static bool is_call(Vcpu *v)
{
    vaddr first = v->hart.pc - 4;
    uint32_t words[3] = { 0 };

    return piece_size(first, sizeof(words)) == sizeof(words) &&
           vcpu_semihost_memory(v, first, words, sizeof(words),
                                ACCESS_FETCH) &&
           GUINT32_FROM_LE(words[0]) == SLLI_X0_X0_0X1F &&
           GUINT32_FROM_LE(words[1]) == EBREAK &&
           GUINT32_FROM_LE(words[2]) == SRAI_X0_X0_7;
}

static bool call_hook(Vcpu *v, const SemihostHook *hook)
{
    bool may = hook->userspace || v->hart.priv != PRIV_U;

    if (!may || !is_call(v)) {
        return false;
    }
    if (hook->call(hook->opaque, v)) {
        v->hart.pc += 4;
    } else {
        bql_unlock();
        g_usleep(WAIT_US);
        bql_lock();
        vcpu_request_exit(v, VCPU_EXIT_LOOP);
    }
    return true;
}

bool vcpu_semihost(Vcpu *v)
{
    unsigned fp = jit_fp_suspend(v);
    bool had_bql = bql_locked();
    bool handled;

    if (!had_bql) {
        bql_lock();
    }
    handled = call_hook(v, v->cpus->semihost);
    if (!had_bql) {
        bql_unlock();
    }
    jit_fp_resume(v, fp);
    return handled;
}
