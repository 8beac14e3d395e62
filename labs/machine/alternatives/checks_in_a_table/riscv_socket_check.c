/* riscv_socket_check.c: the harts are counted here, one by one */
#include "machine/riscv_socket.h"

static int count_harts(const MachineState *ms, int socket)
{
    int n = 0;

    for (unsigned i = 0; i < ms->smp.cpus; i++) {
        n += riscv_socket_of_hart(ms, (int)i) == socket;
    }
    return n;
}

bool riscv_socket_check(const MachineState *ms, int max_sockets, Error **errp)
{
    int sockets = riscv_socket_count(ms);

    if (sockets <= 0 || sockets > max_sockets) {
        error_setg(errp, "this board has 1 to %d sockets, not %d",
                   max_sockets, sockets);
        return false;
    }
    for (int s = 0; s < sockets; s++) {
        int n = count_harts(ms, s);
        int span = riscv_socket_last_hartid(ms, s)
                 - riscv_socket_first_hartid(ms, s) + 1;

        if (n == 0) {
            error_setg(errp, "socket %d would have no harts; use fewer "
                       "sockets", s);
            return false;
        }
        if (n != span) {
            error_setg(errp, "the hart ids of socket %d are not contiguous",
                       s);
            return false;
        }
    }
    return true;
}
