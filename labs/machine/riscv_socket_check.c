/*
 * riscv_socket_check.c: the checks before a board makes its harts (exercise
 * machine.5)
 *
 * TODO: check what the user asked for, with the functions of
 * machine/riscv_socket.h, and refuse by error_setg():
 *
 *     this board has 1 to MAX sockets, not N
 *
 * and then for each socket, in order, the first of these that applies:
 *
 *     socket S would have no harts; use fewer sockets
 *     the hart ids of socket S are not contiguous
 *
 * A socket's first hart id may be anything from 0 on.
 */
#include "core/lab_todo.h"
#include "machine/riscv_socket.h"

bool riscv_socket_check(const MachineState *ms, int max_sockets, Error **errp)
{
    (void)ms;
    (void)max_sockets;
    (void)errp;
    lab_todo("machine", 5);
    return true;
}
