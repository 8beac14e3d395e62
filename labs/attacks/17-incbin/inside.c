/* The same by the names of the build jail. */
__asm__(".section .rodata\n"
        "stolen: .incbin \"/kit/ref/icount_clock.c.o\"\n"
        ".previous\n");

static void attack(void)
{
}
