/* jit_jmp.c: the jump caches of translated code, see jit_jmp.h */
#include "jit_jmp.h"

#include "exec/cpus.h"
#include "jit_places.h"
#include "mmu_context.h"

#define USED_WORDS (TCG_JMP_SIZE / 64)
#define PAGE_WORDS (GUEST_PAGE_SIZE / 2 / 64)   /* slots of a page: a run */

struct JitJmp {
    TcgJmpEntry entries[TCG_JMP_SIZE];
    uint64_t used[USED_WORDS];
    uint64_t used_words[USED_WORDS / 64];       /* which are not 0 */
    JitPlaces places;           /* pages that entries were ever made for */
    uint32_t generation;        /* of links; 0: none are valid */
};

/* Of the entries, pages of the host that are never used stay untouched. */
JitJmp *jit_jmp_table_new(void)
{
    JitJmp *jmp = g_new0(JitJmp, 1);

    jmp->entries[0].pc = TCG_JMP_NO_PC(0);
    return jmp;
}

void jit_jmp_table_free(JitJmp *jmp)
{
    if (jmp) {
        jit_places_deinit(&jmp->places);
        g_free(jmp);
    }
}

TcgJmpEntry *jit_jmp_table_entries(JitJmp *jmp)
{
    return jmp->entries;
}

static void clear_word(JitJmp *jmp, unsigned w, vaddr mask, vaddr value)
{
    for (uint64_t left = jmp->used[w]; left; left &= left - 1) {
        unsigned slot = w * 64 + (unsigned)__builtin_ctzll(left);
        TcgJmpEntry *entry = &jmp->entries[slot];

        if ((entry->pc & mask) == value) {
            *entry = (TcgJmpEntry) { .pc = TCG_JMP_NO_PC(slot) };
            jmp->used[w] &= ~(left & -left);
        }
    }
}

void jit_jmp_table_clear(JitJmp *jmp)
{
    if (!jmp) {
        return;
    }
    jit_places_clear(&jmp->places);
    jmp->generation = 0;
    for (unsigned i = 0; i < G_N_ELEMENTS(jmp->used_words); i++) {
        for (uint64_t left = jmp->used_words[i]; left; left &= left - 1) {
            clear_word(jmp, i * 64 + (unsigned)__builtin_ctzll(left), 0, 0);
        }
        jmp->used_words[i] = 0;
    }
}

void jit_jmp_table_clear_page(JitJmp *jmp, vaddr page)
{
    unsigned first = (page >> 1) % TCG_JMP_SIZE / 64;

    for (unsigned w = first; jmp && w < first + PAGE_WORDS; w++) {
        clear_word(jmp, w, GUEST_PAGE_MASK, page);
    }
    if (jmp && jit_places_forget(&jmp->places, page)) {
        jmp->generation = 0;
    }
}

/* Bits of used_words stay: they say where to look, not what is there. */
static void forget_word(JitJmp *jmp, unsigned w, const TcgCodeRegion *gone)
{
    for (uint64_t left = jmp->used[w]; left; left &= left - 1) {
        unsigned slot = w * 64 + (unsigned)__builtin_ctzll(left);
        TcgJmpEntry *entry = &jmp->entries[slot];
        size_t at = (uintptr_t)entry->code - (uintptr_t)gone->code;

        if (at < gone->bytes) {
            *entry = (TcgJmpEntry) { .pc = TCG_JMP_NO_PC(slot) };
            jmp->used[w] &= ~(left & -left);
        }
    }
}

static void forget_code(TlbTable *table, void *opaque)
{
    JitJmp *jmp = table->fetched.jit;

    for (unsigned i = 0; jmp && i < G_N_ELEMENTS(jmp->used_words); i++) {
        for (uint64_t left = jmp->used_words[i]; left; left &= left - 1) {
            forget_word(jmp, i * 64 + (unsigned)__builtin_ctzll(left), opaque);
        }
    }
}

void jit_jmp_forget(Vcpu *v, const TcgCodeRegion *gone)
{
    TcgCodeRegion region = *gone;

    mmu_contexts_foreach(v->tlb.contexts, forget_code, &region);
}

/* --- the table in force -------------------------------------------------- */

void jit_jmp_close(Vcpu *v)
{
    __atomic_store_n(&v->jit_jmp, v->no_jmp, __ATOMIC_RELEASE);
    __atomic_store_n(&v->link_generation, 0, __ATOMIC_RELEASE);
}

static JitJmp *table_in_force(const Vcpu *v)
{
    return v->tlb.tables[v->tlb.code_idx]->fetched.jit;
}

/* In one order with requests: stored first, then they are looked at. */
void jit_jmp_open(Vcpu *v)
{
    JitJmp *jmp = table_in_force(v);
    TcgJmpEntry *entries = jmp ? jmp->entries : v->no_jmp;
    uint32_t generation = jmp ? jmp->generation : 0;

    if (__atomic_load_n(&v->jit_jmp, __ATOMIC_RELAXED) != entries ||
        __atomic_load_n(&v->link_generation, __ATOMIC_RELAXED) != generation) {
        __atomic_store_n(&v->jit_jmp, entries, __ATOMIC_RELAXED);
        __atomic_store_n(&v->link_generation, generation, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&v->exit_request, __ATOMIC_SEQ_CST)) {
            jit_jmp_close(v);
        }
    }
}

/*
 * Numbers are unique among vCPUs. After two thousand million of them links
 * between pages are no longer made, until a flush of all code starts anew.
 */
static uint32_t new_generation(Vcpu *v)
{
    uint32_t *last = &v->cpus->last_generation;
    uint32_t number = __atomic_add_fetch(last, 1, __ATOMIC_RELAXED);

    if (number > INT32_MAX) {
        __atomic_store_n(last, (uint32_t)INT32_MAX, __ATOMIC_RELAXED);
        return 0;
    }
    return number;
}

static void note_place(Vcpu *v, JitJmp *jmp, vaddr pc, hwaddr phys)
{
    bool same = jit_places_note(&jmp->places, pc, phys);

    if (!same || !jmp->generation) {
        jmp->generation = new_generation(v);
    }
}

uint32_t jit_jmp_generation(Vcpu *v, vaddr page, hwaddr phys)
{
    JitJmp *jmp = table_in_force(v);

    if (!jmp) {
        return 0;
    }
    note_place(v, jmp, page, phys);
    jit_jmp_open(v);
    return jit_places_unique(&jmp->places, phys) ? jmp->generation : 0;
}

void jit_jmp_insert(Vcpu *v, const JitEntry *entry)
{
    TlbTable *table = v->tlb.tables[v->tlb.code_idx];
    unsigned slot = (entry->pc >> 1) % TCG_JMP_SIZE;

    if (!table->fetched.jit) {
        table->fetched.jit = jit_jmp_table_new();
    }
    JitJmp *jmp = table->fetched.jit;

    jmp->entries[slot] = (TcgJmpEntry) { entry->pc, entry->code };
    jmp->used[slot / 64] |= 1ull << slot % 64;
    jmp->used_words[slot / 4096] |= 1ull << slot / 64 % 64;
    note_place(v, jmp, entry->pc, entry->phys_pc);
    jit_jmp_open(v);
}

static void clear_table(TlbTable *table, void *opaque)
{
    jit_jmp_table_clear(table->fetched.jit);
}

void jit_jmp_clear_all(Vcpu *v)
{
    mmu_contexts_foreach(v->tlb.contexts, clear_table, NULL);
    jit_jmp_open(v);
}
