"""The line to a remote debugger: exercise 6 of the lab debug."""
from gdblines import escaped, packet
from guest import op
from scenario import scenario


# --- 6 bytes and packets -----------------------------------------------------

@scenario("debug.6", "packets are taken apart",
          "payload, sum and acknowledgement, in any portions")
def packets_are_read(s):
    line = b"+" + packet(b"qSupported") + b"-" + packet(b"m80000000,4") \
        + b"\x03" + packet(b"")
    at = s.rng.randrange(1, len(line))
    op(s, "gdb_bytes", line[:at])
    op(s, "gdb_bytes", line[at:])


@scenario("debug.6", "a wrong sum is told, and the next packet is read",
          "digits that are none are wrong, too")
def wrong_sums_are_told(s):
    op(s, "gdb_bytes", packet(b"g", wrong=s.rng.randrange(1, 256)))
    op(s, "gdb_bytes", packet(b"g"))
    op(s, "gdb_bytes", b"$g#" + s.rng.choice((b"zz", b"6x", b"x7")))
    op(s, "gdb_bytes", b"$z{#z5" + b"$z\x85#fz" + b"$z\x85#FF")
    op(s, "gdb_no_ack")
    op(s, "gdb_bytes", packet(b"g", wrong=1) + b"$g#zz")


@scenario("debug.6", "binary data is unescaped",
          "what stands behind } was changed by xor 0x20; sums are of the "
          "line")
def escapes_are_undone(s):
    data = bytes(s.rng.randrange(256) for _ in range(20)) + b"$#}*"
    op(s, "gdb_bytes", packet(b"X0,18:" + escaped(data)))
    op(s, "gdb_bytes", packet(b"}\x03}\x5d}\x04"))
    op(s, "gdb_escape", data)


@scenario("debug.6", "noise, new beginnings and packets that are too long",
          "each is skipped; nothing is kept that nobody asked for")
def noise_is_skipped(s):
    op(s, "gdb_bytes", b"abc#12" + b"$mmm" + packet(b"g"))
    op(s, "gdb_bytes", b"$m}" + packet(b"g"))
    op(s, "gdb_bytes", packet(b"x" * s.rng.choice((64, 65))))
    op(s, "gdb_bytes", packet(b"x" * s.rng.randrange(66, 200)) + packet(b"g"))
    op(s, "gdb_bytes", b"$" + b"y" * 70 + b"#00" + b"$ab}#" + b"%02x" % (
        (sum(b"ab}")) % 256))


@scenario("debug.6", "a debugger that went in the middle of a packet",
          "the next one begins with an idle line")
def new_lines_begin_idle(s):
    whole = packet(b"m80000000,4")
    for at in (1, s.rng.randrange(2, len(whole) - 2), len(whole) - 1):
        op(s, "gdb_bytes", whole[:at])
        op(s, "gdb_reset")
        op(s, "gdb_bytes", b"+" + packet(b"g"))


@scenario("debug.6", "answers are shortened and summed",
          "runs become a count that is no character of the frame")
def answers_are_framed(s):
    for payload in (b"OK", b"", b"0" * s.rng.randrange(1, 5),
                    b"0" * s.rng.randrange(5, 20), b"a" * 98, b"a" * 99,
                    b"x" * s.rng.randrange(100, 300), b"aabbccc1111",
                    b"a" * s.rng.randrange(4, 9) + b"\0" * 6,
                    b"b" + b"\0" * s.rng.choice((5, 8, 10))):
        op(s, "gdb_frame", 0, payload)
    for length in range(4, 20):
        op(s, "gdb_frame", 1, b"0" * length)


@scenario("debug.6", "a whole server behind the line",
          "questions in, answers out, with their acknowledgements")
def server_answers(s):
    op(s, "gdb_server", packet(b"qSupported:swbreak+"))
    op(s, "gdb_server", packet(b"?"))
    op(s, "gdb_server", packet(b"g"))
    op(s, "gdb_server", packet(b"m80000000,%x" % s.rng.randrange(1, 64)))
    op(s, "gdb_server", packet(b"Z0,80000004,4") + packet(b"Z2,80000100,8"))
    op(s, "gdb_server", packet(b"z0,80000004,4", wrong=1) + b"-")
    op(s, "gdb_server", packet(b"vCont?") + packet(b"qNothing"))
