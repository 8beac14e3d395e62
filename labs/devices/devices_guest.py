"""devices_guest: programs for the clabpu board

Each handler counts its traps in s3, and leaves in s4 to s6 what it read. The
addresses of the devices are in s0 (EDC), s1 (its error window), s2 (INTC) and
s7 (timer).
"""
from guest import (MRET, NOP, RAM, S0, S1, S2, S3, S4, S5, S6, S7, T0, T1,
                   WFI, ZERO, Label, addi, assemble, csrsi, csrw, jal, li,
                   lw, places, sw)

TIMER_NS = 1000                 # of one count at 1 MHz
EDC, EDC_ERR, INTC, TIMER = 0x20001000, 0x20002000, 0x10000000, 0x10001000


def store(value, base, offset):
    return [addi(T1, ZERO, value), sw(T1, base, offset)]


def start(sources, priorities):
    """The INTC lets @sources in, the hart its external interrupt."""
    return [li(S0, EDC), li(S1, EDC_ERR), li(S2, INTC), li(S7, TIMER),
            [store(priority, S2, 8 + 4 * source)
             for source, priority in enumerate(priorities)],
            store(sources, S2, 4), li(T1, 1 << 11), csrw("mie", T1),
            csrsi("mstatus", 8)]


def program(body, clear):
    """The body, then waiting for ever; a handler counts, claims the input,
    clears the cause and completes."""
    # the address of the handler has as many instructions wherever it is
    rest = [csrw("mtvec", T0), body, Label("wait"), WFI, jal(ZERO, "wait"),
            Label("handler"), addi(S3, S3, 1), lw(S4, S2, 0x90), clear,
            sw(S4, S2, 0x90), MRET]
    handler = places([li(T0, RAM + 4), rest])["handler"]
    return assemble([li(T0, handler), rest])


def load(s, bytes_, what):
    """Load a program; the step says what it does, not how."""
    s.op("load", hex(RAM), bytes_, words=f"a guest program at {RAM:#x}: "
         "enables its interrupts, " + what + ", and waits in a loop; its "
         "handler claims, clears what it was told to, and completes")


def edc_guest(rng, errors, clears=True):
    """Injects errors; the handler clears INT_STATUS and ERROR, or not."""
    body = [start(1, [rng.randrange(8), rng.randrange(8)]),
            store(1, S0, 0x0c)]
    for _ in range(errors):
        body += [[NOP] * rng.randrange(6),
                 store(rng.randrange(1, 8), S0, 0x14)]
    return program(body, [lw(S5, S0, 0x10),
                          sw(S5, S0, 0x10) if clears else NOP,
                          lw(S6, S1, 0), sw(S6, S1, 0)])


def timer_guest(rng, counts):
    """One shot of the timer, and an operation of the EDC besides."""
    body = [start(3, [rng.randrange(8), rng.randrange(8)]),
            store(2, S0, 0x0c), store(counts, S7, 0), store(3, S7, 4),
            store(1, S0, 0)]
    return program(body, [lw(S5, S0, 0x10), sw(S5, S0, 0x10),
                          lw(S6, S7, 8), sw(S6, S7, 8)])
