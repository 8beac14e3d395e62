/*
 * plic_claim.c: the rules of PLIC gateways, priorities, claim and completion
 *
 * A source is idle, pending (IP set) or in service (claimed). Its gateway lets
 * one request through at a time:
 *
 *            level high            claim              complete
 *     idle -------------> pending -------> in service ---------> idle
 *
 * and from idle a level that is still high leads to pending at once.
 *
 * RISC-V PLIC specification 1.0.0, chapters "Interrupt Gateways", "Interrupt
 * Claims" and "Interrupt Completion".
 */
#include "devices/sifive_plic.h"

static bool bit_get(const uint32_t *words, uint32_t source)
{
    return words[source / 32] >> (source % 32) & 1;
}

static void bit_put(uint32_t *words, uint32_t source, bool value)
{
    uint32_t mask = 1u << (source % 32);

    words[source / 32] = value ? words[source / 32] | mask
                               : words[source / 32] & ~mask;
}

/* an open gateway turns a high level into a pending request */
static void gateway_sample(PlicRegs *regs, uint32_t source)
{
    if (bit_get(regs->level, source) && !bit_get(regs->in_service, source)) {
        bit_put(regs->pending, source, true);
    }
}

void plic_set_level(PlicRegs *regs, uint32_t source, bool level)
{
    bit_put(regs->level, source, level);
    gateway_sample(regs, source);
}

uint32_t plic_best_source(const PlicRegs *regs, uint32_t context,
                          uint32_t above)
{
    const uint32_t *enable = &regs->enable[context * regs->num_words];
    uint32_t best = 0;

    for (uint32_t word = 0; word < regs->num_words; word++) {
        uint32_t bits = regs->pending[word] & enable[word];

        for (; bits; bits &= bits - 1) {
            uint32_t source = word * 32 + (uint32_t)__builtin_ctz(bits);

            if (regs->priority[source] > above) {
                above = regs->priority[source];
                best = source;
            }
        }
    }
    return best;
}

bool plic_context_asserted(const PlicRegs *regs, uint32_t context)
{
    return plic_best_source(regs, context, regs->threshold[context]) != 0;
}

uint32_t plic_claim(PlicRegs *regs, uint32_t context)
{
    uint32_t source = plic_best_source(regs, context, 0);

    if (source) {
        bit_put(regs->pending, source, false);
        bit_put(regs->in_service, source, true);
    }
    return source;
}

bool plic_complete(PlicRegs *regs, uint32_t context, uint32_t source)
{
    const uint32_t *enable = &regs->enable[context * regs->num_words];

    if (source == 0 || source >= regs->num_sources ||
        !bit_get(enable, source)) {
        return false;
    }
    bit_put(regs->in_service, source, false);
    gateway_sample(regs, source);
    return true;
}
