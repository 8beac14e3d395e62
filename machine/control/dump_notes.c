/*
 * dump_notes.c: the registers of each hart as NT_PRSTATUS
 *
 * Layout of struct elf_prstatus as Linux has it for riscv64: 112 bytes about
 * the process, then pc and x1..x31, then whether FP registers are valid. A
 * hart is a thread with the number hart + 1.
 */
#include "dump_internal.h"

#include <elf.h>
#include <string.h>

#include "machine/control_cpu.h"

typedef struct PrStatus {
    uint32_t signal[3];         /* number, code, errno */
    uint16_t cursig;
    uint16_t pad;
    uint64_t sigpend, sighold;
    uint32_t pid, ppid, pgrp, sid;
    uint64_t times[8];          /* user, system, and of children */
    uint64_t regs[32];          /* pc instead of x0 */
    uint32_t fpvalid;
    uint32_t pad2;
} PrStatus;
_Static_assert(offsetof(PrStatus, regs) == 112, "as Linux");
_Static_assert(sizeof(PrStatus) == 376, "as Linux");

/* Notes are aligned to 4 bytes, also where 8 would be natural. */
typedef struct __attribute__((packed)) Note {
    Elf64_Nhdr header;
    char name[8];               /* "CORE" and padding to 4 bytes */
    PrStatus status;
} Note;
_Static_assert(sizeof(Note) == 12 + 8 + 376, "no padding between");

static void note_on_cpu(Vcpu *v, void *data)
{
    GByteArray *notes = data;
    Note note = {
        .header = { .n_namesz = sizeof("CORE"),
                    .n_descsz = sizeof(PrStatus), .n_type = NT_PRSTATUS },
        .name = "CORE",
        .status = { .pid = (uint32_t)v->index + 1 },
    };

    memcpy(note.status.regs, v->hart.gpr, sizeof(note.status.regs));
    note.status.regs[0] = v->hart.pc;
    g_byte_array_append(notes, (const guint8 *)&note, sizeof(note));
}

bool dump_make_notes(Dump *dump, Error **errp)
{
    guint n = dump->vm->cpus->cpus->len;

    for (guint i = 0; i < n; i++) {
        if (!control_run_on_cpu(dump->vm, (int)i, note_on_cpu, dump->notes,
                                errp)) {
            return false;
        }
    }
    if (n == 0) {
        error_setg(errp, "a machine without harts has no state to dump");
    }
    return n > 0;
}
