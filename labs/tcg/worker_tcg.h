/*
 * worker_tcg.h: what the files of this worker share
 *
 * The state begins with the machine of the lock-step labs, whose operations
 * find it there. Besides there are one unit and the world it runs in, a piece
 * of code being assembled, and a hart with page tables.
 */
#ifndef LABS_TCG_WORKER_TCG_H
#define LABS_TCG_WORKER_TCG_H

#include "hart_ops.h"
#include "tcg/tcg.h"
#include "world.h"

typedef struct AsmLab AsmLab;
typedef struct WalkLab WalkLab;

typedef struct TcgLab {
    HartMachine machine;        /* first: hart_ops.c */
    DecodeTable *decode;
    TCGContext *s;              /* the unit */
    TcgConfig config;
    World *world;
    AsmLab *assembler;          /* worker_asm.c; NULL until used */
    WalkLab *walk;              /* worker_walk.c; NULL until used */
} TcgLab;

TcgLab *tcg_lab(Worker *w);

/** tcg_lab_cannot_encode: are the exercises that write host code missing? */
bool tcg_lab_cannot_encode(void);

/* worker_unit.c */
void tcg_op_config(Worker *w);
void tcg_op_translate(Worker *w);
void tcg_op_unit(Worker *w);
void tcg_op_pass(Worker *w);
void tcg_op_count(Worker *w);
void tcg_op_dead(Worker *w);
void tcg_op_show(Worker *w);

/* worker_run.c */
void tcg_op_x(Worker *w);
void tcg_op_xs(Worker *w);
void tcg_op_page(Worker *w);
void tcg_op_request(Worker *w);
void tcg_op_slice(Worker *w);
void tcg_op_tci(Worker *w);

/* worker_host.c: run as host code where that is possible, else as tci */
void tcg_op_host(Worker *w);
void tcg_op_assign(Worker *w);

/* worker_asm.c */
void tcg_op_asm_begin(Worker *w);
void tcg_op_asm_rr(Worker *w);
void tcg_op_asm_r(Worker *w);
void tcg_op_asm_rm(Worker *w);
void tcg_op_asm_mr(Worker *w);
void tcg_op_asm_ri(Worker *w);
void tcg_op_asm_mi(Worker *w);
void tcg_op_asm_xx(Worker *w);
void tcg_op_asm_xm(Worker *w);
void tcg_op_asm_xxi(Worker *w);
void asm_lab_free(AsmLab *lab);

/* worker_jump.c */
void tcg_op_jmp(Worker *w);
void tcg_op_jcc(Worker *w);
void tcg_op_call(Worker *w);
void tcg_op_bind(Worker *w);
void tcg_op_fill(Worker *w);
void tcg_op_jumps(Worker *w);

/* worker_walk.c */
void tcg_op_walk_hart(Worker *w);
void tcg_op_pte(Worker *w);
void tcg_op_pmp(Worker *w);
void tcg_op_walk(Worker *w);
void tcg_op_why(Worker *w);
void walk_lab_free(WalkLab *lab);

/* worker_memory.c */
void tcg_op_engine(Worker *w);
void tcg_op_watch(Worker *w);
void tcg_op_load(Worker *w);
void tcg_op_store(Worker *w);

/* world.c's results; worker_run.c */
void tcg_tell_run(Worker *w, uint64_t exit, const Hart *before);

#endif
