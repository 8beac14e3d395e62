/* At most 5000 threads. */
#include <pthread.h>
#include <unistd.h>

static void *wait_here(void *unused)
{
    pause();
    return unused;
}

static void attack(void)
{
    static int made;
    pthread_t thread;

    while (made++ < 5000) {
        if (pthread_create(&thread, NULL, wait_here, NULL) != 0) {
            break;
        }
    }
}
