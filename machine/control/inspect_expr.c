/* inspect_expr.c: what $names are worth on a hart */
#include "inspect_internal.h"

#include <string.h>

#include "core/csr_fields.h"
#include "machine/expr.h"

typedef const char *RegisterName(unsigned number);

static int find_name(RegisterName *name, const char *wanted)
{
    for (unsigned i = 0; i < 32; i++) {
        if (strcmp(name(i), wanted) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* "x10" and "f10" count, too. */
static int find_number(char letter, const char *wanted)
{
    char *end;

    if (wanted[0] != letter || !g_ascii_isdigit(wanted[1])) {
        return -1;
    }
    guint64 number = g_ascii_strtoull(wanted + 1, &end, 10);

    return *end || number > 31 ? -1 : (int)number;
}

static int find_register(char letter, RegisterName *name, const char *wanted)
{
    int number = find_number(letter, wanted);

    return number < 0 ? find_name(name, wanted) : number;
}

static bool value_of(void *opaque, const char *name, uint64_t *value)
{
    Vcpu *v = opaque;
    int gpr = find_register('x', gpr_name, name);
    int fpr = find_register('f', fpr_name, name);
    int csr = csr_find(name);

    if (strcmp(name, "pc") == 0) {
        *value = v->hart.pc;
    } else if (strcmp(name, "fp") == 0) {
        *value = v->hart.gpr[8];
    } else if (gpr >= 0) {
        *value = v->hart.gpr[gpr];
    } else if (fpr >= 0) {
        *value = v->hart.fpr[fpr];
    } else {
        return csr >= 0 && inspect_csr_value(v, (unsigned)csr, value);
    }
    return true;
}

typedef struct Question {
    Vcpu *vcpu;
    const SymbolTable *symbols; /* (nullable) */
    const char *text;
    uint64_t value;
    Error *error;
} Question;

static bool reg_value(void *opaque, const char *name, uint64_t *value)
{
    const Question *q = opaque;

    return value_of(q->vcpu, name, value);
}

static bool symbol_value(void *opaque, const char *name, uint64_t *value)
{
    const Question *q = opaque;

    return q->symbols && symbols_lookup(q->symbols, name, value);
}

static void evaluate_on_cpu(Vcpu *v, void *data)
{
    Question *q = data;
    const ExprNames names = { reg_value, symbol_value, q };

    q->vcpu = v;

    (void)!expr_evaluate(q->text, &names, &q->value, &q->error);
}

/* Numbers need no hart: `print 1+1` works on every machine. */
bool inspect_evaluate(Vm *vm, int cpu, const char *text, uint64_t *value,
                      Error **errp)
{
    const ExprNames no_names = { .reg = NULL };
    Question q = {
        .text = text, .symbols = vm->machine ? vm->machine->symbols : NULL,
    };

    if (expr_evaluate(text, &no_names, value, NULL)) {
        return true;
    }
    if (!control_run_on_cpu(vm, cpu, evaluate_on_cpu, &q, errp)) {
        return false;
    }
    if (q.error) {
        error_propagate(errp, q.error);
        return false;
    }
    *value = q.value;
    return true;
}
