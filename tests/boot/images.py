#!/usr/bin/env python3
"""Bad images and options: one clear line, exit status 1, nothing started.

Every row is a command line that cannot work. The message is a single line
that begins with the program's name and contains the given words, so that the
reader knows what to change.
"""

import gzip
import os
import struct
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import emulator  # noqa: E402
import tap  # noqa: E402

MIB = 1 << 20
RAM_BASE = 0x80000000
EM_X86_64, EM_RISCV = 62, 243
EHDR_SIZE, PHDR_SIZE = 64, 56


def elf(machine=EM_RISCV, bits=2, address=RAM_BASE, size=64, phoff=EHDR_SIZE):
    """A 64-bit ELF file with one loadable segment of @size zeros."""
    ident = b"\x7fELF" + bytes([bits, 1, 1]) + bytes(9)
    header = struct.pack("<HHIQQQIHHHHHH", 2, machine, 1, address, phoff, 0,
                         0, EHDR_SIZE, PHDR_SIZE, 1, 0, 0, 0)
    segment = struct.pack("<IIQQQQQQ", 1, 7, EHDR_SIZE + PHDR_SIZE, address,
                          address, size, size, 4096)
    return ident + header + segment + bytes(min(size, MIB))


def linux_image(size, image_size):
    """A Linux Image header, followed by zeros up to @size."""
    header = struct.pack("<IIQQQIIQQII", 0x6f, 0, 0x200000, image_size, 0, 2,
                         0, 0, 0x5643534952, 0x05435352, 0)
    return header + bytes(size - len(header))


FILES = {
    "firmware": struct.pack("<I", 0x0000006f),      # j .
    "empty": b"",
    "x86_64.elf": elf(machine=EM_X86_64),
    "32bit.elf": elf(bits=1),
    "cut-header.elf": elf()[:40],
    "cut-segment.elf": elf(size=4096)[:200],
    "far-table.elf": elf(phoff=1 << 40),
    "outside-ram.elf": elf(address=0x40000000),
    "at-ram-base.elf": elf(address=RAM_BASE),
    "huge.elf": elf(size=1 << 40),
    "cut.gz": gzip.compress(linux_image(MIB, MIB))[:-64],
    "garbage.dtb": b"this is no device tree" * 10,
    "cut.dtb": struct.pack(">IIIIII", 0xd00dfeed, 1 << 20, 56, 56, 40, 17)
               + bytes(40),
    "large.bin": bytes(40 * MIB),
    "good.img": linux_image(MIB, MIB),
    "too-large.img": linux_image(MIB, 1 << 40),
}

# label, words of the message, arguments; {} is the folder of FILES and a
# row without -bios gets a firmware that is good
ROWS = [
    ("missing_kernel", "nonexistent", ["-kernel", "{}/nonexistent"]),
    ("missing_initrd", "nonexistent",
     ["-kernel", "{}/good.img", "-initrd", "{}/nonexistent"]),
    ("missing_dtb", "nonexistent",
     ["-kernel", "{}/good.img", "-dtb", "{}/nonexistent"]),
    ("missing_bios", "nonexistent", ["-bios", "{}/nonexistent"]),
    ("folder_as_kernel", "folder", ["-kernel", "{}/folder"]),
    ("empty_kernel", "empty", ["-kernel", "{}/empty"]),
    ("empty_bios", "empty", ["-bios", "{}/empty"]),
    ("elf_of_another_machine", "x86_64.elf", ["-kernel", "{}/x86_64.elf"]),
    ("elf_of_32_bits", "32bit.elf", ["-kernel", "{}/32bit.elf"]),
    ("elf_cut_in_its_header", "cut-header.elf",
     ["-kernel", "{}/cut-header.elf"]),
    ("elf_cut_in_a_segment", "cut-segment.elf",
     ["-kernel", "{}/cut-segment.elf"]),
    ("elf_table_out_of_file", "far-table.elf",
     ["-kernel", "{}/far-table.elf"]),
    ("elf_outside_ram", "outside-ram.elf",
     ["-bios", "none", "-kernel", "{}/outside-ram.elf"]),
    ("elf_larger_than_ram", "huge.elf", ["-kernel", "{}/huge.elf"]),
    ("overlapping_images", "overlap",
     ["-bios", "{}/good.img", "-kernel", "{}/at-ram-base.elf"]),
    ("cut_gzip_kernel", "cut.gz", ["-kernel", "{}/cut.gz"]),
    ("kernel_larger_than_ram", "large.bin",
     ["-m", "32M", "-kernel", "{}/large.bin"]),
    ("image_header_larger_than_ram", "too-large.img",
     ["-kernel", "{}/too-large.img"]),
    ("bios_larger_than_ram", "large.bin",
     ["-m", "32M", "-bios", "{}/large.bin"]),
    ("initrd_larger_than_ram", "large.bin",
     ["-m", "32M", "-kernel", "{}/good.img", "-initrd", "{}/large.bin"]),
    ("garbage_dtb", "garbage.dtb",
     ["-kernel", "{}/good.img", "-dtb", "{}/garbage.dtb"]),
    ("cut_dtb", "cut.dtb", ["-kernel", "{}/good.img", "-dtb", "{}/cut.dtb"]),
    ("initrd_without_kernel", "kernel", ["-initrd", "{}/good.img"]),
    ("append_without_kernel", "kernel", ["-append", "quiet"]),
    ("unknown_machine", "nosuch", ["-M", "nosuch"]),
    ("unknown_cpu", "nosuch", ["-cpu", "nosuch"]),
    ("unknown_cpu_property", "nosuch", ["-cpu", "rv64,nosuch=on"]),
    ("contradictory_cpu", "", ["-cpu", "rv64,d=on,f=off"]),
    ("unknown_accelerator", "nosuch", ["-accel", "nosuch"]),
    ("unknown_option", "nosuch", ["-nosuch"]),
    ("option_without_value", "-kernel", ["-kernel"]),
    ("no_memory", "", ["-m", "0x"]),
    ("too_little_memory", "", ["-m", "4K"]),
    ("too_much_memory", "", ["-m", "100000T"]),
    ("no_harts", "", ["-smp", "0"]),
    ("too_many_harts", "", ["-smp", "100000"]),
    ("stray_word", "stray", ["stray"]),
    ("unknown_log_item", "nosuch", ["-d", "nosuch"]),
    ("log_into_no_folder", "nonexistent",
     ["-D", "{}/nonexistent/log", "-d", "in_asm"]),
]

folder = None


def refused(words, arguments):
    if "-bios" not in arguments:
        arguments = ["-bios", "{}/firmware", *arguments]
    status, output = emulator.run(
        "-M", "virt", "-nographic",
        *(text.replace("{}", folder) for text in arguments), timeout=20)
    shown = f"{arguments}: exit status {status}, output: {output[:600]!r}"
    lines = [line for line in output.splitlines() if line.strip()]
    tap.check(status == 1, "wanted exit status 1: " + shown)
    tap.check(len(lines) == 1, "wanted one line: " + shown)
    tap.check(":" in lines[0], "wanted the program's name first: " + shown)
    tap.check(words in lines[0], f"wanted {words!r} in it: " + shown)


def test_flat_kernel_without_firmware_runs_in_m_mode():
    """-bios none enters the kernel itself: here it ends the machine."""
    path = os.path.join(folder, "finisher.bin")
    code = struct.pack("<IIIII",
                       0x001002b7,      # lui  t0, 0x100 (test finisher)
                       0x00005337,      # lui  t1, 5
                       0x55530313,      # addi t1, t1, 0x555
                       0x0062a023,      # sw   t1, 0(t0)
                       0x0000006f)      # j    .
    with open(path, "wb") as file:
        file.write(code)
    for option in ("-kernel", "-bios"):
        arguments = ["-bios", "none", option, path] \
            if option == "-kernel" else [option, path]
        tap.equal(emulator.run("-M", "virt", "-nographic", *arguments)[0], 0,
                  option)


def make_files():
    os.mkdir(os.path.join(folder, "folder"))
    for name, data in FILES.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        make_files()
        tap.run({**tap.tests_of(globals()),
                 **tap.table("refuses", ROWS, refused)})
