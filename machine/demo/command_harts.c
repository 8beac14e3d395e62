/*
 * command_harts.c: `harts`, every hart answers a software interrupt
 *
 * The other harts sleep in wfi with the software interrupt enabled but
 * mstatus.MIE off: the interrupt wakes them without a trap. Each request has
 * a number; a hart has answered when it wrote that number into its row.
 */
#include "demo.h"

typedef struct HartReport {
    uint32_t present;
    uint32_t answered;          /* number of the last request seen */
    uint64_t misa, instret;
} HartReport;

static volatile HartReport reports[HART_MAX];
static volatile uint32_t request;
static unsigned expected;           /* harts in the device tree */

void secondary_main(uint64_t hart);

static volatile uint32_t *msip(uint64_t hart)
{
    return reg32(CLINT_BASE + CLINT_MSIP + 4 * hart);
}

static void answer(uint64_t hart)
{
    reports[hart].misa = csr_read(misa);
    reports[hart].instret = csr_read(minstret);
    __sync_synchronize();
    reports[hart].answered = request;
}

void harts_announce(uint64_t hart)
{
    reports[hart].present = 1;
}

static unsigned count_present(void)
{
    unsigned count = 0;

    for (unsigned hart = 0; hart < HART_MAX; hart++) {
        count += reports[hart].present;
    }
    return count;
}

static void count_cpu_node(const FdtNode *node)
{
    expected += text_starts_with(node->name, "cpu@");
}

unsigned harts_present(void)
{
    uint64_t end = clint_time() + CLINT_HZ;

    expected = 0;
    fdt_visit(boot_fdt(), count_cpu_node);
    expected = expected < HART_MAX ? expected : HART_MAX;
    while (count_present() < expected && clint_time() < end) {
    }
    return count_present();
}

void secondary_main(uint64_t hart)
{
    csr_set(mie, MIE_MSIE);
    harts_announce(hart);
    for (;;) {
        wait_for_interrupt();
        if (*msip(hart)) {
            *msip(hart) = 0;
            __sync_synchronize();
            answer(hart);
        }
    }
}

static bool ask(unsigned hart)
{
    uint64_t end = clint_time() + CLINT_HZ;

    if (hart == csr_read(mhartid)) {
        answer(hart);
    } else {
        *msip(hart) = 1;
    }
    while (reports[hart].answered != request && clint_time() < end) {
    }
    return reports[hart].answered == request;
}

void command_harts(int argc, char **argv)
{
    unsigned count = 0;

    (void)argc;
    (void)argv;
    request++;
    __sync_synchronize();
    for (unsigned hart = 0; hart < HART_MAX; hart++) {
        if (!reports[hart].present) {
            continue;
        }
        if (ask(hart)) {
            print("  hart %u: misa %lx, %lu instructions so far\n", hart,
                  reports[hart].misa, reports[hart].instret);
            count++;
        } else {
            print("  hart %u: no answer\n", hart);
        }
    }
    print("%u harts answered\n", count);
}
