/*
 * pmp.c: physical memory protection
 *
 * Sixteen entries at most, lowest number first: the first one that touches
 * any byte of the access decides, and it must cover all bytes.
 *
 * The one idea here is the span: around any address lies a range in which
 * one entry (or none) decides for every byte. An access inside its span has
 * the span's rights; one that leaves it is split by some entry's border and
 * fails. So one scan of the entries serves a whole page walk.
 *
 * Priv. "Physical Memory Protection"; Smepmp.
 */
#include <glib.h>

#include "mmu_internal.h"

_Static_assert(MMU_R == PMP_R && MMU_W == PMP_W && MMU_X == PMP_X,
               "a pmpcfg byte's low bits are a permission set");

#define RWX (MMU_R | MMU_W | MMU_X)

/* Four-byte words, as pmpaddr counts; both ends belong to the range. */
typedef struct WordRange {
    uint64_t first;
    uint64_t last;
} WordRange;

#define LAST_WORD MAKE_64BIT_MASK(0, 62)

/*
 * Priv. "Address Matching"; false when the entry matches nothing. NAPOT:
 * the number of trailing ones of pmpaddr gives the size, two words for
 * none; all ones cover the whole space.
 */
static inline bool entry_range(const Hart *h, unsigned i, WordRange *range)
{
    uint64_t addr = h->pmp[i].addr;
    unsigned mode = (h->pmp[i].cfg & PMP_A) >> PMP_A_SHIFT;

    if (mode == PMP_OFF) {
        return false;
    }
    if (mode == PMP_TOR) {
        range->first = i > 0 ? h->pmp[i - 1].addr : 0;
        range->last = addr - 1;
        return range->first < addr;
    }
    uint64_t carry = mode == PMP_NAPOT ? addr + 1 : addr;
    range->first = addr & carry;
    range->last = addr | carry;
    return true;
}

/*
 * Smepmp, table of mseccfg.MML: what LRWX grants to M-mode and to S/U.
 * Index: L << 3 | R << 2 | W << 1 | X. W without R makes a shared region.
 */
static const struct {
    uint8_t m;
    uint8_t su;
} mml_perms[16] = {
    [0x0] = { 0,             0 },
    [0x1] = { 0,             MMU_X },
    [0x2] = { MMU_R | MMU_W, MMU_R },
    [0x3] = { MMU_R | MMU_W, MMU_R | MMU_W },
    [0x4] = { 0,             MMU_R },
    [0x5] = { 0,             MMU_R | MMU_X },
    [0x6] = { 0,             MMU_R | MMU_W },
    [0x7] = { 0,             RWX },
    [0x8] = { 0,             0 },
    [0x9] = { MMU_X,         0 },
    [0xa] = { MMU_X,         MMU_X },
    [0xb] = { MMU_R | MMU_X, MMU_X },
    [0xc] = { MMU_R,         0 },
    [0xd] = { MMU_R | MMU_X, 0 },
    [0xe] = { MMU_R | MMU_W, 0 },
    [0xf] = { MMU_R,         MMU_R },
};

static unsigned mml_index(uint8_t cfg)
{
    return (cfg & PMP_L ? 8 : 0) | (cfg & PMP_R ? 4 : 0) |
           (cfg & PMP_W ? 2 : 0) | (cfg & PMP_X ? 1 : 0);
}

/* Without MML an entry binds M-mode only while it is locked. */
static uint8_t entry_perms(const Hart *h, unsigned i, PrivMode priv)
{
    uint8_t cfg = h->pmp[i].cfg;

    if (h->mseccfg & MSECCFG_MML) {
        unsigned row = mml_index(cfg);
        return priv == PRIV_M ? mml_perms[row].m : mml_perms[row].su;
    }
    if (priv == PRIV_M && !(cfg & PMP_L)) {
        return RWX;
    }
    return cfg & RWX;
}

/*
 * No entry matches. S and U get nothing as soon as entries exist. M gets
 * everything, unless MMWP (nothing) or MML (no execution) say otherwise.
 */
static uint8_t default_perms(const Hart *h, PrivMode priv)
{
    if (h->config.pmp_count == 0) {
        return RWX;
    }
    if (priv != PRIV_M || (h->mseccfg & MSECCFG_MMWP)) {
        return 0;
    }
    return h->mseccfg & MSECCFG_MML ? MMU_R | MMU_W : RWX;
}

static void set_span(PmpSpan *span, const WordRange *words, uint8_t perms)
{
    span->entry = PMP_SPAN_DEFAULT;
    span->first = words->first << 2;
    span->last = words->last << 2 | 3;
    span->perms = perms;
}

void pmp_span(const Hart *h, hwaddr addr, PrivMode priv, PmpSpan *span)
{
    WordRange around = { 0, LAST_WORD };
    uint64_t word = addr >> 2;

    for (unsigned i = 0; i < h->config.pmp_count; i++) {
        WordRange entry;
        if (!entry_range(h, i, &entry)) {
            continue;
        }
        if (entry.last < word) {
            around.first = MAX(around.first, entry.last + 1);
        } else if (entry.first > word) {
            around.last = MIN(around.last, entry.first - 1);
        } else {
            around.first = MAX(around.first, entry.first);
            around.last = MIN(around.last, entry.last);
            set_span(span, &around, entry_perms(h, i, priv));
            span->entry = (int8_t)i;
            return;
        }
    }
    set_span(span, &around, default_perms(h, priv));
}

bool pmp_check(const Hart *h, hwaddr addr, uint64_t size, AccessType access,
               PrivMode priv)
{
    PmpSpan span;

    pmp_span(h, addr, priv, &span);
    return pmp_span_holds(&span, addr, size) &&
           (span.perms & mmu_access_perm(access));
}

/* A page with several spans has the rights that all of them grant. */
uint8_t pmp_page_perms(const Hart *h, hwaddr page, PrivMode priv,
                       bool *partial)
{
    hwaddr addr = page & ~PAGE_MASK;
    hwaddr last = page | PAGE_MASK;
    uint8_t perms = RWX;
    PmpSpan span;

    pmp_span(h, addr, priv, &span);
    *partial = span.last < last;
    perms &= span.perms;
    while (span.last < last) {
        pmp_span(h, span.last + 1, priv, &span);
        perms &= span.perms;
    }
    return perms;
}
