/*
 * csr_fields.h: what the bits of a CSR are called
 *
 * For monitors, debuggers and lessons; nothing that executes looks here.
 * Priv. chapter of each CSR, RV64 layout.
 */
#ifndef CORE_CSR_FIELDS_H
#define CORE_CSR_FIELDS_H

#include <glib.h>

#include "core/csr.h"

/**
 * csr_print_fields: append the fields of a CSR's value
 *
 * Single bits that are set by name; wider fields as NAME=value, or the name
 * of the value: "SIE SPIE MPP=S FS=dirty". Nothing for a CSR without fields.
 */
void csr_print_fields(GString *out, unsigned number, uint64_t value);

/** csr_has_fields: are there names for bits of this CSR? */
bool csr_has_fields(unsigned number);

/** csr_find: the number of the CSR @name; -1: there is no such name */
int csr_find(const char *name);

/** csr_print_cause: append mcause or scause in words */
void csr_print_cause(GString *out, uint64_t cause);

#endif
