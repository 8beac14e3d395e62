"""A hart and its debugger: exercises 2 to 4 of the lab debug."""
from guest import (A0, A1, DATA, EBREAK, RAM, WFI, addi, assemble, flat, op)
from programs import PAGE, block, load_handler, loop, run_to_stop
from scenario import scenario


# --- 2 the slow check --------------------------------------------------------

@scenario("debug.2", "a breakpoint in the middle of a block that exists",
          "the loop stops there, with exact state, not at the block's end")
def middle_of_a_block(s):
    block(s, RAM, 8)
    op(s, "set", "pc", RAM)
    s.run(100)
    for _ in range(2):
        at = RAM + 4 * s.rng.randrange(1, 8)
        op(s, "break", at, "gdb")
        op(s, "set", "wfi", 0)
        op(s, "set", "pc", RAM)
        s.run(100)
        op(s, "unbreak", at, "gdb")


@scenario("debug.2", "what is to be done, instruction by instruction",
          "stop, trap, one instruction in the page of a breakpoint, or a "
          "block")
def verdicts(s):
    at = RAM + PAGE + 4 * s.rng.randrange(4, 500)
    op(s, "break", at, "gdb")
    op(s, "break", at + 4, "cpu")
    op(s, "break", at + 8, "cpu")
    op(s, "break", at + 8, "gdb")
    for pc in (at, at + 4, at + 8, at + 12, RAM + PAGE, RAM + PAGE - 2,
               RAM + 2 * PAGE, at + 2):
        op(s, "verdict", pc)


@scenario("debug.2", "a step goes over the breakpoint that it starts from",
          "while the debugger steps its breakpoints do not count, the "
          "guest's do")
def steps_ignore_breakpoints(s):
    op(s, "break", RAM + 8, "gdb")
    op(s, "break", RAM + 12, "cpu")
    op(s, "step", 1)
    for pc in (RAM + 8, RAM + 12, RAM + 16, RAM + PAGE):
        op(s, "verdict", pc)
    op(s, "step", 0)
    for pc in (RAM + 8, RAM + PAGE):
        op(s, "verdict", pc)


@scenario("debug.2", "the guest's own breakpoint is an exception",
          "cause 3 in its handler, before the instruction")
def guests_breakpoint_traps(s):
    load_handler(s)
    block(s, RAM, 8)
    op(s, "break", RAM + 4 * s.rng.randrange(1, 8), "cpu")
    op(s, "set", "pc", RAM)
    s.run(100)
    op(s, "events")


@scenario("debug.2", "the guest's triggers match addresses",
          "an execute trigger fires before the instruction at its address")
def triggers_fire(s):
    load_handler(s)
    block(s, RAM, 10)
    at = RAM + 4 * s.rng.randrange(2, 9)
    op(s, "set", "tdata2", at)
    op(s, "set", "tdata1", 6 << 60 | 0x44)      # mcontrol6, M, execute
    op(s, "set", "mstatus", 8)
    op(s, "verdict", at)
    op(s, "verdict", at + 4)
    op(s, "verdict", RAM + PAGE)
    op(s, "set", "pc", RAM)
    s.run(100)
    op(s, "events")


@scenario("debug.2", "breakpoints wait in other pages, too",
          "a jump and a fall through from the page before find them")
def ways_into_the_page(s):
    at = RAM + PAGE - 4 * s.rng.randrange(2, 8)
    block(s, at, 16)
    op(s, "set", "pc", at)
    s.run(50)
    op(s, "break", RAM + PAGE + 4 * s.rng.randrange(4), "gdb")
    op(s, "set", "wfi", 0)
    op(s, "set", "pc", at)
    s.run(50)


# --- 3 whose exception -------------------------------------------------------

@scenario("debug.3", "breakpoints and steps leave the loop",
          "they are noted, not told yet, and the hit is over")
def stops_leave(s):
    op(s, "set", "pc", RAM + 4 * s.rng.randrange(100))
    for kind in s.rng.sample(("breakpoint", "step", "breakpoint"), 3):
        op(s, "hit", kind, "gdb", RAM + s.rng.randrange(1 << 20))


@scenario("debug.3", "the guest's watchpoint is the guest's",
          "a breakpoint exception with the address; the debugger hears "
          "nothing")
def guests_watchpoint_stays_inside(s):
    for _ in range(2):
        op(s, "hit", "watchpoint", "cpu+" + s.rng.choice(("read", "write")),
             DATA + s.rng.randrange(4096))
    op(s, "hit", "breakpoint", "gdb", RAM)
    op(s, "hit", "watchpoint", "cpu+before+access", DATA + 8)


@scenario("debug.3", "a step into the guest's own handler",
          "the exception is entered, and the step ends before the handler's "
          "first instruction")
def steps_end_in_the_handler(s):
    load_handler(s)
    op(s, "set", "pc", RAM + 4 * s.rng.randrange(100))
    op(s, "step", 1)
    op(s, "hit", "watchpoint", "cpu+write", DATA + s.rng.randrange(4096))
    op(s, "stop")
    op(s, "step", 0)
    op(s, "hit", "watchpoint", "cpu+write", DATA + s.rng.randrange(4096))
    op(s, "stop")


@scenario("debug.3", "a watchpoint waits for its access",
          "first the instruction is finished, then it is reported; with "
          "BP_STOP_BEFORE_ACCESS it is reported at once")
def access_comes_first(s):
    at = DATA + s.rng.randrange(4096)
    op(s, "hit", "watchpoint", "gdb+write", at)
    op(s, "hit", "watchpoint", "gdb+write", at)
    op(s, "hit", "watchpoint", "gdb+read+before", at + 1)
    op(s, "hit", "watchpoint", "gdb+access", at + 2)


@scenario("debug.3", "why the hart stopped",
          "the debugger can ask after each stop; the guest saw nothing")
def reasons_are_kept(s):
    load_handler(s)
    program = list(flat([addi(A0, A0, 1)] * 6)) + [EBREAK, addi(A1, A1, 1),
                                                   WFI]
    op(s, "load", RAM, assemble(program))
    at = RAM + 4 * s.rng.randrange(1, 6)
    op(s, "break", at, "gdb")
    op(s, "set", "pc", RAM)
    run_to_stop(s)
    op(s, "unbreak", at, "gdb")
    run_to_stop(s)
    op(s, "events")
    op(s, "set", "wfi", 0)
    op(s, "set", "pc", RAM)
    op(s, "step", 1)
    for _ in range(8):
        run_to_stop(s)


# --- 4 once past it ----------------------------------------------------------

@scenario("debug.4", "it passes once",
          "while the hart stands there and has executed nothing")
def passes_once(s):
    op(s, "set", "pc", RAM + 8)
    for what in s.rng.sample((1, 2), 2):
        op(s, "pass_add", what)
    op(s, "pass")
    op(s, "set", "pc", RAM + 12)
    op(s, "pass")
    op(s, "set", "pc", RAM + 8)
    op(s, "pass")
    op(s, "retire", s.rng.randrange(1, 5))
    op(s, "pass")
    op(s, "pass_add", 1)
    op(s, "pass_end")


@scenario("debug.4", "what another instruction was allowed is forgotten",
          "a new pass begins with nothing, one for the same place is added")
def passes_belong_to_a_place(s):
    op(s, "set", "pc", RAM)
    op(s, "pass_add", 2)
    op(s, "set", "pc", RAM + 4)
    op(s, "pass_add", 1)
    op(s, "pass_add", 2)
    op(s, "retire", 1)
    op(s, "pass_add", s.rng.choice((1, 2)))
    op(s, "pass_end")
    op(s, "pass")


@scenario("debug.4", "a breakpoint in a loop hits in every round",
          "not once, not for ever: exactly as often as the hart comes by",
          weight=2)
def loop_hits_every_time(s):
    rounds = s.rng.randrange(3, 8)
    at = s.rng.choice(loop(s, rounds))
    op(s, "break", at, "gdb")
    for _ in range(rounds + 2):
        run_to_stop(s, 100)


@scenario("debug.4", "a loop of one instruction",
          "the same address again, but later")
def tight_loop_hits(s):
    op(s, "load", RAM, assemble([0x6f]))         # j .
    op(s, "set", "pc", RAM)
    op(s, "break", RAM, "gdb")
    for _ in range(4):
        run_to_stop(s, s.rng.randrange(5, 50))


@scenario("debug.4", "no interrupt comes between",
          "the instruction that passes is executed before any handler",
          weight=1)
def nothing_comes_between(s):
    load_handler(s)
    op(s, "set", "s2", 0x10000000)
    places = loop(s, 5)
    op(s, "break", places[1], "gdb")
    op(s, "set", "mie", 1 << 11)
    op(s, "set", "mstatus", 8)
    run_to_stop(s, 100)
    op(s, "irq", 11, 1)
    for _ in range(3):
        run_to_stop(s, 200)
    op(s, "events")
