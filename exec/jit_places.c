/* jit_places.c: see jit_places.h */
#include "jit_places.h"

#define PLACES_MANY (~0ull)     /* no page has this number */

static gpointer key(uint64_t page)
{
    return (gpointer)(uintptr_t)(page >> GUEST_PAGE_BITS);
}

static bool find(GHashTable *table, uint64_t page, uint64_t *found)
{
    gpointer value;
    bool has = g_hash_table_lookup_extended(table, key(page), NULL, &value);

    *found = has ? (uint64_t)(uintptr_t)value : 0;
    return has;
}

static void put(GHashTable *table, uint64_t page, uint64_t number)
{
    g_hash_table_insert(table, key(page), (gpointer)(uintptr_t)number);
}

/* --- noted latest: most notes say the same again ------------------------- */

static JitPlace *latest_of(JitPlaces *p, vaddr page)
{
    return &p->latest[(page >> GUEST_PAGE_BITS) % JIT_PLACES_LATEST];
}

static void forget_latest(JitPlaces *p)
{
    for (unsigned i = 0; i < JIT_PLACES_LATEST; i++) {
        p->latest[i].page = ~0ull;
    }
}

/* ------------------------------------------------------------------------- */

static void make_tables(JitPlaces *p)
{
    p->physical = g_hash_table_new(NULL, NULL);
    p->virtual = g_hash_table_new(NULL, NULL);
    forget_latest(p);
}

static bool note_virtual(JitPlaces *p, vaddr page, hwaddr phys)
{
    uint64_t number;

    if (!find(p->virtual, phys, &number)) {
        put(p->virtual, phys, page >> GUEST_PAGE_BITS);
        return true;
    }
    if (number == PLACES_MANY || number == page >> GUEST_PAGE_BITS) {
        return true;
    }
    put(p->virtual, phys, PLACES_MANY);
    return false;
}

bool jit_places_note(JitPlaces *p, vaddr page, hwaddr phys)
{
    JitPlace *latest = latest_of(p, page);
    uint64_t number;

    page &= GUEST_PAGE_MASK;
    phys &= GUEST_PAGE_MASK;
    if (!p->physical) {
        make_tables(p);
    }
    if (latest->page == page && latest->phys == phys) {
        return true;
    }
    *latest = (JitPlace) { page, phys };
    if (find(p->physical, page, &number) &&
        number == phys >> GUEST_PAGE_BITS) {
        return true;
    }
    put(p->physical, page, phys >> GUEST_PAGE_BITS);
    return note_virtual(p, page, phys);
}

bool jit_places_unique(const JitPlaces *p, hwaddr phys)
{
    uint64_t number;

    return p->virtual && find(p->virtual, phys, &number) &&
           number != PLACES_MANY;
}

/* A page that had many addresses keeps that name. */
bool jit_places_forget(JitPlaces *p, vaddr page)
{
    uint64_t phys, number;

    if (!p->physical || !find(p->physical, page, &phys)) {
        return false;
    }
    phys <<= GUEST_PAGE_BITS;
    g_hash_table_remove(p->physical, key(page));
    if (find(p->virtual, phys, &number) && number != PLACES_MANY) {
        g_hash_table_remove(p->virtual, key(phys));
    }
    *latest_of(p, page) = (JitPlace) { .page = ~0ull };
    return true;
}

void jit_places_clear(JitPlaces *p)
{
    if (p->physical && g_hash_table_size(p->physical) > 0) {
        g_hash_table_remove_all(p->physical);
        g_hash_table_remove_all(p->virtual);
        forget_latest(p);
    }
}

void jit_places_deinit(JitPlaces *p)
{
    g_clear_pointer(&p->physical, g_hash_table_unref);
    g_clear_pointer(&p->virtual, g_hash_table_unref);
}
