/*
 * worker_harts.c: arrays of harts, made as a board makes them
 */
#include "worker_machine.h"

#include <inttypes.h>

#include "exec/accel.h"
#include "machine/riscv_hart.h"

#define HARTS_MAX 16

/* An array's type works when classes do, and when the array is one. */
static bool arrays_work(void)
{
    ObjectClass *klass = object_class_by_name(TYPE_RISCV_HART_ARRAY);

    return klass && object_class_dynamic_cast(klass, TYPE_SYS_BUS_DEVICE);
}

static RISCVHartArrayState *array_of(Worker *w)
{
    MachineLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");

    if (id >= ARRAYS_MAX || !lab->arrays[id]) {
        reply_add(w, "error", "there is no array %" PRIu64, id);
        return NULL;
    }
    return RISCV_HART_ARRAY(lab->arrays[id]);
}

/* Without a tree that holds its objects, a board's objects die at once. */
static bool tree_works(void)
{
    Object *probe = object_new(TYPE_CONTAINER);
    bool works = object_property_try_add_child(object_get_root(), "lab-probe",
                                               probe, NULL) &&
                 object_get_parent(probe) == object_get_root();

    object_unparent(probe);
    object_unref(probe);
    return works;
}

void machine_op_array(Worker *w)
{
    MachineLab *lab = worker_state(w);
    uint64_t id = worker_u64(w, "id");
    g_autofree char *name = g_strdup_printf("socket%u", (unsigned)id);

    if (!arrays_work() || !tree_works() || id >= ARRAYS_MAX ||
        lab->arrays[id]) {
        reply_text(w, "error", "no array of that number can be made");
        return;
    }
    if (!lab->cpus) {
        lab->cpus = cpu_set_new(accel_find("interp"));
    }
    lab->arrays[id] = qdev_new(TYPE_RISCV_HART_ARRAY);
    object_property_add_child(qdev_get_machine(), name,
                              OBJECT(lab->arrays[id]));
    RISCV_HART_ARRAY(lab->arrays[id])->cpus = lab->cpus;
    reply_bool(w, "users_can_make_it",
               DEVICE_GET_CLASS(lab->arrays[id])->user_creatable);
}

static void tell_array(Worker *w, const RISCVHartArrayState *s)
{
    reply_add(w, "array", "%u harts from %u", s->num_harts, s->hartid_base);
    reply_hex(w, "resetvec", s->resetvec);
    reply_text(w, "cpu_type", s->cpu_type);
    reply_text(w, "features", s->cpu_features);
}

void machine_op_array_set(Worker *w)
{
    RISCVHartArrayState *s = array_of(w);
    Error *error = NULL;

    if (s) {
        bool ok = object_property_parse(OBJECT(s), worker_text(w, "name"),
                                        worker_text(w, "value"), &error);

        tell_outcome(w, ok, error);
        tell_array(w, s);
    }
}

static void tell_hart(Worker *w, RISCVCPU *cpu)
{
    g_autofree char *path = object_get_canonical_path(OBJECT(cpu));

    reply_add(w, "hart", "%s is %s %" PRIu64 " from 0x%" PRIx64 " with '%s'%s",
              path ? path : "nowhere", object_get_typename(OBJECT(cpu)),
              cpu->hartid, cpu->resetvec, cpu->features ? cpu->features : "",
              qdev_is_realized(DEVICE(cpu)) ? "" : ", not realized");
    if (qdev_is_realized(DEVICE(cpu))) {
        reply_add(w, "mhartid", "%" PRIu64, cpu->env.config.mhartid);
    }
}

/* Only harts whose storage became an object. */
static void tell_harts(Worker *w, const RISCVHartArrayState *s)
{
    for (uint32_t i = 0; s->harts && i < s->num_harts; i++) {
        if (OBJECT(&s->harts[i])->class) {
            tell_hart(w, &s->harts[i]);
        }
    }
}

void machine_op_array_realize(Worker *w)
{
    RISCVHartArrayState *s = array_of(w);
    MachineLab *lab = worker_state(w);
    Error *error = NULL;

    if (!s || s->num_harts > HARTS_MAX || qdev_is_realized(DEVICE(s))) {
        reply_text(w, "error", "too many harts, or they are there already");
        return;
    }
    bool ok = sysbus_realize(SYS_BUS_DEVICE(s), &error);

    tell_outcome(w, ok, error);
    if (ok) {
        tell_harts(w, s);
        reply_u64(w, "in_the_set", lab->cpus->cpus->len);
    }
}

void machine_op_hart_set(Worker *w)
{
    RISCVHartArrayState *s = array_of(w);
    uint64_t index = worker_u64(w, "index");
    Error *error = NULL;

    if (!s || !s->harts || index >= s->num_harts ||
        !OBJECT(&s->harts[index])->class) {
        reply_text(w, "error", "there is no such hart");
        return;
    }
    bool ok = object_property_parse(OBJECT(&s->harts[index]),
                                    worker_text(w, "name"),
                                    worker_text(w, "value"), &error);

    tell_outcome(w, ok, error);
    tell_hart(w, &s->harts[index]);
}
