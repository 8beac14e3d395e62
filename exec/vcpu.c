/*
 * vcpu.c: making a vCPU, and keeping what is derived from its hart in step
 */
#include <inttypes.h>

#include "core/bql.h"
#include "core/csr_bits.h"
#include "core/log.h"
#include "core/trap.h"
#include "debug_check.h"
#include "exec/cpus.h"
#include "jit.h"
#include "mmu_context.h"
#include "tb.h"
#include "vcpu_internal.h"

/* Whoever notices, the vCPU compares for itself, in its own thread. */
void vcpu_time_changed(Vcpu *v)
{
    vcpu_request_exit(v, VCPU_EXIT_TIMER);
    vcpu_wake(v);
}

static void stimer_expired(void *opaque)
{
    vcpu_time_changed(opaque);
}

void vcpu_init(Vcpu *v, const VcpuParams *params, const HartConfig *config)
{
    memset(v, 0, sizeof(*v));
    v->hart.config = *config;
    v->index = params->index;
    v->cpus = params->cpus;
    v->as = params->as;
    v->env = params->env;
    v->timebase_hz = params->timebase_hz;
    v->decode = decode_table_new(config);
    v->tb_cache = params->cpus->tb_cache;
    v->bus = vcpu_phys_bus(v);
    v->jmp_cache = g_new0(TbJmpCacheEntry, TB_JMP_CACHE_SIZE);
    v->part_ops = g_new0(InterpOp, TB_MAX_INSNS + 1);
    v->scratch_tb = g_malloc0(sizeof(TranslationBlock) +
                              2 * sizeof(InterpOp));
    v->stimer = timer_new_ns(QEMU_CLOCK_VIRTUAL, stimer_expired, v);
    v->exception_index = EXCP_NONE;
    v->open_link = TB_NO_LINK;
    memcpy(v->helpers, jit_helpers, sizeof(v->helpers));
    memcpy(v->quick, jit_quick, sizeof(v->quick));
    if (v->cpus->jit && v->cpus->jit->check) {
        jit_check_init(v);
    }
    v->slice_end = VCPU_NO_SLICE;
    v->stopped = true;
    g_cond_init(&v->halt_cond);
    g_queue_init(&v->work);
    debug_points_init(&v->debug.points);
    mmu_contexts_init(v);
    g_ptr_array_add(params->cpus->cpus, v);
    vcpu_reset(v);
}

void vcpu_deinit(Vcpu *v)
{
    g_assert(!v->thread);
    if (v->cpus->jit) {
        jit_hold_still(v->cpus->jit);
        jit_go_on(v->cpus->jit);
    }
    g_ptr_array_remove(v->cpus->cpus, v);
    timer_free(v->stimer);
    mmu_contexts_deinit(v);
    jit_check_free(v);
    g_free(v->jmp_cache);
    g_free(v->part_ops);
    g_free(v->scratch_tb);
    decode_table_free(v->decode);
    g_queue_clear_full(&v->work, g_free);
    g_cond_clear(&v->halt_cond);
    debug_points_deinit(&v->debug.points);
}

void vcpu_reset(Vcpu *v)
{
    if (qemu_loglevel_mask(CPU_LOG_RESET)) {
        vcpu_log_state(v);
    }
    hart_reset(&v->hart);
    __atomic_fetch_and(&v->exit_request, ~(uint32_t)VCPU_EXIT_SSIP,
                       __ATOMIC_SEQ_CST);
    v->exception_index = EXCP_NONE;
    debug_reset(v);
    vcpu_state_changed(v);
}

void vcpu_state_changed(Vcpu *v)
{
    v->slice_open = false;      /* hart.retired may be another one */
    debug_triggers_changed(v);
    tlb_flush(v);
    vcpu_update_mode(v);
    vcpu_update_timer(v);
    vcpu_request_exit(v, VCPU_EXIT_IRQ);
}

void vcpu_request_exit(Vcpu *v, uint32_t why)
{
    __atomic_fetch_or(&v->exit_request, why, __ATOMIC_SEQ_CST);
    jit_jmp_close(v);
}

void vcpu_update_mode(Vcpu *v)
{
    mmu_context_select(v);
    v->tb_flags = tb_flags_from_hart(&v->hart);
    if (v->cpus->one_insn_per_tb) {
        v->tb_flags |= TB_FLAG_ONE_INSN;
    }
}

/* --- Sstc ---------------------------------------------------------------- */

static int64_t ticks_to_ns(const Vcpu *v, uint64_t ticks)
{
    unsigned __int128 ns = (unsigned __int128)ticks * NANOSECONDS_PER_SECOND;

    ns = (ns + v->timebase_hz - 1) / v->timebase_hz;
    return ns > INT64_MAX / 2 ? INT64_MAX / 2 : (int64_t)ns;
}

/*
 * STIP is the level time >= stimecmp while menvcfg.STCE is set. The timer
 * only wakes us at the moment the comparison turns true.
 */
void vcpu_update_timer(Vcpu *v)
{
    Hart *h = &v->hart;

    if (!hart_has(h, EXT_sstc)) {
        return;
    }
    bool enabled = h->menvcfg & MENVCFG_STCE;
    bool pending = hart_timer_pending(h, &v->env);

    hart_set_irq(h, IRQ_S_TIMER, pending);
    if (pending) {
        vcpu_request_exit(v, VCPU_EXIT_IRQ);
    }
    if (!enabled || pending || h->stimecmp == UINT64_MAX) {
        timer_del(v->stimer);
        return;
    }
    uint64_t left = h->stimecmp - v->env.read_time(v->env.opaque);
    timer_mod(v->stimer, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) +
                         ticks_to_ns(v, left));
}

void vcpu_apply_stale(Vcpu *v, unsigned stale)
{
    if (stale & CSR_STALE_TLB) {
        tlb_flush(v);
    }
    if (stale & CSR_STALE_TRIGGER) {
        debug_triggers_changed(v);
    }
    if (stale & (CSR_STALE_MODE | CSR_STALE_TLB)) {
        vcpu_update_mode(v);
    }
    if (stale & CSR_STALE_TIMER) {
        vcpu_update_timer(v);
    }
    if (stale & (CSR_STALE_IRQ | CSR_STALE_TIMER | CSR_STALE_MODE)) {
        vcpu_request_if_pending(v);
    }
}

/* Wires ask by themselves when they rise; this is for changes of the hart. */
void vcpu_request_if_pending(Vcpu *v)
{
    if (hart_pending_interrupt(&v->hart) >= 0) {
        vcpu_request_exit(v, VCPU_EXIT_IRQ);
    }
}

void vcpu_set_irq(void *opaque, int irq, int level)
{
    Vcpu *v = opaque;

    if (irq == IRQ_S_SOFT) {
        vcpu_request_exit(v, level ? VCPU_EXIT_SSIP : 0);
    } else {
        hart_set_irq(&v->hart, (unsigned)irq, level != 0);
    }
    if (level) {
        vcpu_wake(v);
    }
}

/* --- what people see ----------------------------------------------------- */

static void log_registers(const char *prefix, const uint64_t *regs)
{
    for (unsigned i = 0; i < 32; i++) {
        qemu_log(" %s%-2u %016" PRIx64 "%s", prefix, i, regs[i],
                 i % 4 == 3 ? "\n" : "");
    }
}

void vcpu_log_state(const Vcpu *v)
{
    const Hart *h = &v->hart;

    qemu_log_lock();
    qemu_log(" hart %d  pc %016" PRIx64 "  priv %u\n", v->index, h->pc,
             h->priv);
    log_registers("x", h->gpr);
    if (qemu_loglevel_mask(CPU_LOG_TB_FPU)) {
        log_registers("f", h->fpr);
    }
    qemu_log_unlock();
}

void cpu_log_block(const Vcpu *v, const TranslationBlock *tb)
{
    qemu_log_mask_and_addr(CPU_LOG_EXEC, v->hart.pc,
                           "hart %d: block 0x%016" PRIx64
                           " flags 0x%x, %u insns\n",
                           v->index, v->hart.pc, tb->flags, tb->n_insns);
    if (qemu_loglevel_mask(CPU_LOG_TB_CPU) &&
        qemu_log_in_addr_range(v->hart.pc)) {
        vcpu_log_state(v);
    }
}

/*
 * The same run gives the same digest, whichever engine executes it: who was
 * where, after how many instructions and with what in the registers, at each
 * trap.
 */
void vcpu_digest_trap(Vcpu *v, uint64_t cause)
{
    Digest *digest = &v->cpus->digest;
    const Hart *h = &v->hart;

    digest_update_u64(digest, (uint64_t)v->index);
    digest_update_u64(digest, cause);
    digest_update_u64(digest, h->pc);
    digest_update_u64(digest, h->retired);
    digest_update(digest, h->gpr, sizeof(h->gpr));
    digest_update(digest, h->fpr, sizeof(h->fpr));
}
