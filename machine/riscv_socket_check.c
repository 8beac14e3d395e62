/*
 * riscv_socket_check.c: the checks before a board makes its harts (exercise)
 *
 * At least one socket and not too many; and for each: harts, of which the
 * first gives the base, and no foreign hart in between. A board that skips
 * them finds out much later, when an interrupt reaches the wrong hart.
 */
#include "machine/riscv_socket.h"

static bool check_socket(const MachineState *ms, int socket, Error **errp)
{
    if (riscv_socket_hart_count(ms, socket) < 1) {
        error_setg(errp, "socket %d would have no harts; use fewer sockets",
                   socket);
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
