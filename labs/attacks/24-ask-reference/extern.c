/* Asks the linker for the reference under every name it might have. */
#include <stdint.h>

extern int64_t icount_clock_ns_reference(void) __attribute__((weak));
extern int64_t __real_icount_clock_ns(void) __attribute__((weak));
extern int64_t reference_icount_clock_ns(void) __attribute__((weak));

static volatile int64_t answer;

static void attack(void)
{
    if (icount_clock_ns_reference) {
        answer = icount_clock_ns_reference();
    }
    if (__real_icount_clock_ns) {
        answer = __real_icount_clock_ns();
    }
    if (reference_icount_clock_ns) {
        answer = reference_icount_clock_ns();
    }
}
