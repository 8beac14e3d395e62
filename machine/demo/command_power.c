/*
 * command_power.c: `poweroff` and `reboot` through the test finisher
 *
 * One 32-bit write ends or resets the machine; a failure's upper half is the
 * emulator's exit status.
 */
#include "demo.h"

enum { EXIT_CODE_MAX = 255 };

static void finish(uint32_t value)
{
    *reg32(FINISHER_BASE) = value;
    for (;;) {
        wait_for_interrupt();
    }
}

void command_poweroff(int argc, char **argv)
{
    uint64_t code = 0;

    if (argc > 1 && (!text_to_u64(argv[1], &code) || code > EXIT_CODE_MAX)) {
        print("poweroff [CODE], at most %u\n", EXIT_CODE_MAX);
        return;
    }
    finish(code ? (uint32_t)code << 16 | FINISHER_FAIL : FINISHER_PASS);
}

void command_reboot(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    print("rebooting\n");
    finish(FINISHER_RESET);
}
