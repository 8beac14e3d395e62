/* semihosting_gdb.c: see semihosting_gdb.h */
#include "semihosting_gdb.h"

#include "core/log.h"
#include "debug/gdb_server.h"
#include "exec/cpus.h"
#include "runstate/runstate.h"

typedef enum AskState {
    ASK_NOTHING,
    ASK_POSTED,                 /* the bottom half will send it */
    ASK_SENT,
    ASK_ANSWERED,               /* the hart has not fetched it yet */
} AskState;

struct SemihostGdb {
    Vm *vm;
    bool always;
    QEMUBH *bh;
    AskState state;
    void *cpu;                  /* who asks */
    char *request;
    SemihostAnswer answer;
};

static void answered(void *opaque, int64_t result, unsigned error)
{
    SemihostGdb *g = opaque;

    g->state = g->cpu ? ASK_ANSWERED : ASK_NOTHING;
    g->answer = (SemihostAnswer){ result, error };
}

/* The main loop is between two packets: nobody else writes to the line. */
static void send_request(void *opaque)
{
    SemihostGdb *g = opaque;
    const Vcpu *v = g->cpu;

    if (g->state != ASK_POSTED) {
        return;
    }
    g->state = ASK_SENT;
    if (!g->vm->gdb || !gdb_server_file_io(g->vm->gdb, v->index, g->request,
                                           answered, g)) {
        qemu_log_mask(LOG_GUEST_ERROR, "semihosting: no debugger is there to "
                      "serve '%s'\n", g->request);
        answered(g, -1, 0);
    }
}

/* The hart that asked starts anew: nobody will fetch the answer. */
static void machine_reset(void *opaque)
{
    SemihostGdb *g = opaque;

    g->cpu = NULL;
    if (g->state != ASK_SENT) {
        g->state = ASK_NOTHING;
    }
}

SemihostGdb *semihost_gdb_new(Vm *vm, SemihostTarget target)
{
    SemihostGdb *g;

    if (target == SEMIHOST_NATIVE) {
        return NULL;
    }
    g = g_new0(SemihostGdb, 1);
    g->vm = vm;
    g->always = target == SEMIHOST_GDB;
    g->bh = qemu_bh_new(send_request, g);
    qemu_register_reset(machine_reset, g);
    return g;
}

void semihost_gdb_free(SemihostGdb *g)
{
    if (g) {
        qemu_unregister_reset(machine_reset, g);
        qemu_bh_delete(g->bh);
        g_free(g->request);
        g_free(g);
    }
}

bool semihost_gdb_serves(const SemihostGdb *g)
{
    return g && (g->always || g->state != ASK_NOTHING ||
                 (g->vm->gdb && gdb_server_has_file_io(g->vm->gdb)));
}

static bool is_same(const SemihostGdb *g, const void *cpu,
                    const char *request)
{
    return g->cpu == cpu && g_strcmp0(g->request, request) == 0;
}

bool semihost_gdb_ask(SemihostGdb *g, void *cpu, const char *request,
                      SemihostAnswer *answer)
{
    if (g->state == ASK_ANSWERED && is_same(g, cpu, request)) {
        g->state = ASK_NOTHING;
        *answer = g->answer;
        return true;
    }
    if (g->state == ASK_NOTHING) {
        g->state = ASK_POSTED;
        g->cpu = cpu;
        g_free(g->request);
        g->request = g_strdup(request);
        qemu_bh_schedule(g->bh);
    }
    return false;
}
