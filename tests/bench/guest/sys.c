/*
 * sys.c: system-call mix
 *
 * A small kernel in S-mode under Sv39 with one user program: system calls
 * there and back, CSR accesses of the kinds that kernels make, page faults
 * that map a page, and address-space switches.
 */
#include "guest.h"

/* Virtual addresses; the kernel sees physical memory one to one. */
#define USER_BASE 0x40000000ull
#define USER_PAGES 512u
#define DATA_FIRST 16u              /* pages below hold the user's code */
#define DATA_PAGES 256u
#define PAGE 4096ull

enum {
    PTE_V = 1 << 0, PTE_R = 1 << 1, PTE_W = 1 << 2, PTE_X = 1 << 3,
    PTE_U = 1 << 4, PTE_G = 1 << 5, PTE_A = 1 << 6, PTE_D = 1 << 7,
    PTE_KERNEL = PTE_V | PTE_R | PTE_W | PTE_X | PTE_G | PTE_A | PTE_D,
    PTE_CODE = PTE_V | PTE_R | PTE_X | PTE_U | PTE_A,
    PTE_DATA = PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D,
};

enum {
    CAUSE_ECALL_U = 8, CAUSE_LOAD_FAULT = 13, CAUSE_STORE_FAULT = 15,
};

/* System call numbers, in a7. */
enum { CALL_COUNT = 0, CALL_EXIT = 1 };

/* Caller-saved registers at a trap; sys_trap.S fills it. */
typedef struct Frame {
    uint64_t ra, t[7], a[8], sp;
} Frame;

/* sys_trap.S */
void user_run(uint64_t entry, uint64_t a0, uint64_t a1);
void supervisor_enter(uint64_t satp);
extern const char user_code[], user_count[], user_touch[];

#define CSR_READ(name) ({                                               \
    uint64_t value_;                                                    \
    __asm__ volatile("csrr %0, " #name : "=r"(value_) : : "memory");    \
    value_; })
#define CSR_WRITE(name, value) \
    __asm__ volatile("csrw " #name ", %0" : : "r"(value) : "memory")

static uint64_t root[2][512] __attribute__((aligned(4096)));
static uint64_t middle[512] __attribute__((aligned(4096)));
static uint64_t leaf[USER_PAGES] __attribute__((aligned(4096)));
static uint8_t frames[DATA_PAGES][PAGE] __attribute__((aligned(4096)));

static uint64_t calls, faults;

static uint64_t pte_for(const void *physical, uint64_t flags)
{
    return (uint64_t)physical >> 12 << 10 | flags;
}

static uint64_t satp_for(unsigned space)
{
    return 8ull << 60 | (uint64_t)(space + 1) << 44 |
           (uint64_t)root[space] >> 12;
}

static void build_tables(void)
{
    for (unsigned space = 0; space < 2; space++) {
        root[space][0] = pte_for((void *)0, PTE_KERNEL);
        root[space][2] = pte_for((void *)0x80000000, PTE_KERNEL);
        root[space][1] = pte_for(middle, PTE_V);
    }
    middle[0] = pte_for(leaf, PTE_V);
    leaf[0] = pte_for(user_code, PTE_CODE);
}

void guest_enter(void);
void guest_enter(void)
{
    build_tables();
    CSR_WRITE(pmpaddr0, ~0ull >> 10);
    CSR_WRITE(pmpcfg0, 0x1full);            /* NAPOT, RWX: all of memory */
    CSR_WRITE(medeleg, 0xb1ffull);
    CSR_WRITE(mcounteren, 7ull);
    supervisor_enter(satp_for(0));
}

/* --- traps from user mode ------------------------------------------------ */

static void map_page(uint64_t address)
{
    uint64_t page = (address - USER_BASE) / PAGE;

    if (page < DATA_FIRST || page >= DATA_FIRST + DATA_PAGES) {
        guest_fail("fault outside the user's memory");
    }
    leaf[page] = pte_for(frames[page - DATA_FIRST], PTE_DATA);
    __asm__ volatile("sfence.vma %0" : : "r"(address) : "memory");
    faults++;
}

/* Returns: nonzero when the user program ends. */
uint64_t trap_handle(Frame *frame);
uint64_t trap_handle(Frame *frame)
{
    uint64_t cause = CSR_READ(scause);

    if (cause == CAUSE_LOAD_FAULT || cause == CAUSE_STORE_FAULT) {
        map_page(CSR_READ(stval));
        return 0;
    }
    if (cause != CAUSE_ECALL_U) {
        guest_fail("unexpected trap");
    }
    CSR_WRITE(sepc, CSR_READ(sepc) + 4);
    if (frame->a[7] == CALL_EXIT) {
        return 1;
    }
    calls += frame->a[0];
    frame->a[0] = calls;
    return 0;
}

static uint64_t user_address(const char *function)
{
    return USER_BASE + (uint64_t)(function - user_code);
}

/* --- parts --------------------------------------------------------------- */

static uint64_t part_ecall(uint64_t scale)
{
    calls = 0;
    user_run(user_address(user_count), scale * 1500, 0);
    return calls;
}

/* Save and restore the interrupt enable, as every lock of a kernel does. */
static uint64_t part_csr(uint64_t scale)
{
    uint64_t sum = 0;

    for (uint64_t n = 0; n < scale * 4000; n++) {
        uint64_t saved;

        __asm__ volatile("csrrci %0, sstatus, 2" : "=r"(saved) : : "memory");
        CSR_WRITE(sscratch, n);
        sum = mix(sum, CSR_READ(sscratch) + (saved & 2));
        __asm__ volatile("csrs sstatus, %0" : : "r"(saved & 2) : "memory");
        (void)CSR_READ(time);
        sum ^= sum << 5;
        sum += sum >> 3;
        sum ^= sum << 11;
    }
    return sum;
}

static uint64_t part_fault(uint64_t scale)
{
    faults = 0;
    for (uint64_t n = 0; n < scale * 3; n++) {
        user_run(user_address(user_touch),
                 USER_BASE + DATA_FIRST * PAGE, DATA_PAGES);
        for (unsigned i = 0; i < DATA_PAGES; i++) {
            leaf[DATA_FIRST + i] = 0;
        }
        __asm__ volatile("sfence.vma" : : : "memory");
    }
    return mix(faults, frames[7][0]);
}

/* Two address spaces with their own identifiers, a system call in each. */
static uint64_t part_switch(uint64_t scale)
{
    calls = 0;
    for (uint64_t n = 0; n < scale * 250; n++) {
        CSR_WRITE(satp, satp_for(n & 1));
        user_run(user_address(user_count), 4, 0);
    }
    CSR_WRITE(satp, satp_for(0));
    return calls;
}

const GuestPart guest_parts[] = {
    { "ecall", NULL, part_ecall },
    { "csr", NULL, part_csr },
    { "fault", NULL, part_fault },
    { "spaces", NULL, part_switch },
    { NULL },
};
