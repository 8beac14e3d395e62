"""How blocks are found: exercise 2 of the lab exec."""
from blocks import (MACHINE, PAGE, SUPERVISOR, USER, map_page, open_pmp,
                    straight)
from guest import DEVICE, RAM, op
from scenario import scenario


# --- 2 jump cache and hash ---------------------------------------------------

@scenario("exec.2", "a block that was made is found again",
          "by the hash, and the next time by the jump cache")
def block_is_found_again(s):
    for page in range(3):
        straight(s, RAM + page * PAGE, s.rng.randrange(1, 9))
    for page in s.rng.sample(range(3), 3):
        at = RAM + page * PAGE
        op(s, "lookup", at)
        op(s, "build", at)
        op(s, "jump_cache", at)
        op(s, "lookup", at)
        op(s, "jump_cache", at)
    op(s, "lookup", RAM + 4)


@scenario("exec.2", "the same address in another context is another block",
          "the key has the mode and the state of the FP unit")
def context_is_part_of_the_key(s):
    open_pmp(s)
    straight(s, RAM, 5)
    contexts = [(mode, fp) for mode in (USER, SUPERVISOR, MACHINE)
                for fp in (0, 1)]
    for mode, fp in s.rng.sample(contexts, 6):
        op(s, "context", mode, fp)
        op(s, "lookup", RAM)
        op(s, "build", RAM)
        op(s, "lookup", RAM)
    for mode, fp in s.rng.choices(contexts, k=8):
        op(s, "context", mode, fp)
        op(s, "lookup", RAM)


@scenario("exec.2", "two addresses share a slot of the jump cache",
          "the one that was found last has it; both are found")
def slots_are_shared(s):
    near, far = RAM, RAM + (1 << 13) + 2
    straight(s, near, 3)
    straight(s, far, 4)
    for at in (near, far):
        op(s, "build", at)
    for at in s.rng.choices((near, far), k=6):
        op(s, "lookup", at)
        op(s, "jump_cache", near)
        op(s, "jump_cache", far)


@scenario("exec.2", "a cleared jump cache knows nothing, the hash all",
          "tb_jmp_cache_clear() drops no block")
def clearing_forgets_addresses(s):
    places = [RAM + PAGE * n + 4 * s.rng.randrange(64) for n in range(4)]
    for at in places:
        straight(s, at, 2)
        op(s, "build", at)
        op(s, "lookup", at)
    op(s, "forget")
    for at in places:
        op(s, "jump_cache", at)
    for at in places:
        op(s, "lookup", at)


@scenario("exec.2", "who looks by the physical address leaves no trace",
          "tb_lookup_uncached() does not fill the jump cache")
def physical_lookup_fills_nothing(s):
    at = RAM + 4 * s.rng.randrange(256)
    straight(s, at, 3)
    op(s, "build", at)
    op(s, "physical", at)
    op(s, "jump_cache", at)
    op(s, "lookup", at)
    op(s, "jump_cache", at)
    op(s, "physical", at)


@scenario("exec.2", "a fetch that faults finds nothing and says why",
          "the trap becomes the exception, the pc its value")
def faults_are_told(s):
    open_pmp(s)
    straight(s, RAM, 2)
    for at in (0x40000000, DEVICE, RAM, 0x7ffffffe):
        op(s, "lookup", at)
    map_page(s, [RAM])
    op(s, "context", SUPERVISOR, 1)
    for at in (0x40000000, 0x40001000, 1 << 40):
        op(s, "lookup", at)
        op(s, "physical", at)


@scenario("exec.2", "blocks belong to physical pages",
          "two addresses of one page share its blocks; a page that is mapped "
          "elsewhere has those of its new place")
def blocks_are_physical(s):
    open_pmp(s)
    for page in range(2):
        straight(s, RAM + page * PAGE, 3 + page)
        op(s, "build", RAM + page * PAGE)
    map_page(s, [RAM, RAM, RAM + PAGE])
    op(s, "context", SUPERVISOR, 1)
    op(s, "build", 0x40000000)
    for at in (0x40000000, 0x40001000, 0x40002000):
        op(s, "lookup", at)
    map_page(s, [RAM + PAGE, RAM])
    op(s, "flush")
    op(s, "context", SUPERVISOR, 1)
    op(s, "build", 0x40000000)
    for at in (0x40000000, 0x40001000):
        op(s, "jump_cache", at)
        op(s, "lookup", at)


@scenario("exec.2", "a page with a breakpoint has no blocks for the loop",
          "it must look at each instruction; others may look it up")
def breakpoint_page_is_unknown(s):
    for page in range(2):
        straight(s, RAM + page * PAGE, 4)
        op(s, "build", RAM + page * PAGE)
    op(s, "break", RAM + 4 * s.rng.randrange(1, 1024))
    for at in (RAM, RAM + PAGE):
        op(s, "lookup", at)
        op(s, "jump_cache", at)
        op(s, "physical", at)


@scenario("exec.2", "code that was overwritten, or whose page is split",
          "a dropped block is not found; nor is one where PMP must look at "
          "each access")
def dropped_blocks_are_not_found(s):
    straight(s, RAM, 4)
    straight(s, RAM + PAGE, 4)
    for at in (RAM, RAM + PAGE):
        op(s, "build", at)
        op(s, "lookup", at)
    straight(s, RAM, 2)
    op(s, "lookup", RAM)
    op(s, "lookup", RAM + PAGE)
    open_pmp(s)
    op(s, "context", SUPERVISOR, 1)
    op(s, "build", RAM + PAGE)
    op(s, "lookup", RAM + PAGE)
    open_pmp(s, split=RAM + PAGE + 0x800)
    op(s, "lookup", RAM + PAGE)
    op(s, "physical", RAM + PAGE)
