/*
 * common.h: the common code while it is written, and pieces of it that units
 * contain, too
 */
#ifndef TCG_X86_COMMON_H
#define TCG_X86_COMMON_H

#include "x86/code_cache_internal.h"
#include "x86/regmap.h"

typedef struct Common {
    X86Asm as;
    TcgCodeCache *cache;
    const TcgLayout *layout;
    RegMap map;
    X86Label exit_pc;           /* rax = pc, rcx = TcgExit */
    X86Label exit_stored;       /* rax = TcgExit; all is in the Hart */
    X86Label jump;              /* all is in the Hart */
    X86Label status;            /* after a helper that does not continue */
    X86Label status_interp;     /* the same for FP_ENTER */
} Common;

/* Pinned registers by who keeps them when C runs. */
typedef enum PinnedSet {
    PINNED_OURS = 1 << 0,       /* translated code does; all f registers */
    PINNED_KEPT_BY_C = 1 << 1,
    PINNED_ALL = PINNED_OURS | PINNED_KEPT_BY_C,
} PinnedSet;

/** emit_store_pinned, emit_load_pinned: to their slots in the Hart, and back */
void emit_store_pinned(Common *c, PinnedSet set);
void emit_load_pinned(Common *c, PinnedSet set);
/** emit_helper_common: the code that calls @helper (common_helper.c) */
void emit_helper_common(Common *c, TcgHelper helper);

/** emit_test_request: NE if an exit is requested */
void emit_test_request(X86Asm *a, const TcgLayout *layout);
/*
 * Counting (emit_slice.c); with counts these change rcx, otherwise they do
 * nothing.
 *
 * emit_slice_begin: before units run; L if fewer than IR_MAX_INSNS
 * instructions remain. emit_slice_settle: before C looks at Hart.retired.
 */
void emit_slice_begin(X86Asm *a, const TcgLayout *layout);
void emit_slice_settle(X86Asm *a, const TcgLayout *layout);
/* emit_slice_begin_from: rcx instructions are in Hart.retired too early;
 * emit_slice_settle_from: rcx more. Only with counts. */
void emit_slice_begin_from(X86Asm *a, const TcgLayout *layout);
void emit_slice_settle_from(X86Asm *a, const TcgLayout *layout);
/** emit_jump_cache: go to the code for the pc in rax; @miss if unknown */
void emit_jump_cache(X86Asm *a, const TcgLayout *layout, const uint8_t *miss);

#endif
