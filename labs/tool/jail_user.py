"""jail_user: tier T1, a user of its own without namespaces."""

from jail_types import JailError


def root_problem():
    return "not made yet"


def landlock_version():
    return 0


class UserHolder:
    def __init__(self, limits, *, jailed):
        raise JailError("tier T1 is not made yet")
