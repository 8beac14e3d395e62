/*
 * code_memory.h: memory that is written in one place and run in another
 *
 * One anonymous file is mapped twice: a writable view for the translator and
 * an executable view for the CPU. No page is ever both, so a stray write of
 * the emulator cannot become an instruction. The views are a constant
 * distance apart; what is stored in one is seen in the other at once.
 *
 * Knows nothing of any instruction set.
 */
#ifndef TCG_CODE_MEMORY_H
#define TCG_CODE_MEMORY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/types.h"

typedef struct CodeMemory {
    uint8_t *write;             /* view for data accesses */
    const uint8_t *run;         /* view for execution (and reading) */
    size_t bytes;               /* of each view */
    size_t prepared;            /* bytes that code_memory_prepare() has seen */
} CodeMemory;

/**
 * code_memory_init: map the two views
 * @bytes: wanted; rounded up to whole pages of the host
 *
 * Returns: false with @errp set, and @memory empty, when the host refuses.
 */
bool code_memory_init(CodeMemory *memory, size_t bytes,
                      GError **errp) MUST_CHECK;

/**
 * code_memory_init_nameless: the same with shared memory instead of a file
 *
 * perf takes code in a file for that file's, and looks into its map
 * (-perfmap) only for memory that belongs to none. Valgrind refuses the
 * second view.
 *
 * Returns: false, and @memory is empty, when the host refuses.
 */
bool code_memory_init_nameless(CodeMemory *memory, size_t bytes) MUST_CHECK;

/**
 * code_memory_prepare: code up to byte @end is about to be written
 *
 * Translated code of a whole system is large and used all over: with pages
 * of 4 KiB the CPU's TLB for instructions holds a fraction of it. So pieces
 * of 2 MiB become large pages, where the host can; nothing depends on it.
 */
void code_memory_prepare(CodeMemory *memory, size_t end);

/** code_memory_deinit: unmap; fine for an empty one */
void code_memory_deinit(CodeMemory *memory);

/** code_memory_run: where the byte at @write is executed */
static inline const uint8_t *code_memory_run(const CodeMemory *memory,
                                             const uint8_t *write)
{
    return memory->run + (write - memory->write);
}

/** code_memory_write: where the byte at @run is written */
static inline uint8_t *code_memory_write(const CodeMemory *memory,
                                         const uint8_t *run)
{
    return memory->write + (run - memory->run);
}

#endif
