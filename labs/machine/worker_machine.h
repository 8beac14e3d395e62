/* worker_machine.h: the state of the worker of the lab machine */
#ifndef LABS_WORKER_MACHINE_H
#define LABS_WORKER_MACHINE_H

#include "worker_notes.h"

#include "machine/clabpu.h"
#include "type_internal.h"

#define TYPES_MAX 32            /* recorded types in a registry of their own */
#define BASES_MAX 4             /* of them with a class_base_init */
#define NODES_MAX 32            /* objects of the tree; 0 is the root */
#define ARRAYS_MAX 3

typedef struct MachineLab MachineLab;

/* A class that was made without type_get_class(), which is an exercise. */
typedef struct HandClass {
    TypeInfo info;
    struct TypeImpl impl;
} HandClass;

/* A type whose class initialiser tells that it ran. */
typedef struct LabType {
    MachineLab *lab;
    TypeInfo info;
    char *name;
    char *parent;
    char *looks;                /* (nullable): class it asks for */
    GThread *other;             /* (nullable): asks for this class, too */
    bool meets;                 /* start it when class_init runs */
    gint other_has_it;          /* atomic: it was given the class */
    ObjectClass *seen;          /* (nullable): at the first request */
} LabType;

/* Exercise 4: an object with one property of each kind. */
typedef struct LabProps {
    Object parent_obj;
    MachineLab *lab;
    bool flag;
    char *label;
    uint8_t small;
    uint32_t word;
    uint64_t big;
    int32_t offset;
    uint64_t amount;
    int colour;
    Object *peer;
    unsigned calls;             /* of accessors */
} LabProps;

/* Exercise 6: an object that tells when it leaves and dies. */
typedef struct LabNode {
    Object parent_obj;
    unsigned id;
} LabNode;

struct MachineLab {
    WorkerNotes events;         /* see tell_events() */
    HandClass machine;          /* exercise 1 */
    HandClass board;
    TypeRegistry registry;      /* exercise 3 */
    LabType types[TYPES_MAX];
    unsigned n_types;
    unsigned base_owner[BASES_MAX];     /* index into types */
    unsigned n_bases;
    HandClass props_class;      /* exercise 4 */
    LabProps *props;
    bool nodes_ready;           /* exercise 6: their type is registered */
    LabNode *nodes[NODES_MAX];  /* NULL: not made, or dead */
    bool held[NODES_MAX];       /* the worker has a reference */
    DeviceState *arrays[ARRAYS_MAX];    /* exercise 7 */
    CpuSet *cpus;
};

/* the lab whose events callbacks without an argument note */
MachineLab *machine_lab(void);
void *machine_lab_new(void);
void machine_lab_free(void *state);

/* tell_events: all noted since the last time, as elements of "event" */
void tell_events(Worker *w);
/* tell_outcome: "ok", and "message" when @error is set, which is freed */
void tell_outcome(Worker *w, bool ok, Error *error);

/* hand_class: a class of @class_size bytes below @parent (nullable) */
ObjectClass *hand_class(HandClass *hand, const char *name, HandClass *parent,
                        size_t class_size, size_t instance_size);

/* worker_board.c */
void machine_op_class(Worker *w);
void machine_op_smp(Worker *w);
void machine_op_row(Worker *w);
void machine_op_below(Worker *w);
void machine_op_sockets(Worker *w);
void machine_op_rom(Worker *w);

/* worker_class.c */
void machine_op_type(Worker *w);
void machine_op_looks(Worker *w);
void machine_op_meets(Worker *w);
void machine_op_get_class(Worker *w);
void machine_op_is_a(Worker *w);
void machine_op_refused(Worker *w);

/* worker_props.c */
void machine_op_set(Worker *w);
void machine_op_get(Worker *w);
void machine_op_print(Worker *w);

/* worker_objects.c */
void machine_op_node(Worker *w);
void machine_op_put(Worker *w);
void machine_op_leave(Worker *w);
void machine_op_drop(Worker *w);
void machine_op_path(Worker *w);
void machine_op_children(Worker *w);
void machine_op_find(Worker *w);

/* worker_harts.c */
void machine_op_array(Worker *w);
void machine_op_array_set(Worker *w);
void machine_op_array_realize(Worker *w);
void machine_op_hart_set(Worker *w);

#endif
