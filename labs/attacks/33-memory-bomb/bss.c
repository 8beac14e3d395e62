/* 1 GiB that the kernel has to promise before the program starts. */
char promised[1UL << 30];

static void attack(void)
{
    promised[sizeof(promised) - 1] = 1;
}
