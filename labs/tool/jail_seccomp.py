"""jail_seccomp: the system calls a jailed program has no business with.

A seccomp filter is a classic BPF program; this file makes one from a table of
names and numbers, so that no library is needed. Denied calls fail with EPERM;
clone3 fails with ENOSYS because its flags cannot be looked at, and the C
library then uses clone. The filter knows two hosts; another host has none and
the tier says so.

Spec: seccomp(2), Linux Documentation/userspace-api/seccomp_filter.rst.
"""

import errno
import struct

import jail_calls

ALLOW = 0x7FFF0000
KILL = 0x80000000
ERRNO = 0x00050000

AT_NR, AT_ARCH, AT_ARGS = 0, 4, 16
LOAD, JEQ, JGE, JSET, RET = 0x20, 0x15, 0x35, 0x45, 0x06

X32_BIT = 0x40000000
NAMESPACES = 0x7E020080         # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET,TIME}
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
LOCK_COMMANDS = (6, 7, 37, 38, 1024, 1026)      # F_SETLK ... F_NOTIFY
OPENS_TO_CHANGE = 0o1 | 0o2 | 0o100 | 0o1000    # WRONLY RDWR CREAT TRUNC

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}


def supported(machine):
    return machine in MACHINES


def _op(code, k, yes=0, no=0):
    return struct.pack("<HBBI", code, yes, no, k & 0xFFFFFFFF)


def _deny(number, error):
    return _op(JEQ, number, 0, 1) + _op(RET, ERRNO | error)


def _deny_bits(number, argument, bits, error=errno.EPERM):
    """Deny call @number when its argument has any of @bits."""
    return (_op(JEQ, number, 0, 4)
            + _op(LOAD, AT_ARGS + 8 * argument)
            + _op(JSET, bits, 0, 1) + _op(RET, ERRNO | error)
            + _op(RET, ALLOW))


def _deny_values(number, argument, values):
    """Deny call @number when its argument is one of @values."""
    body = _op(LOAD, AT_ARGS + 8 * argument)
    for value in values:
        body += _op(JEQ, value, 0, 1) + _op(RET, ERRNO | errno.EPERM)
    body += _op(RET, ALLOW)
    return _op(JEQ, number, 0, len(body) // 8) + body


def _names(column, *, memfd, writing):
    denied = {name: errno.EPERM for name in jail_calls.DENIED}
    if not memfd:
        denied["memfd_create"] = errno.EPERM
    if not writing:
        denied.update({name: errno.EROFS for name in jail_calls.CHANGES})
    denied["clone3"] = denied["openat2"] = errno.ENOSYS
    for name, error in denied.items():
        number = jail_calls.NUMBERS[name][column]
        if number is not None:
            yield number, error


def make_filter(machine, *, memfd=False, writing=True):
    """The BPF program for @machine as bytes, or None for an unknown host.

    @writing False also denies every call that makes or changes a file.
    """
    if machine not in MACHINES:
        return None
    arch, column = MACHINES[machine]
    number = {name: row[column] for name, row in jail_calls.NUMBERS.items()}
    program = (_op(LOAD, AT_ARCH) + _op(JEQ, arch, 1, 0) + _op(RET, KILL)
               + _op(LOAD, AT_NR))
    if machine == "x86_64":
        program += _op(JGE, X32_BIT, 0, 1) + _op(RET, ERRNO | errno.ENOSYS)
    for call, error in _names(column, memfd=memfd, writing=writing):
        program += _deny(call, error)
    program += _deny_bits(number["clone"], 0, NAMESPACES)
    program += _deny_values(number["ioctl"], 1, (TIOCSTI, TIOCLINUX))
    program += _deny_values(number["fcntl"], 1, LOCK_COMMANDS)
    if not writing:
        for name, argument in (("open", 1), ("openat", 2)):
            if number[name] is not None:
                program += _deny_bits(number[name], argument,
                                      OPENS_TO_CHANGE, errno.EROFS)
    return program + _op(RET, ALLOW)
