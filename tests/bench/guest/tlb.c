/*
 * tlb.c: more pages than a TLB holds
 *
 * In S-mode under Sv39 with 4 KiB pages, one access to each page in turn. A
 * small soft TLB does not have the page when its turn comes again, and after
 * a fence none has. Pages in two windows a large power of two apart share
 * slots wherever slots are chosen by address: what is measured is the way
 * to an entry of the page table. Every frame was written to before, because
 * hosts give memory at the first access.
 */
#include "guest.h"

#define PAGE 4096ull
#define WINDOW 0x40000000ull        /* virtual; 1 GiB below the image */
#define WINDOWS_APART (64ull << 30)  /* to its alias */
#define FRAMES 0x88000000ull        /* physical */
#define NEAR_PAGES 8192u
#define FAR_PAGES 65536u

enum {
    PTE_V = 1 << 0, PTE_R = 1 << 1, PTE_W = 1 << 2, PTE_X = 1 << 3,
    PTE_G = 1 << 5, PTE_A = 1 << 6, PTE_D = 1 << 7,
    PTE_DATA = PTE_V | PTE_R | PTE_W | PTE_A | PTE_D,
    PTE_KERNEL = PTE_DATA | PTE_X | PTE_G,
};

static uint64_t root[512] __attribute__((aligned(4096)));
static uint64_t middle[512] __attribute__((aligned(4096)));
static uint64_t leaf[FAR_PAGES] __attribute__((aligned(4096)));

#define CSR_WRITE(name, value) \
    __asm__ volatile("csrw " #name ", %0" : : "r"(value) : "memory")

static uint64_t pte_for(uint64_t physical, uint64_t flags)
{
    return physical >> 12 << 10 | flags;
}

static void build_tables(void)
{
    root[0] = pte_for(0, PTE_KERNEL);
    root[2] = pte_for(0x80000000, PTE_KERNEL);
    root[1] = root[65] = pte_for((uint64_t)middle, PTE_V);
    for (uint64_t i = 0; i < FAR_PAGES / 512; i++) {
        middle[i] = pte_for((uint64_t)&leaf[i * 512], PTE_V);
    }
    for (uint64_t i = 0; i < FAR_PAGES; i++) {
        leaf[i] = pte_for(FRAMES + i * PAGE, PTE_DATA);
        *(volatile uint64_t *)(FRAMES + i * PAGE) = 0;
    }
}

static void trap(void) __attribute__((aligned(4)));
static void trap(void)
{
    guest_fail("trap");
}

void guest_enter(void);
void guest_enter(void)
{
    build_tables();
    CSR_WRITE(pmpaddr0, ~0ull >> 10);
    CSR_WRITE(pmpcfg0, 0x1full);            /* NAPOT, RWX: all of memory */
    CSR_WRITE(mcounteren, 7ull);
    CSR_WRITE(satp, 8ull << 60 | (uint64_t)root >> 12);
    CSR_WRITE(stvec, trap);
    CSR_WRITE(mtvec, trap);
    CSR_WRITE(mepc, guest_run);
    __asm__ volatile("sfence.vma\n\t"
                     "csrc mstatus, %0\n\tcsrs mstatus, %1\n\tmret" : :
                     "r"(3ull << 11), "r"(1ull << 11) : "memory");
}

/* --- parts --------------------------------------------------------------- */

/* A word of each page, another line in each. */
static volatile uint64_t *word_of(uint64_t page)
{
    return (volatile uint64_t *)(WINDOW + page * PAGE + page * 64 % PAGE);
}

static uint64_t load_pages(uint64_t pages, uint64_t times)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < times; n++) {
        for (uint64_t page = 0; page < pages; page++) {
            sum += *word_of(page) ^ page;
        }
    }
    return sum;
}

static uint64_t part_near(uint64_t scale)
{
    return load_pages(NEAR_PAGES, scale);
}

static uint64_t part_far(uint64_t scale)
{
    return load_pages(FAR_PAGES, scale / 8);
}

static uint64_t part_store(uint64_t scale)
{
    for (uint64_t n = 0; n < scale; n++) {
        for (uint64_t page = 0; page < NEAR_PAGES; page++) {
            *word_of(page) = n;
        }
    }
    return *word_of(scale % NEAR_PAGES);
}

static uint64_t part_fence(uint64_t scale)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < scale; n++) {
        __asm__ volatile("sfence.vma" : : : "memory");
        sum += load_pages(NEAR_PAGES, 1);
    }
    return sum;
}

/* Page by page in both windows. */
static uint64_t part_apart(uint64_t scale)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < scale; n++) {
        for (uint64_t page = 0; page < NEAR_PAGES; page++) {
            volatile uint64_t *word = word_of(page);

            sum += *word ^ word[WINDOWS_APART / sizeof(*word)];
        }
    }
    return sum;
}

const GuestPart guest_parts[] = {
    { "near", NULL, part_near },
    { "far", NULL, part_far },
    { "store", NULL, part_store },
    { "fence", NULL, part_fence },
    { "apart", NULL, part_apart },
    { NULL },
};
