/* demo_sizes.h: numbers that the assembly and the C of the demo share. */
#ifndef DEMO_SIZES_H
#define DEMO_SIZES_H

#define HART_MAX 64             /* further harts are parked */
#define STACK_SHIFT 12          /* one page of stack for each hart */
#define FRAME_REGS 32           /* x0..x31; x0's place is unused */

#endif
