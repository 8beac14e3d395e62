/* Takes a file of the graders into the program and prints it. */
#include <stdio.h>

__asm__(".section .rodata\n"
        "stolen: .incbin \"@SECRET@\"\n"
        "stolen_end: .byte 0\n"
        ".previous\n");

extern const char stolen[];

static void attack(void)
{
    printf("%s\n", stolen);
}
