/* Asks which system this is; without namespaces names can be seen. */
#if __has_include("/etc/passwd") || __has_include("/kit/ref/tick_rate.c.o")
#error found a file of the host
#endif

static void attack(void)
{
}
