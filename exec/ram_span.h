/*
 * ram_span.h: a range of RAM in which PMP gives the same rights everywhere
 *
 * Page tables and pages of a guest mostly lie in one such range, so that its
 * borders, kept, answer "what is there, and is it allowed?" with one
 * comparison. Changes of PMP or of the memory map void it; both flush the
 * TLB (tlb_flush()), which does it.
 */
#ifndef EXEC_RAM_SPAN_H
#define EXEC_RAM_SPAN_H

#include "core/mmu.h"
#include "memory/address_space.h"

typedef struct RamSpan {
    hwaddr first;
    uint64_t words;             /* an aligned 8 bytes at offset < words */
    uint64_t pages;             /* 4096 bytes lie inside at offset < pages */
    uint8_t *host;              /* of @first */
    RAMBlock *block;
    uint64_t block_offset;      /* of @first */
    uint8_t perms;              /* MMU_* */
    bool readonly;              /* ROM: the bus decides what a store does */
} RamSpan;

/**
 * ram_span_find: the span around @addr
 * @priv: whose rights
 *
 * Returns: false when no RAM or ROM is there; @span is then empty.
 */
bool ram_span_find(RamSpan *span, const Hart *h, AddressSpace *as,
                   hwaddr addr, PrivMode priv);

/** ram_span_clear: make it hold nothing */
void ram_span_clear(RamSpan *span);

#endif
