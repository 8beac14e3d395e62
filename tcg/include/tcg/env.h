/*
 * env.h: what translated code knows of the world it runs in
 *
 * The environment is the Vcpu of exec, whose first member is the Hart. This
 * library does not see exec: the places of everything else arrive as byte
 * offsets, and everything that is not translated is a helper: a function
 * whose address arrives in a table. Tests bring their own environment.
 */
#ifndef TCG_ENV_H
#define TCG_ENV_H

#include <glib.h>

#include "core/hart.h"

/*
 * Byte offsets from the start of the environment. Members of Hart (gpr, fpr,
 * pc, retired, mstatus...) are at their offset in Hart.
 */
typedef struct TcgLayout {
    int32_t exit_request;       /* uint32_t: not 0: leave at the next poll */
    int32_t page_pc;            /* uint64_t: virtual address of the page that
                                 * the running unit lies in */
    int32_t tlb;                /* pointer to TcgTlbEntry[1 << tlb_bits] */
    int32_t jmp_cache;          /* pointer to TcgJmpEntry[TCG_JMP_SIZE] */
    int32_t link_generation;    /* uint32_t: links between pages that were
                                 * made for this number may be taken; 0:
                                 * none, also while an exit is requested */
    int32_t fp_active;          /* uint8_t: 1: fp_check passes */
    int32_t slice_end;          /* uint64_t: see TcgConfig.counts */
    int32_t slice_left;         /* int64_t: for host code that counts: its
                                 * own count, see tcg/x86/emit_slice.c */
    int32_t helpers;            /* TcgHelperFn *[TCG_HELPER_COUNT], inline */
    int32_t quick;              /* TcgHelperFn *[TCG_QUICK_COUNT], inline;
                                 * 0: there are none */
    unsigned tlb_bits;          /* log2 of the entries of a table */
    int32_t tlb_phys;           /* from the start of a table: uint64_t of
                                 * each slot, twice as far apart as the
                                 * entries: physical address of its page */
    bool counts;                /* as in TcgConfig, for the code that all */
    unsigned shuffle;           /* units of a code cache share */
    bool perf;                  /* in memory that perf looks up in a map */
} TcgLayout;

/*
 * One slot of the soft TLB. An access hits when address - tag <= 4096 - size
 * and is then made at address + addend. Misses have tags of pages that belong
 * to other slots. Slot: address bits 12 and up.
 */
typedef struct TcgTlbEntry {
    uint64_t read;              /* tag for loads */
    uint64_t write;             /* tag for stores and atomics */
    uint64_t code;              /* tag for fetches (not used here) */
    uint64_t addend;            /* host address - guest address */
} TcgTlbEntry;

/*
 * Jump cache: slot (pc >> 1) % TCG_JMP_SIZE; code is void when pc differs.
 * Bit 0 of an address does not count, but translated code leaves it to the
 * miss to clear it. So the pc in an empty slot is one of another slot: no
 * address, odd or even, finds it. That is 0 in all but slot 0, so memory of
 * zeros is nearly an empty cache. 64 KiB of code have slots of their own:
 * the working set of a kernel is a few times that.
 *
 * Jumps through the cache do not look at exit_request: whoever sets that
 * then points TcgLayout.jmp_cache to an empty cache, so that the next jump
 * misses, and the helper LOOKUP answers TCG_LEAVE.
 */
#define TCG_JMP_BITS 15
#define TCG_JMP_SIZE (1u << TCG_JMP_BITS)
#define TCG_JMP_NO_PC(slot) ((slot) == 0 ? (uint64_t)2 : (uint64_t)0)

typedef struct TcgJmpEntry {
    uint64_t pc;                /* guest address, even */
    const void *code;           /* entry of the unit for it */
} TcgJmpEntry;

/*
 * What a helper answers. Whenever a helper that is not PURE runs, the Hart is
 * exact: all registers are in memory, pc is that of the instruction, retired
 * counts the instructions before it; and what the helper changes there is
 * seen by the code that follows. Only accrued floating-point flags may still
 * be in the host's FP unit: while fp_active is 1, MXCSR belongs to the guest
 * (RC = frm, flags sticky). Helpers keep it, or clear fp_active.
 */
typedef enum TcgStatus {
    TCG_CONTINUE = 0,           /* done; go on in the unit */
    TCG_JUMP = 1,               /* pc and retired are final: go on at pc,
                                 * looking it up in the jump cache */
    TCG_LEAVE = 2,              /* pc and retired are final: to the caller of
                                 * tcg_enter() */
    TCG_NEXT = 3,               /* done, but the unit must be left: at the
                                 * next instruction */
} TcgStatus;

/* In registers rax and rdx, as the SysV ABI returns it. */
typedef struct TcgResult {
    uint64_t value;
    uint64_t status;            /* TcgStatus */
} TcgResult;

/* All helpers have this shape; unused arguments are garbage. */
typedef TcgResult TcgHelperFn(void *env, uint64_t a, uint64_t b, uint64_t c);

/*
 * TCG_HELPER(NAME, flags, "arguments: what it does")
 * Helpers may be called by translated code only through env.helpers.
 */
typedef enum TcgHelper {
#define TCG_HELPER(name, ...) TCG_HELPER_##name,
#include "tcg/helpers.inc"
#undef TCG_HELPER
    TCG_HELPER_COUNT
} TcgHelper;

typedef enum TcgHelperFlags {
    TCG_HELPER_PURE = 1 << 0,   /* only computes: neither reads nor writes
                                 * the hart, always TCG_CONTINUE */
    TCG_HELPER_MEMORY = 1 << 1, /* keeps every register, the translation in
                                 * force and fp_active */
    TCG_HELPER_ARGS_SHIFT = 8,  /* number of arguments, from this bit on */
} TcgHelperFlags;

#define TCG_HELPER_ARGS(n) ((n) << TCG_HELPER_ARGS_SHIFT)

/** tcg_hart_field: (nullable) the name of the Hart's field at @offset */
const char *tcg_hart_field(int32_t offset);
/** tcg_hart_offset: the other way; false when there is none */
bool tcg_hart_offset(const char *name, int32_t *offset);
/** tcg_env_name: append the name of the field at @offset, or the number:
 * "x10", "retired", "exit_request", "helpers[LOAD]" */
void tcg_env_name(const TcgLayout *layout, int32_t offset, GString *out);

const char *tcg_helper_name(TcgHelper helper);
unsigned tcg_helper_flags(TcgHelper helper);

/*
 * What host code tries before the helpers LOAD and STORE, with the same
 * arguments: most misses need nothing of the hart, only a slot filled. These
 * neither read nor write it; an answer other than CONTINUE means that nothing
 * was done. The Hart is not exact, which is what makes them quick.
 */
typedef enum TcgQuick {
    TCG_QUICK_LOAD,
    TCG_QUICK_STORE,
    TCG_QUICK_COUNT
} TcgQuick;

/* What tcg_enter() returns in rax: why translated code was left. */
typedef enum TcgExit {
    TCG_EXIT_NEXT = 0,          /* look up pc, go on */
    TCG_EXIT_REQUESTED = 1,     /* exit_request, or the slice is used up */
    TCG_EXIT_INTERP = 2,        /* interpret from pc on */
    TCG_EXIT_LINK = 3,          /* as NEXT; bits 63..8: number of the link
                                 * that could be patched to jump there */
} TcgExit;

#endif
