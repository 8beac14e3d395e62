/* jit_log.c: see jit_log.h */
#include "jit_log.h"

#include <inttypes.h>

#include "core/log.h"
#include "exec/cpus.h"
#include "tcg/host_disas.h"

static bool is_wanted(const Vcpu *v, int mask)
{
    return qemu_loglevel_mask(mask) && qemu_log_in_addr_range(v->hart.pc);
}

void jit_log_ops(const Vcpu *v, const TranslationBlock *tb, int mask)
{
    if (!is_wanted(v, mask)) {
        return;
    }
    g_autoptr(GString) text = g_string_new(NULL);

    ir_print(v->cpus->jit->ir, text);
    qemu_log("\nhart %d, priv %u, 0x%016" PRIx64 ", operations%s:\n%s",
             v->index, v->hart.priv, v->hart.pc,
             mask == CPU_LOG_TB_OP ? "" : " after optimisation", text->str);
}

void jit_log_code(const Vcpu *v, const TranslationBlock *tb,
                  const TcgUnit *unit)
{
    if (!is_wanted(v, CPU_LOG_TB_OUT_ASM)) {
        return;
    }
    g_autoptr(GString) text = g_string_new(NULL);

    tcg_host_disas(text, unit->code, unit->code_bytes, NULL);
    qemu_log_lock();
    qemu_log("\nhart %d, 0x%016" PRIx64 ", host code, %u bytes for %u "
             "instructions:\n%s", v->index, v->hart.pc, unit->code_bytes,
             v->cpus->jit->ir->n_insns, text->str);
    qemu_log_unlock();
}
