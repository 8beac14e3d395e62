/*
 * control.h: the ways into a running machine from outside
 *
 * Monitors for people and programs, debuggers, test drivers: each is opened
 * by an option, serves its connection from the main loop, and is closed
 * before the machine is freed.
 */
#ifndef MACHINE_CONTROL_H
#define MACHINE_CONTROL_H

#include "machine/options.h"
#include "machine/vm.h"

typedef struct Control Control;

/* One kind of access. Both functions run with the big lock held. */
typedef struct ControlKind {
    const char *name;
    /*
     * Opens what @options ask for. *@state is NULL before; what is stored
     * there comes back in close().
     */
    bool (*open)(Vm *vm, const Options *options, void **state, Error **errp);
    void (*close)(void *state);         /* only called with a state */
} ControlKind;

/** control_kinds: all of them, in the order of opening; ends with no name */
extern const ControlKind control_kinds[];

/**
 * control_open: open every access that @options ask for
 *
 * Returns: (transfer full), or NULL with @errp set and everything closed.
 * Context: after the board was built, before vm_run().
 */
Control *control_open(Vm *vm, const Options *options, Error **errp);

/** control_close: close in reverse order; @control may be NULL */
void control_close(Control *control);

/**
 * control_reopen: close one kind, if it is open, and open it anew
 * @options: what this kind is to open now
 *
 * Returns: false with @errp set, the kind then being closed.
 * Context: not from within this kind's own connection.
 */
bool control_reopen(Control *control, const char *name,
                    const Options *options, Error **errp);

#endif
