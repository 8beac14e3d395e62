/*
 * qtest_hart.c: verbs about harts and about the host
 *
 * "csr" reads or writes a CSR as a debugger does: privilege does not count,
 * legal values do.
 */
#include <inttypes.h>

#include "qtest_internal.h"

#include "core/csr.h"
#include "exec/cpus.h"

typedef struct CsrRequest {
    unsigned number;
    bool write;
    uint64_t value;             /* (inout) */
    bool exists;                /* (out) */
} CsrRequest;

static void access_csr(Vcpu *v, void *data)
{
    CsrRequest *request = data;
    unsigned stale = 0;

    if (!request->write) {
        request->exists = csr_peek(&v->hart, &v->env, request->number,
                                   &request->value);
        return;
    }
    request->exists = csr_poke(&v->hart, &v->env, request->number,
                               request->value, &stale);
    vcpu_apply_stale(v, stale);
}

static void serve(Qtest *q, uint64_t hart, CsrRequest *request)
{
    if (hart >= q->vm->cpus->cpus->len) {
        qtest_reply(q, "FAIL there is no hart %" PRIu64, hart);
        return;
    }
    run_on_cpu(cpu_set_get(q->vm->cpus, (unsigned)hart), access_csr, request);
    if (request->exists) {
        qtest_reply(q, "OK 0 %016" PRIx64, request->value);
    } else {
        qtest_reply(q, "FAIL hart %" PRIu64 " has no CSR 0x%x", hart,
                    request->number);
    }
}

void qtest_csr(Qtest *q, const QtestVerb *verb, char **words)
{
    CsrRequest request = { .write = g_str_equal(words[1], "set_csr") };
    uint64_t hart, number;

    if (!request.write && !g_str_equal(words[1], "get_csr")) {
        qtest_reply(q, "FAIL csr needs %s", verb->usage);
        return;
    }
    if (!qtest_number(q, words[2], &hart) ||
        !qtest_number(q, words[3], &number) ||
        !qtest_number(q, words[4], &request.value)) {
        return;
    }
    if (number > 0xfff) {
        qtest_reply(q, "FAIL a CSR is 0 to 0xfff");
        return;
    }
    request.number = (unsigned)number;
    serve(q, hart, &request);
}

/* Everything is built in. */
void qtest_module_load(Qtest *q, const QtestVerb *verb, char **words)
{
    qtest_reply(q, "FAIL");
}
