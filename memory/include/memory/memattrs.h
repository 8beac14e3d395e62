/*
 * memattrs.h: what a transaction carries besides address and data
 *
 * Most devices ignore the attributes; PCIe needs the requester, an IOMMU or
 * a secure device more. Grows as devices need it.
 */
#ifndef MEMORY_MEMATTRS_H
#define MEMORY_MEMATTRS_H

#include "core/memop.h"
#include "core/types.h"

typedef struct MemTxAttrs {
    unsigned unspecified : 1;   /* the initiator gave no attributes */
    unsigned secure : 1;
    unsigned user : 1;          /* issued in user mode */
    unsigned memory : 1;        /* RAM only: refuse devices (MEMTX_ERROR) */
    unsigned debug : 1;         /* a debugger's access: ROM is writable */
    unsigned requester_id : 16; /* PCI bus, device and function */
} MemTxAttrs;

#define MEMTXATTRS_UNSPECIFIED ((MemTxAttrs) { .unspecified = 1 })

#endif
