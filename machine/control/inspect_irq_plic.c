/*
 * inspect_irq_plic.c: what a PLIC does with its sources
 *
 * The gates of one source on its way to one context, in order; the first one
 * that is shut is the answer. RISC-V PLIC specification 1.0.0.
 */
#include "inspect_irq.h"

#include "devices/sifive_plic.h"

typedef struct PlicWay {
    const PlicRegs *regs;
    unsigned source;
    unsigned context;
} PlicWay;

static bool bit(const uint32_t *words, unsigned source)
{
    return words[source / 32] >> source % 32 & 1;
}

static bool is_enabled(const PlicWay *w)
{
    return bit(&w->regs->enable[w->context * w->regs->num_words], w->source);
}

/* --- gates --------------------------------------------------------------- */

static bool is_silent(const PlicWay *w)
{
    return !bit(w->regs->level, w->source) &&
           !bit(w->regs->pending, w->source) &&
           !bit(w->regs->in_service, w->source);
}

static bool is_in_service(const PlicWay *w)
{
    return bit(w->regs->in_service, w->source);
}

static bool is_not_pending(const PlicWay *w)
{
    return !bit(w->regs->pending, w->source);
}

static bool is_disabled(const PlicWay *w)
{
    return !is_enabled(w);
}

static bool has_no_priority(const PlicWay *w)
{
    return w->regs->priority[w->source] == 0;
}

static bool is_below_threshold(const PlicWay *w)
{
    return w->regs->priority[w->source] <= w->regs->threshold[w->context];
}

static const struct {
    bool (*is_shut)(const PlicWay *way);
    const char *text;
} gates[] = {
    { is_silent, "nothing to do: the wire is low" },
    { is_in_service, "claimed: the gateway waits for its completion" },
    { is_not_pending, "not pending" },
    { is_disabled, "blocked: its enable bit is 0 in this context" },
    { has_no_priority, "blocked: priority 0 never interrupts" },
    { is_below_threshold, "blocked: the priority is not above the threshold "
      "of the context" },
};

static const char *shut_gate(const PlicWay *way)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(gates); i++) {
        if (gates[i].is_shut(way)) {
            return gates[i].text;
        }
    }
    return NULL;
}

static const char *state_name(const PlicRegs *regs, unsigned source)
{
    if (bit(regs->in_service, source)) {
        return "in service";
    }
    return bit(regs->pending, source) ? "pending" : "idle";
}

/* --- the list ------------------------------------------------------------ */

static bool is_interesting(const SiFivePLICState *s, unsigned source)
{
    return s->raised[source] || s->regs.priority[source] ||
           bit(s->regs.pending, source) || bit(s->regs.level, source);
}

static void list_source(const IrqView *view, SiFivePLICState *s,
                        unsigned source)
{
    qemu_irq pin = qdev_get_gpio_in(DEVICE(s), (int)source);

    if (!is_interesting(s, source) && !inspect_irq_is_driven(pin)) {
        return;
    }
    g_string_append_printf(view->out, "%6u  %-5s  %-10s  %8u  %10" PRIu64
                           "  %10" PRIu64 "  ", source,
                           bit(s->regs.level, source) ? "high" : "low",
                           state_name(&s->regs, source),
                           s->regs.priority[source], s->raised[source],
                           s->claimed[source]);
    inspect_irq_print_driver(view->out, pin);
    g_string_append_c(view->out, '\n');
}

static void plic_list(const IrqView *view, DeviceState *dev)
{
    SiFivePLICState *s = SIFIVE_PLIC(dev);

    for (unsigned source = 1; source < s->regs.num_sources; source++) {
        list_source(view, s, source);
    }
}

static unsigned plic_count(DeviceState *dev)
{
    return SIFIVE_PLIC(dev)->regs.num_sources;
}

/* --- one source ---------------------------------------------------------- */

static void explain_context(const IrqView *view, SiFivePLICState *s,
                            unsigned context)
{
    const PlicContext *c = &s->contexts[context];
    PlicWay way = { &s->regs, view->source, context };
    const char *shut = shut_gate(&way);

    g_string_append_printf(view->out, "context %u, %c-mode of hart %u: "
                           "enable=%d threshold=%u output=%s: ", context,
                           c->mode, s->hartid_base + c->hart,
                           is_enabled(&way), s->regs.threshold[context],
                           s->output[context] ? "high" : "low");
    g_string_append_printf(view->out, "%s\n", shut ? shut : "passes");
    if (c->pin >= 0 && (!shut || (is_enabled(&way) && s->output[context]))) {
        inspect_irq_print_hart(view, s->external_irqs[c->pin]);
    }
}

static void plic_explain(const IrqView *view, DeviceState *dev)
{
    SiFivePLICState *s = SIFIVE_PLIC(dev);
    const PlicRegs *regs = &s->regs;
    unsigned source = view->source;

    g_string_append(view->out, "wire: ");
    inspect_irq_print_driver(view->out, qdev_get_gpio_in(dev, (int)source));
    g_string_append_printf(view->out, ", is %s; raised %" PRIu64 " times\n",
                           bit(regs->level, source) ? "high" : "low",
                           s->raised[source]);
    g_string_append_printf(view->out, "gateway: %s, priority %u; claimed %"
                           PRIu64 " times\n", state_name(regs, source),
                           regs->priority[source], s->claimed[source]);
    for (unsigned context = 0; context < regs->num_contexts; context++) {
        explain_context(view, s, context);
    }
}

const IrqController inspect_irq_plic = {
    .type = TYPE_SIFIVE_PLIC,
    .count = plic_count,
    .list = plic_list,
    .explain = plic_explain,
};
