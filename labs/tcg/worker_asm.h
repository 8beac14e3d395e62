/* worker_asm.h: the code being assembled, for worker_asm.c, worker_jump.c */
#ifndef LABS_TCG_WORKER_ASM_H
#define LABS_TCG_WORKER_ASM_H

#include "worker_tcg.h"
#include "x86/insns.h"

#define ASM_BYTES 65536
#define ASM_LABELS 64
#define ASM_JUMPS 1024

struct AsmLab {
    X86Asm as;
    X86Label labels[ASM_LABELS];
    uint32_t jumps[ASM_JUMPS];  /* where jumps begin: offsets */
    unsigned n_jumps;
    uint8_t bytes[ASM_BYTES + 16];
};

/** asm_lab: the worker's, made on first use */
AsmLab *asm_lab(Worker *w);

/** asm_lab_begin: start anew with room for @bytes */
void asm_lab_begin(AsmLab *lab, size_t bytes);

#endif
