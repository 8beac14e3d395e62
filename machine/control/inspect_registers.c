/*
 * inspect_registers.c: the registers of a hart
 *
 * Names and columns are those that scripts know from QEMU: a CSR a line, then
 * four registers a line. What the bits of a CSR mean stands behind its value.
 */
#include "inspect_internal.h"

#include <string.h>

#include "core/csr_bits.h"
#include "core/csr_fields.h"
#include "core/trap.h"

static const uint16_t main_csrs[] = {
    CSR_mhartid, CSR_mstatus, CSR_mip, CSR_mie, CSR_mideleg, CSR_medeleg,
    CSR_mtvec, CSR_stvec, CSR_mepc, CSR_sepc, CSR_mcause, CSR_scause,
    CSR_mtval, CSR_stval, CSR_mscratch, CSR_sscratch, CSR_satp,
};

bool inspect_csr_value(Vcpu *v, unsigned number, uint64_t *value)
{
    return csr_exists(&v->hart, number) &&
           csr_peek(&v->hart, &v->env, number, value);
}

/* Cause 0 is what a hart has that never trapped: words would mislead. */
static bool has_words(unsigned number, uint64_t value)
{
    return value != 0 || (number != CSR_mcause && number != CSR_scause);
}

static void print_csr(Vcpu *v, unsigned number, const char *format,
                      GString *out)
{
    gsize start;
    uint64_t value;

    if (!inspect_csr_value(v, number, &value)) {
        return;
    }
    g_string_append_printf(out, format, csr_name(number));
    g_string_append_printf(out, " %016" PRIx64 "  ", value);
    start = out->len;
    if (has_words(number, value)) {
        csr_print_fields(out, number, value);
    }
    if (out->len == start) {
        g_string_truncate(out, start - 2);
    }
    g_string_append_c(out, '\n');
}

typedef const char *RegisterName(unsigned number);

static void print_registers(GString *out, char letter, RegisterName *name,
                            const uint64_t *regs)
{
    for (unsigned i = 0; i < 32; i++) {
        char both[16];

        g_snprintf(both, sizeof(both), "%c%u/%s", letter, i, name(i));
        g_string_append_printf(out, " %-8s %016" PRIx64 "%s", both, regs[i],
                               i % 4 == 3 ? "\n" : "");
    }
}

static void print_head(const Vcpu *v, GString *out)
{
    const Hart *h = &v->hart;

    g_string_append_printf(out, "\nCPU#%d\n V      =   %d\n", v->index,
                           h->virt);
    g_string_append_printf(out, " pc       %016" PRIx64 "  priv=%s%s%s%s\n",
                           h->pc, inspect_priv_name(h->priv),
                           h->wfi ? ", waits for an interrupt" : "",
                           h->lr_valid ? ", holds a reservation" : "",
                           v->stopped ? ", stopped" : "");
}

static void registers_on_cpu(Vcpu *v, void *data)
{
    const Hart *h = &v->hart;
    GString *out = data;

    print_head(v, out);
    for (unsigned i = 0; i < G_N_ELEMENTS(main_csrs); i++) {
        print_csr(v, main_csrs[i], " %-8s", out);
    }
    print_registers(out, 'x', gpr_name, h->gpr);
    if (h->mstatus & MSTATUS_FS) {
        print_csr(v, CSR_fcsr, " %-8s", out);
        print_registers(out, 'f', fpr_name, h->fpr);
    }
}

bool inspect_registers(Vm *vm, int cpu, GString *out, Error **errp)
{
    return control_run_on_cpu(vm, cpu, registers_on_cpu, out, errp);
}

bool inspect_registers_all(Vm *vm, GString *out, Error **errp)
{
    bool ok = true;

    for (guint i = 0; ok && i < vm->cpus->cpus->len; i++) {
        ok = inspect_registers(vm, (int)i, out, errp);
    }
    return ok;
}

/* --- one CSR ------------------------------------------------------------- */

typedef struct CsrQuestion {
    int number;                 /* -1: all */
    GString *out;
    bool exists;
} CsrQuestion;

static void csr_on_cpu(Vcpu *v, void *data)
{
    CsrQuestion *q = data;
    unsigned first = q->number < 0 ? 0 : (unsigned)q->number;
    unsigned last = q->number < 0 ? 4095 : first;

    for (unsigned number = first; number <= last; number++) {
        q->exists |= csr_exists(&v->hart, number);
        print_csr(v, number, "%-14s", q->out);
    }
}

/* "satp" or "0x180". */
static int parse_csr(const char *name)
{
    char *end;
    int number = csr_find(name);
    guint64 parsed = g_ascii_strtoull(name, &end, 0);

    if (number < 0 && *name && !*end && parsed < 4096) {
        number = (int)parsed;
    }
    return number;
}

bool inspect_csr(Vm *vm, int cpu, const char *name, GString *out,
                 Error **errp)
{
    CsrQuestion q = { .number = name ? parse_csr(name) : -1, .out = out };

    if (name && q.number < 0) {
        error_setg(errp, "there is no CSR '%s'; 'info csr' lists those of "
                   "the hart", name);
        return false;
    }
    if (!control_run_on_cpu(vm, cpu, csr_on_cpu, &q, errp)) {
        return false;
    }
    if (!q.exists) {
        error_setg(errp, "hart %d has no CSR '%s'", cpu, name ? name : "");
    }
    return q.exists;
}
