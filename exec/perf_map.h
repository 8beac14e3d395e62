/*
 * perf_map.h: tells `perf report` what translated code is (-perfmap)
 *
 * perf looks for a text file /tmp/perf-PID.map, with a line for each piece of
 * code that no program file describes: address, size, name. A unit is named
 * after the guest address that it begins at: guest-0x80000000.
 *
 * The code has to be where perf asks the map at all: JitOptions.perf. Memory
 * that is used again after a flush of the code cache has two names.
 */
#ifndef EXEC_PERF_MAP_H
#define EXEC_PERF_MAP_H

#include "core/types.h"
#include "tcg/code_cache.h"

typedef struct PerfMap PerfMap;

/** perf_map_path: (transfer full) where perf looks for that of this process */
char *perf_map_path(void);

/**
 * perf_map_new: create the file, readable by its owner only
 *
 * What has that name is removed first, so a link there is never followed,
 * and a file that somebody else has put there is an error.
 *
 * Returns: (nullable) (transfer full): NULL with @errp set.
 */
PerfMap *perf_map_new(const char *path, GError **errp);
/** perf_map_free: close it; @map may be NULL; the file stays for perf */
void perf_map_free(PerfMap *map);

/** perf_map_add_common: the code that all units share; the cache is new */
void perf_map_add_common(PerfMap *map, const TcgCodeCache *cache);
/** perf_map_add_unit: @map may be NULL; one thread at a time */
void perf_map_add_unit(PerfMap *map, const TcgUnit *unit, vaddr pc);

#endif
