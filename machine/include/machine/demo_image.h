/*
 * demo_image.h: the guest that runs when none is named
 *
 * A flat image of machine/demo, linked for the start of RAM at 0x80000000
 * and entered there in M mode, as by -bios FILE.
 */
#ifndef MACHINE_DEMO_IMAGE_H
#define MACHINE_DEMO_IMAGE_H

#include <stddef.h>
#include <stdint.h>

/**
 * demo_image: the bytes of the embedded demo guest
 * @size:  (out): their number
 *
 * Returns: (borrowed): constant bytes that live as long as the program.
 */
const uint8_t *demo_image(size_t *size);

#endif
