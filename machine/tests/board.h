/*
 * board.h: a whole machine for a test, with its serial output in memory
 *
 * Devices, RAM and harts are the process's: one board per test, which Check
 * runs in a process of its own.
 */
#ifndef MACHINE_TESTS_BOARD_H
#define MACHINE_TESTS_BOARD_H

#include "devices/qdev.h"
#include "machine/vm.h"
#include "support/unit.h"

#define BOARD_RAM_SIZE (16ull << 20)
#define BOARD_DRAM 0x80000000ull
/* Exit status of a guest that used up its instruction budget. */
#define BOARD_BUDGET_SPENT 99

typedef struct BoardSpec {
    const char *machine;        /* NULL: the default one */
    const char *cpu;            /* model; NULL: the board's default */
    const char *features;       /* (nullable) */
    CpuTopology smp;
    const char *property;       /* (nullable): boolean to switch on */
    const char *kernel;         /* (nullable): file */
    const char *firmware;       /* (nullable): file */
    bool icount;                /* one instruction takes 1 ns */
} BoardSpec;

typedef struct Board {
    Vm *vm;
    MachineState *machine;
    Chardev *serial;            /* ring buffer */
} Board;

/** board_try: NULL with @errp set when the machine refuses */
Board *board_try(const BoardSpec *spec, Error **errp);

/** board_new: board_try() that fails the test instead */
Board *board_new(const BoardSpec *spec);

/** board_refusal: the message with which the machine refuses (full) */
char *board_refusal(const BoardSpec *spec);

/** board_load: put code at BOARD_DRAM + @offset of a built board */
void board_load(uint64_t offset, const uint32_t *words, size_t n_words);

/** board_write_image: a new file with these bytes; its name (full) */
char *board_write_image(const void *bytes, size_t size);

/** board_run: run until the guest ends; the exit status */
int board_run(Board *board);

/**
 * board_run_budget: the same with a limit, on a board with icount
 *
 * Returns: BOARD_BUDGET_SPENT after @instructions.
 */
int board_run_budget(Board *board, int64_t instructions);

/** board_output: what the guest printed so far (transfer full) */
char *board_output(Board *board);

/** board_hart: hart @index of the machine (borrowed) */
Vcpu *board_hart(const Board *board, unsigned index);

/** board_read32, board_write32: as a guest's load or store does */
uint32_t board_read32(hwaddr addr);
void board_write32(hwaddr addr, uint32_t value);

/** board_mtree: `info mtree` of system memory (transfer full) */
char *board_mtree(void);

/**
 * board_digest_of: the saved state of one device as a number
 *
 * Without what mtime shows. 0 when the device has no state.
 */
uint64_t board_digest_of(DeviceState *dev);

/** board_device_digest: all devices' saved state, in order, as one number */
uint64_t board_device_digest(void);

#endif
