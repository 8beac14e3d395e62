/*
 * types.h: the scalar types every layer shares
 *
 * Names follow QEMU where the course names them (hwaddr, MemTxResult).
 */
#ifndef CORE_TYPES_H
#define CORE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint64_t hwaddr;        /* guest-physical address, bytes */
typedef uint64_t vaddr;         /* guest-virtual address, bytes */

/* Marks results that a caller may never ignore (guest faults, host errors). */
#define MUST_CHECK __attribute__((warn_unused_result))

/* What a guest access wants to do; the order indexes TLB tag arrays. */
typedef enum AccessType {
    ACCESS_LOAD,
    ACCESS_STORE,
    ACCESS_FETCH,
} AccessType;

/* How one transaction on the bus ended. */
typedef enum MemTxResult {
    MEMTX_OK = 0,
    MEMTX_ERROR = 1,            /* the device answered with an error */
    MEMTX_DECODE_ERROR = 2,     /* nothing is mapped at that address */
} MemTxResult;

#endif
