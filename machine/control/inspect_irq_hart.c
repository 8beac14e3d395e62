/*
 * inspect_irq_hart.c: what a hart does with its interrupt inputs
 *
 * The gates between an input and a handler, in order. Priv. "Machine
 * Interrupt (mip and mie) Registers", "mideleg", "mstatus".
 */
#include "inspect_irq.h"

#include "core/csr_bits.h"
#include "core/trap.h"
#include "machine/riscv_cpu.h"

/* The interrupts that harts of ours can have. */
static const uint8_t irqs[] = {
    IRQ_M_EXT, IRQ_M_SOFT, IRQ_M_TIMER, IRQ_S_EXT, IRQ_S_SOFT, IRQ_S_TIMER,
};

/* The state that decides, copied while the hart stood still. */
typedef struct HartWay {
    unsigned irq;
    uint64_t mip, mie, mideleg, mstatus;
    PrivMode priv;
    bool wfi;
    int next;                   /* that is taken first, -1: none */
} HartWay;

typedef struct HartQuestion {
    HartWay way;
    uint64_t taken[TRAP_LOG_CAUSES];
} HartQuestion;

static void look_on_cpu(Vcpu *v, void *data)
{
    HartQuestion *q = data;
    const Hart *h = &v->hart;

    q->way = (HartWay) {
        .mip = hart_mip(h), .mie = h->mie, .mideleg = h->mideleg,
        .mstatus = h->mstatus, .priv = h->priv, .wfi = h->wfi,
        .next = hart_pending_interrupt(h),
    };
    memcpy(q->taken, v->trap_log.taken[1], sizeof(q->taken));
}

/* --- gates --------------------------------------------------------------- */

static PrivMode destination(const HartWay *w)
{
    return w->mideleg >> w->irq & 1 ? PRIV_S : PRIV_M;
}

static bool is_not_pending(const HartWay *w)
{
    return !(w->mip >> w->irq & 1);
}

static bool is_not_enabled(const HartWay *w)
{
    return !(w->mie >> w->irq & 1);
}

static bool is_above(const HartWay *w)
{
    return w->priv > destination(w);
}

static bool is_masked(const HartWay *w)
{
    uint64_t enable = destination(w) == PRIV_S ? MSTATUS_SIE : MSTATUS_MIE;

    return w->priv == destination(w) && !(w->mstatus & enable);
}

static bool is_later(const HartWay *w)
{
    return w->next >= 0 && (unsigned)w->next != w->irq;
}

static const struct {
    bool (*is_shut)(const HartWay *way);
    const char *text;
} gates[] = {
    { is_not_pending, "the bit in mip is 0" },
    { is_not_enabled, "blocked: the bit in mie is 0" },
    { is_above, "waits: delegated to S-mode, and the hart is in M-mode" },
    { is_masked, "blocked: mstatus.xIE of the destination is 0" },
    { is_later, "waits: another interrupt goes first" },
};

static const char *verdict(const HartWay *way)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(gates); i++) {
        if (gates[i].is_shut(way)) {
            return gates[i].text;
        }
    }
    return "is taken at the next block";
}

static void print_way(GString *out, const HartWay *w)
{
    g_string_append_printf(out, "mip=%d mie=%d mideleg=%d (to %s-mode), hart "
                           "in %s-mode%s, SIE=%d MIE=%d: %s\n",
                           (int)(w->mip >> w->irq & 1),
                           (int)(w->mie >> w->irq & 1),
                           (int)(w->mideleg >> w->irq & 1),
                           inspect_priv_name(destination(w)),
                           inspect_priv_name(w->priv),
                           w->wfi ? " (waits)" : "",
                           (w->mstatus & MSTATUS_SIE) != 0,
                           (w->mstatus & MSTATUS_MIE) != 0, verdict(w));
}

/* --- one wire ------------------------------------------------------------ */

static DeviceState *hart_device(const IrqView *view, unsigned cpu)
{
    Vcpu *v = cpu_set_get(view->vm->cpus, cpu);

    return DEVICE((char *)v - offsetof(RISCVCPU, vcpu));
}

/* Which input of which hart is @pin? -1: of none. */
static int find_input(const IrqView *view, qemu_irq pin, unsigned *irq)
{
    for (guint cpu = 0; pin && cpu < view->vm->cpus->cpus->len; cpu++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(irqs); i++) {
            DeviceState *hart = hart_device(view, cpu);

            if (qdev_get_gpio_in(hart, irqs[i]) == pin) {
                *irq = irqs[i];
                return (int)cpu;
            }
        }
    }
    return -1;
}

void inspect_irq_print_hart(const IrqView *view, qemu_irq pin)
{
    HartQuestion q;
    unsigned irq = 0;
    int cpu = find_input(view, pin, &irq);

    if (cpu < 0 ||
        !control_run_on_cpu(view->vm, cpu, look_on_cpu, &q, NULL)) {
        g_string_append(view->out, "  the output leads to no hart\n");
        return;
    }
    q.way.irq = irq;
    g_string_append_printf(view->out, "  hart %d, %s: ", cpu, irq_name(irq));
    print_way(view->out, &q.way);
}

/* --- all of them --------------------------------------------------------- */

static void list_input(const IrqView *view, int cpu, const HartQuestion *q)
{
    const HartWay *w = &q->way;
    qemu_irq pin = qdev_get_gpio_in(hart_device(view, (unsigned)cpu),
                                    (int)w->irq);

    g_string_append_printf(view->out, "%4d  %-30s  %10" PRIu64
                           "  %3d  %3d  %7d  ", cpu, irq_name(w->irq),
                           q->taken[w->irq], (int)(w->mip >> w->irq & 1),
                           (int)(w->mie >> w->irq & 1),
                           (int)(w->mideleg >> w->irq & 1));
    inspect_irq_print_driver(view->out, pin);
    g_string_append_c(view->out, '\n');
}

bool inspect_irq_list_harts(const IrqView *view, Error **errp)
{
    g_string_append(view->out, "hart  interrupt                            "
                    "taken  mip  mie  mideleg  driven by\n");
    for (guint cpu = 0; cpu < view->vm->cpus->cpus->len; cpu++) {
        HartQuestion q;

        if (!control_run_on_cpu(view->vm, (int)cpu, look_on_cpu, &q, errp)) {
            return false;
        }
        for (unsigned i = 0; i < G_N_ELEMENTS(irqs); i++) {
            q.way.irq = irqs[i];
            list_input(view, (int)cpu, &q);
        }
    }
    return true;
}
