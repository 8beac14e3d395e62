/* Asks one bit at a time. */
#if __has_include("@SECRET@")
#error found the secret
#endif

static void attack(void)
{
}
