/*
 * emit_mem.h: parts of guest accesses, for emit_mem.c, emit_guard.c,
 * emit_atomic.c and emit_reserve.c
 */
#ifndef TCG_X86_EMIT_MEM_H
#define TCG_X86_EMIT_MEM_H

#include "x86/emit.h"

/** emit_loads: the instruction that loads by MemOp: size and sign */
extern const X86Op emit_loads[MO_SIZE + MO_SIGN + 1];

/** emit_address: @dst = @a + @imm */
void emit_address(Emit *e, X86Reg dst, IrRef a, int32_t imm);
/** emit_address_arg: argument A of a helper = address of @op; changes rax */
void emit_address_arg(Emit *e, const IrOp *op);

/**
 * emit_tlb_lookup: look up the address arg[0] + imm of @op
 * @tag: offset of the tag in a TcgTlbEntry
 *
 * Goes to @slow unless @bytes from there on lie in the page of its slot.
 * Else rcx is the offset of the slot and rax that in the page.
 */
void emit_tlb_lookup(Emit *e, const IrOp *op, int32_t tag, unsigned bytes,
                     X86Label *slow);
/** emit_tlb_lookup_word: the same; a word that is not aligned is @slow, too */
void emit_tlb_lookup_word(Emit *e, const IrOp *op, int32_t tag,
                          unsigned bytes, X86Label *slow);
/** emit_tlb_addend: operand: the addend, after emit_tlb_lookup() */
X86Mem emit_tlb_addend(void);
/** emit_tlb_place: where in host memory @op's address is, after a lookup;
 * made of rcx and a register: arg[0]'s own, or rax */
X86Mem emit_tlb_place(Emit *e, const IrOp *op);
/** emit_tlb_place_alone: the same, but rax is free */
X86Mem emit_tlb_place_alone(Emit *e, const IrOp *op);

/** emit_index_accesses: make a guard an indexed one if its accesses can add
 * its base */
void emit_index_accesses(Emit *e, const IrOp *guard);

/** emit_load_mem: result of @op = host memory at @mem; changes rax */
void emit_load_mem(Emit *e, const IrOp *op, X86Mem mem);
/** emit_is_direct: can arg[1] of @op be stored without a scratch register? */
bool emit_is_direct(const Emit *e, const IrOp *op);
/** emit_store_mem: host memory at @mem = arg[1] of @op, by @scratch if it is
 * not in a register */
void emit_store_mem(Emit *e, const IrOp *op, X86Mem mem, X86Reg scratch);

#endif
