/*
 * tcg.h: from guest instructions to something that runs
 *
 *     tcg_gen_unit       guest instructions -> operations (front end)
 *     tcg_optimize       passes over the operations
 *     tci_run            runs operations, on any host
 *     tcg_emit_unit      operations -> host code (back end)
 *
 * The library turns decoded instructions into operations and host code; it
 * fetches nothing, runs nothing by itself, and sees no vCPU.
 */
#ifndef TCG_TCG_H
#define TCG_TCG_H

#include "tcg/env.h"
#include "tcg/ir.h"

/* Choices that hold for a whole machine; `-accel tcg,NAME=on|off`. */
typedef struct TcgConfig {
    bool counts;                /* poll and goto_ptr also leave when fewer
                                 * than IR_MAX_INSNS instructions remain
                                 * before slice_end (-icount, time slices) */
    /* leave out this pass */
    bool no_fold, no_divide, no_loop, no_guard, no_float, no_sink;
    bool no_narrow, no_liveness, no_peephole;
    bool no_swap;               /* all units pin the same registers */
    bool no_chain;              /* goto_tb always leaves */
    bool verify;                /* after each pass */
    unsigned shuffle;           /* not 0: seed of a random register map */
    bool stops;                 /* tci leaves to the interpreter before the */
    uint64_t stop_retired;      /* instruction that so many retired before */
    bool has_c;                 /* the hart has 16-bit instructions */
    uint16_t cbo_bytes;         /* size of the blocks that CBO.ZERO clears;
                                 * 0: that is left to the interpreter */
} TcgConfig;

/* --- front end ----------------------------------------------------------- */

/**
 * tcg_gen_unit: translate s->insns[0..n_insns) into operations
 * @s: reset, then insns (insn and page_offset of each), n_insns and priv
 *     filled in
 *
 * The instructions follow one another in one page. Branches to one of them
 * stay in the unit; those elsewhere in the page become goto_tb, the rest
 * goto_ptr. Backward branches poll. Fills IrInsn.uncounted.
 *
 * Returns: false when a table overflowed: try with fewer instructions.
 */
bool tcg_gen_unit(TCGContext *s, const TcgConfig *config) MUST_CHECK;

/* --- passes -------------------------------------------------------------- */

/** tcg_optimize: the passes below, as the configuration says */
void tcg_optimize(TCGContext *s, const TcgConfig *config);

void tcg_fold(TCGContext *s);           /* fold.c */
void tcg_divide(TCGContext *s);         /* divide.c */
void tcg_loop(TCGContext *s);           /* loop.c */
void tcg_sink(TCGContext *s);           /* sink.c */
void tcg_narrow(TCGContext *s);         /* narrow.c */
void tcg_guard(TCGContext *s);          /* guard.c */
void tcg_float(TCGContext *s);          /* float.c */
void tcg_liveness(TCGContext *s);       /* liveness.c */

/** ir_verify: NULL, or (transfer full) what is wrong with the unit */
char *ir_verify(const TCGContext *s);

/* How one gets to an operation. */
typedef enum IrWay {
    IR_WAY_NONE,                /* never */
    IR_WAY_NO_GUARD,            /* only when a guard has failed */
    IR_WAY_USUAL,
} IrWay;

/**
 * ir_find_ways: how does one get to each operation?
 * @way: (out) [n_ops]: IrWay
 */
void ir_find_ways(const TCGContext *s, uint8_t *way);

/* --- text ---------------------------------------------------------------- */

/** ir_print: append the unit's operations, one per line */
void ir_print(const TCGContext *s, GString *out);

/**
 * ir_parse: read what ir_print() writes
 *
 * Returns: false, with @error (transfer full) naming the line, when @text is
 *          not a unit; @s is then empty.
 */
bool ir_parse(TCGContext *s, const char *text, char **error) MUST_CHECK;

/* --- tci: the interpreter of operations ---------------------------------- */

/**
 * tci_run: run a unit once, from its first operation to where it leaves
 * @env:    the environment, with layout as given; FP uses core/fpu.h
 *
 * Loads and stores always take the helpers. Helpers are called with the Hart
 * exact, as from host code. goto_tb and goto_ptr return with pc set.
 *
 * Returns: TcgExit.
 */
uint64_t tci_run(const TCGContext *s, void *env, const TcgLayout *layout,
                 const TcgConfig *config);

/* --- host code ----------------------------------------------------------- */

typedef struct TcgCodeCache TcgCodeCache;   /* code_cache.h */

/* A translated unit; owned by the code cache. */
typedef struct TcgUnit {
    const void *code;           /* entry, in the executable mapping */
    uint32_t code_bytes;
    uint32_t first_link;        /* its links: numbers first_link and up */
    uint32_t n_links;
} TcgUnit;

/**
 * tcg_emit_unit: operations to host code
 * @s:    optimised; consumed (assign rewrites it)
 * @unit: (out)
 *
 * Returns: false when the region of the code cache is full: use another one
 *          and try again; an empty one was too small for the unit.
 */
bool tcg_emit_unit(TCGContext *s, TcgCodeCache *cache, const TcgConfig *config,
                   TcgUnit *unit) MUST_CHECK;

/*
 * The same in three steps, so that the second needs no lock:
 *
 *   tcg_unit_begin   finds out where the unit goes
 *   tcg_unit_write   writes it there; links and bridges of other units may
 *                    be made meanwhile, but the region must stay in use
 *   tcg_unit_end     keeps it; returns false when it did not fit
 *   tcg_unit_drop    or leaves it alone
 */
void tcg_unit_begin(TCGContext *s, TcgCodeCache *cache,
                    const TcgConfig *config);
void tcg_unit_write(TcgCodeCache *cache, TcgUnit *unit);
bool tcg_unit_end(TcgCodeCache *cache, TcgUnit *unit) MUST_CHECK;
void tcg_unit_drop(TcgCodeCache *cache);

#endif
