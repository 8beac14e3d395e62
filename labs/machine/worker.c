/*
 * worker.c: what the worker of the lab machine can be asked
 *
 * Making a class is an exercise, so whatever can do without the default
 * registry's classes does: it gets a class that was made by hand.
 */
#include "worker_machine.h"


/* Initialisers and finalisers of objects are given no opaque pointer. */
static MachineLab *the_lab;

MachineLab *machine_lab(void)
{
    return the_lab;
}

void *machine_lab_new(void)
{
    MachineLab *lab = g_new0(MachineLab, 1);

    type_registry_init(&lab->registry);
    the_lab = lab;
    return lab;
}

/* The process ends now; only what a leak checker would ask for is freed. */
void machine_lab_free(void *state)
{
    MachineLab *lab = state;

    worker_notes_clear(&lab->events);
}

void tell_events(Worker *w)
{
    MachineLab *lab = worker_state(w);

    worker_notes_tell(w, "event", &lab->events);
}

void tell_outcome(Worker *w, bool ok, Error *error)
{
    reply_bool(w, "ok", ok);
    if (error) {
        reply_text(w, "message", error->message);
        g_error_free(error);
    }
}

ObjectClass *hand_class(HandClass *hand, const char *name, HandClass *parent,
                        size_t class_size, size_t instance_size)
{
    hand->info = (TypeInfo) {
        .name = name,
        .parent = parent ? parent->info.name : NULL,
    };
    hand->impl = (struct TypeImpl) {
        .info = &hand->info,
        .parent = parent ? &parent->impl : NULL,
        .instance_size = instance_size,
        .class_size = class_size,
        .class = g_malloc0(class_size),
        .ready = 1,
    };
    hand->impl.class->type = &hand->impl;
    return hand->impl.class;
}

static const WorkerOp ops[] = {
    { "class", "what:s", "what does the class of the board say: {what}",
      machine_op_class },
    { "smp", "cpus:u sockets:u max:u",
      "-smp {cpus}, {sockets} sockets, at most {max} (0: not given)",
      machine_op_smp },
    { "row", "name:s", "what is registered as {name}?", machine_op_row },
    { "below", "parent:s", "which types have the parent {parent}?",
      machine_op_below },
    { "sockets", "harts:u sockets:u most:i mixed:s",
      "{harts} harts on {sockets} sockets, of a board with up to {most}; the "
      "socket of each hart: {mixed}", machine_op_sockets },
    { "rom", "entry:u", "make the boot ROM for an image at {entry}",
      machine_op_rom },
    { "type", "name:s parent:s instance:u class:u what:s",
      "register {name} below {parent}, {instance} and {class} bytes more, "
      "{what}", machine_op_type },
    { "looks", "name:s other:s",
      "the class initialiser of {name} asks for the class {other}",
      machine_op_looks },
    { "meets", "name:s",
      "while the class initialiser of {name} runs, another thread asks for "
      "its class", machine_op_meets },
    { "get_class", "name:s", "ask for the class {name}",
      machine_op_get_class },
    { "is_a", "name:s other:s", "is {name} a {other}?", machine_op_is_a },
    { "refused", "name:s", "ask for the class {name}, which is a mistake",
      machine_op_refused },
    { "set", "kind:s name:s value:s quiet:u",
      "set {name} to the {kind} {value} (errors unwanted: {quiet})",
      machine_op_set },
    { "get", "kind:s name:s", "get {name} as {kind}", machine_op_get },
    { "print", "name:s quiet:u",
      "print {name} (errors unwanted: {quiet})", machine_op_print },
    { "node", "id:u", "make object {id}", machine_op_node },
    { "put", "parent:u name:s id:u",
      "object {id} becomes the child {name} of {parent}", machine_op_put },
    { "leave", "id:u", "object {id} leaves its parent", machine_op_leave },
    { "drop", "id:u", "drop our reference on object {id}", machine_op_drop },
    { "path", "id:u", "where is object {id}?", machine_op_path },
    { "children", "id:u", "the children of object {id}",
      machine_op_children },
    { "find", "path:s", "what is at {path}?", machine_op_find },
    { "array", "id:u", "make hart array {id}", machine_op_array },
    { "array_set", "id:u name:s value:s",
      "set {name} of hart array {id} to {value}", machine_op_array_set },
    { "array_realize", "id:u", "realize hart array {id}",
      machine_op_array_realize },
    { "hart_set", "id:u index:u name:s value:s",
      "set {name} of hart {index} of array {id} to {value}",
      machine_op_hart_set },
};

const WorkerLab worker_lab = {
    .lab = "machine",
    .ops = ops,
    .n_ops = G_N_ELEMENTS(ops),
    .fields = "ram_size:bytes entry:hex htif:hex resetvec:hex",
    .setup = machine_lab_new,
    .teardown = machine_lab_free,
};
