/*
 * command_trap.c: `trap`, one provocation for each exception
 *
 * Each row runs guarded in M mode, some through S or U mode or with
 * mstatus.MPRV, which makes loads and stores act in the mode of MPP. The
 * page faults walk an Sv39 table of zeros, where no entry is valid. Plain
 * loads and stores may be misaligned; atomics may not. Privileged manual
 * 3.1.6.3, 3.1.15, 12.4.
 */
#include "demo.h"

enum { PTES_PER_PAGE = 512, SATP_SV39 = 8, SATP_MODE_SHIFT = 60 };

static uint64_t empty_table[PTES_PER_PAGE] __attribute__((aligned(4096)));

typedef struct Provocation {
    const char *name;
    void (*run)(uintptr_t argument);
    uintptr_t argument;
} Provocation;

static void run_illegal(uintptr_t argument)
{
    (void)argument;
    __asm__ volatile(".balign 4\n.word 0");
}

static void run_ebreak(uintptr_t argument)
{
    (void)argument;
    __asm__ volatile("ebreak");
}

static void run_ecall(void)
{
    __asm__ volatile("ecall");
}

static void run_ecall_in(uintptr_t mode)
{
    if (mode == MODE_M) {
        run_ecall();
    } else {
        enter_mode(mode, run_ecall);
    }
}

static void run_jump(uintptr_t address)
{
    ((void (*)(void))address)();
}

static void run_load(uintptr_t address)
{
    uint32_t value;

    __asm__ volatile("lw %0, 0(%1)" : "=r"(value) : "r"(address));
}

static void run_store(uintptr_t address)
{
    __asm__ volatile("sw zero, 0(%0)" : : "r"(address) : "memory");
}

static void run_reserve(uintptr_t address)
{
    uint32_t value;

    __asm__ volatile("lr.w %0, (%1)" : "=r"(value) : "r"(address));
}

static void run_atomic(uintptr_t address)
{
    __asm__ volatile("amoadd.w zero, zero, (%0)"
                     : : "r"(address) : "memory");
}

static void set_satp(uint64_t value)
{
    csr_write(satp, value);
    __asm__ volatile("sfence.vma" : : : "memory");
}

static void use_empty_table(void)
{
    set_satp((uint64_t)SATP_SV39 << SATP_MODE_SHIFT
             | (uintptr_t)empty_table >> 12);
}

/* From here to the trap, loads and stores act as in S mode. */
static void use_supervisor_memory(void)
{
    use_empty_table();
    csr_clear(mstatus, MSTATUS_MPP);
    csr_set(mstatus, MODE_S << 11);
    csr_set(mstatus, MSTATUS_MPRV);
}

static void run_paged_load(uintptr_t address)
{
    use_supervisor_memory();
    run_load(address);
}

static void run_paged_store(uintptr_t address)
{
    use_supervisor_memory();
    run_store(address);
}

static void run_paged_fetch(uintptr_t address)
{
    (void)address;
    use_empty_table();
    enter_mode(MODE_S, run_ecall);
}

static const Provocation provocations[] = {
    { "fetch where nothing is", run_jump, HOLE_BASE },
    { "instruction of zeros", run_illegal, 0 },
    { "ebreak", run_ebreak, 0 },
    { "misaligned lr.w", run_reserve, (uintptr_t)empty_table + 1 },
    { "load where nothing is", run_load, HOLE_BASE },
    { "misaligned amoadd.w", run_atomic, (uintptr_t)empty_table + 1 },
    { "store where nothing is", run_store, HOLE_BASE },
    { "ecall in U mode", run_ecall_in, MODE_U },
    { "ecall in S mode", run_ecall_in, MODE_S },
    { "ecall in M mode", run_ecall_in, MODE_M },
    { "fetch without a page", run_paged_fetch, 0 },
    { "load without a page", run_paged_load, 0x1000 },
    { "store without a page", run_paged_store, 0x2000 },
};

static void provoke(const Provocation *row)
{
    if (guarded_call(row->run, row->argument)) {
        const TrapReport *trap = trap_last();

        print("  %-23s cause %2lu %-24s epc %lx tval %lx\n", row->name,
              trap->cause, trap_name(trap->cause), trap->epc, trap->tval);
    } else {
        print("  %-23s no trap: the machine allows it\n", row->name);
    }
}

void command_trap(int argc, char **argv)
{
    unsigned count = sizeof(provocations) / sizeof(provocations[0]);

    (void)argc;
    (void)argv;
    csr_clear(mie, MIE_MEIE);   /* below M mode, mstatus.MIE is no gate */
    for (unsigned i = 0; i < count; i++) {
        provoke(&provocations[i]);
        set_satp(0);
    }
    csr_set(mie, MIE_MEIE);
    print("%u provocations survived\n", count);
}
