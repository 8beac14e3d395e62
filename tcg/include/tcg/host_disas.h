/*
 * host_disas.h: host code as text, for -d out_asm
 */
#ifndef TCG_HOST_DISAS_H
#define TCG_HOST_DISAS_H

#include <glib.h>
#include <stdbool.h>

#include "tcg/env.h"

/* What numbers in host code stand for. */
typedef struct TcgHostNames {
    const TcgLayout *layout;    /* (nullable): of the environment */
    /* (nullable): append what is at @address, or return false */
    bool (*target)(const void *data, const void *address, GString *out);
    const void *data;
} TcgHostNames;

/**
 * tcg_host_disas: append host code to a listing
 * @code:  where it is executed, so that targets of jumps are right
 * @bytes: its length
 * @names: (nullable)
 *
 * With the library capstone one instruction per line: address, bytes,
 * instruction in Intel's syntax. Without it 16 bytes per line.
 *
 * Returns: the number of instructions, as far as it is known.
 */
unsigned tcg_host_disas(GString *out, const void *code, size_t bytes,
                        const TcgHostNames *names);

/** tcg_host_disas_available: are there instructions, or bytes only? */
bool tcg_host_disas_available(void);

#endif
