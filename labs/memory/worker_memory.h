/* worker_memory.h: the state of the worker of the lab memory */
#ifndef LABS_WORKER_MEMORY_H
#define LABS_WORKER_MEMORY_H

#include "worker_notes.h"

#include "devices/sifive_test.h"
#include "machine/clabpu.h"
#include "memory/flatview.h"
#include "memory/memory_map.h"

#define VIEW_MAX 64             /* ranges of the view made by hand */
#define VIEW_RAM_MAX 0x10000    /* bytes of one region with RAM */
#define NODES_MAX 48            /* regions of the tree */
#define LISTENERS_MAX 4
#define SPACES_MAX 3

/* A range of a view that was made without flattening. */
typedef struct LabRange {
    MemoryRegion mr;
    uint8_t *shadow;            /* (nullable): the RAM as last told */
    uint64_t size;
} LabRange;

/* A numbered region of a tree. */
typedef struct LabNode {
    MemoryRegion mr;
    bool exists;
    char name[8];
} LabNode;

typedef struct MemoryLab MemoryLab;

typedef struct LabListener {
    MemoryListener listener;
    MemoryLab *lab;
    unsigned id;
} LabListener;

struct MemoryLab {
    ClabpuState *board;         /* exercise 1 */
    SiFiveTestState *finisher;  /* exercise 2 */
    FlatView view;              /* exercise 3 */
    AddressSpace view_space;
    LabRange ranges[VIEW_MAX];
    MemoryRegion device;        /* exercise 4 */
    MemoryRegionOps device_ops;
    bool device_exists;
    uint64_t error_offset;      /* of the device, with attributes only */
    uint64_t decode_offset;     /* it says that nothing is there */
    WorkerNotes calls;          /* what callbacks saw: tell_calls() */
    LabNode nodes[NODES_MAX];   /* exercises 5 and 6 */
    AddressSpace spaces[SPACES_MAX];
    unsigned n_spaces;
    FlatView *last_view;        /* (nullable): told last, with a reference */
    Object *owner;              /* of all regions of the tree */
    LabListener listeners[LISTENERS_MAX];
    unsigned n_listeners;
    unsigned depth;             /* of the open transaction */
    MemoryRegion windows[CLABPU_MMAP_COUNT];    /* exercise 7 */
    MemoryRegion window_root;
};

void *memory_lab_new(void);
void memory_lab_free(void *state);

/* tell_calls: all noted since the last time, as elements of @field */
void tell_calls(Worker *w, const char *field);
/* result_name: "ok", "decode error", "error" */
const char *result_name(MemTxResult result);

/* worker_board.c */
void memory_op_board(Worker *w);
void memory_op_board_read(Worker *w);
void memory_op_board_write(Worker *w);
void memory_op_board_rom(Worker *w);
void memory_op_finisher_write(Worker *w);
void memory_op_finisher_read(Worker *w);
void memory_op_map(Worker *w);
void memory_op_answers(Worker *w);

/* worker_view.c */
void memory_op_range(Worker *w);
void memory_op_lookup(Worker *w);
void memory_op_copy_read(Worker *w);
void memory_op_copy_write(Worker *w);
void memory_op_load(Worker *w);
void memory_op_fill(Worker *w);

/* worker_access.c */
void memory_op_device(Worker *w);
void memory_op_device_fails(Worker *w);
void memory_op_access_read(Worker *w);
void memory_op_access_write(Worker *w);

/* worker_tree.c */
void memory_op_region(Worker *w);
void memory_op_alias(Worker *w);
void memory_op_add(Worker *w);
void memory_op_remove(Worker *w);
void memory_op_move(Worker *w);
void memory_op_resize(Worker *w);
void memory_op_shift(Worker *w);
void memory_op_switch(Worker *w);
void memory_op_render(Worker *w);

/* worker_listen.c */
void memory_op_watch(Worker *w);
void memory_op_listen(Worker *w);
void memory_op_begin(Worker *w);
void memory_op_commit(Worker *w);
void memory_op_shown(Worker *w);
void memory_op_shared(Worker *w);
void memory_op_hooks(Worker *w);
/* one element of @field: "0x0..0xfff r3+0x10 ro" */
void tell_range(Worker *w, const char *field, const FlatRange *range);

#endif
