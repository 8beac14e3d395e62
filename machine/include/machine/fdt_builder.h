/*
 * fdt_builder.h: write a device tree blob property by property
 *
 * Nodes are named by their full path, as in QEMU's qemu_fdt_* functions.
 * libfdt does the format; this file makes room when the blob is full, turns
 * its error codes into assertions (a wrong path is our bug) and hands out
 * phandles.
 *
 * libfdt inserts in front: within a node, what is added last is printed
 * first. Boards that want QEMU's order add in QEMU's order.
 *
 * Devicetree Specification 0.4 chapter 2 and 5.
 */
#ifndef MACHINE_FDT_BUILDER_H
#define MACHINE_FDT_BUILDER_H

#include <glib.h>

#include "core/types.h"

typedef struct FdtBuilder FdtBuilder;

/** fdt_builder_new: a tree with an empty root */
FdtBuilder *fdt_builder_new(void);
void fdt_builder_free(FdtBuilder *b);

/** fdt_builder_finish: (transfer full): the packed blob; frees @b */
GBytes *fdt_builder_finish(FdtBuilder *b);

/** fdt_add_phandle: a phandle not handed out before, from 1 on */
uint32_t fdt_add_phandle(FdtBuilder *b);

/** fdt_add_node: add an empty node; its parent exists */
void fdt_add_node(FdtBuilder *b, const char *path);

void fdt_set_bytes(FdtBuilder *b, const char *path, const char *name,
                   const void *bytes, size_t size);
void fdt_set_flag(FdtBuilder *b, const char *path, const char *name);
void fdt_set_string(FdtBuilder *b, const char *path, const char *name,
                    const char *value);
/** fdt_set_strings: a list of strings; @values ends with NULL */
void fdt_set_strings(FdtBuilder *b, const char *path, const char *name,
                     const char *const *values);
void fdt_set_cell(FdtBuilder *b, const char *path, const char *name,
                  uint32_t value);
void fdt_set_cells(FdtBuilder *b, const char *path, const char *name,
                   const uint32_t *cells, size_t n_cells);
/** fdt_set_u64: two cells, high one first */
void fdt_set_u64(FdtBuilder *b, const char *path, const char *name,
                 uint64_t value);
/** fdt_set_reg: "reg" with two cells for the address, two for the size */
void fdt_set_reg(FdtBuilder *b, const char *path, hwaddr base, uint64_t size);

#endif
