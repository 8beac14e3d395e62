#!/usr/bin/env python3
"""make_image: keep the compiled demo guest in the tree as a C table.

    machine/demo/make_image.py           rebuild and write ../demo_image.c
    machine/demo/make_image.py --check   rebuild and compare; exit status 1
                                         when the bytes differ, 77 when the
                                         compiler that made them is not here
"""

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGE = os.path.join(HERE, "..", "demo_image.c")
BUILD = os.path.join(HERE, "build.sh")
SKIPPED = 77
SIZE_MAX = 64 * 1024
PER_LINE = 12

HEADER = """\
/*
 * demo_image.c: the compiled demo guest, made by demo/make_image.py
 *
 * lectern boots it when no guest is named. The source is in demo/; a test
 * compiles it again and compares where the same compiler is present:
{compiler}
 */
#include "machine/demo_image.h"

/* clang-format off */
static const uint8_t image[] = {{
"""

FOOTER = """\
};
/* clang-format on */

const uint8_t *demo_image(size_t *size)
{
    *size = sizeof(image);
    return image;
}
"""


def compiler():
    """The lines that name compiler and linker; exits 77 without one."""
    done = subprocess.run([BUILD, "--compiler"], text=True, check=False,
                          capture_output=True)
    if done.returncode:
        sys.stderr.write(done.stderr)
        sys.exit(done.returncode)
    return done.stdout.splitlines()


def build():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "demo.bin")
        subprocess.run([BUILD, path], check=True)
        with open(path, "rb") as file:
            return file.read()


def source_of(image, names):
    lines = [HEADER.format(compiler="\n".join(" *   " + n for n in names))]
    for at in range(0, len(image), PER_LINE):
        row = image[at:at + PER_LINE]
        lines.append("    " + " ".join(f"0x{byte:02x}," for byte in row)
                     + "\n")
    return "".join(lines) + FOOTER


def check(text):
    """0 when the committed bytes are what the sources give."""
    names = compiler()
    if re.findall(r"^ \*   (.*)$", text, re.M) != names:
        print("skipped: made by another compiler than this machine's")
        return SKIPPED
    committed = bytes(int(byte, 16) for byte in
                      re.findall(r"0x([0-9a-f]{2}),", text))
    if committed != build():
        print("machine/demo_image.c is not what machine/demo builds; "
              "run machine/demo/make_image.py", file=sys.stderr)
        return 1
    return 0


def main():
    if sys.argv[1:] == ["--check"]:
        with open(IMAGE, encoding="utf-8") as file:
            return check(file.read())
    names = compiler()
    image = build()
    assert len(image) <= SIZE_MAX, "the demo outgrew its size"
    with open(IMAGE, "w", encoding="utf-8") as file:
        file.write(source_of(image, names))
    return 0


if __name__ == "__main__":
    sys.exit(main())
