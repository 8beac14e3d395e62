/*
 * memory_watch.h: what the CPU engine does when memory changes behind it
 *
 * One watch per machine connects the memory library to a CpuSet.
 */
#ifndef EXEC_MEMORY_WATCH_H
#define EXEC_MEMORY_WATCH_H

#include "exec/cpus.h"
#include "memory/address_space.h"

typedef struct MemoryWatch MemoryWatch;

/**
 * memory_watch_new: keep blocks and TLBs of @cpus in step with memory
 * @cpus: (borrowed)
 * @as:   (borrowed): what the vCPUs see
 *
 * Installs the hooks of @as's map and a listener on @as.
 *
 * Returns: (transfer full): free before @cpus and @as
 * Context: big lock held, or no vCPU started yet
 */
MemoryWatch *memory_watch_new(CpuSet *cpus, AddressSpace *as);
void memory_watch_free(MemoryWatch *watch);

#endif
