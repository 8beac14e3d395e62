/*
 * worker_walk.c: page walks
 *
 * Page tables are a list of entries; an address without one is no memory. The
 * bus notes what is read and written, which is how one sees the way.
 */
#include <inttypes.h>
#include <string.h>

#include "core/mmu.h"
#include "core/mmu_explain.h"
#include "core/trap.h"
#include "worker_tcg.h"

#define WALK_ENTRIES 64

struct WalkLab {
    Hart hart;
    struct {
        hwaddr addr;
        uint64_t value;
    } entries[WALK_ENTRIES];
    unsigned n_entries;
    Worker *w;                  /* who wants to know of accesses */
};

static const HartPmp everything = {
    .addr = ~0ull >> 10, .cfg = 0x1f,           /* NAPOT, RWX */
};

static WalkLab *walk_lab(Worker *w)
{
    TcgLab *lab = tcg_lab(w);

    if (!lab->walk) {
        lab->walk = g_new0(WalkLab, 1);
        lab->walk->hart = lab->machine.fresh;
        lab->walk->hart.pmp[0] = lab->walk->hart.pmp[1] = everything;
    }
    lab->walk->w = w;
    return lab->walk;
}

void walk_lab_free(WalkLab *lab)
{
    g_free(lab);
}

static uint64_t *find_entry(WalkLab *lab, hwaddr addr)
{
    for (unsigned i = 0; i < lab->n_entries; i++) {
        if (lab->entries[i].addr == addr) {
            return &lab->entries[i].value;
        }
    }
    return NULL;
}

static bool bus_load(void *opaque, hwaddr addr, uint64_t *value)
{
    WalkLab *lab = opaque;
    const uint64_t *entry = find_entry(lab, addr);

    reply_add(lab->w, "access", "read 0x%" PRIx64 "%s", addr,
              entry ? "" : ": nothing answers");
    if (!entry) {
        return false;
    }
    *value = *entry;
    return true;
}

static bool bus_cas(void *opaque, hwaddr addr, uint64_t expected,
                    uint64_t desired, bool *swapped)
{
    WalkLab *lab = opaque;
    uint64_t *entry = find_entry(lab, addr);

    reply_add(lab->w, "access", "0x%" PRIx64 " from 0x%" PRIx64 " to 0x%"
              PRIx64, addr, expected, desired);
    if (!entry) {
        return false;
    }
    *swapped = *entry == expected;
    if (*swapped) {
        *entry = desired;
    }
    return true;
}

void tcg_op_walk_hart(Worker *w)
{
    Hart *h = &walk_lab(w)->hart;

    h->satp = worker_u64(w, "satp");
    h->mstatus = worker_u64(w, "mstatus");
    h->menvcfg = worker_u64(w, "menvcfg");
    h->config.ext[EXT_svnapot] = worker_u64(w, "napot") != 0;
}

void tcg_op_pte(Worker *w)
{
    WalkLab *lab = walk_lab(w);
    hwaddr addr = worker_u64(w, "addr");
    uint64_t *entry = find_entry(lab, addr);

    if (!entry && lab->n_entries < WALK_ENTRIES) {
        lab->entries[lab->n_entries].addr = addr;
        entry = &lab->entries[lab->n_entries++].value;
    }
    if (entry) {
        *entry = worker_u64(w, "value");
    }
}

/* The page, and no other, has these rights. */
void tcg_op_pmp(Worker *w)
{
    Hart *h = &walk_lab(w)->hart;

    h->pmp[0] = (HartPmp) {
        .addr = worker_u64(w, "page") >> 2 | 0x1ff,
        .cfg = (uint8_t)(0x18 | (worker_u64(w, "rights") & 7)),
    };
}

static bool request_of(Worker *w, MmuRequest *request)
{
    static const char *const accesses[] = {
        [ACCESS_LOAD] = "load", [ACCESS_STORE] = "store",
        [ACCESS_FETCH] = "fetch",
    };
    const char *name = worker_text(w, "access");

    for (unsigned i = 0; i < G_N_ELEMENTS(accesses); i++) {
        if (strcmp(accesses[i], name) == 0) {
            *request = (MmuRequest) {
                .addr = worker_u64(w, "addr"), .size = 1, .access = i,
                .priv = worker_u64(w, "mode") ? PRIV_S : PRIV_U,
            };
            return true;
        }
    }
    reply_text(w, "error", "there is no such access");
    return false;
}

static void tell_result(Worker *w, const MmuResult *result)
{
    reply_hex(w, "physical", result->addr);
    reply_add(w, "page", "%llu bytes", 1ull << result->page_shift);
    reply_add(w, "rights", "%s%s%s", result->perms & MMU_R ? "R" : "",
              result->perms & MMU_W ? "W" : "",
              result->perms & MMU_X ? "X" : "");
    reply_u64(w, "pbmt", result->pbmt);
    reply_bool(w, "global", result->global);
}

void tcg_op_walk(Worker *w)
{
    WalkLab *lab = walk_lab(w);
    const PhysBus bus = { bus_load, bus_cas, lab };
    MmuResult result = { .page_shift = 0 };
    MmuRequest request;

    if (!request_of(w, &request)) {
        return;
    }
    Trap trap = mmu_translate(&lab->hart, &bus, &request, &result);
    if (trap == TRAP_NONE) {
        tell_result(w, &result);
    } else {
        reply_text(w, "trap", trap_name((unsigned)trap));
    }
}

void tcg_op_why(Worker *w)
{
    WalkLab *lab = walk_lab(w);
    const PhysBus bus = { bus_load, bus_cas, lab };
    MmuRequest request;
    MmuExplanation why;

    if (!request_of(w, &request)) {
        return;
    }
    mmu_explain(&lab->hart, &bus, &request, &why);
    reply_text(w, "bit", mmu_rule_text(why.rule)->bit);
    reply_text(w, "rule", mmu_rule_text(why.rule)->text);
    for (unsigned i = 0; i < MIN(why.n_steps, MMU_MAX_STEPS); i++) {
        reply_add(w, "entry", "level %d: 0x%" PRIx64, why.steps[i].level,
                  why.steps[i].pte);
    }
}
