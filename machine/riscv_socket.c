/* riscv_socket.c: see machine/riscv_socket.h */
#include "machine/riscv_socket.h"

int riscv_socket_count(const MachineState *ms)
{
    return (int)ms->smp.sockets;
}

int riscv_socket_of_hart(const MachineState *ms, int hartid)
{
    if (ms->socket_of_hart) {
        return ms->socket_of_hart[hartid];
    }
    int per_socket = (int)((ms->smp.cpus + ms->smp.sockets - 1) /
                           ms->smp.sockets);

    return hartid / per_socket;
}

int riscv_socket_first_hartid(const MachineState *ms, int socket_id)
{
    for (int i = 0; i < (int)ms->smp.cpus; i++) {
        if (riscv_socket_of_hart(ms, i) == socket_id) {
            return i;
        }
    }
    return -1;
}

int riscv_socket_last_hartid(const MachineState *ms, int socket_id)
{
    for (int i = (int)ms->smp.cpus - 1; i >= 0; i--) {
        if (riscv_socket_of_hart(ms, i) == socket_id) {
            return i;
        }
    }
    return -1;
}

int riscv_socket_hart_count(const MachineState *ms, int socket_id)
{
    int first = riscv_socket_first_hartid(ms, socket_id);

    return first < 0 ? 0
                     : riscv_socket_last_hartid(ms, socket_id) - first + 1;
}

bool riscv_socket_check_hartids(const MachineState *ms, int socket_id)
{
    int first = riscv_socket_first_hartid(ms, socket_id);
    int last = riscv_socket_last_hartid(ms, socket_id);

    for (int i = first; first >= 0 && i <= last; i++) {
        if (riscv_socket_of_hart(ms, i) != socket_id) {
            return false;
        }
    }
    return true;
}
