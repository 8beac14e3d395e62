/* At most 900 MiB that several processes could see; and huge pages. */
#include <string.h>
#include <sys/mman.h>

static void attack(void)
{
    static const int kinds[] = { MAP_HUGETLB, 0 };
    static int done;

    for (int i = 0; !done && i < 2; i++) {
        void *all = mmap(NULL, 900UL << 20, PROT_READ | PROT_WRITE,
                         MAP_SHARED | MAP_ANONYMOUS | kinds[i], -1, 0);
        if (all != MAP_FAILED) {
            memset(all, 1, 900UL << 20);
        }
    }
    done = 1;
}
