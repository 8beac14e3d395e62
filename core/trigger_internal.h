/* trigger_internal.h: fields of tdata1, for the trigger files only */
#ifndef CORE_TRIGGER_INTERNAL_H
#define CORE_TRIGGER_INTERNAL_H

#include "core/bits.h"
#include "core/trigger.h"

#define TDATA1_TYPE_SHIFT 60

/* mcontrol and mcontrol6 have these in the same place */
#define MCONTROL_ACCESS     (TRIGGER_LOAD | TRIGGER_STORE | TRIGGER_EXECUTE)
#define MCONTROL_MATCH_SHIFT 7
#define MCONTROL_MATCH      (15ull << MCONTROL_MATCH_SHIFT)

enum {
    MATCH_EQUAL = 0,
    MATCH_NAPOT = 1,
    MATCH_GE = 2,
    MATCH_LT = 3,
};

/* mcontrol: the size in two pieces; naturally aligned ranges of any size */
#define MCONTROL_SIZELO_SHIFT 16
#define MCONTROL_HIT        BIT_ULL(20)
#define MCONTROL_SIZEHI_SHIFT 21
#define MCONTROL_MASKMAX    (63ull << 53)

#define MCONTROL6_SIZE_SHIFT 16
#define MCONTROL6_HIT0      BIT_ULL(22)     /* with HIT1 = 0: before */

#define ICOUNT_PENDING      BIT_ULL(8)
#define ICOUNT_COUNT_SHIFT  10
#define ICOUNT_COUNT_BITS   14
#define ICOUNT_HIT          BIT_ULL(24)

/* itrigger and etrigger: tdata2 is a set of causes */
#define TRAP_TRIGGER_HIT    BIT_ULL(58)

/* What a type has: bits that can be written, bits that are always set. */
typedef struct TriggerKind {
    uint64_t writable;
    uint64_t fixed;
    uint64_t hit;
    uint64_t causes;            /* that tdata2 can hold; 0: it is no set */
    uint8_t mode_shift;         /* of u, s, -, m: in the order of PrivMode */
} TriggerKind;

/** trigger_kind: (nullable) NULL: there is no such type here */
const TriggerKind *trigger_kind(unsigned type);

/** trigger_legal_tdata1: what a write of @value leaves (WARL) */
uint64_t trigger_legal_tdata1(uint64_t value);

/** trigger_legal_tdata2: what it holds for a trigger with this @tdata1 */
uint64_t trigger_legal_tdata2(uint64_t tdata1, uint64_t value);

/** trigger_size_field: the coded size of an address trigger */
unsigned trigger_size_field(uint64_t tdata1);

#endif
