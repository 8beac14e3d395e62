/* Each line of the file becomes an error that quotes it. */
#include "@SECRET@"

static void attack(void)
{
}
