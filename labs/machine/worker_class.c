/*
 * worker_class.c: types whose class initialisers tell that they ran
 *
 * They live in a registry of their own. A class counts in its block how many
 * initialisers it went through: a block that did not start as a copy of the
 * parent's starts at 0 again.
 */
#include "worker_machine.h"

#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef struct LabClass {
    ObjectClass parent_class;
    unsigned inits;             /* class_init that ran, of all ancestors */
    char last[24];              /* the type of the last one */
} LabClass;

static LabType *type_of(MachineLab *lab, const char *name)
{
    for (unsigned i = 0; i < lab->n_types; i++) {
        if (strcmp(lab->types[i].name, name) == 0) {
            return &lab->types[i];
        }
    }
    return NULL;
}

/* "of NAME", whatever the student's code made of the class */
static const char *owner_of(const ObjectClass *klass)
{
    return klass && klass->type ? klass->type->info->name : "no class";
}

static bool has_counter(const ObjectClass *klass)
{
    return klass->type && klass->type->class_size >= sizeof(LabClass);
}

static void look_up(LabType *t)
{
    Type other = type_registry_find(&t->lab->registry, t->looks);
    const ObjectClass *found = other ? type_get_class(other) : NULL;

    worker_note(&t->lab->events, "%s sees the class %s", t->name,
                found ? owner_of(found) : "(none)");
}

/* ------------------------------------------------------ another thread */

#define PATIENCE_US 20000       /* for a thread that should have to wait */

static void *ask_for_class(void *opaque)
{
    LabType *t = opaque;
    Type type = type_registry_find(&t->lab->registry, t->name);

    type_get_class(type);
    g_atomic_int_set(&t->other_has_it, 1);
    return NULL;
}

static void meet_other_thread(LabType *t)
{
    t->meets = false;
    t->other = g_thread_new("other", ask_for_class, t);
    g_usleep(PATIENCE_US);
    worker_note(&t->lab->events, "another thread %s",
                g_atomic_int_get(&t->other_has_it)
                    ? "was given the unfinished class" : "waits");
}

/* After the request: all classes are finished now. */
static void join_other_threads(MachineLab *lab)
{
    for (unsigned i = 0; i < lab->n_types; i++) {
        LabType *t = &lab->types[i];

        if (t->other) {
            g_thread_join(t->other);
            t->other = NULL;
            worker_note(&lab->events, "the other thread went on");
        }
    }
}

static void type_class_init(ObjectClass *klass, void *data)
{
    LabType *t = data;

    worker_note(&t->lab->events, "class_init of %s, given the class %s",
                t->name, owner_of(klass));
    if (has_counter(klass)) {
        LabClass *counter = (LabClass *)klass;

        counter->inits++;
        g_strlcpy(counter->last, t->name, sizeof(counter->last));
    }
    if (t->looks) {
        look_up(t);
    }
    if (t->meets) {
        meet_other_thread(t);
    }
}

static void base_init(unsigned slot, ObjectClass *klass, const void *data)
{
    MachineLab *lab = machine_lab();
    const LabType *t = data;

    worker_note(&lab->events,
                "class_base_init of %s, for the class %s, data of %s",
                lab->types[lab->base_owner[slot]].name, owner_of(klass),
                t ? t->name : "none");
}

static void base_init_0(ObjectClass *klass, void *data)
{
    base_init(0, klass, data);
}

static void base_init_1(ObjectClass *klass, void *data)
{
    base_init(1, klass, data);
}

static void base_init_2(ObjectClass *klass, void *data)
{
    base_init(2, klass, data);
}

static void base_init_3(ObjectClass *klass, void *data)
{
    base_init(3, klass, data);
}

static void give_base_init(MachineLab *lab, LabType *t)
{
    static void (*const functions[BASES_MAX])(ObjectClass *, void *) = {
        base_init_0, base_init_1, base_init_2, base_init_3,
    };

    if (lab->n_bases < BASES_MAX) {
        lab->base_owner[lab->n_bases] = (unsigned)(t - lab->types);
        t->info.class_base_init = functions[lab->n_bases++];
    }
}

void machine_op_type(Worker *w)
{
    MachineLab *lab = worker_state(w);
    const char *name = worker_text(w, "name");
    uint64_t more_instance = worker_u64(w, "instance");
    uint64_t more_class = worker_u64(w, "class");

    if (lab->n_types == TYPES_MAX ||
        type_registry_find(&lab->registry, name) || more_class > 4096 ||
        more_instance > 4096) {
        reply_text(w, "error", "too many types, or the name is taken");
        return;
    }
    LabType *t = &lab->types[lab->n_types++];

    t->lab = lab;
    t->name = g_strdup(name);
    t->parent = g_strdup(worker_text(w, "parent"));
    t->info = (TypeInfo) {
        .name = t->name,
        .parent = t->parent,
        .instance_size = more_instance ? sizeof(Object) + more_instance : 0,
        .class_size = more_class ? sizeof(LabClass) + more_class : 0,
        .class_init = type_class_init,
        .class_data = t,
        .abstract = strcmp(worker_text(w, "what"), "abstract") == 0,
    };
    if (strcmp(worker_text(w, "what"), "base") == 0) {
        give_base_init(lab, t);
    }
    type_registry_add(&lab->registry, &t->info);
}

void machine_op_looks(Worker *w)
{
    LabType *t = type_of(worker_state(w), worker_text(w, "name"));

    if (t) {
        g_free(t->looks);
        t->looks = g_strdup(worker_text(w, "other"));
    }
}

void machine_op_meets(Worker *w)
{
    LabType *t = type_of(worker_state(w), worker_text(w, "name"));

    if (t) {
        t->meets = true;
    }
}

static void tell_class(Worker *w, ObjectClass *klass)
{
    ObjectClass *parent = object_class_get_parent(klass);

    reply_text(w, "class", object_class_get_name(klass));
    reply_text(w, "parent", parent ? object_class_get_name(parent) : "none");
    reply_bool(w, "abstract", object_class_is_abstract(klass));
    reply_bool(w, "ready", g_atomic_int_get(&klass->type->ready) != 0);
    reply_u64(w, "instance_more",
              klass->type->instance_size - sizeof(Object));
    if (has_counter(klass)) {
        reply_u64(w, "inits", ((LabClass *)klass)->inits);
        reply_text(w, "last", ((LabClass *)klass)->last);
    }
}

void machine_op_get_class(Worker *w)
{
    MachineLab *lab = worker_state(w);
    const char *name = worker_text(w, "name");
    Type type = type_registry_find(&lab->registry, name);
    LabType *t = type_of(lab, name);
    ObjectClass *klass = type ? type_get_class(type) : NULL;

    join_other_threads(lab);
    tell_events(w);
    if (!klass || !klass->type) {
        reply_text(w, "class", "none");
        return;
    }
    tell_class(w, klass);
    if (t) {
        reply_bool(w, "same_as_before", !t->seen || t->seen == klass);
        t->seen = klass;
    }
}

void machine_op_is_a(Worker *w)
{
    MachineLab *lab = worker_state(w);
    Type type = type_registry_find(&lab->registry, worker_text(w, "name"));
    ObjectClass *klass = type ? type_get_class(type) : NULL;

    reply_bool(w, "is_a", klass && object_class_dynamic_cast(
        klass, worker_text(w, "other")) == klass);
    tell_events(w);
}

/* ------------------------------------------------ rows that are mistakes */

static sigjmp_buf after_abort;

static void aborted(int signal)
{
    siglongjmp(after_abort, 1);
}

/* What stderr got, without the place in the source. */
static void tell_complaint(Worker *w, int fd)
{
    static const char mark[] = "unexpected error: ";
    char text[1024];
    ssize_t size = read(fd, text, sizeof(text) - 1);

    text[MAX(size, 0)] = '\0';
    const char *at = strstr(text, mark);
    reply_text(w, "message", at ? g_strchomp((char *)at + strlen(mark))
                                : "none");
}

static bool aborts(Type type)
{
    struct sigaction catch = { .sa_handler = aborted };
    struct sigaction old;
    volatile bool died = true;

    sigaction(SIGABRT, &catch, &old);
    if (sigsetjmp(after_abort, 1) == 0) {
        type_get_class(type);
        died = false;
    }
    sigaction(SIGABRT, &old, NULL);
    return died;
}

void machine_op_refused(Worker *w)
{
    MachineLab *lab = worker_state(w);
    Type type = type_registry_find(&lab->registry, worker_text(w, "name"));
    int ends[2];

    if (!type || pipe(ends) != 0) {
        reply_text(w, "error", "there is no such type");
        return;
    }
    int stderr_before = dup(STDERR_FILENO);

    dup2(ends[1], STDERR_FILENO);
    bool died = aborts(type);
    dup2(stderr_before, STDERR_FILENO);
    close(stderr_before);
    close(ends[1]);
    reply_bool(w, "aborts", died);
    tell_complaint(w, ends[0]);
    close(ends[0]);
    tell_events(w);
}
