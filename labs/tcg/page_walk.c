/*
 * page_walk.c: down the page table (exercise tcg.8)
 *
 * TODO: from satp to the leaf that translates w->req->addr: steps 1 to 4 and
 * 10 of Priv. "Virtual Address Translation Process". The steps 5 to 9, what a
 * leaf grants, are page_walk_leaf(), which needs w->pte, w->pte_addr and
 * w->level (0: the last one); after WALK_AGAIN read the same entry again.
 *
 *   modes      Sv39, Sv48, Sv57: satp >> SATP_MODE_SHIFT; PTE_INDEX_BITS per
 *              level. The bits of the address above them repeat its highest.
 *   reading    w->bus->load64(); before, page_walk_pmp() must grant MMU_R for
 *              the 8 bytes. Either failing is walk_access_fault() with
 *              MMU_RULE_TABLE_PMP or _BUS. Then mmu_note_step(w) if
 *              w->explain.
 *   entries    each broken rule is walk_page_fault() with its MMU_RULE:
 *              CANONICAL, VALID, WRITE_ONLY, RESERVED, SVNAPOT and SVPBMT
 *              (set, but hart_has() no such extension, or menvcfg.PBMTE is
 *              clear), PBMT (3), POINTER (a pointer with D, A, U, N or PBMT),
 *              LAST_LEVEL (a pointer at level 0).
 *   w->global  G on any entry of the way
 *   result     all members but pmp_partial; N makes 16 pages one; no MMU_W
 *              until D is set
 */
#include "core/lab_todo.h"
#include "mmu_internal.h"

WalkStep page_walk(Walk *w, MmuResult *result)
{
    (void)result;
    lab_todo("tcg", 8);
    return walk_page_fault(w, MMU_RULE_VALID);
}
