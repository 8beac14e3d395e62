/*
 * riscv_socket_check.c: the checks before a board makes its harts (exercise)
 *
 * At least one socket; and for each: a first hart id, a number of harts, and
 * no foreign hart in between. A board that skips them finds out much later,
 * when an interrupt reaches the wrong hart.
 */
#include "machine/riscv_socket.h"

static bool check_socket(const MachineState *ms, int socket, Error **errp)
{
    int base = riscv_socket_first_hartid(ms, socket);
    int count = riscv_socket_hart_count(ms, socket);

    if (base < 0 || count < 1) {
        error_setg(errp, "socket %d would have no harts; use fewer sockets",
                   socket);
        return false;
    }
    if (base + count > (int)ms->smp.cpus) {
        error_setg(errp, "socket %d would end at hart %d, but there are %u",
                   socket, base + count - 1, ms->smp.cpus);
        return false;
    }
    if (!riscv_socket_check_hartids(ms, socket)) {
        error_setg(errp, "the hart ids of socket %d are not contiguous",
                   socket);
        return false;
    }
    return true;
}

bool riscv_socket_check(const MachineState *ms, int max_sockets, Error **errp)
{
    int count = riscv_socket_count(ms);

    if (count < 1 || count > max_sockets) {
        error_setg(errp, "this board has 1 to %d sockets, not %d",
                   max_sockets, count);
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (!check_socket(ms, i, errp)) {
            return false;
        }
    }
    return true;
}
