/*
 * gdb_target.h: what the gdb server needs from the machine it serves
 *
 * A table of functions and one pointer. The server (debug/gdb_server.h) knows
 * bytes in, bytes out, harts and this table, so its tests and its fuzzer run
 * without a vCPU, a thread or a socket.
 *
 * Threads are harts: number 0..n_threads - 1 here, one more in the protocol,
 * where 0 means "any".
 *
 * Context of every function: big lock held, main loop thread. Those marked
 * "halted" are only called while no vCPU executes guest code: the VM is
 * stopped, or hold() was called.
 */
#ifndef DEBUG_GDB_TARGET_H
#define DEBUG_GDB_TARGET_H

#include "core/hart.h"

/* What a resumed VM does with one hart. */
typedef enum GdbAction {
    GDB_ACTION_STAY,            /* keep it stopped */
    GDB_ACTION_CONTINUE,
    GDB_ACTION_STEP,            /* one instruction, then stop the VM */
} GdbAction;

/* The number in Z and z packets. */
typedef enum GdbPointType {
    GDB_POINT_SOFT,
    GDB_POINT_HARD,
    GDB_POINT_WRITE,
    GDB_POINT_READ,
    GDB_POINT_ACCESS,
    GDB_POINT__COUNT,
} GdbPointType;

typedef struct GdbPoint {
    GdbPointType type;
    vaddr addr;
    uint64_t len;               /* bytes watched; an instruction's length */
} GdbPoint;

typedef enum GdbStopReason {
    GDB_STOP_NONE,              /* this hart did not ask for the stop */
    GDB_STOP_STEP,
    GDB_STOP_BREAKPOINT,
    GDB_STOP_WATCHPOINT,
} GdbStopReason;

/* Why one hart stopped the VM. */
typedef struct GdbStop {
    GdbStopReason reason;
    GdbPointType type;          /* of a watchpoint */
    vaddr addr;                 /* the data address that was accessed */
} GdbStop;

/* Bits of step_flags, as in qqemu.sstep. */
enum {
    GDB_STEP_ENABLE = 1,
    GDB_STEP_NOIRQ = 2,         /* take no interrupt during the step */
    GDB_STEP_NOTIMER = 4,       /* the virtual clock stands meanwhile */
};

typedef struct GdbMemory {
    unsigned thread;            /* whose page tables */
    bool physical;              /* no page tables */
    bool is_write;
    uint64_t addr;
    void *buf;
    size_t len;                 /* never crosses a 4 KiB page */
} GdbMemory;

typedef enum GdbRegionKind {
    GDB_REGION_RAM,
    GDB_REGION_ROM,
    GDB_REGION_FLASH,
    GDB_REGION_IO,
} GdbRegionKind;

/* A piece of the physical address space. */
typedef struct GdbRegion {
    GdbRegionKind kind;
    uint64_t start;
    uint64_t size;              /* bytes, not 0 */
    uint64_t block_bytes;       /* of flash: the unit of erasing */
} GdbRegion;

typedef void GdbOutputFn(void *opaque, const char *text, size_t len);

typedef struct GdbTarget {
    /* --- harts ----------------------------------------------------------- */

    unsigned (*n_threads)(void *opaque);        /* at least 1, constant */
    /** hart: registers of a thread (borrowed); halted */
    Hart *(*hart)(void *opaque, unsigned thread);
    /** env: the hart's time source (borrowed) (nullable) */
    const HartEnv *(*env)(void *opaque, unsigned thread);
    /** hart_changed: registers were written: rebuild the rest; halted */
    void (*hart_changed)(void *opaque, unsigned thread);

    /* --- memory; halted -------------------------------------------------- */

    /** memory: copy; false: not mapped, nothing or a part was copied */
    bool (*memory)(void *opaque, const GdbMemory *access);
    /** translate: the physical address of a virtual one; false: none */
    bool (*translate)(void *opaque, unsigned thread, vaddr addr,
                      hwaddr *phys);
    /**
     * next_region: the first region that ends after @addr
     *
     * Returns: false when there is none.
     */
    bool (*next_region)(void *opaque, hwaddr addr, GdbRegion *out);

    /* --- points; halted -------------------------------------------------- */

    /** insert_point: on every hart; 0 or -errno (-ENOSYS: no such type) */
    int (*insert_point)(void *opaque, const GdbPoint *point);
    int (*remove_point)(void *opaque, const GdbPoint *point);

    /* --- running --------------------------------------------------------- */

    /** is_running: does the VM run? (Perhaps not every hart.) */
    bool (*is_running)(void *opaque);
    /**
     * resume: let the VM run, each hart as @actions say
     * @actions:    one for each thread
     * @step_flags: GDB_STEP_* for those that step
     *
     * Also for a VM that runs: then the harts change to these actions.
     * Returns: false when the VM cannot run before a reset.
     */
    bool (*resume)(void *opaque, const GdbAction *actions,
                   unsigned step_flags);
    /** stop: stop the VM; gdb_server_vm_stopped() is called later */
    void (*stop)(void *opaque);
    /**
     * take_stop: why @thread stopped the VM; forgets it
     *
     * Of several that stopped at once it may tell of one, if the others stop
     * again when they are resumed.
     */
    void (*take_stop)(void *opaque, unsigned thread, GdbStop *out);
    /**
     * hold, release: between them no vCPU executes; they do not nest
     *
     * No effect on a VM that is stopped anyhow.
     */
    void (*hold)(void *opaque);
    void (*release)(void *opaque);

    /* --- the machine ----------------------------------------------------- */

    void (*reset)(void *opaque);
    /** kill: end the emulator soon */
    void (*kill)(void *opaque);
    /** monitor: run one line of the human monitor, printing to @out */
    void (*monitor)(void *opaque, const char *line, GdbOutputFn *out,
                    void *out_opaque);
} GdbTarget;

#endif
