"""Turns, ways out and in: exercises 5, 6 and 7 of the lab exec."""
from blocks import (HELPER_DEBUG, HELPER_FAULT, MACHINE, MIE, PAGE, PLAIN,
                    QUIET, SIE, SUPERVISOR, USER, bits, helper_program)
from guest import (A0, A1, DATA, DEVICE, HANDLER, KICK, MRET, NOP, PAUSE, RAM,
                   S0, S1, S2, S3, S4, STOP, WFI, ZERO, Label, add, addi,
                   assemble, branch, csrr, csrsi, csrw, jal, li, load_program,
                   op, sd, skipping_handler)
from scenario import scenario


# --- 5 the way out of a helper -----------------------------------------------

@scenario("exec.5", "the instruction that was left did not happen",
          "pc is its address, and those before it are counted")
def state_is_that_before_the_instruction(s):
    for _ in range(4):
        load_program(s, [helper_program(s.rng, HELPER_DEBUG, HELPER_FAULT),
                         WFI], handler=False)
        op(s, "helper", RAM)


@scenario("exec.5", "nothing stays switched off",
          "what a helper changed for the time of an instruction is undone")
def switches_are_reset(s):
    load_program(s, [helper_program(s.rng, QUIET), WFI], handler=False)
    op(s, "helper", RAM)
    op(s, "helper", RAM)


@scenario("exec.5", "every kind of leaving, one after the other",
          "each lands outside of a block, with its exception and its count")
def kinds_of_leaving(s):
    kinds = [HELPER_DEBUG, HELPER_FAULT, PLAIN, QUIET]
    for kind in [QUIET, *s.rng.choices(kinds, k=5)]:
        load_program(s, [helper_program(s.rng, kind), WFI], handler=False)
        op(s, "helper", RAM)


# --- 6 round-robin -----------------------------------------------------------

# Long blocks: a turn is 200000 instructions.
SPIN = [Label("on"), addi(A0, A0, 1), [NOP] * 50, sd(A0, S0, 0),
        jal(ZERO, "on")]


def start_harts(s, programs, at=RAM, time="instructions"):
    """Hart n gets programs[n], a page and a word of data of its own."""
    op(s, "harts", len(programs), time)
    for n, program in enumerate(programs):
        op(s, "load", at + PAGE * 2 * n, assemble(program, at + PAGE * 2 * n))
        op(s, "hart_set", n, "pc", at + PAGE * 2 * n)
        op(s, "hart_set", n, "s0", DATA + 64 * n)
        op(s, "hart_set", n, "s2", DEVICE)
        op(s, "hart_set", n, "mtvec", HANDLER)
    op(s, "load", HANDLER, assemble(skipping_handler(), HANDLER))
    op(s, "go")


@scenario("exec.6", "nobody starves",
          "harts that spin all get the same slice in each round")
def spinning_harts_share(s):
    start_harts(s, [SPIN] * s.rng.randrange(2, 5))
    op(s, "hart_set", 1, "retired", s.rng.randrange(1 << 32, 1 << 34))
    for _ in range(3):
        op(s, "round")


@scenario("exec.6", "who waits or gives way ends its turn",
          "WFI and pause end a slice; the rest of it is not saved up")
def giving_way_ends_the_turn(s):
    gives = [Label("on"), addi(A0, A0, 1), PAUSE, jal(ZERO, "on")]
    waits = [addi(A0, A0, 3), WFI, addi(A0, A0, 1), WFI]
    start_harts(s, s.rng.sample([SPIN, gives, waits, gives], 4))
    for _ in range(4):
        op(s, "round")


@scenario("exec.6", "queued work runs on its hart, in order",
          "after the slice, with the hart as the current one")
def work_runs_on_its_hart(s):
    start_harts(s, [SPIN, [WFI], SPIN])
    op(s, "round")
    for number in range(5):
        op(s, "work", s.rng.randrange(3), number)
    op(s, "round")
    op(s, "round")


@scenario("exec.6", "a hart that is asked to stop stops",
          "the others go on; a stopped hart executes nothing, and still "
          "does its work")
def stopped_harts_stand(s):
    start_harts(s, [SPIN, SPIN, SPIN])
    op(s, "round")
    hart = s.rng.randrange(3)
    op(s, "stop", hart)
    op(s, "round")
    op(s, "work", hart, 7)
    op(s, "round")
    op(s, "go")
    op(s, "round")


@scenario("exec.6", "a slice that was interrupted is finished",
          "with counted instructions a kick does not shorten the turn")
def kicks_do_not_shorten_turns(s):
    def kicks(hart):
        return [li(A1, hart), addi(S1, ZERO, s.rng.randrange(5, 60)),
                Label("on"), addi(A0, A0, 1), [NOP] * s.rng.randrange(60, 500),
                branch("beq", S1, ZERO, "on"), addi(S1, S1, -1),
                sd(A1, S2, KICK), jal(ZERO, "on")]
    start_harts(s, [kicks(0), SPIN, kicks(2)])
    for _ in range(3):
        op(s, "round")


@scenario("exec.6", "who has the turn after a stop",
          "a turn that was left by a stop is not anybody else's; with nobody "
          "to run it waits for the end of the stop")
def turns_survive_stops(s):
    wakes = [li(A1, 1 << 11), csrw("mie", A1), WFI, SPIN]
    stops = [addi(A1, ZERO, 1), [NOP] * s.rng.randrange(60, 200),
             sd(A1, S2, STOP), SPIN]
    start_harts(s, [wakes, stops, [WFI]])
    op(s, "round")
    op(s, "round")
    op(s, "irq", 11, 1)
    op(s, "go")
    op(s, "round")
    op(s, "round")


@scenario("exec.6", "with nobody to run the turn waits",
          "after the stop it is still that of the hart that was interrupted")
def turns_wait_for_the_end(s):
    both = [addi(A1, ZERO, 1), [NOP] * s.rng.randrange(60, 200),
            sd(ZERO, S2, STOP), sd(A1, S2, STOP), SPIN]
    start_harts(s, [SPIN, both])
    for _ in range(3):
        op(s, "round")
    op(s, "go")
    op(s, "round")
    op(s, "round")


@scenario("exec.6", "when time is not counted",
          "a stop ends the turn, and the next hart has the next one")
def stops_end_turns(s):
    stops = [addi(A1, ZERO, 1), [NOP] * s.rng.randrange(60, 200),
             sd(ZERO, S2, STOP), sd(A1, S2, STOP), addi(A1, A1, 1),
             sd(A1, S2, STOP), SPIN]
    start_harts(s, [SPIN, stops, SPIN], time="real time")
    for _ in range(2):
        for _ in range(3):
            op(s, "round")
        op(s, "go")
    op(s, "round")
    op(s, "round")


def stop_everybody(s, last):
    """A hart's program: it stops harts 0 to 3, and hart @last behind them."""
    return [addi(A1, ZERO, last), [NOP] * s.rng.randrange(60, 200),
            [[addi(A0, ZERO, hart), sd(A0, S2, STOP)]
             for hart in range(4) if hart != last], sd(A1, S2, STOP), SPIN]


@scenario("exec.6", "the next one has the turn, once",
          "behind the hart whose stop ended its turn; when that one waits or "
          "must stand still, all have theirs again")
def turns_are_had_once(s):
    start_harts(s, [SPIN, [PAUSE, stop_everybody(s, 1)], [WFI], [WFI]],
                time="real time")
    for _ in range(3):
        op(s, "round")
    op(s, "go")
    for _ in range(3):
        op(s, "round")


@scenario("exec.6", "a turn is lost to those who may run",
          "whose hart is stopped cannot keep the others away; behind the "
          "last hart comes the first")
def turns_are_lost(s):
    start_harts(s, [SPIN, stop_everybody(s, 1), SPIN,
                    stop_everybody(s, 3)], time="real time")
    for _ in range(2):
        op(s, "round")
    op(s, "go")
    op(s, "stop", 2)
    for _ in range(3):
        op(s, "round")
    op(s, "go")
    for _ in range(2):
        op(s, "round")


@scenario("exec.6", "timers run at their instruction",
          "a slice ends at the next deadline of the virtual clock")
def timers_are_exact(s):
    delay = s.rng.randrange(300, 2000)
    start = [csrr(A1, "time"), addi(A1, A1, delay), csrw("stimecmp", A1),
             li(A0, 1 << 5), csrw("mie", A0), li(A0, 1 << 62),
             add(A0, A0, A0), csrw("menvcfg", A0), csrsi("mstatus", MIE),
             Label("on"), addi(S1, S1, 1), [NOP] * s.rng.randrange(30, 50),
             jal(ZERO, "on")]
    handler = [add(S4, S4, S1), addi(S3, S3, 1), csrr(A1, "time"),
               addi(A1, A1, delay), csrw("stimecmp", A1), MRET]
    start_harts(s, [start, SPIN])
    op(s, "load", RAM + 9 * PAGE, assemble(handler, RAM + 9 * PAGE))
    op(s, "hart_set", 0, "mtvec", RAM + 9 * PAGE)
    for _ in range(3):
        op(s, "round")


# --- 7 the entry of a handler ------------------------------------------------

def trap_setup(s, vectored=True):
    mode = 1 if vectored else 0
    far = s.rng.randrange(1 << 6) << 33     # an address has 64 bits
    op(s, "trap_setup", far + RAM + 0x2000 | mode,
         far + RAM + 0x4000 | mode, 0xb3ff, hex(bits((1, 5, 9))))


def any_mstatus(rng):
    """Any, with the fields above bit 31 as they are in a 64-bit hart."""
    return hex(bits(n for n in (1, 3, 5, 7, 8, 9, 10, 13, 17, 18, 19, 22)
                    if rng.getrandbits(1)) | rng.choice((0, 1, 3)) << 11
               | 0xa << 32)


@scenario("exec.7", "exceptions all enter at the base",
          "vectored mode is for interrupts only")
def vectors_are_for_interrupts(s):
    trap_setup(s)
    for cause in s.rng.sample((1, 2, 3, 5, 7, 8, 12, 13, 15), 5):
        op(s, "trap", cause, s.rng.getrandbits(40), USER, 0, RAM)
    for irq in (1, 3, 5, 7, 9, 11):
        op(s, "interrupt", irq, USER, hex(SIE | MIE), RAM)


@scenario("exec.7", "a trap never goes down",
          "what is delegated goes to S when it comes from S or U, and to M "
          "when it comes from M")
def traps_do_not_go_down(s):
    trap_setup(s, vectored=False)
    for cause in (2, 3, 8, 13):
        for mode in (MACHINE, USER, SUPERVISOR):
            op(s, "trap", cause, 0, mode, any_mstatus(s.rng), RAM + 0x100)


@scenario("exec.7", "enable bit and mode are pushed, and popped",
          "two entries: xIE to xPIE, the mode to xPP, and back by xRET")
def status_is_a_stack(s):
    trap_setup(s)
    cases = [(mode, insn, cause) for mode in (USER, SUPERVISOR, MACHINE)
             for insn in ("mret", "sret") for cause in (2, 10)]
    for mode, insn, cause in s.rng.sample(cases, len(cases)):
        op(s, "trap", cause, s.rng.getrandbits(32), mode, any_mstatus(s.rng),
             RAM + 4 * s.rng.randrange(256))
        op(s, "return", insn)
