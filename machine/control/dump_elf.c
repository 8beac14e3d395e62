/*
 * dump_elf.c: the headers of the core file
 *
 *   ELF header | program headers | notes | RAM, at multiples of a page
 *
 * RAM is in the file once. PT_LOADs by virtual address may show it several
 * times. System V ABI, "ELF Header", "Program Header"; RISC-V ELF psABI.
 */
#include "dump_internal.h"

#include <elf.h>
#include <string.h>

#define RAM_ALIGN 4096ull

static uint64_t headers_end(guint n_loads)
{
    return sizeof(Elf64_Ehdr) + (n_loads + 1) * sizeof(Elf64_Phdr);
}

/* By virtual address the number of PT_LOADs is not known yet: leave room. */
static guint reserved_loads(const Dump *dump)
{
    return dump->request->paging ? DUMP_LOADS_MAX : dump->ram->len;
}

static uint64_t notes_offset(const Dump *dump)
{
    return headers_end(reserved_loads(dump));
}

void dump_layout(Dump *dump)
{
    uint64_t offset = notes_offset(dump) + dump->notes->len;

    offset = (offset + RAM_ALIGN - 1) & ~(RAM_ALIGN - 1);
    for (guint i = 0; i < dump->ram->len; i++) {
        DumpRam *ram = &g_array_index(dump->ram, DumpRam, i);

        ram->file_offset = offset;
        offset += (ram->size + RAM_ALIGN - 1) & ~(RAM_ALIGN - 1);
    }
}

static Elf64_Ehdr elf_header(const Dump *dump)
{
    return (Elf64_Ehdr) {
        .e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64,
                     ELFDATA2LSB, EV_CURRENT, ELFOSABI_NONE },
        .e_type = ET_CORE,
        .e_machine = EM_RISCV,
        .e_version = EV_CURRENT,
        .e_phoff = sizeof(Elf64_Ehdr),
        .e_ehsize = sizeof(Elf64_Ehdr),
        .e_phentsize = sizeof(Elf64_Phdr),
        .e_phnum = (Elf64_Half)(dump->loads->len + 1),
    };
}

static void add_header(GByteArray *headers, const Elf64_Phdr *header)
{
    g_byte_array_append(headers, (const guint8 *)header, sizeof(*header));
}

static void add_load(GByteArray *headers, const DumpLoad *load)
{
    add_header(headers, &(Elf64_Phdr) {
        .p_type = PT_LOAD,
        .p_flags = PF_R | PF_W | PF_X,
        .p_offset = load->file_offset,
        .p_vaddr = load->addr,
        .p_paddr = load->phys,
        .p_filesz = load->size,
        .p_memsz = load->size,
    });
}

bool dump_write_elf(Dump *dump, Error **errp)
{
    g_autoptr(GByteArray) headers = g_byte_array_new();
    Elf64_Ehdr first = elf_header(dump);

    g_byte_array_append(headers, (const guint8 *)&first, sizeof(first));
    add_header(headers, &(Elf64_Phdr) {
        .p_type = PT_NOTE,
        .p_offset = notes_offset(dump),
        .p_filesz = dump->notes->len,
        .p_memsz = dump->notes->len,
        .p_align = 4,
    });
    for (guint i = 0; i < dump->loads->len; i++) {
        add_load(headers, &g_array_index(dump->loads, DumpLoad, i));
    }
    return dump_write(dump, headers->data, headers->len, 0, errp) &&
           dump_write(dump, dump->notes->data, dump->notes->len,
                      notes_offset(dump), errp);
}
