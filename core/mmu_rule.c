/*
 * mmu_rule.c: the rules of translation in words
 *
 * For people who ask why. Priv. "Virtual Address Translation Process" (its
 * step numbers), "Sv39", "Physical Memory Protection"; Svnapot; Svpbmt;
 * Svade.
 */
#include "core/mmu_explain.h"

#include <glib.h>

#define STEP(n) "Virtual Address Translation Process, step " #n

static const MmuRuleText rules[MMU_RULE_COUNT] = {
    [MMU_RULE_GRANTED] = { "-", "every rule is kept", STEP(10) },
    [MMU_RULE_PHYSICAL] = { "address[63:56]",
        "physical addresses have 56 bits", "satp, Bare" },
    [MMU_RULE_CANONICAL] = { "address",
        "the bits above the virtual address do not repeat its highest bit",
        "Sv39, Sv48, Sv57" },
    [MMU_RULE_TABLE_PMP] = { "pmpcfg.R",
        "PMP does not let S-mode read the page table", STEP(2) },
    [MMU_RULE_TABLE_BUS] = { "address",
        "the page table is not in memory", STEP(2) },
    [MMU_RULE_VALID] = { "V=0", "the entry is not valid", STEP(3) },
    [MMU_RULE_WRITE_ONLY] = { "R=0 W=1",
        "writable but not readable is reserved", STEP(3) },
    [MMU_RULE_RESERVED] = { "bits 60:54",
        "reserved bits of the entry are set", STEP(3) },
    [MMU_RULE_SVNAPOT] = { "N=1", "this hart has no Svnapot", "Svnapot" },
    [MMU_RULE_SVPBMT] = { "PBMT",
        "memory types are off: menvcfg.PBMTE is 0", "Svpbmt" },
    [MMU_RULE_PBMT] = { "PBMT=3", "this memory type is reserved", "Svpbmt" },
    [MMU_RULE_POINTER] = { "D A U N PBMT",
        "one of them is set, which is reserved in a pointer", STEP(4) },
    [MMU_RULE_LAST_LEVEL] = { "R=0 X=0",
        "a pointer at the last level leads nowhere", STEP(4) },
    [MMU_RULE_ALIGNED] = { "PPN",
        "the superpage does not start at a multiple of its size", STEP(5) },
    [MMU_RULE_NAPOT] = { "N=1",
        "only ppn[3:0] = 8 at level 0 is defined", "Svnapot" },
    [MMU_RULE_USER_ONLY] = { "U=0", "not a page of U-mode", STEP(6) },
    [MMU_RULE_SUM] = { "mstatus.SUM=0",
        "U=1: S-mode touches user pages only with SUM", STEP(6) },
    [MMU_RULE_USER_CODE] = { "U=1",
        "S-mode never executes user pages", STEP(6) },
    [MMU_RULE_READ] = { "R=0",
        "not readable (mstatus.MXR would let X stand for R)", STEP(6) },
    [MMU_RULE_WRITE] = { "W=0", "not writable", STEP(6) },
    [MMU_RULE_EXECUTE] = { "X=0", "not executable", STEP(6) },
    [MMU_RULE_ACCESSED] = { "A=0",
        "software sets A here (Svade, or menvcfg.ADUE is 0)", STEP(9) },
    [MMU_RULE_DIRTY] = { "D=0",
        "software sets D here (Svade, or menvcfg.ADUE is 0)", STEP(9) },
    [MMU_RULE_UPDATE_PMP] = { "pmpcfg.W",
        "PMP does not let the hart set A or D", STEP(9) },
    [MMU_RULE_UPDATE_BUS] = { "address",
        "A or D cannot be set: the page table is not RAM", STEP(9) },
    [MMU_RULE_PMP] = { "pmpcfg",
        "PMP refuses the physical address", "Physical Memory Protection" },
};

const MmuRuleText *mmu_rule_text(MmuRule rule)
{
    g_assert(rule < MMU_RULE_COUNT);
    return &rules[rule];
}
