/*
 * remap.c: one hart remaps pages that the others use
 *
 * Hart 0 gives a page of the window another frame, asks the others to
 * execute sfence.vma, and only then poisons the old frame. The others read,
 * write and add in the window all the time: none may see poison, and no
 * frame may change once it is out of use. Every other time the page is away
 * for a while and the others take page faults. FLAG_BREAK does not ask, so
 * that stale translations stay in use, which must be noticed.
 */
#include "harts.h"

#define WINDOW 0x40000000ull
#define PAGE 4096
#define WORDS (PAGE / 8)
#define TAG 0xacce55ull
#define POISON 0xdeadull

enum {
    PAGES = 8, FRAMES = 32,
    PTE_V = 1, PTE_DATA = 0xc7,             /* V R W A D */
    TAG_WORD = 0, WRITE_WORD = 64, ADD_WORD = 128,
};

static uint64_t middle[512] __attribute__((aligned(4096)));
static uint64_t leaf[512] __attribute__((aligned(4096)));
static uint64_t frames[FRAMES][WORDS] __attribute__((aligned(4096)));

static uint64_t finished, accesses, faults;

static volatile uint64_t *window(uint64_t page)
{
    return (volatile uint64_t *)(WINDOW + page * PAGE);
}

static void flush(uint64_t address)
{
    __asm__ volatile("sfence.vma %0, zero" : : "r"(address) : "memory");
}

/* The argument is an address, or 0 for all. */
void ipi_answer(uint64_t argument)
{
    if (argument) {
        flush(argument);
    } else {
        __asm__ volatile("sfence.vma" : : : "memory");
    }
}

/* The page is away and comes back: try again. */
void fault_answer(uint64_t cause, uint64_t address)
{
    if (address - WINDOW >= PAGES * PAGE || cause < 13) {
        guest_fail("fault outside the window", cause, address);
    }
    flush(address);
    __atomic_add_fetch(&faults, 1, __ATOMIC_RELAXED);
}

/* --- hart 0 -------------------------------------------------------------- */

typedef struct Remapper {
    uint64_t state;
    uint64_t queue[FRAMES];             /* unused frames, oldest first */
    uint64_t first, count;
    uint64_t frame[PAGES];              /* in use, by page */
    uint64_t kept[FRAMES];              /* checksum when put out of use */
} Remapper;

static Remapper remapper;

static uint64_t checksum(uint64_t frame)
{
    uint64_t sum = 0;

    for (int i = 0; i < WORDS; i++) {
        sum = sum * 31 + ((volatile uint64_t *)frames[frame])[i];
    }
    return sum;
}

static void put_frame(Remapper *r, uint64_t frame)
{
    frames[frame][TAG_WORD] = POISON;
    r->kept[frame] = checksum(frame);
    r->queue[(r->first + r->count++) % FRAMES] = frame;
}

/* The oldest unused frame, unchanged since it was put away. */
static uint64_t take_frame(Remapper *r)
{
    uint64_t frame = r->queue[r->first];

    r->first = (r->first + 1) % FRAMES;
    r->count--;
    if (checksum(frame) != r->kept[frame]) {
        guest_fail("unused frame was written", checksum(frame),
                   r->kept[frame]);
    }
    return frame;
}

static void set_leaf(uint64_t page, uint64_t pte)
{
    store_release(&leaf[page], pte);
}

static void flush_everywhere(uint64_t n, uint64_t page)
{
    uint64_t address = WINDOW + page * PAGE;

    flush(address);
    if (!(guest_flags & FLAG_BREAK)) {
        harts_ask(n % 8 ? address : 0);
    }
}

static void remap(Remapper *r, uint64_t n)
{
    uint64_t page = random_next(&r->state) % PAGES;
    uint64_t old = r->frame[page], frame = take_frame(r);
    uint64_t pte = (uint64_t)frames[frame] >> 12 << 10 | PTE_DATA;

    frames[frame][TAG_WORD] = TAG << 32 | n;
    r->frame[page] = frame;
    set_leaf(page, n % 2 ? pte : 0);
    flush_everywhere(n, page);
    put_frame(r, old);
    set_leaf(page, pte);
    if (*window(page) != (TAG << 32 | n)) {
        guest_fail("own view of a new page", *window(page), n);
    }
}

static void map_first(Remapper *r)
{
    r->state = 11;
    for (uint64_t frame = 0; frame < FRAMES; frame++) {
        put_frame(r, frame);
    }
    for (uint64_t page = 0; page < PAGES; page++) {
        r->frame[page] = take_frame(r);
        frames[r->frame[page]][TAG_WORD] = TAG << 32;
        leaf[page] = (uint64_t)frames[r->frame[page]] >> 12 << 10 | PTE_DATA;
    }
    middle[0] = (uint64_t)leaf >> 12 << 10 | PTE_V;
}

/* --- the others ---------------------------------------------------------- */

static void use_window(uint64_t hart)
{
    uint64_t state = hart + 1, count = 0;

    while (!load_acquire(&finished)) {
        volatile uint64_t *page = window(random_next(&state) % PAGES);
        uint64_t tag = page[TAG_WORD];

        if (tag >> 32 != TAG) {
            guest_fail("page that is out of use", tag, TAG);
        }
        page[WRITE_WORD + hart] = count++;
        __atomic_add_fetch(&page[ADD_WORD + hart % 2], 1, __ATOMIC_RELAXED);
    }
    __atomic_add_fetch(&accesses, count, __ATOMIC_RELAXED);
}

void hart_main(uint64_t hart)
{
    if (hart == 0) {
        map_first(&remapper);
    }
    harts_supervise(middle);
    if (hart == 0) {
        for (uint64_t n = 1; n <= guest_work; n++) {
            remap(&remapper, n);
        }
        store_release(&finished, 1);
    } else {
        use_window(hart);
    }
    harts_meet();
    if (hart == 0) {
        put_text("ok remapped, accesses ");
        put_decimal(accesses);
        put_text(", page faults ");
        put_decimal(faults);
        put_text("\n");
        guest_end();
    }
}
