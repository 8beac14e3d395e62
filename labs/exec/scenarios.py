"""What the lab exec asks of the execution loop."""
from blocks import (DEBUG, FAULT, HELPER_DEBUG, HELPER_FAULT, PLAIN, QUIET,
                    helper_program, map_page, open_pmp, straight)
from guest import (A0, A1, DATA, DEVICE, ECALL, HANDLER, KICK, MRET, NOP,
                   PAUSE, RAISE, RAM, S0, S1, S2, S3, S4, WFI, ZERO, Label,
                   add, addi, assemble, branch, csrr, csrsi, csrw, flat, jal,
                   li, load_program, prologue, random_program, sd,
                   seed_registers, skipping_handler)
from scenario import scenario

INTERRUPT, HLT, EXCP_DEBUG, HALTED, YIELD, ATOMIC = range(0x10000, 0x10006)
USER, SUPERVISOR, MACHINE = 0, 1, 3
PAGE = 0x1000
IRQS = (11, 3, 7, 9, 1, 5, 13)
SIE, MIE = 1 << 1, 1 << 3


def bits(numbers):
    return sum(1 << number for number in numbers)


# --- 1 what an exception index means -----------------------------------------

@scenario("exec.1", "causes of the architecture go to the guest",
          "from 0 up to the first pseudo cause: the guest's handler")
def causes_are_delivered(s):
    for index in (0, 1, 2, 8, 11, 15, s.rng.randrange(16, 64), 63):
        s.op("classify", index)


@scenario("exec.1", "pseudo causes end the loop",
          "from EXCP_INTERRUPT on: the result of cpu_exec()")
def pseudo_causes_leave(s):
    s.op("classify", -1)
    for index in (INTERRUPT, HLT, EXCP_DEBUG, HALTED, YIELD, ATOMIC):
        s.op("classify", index)


@scenario("exec.1", "the borders of the three kinds",
          "-1 is nothing, 0 is a cause, 0xffff still is, 0x10000 is not")
def borders_are_exact(s):
    for index in (0xffff, INTERRUPT, 0, -1, 1, s.rng.randrange(64, 0xffff),
                  s.rng.randrange(INTERRUPT, 1 << 30)):
        s.op("classify", index)


# --- 2 jump cache and hash ---------------------------------------------------

@scenario("exec.2", "a block that was made is found again",
          "by the hash, and the next time by the jump cache")
def block_is_found_again(s):
    for page in range(3):
        straight(s, RAM + page * PAGE, s.rng.randrange(1, 9))
    for page in s.rng.sample(range(3), 3):
        at = RAM + page * PAGE
        s.op("lookup", at)
        s.op("build", at)
        s.op("jump_cache", at)
        s.op("lookup", at)
        s.op("jump_cache", at)
    s.op("lookup", RAM + 4)


@scenario("exec.2", "the same address in another context is another block",
          "the key has the mode and the state of the FP unit")
def context_is_part_of_the_key(s):
    open_pmp(s)
    straight(s, RAM, 5)
    contexts = [(mode, fp) for mode in (USER, SUPERVISOR, MACHINE)
                for fp in (0, 1)]
    for mode, fp in s.rng.sample(contexts, 6):
        s.op("context", mode, fp)
        s.op("lookup", RAM)
        s.op("build", RAM)
        s.op("lookup", RAM)
    for mode, fp in s.rng.choices(contexts, k=8):
        s.op("context", mode, fp)
        s.op("lookup", RAM)


@scenario("exec.2", "two addresses share a slot of the jump cache",
          "the one that was found last has it; both are found")
def slots_are_shared(s):
    near, far = RAM, RAM + (1 << 13) + 2
    straight(s, near, 3)
    straight(s, far, 4)
    for at in (near, far):
        s.op("build", at)
    for at in s.rng.choices((near, far), k=6):
        s.op("lookup", at)
        s.op("jump_cache", near)
        s.op("jump_cache", far)


@scenario("exec.2", "a cleared jump cache knows nothing, the hash all",
          "tb_jmp_cache_clear() drops no block")
def clearing_forgets_addresses(s):
    places = [RAM + PAGE * n + 4 * s.rng.randrange(64) for n in range(4)]
    for at in places:
        straight(s, at, 2)
        s.op("build", at)
        s.op("lookup", at)
    s.op("forget")
    for at in places:
        s.op("jump_cache", at)
    for at in places:
        s.op("lookup", at)


@scenario("exec.2", "who looks by the physical address leaves no trace",
          "tb_lookup_uncached() does not fill the jump cache")
def physical_lookup_fills_nothing(s):
    at = RAM + 4 * s.rng.randrange(256)
    straight(s, at, 3)
    s.op("build", at)
    s.op("physical", at)
    s.op("jump_cache", at)
    s.op("lookup", at)
    s.op("jump_cache", at)
    s.op("physical", at)


@scenario("exec.2", "a fetch that faults finds nothing and says why",
          "the trap becomes the exception, the pc its value")
def faults_are_told(s):
    open_pmp(s)
    straight(s, RAM, 2)
    for at in (0x40000000, DEVICE, RAM, 0x7ffffffe):
        s.op("lookup", at)
    map_page(s, [RAM])
    s.op("context", SUPERVISOR, 1)
    for at in (0x40000000, 0x40001000, 1 << 40):
        s.op("lookup", at)
        s.op("physical", at)


@scenario("exec.2", "blocks belong to physical pages",
          "two addresses of one page share its blocks; a page that is mapped "
          "elsewhere has those of its new place")
def blocks_are_physical(s):
    open_pmp(s)
    for page in range(2):
        straight(s, RAM + page * PAGE, 3 + page)
        s.op("build", RAM + page * PAGE)
    map_page(s, [RAM, RAM, RAM + PAGE])
    s.op("context", SUPERVISOR, 1)
    s.op("build", 0x40000000)
    for at in (0x40000000, 0x40001000, 0x40002000):
        s.op("lookup", at)
    map_page(s, [RAM + PAGE, RAM])
    s.op("flush")
    s.op("context", SUPERVISOR, 1)
    s.op("build", 0x40000000)
    for at in (0x40000000, 0x40001000):
        s.op("jump_cache", at)
        s.op("lookup", at)


@scenario("exec.2", "a page with a breakpoint has no blocks for the loop",
          "it must look at each instruction; others may look it up")
def breakpoint_page_is_unknown(s):
    for page in range(2):
        straight(s, RAM + page * PAGE, 4)
        s.op("build", RAM + page * PAGE)
    s.op("break", RAM + 4 * s.rng.randrange(1, 1024))
    for at in (RAM, RAM + PAGE):
        s.op("lookup", at)
        s.op("jump_cache", at)
        s.op("physical", at)


@scenario("exec.2", "code that was overwritten, or whose page is split",
          "a dropped block is not found; nor is one where PMP must look at "
          "each access")
def dropped_blocks_are_not_found(s):
    straight(s, RAM, 4)
    straight(s, RAM + PAGE, 4)
    for at in (RAM, RAM + PAGE):
        s.op("build", at)
        s.op("lookup", at)
    straight(s, RAM, 2)
    s.op("lookup", RAM)
    s.op("lookup", RAM + PAGE)
    open_pmp(s)
    s.op("context", SUPERVISOR, 1)
    s.op("build", RAM + PAGE)
    s.op("lookup", RAM + PAGE)
    open_pmp(s, split=RAM + PAGE + 0x800)
    s.op("lookup", RAM + PAGE)
    s.op("physical", RAM + PAGE)


# --- 3 priority and delegation -----------------------------------------------

def ask(s, mode, mstatus, mideleg, numbers, mie=None):
    s.op("pending", mode, mstatus, mideleg, bits(IRQS) if mie is None else
         mie, bits(numbers))


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
    for n in (1, 3, 0, s.rng.randrange(1, 4), 2, 20):
        s.op("exec", n)


@scenario("exec.4", "another thread asks to leave the loop",
          "the next block does not run; the request is used up")
def requests_end_the_loop(s):
    load_program(s, [prologue(), Label("on"), addi(A0, A0, 1),
                     jal(ZERO, "on")])
    s.op("exec", 30)
    for what in s.rng.sample(("loop", "loop", "irq", "timer", "ssip"), 5):
        s.op("request", what)
        s.op("exec", s.rng.randrange(5, 12))


@scenario("exec.4", "an interrupt that waits enters its handler first",
          "IRQ asks for a look, and LOOP leaves behind it")
def interrupt_precedes_leaving(s):
    load_program(s, [prologue(), li(A1, 1 << 11), csrw("mie", A1),
                     csrsi("mstatus", MIE), Label("on"), addi(A0, A0, 1),
                     jal(ZERO, "on")])
    s.op("exec", 40)
    s.op("irq", 11, 1)
    s.op("request", "loop")
    s.op("exec", 20)
    s.op("exec", 20)


@scenario("exec.4", "a hart in WFI waits for pending and enabled",
          "mie decides whether it wakes, mstatus.MIE whether the handler "
          "runs")
def waiting_hart_wakes(s):
    load_program(s, [prologue(), WFI, addi(A0, A0, 1), WFI, Label("on"),
                     addi(A0, A0, 1), jal(ZERO, "on")])
    for _ in range(2):
        s.op("exec", 30)
    s.op("irq", 7, 1)
    s.op("exec", 30)
    s.op("set", "mie", 1 << 7)
    s.op("exec", 1)
    s.op("exec", 30)
    s.op("set", "mstatus", MIE)
    s.op("exec", 30)


@scenario("exec.4", "an exception that is there already",
          "it is handled before any block; a pseudo cause is the result")
def exceptions_come_before_blocks(s):
    load_program(s, [prologue(), [NOP] * 60])
    s.op("exec", 14)
    for index in s.rng.sample((2, 8, YIELD, HLT, ATOMIC, 13), 6):
        s.op("raise", index)
        s.op("exec", 6)


@scenario("exec.4", "helpers leave by a jump",
          "the loop goes on behind sigsetjmp() with what they left")
def helpers_land_in_the_loop(s):
    load_program(s, [prologue(), helper_program(s.rng, FAULT, FAULT), WFI])
    s.op("exec", 60)
    load_program(s, [prologue(), helper_program(s.rng, DEBUG, FAULT), WFI])
    s.op("exec", 60)
    s.op("exec", 60)


@scenario("exec.4", "breakpoints stop the loop, and let it go on",
          "the check comes before each block and may want another look")
def breakpoints_are_looked_for(s):
    program = list(flat([prologue(), [addi(A0, A0, 1)] * 6, ECALL,
                         [addi(A1, A1, 1)] * 3, WFI]))
    load_program(s, program)
    s.op("break", RAM + 4 * s.rng.randrange(10, len(program)))
    for _ in range(3):
        s.op("exec", 60)


# --- 5 the way out of a helper -----------------------------------------------

@scenario("exec.5", "the instruction that was left did not happen",
          "pc is its address, and those before it are counted")
def state_is_that_before_the_instruction(s):
    for _ in range(4):
        load_program(s, [helper_program(s.rng, HELPER_DEBUG, HELPER_FAULT),
                         WFI], handler=False)
        s.op("helper", RAM)


@scenario("exec.5", "nothing stays switched off",
          "what a helper changed for the time of an instruction is undone")
def switches_are_reset(s):
    load_program(s, [helper_program(s.rng, QUIET), WFI], handler=False)
    s.op("helper", RAM)
    s.op("helper", RAM)


@scenario("exec.5", "every kind of leaving, one after the other",
          "each lands outside of a block, with its exception and its count")
def kinds_of_leaving(s):
    kinds = [HELPER_DEBUG, HELPER_FAULT, PLAIN, QUIET]
    for kind in [QUIET, *s.rng.choices(kinds, k=5)]:
        load_program(s, [helper_program(s.rng, kind), WFI], handler=False)
        s.op("helper", RAM)


# --- 6 round-robin -----------------------------------------------------------

# Long blocks: a turn is 200000 instructions.
SPIN = [Label("on"), addi(A0, A0, 1), [NOP] * 50, sd(A0, S0, 0),
        jal(ZERO, "on")]


def start_harts(s, programs, at=RAM):
    """Hart n gets programs[n], a page and a word of data of its own."""
    s.op("harts", len(programs))
    for n, program in enumerate(programs):
        s.op("load", at + PAGE * 2 * n, assemble(program, at + PAGE * 2 * n))
        s.op("hart_set", n, "pc", at + PAGE * 2 * n)
        s.op("hart_set", n, "s0", DATA + 64 * n)
        s.op("hart_set", n, "s2", DEVICE)
        s.op("hart_set", n, "mtvec", HANDLER)
    s.op("load", HANDLER, assemble(skipping_handler(), HANDLER))
    s.op("go")


@scenario("exec.6", "nobody starves",
          "harts that spin all get the same slice in each round")
def spinning_harts_share(s):
    start_harts(s, [SPIN] * s.rng.randrange(2, 5))
    for _ in range(3):
        s.op("round")


@scenario("exec.6", "who waits or gives way ends its turn",
          "WFI and pause end a slice; the rest of it is not saved up")
def giving_way_ends_the_turn(s):
    gives = [Label("on"), addi(A0, A0, 1), PAUSE, jal(ZERO, "on")]
    waits = [addi(A0, A0, 3), WFI, addi(A0, A0, 1), WFI]
    start_harts(s, s.rng.sample([SPIN, gives, waits, gives], 4))
    for _ in range(4):
        s.op("round")


@scenario("exec.6", "queued work runs on its hart, in order",
          "after the slice, with the hart as the current one")
def work_runs_on_its_hart(s):
    start_harts(s, [SPIN, [WFI], SPIN])
    s.op("round")
    for number in range(5):
        s.op("work", s.rng.randrange(3), number)
    s.op("round")
    s.op("round")


@scenario("exec.6", "a hart that is asked to stop stops",
          "the others go on; a stopped hart executes nothing, and still "
          "does its work")
def stopped_harts_stand(s):
    start_harts(s, [SPIN, SPIN, SPIN])
    s.op("round")
    hart = s.rng.randrange(3)
    s.op("stop", hart)
    s.op("round")
    s.op("work", hart, 7)
    s.op("round")
    s.op("go")
    s.op("round")


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
        s.op("round")


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
    s.op("load", RAM + 9 * PAGE, assemble(handler, RAM + 9 * PAGE))
    s.op("hart_set", 0, "mtvec", RAM + 9 * PAGE)
    for _ in range(3):
        s.op("round")


# --- 7 the entry of a handler ------------------------------------------------

def trap_setup(s, vectored=True):
    mode = 1 if vectored else 0
    s.op("trap_setup", RAM + 0x2000 | mode, RAM + 0x4000 | mode,
         0xb3ff, bits((1, 5, 9)))


def any_mstatus(rng):
    return bits(n for n in (1, 3, 5, 7, 8, 17, 18, 19, 22)
                if rng.getrandbits(1)) | rng.choice((0, 1, 3)) << 11


@scenario("exec.7", "exceptions all enter at the base",
          "vectored mode is for interrupts only")
def vectors_are_for_interrupts(s):
    trap_setup(s)
    for cause in s.rng.sample((1, 2, 3, 5, 7, 8, 12, 13, 15), 5):
        s.op("trap", cause, s.rng.getrandbits(40), USER, 0, RAM)
    for irq in (1, 3, 5, 7, 9, 11):
        s.op("interrupt", irq, USER, SIE | MIE, RAM)


@scenario("exec.7", "a trap never goes down",
          "what is delegated goes to S when it comes from S or U, and to M "
          "when it comes from M")
def traps_do_not_go_down(s):
    trap_setup(s, vectored=False)
    for cause in (2, 3, 8, 13):
        for mode in (MACHINE, USER, SUPERVISOR):
            s.op("trap", cause, 0, mode, any_mstatus(s.rng), RAM + 0x100)


@scenario("exec.7", "enable bit and mode are pushed, and popped",
          "two entries: xIE to xPIE, the mode to xPP, and back by xRET")
def status_is_a_stack(s):
    trap_setup(s)
    cases = [(mode, insn, cause) for mode in (USER, SUPERVISOR, MACHINE)
             for insn in ("mret", "sret") for cause in (2, 10)]
    for mode, insn, cause in s.rng.sample(cases, len(cases)):
        s.op("trap", cause, s.rng.getrandbits(32), mode, any_mstatus(s.rng),
             RAM + 4 * s.rng.randrange(256))
        s.op("return", insn)
