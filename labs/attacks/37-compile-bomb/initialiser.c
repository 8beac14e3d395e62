/* An object file of 2 GiB. */
char large[1UL << 31] = { 1 };

static void attack(void)
{
}
