/*
 * worker_board.c: the course board as a class, a type and a ROM; sockets
 */
#include "worker_machine.h"

#include <stdlib.h>
#include <string.h>

#include "clabpu_internal.h"
#include "core/cpu_model.h"
#include "core/isa.h"
#include "machine/riscv_socket.h"

#define HARTS_MAX 64

/* ----------------------------------------------- 1 the class of the board */

/* What the class initialiser of TYPE_MACHINE leaves in the block. */
static void inherit_defaults(MachineClass *mc)
{
    mc->desc = "";
    mc->min_cpus = 1;
    mc->max_cpus = 1;
    mc->default_cpus = 1;
    mc->default_ram_size = 128 * 1024 * 1024;
}

static MachineClass *board_class(MachineLab *lab)
{
    if (!lab->board.impl.class) {
        hand_class(&lab->machine, TYPE_MACHINE, NULL, sizeof(MachineClass),
                   sizeof(MachineState));
        hand_class(&lab->board, TYPE_CLABPU_MACHINE, &lab->machine,
                   sizeof(MachineClass), sizeof(ClabpuState));
        inherit_defaults((MachineClass *)lab->board.impl.class);
        clabpu_machine_class_init(lab->board.impl.class, NULL);
    }
    return (MachineClass *)lab->board.impl.class;
}

void machine_op_class(Worker *w)
{
    const MachineClass *mc = board_class(worker_state(w));
    const char *what = worker_text(w, "what");

    if (strcmp(what, "listing") == 0) {
        reply_text(w, "description", mc->desc);
        reply_bool(w, "default", mc->is_default);
        reply_text(w, "alias", mc->alias);
    } else if (strcmp(what, "harts") == 0) {
        reply_text(w, "cpu_type", mc->default_cpu_type);
        reply_i64(w, "least", mc->min_cpus);
        reply_i64(w, "most", mc->max_cpus);
        reply_i64(w, "unless_asked", mc->default_cpus);
    } else if (strcmp(what, "ram") == 0) {
        reply_u64(w, "ram_size", mc->default_ram_size);
        reply_text(w, "ram_id", mc->default_ram_id);
    } else {
        reply_bool(w, "made_by_clabpu_machine_init",
                   mc->init == clabpu_machine_init);
    }
}

void machine_op_smp(Worker *w)
{
    MachineClass *mc = board_class(worker_state(w));
    CpuTopology smp = {
        .cpus = (unsigned)worker_u64(w, "cpus"),
        .sockets = (unsigned)worker_u64(w, "sockets"),
        .max_cpus = (unsigned)worker_u64(w, "max"),
    };
    Error *error = NULL;
    bool ok = machine_check_smp(mc, &smp, &error);

    tell_outcome(w, ok, error);
    if (ok) {
        reply_u64(w, "harts", smp.cpus);
    }
}

/* ------------------------------------------------ 2 the board as a type */

/* The registry of the program, by way of a row of our own. */
static TypeRegistry *default_registry(void)
{
    static const TypeInfo probe = { .name = "lab-probe", .abstract = true };
    static Type type;

    if (!type) {
        type = type_register_static(&probe);
    }
    return type->registry;
}

void machine_op_row(Worker *w)
{
    Type type = type_registry_find(default_registry(),
                                   worker_text(w, "name"));

    reply_bool(w, "registered", type != NULL);
    if (!type) {
        return;
    }
    const TypeInfo *info = type->info;
    reply_text(w, "parent", info->parent);
    reply_bool(w, "objects_hold_a_ClabpuState",
               info->instance_size == sizeof(ClabpuState));
    reply_bool(w, "abstract", info->abstract);
    reply_bool(w, "class_init_is_clabpu_machine_class_init",
               info->class_init == clabpu_machine_class_init);
    reply_bool(w, "class_holds_a_MachineClass",
               info->class_size == 0 ||
               info->class_size == sizeof(MachineClass));
}

void machine_op_below(Worker *w)
{
    g_autoptr(GList) types = type_registry_list(default_registry());
    const char *parent = worker_text(w, "parent");

    for (GList *l = types; l; l = l->next) {
        const TypeInfo *info = ((Type)l->data)->info;

        if (g_strcmp0(info->parent, parent) == 0) {
            reply_text(w, "type", info->name);
        }
    }
}

/* --------------------------------------------------------- 5 sockets */

/* "0,0,1,1": the socket of each hart; false when it is not so */
static bool parse_mixed(const char *text, uint64_t harts, int *sockets)
{
    g_auto(GStrv) words = g_strsplit(text, ",", -1);

    if (g_strv_length(words) != harts) {
        return false;
    }
    for (uint64_t i = 0; i < harts; i++) {
        sockets[i] = atoi(words[i]);
    }
    return true;
}

void machine_op_sockets(Worker *w)
{
    uint64_t harts = worker_u64(w, "harts");
    uint64_t sockets = worker_u64(w, "sockets");
    const char *mixed = worker_text(w, "mixed");
    bool dealt = strcmp(mixed, "-") == 0;
    int of_hart[HARTS_MAX];
    Error *error = NULL;

    if (harts == 0 || harts > HARTS_MAX || sockets > 1000 ||
        (!dealt && !parse_mixed(mixed, harts, of_hart))) {
        reply_text(w, "error", "that is no such row of harts");
        return;
    }
    MachineState ms = {
        .smp = { .cpus = (unsigned)harts, .sockets = (unsigned)sockets },
        .socket_of_hart = dealt ? NULL : of_hart,
    };
    bool ok = riscv_socket_check(&ms, (int)worker_i64(w, "most"), &error);
    tell_outcome(w, ok, error);
}

/* --------------------------------------------------------- 8 the ROM */

static void tell_code(Worker *w, const uint8_t *rom)
{
    HartConfig config;

    if (!hart_config_init(&config, "thead-c906", NULL, NULL)) {
        return;
    }
    DecodeTable *table = decode_table_new(&config);
    for (unsigned i = 0; i < CLABPU_ROM_CODE_WORDS; i++) {
        uint32_t word;
        char text[64];

        memcpy(&word, rom + 4 * i, sizeof(word));
        insn_disas(table, word, 0x1000 + 4 * i, text, sizeof(text));
        g_strdelimit(text, "\t", ' ');
        reply_add(w, "code", "%02x: %s", 4 * i, text);
    }
    decode_table_free(table);
}

void machine_op_rom(Worker *w)
{
    g_autoptr(GBytes) rom = clabpu_rom_build(worker_u64(w, "entry"));
    gsize size;
    const uint8_t *bytes = g_bytes_get_data(rom, &size);
    uint64_t entry, htif;

    if (size <= CLABPU_ROM_MESSAGE) {
        reply_text(w, "error", "the ROM is too short");
        return;
    }
    memcpy(&entry, bytes + CLABPU_ROM_ENTRY, sizeof(entry));
    memcpy(&htif, bytes + CLABPU_ROM_HTIF, sizeof(htif));
    reply_hex(w, "entry", entry);
    reply_hex(w, "htif", htif);
    g_autofree char *message =
        g_strndup((const char *)bytes + CLABPU_ROM_MESSAGE,
                  size - CLABPU_ROM_MESSAGE);
    reply_text(w, "prints", message);
    reply_bytes(w, "behind_the_code", bytes + 4 * CLABPU_ROM_CODE_WORDS,
                CLABPU_ROM_ENTRY - 4 * CLABPU_ROM_CODE_WORDS);
    reply_bool(w, "fits",
               size <= clabpu_memmap[CLABPU_MMAP_MROM].size);
    tell_code(w, bytes);
}
