/*
 * assign.c: a place for each temporary (exercise tcg.7)
 *
 * TODO: e->loc[temporary] for all temporaries of the unit e->s.
 * assign_find_lives() has found from which operation (first: its definition)
 * to which one (last: its last use) each lives: e->assign->life[], by number
 * of the temporary. The places:
 *
 *   LOC_NONE      nobody reads it: first == last
 *   LOC_REG rcx   while no operation behind the first, up to and with the
 *                 last, clobbers rcx (emit_clobbers()): CLOBBERS_RCX
 *   LOC_REG rdx   unless life.shuns_rdx
 *   LOC_MEM       a word of its own of the stack frame: base rsp, disp from
 *                 FRAME_TEMPS on, 8 bytes each; always if life.in_memory
 *
 * Two lives may share a register when one begins where the other ends. Give a
 * register to whoever can have one when its life begins. Now all are in
 * memory.
 */
#include "core/lab_todo.h"
#include "x86/assign.h"

void emit_assign(Emit *e)
{
    lab_todo("tcg", 7);
    if (e->s->n_temps > 0) {
        assign_find_lives(e->assign, e->s);
    }
    for (unsigned i = 0; i < e->s->n_temps; i++) {
        e->loc[IR_TEMP_FIRST + i] = (Loc){
            .kind = LOC_MEM,
            .reg = X86_RSP,
            .disp = FRAME_TEMPS + 8 * (int32_t)i,
        };
    }
}
