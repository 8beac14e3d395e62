/* A main() that gives way, but would like to be first. */
int __attribute__((weak)) main(void)
{
    return 0;
}

static void attack(void)
{
}
