/* inspect_map.h: every leaf of the page tables of a hart */
#ifndef MACHINE_CONTROL_INSPECT_MAP_H
#define MACHINE_CONTROL_INSPECT_MAP_H

#include "core/pte.h"
#include "exec/vcpu.h"

typedef struct InspectLeaf {
    vaddr addr;
    hwaddr phys;
    uint64_t size;
    uint64_t pte;
} InspectLeaf;

/* Returns: false to end the tour. */
typedef bool InspectMapFn(const InspectLeaf *leaf, void *opaque);

/**
 * inspect_map_foreach: call @fn for each leaf, in the order of addresses
 *
 * Returns: false when @fn ended it, or the tables have no end.
 * Context: the hart stands still (control_run_on_cpu).
 */
bool inspect_map_foreach(Vcpu *v, InspectMapFn *fn, void *opaque) MUST_CHECK;

#endif
