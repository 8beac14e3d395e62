/* inspect_irq.c: info irq: controllers, their sources, then the harts */
#include "inspect_irq.h"

static const IrqController *const controllers[] = {
    &inspect_irq_plic, &inspect_irq_intc,
};

typedef void ControllerFn(const IrqView *view, const IrqController *kind,
                          DeviceState *dev);

typedef struct Visit {
    const IrqView *view;
    ControllerFn *fn;
    unsigned found;
} Visit;

static void visit_device(DeviceState *dev, void *opaque)
{
    Visit *visit = opaque;

    for (unsigned i = 0; i < G_N_ELEMENTS(controllers); i++) {
        if (object_dynamic_cast(OBJECT(dev), controllers[i]->type)) {
            visit->found++;
            visit->fn(visit->view, controllers[i], dev);
        }
    }
}

static unsigned visit_controllers(const IrqView *view, ControllerFn *fn)
{
    Visit visit = { .view = view, .fn = fn };

    qdev_foreach(visit_device, &visit);
    return visit.found;
}

static void print_name(GString *out, DeviceState *dev)
{
    g_autofree char *path = object_get_canonical_path(OBJECT(dev));

    g_string_append_printf(out, "%s (%s)", path,
                           object_get_typename(OBJECT(dev)));
}

/* --- info irq ------------------------------------------------------------ */

static void list_controller(const IrqView *view, const IrqController *kind,
                            DeviceState *dev)
{
    print_name(view->out, dev);
    g_string_append(view->out, "\nsource  level  state       priority"
                    "      raised     claimed  driven by\n");
    kind->list(view, dev);
}

bool inspect_irq(Vm *vm, GString *out, Error **errp)
{
    IrqView view = { .vm = vm, .out = out };

    if (!visit_controllers(&view, list_controller)) {
        g_string_append(out, "this machine has no interrupt controller\n");
    }
    return inspect_irq_list_harts(&view, errp);
}

/* --- info irq N ---------------------------------------------------------- */

static void explain_source(const IrqView *view, const IrqController *kind,
                           DeviceState *dev)
{
    if (view->source < kind->count(dev)) {
        g_string_append_printf(view->out, "source %u of ", view->source);
        print_name(view->out, dev);
        g_string_append_c(view->out, '\n');
        kind->explain(view, dev);
    }
}

bool inspect_irq_source(Vm *vm, unsigned source, GString *out, Error **errp)
{
    IrqView view = { .vm = vm, .out = out, .source = source };
    gsize start = out->len;

    visit_controllers(&view, explain_source);
    if (out->len == start) {
        error_setg(errp, "no interrupt controller has a source %u; 'info "
                   "irq' lists them", source);
    }
    return out->len > start;
}
