/* debug_fixture.c: see debug_fixture.h */
#include "debug_fixture.h"

#include "asm.h"

#include "support/unit.h"

#define NO_PAGE (~0ull)

ExecFixture *debug_fixture_new(const char *cpu)
{
    ExecFixture *f = exec_fixture_new(cpu);

    f->vcpu.hart.mtvec = AT(DEBUG_VECTOR);
    f->vcpu.page_pc = NO_PAGE;
    LOAD(f, DEBUG_VECTOR, WFI);
    return f;
}

int debug_go_on(ExecFixture *f)
{
    int result;

    f->vcpu.hart.wfi = false;
    do {
        result = exec_fixture_run(f, 100000);
    } while (result == EXCP_INTERRUPT && f->vcpu.hart.retired < 100000);
    return result;
}

int debug_run_from(ExecFixture *f, uint64_t offset)
{
    f->vcpu.hart.pc = AT(offset);
    return debug_go_on(f);
}

void debug_break(ExecFixture *f, uint64_t offset)
{
    ck_assert_int_eq(cpu_breakpoint_insert(&f->vcpu, AT(offset), BP_GDB,
                                           NULL), 0);
}

void debug_unbreak(ExecFixture *f, uint64_t offset)
{
    ck_assert_int_eq(cpu_breakpoint_remove(&f->vcpu, AT(offset), BP_GDB), 0);
}

bool debug_has_units(const ExecFixture *f)
{
    return f->cpus->jit != NULL;
}

bool debug_ran_units(ExecFixture *f)
{
    bool ran = f->vcpu.page_pc != NO_PAGE;

    f->vcpu.page_pc = NO_PAGE;
    return ran || !debug_has_units(f);
}
