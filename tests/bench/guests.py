"""guests: build the bench guests and find a Linux to boot.

The mixes are compiled from guest/ when the bench runs. An image is flat, is
loaded at the start of RAM and carries the amount of work in its header.
"""

import os
import shutil
import struct
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "guest")
GET = os.path.join(HERE, "..", "guests", "get")
PREFIXES = ("riscv64-linux-gnu-", "riscv64-unknown-elf-")
SCALE_OFFSET = 8            # of the work doubleword, see guest/start.S

FLAGS = """-march=rv64gc -mabi=lp64d -mcmodel=medany -O2 -Wall -Wextra -Werror
    -ffreestanding -fno-pic -fno-pie -fno-stack-protector -fno-math-errno
    -fno-tree-loop-distribute-patterns -nostdlib -static
    -Wl,--build-id=none -Wl,--fatal-warnings""".split()

SOURCES = {
    "empty": ["empty.c"],
    "int": ["int.c"],
    "fp": ["fp.c"],
    "mem": ["mem.c"],
    "sys": ["sys.c", "sys_trap.S"],
    "cold": ["cold.c", "cold_code.S"],
}


class Missing(Exception):
    """Something that the bench needs is not on this machine."""


def cross_prefix():
    for prefix in (os.environ.get("CROSS_COMPILE"), *PREFIXES):
        if prefix and shutil.which(prefix + "gcc"):
            return prefix
    raise Missing("no riscv64 cross compiler: install gcc-riscv64-linux-gnu "
                  "or set CROSS_COMPILE")


def build(folder):
    """Compile every guest into @folder; return {name: image bytes}."""
    prefix = cross_prefix()
    images = {}
    for name, sources in SOURCES.items():
        elf = os.path.join(folder, name + ".elf")
        flat = os.path.join(folder, name + ".bin")
        files = [os.path.join(SOURCE, f)
                 for f in ["start.S", "guest.c", *sources]]
        subprocess.run([prefix + "gcc", *FLAGS, "-Wl,-T," +
                        os.path.join(SOURCE, "guest.ld"), *files, "-o", elf],
                       check=True)
        subprocess.run([prefix + "objcopy", "-O", "binary", elf, flat],
                       check=True)
        with open(flat, "rb") as image:
            images[name] = image.read()
    return images


def write_image(path, image, scale):
    """Write @image with @scale units of work to @path."""
    with open(path, "wb") as out:
        out.write(image[:SCALE_OFFSET] + struct.pack("<Q", scale) +
                  image[SCALE_OFFSET + 8:])


def linux(folder=None):
    """Paths of BIOS, KERNEL and INITRD, from @folder or tests/guests/get."""
    if folder:
        names = {"BIOS": "fw_dynamic.bin", "KERNEL": "Image",
                 "INITRD": "initrd.cpio"}
        paths = {k: os.path.join(folder, v) for k, v in names.items()}
        for path in paths.values():
            if not os.path.exists(path):
                raise Missing(path + " does not exist")
        return paths
    if not os.path.exists(GET):
        raise Missing("tests/guests/get is not there; name a folder with "
                      "--guest")
    done = subprocess.run([GET, "linux"], stdout=subprocess.PIPE, text=True,
                          check=False)
    if done.returncode:
        raise Missing("tests/guests/get cannot make the Linux guest")
    return dict(line.split("=", 1) for line in done.stdout.splitlines())
