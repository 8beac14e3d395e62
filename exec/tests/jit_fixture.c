/* jit_fixture.c: see jit_fixture.h */
#include "jit_fixture.h"

#include "asm.h"
#include "memory/memory_map.h"

#include "support/unit.h"

static MemTxResult ask_read(void *opaque, hwaddr addr, uint64_t *data,
                            unsigned size, MemTxAttrs attrs)
{
    JitFixture *j = opaque;

    *data = 0;
    j->ask.to_nearest = jit_host_rounds_to_nearest();
    if (j->ask.reads_left > 0 && --j->ask.reads_left == 0) {
        j->ask.retired = j->h->retired;
        vcpu_request_exit(&j->f->vcpu, VCPU_EXIT_LOOP);
    }
    return MEMTX_OK;
}

static const MemoryRegionOps ask_ops = {
    .read_with_attrs = ask_read,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8 },
    .impl = { .min_access_size = 1, .max_access_size = 8 },
};

JitOptions jit_fixture_options(void)
{
    return (JitOptions) {
        .counts = true,
        .verify = true,
        .fit_slice = true,
        .code_bytes = 1 << 20,
    };
}

static void use_options(JitFixture *j, const JitOptions *options)
{
    CpuSet *cpus = j->f->cpus;
    GError *error = NULL;

    jit_free(cpus->jit);
    ck_assert_msg(cpu_set_use_jit(cpus, options, &error), "%s",
                  error ? error->message : "");
}

void jit_fixture_init(JitFixture *j, const JitOptions *options)
{
    *j = (JitFixture) { .f = exec_fixture_new("max") };
    j->h = &j->f->vcpu.hart;
    use_options(j, options);
    memory_region_init_io(&j->mr, NULL, &ask_ops, j, "ask", 0x1000);
    memory_region_add_subregion(get_system_memory(), ASK_BASE, &j->mr);
    j->h->mtvec = FIXTURE_RAM_BASE + JIT_VECTOR;
    LOAD(j->f, JIT_VECTOR, WFI);
}

void jit_fixture_deinit(JitFixture *j)
{
    memory_region_del_subregion(get_system_memory(), &j->mr);
    memory_region_deinit(&j->mr);
    exec_fixture_free(j->f);
}

bool jit_fixture_host_code(const JitFixture *j)
{
    return j->f->cpus->jit->code != NULL;
}

/* fegetround() would look at x87, which nobody changes. */
bool jit_host_rounds_to_nearest(void)
{
    volatile double one = 1, tiny = 0x1p-60;

    return one + tiny == one && one - tiny == one && -one - tiny == -one;
}

uint64_t jit_run_from(JitFixture *j, uint64_t offset)
{
    j->h->pc = FIXTURE_RAM_BASE + offset;
    j->h->wfi = false;
    ck_assert_int_eq(jit_run_freely(j), EXCP_HLT);
    return j->h->gpr[A0];
}

int jit_run_freely(JitFixture *j)
{
    Vcpu *v = &j->f->vcpu;

    v->slice_end = VCPU_NO_SLICE;
    cpu_exec_start(v);
    int result = cpu_exec(v);
    cpu_exec_end(v);
    return result;
}
