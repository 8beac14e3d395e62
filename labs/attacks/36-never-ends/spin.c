/* Uses the processor. */
static void attack(void)
{
    for (volatile unsigned long i = 0;; i++) {
    }
}
