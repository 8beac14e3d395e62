"""jail_kernel: the few system calls of tier T1 that Python has no name for.

prctl, seccomp and Landlock through ctypes. Landlock restricts a thread to
parts of the file system; its rights grew with its version, so the rights
asked for are those of the kernel at hand.

Spec: prctl(2), landlock(7), Linux include/uapi/linux/landlock.h.
"""

import ctypes
import os
import stat
import struct

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
PR_SET_CHILD_SUBREAPER = 36
SECCOMP_MODE_FILTER = 2
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
ASK_VERSION, RULE_PATH = 1, 1

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = 1, 2, 4, 8
TRUNCATE, IOCTL_DEV = 1 << 14, 1 << 15
READING = EXECUTE | READ_FILE | READ_DIR
OF_A_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
RIGHTS = {1: 0x1FFF, 2: 0x3FFF, 3: 0x7FFF, 5: 0xFFFF}   # from version on
NET_FROM, SCOPE_FROM = 4, 6
NET_RIGHTS, SCOPES = 3, 3

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result):
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def _syscall(number, *arguments):
    return _libc.syscall(ctypes.c_long(number),
                         *(ctypes.c_long(value) if isinstance(value, int)
                           else value for value in arguments))


def prctl(option, *values):
    padded = [*values, 0, 0, 0, 0][:4]
    _check(_libc.prctl(ctypes.c_int(option),
                       *(ctypes.c_ulong(value) if isinstance(value, int)
                         else value for value in padded)))


def install_filter(program):
    """Put this thread and all it starts under the BPF @program, for ever."""
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(
        struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code)))
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head)


def landlock_version():
    """The kernel's version of Landlock, 0 for none."""
    return max(0, _syscall(CREATE_RULESET, None, 0, ASK_VERSION))


def _rights(version):
    return RIGHTS[max(known for known in RIGHTS if known <= version)]


def _ruleset(version):
    words = [_rights(version)]
    words += [NET_RIGHTS] if version >= NET_FROM else []
    words += [SCOPES] if version >= SCOPE_FROM else []
    data = struct.pack(f"={len(words)}Q", *words)
    return _check(_syscall(CREATE_RULESET, ctypes.c_char_p(data),
                           len(data), 0))


def _allow(ruleset, path, rights):
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(os.fstat(fd).st_mode):
        rights &= OF_A_FILE
    data = struct.pack("=Qi", rights, fd)
    try:
        _check(_syscall(ADD_RULE, ruleset, RULE_PATH, ctypes.c_char_p(data),
                        0))
    finally:
        os.close(fd)


def landlock(read, write):
    """Leave of the file system only @read and @write; False: no Landlock."""
    version = landlock_version()
    if not version:
        return False
    ruleset = _ruleset(version)
    for path in read:
        _allow(ruleset, path, READING)
    for path in write:
        _allow(ruleset, path, _rights(version))
    _check(_syscall(RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)
    return True
