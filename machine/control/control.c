/* control.c: opening and closing the accesses of machine/control.h */
#include "machine/control.h"

struct Control {
    unsigned n_open;            /* kinds that were asked */
    void **states;              /* of each kind, NULL: not in use */
};

static unsigned count_kinds(void)
{
    unsigned n = 0;

    while (control_kinds[n].name) {
        n++;
    }
    return n;
}

Control *control_open(Vm *vm, const Options *options, Error **errp)
{
    Control *control = g_new0(Control, 1);
    unsigned n = count_kinds();

    control->states = g_new0(void *, n);
    for (unsigned i = 0; i < n; i++) {
        control->n_open = i + 1;
        if (!control_kinds[i].open(vm, options, &control->states[i], errp)) {
            control_close(control);
            return NULL;
        }
    }
    return control;
}

void control_close(Control *control)
{
    if (!control) {
        return;
    }
    while (control->n_open-- > 0) {
        void *state = control->states[control->n_open];

        if (state) {
            control_kinds[control->n_open].close(state);
        }
    }
    g_free(control->states);
    g_free(control);
}
