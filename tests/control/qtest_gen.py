"""qtest_gen: sequences of requests that a device has to agree on.

One generator per group of qtest_cases; each takes a random.Random and
returns lines. They stay where the specification decides: what is known to
differ (KNOWN in qtest_diff.py) is asked by the cases written by hand, because
two devices that differ once have different states from then on.
"""

BYTES = (0, 1, 2, 3, 4, 5, 7, 8, 0x0f, 0x10, 0x20, 0x40, 0x55, 0x7f, 0x80,
         0xaa, 0xc1, 0xff)
WORDS = (0, 1, 2, 7, 8, 0xff, 0x100, 0x7fffffff, 0x80000000, 0xaaaaaaaa,
         0xfffffffe, 0xffffffff)


def _uart_line(r):
    kind = r.random()
    register = r.randrange(8)
    if kind < 0.5:
        return f"readb uart+{register}"
    if kind < 0.6:
        return f"clock_step {r.choice((1, 1000, 1000000, 50000000))}"
    value = r.choice(BYTES)
    if register == 1:
        value &= 0x07           # modem status interrupts: known
    return f"writeb uart+{register} {value:#x}"


def _uart_wire_line(r):
    if r.random() < 0.15:
        return "feed " + hex(r.randrange(256))
    line = _uart_line(r)
    # The line stays connected and nothing waits outside, for it would come in
    # whenever the main loop has time. QEMU lets the trigger level wait there.
    if line.startswith(("writeb uart+2", "writeb uart+4")):
        return f"writeb uart+2 {r.choice((0xc1, 0xc3, 0xc5)):#x}"
    return line


def uart_wire(r):
    """Bytes come from outside and go there."""
    lines = ["writeb uart+3 0x03", "writeb uart+1 0", "writeb uart+4 0x08",
             "writeb uart+2 0xc7", "readb uart+5", "sent",
             "feed " + " ".join(str(r.randrange(256))
                                for _ in range(r.randrange(1, 6)))]
    lines += [_uart_wire_line(r) for _ in range(r.randrange(4, 25))]
    fed = sum(line.startswith("feed") for line in lines)
    return lines + ["sent"] if fed < 9 else lines[:7]


def uart(r):
    """Registers in any order; half of the time in loopback."""
    if r.random() < 0.3:
        return uart_wire(r)
    lines = ["writeb uart+3 0x03", "writeb uart+1 0",
             f"writeb uart+2 {r.choice((0, 7, 0x47, 0x87, 0xc7)):#x}",
             f"writeb uart+4 {r.choice((0x08, 0x10)):#x}"]
    lines += [_uart_line(r) for _ in range(r.randrange(4, 30))]
    return lines


def _claim(r, context):
    # a claim does not look at the threshold: known, so there is none
    lines = [f"writel {context[1]} 0", f"readl {context[2]}"]
    if r.random() < 0.3:
        lines.append(f"readl plic+{0x1000 + 4 * r.randrange(3):#x}")
    return lines + [f"complete {context[2]}"]


CONTEXTS = [(f"plic+{0x2000 + 0x80 * i:#x}", f"plic+{0x200000 + 0x1000 * i:#x}",
             f"plic+{0x200004 + 0x1000 * i:#x}") for i in range(4)]


NEXT = "writel plic+0x168 0"    # priority of a source that nobody uses


def _plic_part(r):
    source = r.choice((1, 2, 3, 10, 31, 32, 33, 63, 64, 95))
    context = r.choice(CONTEXTS)
    enable = int(context[0][5:], 0) + 4 * (source // 32)
    return r.choice((
        lambda: [f"irq {source} 1", f"irq {source} 0"],
        lambda: [f"writel plic+{4 * source:#x} {r.randrange(8)}"],
        lambda: [f"readl plic+{4 * source:#x}"],
        # what this changes is known to come with the next write
        lambda: [f"writel plic+{enable:#x} {1 << source % 32:#x}; {NEXT}"],
        lambda: [f"writel plic+{enable:#x} 0xfffffffe; {NEXT}"],
        lambda: [f"writel plic+{enable:#x} 0; {NEXT}"],
        lambda: [f"readl plic+{enable:#x}"],
        lambda: [f"writel {context[1]} {r.randrange(8)}"],
        lambda: [f"readl {context[1]}"],
        lambda: [f"readl plic+{0x1000 + 4 * r.randrange(4):#x}"],
        lambda: _claim(r, context),
        # completing what nobody claimed
        lambda: [f"writel {context[2]} {source}"],
    ))()


def plic(r):
    """Pulses, claims and completions on all contexts of two harts."""
    return sum((_plic_part(r) for _ in range(r.randrange(4, 25))), [])


def _aclint_line(r):
    value = r.choice((0, 1, 10, 0x1000, 0xffffffff, 0x100000000,
                      0x7fffffffffffffff, 0xffffffffffffffff))
    hart = r.randrange(2)
    return r.choice((
        lambda: f"writeq mtimecmp+{8 * hart} {value:#x}",
        lambda: f"writel mtimecmp+{4 * r.randrange(4)} {r.choice(WORDS):#x}",
        lambda: f"readq mtimecmp+{8 * hart}",
        lambda: f"readl mtimecmp+{4 * r.randrange(4)}",
        lambda: f"writel msip+{4 * hart} {r.choice(WORDS):#x}",
        lambda: f"readl msip+{4 * hart}",
        lambda: f"readl sswi+{4 * hart}",
        lambda: "readq mtime+0",
        lambda: f"readl mtime+{4 * r.randrange(2)}",
        lambda: f"writeq mtime+0 {r.choice((0, 5, 0x100, 0x123456789)):#x}",
        # whole ticks: the rest is known
        lambda: f"clock_step {r.choice((100, 200, 1000, 5000000))}",
    ))()


def aclint(r):
    """Comparators around the present, both halves, both harts."""
    return ["writeq mtimecmp+0 0xffffffffffffffff",
            "writeq mtimecmp+8 0xffffffffffffffff", "writeq mtime+0 0",
            *(_aclint_line(r) for _ in range(r.randrange(4, 25)))]


def _rtc_line(r):
    register = r.choice((0, 4, 8, 0xc, 0x10, 0x14, 0x18, 0x1c))
    if r.random() < 0.5:
        return f"readl rtc+{register:#x}"
    if r.random() < 0.3:
        return f"clock_step {r.choice((1, 1000, 1000000, 4294967296))}"
    value = r.choice((0, 1, 0, 1, 1000, 100000, 0x10000000))
    if register in (4, 0xc):
        value &= 0xf            # seconds, not years: alarms are reached
    line = f"writel rtc+{register:#x} {value:#x}"
    # that the time moves past an alarm is known
    return "writel rtc+0x14 0; " + line if register < 8 else line


def rtc(r):
    return ["writel rtc+0x14 0", "writel rtc+4 0", "writel rtc+0 0",
            "writel rtc+0x1c 1",
            *(_rtc_line(r) for _ in range(r.randrange(4, 25)))]


def _flash_program(r, block, n):
    # each word once: programming twice is known to differ
    at = f"flash+{block + 4 * n:#x}"
    if r.random() < 0.5:
        return [f"writel {at} {r.choice((0x100010, 0x400040)):#x}",
                f"writel {at} {r.getrandbits(32):#x}", f"readl {at}",
                "writel flash+0 0xff00ff"]
    count = r.randrange(1, 4)       # one word: known
    lines = [f"writel {at} 0xe800e8", f"readl {at}",
             f"writel {at} {count | count << 16:#x}"]
    lines += [f"writel flash+{block + 4 * (n + i):#x} {r.getrandbits(32):#x}"
              for i in range(count + 1)]
    return lines + [f"writel {at} 0xd000d0", f"readl {at}",
                    "writel flash+0 0xff00ff"]


def _flash_look(r, block):
    return r.choice((
        lambda: [f"readl flash+{block + 4 * r.randrange(64):#x}"],
        lambda: [f"readb flash+{block + r.randrange(256):#x}"],
        lambda: [f"readw flash+{block + r.randrange(255):#x}"],
        lambda: [f"readq flash+{block + r.randrange(249):#x}"],
        lambda: [f"writel flash+{block:#x} 0x980098",
                 f"readl flash+{4 * r.randrange(0x60):#x}",
                 f"writel flash+{block:#x} 0xff00ff"],
        lambda: [f"writel flash+{block:#x} 0x900090",
                 f"readl flash+{4 * r.randrange(2):#x}",
                 f"writel flash+{block:#x} 0xff00ff"],
    ))()


def flash(r):
    """Erase a block, program it here and there, look at it in between."""
    block = 0x40000 * r.randrange(128)
    lines = [f"writel flash+{block:#x} 0x200020",
             f"writel flash+{block:#x} 0xd000d0",
             f"readl flash+{block:#x}", "writel flash+0 0xff00ff"]
    for n in range(0, 4 * r.randrange(2, 6), 4):
        lines += _flash_program(r, block, n) + _flash_look(r, block)
    return lines


def _fwcfg_dma(r):
    control = r.choice((2, 4, 6, 0xa, 0xc, 0xe, 8, 0, 0xa | 0x50000))
    length = r.choice((0, 1, 4, 16, 100))
    return [f"write ram+0x1000 0x10 0x{control:08x}{length:08x}"
            "0000000080002000", "writeq fwcfg+0x10 0x0010008000000000",
            "read ram+0x1000 0x10", "read ram+0x2000 0x10"]


def fwcfg(r):
    """Selections, reads of any width, DMA; no files: known."""
    lines = ["memset ram+0x2000 0x100 0xee"]
    for _ in range(r.randrange(3, 15)):
        key = r.choice((0, 1, 2, 3, 4, 5, 7, 0xe, 0x4000, 0x8000, 0xffff))
        lines += r.choice((
            lambda: [f"writew fwcfg+8 {(key >> 8 | key << 8) & 0xffff:#x}"],
            lambda: ["read" + r.choice("bwlq") + " fwcfg+0"],
            lambda: [f"writeb fwcfg+0 {r.choice(BYTES):#x}"],
            lambda: _fwcfg_dma(r),
        ))()
    return lines


def virtio(r):
    """An empty slot stays empty."""
    lines = []
    for _ in range(r.randrange(4, 20)):
        at = f"virtio+{0x1000 * r.randrange(8) + 4 * r.randrange(0x44):#x}"
        lines.append(f"readl {at}" if r.random() < 0.6 else
                     f"writel {at} {r.choice(WORDS):#x}")
    return lines


def ram(r):
    """Bytes are bytes, however they are moved."""
    lines = []
    for _ in range(r.randrange(4, 20)):
        at = f"ram+{0x200000 + r.randrange(64):#x}"
        size = r.randrange(1, 24)
        lines.append(r.choice((
            lambda: "read" + r.choice("bwlq") + " " + at,
            lambda: "write" + r.choice("bwlq")
                    + f" {at} {r.getrandbits(64):#x}",
            lambda: f"read {at} {size:#x}",
            lambda: f"write {at} {size:#x} 0x{r.randbytes(size).hex()}",
            lambda: f"memset {at} {size:#x} {r.choice(BYTES):#x}",
            lambda: f"b64read {at} {size:#x}",
        ))())
    return lines


GENERATORS = {"uart": uart, "plic": plic, "aclint": aclint, "rtc": rtc,
              "flash": flash, "fwcfg": fwcfg, "virtio": virtio, "map": ram}
