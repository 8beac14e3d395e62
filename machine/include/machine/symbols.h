/*
 * symbols.h: names of the guest's addresses, from the ELF files it was given
 *
 * Addresses are those the files were linked for, which for a kernel are
 * virtual ones. A file without symbols adds none; so do Linux Images.
 */
#ifndef MACHINE_SYMBOLS_H
#define MACHINE_SYMBOLS_H

#include <glib.h>

#include "core/types.h"

typedef struct SymbolTable SymbolTable;

SymbolTable *symbols_new(void);
/** symbols_free: NULL is fine */
void symbols_free(SymbolTable *t);

/**
 * symbols_add_elf: take the symbols of a file
 * @bytes: of an ELF64 little-endian file, else not trusted
 * @move:  what to add to its addresses
 *
 * A table that is broken adds nothing, or what comes before the damage.
 */
void symbols_add_elf(SymbolTable *t, GBytes *bytes, uint64_t move);

/**
 * symbols_find: the name of what @addr is in
 * @offset: (out): of @addr within it
 *
 * Returns: (nullable) (borrowed): NULL when nothing is known to be there.
 */
const char *symbols_find(SymbolTable *t, uint64_t addr, uint64_t *offset);

/** symbols_lookup: the address that is called @name; false: none is */
bool symbols_lookup(const SymbolTable *t, const char *name, uint64_t *addr);

#endif
