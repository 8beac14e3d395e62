/*
 * machine.h: boards: what a board is, which exist, how one is made
 *
 * A board is an object type below TYPE_MACHINE. Its class says what it is
 * called and what it has by default; the instance holds what the user chose.
 * machine_run_board_init() makes the RAM, if the class names a RAM id, and
 * calls the board's init.
 */
#ifndef MACHINE_MACHINE_H
#define MACHINE_MACHINE_H

#include "core/object.h"
#include "core/property.h"
#include "devices/chardev.h"
#include "devices/system_request.h"
#include "exec/cpus.h"
#include "machine/rom.h"
#include "machine/symbols.h"
#include "memory/memory.h"

#define TYPE_MACHINE_SUFFIX "-machine"
#define TYPE_MACHINE "machine"
#define MACHINE_TYPE_NAME(machinename) machinename TYPE_MACHINE_SUFFIX

#define MACHINE_MAX_SERIAL 4
#define MACHINE_NUM_FLASH 2

typedef struct MachineState MachineState;

typedef struct MachineClass {
    ObjectClass parent_class;

    const char *alias;          /* (nullable): a second, shorter name */
    const char *desc;
    const char *default_cpu_type;
    uint64_t default_ram_size;  /* bytes */
    const char *default_ram_id; /* NULL: the board gets no RAM */
    int min_cpus;
    int max_cpus;
    int default_cpus;
    bool is_default;            /* used when nobody chooses */
    void (*init)(MachineState *machine);
} MachineClass;

/* -smp; the product of the last three is max_cpus. */
typedef struct CpuTopology {
    unsigned cpus;              /* harts that exist */
    unsigned max_cpus;
    unsigned sockets;
    unsigned cores;
    unsigned threads;
} CpuTopology;

struct MachineState {
    Object parent_obj;

    /* what the user chose; strings are owned */
    char *cpu_type;             /* a type name: "rv64-riscv-cpu" */
    char *cpu_features;         /* (nullable): "zba=off" */
    uint64_t ram_size;          /* bytes */
    CpuTopology smp;
    const int *socket_of_hart;  /* (nullable) (borrowed): one for each hart;
                                 * NULL: dealt to the sockets in order */
    char *firmware;             /* (nullable): -bios */
    char *kernel_filename;      /* (nullable) */
    char *kernel_cmdline;       /* (nullable) */
    char *initrd_filename;      /* (nullable) */
    char *dtb;                  /* (nullable): -dtb */
    char *dumpdtb;              /* (nullable): write the tree there and end */
    char *flash[MACHINE_NUM_FLASH]; /* (nullable): image files */
    bool flash_readonly[MACHINE_NUM_FLASH];
    char *const *firmware_search; /* (nullable): folders of -L (borrowed) */
    bool demo;                  /* no guest named: run the built-in one */
    bool deterministic;         /* same inputs, same run: no entropy */
    bool rtc_host_clock;        /* the RTC follows the host's wall clock */
    uint64_t rtc_epoch_ns;      /* RTC at start; 0: the host's time then */

    /* what the emulator provides (borrowed) */
    CpuSet *cpus;
    Chardev *serial[MACHINE_MAX_SERIAL]; /* (nullable) */
    SystemRequest request;      /* power-off and reset asked by the guest */
    char *memory_backend;       /* (nullable): id of what describes the RAM */
    bool dump_guest_core;       /* a core file of this process has the RAM */
    Error **errp;               /* where init reports what the user did */

    /* made for the board */
    MemoryRegion *ram;          /* (nullable) */
    MemoryRegion ram_region;
    RomList *roms;              /* images that each reset writes again */
    SymbolTable *symbols;       /* names of the guest's addresses */
    GBytes *fdt;                /* (nullable): the guest's device tree */
};

#define MACHINE(obj) OBJECT_CHECK(MachineState, (obj), TYPE_MACHINE)
#define MACHINE_CLASS(klass) \
    OBJECT_CLASS_CHECK(MachineClass, (klass), TYPE_MACHINE)
#define MACHINE_GET_CLASS(obj) \
    OBJECT_GET_CLASS(MachineClass, (obj), TYPE_MACHINE)

/**
 * machine_find_class: the class of a board by name or alias
 * @name: (nullable): NULL means the default board
 *
 * Returns: (nullable) with @errp set: the message points to -M ?
 */
MachineClass *machine_find_class(const char *name, Error **errp);

/** machine_list: append what `-M ?` prints: sorted, default marked */
void machine_list(GString *out);

/** machine_list_properties: append what `-M NAME,help` prints */
void machine_list_properties(const char *name, GString *out);

/** machine_class_name: "virt-1.0" for the type "virt-1.0-machine"; full */
char *machine_class_name(const MachineClass *mc);

/**
 * machine_check_smp: complete and check the topology
 * @smp: (inout): 0 means not given
 */
bool machine_check_smp(const MachineClass *mc, CpuTopology *smp,
                       Error **errp) MUST_CHECK;

/**
 * machine_check_map: warn about windows of the board that hide each other
 *
 * Such a pair is a bug of the board; machine_run_board_init() looks for it.
 *
 * Returns: the number of pairs.
 */
unsigned machine_check_map(const MachineState *machine);

/**
 * machine_run_board_init: make the RAM and build the board
 *
 * Returns: false with @errp set when the user's choices do not fit.
 */
bool machine_run_board_init(MachineState *machine, Error **errp) MUST_CHECK;

#endif
