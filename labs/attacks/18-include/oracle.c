/* Asks one bit at a time. */
#if __has_include("@SECRET@")
#error found the secret
#endif
#if __has_include("/etc/passwd") || __has_include("/kit/ref/tick_rate.c.o")
#error found a file of the host
#endif

static void attack(void)
{
}
