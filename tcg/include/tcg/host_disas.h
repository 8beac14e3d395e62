/*
 * host_disas.h: host code as text, for -d out_asm
 */
#ifndef TCG_HOST_DISAS_H
#define TCG_HOST_DISAS_H

#include <glib.h>
#include <stdbool.h>

/**
 * tcg_host_disas: append host code to a listing
 * @code:  where it is executed, so that targets of jumps are right
 * @bytes: its length
 *
 * With the library capstone one instruction per line: address, bytes,
 * instruction in Intel's syntax. Without it 16 bytes per line.
 */
void tcg_host_disas(GString *out, const void *code, size_t bytes);

/** tcg_host_disas_available: are there instructions, or bytes only? */
bool tcg_host_disas_available(void);

#endif
