"""cross: the compiler that makes bare-metal guests out of C."""

import os
import shutil
import subprocess

PREFIXES = ("riscv64-linux-gnu-", "riscv64-unknown-elf-")
GUEST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "guest")

# What all guests are: alone in memory, loaded where they are linked.
FLAGS = """-mcmodel=medany -ffreestanding -fno-pic -fno-pie
    -fno-stack-protector -fno-tree-loop-distribute-patterns -nostdlib -static
    -Wl,--build-id=none -Wl,--fatal-warnings""".split()


class Missing(Exception):
    """Something that the tests need is not on this machine."""


def prefix():
    for word in (os.environ.get("CROSS_COMPILE"), *PREFIXES):
        if word and shutil.which(word + "gcc"):
            return word
    raise Missing("no riscv64 cross compiler: install gcc-riscv64-linux-gnu "
                  "or set CROSS_COMPILE")


def build_flat(sources, script, flags, elf):
    """Link @sources and the console by @script to @elf; the flat image."""
    flat = os.path.splitext(elf)[0] + ".flat"
    subprocess.run([prefix() + "gcc", *FLAGS, *flags, "-I" + GUEST,
                    "-Wl,-T," + script, *sources,
                    os.path.join(GUEST, "console.c"), "-o", elf], check=True)
    subprocess.run([prefix() + "objcopy", "-O", "binary", elf, flat],
                   check=True)
    with open(flat, "rb") as image:
        return image.read()
