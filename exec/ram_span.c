/* ram_span.c: see ram_span.h */
#include "ram_span.h"

#include "exec/tlb.h"

void ram_span_clear(RamSpan *span)
{
    *span = (RamSpan) { 0 };
}

/* At how many offsets do @size bytes fit into @total? */
static uint64_t places(uint64_t total, uint64_t size)
{
    return total < size ? 0 : total - size + 1;
}

bool ram_span_find(RamSpan *span, const Hart *h, AddressSpace *as,
                   hwaddr addr, PrivMode priv)
{
    MemSection s = { 0 };
    PmpSpan pmp;

    ram_span_clear(span);
    if (!address_space_find(as, addr, &s) || !s.host) {
        return false;
    }
    pmp_span(h, addr, priv, &pmp);
    hwaddr first = MAX(s.base, pmp.first);
    hwaddr last = MIN(s.base + (s.size - 1), pmp.last);

    *span = (RamSpan) {
        .first = first,
        .words = places(last - first + 1, sizeof(uint64_t)),
        .pages = places(last - first + 1, GUEST_PAGE_SIZE),
        .host = s.host + (first - s.base),
        .block = s.block,
        .block_offset = s.ram_addr - s.block->offset + (first - s.base),
        .perms = pmp.perms,
        .readonly = s.readonly || s.romd,
    };
    return true;
}
