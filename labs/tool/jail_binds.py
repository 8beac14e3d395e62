"""jail_binds: what a jail must see to run a compiler or a linked program.

Only trusted programs are asked for their libraries: the loader that answers
is named in the program's file, so asking about a student's program would run
what the student chose.

Spec: ld.so(8) "--list".
"""
import os
import re
import subprocess

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64")


def system_binds():
    """[(host, inside)] for tools: compilers, a shell, their libraries."""
    return [(path, path) for path in SYSTEM if os.path.exists(path)]


def library_binds(trusted):
    """[(host, inside)] of the loader and libraries of program @trusted."""
    done = subprocess.run(["ldd", os.fspath(trusted)], capture_output=True,
                          text=True, check=True, timeout=20)
    found = re.findall(r"(?:=> )?(/\S+) \(0x", done.stdout)
    return [(os.path.realpath(path), path) for path in found]
