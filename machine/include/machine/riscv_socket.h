/*
 * riscv_socket.h: which harts belong to which socket
 *
 * Harts are dealt to sockets in order: with 5 harts on 2 sockets the first
 * socket gets 3. The checks are those of the machine lecture: at least one
 * socket, contiguous hart ids, a valid base, a valid count.
 */
#ifndef MACHINE_RISCV_SOCKET_H
#define MACHINE_RISCV_SOCKET_H

#include "machine/machine.h"

int riscv_socket_count(const MachineState *ms);
/** riscv_socket_first_hartid: -1 when the socket has no harts */
int riscv_socket_first_hartid(const MachineState *ms, int socket_id);
/** riscv_socket_last_hartid: -1 when the socket has no harts */
int riscv_socket_last_hartid(const MachineState *ms, int socket_id);
/** riscv_socket_hart_count: 0 when the socket has no harts */
int riscv_socket_hart_count(const MachineState *ms, int socket_id);
/** riscv_socket_check_hartids: are the ids of the socket contiguous? */
bool riscv_socket_check_hartids(const MachineState *ms, int socket_id);
/** riscv_socket_of_hart: the socket that hart @hartid belongs to */
int riscv_socket_of_hart(const MachineState *ms, int hartid);

/**
 * riscv_socket_check: do the user's numbers make a board? (exercise file)
 * @max_sockets: of this board
 *
 * Returns: false with @errp set, saying which socket is wrong and why.
 */
bool riscv_socket_check(const MachineState *ms, int max_sockets,
                        Error **errp) MUST_CHECK;

#endif
