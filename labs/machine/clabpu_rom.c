/*
 * clabpu_rom.c: the first instructions of the course board (exercise
 * machine.8)
 *
 * TODO: spot the bugs. This file compiles and small images in low memory
 * start, but: an image at 0x80000000 is jumped to at 0xffffffff80000000; it
 * finds 0x5b7 in a0, which should be its hart's number; and a board without
 * an image prints nothing. What the ROM holds: machine/clabpu.h. The comments
 * say what each instruction is meant to be.
 *
 * A hart starts at the bottom of the ROM. The board has put the image into
 * RAM already, so the code only jumps to it; the address stands in the ROM
 * behind the code, which therefore is the same for every image. Without an
 * image it prints a line, so that an empty board says what is missing.
 *
 * HTIF: device 1 command 1 prints the character in bits 7:0.
 */
#include "machine/clabpu.h"

#include <string.h>

#define NO_IMAGE \
    "clabpu: no image; name one with -kernel FILE or -bios FILE\n"

/* clang-format off */
static const uint32_t rom_code[CLABPU_ROM_CODE_WORDS] = {
    /* 00 */ 0x00000297,        /*        auipc t0, 0                 */
    /* 04 */ 0xf1102573,        /*        csrr  a0, mhartid           */
    /* 08 */ 0x00000593,        /*        li    a1, 0                 */
    /* 0c */ 0x0502b303,        /*        ld    t1, ENTRY(t0)         */
    /* 10 */ 0x00030463,        /*        beqz  t1, no_image          */
    /* 14 */ 0x00030067,        /*        jr    t1                    */
    /* 18 */ 0x0582b483,        /* no_image: ld s1, HTIF(t0)          */
    /* 1c */ 0x06028413,        /*        addi  s0, t0, MESSAGE       */
    /* 20 */ 0x10100913,        /*        li    s2, 0x101             */
    /* 24 */ 0x03091913,        /*        slli  s2, s2, 48            */
    /* 28 */ 0x00044383,        /* next:  lbu   t2, 0(s0)             */
    /* 2c */ 0x00038a63,        /*        beqz  t2, wait              */
    /* 30 */ 0x0123e3b3,        /*        or    t2, t2, s2            */
    /* 34 */ 0x0074b023,        /*        sd    t2, 0(s1)             */
    /* 38 */ 0x00140413,        /*        addi  s0, s0, 1             */
    /* 3c */ 0xfedff06f,        /*        j     next                  */
    /* 40 */ 0x10500073,        /* wait:  wfi                         */
    /* 44 */ 0xffdff06f,        /*        j     wait                  */
};
/* clang-format on */

static void put_le(uint8_t *to, int value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++) {
        to[i] = (uint8_t)((int64_t)value >> (8 * i));
    }
}

GBytes *clabpu_rom_build(hwaddr entry)
{
    size_t size = CLABPU_ROM_MESSAGE + sizeof(NO_IMAGE);
    uint8_t *rom = g_malloc0(size);

    for (unsigned i = 0; i < CLABPU_ROM_CODE_WORDS; i++) {
        put_le(rom + 4 * i, rom_code[i], 4);
    }
    put_le(rom + CLABPU_ROM_ENTRY, entry, 8);
    put_le(rom + CLABPU_ROM_HTIF, clabpu_memmap[CLABPU_MMAP_CLINT].base, 8);
    memcpy(rom + CLABPU_ROM_MESSAGE, NO_IMAGE, sizeof(NO_IMAGE));
    return g_bytes_new_take(rom, size);
}
