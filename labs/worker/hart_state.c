/* hart_state.c: what a hart_machine shows: names, digest, disassembly */
#include <stdlib.h>
#include <string.h>

#include "core/digest.h"
#include "exec/debug.h"
#include "hart_machine.h"

/* Counters follow from what is shown; reading them all shows nothing more. */
static bool is_counter(unsigned number)
{
    return (number >= 0xb00 && number < 0xba0) ||
           (number >= 0xc00 && number < 0xca0);
}

bool hart_machine_shows_csr(const HartMachine *m, unsigned number)
{
    return csr_name(number) && csr_exists(&m->fresh, number) &&
           !is_counter(number);
}

/* --- writing by name ----------------------------------------------------- */

static int find_gpr(const char *name)
{
    for (unsigned i = 0; i < 32; i++) {
        g_autofree char *plain = g_strdup_printf("x%u", i);

        if (g_str_equal(name, plain) || g_str_equal(name, gpr_name(i))) {
            return (int)i;
        }
    }
    return -1;
}

static bool set_csr(Vcpu *v, const char *name, uint64_t value)
{
    for (unsigned i = 0; i < 0x1000; i++) {
        unsigned stale;

        if (csr_name(i) && g_str_equal(csr_name(i), name)) {
            return csr_poke(&v->hart, &v->env, i, value, &stale);
        }
    }
    return false;
}

bool hart_machine_set(HartMachine *m, Vcpu *v, const char *name,
                      uint64_t value)
{
    Hart *h = &v->hart;
    int gpr = find_gpr(name);
    bool found = true;

    if (gpr >= 0) {
        h->gpr[gpr] = gpr ? value : 0;
    } else if (g_str_equal(name, "pc")) {
        h->pc = value;
    } else if (g_str_equal(name, "priv")) {
        h->priv = value <= PRIV_S ? (uint8_t)value : PRIV_M;
    } else if (g_str_equal(name, "wfi")) {
        h->wfi = value != 0;
    } else if (g_str_equal(name, "retired")) {
        h->retired = value;
    } else {
        found = set_csr(v, name, value);
    }
    vcpu_state_changed(v);
    return found;
}

/* --- digest -------------------------------------------------------------- */

static void digest_hart(HartMachine *m, Digest *digest, Vcpu *v)
{
    Hart *h = &v->hart;
    uint64_t value;

    digest_update(digest, h->gpr, sizeof(h->gpr));
    digest_update(digest, h->fpr, sizeof(h->fpr));
    digest_update_u64(digest, h->pc);
    digest_update_u64(digest, h->retired);
    digest_update_u64(digest, (uint64_t)h->priv << 16 | h->wfi << 8 |
                              h->lr_valid);
    for (unsigned i = 0; i < 0x1000; i++) {
        if (hart_machine_shows_csr(m, i) && csr_peek(h, &v->env, i, &value)) {
            digest_update_u64(digest, value);
        }
    }
}

uint64_t hart_machine_digest(HartMachine *m)
{
    Digest digest;

    digest_init(&digest);
    for (unsigned i = 0; i < m->n_harts; i++) {
        digest_hart(m, &digest, &m->harts[i]);
    }
    digest_update(&digest, m->host, LAB_RAM_SIZE);
    digest_update(&digest, m->io_regs, sizeof(m->io_regs));
    digest_update_u64(&digest, m->n_events);
    return digest_value(&digest);
}

/* --- disassembly --------------------------------------------------------- */

char *hart_machine_disas(const HartMachine *m, Vcpu *v)
{
    hwaddr offset = cpu_get_phys_addr_debug(v, v->hart.pc) - LAB_RAM_BASE;
    char text[64];
    uint32_t word;

    if (offset > LAB_RAM_SIZE - sizeof(word)) {
        return g_strdup("(not in RAM)");
    }
    memcpy(&word, m->host + offset, sizeof(word));
    insn_disas(v->decode, word, v->hart.pc, text, sizeof(text));
    return g_strdelimit(g_strdup(text), "\t", ' ');
}
