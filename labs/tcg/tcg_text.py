"""tcg_text: the instructions of these scenarios as assembly, for the steps

Only what the scenarios use has a name; anything else is shown as a number.
"""
NAMES = {                       # opcode and funct3: name; funct7: the others
    0x13: ("addi", "slli", "slti", "sltiu", "xori", "srli", "ori", "andi"),
    0x33: ("add", "sll", "slt", "sltu", "xor", "srl", "or", "and"),
    0x1b: ("addiw", "slliw", "", "", "", "srliw", "", ""),
    0x3b: ("addw", "sllw", "", "", "", "srlw", "", ""),
    0x63: ("beq", "bne", "", "", "blt", "bge", "bltu", "bgeu"),
    0x03: ("lb", "lh", "lw", "ld", "lbu", "lhu", "lwu", ""),
    0x23: ("sb", "sh", "sw", "sd", "", "", "", ""),
}
OTHERS = {"add": "sub", "addw": "subw", "srl": "sra", "srlw": "sraw",
          "srli": "srai", "srliw": "sraiw"}
WHOLE = {0x73: "ecall", 0x10500073: "wfi"}


def signed(value, bits):
    return value - (1 << bits) if value >> (bits - 1) & 1 else value


def branch_offset(word):
    return signed((word >> 31 & 1) << 12 | (word >> 7 & 1) << 11
                  | (word >> 25 & 0x3f) << 5 | (word >> 8 & 0xf) << 1, 13)


def jal_offset(word):
    return signed((word >> 31 & 1) << 20 | (word >> 12 & 0xff) << 12
                  | (word >> 20 & 1) << 11 | (word >> 21 & 0x3ff) << 1, 21)


def register_form(word, name):
    rd, rs1, rs2 = word >> 7 & 31, word >> 15 & 31, word >> 20 & 31
    if word >> 25 == 1 and name == "add":
        name = "mul"
    elif word >> 30 & 1:
        name = OTHERS.get(name, "")
    return f"{name} x{rd}, x{rs1}, x{rs2}" if name else f"0x{word:08x}"


def immediate_form(word, name):
    imm = signed(word >> 20, 12)
    if name.rstrip("w") in ("slli", "srli"):
        if word >> 30 & 1:
            name = OTHERS.get(name, name)
        imm &= 63
    return f"{name} x{word >> 7 & 31}, x{word >> 15 & 31}, {imm}"


def text_of(word):
    """One instruction of 4 bytes."""
    opcode, rd = word & 0x7f, word >> 7 & 31
    rs1, rs2 = word >> 15 & 31, word >> 20 & 31
    name = NAMES.get(opcode, ("",) * 8)[word >> 12 & 7]
    if word in WHOLE:
        return WHOLE[word]
    if opcode in (0x37, 0x17):
        return f"{'lui' if opcode == 0x37 else 'auipc'} x{rd}, " \
               f"0x{word >> 12:x}"
    if opcode == 0x6f:
        return f"jal x{rd}, {jal_offset(word):+d}"
    if opcode == 0x67:
        return f"jalr x{rd}, {signed(word >> 20, 12)}(x{rs1})"
    if opcode == 0x63:
        return f"{name} x{rs1}, x{rs2}, {branch_offset(word):+d}"
    if opcode in (0x13, 0x1b):
        return immediate_form(word, name)
    if opcode in (0x33, 0x3b):
        return register_form(word, name)
    if opcode == 0x03:
        return f"{name} x{rd}, {signed(word >> 20, 12)}(x{rs1})"
    if opcode == 0x23:
        imm = signed(word >> 25 << 5 | rd, 12)
        return f"{name} x{rs2}, {imm}(x{rs1})"
    return f"0x{word:08x}"


def program_text(code):
    """Bytes of instructions as one line."""
    return "; ".join(text_of(int.from_bytes(code[at:at + 4], "little"))
                     for at in range(0, len(code), 4))
