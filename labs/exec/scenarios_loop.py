"""The loops and what they ask first: exercises 1, 3 and 4."""
from blocks import (DEBUG, FAULT, IRQS, MACHINE, MIE, SIE, SUPERVISOR, USER,
                    bits, helper_program, straight)
from guest import (A0, A1, DATA, ECALL, NOP, RAISE, RAM, S1, S2, WFI, ZERO,
                   Label, addi, branch, csrsi, csrw, flat, jal, li,
                   load_program, op, prologue, random_program, sd,
                   seed_registers)
from scenario import scenario

INTERRUPT, HLT, EXCP_DEBUG, HALTED, YIELD, ATOMIC = range(0x10000, 0x10006)


# --- 1 what an exception index means -----------------------------------------

@scenario("exec.1", "causes of the architecture go to the guest",
          "from 0 up to the first pseudo cause: the guest's handler")
def causes_are_delivered(s):
    for index in (0, 1, 2, 8, 11, 15, s.rng.randrange(16, 64), 63):
        op(s, "classify", index)


@scenario("exec.1", "pseudo causes end the loop",
          "from EXCP_INTERRUPT on: the result of cpu_exec()")
def pseudo_causes_leave(s):
    op(s, "classify", -1)
    for index in (INTERRUPT, HLT, EXCP_DEBUG, HALTED, YIELD, ATOMIC):
        op(s, "classify", index)


@scenario("exec.1", "the borders of the three kinds",
          "-1 is nothing, 0 is a cause, 0xffff still is, 0x10000 is not")
def borders_are_exact(s):
    for index in (0xffff, INTERRUPT, 0, -1, 1, s.rng.randrange(64, 0xffff),
                  s.rng.randrange(INTERRUPT, 1 << 30)):
        op(s, "classify", index)


# --- 3 priority and delegation -----------------------------------------------

def ask(s, mode, mstatus, mideleg, numbers, mie=None):
    mie = bits(IRQS) if mie is None else mie
    op(s, "pending", mode, *map(hex, (mstatus, mideleg, mie, bits(numbers))))


@scenario("exec.3", "of two interrupts the one with the higher priority",
          "MEI MSI MTI SEI SSI STI, then counter overflow")
def pairs_have_an_order(s):
    for first in IRQS:
        for second in s.rng.sample(IRQS, 3):
            ask(s, MACHINE, MIE, 0, (first, second))


@scenario("exec.3", "delegated interrupts go to S, after all of M",
          "mideleg decides where; M comes first, whatever the numbers")
def delegated_come_second(s):
    for _ in range(20):
        deleg = s.rng.sample(IRQS, s.rng.randrange(1, 6))
        ask(s, s.rng.choice((USER, SUPERVISOR)), SIE | MIE, bits(deleg),
            s.rng.sample(IRQS, s.rng.randrange(1, 4)))


@scenario("exec.3", "the global enable bit counts in its own mode only",
          "a lower mode is always interrupted, a higher one never")
def enable_bits_are_for_their_mode(s):
    number = s.rng.choice((1, 5, 9))
    for mode in (USER, SUPERVISOR, MACHINE):
        for mstatus in (0, SIE, MIE, SIE | MIE):
            for deleg in (0, 1 << number):
                ask(s, mode, mstatus, deleg, (number,))


@scenario("exec.3", "pending and enabled, or it does not count",
          "mie masks single interrupts, also those of a higher priority")
def masked_interrupts_wait(s):
    for _ in range(24):
        ask(s, s.rng.choice((USER, SUPERVISOR, MACHINE)), SIE | MIE,
            bits(s.rng.sample((1, 5, 9, 13), 2)), s.rng.sample(IRQS, 3),
            bits(s.rng.sample(IRQS, 4)))


# --- 4 the two nested loops --------------------------------------------------

@scenario("exec.4", "programs that trap run as in the reference",
          "an exception enters the handler at once, pc at its instruction",
          weight=2)
def exceptions_are_delivered(s):
    seed_registers(s)
    load_program(s, random_program(s.rng, length=14, rounds=5, traps=0.3))
    s.run(s.rng.randrange(60, 400))
    s.run(600)


@scenario("exec.4", "interrupts come between blocks",
          "a request is noticed before the next block, not in its middle",
          weight=2)
def interrupts_come_between_blocks(s):
    raise_some = [addi(A0, ZERO, s.rng.choice((3, 7, 11))),
                  sd(A0, S2, RAISE), [NOP] * s.rng.randrange(5)]
    program = [prologue(), li(A1, bits((3, 7, 11))), csrw("mie", A1),
               csrsi("mstatus", MIE), addi(S1, ZERO, 6), Label("again"),
               addi(A1, A1, 1), raise_some, addi(A1, A1, 1),
               addi(S1, S1, -1), branch("bne", S1, ZERO, "again"), WFI]
    load_program(s, program)
    s.run(s.rng.randrange(20, 80))
    s.run(400)


@scenario("exec.4", "a slice ends after exactly so many instructions",
          "no block runs over the end; what is left of one is run as a part")
def slices_are_exact(s):
    straight(s, RAM, 12, last=WFI)
    op(s, "set", "retired", s.rng.choice((0, (1 << 32) - 4, 1 << 33)))
    for n in (1, 3, 0, s.rng.randrange(1, 4), 2, (1 << 32) + 1):
        op(s, "exec", n)


@scenario("exec.4", "another thread asks to leave the loop",
          "the next block does not run; the request is used up")
def requests_end_the_loop(s):
    load_program(s, [prologue(), Label("on"), addi(A0, A0, 1),
                     jal(ZERO, "on")])
    op(s, "exec", 30)
    for what in s.rng.sample(("loop", "loop", "irq", "timer", "ssip"), 5):
        op(s, "request", what)
        op(s, "exec", s.rng.randrange(5, 12))


@scenario("exec.4", "an interrupt that waits enters its handler first",
          "IRQ asks for a look, and LOOP leaves behind it")
def interrupt_precedes_leaving(s):
    load_program(s, [prologue(), li(A1, 1 << 11), csrw("mie", A1),
                     csrsi("mstatus", MIE), Label("on"), addi(A0, A0, 1),
                     jal(ZERO, "on")])
    op(s, "exec", 40)
    op(s, "irq", 11, 1)
    op(s, "request", "loop")
    op(s, "exec", 20)
    op(s, "exec", 20)
    op(s, "set", "mie", 1 << 1)
    op(s, "exec", 3)
    op(s, "request", "ssip")
    op(s, "exec", 20)


@scenario("exec.4", "a hart in WFI waits for pending and enabled",
          "mie decides whether it wakes, mstatus.MIE whether the handler "
          "runs")
def waiting_hart_wakes(s):
    load_program(s, [prologue(), WFI, addi(A0, A0, 1), WFI, Label("on"),
                     addi(A0, A0, 1), jal(ZERO, "on")])
    for _ in range(2):
        op(s, "exec", 30)
    op(s, "request", "ssip")
    op(s, "exec", 30)
    op(s, "set", "mip", 0)
    op(s, "exec", 30)
    op(s, "irq", 7, 1)
    op(s, "exec", 30)
    op(s, "set", "mie", 1 << 7)
    op(s, "exec", 1)
    op(s, "exec", 30)
    op(s, "set", "mstatus", MIE)
    op(s, "exec", 30)
    load_program(s, [prologue(), li(A1, 1 << 1), csrw("mie", A1),
                     csrsi("mstatus", MIE), WFI, addi(A0, A0, 1), WFI])
    op(s, "irq", 7, 0)
    op(s, "exec", 40)
    op(s, "exec", 40)
    op(s, "request", "ssip")
    op(s, "exec", 12)


@scenario("exec.4", "an exception that is there already",
          "it is handled before any block; a pseudo cause is the result")
def exceptions_come_before_blocks(s):
    load_program(s, [prologue(), [NOP] * 60])
    op(s, "exec", 14)
    for index in s.rng.sample((2, 8, YIELD, HLT, ATOMIC, 13), 6):
        op(s, "raise", index)
        op(s, "exec", 6)


@scenario("exec.4", "helpers leave by a jump",
          "the loop goes on behind sigsetjmp() with what they left")
def helpers_land_in_the_loop(s):
    load_program(s, [prologue(), helper_program(s.rng, FAULT, FAULT), WFI])
    op(s, "exec", 60)
    op(s, "set", "wfi", 0)
    load_program(s, [prologue(), helper_program(s.rng, DEBUG, FAULT), WFI])
    op(s, "exec", 60)
    op(s, "exec", 60)


@scenario("exec.4", "breakpoints stop the loop, and let it go on",
          "the check comes before each block and may want another look")
def breakpoints_are_looked_for(s):
    program = list(flat([prologue(), [addi(A0, A0, 1)] * 6, ECALL,
                         [addi(A1, A1, 1)] * 3, WFI]))
    load_program(s, program)
    op(s, "break", RAM + 4 * s.rng.randrange(10, len(program)))
    for _ in range(3):
        op(s, "exec", 60)


@scenario("exec.4", "the guest watches an access of its own",
          "what is the guest's does not end the loop: its handler runs")
def guests_own_stops_stay_inside(s):
    at = DATA + 8 * s.rng.randrange(8)
    load_program(s, [prologue(), li(A0, 6 << 60), addi(A0, A0, 0x43),
                     csrw("tdata1", A0), li(A0, at), csrw("tdata2", A0),
                     csrsi("mstatus", MIE), li(A1, at), sd(A0, A1, 0),
                     addi(A1, A1, 1), WFI])
    op(s, "exec", s.rng.randrange(20, 40))
    op(s, "exec", 60)
