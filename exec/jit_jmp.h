/*
 * jit_jmp.h: from a guest address to translated code
 *
 * A jump cache that translated code reads by itself (TcgJmpEntry in
 * tcg/env.h). Every table that code is fetched through owns one, so that a
 * change of privilege or address space clears nothing; Vcpu.jit_jmp points
 * to the one in force. Tables get theirs with the first insertion.
 *
 * Clearing costs what was used.
 */
#ifndef EXEC_JIT_JMP_H
#define EXEC_JIT_JMP_H

#include "exec/vcpu.h"
#include "tcg/code_cache.h"

typedef struct JitJmp JitJmp;

/* Translated code, and where it is in the context in force. */
typedef struct JitEntry {
    vaddr pc;                   /* even */
    hwaddr phys_pc;
    const void *code;           /* entry of the unit (borrowed until
                                 * jit_jmp_forget()) */
} JitEntry;

/**
 * jit_jmp_insert: translated code is about to be entered
 *
 * tlb_lookup_full() was asked for ACCESS_FETCH at pc, and no flush came
 * between.
 */
void jit_jmp_insert(Vcpu *v, const JitEntry *entry);

/**
 * jit_jmp_generation: the number for links of the context in force
 * @page, @phys: the page they lead out of
 *
 * It stands for the mapping of all pages whose code was entered; another
 * context, vCPU or mapping has another one.
 *
 * Returns: 0 when the page should have no links to others.
 */
uint32_t jit_jmp_generation(Vcpu *v, vaddr page, hwaddr phys);

/*
 * Translated code polls by jumping: a request takes the jump cache away. The
 * one that asks for an exit sets exit_request and then closes; the vCPU that
 * opens looks at exit_request afterwards. Whichever comes second closes.
 */

/** jit_jmp_open: let translated code use what the context in force knows,
 * unless an exit is requested; vCPU's own thread, or it does not run */
void jit_jmp_open(Vcpu *v);

/** jit_jmp_close: every jump will ask; exit_request was set; any thread */
void jit_jmp_close(Vcpu *v);

/** jit_jmp_clear_all: forget the entries of every context: the code itself
 * goes away */
void jit_jmp_clear_all(Vcpu *v);

/** jit_jmp_forget: of every context, the entries that lead into @gone */
void jit_jmp_forget(Vcpu *v, const TcgCodeRegion *gone);

/* --- for the soft TLB ---------------------------------------------------- */

/** jit_jmp_table_new: (transfer full) an empty one */
JitJmp *jit_jmp_table_new(void);
void jit_jmp_table_free(JitJmp *jmp);

/** jit_jmp_table_entries: what Vcpu.jit_jmp points to */
TcgJmpEntry *jit_jmp_table_entries(JitJmp *jmp);

/** jit_jmp_table_clear: @jmp may be NULL */
void jit_jmp_table_clear(JitJmp *jmp);

/** jit_jmp_table_clear_page: entries of one guest page; @jmp may be NULL */
void jit_jmp_table_clear_page(JitJmp *jmp, vaddr page);

#endif
