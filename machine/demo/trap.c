/*
 * trap.c: what happens after trap_entry
 *
 * Interrupts go to the handler that a command installed. An exception inside
 * guarded_call() is recorded and unwinds to its caller in M mode; any other
 * is the demo's own mistake: it is printed and the machine stops with exit
 * status 1. Privileged manual 3.1.15 (mcause).
 */
#include "demo.h"

enum { INTERRUPTS = 16, CAUSES = 16 };

static const char *const cause_names[CAUSES] = {
    "instruction address misaligned",
    "instruction access fault",
    "illegal instruction",
    "breakpoint",
    "load address misaligned",
    "load access fault",
    "store address misaligned",
    "store access fault",
    "ecall from U",
    "ecall from S",
    "reserved",
    "ecall from M",
    "instruction page fault",
    "load page fault",
    "reserved",
    "store page fault",
};

uint64_t guard_stack;               /* nonzero inside guarded_call() */
static TrapReport last_trap;
static InterruptFn handlers[INTERRUPTS];

const TrapReport *trap_last(void)
{
    return &last_trap;
}

const char *trap_name(uint64_t cause)
{
    return cause < CAUSES ? cause_names[cause] : "unknown";
}

void trap_on_interrupt(unsigned number, InterruptFn handler)
{
    handlers[number] = handler;
}

static void stop_machine(void)
{
    print("\nunexpected trap: mcause %lx mepc %lx mtval %lx\n",
          csr_read(mcause), csr_read(mepc), csr_read(mtval));
    *reg32(FINISHER_BASE) = 1 << 16 | FINISHER_FAIL;
    for (;;) {
        wait_for_interrupt();
    }
}

static void handle_interrupt(unsigned number)
{
    if (number < INTERRUPTS && handlers[number]) {
        handlers[number]();
    } else {
        stop_machine();
    }
}

static void handle_exception(void)
{
    if (!guard_stack) {
        stop_machine();
    }
    csr_clear(mstatus, MSTATUS_MPRV);
    csr_set(mstatus, MSTATUS_MPP);      /* go on in M mode */
    csr_write(mepc, guarded_trapped);
}

void trap_handle(TrapFrame *frame)
{
    uint64_t cause = csr_read(mcause);

    (void)frame;
    if ((int64_t)cause < 0) {
        handle_interrupt(cause & 63);
        return;
    }
    last_trap = (TrapReport){ cause, csr_read(mepc), csr_read(mtval) };
    handle_exception();
}
