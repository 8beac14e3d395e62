/* The assembler repeats what the compiler does not see. */
__asm__(".section .rodata\n.rept 2000000000\n.quad 1\n.endr\n.previous");

static void attack(void)
{
}
