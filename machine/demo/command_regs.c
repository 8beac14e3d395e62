/*
 * command_regs.c: `regs`, what this hart says about itself
 *
 * A CSR's number is part of the instruction, so each row owns a few bytes of
 * code; the X-macro below is the only list. Privileged manual chapter 2.
 */
#include "demo.h"

#define SHOWN_CSRS(CSR) \
    CSR(misa) CSR(mvendorid) CSR(marchid) CSR(mimpid) CSR(mhartid) \
    CSR(mstatus) CSR(mtvec) CSR(mie) CSR(mip) CSR(medeleg) CSR(mideleg) \
    CSR(mcause) CSR(mepc) CSR(mtval) CSR(satp) CSR(mcycle) CSR(minstret)

static void print_extensions(void)
{
    uint64_t misa = csr_read(misa);

    print("  rv64");
    for (unsigned i = 0; i < 26; i++) {
        if (misa >> i & 1) {
            uart_putc('a' + i);
        }
    }
    print(" at pc %lx, sp %lx\n", (uint64_t)command_regs,
          (uint64_t)__builtin_frame_address(0));
}

void command_regs(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    print_extensions();
#define PRINT_CSR(name) print("  %-10s %016lx\n", #name, csr_read(name));
    SHOWN_CSRS(PRINT_CSR)
    print("  %-10s %016lx\n", "mtime", clint_time());
}
