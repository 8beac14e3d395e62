"""gdblines: packets as they stand on the line"""


def packet(payload, start=b"$", wrong=0):
    """Framed; @wrong is added to the checksum."""
    total = (sum(payload) + wrong) % 256
    return start + payload + b"#%02x" % total


def escaped(data):
    """Binary data as a debugger sends it."""
    made = bytearray()
    for byte in data:
        if byte in b"$#}*":
            made += bytes((0x7d, byte ^ 0x20))
        else:
            made.append(byte)
    return bytes(made)
