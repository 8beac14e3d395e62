"""guests: build the bench guests and find a Linux to boot.

The guests are compiled from guest/ and linux/ when the bench runs, once for
riscv64 and once for the host. A bare-metal image is flat, is loaded at the
start of RAM and carries the amount of work in its header.
"""

import os
import struct
import subprocess
import sys
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.path.join(HERE, "guest")
LINUX_SOURCE = os.path.join(HERE, "linux", "kernel.c")
GET = os.path.join(HERE, "..", "guests", "get")
SCALE_OFFSET = 8            # work and part's name, see guest/start.S
NAME_SIZE = 16

for folder in ("guests", "support"):
    sys.path.insert(0, os.path.join(HERE, "..", folder))
import cpio_newc  # noqa: E402
import cross  # noqa: E402
from cross import Missing  # noqa: E402

# No vectors and no fused operations that the source does not ask for: both
# sides then do the same arithmetic, and the host's figure is the limit of a
# translator of scalar code.
FLAGS = """-O2 -fno-tree-vectorize -ffp-contract=off -fno-math-errno -Wall
    -Wextra -Werror -fno-tree-loop-distribute-patterns""".split()
GUEST_FLAGS = [*FLAGS, "-march=rv64gc", "-mabi=lp64d"]
LINUX_FLAGS = "-O2 -static -Wall -Wextra -Werror -D_GNU_SOURCE".split()

SOURCES = {
    "empty": ["empty.c"],
    "classic": ["classic.c"],
    "int": ["int.c"],
    "fp": ["fp.c"],
    "mem": ["mem.c"],
    "sys": ["sys.c", "sys_trap.S"],
    "tlb": ["tlb.c"],
    "cold": ["cold.c"],
    "smc": ["smc.c"],
}
ON_HOST = ("classic", "int", "fp", "mem", "cold")


class Guest(NamedTuple):
    """A guest with its work: the image, and the host's program or None."""
    image: str
    program: str
    units: int
    part: str


class Images:
    """The guests, built when first asked for, in @folder."""

    def __init__(self, folder):
        self.folder = folder
        self.flat = {}          # name: bytes of the image
        self.programs = {}      # name: path

    def _path(self, name):
        return os.path.join(self.folder, name)

    def _build(self, name):
        files = [os.path.join(SOURCE, f)
                 for f in ["start.S", "guest.c", *SOURCES[name]]]
        return cross.build_flat(files, os.path.join(SOURCE, "guest.ld"),
                                GUEST_FLAGS, self._path(name + ".elf"))

    def _build_host(self, name):
        program = self._path(name)
        files = [os.path.join(SOURCE, f)
                 for f in ["native.c", *SOURCES[name]]]
        subprocess.run(["cc", *FLAGS, *files, "-o", program], check=True)
        return program

    def program(self, name):
        """(nullable): path of the host's program."""
        if name in ON_HOST and name not in self.programs:
            self.programs[name] = self._build_host(name)
        return self.programs.get(name)

    def guest(self, name, units, part=""):
        """Guest @name with @units of work for @part, or for all parts."""
        path = self._path(f"{name}-{part}-{units}.bin")
        if not os.path.exists(path):
            image = self.flat.setdefault(name, None) or self._build(name)
            self.flat[name] = image
            work = struct.pack(f"<Q{NAME_SIZE}s", units, part.encode())
            with open(path, "wb") as out:
                out.write(image[:SCALE_OFFSET] + work +
                          image[SCALE_OFFSET + len(work):])
        return Guest(path, self.program(name), units, part)


def linux_program(folder):
    """linux/kernel.c for the guest and for the host: two paths."""
    guest = os.path.join(folder, "kernel.riscv64")
    host = os.path.join(folder, "kernel")
    subprocess.run([cross.prefix() + "gcc", *LINUX_FLAGS, LINUX_SOURCE, "-o",
                    guest], check=True)
    subprocess.run(["cc", *LINUX_FLAGS, LINUX_SOURCE, "-o", host], check=True)
    return guest, host


def add_to_initrd(initrd, name, program, path):
    """Write @initrd with @program as /bench/@name in it to @path."""
    archive = cpio_newc.Archive()
    archive.directory("bench")
    with open(program, "rb") as file:
        archive.file("bench/" + name, file.read(), 0o755)
    with open(initrd, "rb") as first, open(path, "wb") as out:
        data = first.read()
        out.write(data + b"\0" * (-len(data) % 4) + archive.to_bytes())


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
