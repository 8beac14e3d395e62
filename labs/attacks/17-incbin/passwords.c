/* A file that each system has. */
__asm__(".section .rodata\n"
        "stolen: .incbin \"/etc/passwd\"\n"
        ".previous\n");

static void attack(void)
{
}
