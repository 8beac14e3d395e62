/* control.c: opening and closing the accesses of machine/control.h */
#include "machine/control.h"

struct Control {
    Vm *vm;
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

    control->vm = vm;
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

static void close_kind(Control *control, unsigned i)
{
    void *state = control->states[i];

    if (state) {
        control->states[i] = NULL;
        control_kinds[i].close(state);
    }
}

bool control_reopen(Control *control, const char *name,
                    const Options *options, Error **errp)
{
    for (unsigned i = 0; i < control->n_open; i++) {
        if (!g_str_equal(control_kinds[i].name, name)) {
            continue;
        }
        close_kind(control, i);
        if (control_kinds[i].open(control->vm, options, &control->states[i],
                                  errp)) {
            return true;
        }
        close_kind(control, i);
        return false;
    }
    error_setg(errp, "this program has no '%s' to open", name);
    return false;
}

void control_close(Control *control)
{
    if (!control) {
        return;
    }
    while (control->n_open > 0) {
        close_kind(control, --control->n_open);
    }
    g_free(control->states);
    g_free(control);
}
