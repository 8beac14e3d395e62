/* dump_internal.h: what the files of dump_guest_memory() share */
#ifndef MACHINE_CONTROL_DUMP_INTERNAL_H
#define MACHINE_CONTROL_DUMP_INTERNAL_H

#include "core/error.h"
#include "machine/dump.h"
#include "memory/ram_block.h"

/* RAM that is in the file, in the order of addresses. */
typedef struct DumpRam {
    hwaddr addr;                /* guest-physical */
    uint64_t size;
    RAMBlock *block;
    uint64_t block_offset;
    uint64_t file_offset;
} DumpRam;

/* One PT_LOAD. */
typedef struct DumpLoad {
    vaddr addr;
    hwaddr phys;
    uint64_t size;
    uint64_t file_offset;
} DumpLoad;

typedef struct Dump {
    Vm *vm;
    const DumpRequest *request;
    GArray *ram;                /* of DumpRam */
    GArray *loads;              /* of DumpLoad */
    GByteArray *notes;          /* contents of PT_NOTE */
    int fd;
} Dump;

/* ELF counts program headers in 16 bits, and one is PT_NOTE. */
#define DUMP_LOADS_MAX 65533

/* dump_find_ram: fill dump->ram; false: the range has none */
bool dump_find_ram(Dump *dump, Error **errp);
/* dump_make_notes: fill dump->notes from every hart */
bool dump_make_notes(Dump *dump, Error **errp);
/* dump_make_loads: fill dump->loads, by physical or virtual address */
bool dump_make_loads(Dump *dump, Error **errp);

/* dump_layout: where things are in the file; before dump_make_loads() */
void dump_layout(Dump *dump);
/* dump_write_elf: headers and notes */
bool dump_write_elf(Dump *dump, Error **errp);
/* dump_write_ram: contents of dump->ram; zeros become holes */
bool dump_write_ram(Dump *dump, Error **errp);
/* dump_write: @size bytes at @offset of the file */
bool dump_write(Dump *dump, const void *bytes, size_t size, uint64_t offset,
                Error **errp);

#endif
