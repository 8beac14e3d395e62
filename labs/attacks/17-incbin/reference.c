/* Takes the reference's object. */
__asm__(".section .rodata\n"
        "stolen: .incbin \"@KIT@/ref/icount_clock.c.o\"\n"
        ".previous\n");

static void attack(void)
{
}
