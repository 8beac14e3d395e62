/*
 * worker_irq.c: wires in groups, receivers that say what reached them
 */
#include "worker_devices.h"

static void receive(void *opaque, int n, int level)
{
    Receiver *r = opaque;

    worker_note(&r->lab->notes, "receiver %u: line %d is set to %d", r->id, n,
                level);
    if (r->forward) {
        qemu_set_irq(r->forward, level);
        worker_note(&r->lab->notes, "receiver %u: line %d returns", r->id, n);
    }
}

static bool receiver_arg(Worker *w, Receiver **r)
{
    unsigned id;

    if (!lab_number(w, "receiver", LAB_RECEIVERS, &id)) {
        return false;
    }
    *r = &lab_of(w)->receivers[id];
    return true;
}

static bool group_arg(Worker *w, const char *name, WireGroup **group)
{
    unsigned id;

    if (!lab_number(w, name, LAB_GROUPS, &id)) {
        return false;
    }
    *group = &lab_of(w)->groups[id];
    return true;
}

static bool wire_arg(Worker *w, const char *group_name, qemu_irq **wire)
{
    WireGroup *group;
    unsigned index;

    if (!group_arg(w, group_name, &group) ||
        !lab_number(w, "index", (unsigned)group->n, &index)) {
        return false;
    }
    *wire = &group->wires[index];
    return true;
}

/* --------------------------------------------------------- making of wires */

static void adopt(WireGroup *group, qemu_irq wire)
{
    group->wires = g_new0(qemu_irq, 1);
    group->wires[0] = wire;
    group->n = 1;
}

void op_irq_one(Worker *w)
{
    WireGroup *group;
    Receiver *r;

    if (group_arg(w, "group", &group) && receiver_arg(w, &r)) {
        adopt(group, qemu_allocate_irq(receive, r,
                                       (int)worker_u64(w, "number")));
        reply_bool(w, "made", group->wires[0] != NULL);
    }
}

void op_irq_array(Worker *w)
{
    WireGroup *group;
    Receiver *r;
    unsigned n;

    if (group_arg(w, "group", &group) && receiver_arg(w, &r) &&
        lab_number(w, "count", LAB_WIRES_MAX, &n)) {
        group->wires = qemu_allocate_irqs(receive, r, (int)n);
        group->n = group->wires ? (int)n : 0;
        reply_i64(w, "wires", group->n);
    }
}

void op_irq_extend(Worker *w)
{
    WireGroup *group;
    Receiver *r;
    unsigned n;

    if (!group_arg(w, "group", &group) || !receiver_arg(w, &r) ||
        !lab_number(w, "count", LAB_WIRES_MAX, &n)) {
        return;
    }
    g_autofree qemu_irq *before = g_memdup2(group->wires, sizeof(qemu_irq) *
                                            (gsize)group->n);
    int kept = 0;

    group->wires = qemu_extend_irqs(group->wires, group->n, receive, r,
                                    (int)n);
    for (int i = 0; group->wires && i < group->n; i++) {
        kept += group->wires[i] == before[i];
    }
    group->n = group->wires ? group->n + (int)n : 0;
    reply_i64(w, "wires", group->n);
    reply_i64(w, "kept", kept);
}

void op_irq_invert(Worker *w)
{
    WireGroup *group;
    qemu_irq *wire;

    if (group_arg(w, "group", &group) && wire_arg(w, "from", &wire)) {
        adopt(group, qemu_irq_invert(*wire));
        lab_tell(w);
    }
}

void op_irq_fields(Worker *w)
{
    qemu_irq *wire;
    Receiver *r;

    if (wire_arg(w, "group", &wire) && receiver_arg(w, &r) && *wire) {
        init_irq_fields(*wire, receive, r, (int)worker_i64(w, "number"));
        reply_i64(w, "number", (*wire)->n);
    }
}

void op_irq_forward(Worker *w)
{
    qemu_irq *wire;
    Receiver *r;

    if (wire_arg(w, "group", &wire) && receiver_arg(w, &r)) {
        r->forward = *wire;
    }
}

/* ---------------------------------------------------------- driving of them */

void op_irq_set(Worker *w)
{
    qemu_irq *wire;

    if (wire_arg(w, "group", &wire)) {
        qemu_set_irq(*wire, (int)worker_i64(w, "level"));
        lab_tell(w);
    }
}

static void drive(Worker *w, void (*how)(qemu_irq irq))
{
    qemu_irq *wire;

    if (wire_arg(w, "group", &wire)) {
        how(*wire);
        lab_tell(w);
    }
}

void op_irq_raise(Worker *w)
{
    drive(w, qemu_irq_raise);
}

void op_irq_lower(Worker *w)
{
    drive(w, qemu_irq_lower);
}

void op_irq_pulse(Worker *w)
{
    drive(w, qemu_irq_pulse);
}

void op_irq_nowhere(Worker *w)
{
    qemu_set_irq(NULL, (int)worker_i64(w, "level"));
    qemu_irq_raise(NULL);
    qemu_irq_lower(NULL);
    qemu_irq_pulse(NULL);
    reply_text(w, "done", "nothing happened");
    lab_tell(w);
}
