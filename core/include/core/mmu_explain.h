/*
 * mmu_explain.h: why an address translates, or does not
 *
 * The page walk notes the rule that ended it; here it also notes each entry
 * that it read. There is no second walk: what is explained is what
 * mmu_translate() does, except that nothing is written.
 *
 * Priv. "Virtual Address Translation Process", "Physical Memory Protection".
 */
#ifndef CORE_MMU_EXPLAIN_H
#define CORE_MMU_EXPLAIN_H

#include "core/mmu.h"

/* What decided; in the order of the walk. */
typedef enum MmuRule {
    MMU_RULE_GRANTED,
    MMU_RULE_PHYSICAL,          /* not translated, but beyond 56 bits */
    MMU_RULE_CANONICAL,
    MMU_RULE_TABLE_PMP,
    MMU_RULE_TABLE_BUS,
    MMU_RULE_VALID,
    MMU_RULE_WRITE_ONLY,
    MMU_RULE_RESERVED,
    MMU_RULE_SVNAPOT,
    MMU_RULE_SVPBMT,
    MMU_RULE_PBMT,
    MMU_RULE_POINTER,
    MMU_RULE_LAST_LEVEL,
    MMU_RULE_ALIGNED,
    MMU_RULE_NAPOT,
    MMU_RULE_USER_ONLY,
    MMU_RULE_SUM,
    MMU_RULE_USER_CODE,
    MMU_RULE_READ,
    MMU_RULE_WRITE,
    MMU_RULE_EXECUTE,
    MMU_RULE_ACCESSED,
    MMU_RULE_DIRTY,
    MMU_RULE_UPDATE_PMP,
    MMU_RULE_UPDATE_BUS,
    MMU_RULE_PMP,
    MMU_RULE_COUNT
} MmuRule;

/* A rule as text. */
typedef struct MmuRuleText {
    const char *bit;            /* what decided: "V", "SUM", "pmpcfg" */
    const char *text;           /* one sentence */
    const char *section;        /* of the manual */
} MmuRuleText;

#define MMU_MAX_STEPS 5         /* Sv57 */

/* One page-table entry on the way. */
typedef struct MmuStep {
    int level;                  /* 0 is the last one */
    hwaddr pte_addr;
    uint64_t pte;
} MmuStep;

typedef struct MmuExplanation {
    Trap trap;                  /* what mmu_translate() returns */
    MmuRule rule;
    unsigned n_steps;
    MmuStep steps[MMU_MAX_STEPS];
    uint64_t sets;              /* A and D that the hart would set */
    MmuResult result;           /* with TRAP_NONE */
    hwaddr checked;             /* the last physical address PMP saw */
    PmpSpan pmp;                /* around it */
} MmuExplanation;

/**
 * mmu_explain: translate one access and say what happened
 * @out: (out)
 *
 * Reads page tables through @bus->load64 and writes nothing.
 */
void mmu_explain(const Hart *h, const PhysBus *bus, const MmuRequest *req,
                 MmuExplanation *out);

/** mmu_rule_text: a rule in words. Returns: borrowed, never NULL */
const MmuRuleText *mmu_rule_text(MmuRule rule);

#endif
