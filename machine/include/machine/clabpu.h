/*
 * clabpu.h: the course board: what the lectures put together by hand
 *
 * One hart, RAM, and the devices that lectures 02 and 03 build. Its addresses
 * overlap those of `virt` on purpose: a device does not know its address, so
 * the same INTC could sit anywhere.
 *
 * Guests find no device tree here: they are written for this board.
 */
#ifndef MACHINE_CLABPU_H
#define MACHINE_CLABPU_H

#include "machine/machine.h"
#include "machine/riscv_hart.h"

#define TYPE_CLABPU_MACHINE MACHINE_TYPE_NAME("clabpu")
OBJECT_DECLARE_SIMPLE_TYPE(ClabpuState, CLABPU_MACHINE)

typedef enum ClabpuWindow {
    CLABPU_MMAP_MROM,
    CLABPU_MMAP_HTIF,
    CLABPU_MMAP_CLINT,
    CLABPU_MMAP_INTC,
    CLABPU_MMAP_TIMER,
    CLABPU_MMAP_EDC_REG,
    CLABPU_MMAP_EDC_ERR,
    CLABPU_MMAP_DRAM,
    CLABPU_MMAP_COUNT
} ClabpuWindow;

/* A size of 0 means "as large as -m". */
extern const MemMapEntry clabpu_memmap[CLABPU_MMAP_COUNT];

enum {
    /* inputs of the INTC */
    CLABPU_IRQ_EDC_ERR = 0,
    CLABPU_IRQ_TIMER = 1,

    CLABPU_TIMEBASE_HZ = 10000000,  /* of mtime */
    CLABPU_TIMER_HZ = 1000000,      /* of the timer device */
};

struct ClabpuState {
    MachineState parent_obj;

    RISCVHartArrayState socket;
    DeviceState *mtimer;
    DeviceState *intc;
    DeviceState *edc;
    DeviceState *timer;
    MemoryRegion mask_rom;
};

/** clabpu_machine_init: MachineClass.init: the four steps */
void clabpu_machine_init(MachineState *machine);

/* ---- boot ROM (clabpu_rom.c) -------------------------------------------- */

/* Code at the start, then what the code looks up. */
enum {
    CLABPU_ROM_CODE_WORDS = 18,
    CLABPU_ROM_ENTRY = 0x50,    /* 8 bytes: first instruction, 0: no image */
    CLABPU_ROM_HTIF = 0x58,     /* 8 bytes: address of HTIF's TOHOST */
    CLABPU_ROM_MESSAGE = 0x60,  /* text up to a zero byte */
};

/**
 * clabpu_rom_build: the contents of the boot ROM
 * @entry: where the image starts; 0: there is none, so the ROM prints
 *         a line on HTIF and waits for ever
 *
 * The image gets a0 = hart id and a1 = 0 (no device tree).
 *
 * Returns: (transfer full)
 */
GBytes *clabpu_rom_build(hwaddr entry);

/* ---- the image (clabpu_image.c) ----------------------------------------- */

/**
 * clabpu_load_image: add -bios or -kernel to the machine's ROM list
 * @entry: (out): its first instruction; 0 when no image was named
 *
 * Returns: false with @errp set when the image cannot be used, when both
 *          options name one, or when an option makes no sense on this board.
 */
bool clabpu_load_image(MachineState *machine, hwaddr *entry,
                       Error **errp) MUST_CHECK;

#endif
