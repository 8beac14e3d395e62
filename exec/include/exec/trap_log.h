/*
 * trap_log.h: the last traps of a hart
 *
 * A ring of records that each trap writes one of, and a count for each cause.
 * It is always on: a trap costs some hundred host instructions anyway.
 */
#ifndef EXEC_TRAP_LOG_H
#define EXEC_TRAP_LOG_H

#include "core/hart.h"

#define TRAP_LOG_SIZE 16        /* a power of two */
#define TRAP_LOG_CAUSES 32      /* more have no count of their own */

struct Vcpu;

/* One trap, as its handler finds it. */
typedef struct TrapRecord {
    uint64_t cause;             /* with CAUSE_INTERRUPT for interrupts */
    vaddr pc;                   /* where it was taken: mepc or sepc */
    uint64_t tval;              /* mtval or stval */
    vaddr handler;              /* first instruction of the handler */
    uint64_t deleg;             /* medeleg, or mideleg for interrupts */
    uint64_t satp;              /* translation in force */
    uint64_t retired;           /* instructions retired before it */
    uint8_t from;               /* PrivMode */
    uint8_t to;                 /* PrivMode */
} TrapRecord;

/* Owned by the vCPU thread; the hart's state does not contain it. */
typedef struct TrapLog {
    uint64_t count;             /* of all traps; the ring has the last ones */
    TrapRecord ring[TRAP_LOG_SIZE];
    /* how often each cause, of exceptions [0] and interrupts [1] */
    uint64_t taken[2][TRAP_LOG_CAUSES];
} TrapLog;

/** trap_log_note: @v has just entered a handler */
void trap_log_note(struct Vcpu *v);

/**
 * trap_log_get: a trap of the past
 * @age: 0 is the last one
 *
 * Returns: (nullable) (borrowed) NULL: not that many, or overwritten.
 * Context: the vCPU's thread, or while it stands still.
 */
const TrapRecord *trap_log_get(const TrapLog *log, unsigned age);

#endif
