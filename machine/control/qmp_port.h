/*
 * qmp_port.h: one chardev that a monitor for programs listens to
 *
 * Output waits in a queue for its reader. While some waits, no command of
 * that client is run, so what it asks for cannot pile up; what nobody asked
 * for, events, can, and a client that lets QMP_PORT_MAX bytes of them wait
 * is dropped.
 */
#ifndef MACHINE_CONTROL_QMP_PORT_H
#define MACHINE_CONTROL_QMP_PORT_H

#include "devices/chardev.h"
#include "runstate/qmp.h"

#define QMP_PORT_MAX (8u << 20)

typedef struct QmpPort QmpPort;

/**
 * qmp_port_new: serve the clients of a chardev
 * @chr: stays; not in use so far
 *
 * Returns: (transfer full), or NULL with @errp set.
 */
QmpPort *qmp_port_new(QmpServer *server, Chardev *chr, bool pretty,
                      Error **errp);
void qmp_port_free(QmpPort *port);

#endif
