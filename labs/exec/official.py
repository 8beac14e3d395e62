"""More of what the lab exec asks: graders only."""
from blocks import (IRQS, MACHINE, PAGE, SUPERVISOR, USER, bits, open_pmp,
                    straight)
from guest import (A0, A1, HANDLER, MRET, NOP, PAUSE, RAISE, RAM, S1, S2, S3,
                   S4, SRET, T0, T1, WFI, ZERO, Label, add, addi, assemble,
                   body, branch, csrr, csrsi, csrw, flat, jal, li,
                   load_program, op, prologue, random_program, sd,
                   seed_registers)
from scenario import scenario
from scenarios_loop import ask
from scenarios_rounds import SPIN, any_mstatus, start_harts


@scenario("exec.1", "any number has one kind", "only the borders count",
          visibility="official")
def any_index(s):
    for _ in range(12):
        op(s, "classify", s.rng.choice((
            s.rng.randrange(64), s.rng.randrange(0x10000),
            0x10000 + s.rng.randrange(8))))
    op(s, "classify", -1)


@scenario("exec.2", "lookups in any order",
          "both levels always agree with what was made",
          visibility="official")
def lookups_in_any_order(s):
    open_pmp(s)
    places = [RAM + 8 * s.rng.randrange(2048) for _ in range(4)]
    places += [places[0] + (1 << 13) + 2, places[1] + (2 << 13) + 4]
    for at in places:
        straight(s, at, s.rng.randrange(1, 4))
    for _ in range(60):
        at = s.rng.choice(places)
        if s.rng.random() < 0.2:
            op(s, "context", s.rng.choice((USER, SUPERVISOR, MACHINE)), 1)
        op(s, s.rng.choice(("build", "lookup", "lookup", "physical",
                           "jump_cache")), at)
        if s.rng.random() < 0.1:
            op(s, "forget")


@scenario("exec.3", "any state of the hart", "as the specification says",
          visibility="official")
def any_interrupt_state(s):
    for _ in range(120):
        ask(s, s.rng.choice((USER, SUPERVISOR, MACHINE)),
            bits(n for n in (1, 3) if s.rng.getrandbits(1)),
            bits(s.rng.sample(IRQS, s.rng.randrange(5))),
            s.rng.sample(IRQS, s.rng.randrange(1, 5)),
            bits(s.rng.sample(IRQS, s.rng.randrange(3, 8))))


def system_handler():
    """In M: skip the instruction; every other time return to another mode."""
    return [csrr(T0, "mcause"), add(S4, S4, T0), addi(S3, S3, 1),
            csrr(T1, "mepc"), addi(T1, T1, 4), csrw("mepc", T1), MRET]


def supervisor_handler():
    return [csrr(T0, "scause"), add(S4, S4, T0), addi(S3, S3, 3),
            csrr(T1, "sepc"), addi(T1, T1, 4), csrw("sepc", T1), SRET]


@scenario("exec.4", "user and supervisor mode, delegated traps",
          "each change of mode is another context of blocks",
          visibility="official")
def modes_change(s):
    open_pmp(s)
    seed_registers(s)
    mpp = s.rng.choice((0, 1)) << 11
    enter = [li(T0, HANDLER + PAGE), csrw("stvec", T0),
             li(T0, bits((2, 8))), csrw("medeleg", T0),
             li(T0, mpp), csrw("mstatus", T0), li(T0, RAM + 5 * PAGE),
             csrw("mepc", T0), MRET]
    user = [addi(S1, ZERO, 4), Label("on"), body(s.rng, 14, 0.35),
            addi(S1, S1, -1), branch("bne", S1, ZERO, "on"),
            Label("end"), jal(ZERO, "end")]
    load_program(s, [prologue(), enter])
    op(s, "load", HANDLER, assemble(system_handler(), HANDLER))
    op(s, "load", HANDLER + PAGE, assemble(supervisor_handler(),
                                          HANDLER + PAGE))
    op(s, "load", RAM + 5 * PAGE, assemble(user, RAM + 5 * PAGE))
    s.run(s.rng.randrange(50, 300))
    s.run(400)


@scenario("exec.4", "interrupts while programs trap",
          "both ways into the handler, in any order",
          visibility="official")
def interrupts_and_exceptions(s):
    seed_registers(s)
    program = list(flat(random_program(s.rng, length=10, rounds=6,
                                       traps=0.2)))
    irq = [addi(A0, ZERO, s.rng.choice((3, 7, 11))), sd(A0, S2, RAISE)]
    start = [prologue(), li(A1, bits((3, 7, 11))), csrw("mie", A1),
             csrsi("mstatus", 8)]
    at = s.rng.randrange(15, len(program) - 4)
    load_program(s, [start, program[:at], irq, program[at:]])
    s.run(s.rng.randrange(40, 200))
    s.run(800)


@scenario("exec.6", "harts, work and stops in any order",
          "every turn is as long as it should be", visibility="official")
def rounds_in_any_order(s):
    gives = [Label("on"), addi(A0, A0, 1), [NOP] * s.rng.randrange(9),
             PAUSE, jal(ZERO, "on")]
    start_harts(s, [s.rng.choice((SPIN, gives, [WFI])) for _ in range(4)])
    for step in range(8):
        kind = s.rng.randrange(4)
        if kind == 0:
            op(s, "work", s.rng.randrange(4), step)
        elif kind == 1:
            op(s, "stop", s.rng.randrange(4))
        elif kind == 2:
            op(s, "go")
        op(s, "round")


@scenario("exec.7", "any trap from any mode",
          "as the specification says", visibility="official")
def any_trap(s):
    op(s, "trap_setup", RAM + 0x2000 | 1, RAM + 0x4000 | 1,
         s.rng.getrandbits(16), hex(bits((1, 5, 9))))
    for mode in (USER, SUPERVISOR, MACHINE) * 4:
        op(s, "trap", s.rng.choice((0, 1, 2, 3, 5, 7, 12, 13, 15)), 1, mode,
             any_mstatus(s.rng), RAM)
        op(s, "interrupt", s.rng.choice(IRQS), mode, 0, RAM)
