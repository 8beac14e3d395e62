/*
 * jit_log_code.c: -d out_asm: host code beside what it was made from
 *
 *     ---- 0x8000004e:  sd zero,0(t0)                 8 host instructions
 *       st x5:r13, $0x0, $0, leuq
 *     0x7f916a001d2f:  4c 89 e8         mov rax, r13
 *     ...
 *     0x7f916a001d49:  0f 87 d9 00...   ja 0x7f916a001e28 <slow path 1>
 *
 * Pieces of code in a row that belong to one guest instruction share a
 * heading; each slow path has its own, behind the unit's other code. What
 * runs only in place of guarded code, and slow paths, are marked and counted
 * apart: the ratio is that of the way on which every guard passes.
 */
#include "jit_log.h"

#include <string.h>

#include "core/log.h"
#include "exec/cpus.h"
#include "tcg/host_disas.h"

enum { COUNT_COLUMN = 60 };

typedef enum PieceKind {
    PIECE_NEVER = IR_WAY_NONE,
    PIECE_NO_GUARD = IR_WAY_NO_GUARD,
    PIECE_USUAL = IR_WAY_USUAL,
    PIECE_SLOW,
    PIECE_KINDS
} PieceKind;

typedef struct Lister {
    const Vcpu *v;
    const TcgUnit *unit;
    const TcgListing *listing;
    GString *text;
    uint8_t way[IR_MAX_OPS];    /* IrWay of operations */
    unsigned slow_paths;        /* listed so far */
    unsigned host[PIECE_KINDS]; /* instructions */
} Lister;

static const char *const kind_names[PIECE_KINDS] = {
    [PIECE_NEVER] = "never run: ",
    [PIECE_NO_GUARD] = "guard failed: ",
    [PIECE_USUAL] = "",
};

static const TcgPiece *piece(const Lister *l, unsigned i)
{
    return &g_array_index(l->listing->pieces, TcgPiece, i);
}

/* The first piece is the entry, then comes one for each operation. */
static PieceKind kind_of(const Lister *l, unsigned i)
{
    return piece(l, i)->is_slow ? PIECE_SLOW
         : i > 0 ? (PieceKind)l->way[i - 1] : PIECE_USUAL;
}

static uint32_t piece_end(const Lister *l, unsigned i)
{
    return i + 1 < l->listing->pieces->len ? piece(l, i + 1)->offset
                                           : l->unit->code_bytes;
}

/* --- targets of jumps ----------------------------------------------------- */

/* A label or a slow path of the unit. */
static bool name_piece(const Lister *l, uint32_t offset, GString *out)
{
    unsigned slow = 0;

    for (unsigned i = 0; i < l->listing->pieces->len; i++) {
        const TcgPiece *p = piece(l, i);
        const char *line = l->listing->op_ra->str + p->line;

        slow += p->is_slow;
        if (p->offset == offset && p->is_slow) {
            g_string_append_printf(out, "slow path %u", slow);
            return true;
        }
        if (p->offset == offset && line[0] == 'L') {
            g_string_append_len(out, line, (gssize)strcspn(line, ":"));
            return true;
        }
    }
    return false;
}

static bool name_target(const void *data, const void *address, GString *out)
{
    const Lister *l = data;
    uintptr_t offset = (uintptr_t)address - (uintptr_t)l->unit->code;

    return offset < l->unit->code_bytes
        ? name_piece(l, (uint32_t)offset, out)
        : tcg_code_name(l->v->cpus->jit->code, address, out);
}

/* --- parts of the listing ------------------------------------------------- */

/* The operation, and its code. */
static void list_piece(Lister *l, unsigned i, GString *code, unsigned *count)
{
    const TcgPiece *p = piece(l, i);
    const char *line = l->listing->op_ra->str + p->line;
    const TcgHostNames names = {
        .layout = &l->v->cpus->jit->layout, .target = name_target, .data = l,
    };

    if (!p->is_entry && !g_str_has_prefix(line, "----")) {
        g_string_append_printf(code, "  %.*s\n", (int)strcspn(line, "\n"),
                               line);
    }
    *count += tcg_host_disas(code, (const uint8_t *)l->unit->code + p->offset,
                             piece_end(l, i) - p->offset, &names);
}

static void list_heading(Lister *l, unsigned i, unsigned count)
{
    g_autoptr(GString) what = g_string_new("---- ");
    PieceKind kind = kind_of(l, i);

    if (kind == PIECE_SLOW) {
        g_string_append_printf(what, "slow path %u of ", ++l->slow_paths);
    } else {
        g_string_append(what, kind_names[kind]);
    }
    if (piece(l, i)->is_entry) {
        g_string_append(what, "entry");
    } else {
        jit_log_insn(l->v, piece(l, i)->insn, what);
    }
    g_string_append_printf(l->text, "%-*s %3u host instruction%s\n",
                           COUNT_COLUMN, what->str, count,
                           count == 1 ? "" : "s");
}

static bool same_heading(const Lister *l, unsigned a, unsigned b)
{
    return b < l->listing->pieces->len &&
           piece(l, a)->insn == piece(l, b)->insn &&
           !piece(l, a)->is_entry && kind_of(l, a) == kind_of(l, b) &&
           kind_of(l, a) != PIECE_SLOW;
}

/* Pieces from @first on that share a heading; returns the one after. */
static unsigned list_group(Lister *l, unsigned first)
{
    g_autoptr(GString) code = g_string_new(NULL);
    unsigned i = first, count = 0;

    do {
        list_piece(l, i++, code, &count);
    } while (same_heading(l, first, i));
    l->host[kind_of(l, first)] += count;
    list_heading(l, first, count);
    g_string_append_len(l->text, code->str, (gssize)code->len);
    return i;
}

static void print_totals(const Lister *l, GString *out)
{
    unsigned n = jit_log_heading(l->v, "out_asm", out);

    if (tcg_host_disas_available()) {
        g_string_append_printf(out, ", %u host instructions (ratio %.1f), "
                               "%u more if a guard fails, %u in slow paths",
                               l->host[PIECE_USUAL],
                               (double)l->host[PIECE_USUAL] / n,
                               l->host[PIECE_NO_GUARD], l->host[PIECE_SLOW]);
        if (l->host[PIECE_NEVER]) {
            g_string_append_printf(out, ", %u never run",
                                   l->host[PIECE_NEVER]);
        }
    }
    g_string_append_printf(out, ", %u bytes\n", l->unit->code_bytes);
}

void jit_log_code(const Vcpu *v, const TcgUnit *unit,
                  const TcgListing *listing)
{
    g_autoptr(GString) heading = g_string_new(NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    Lister l = {
        .v = v, .unit = unit, .listing = listing, .text = text,
    };

    if (!qemu_loglevel_mask(CPU_LOG_TB_OUT_ASM)) {
        return;
    }
    ir_find_ways(v->cpus->jit->ir, l.way);
    for (unsigned i = 0; i < listing->pieces->len;) {
        i = list_group(&l, i);
    }
    print_totals(&l, heading);
    qemu_log_lock();
    qemu_log("%s%s", heading->str, text->str);
    qemu_log_unlock();
}
