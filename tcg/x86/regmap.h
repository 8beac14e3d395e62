/*
 * regmap.h: which guest registers live in host registers
 *
 * The registers that compiled programs use most are pinned: translated code
 * keeps them in a host register from entry to exit, across units. The others
 * live in their slot of the Hart and are used as memory operands. The map is
 * data; all code of one code cache is written with the same map.
 *
 *     rbp   environment + 128         rsp   the frame below
 *     r15   TLB of the address space  rax rcx rdx xmm0 xmm1 xmm2   scratch
 */
#ifndef TCG_X86_REGMAP_H
#define TCG_X86_REGMAP_H

#include "x86/asm.h"

#define REGMAP_GPRS 10          /* pinned x registers */
#define REGMAP_FPRS 13          /* pinned f registers */
#define REG_MEMORY (-1)         /* not pinned */

typedef struct RegMap {
    int8_t gpr[32];             /* X86Reg of x0..x31, or REG_MEMORY */
    int8_t fpr[32];             /* X86Xmm of f0..f31, or REG_MEMORY */
} RegMap;

/**
 * regmap_init: fill in the map
 * @shuffle: 0: the map made for speed; else the seed of a random one, to
 *           test that nothing else depends on it
 */
void regmap_init(RegMap *map, unsigned shuffle);

#endif
