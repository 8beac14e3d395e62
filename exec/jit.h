/*
 * jit.h: translated code and the blocks it belongs to
 *
 * A block that has run often enough gets a unit: host code (accelerator tcg)
 * or operations (tci) for the run of guest instructions that starts where the
 * block does. The unit may cover more than the block, but never leaves the
 * page. The interpreter runs whatever has no unit.
 *
 * Everything here is shared by the vCPUs. Units are published and linked under
 * the lock of the block cache and die with the blocks: a dropped block's unit
 * leaves at its entry from then on; its memory is used again after its
 * region was emptied (jit_evict.c), while no vCPU runs.
 */
#ifndef EXEC_JIT_H
#define EXEC_JIT_H

#include "exec/accel.h"
#include "jit_jmp.h"
#include "tb.h"
#include "tcg/code_cache.h"

#define JIT_PAGE_WORDS (GUEST_PAGE_SIZE / 2 / 64)
#define JIT_CODE_BYTES (192u << 20)
#define JIT_MAX_RUN 128         /* instructions of a unit, loops aside */

/* A jump of one unit that may go straight to another. */
typedef struct JitLink {
    TranslationBlock *target;   /* the latest; NULL: not linked */
    hwaddr page;                /* that it leads out of */
    unsigned bridges;           /* made in its life, if to another page */
} JitLink;

/* A link in the list of those that lead to a block. */
typedef struct JitArrival {
    uint32_t link;
    uint32_t next;              /* in the same list, or TB_NO_LINK */
} JitArrival;

/* The units of one region of the memory for code. */
typedef struct JitUnits {
    GPtrArray *blocks;          /* live ones that have their unit here */
    GPtrArray *ops;             /* of TCGContext: tci, check=tci */
    size_t ops_bytes;           /* of those */
} JitUnits;

/* A block that wants a unit, and what translating depends on. */
typedef struct JitJob {
    TranslationBlock *tb;
    uint32_t flags;             /* of that, while it was alive */
    const DecodeTable *decode;
    vaddr pc;
    unsigned max_insns;
    bool has_c;
    uint32_t cbo_bytes;
    uint64_t *stat_units;       /* counts one more */
    const Vcpu *logged;         /* (nullable): write listings, for this one */
} JitJob;

#define JIT_QUEUE_JOBS 256

typedef struct JitQueue {
    GMutex lock;                /* of what follows, and of tb->queued */
    GCond cond;                 /* a job, or quit */
    GThread *thread;            /* (nullable) the translator, once needed */
    bool quit;
    unsigned n;
    JitJob jobs[JIT_QUEUE_JOBS];    /* the first is being done */
} JitQueue;

struct Jit {
    TbCache *tb_cache;          /* (borrowed) whose blocks have the units */
    GMutex making;              /* a unit is made, or none is */
    JitQueue queue;
    bool async;                 /* use it where possible */
    uint8_t page[GUEST_PAGE_SIZE];  /* copy, for the unit under construction */
    uint64_t page_starts[JIT_PAGE_WORDS];   /* see jit_starts_of */
    TCGContext *ir;             /* the unit under construction */
    TcgConfig config;
    unsigned threshold;
    bool fit_slice;             /* units never exceed the slice (tests) */
    bool check;                 /* run each unit twice: jit_check.c */
    TcgLayout layout;
    TcgCodeCache *code;         /* NULL: tci */
    TcgEnterFn *enter;
    struct PerfMap *perf_map;   /* (nullable) */
    JitLink *links;             /* by number, pages come with use */
    GArray *arrivals;           /* of JitArrival */
    uint32_t free_arrival;      /* list of those that are not in use */
    GHashTable *starts;         /* page of RAM -> where units start on it */
    JitUnits regions[TCG_CODE_REGIONS];
    unsigned region;            /* the one in use */
    size_t region_ops_bytes;    /* a region's limit */
    bool evict_wanted;          /* there was no room for a unit */
    bool evict_queued;          /* somebody is about to empty the next one */
    uint64_t evicted;           /* regions emptied so far */
};

/* --- jit.c --------------------------------------------------------------- */

/** jit_new: (nullable) with @errp: this host cannot run translated code */
Jit *jit_new(const JitOptions *options, bool host_code, GError **errp);
void jit_free(Jit *jit);
/**
 * jit_write_perf_map: say in the file @path what host code is (perf_map.h)
 *
 * Before the first unit is made, and where there is a code cache.
 */
bool jit_write_perf_map(Jit *jit, const char *path, GError **errp) MUST_CHECK;
/** jit_flush: forget all units; cache lock held, no vCPU runs */
void jit_flush(Jit *jit);

/* --- jit_region.c --------------------------------------------------------- */

/**
 * jit_choose_region: decode the instructions that a unit should cover
 * @page:   host address of the guest's page
 * @offset: of the first instruction
 * @starts: (nullable) where on the page units are already, see jit_starts_of
 *
 * Fills @s->insns. Returns: number of instructions, 0 when there is none.
 */
unsigned jit_choose_region(TCGContext *s, const DecodeTable *table,
                           const uint8_t *page, unsigned offset,
                           const uint64_t *starts);

/* --- jit_starts.c; cache lock held ---------------------------------------- */

/** jit_starts_of: (nullable) a bit for each halfword of the page of @tb */
const uint64_t *jit_starts_of(const Jit *jit, const TranslationBlock *tb);
/** jit_starts_note: the block has a unit, or @gone, no longer has one */
void jit_starts_note(Jit *jit, const TranslationBlock *tb, bool gone);

static inline bool jit_starts_has(const uint64_t *starts, unsigned offset)
{
    return starts && offset < GUEST_PAGE_SIZE &&
           starts[offset / 128] >> offset / 2 % 64 & 1;
}

/* --- jit_unit.c ----------------------------------------------------------- */

/** jit_translate: give the block a unit, if possible, now or soon */
void jit_translate(Vcpu *v, TranslationBlock *tb);
/** jit_make: give the block a unit, if possible; Jit.making is held */
void jit_make(Jit *jit, const JitJob *job);

/* --- jit_queue.c ---------------------------------------------------------- */

void jit_queue_init(Jit *jit);
/** jit_queue_deinit: end the translator; no vCPU runs */
void jit_queue_deinit(Jit *jit);
/** jit_queue_suits: may units of this vCPU come whenever they are ready? */
bool jit_queue_suits(const Vcpu *v);
/** jit_queue_add: make the unit soon; not if it is under way, or too many */
void jit_queue_add(Jit *jit, const JitJob *job);
/**
 * jit_hold_still: no unit is being made, and none is waiting to be
 *
 * Before the memory of blocks or units, or a vCPU, is used for other things.
 * The cache lock is not held; it may be taken between this and jit_go_on().
 */
void jit_hold_still(Jit *jit);
void jit_go_on(Jit *jit);

/* --- jit_link.c; cache lock held ------------------------------------------ */

/** jit_link_made: links from @first on belong to units of page @page */
void jit_link_made(Jit *jit, const TcgUnit *unit, hwaddr page);
/**
 * jit_link: make link @number of some unit jump to the unit of @tb
 *
 * Its jump has just been taken: v->page_pc is the page it left, and @tb is
 * in the jump cache.
 */
void jit_link(Vcpu *v, uint32_t number, TranslationBlock *tb);
/** jit_unlink: reset all links that lead to the unit of @tb */
void jit_unlink(Jit *jit, TranslationBlock *tb);
/** jit_kill: the block dies: nobody enters its unit any more */
void jit_kill(Jit *jit, TranslationBlock *tb);

/* --- jit_evict.c; cache lock held ----------------------------------------- */

/** jit_regions_init: @bytes: what the operations of all units may take */
void jit_regions_init(Jit *jit, size_t bytes);
void jit_regions_free(Jit *jit);

/** jit_region_add: the block got a unit, in the region in use */
void jit_region_add(Jit *jit, TranslationBlock *tb);
/** jit_region_remove: the block has a unit and dies */
void jit_region_remove(Jit *jit, TranslationBlock *tb);

/** jit_region_is_empty: nothing was made in the region in use */
bool jit_region_is_empty(const Jit *jit);

/**
 * jit_region_advance: go on in the next region
 *
 * Returns: false when it must be emptied before: jit_request_eviction().
 */
bool jit_region_advance(Jit *jit);

/** jit_request_eviction: have jit_evict() called when no vCPU runs */
void jit_request_eviction(Vcpu *v);

/** jit_oldest_code: the code that jit_evict() is going to forget */
TcgCodeRegion jit_oldest_code(const Jit *jit);

/**
 * jit_evict: empty the oldest region and go on there; no vCPU runs
 *
 * Jump caches and Vcpu.open_link are the caller's: cpu_set_evict_units().
 */
void jit_evict(Jit *jit);

/* --- jit_helpers.c -------------------------------------------------------- */

/** jit_helpers: functions for Vcpu.helpers, by TcgHelper */
extern TcgHelperFn *const jit_helpers[TCG_HELPER_COUNT];
/** jit_quick: functions for Vcpu.quick, by TcgQuick */
extern TcgHelperFn *const jit_quick[TCG_QUICK_COUNT];

/* --- jit_check.c --------------------------------------------------------- */

typedef struct JitCheck JitCheck;

/** jit_check_init: from now on this vCPU checks each unit */
void jit_check_init(Vcpu *v);
void jit_check_free(Vcpu *v);
/** jit_check_unit: run @code and compare; aborts when they differ */
uint64_t jit_check_unit(Vcpu *v, const TranslationBlock *tb, const void *code);

/* --- jit_run.c, jit_tci.c ------------------------------------------------ */

/** jit_usable_code: the unit of @tb, made now if it is hot, or NULL */
const void *jit_usable_code(Vcpu *v, TranslationBlock *tb);
/** jit_note_exit: remember why translated code was left (TcgExit) */
void jit_note_exit(Vcpu *v, uint64_t exit);
/** jit_interpret: interpret a block that has no unit */
void jit_interpret(Vcpu *v, TranslationBlock *tb);
/**
 * jit_tci_keep: a copy of the unit's operations; cache lock held
 *
 * Returns: (nullable): (borrowed) until the region is emptied; NULL when it
 *          has no room.
 */
const TCGContext *jit_tci_keep(Jit *jit);
void jit_tci_free(void *unit);

void tcg_run(Vcpu *v, TranslationBlock *tb);
void tci_run_block(Vcpu *v, TranslationBlock *tb);

#endif
