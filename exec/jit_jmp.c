/* jit_jmp.c: the jump caches of translated code, see jit_jmp.h */
#include "jit_jmp.h"

#include "mmu_context.h"

#define USED_WORDS (TCG_JMP_SIZE / 64)
#define PAGE_WORDS (GUEST_PAGE_SIZE / 2 / 64)   /* slots of a page: a run */

struct JitJmp {
    TcgJmpEntry entries[TCG_JMP_SIZE];
    uint64_t used[USED_WORDS];
    uint64_t used_words[USED_WORDS / 64];       /* which are not 0 */
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
    g_free(jmp);
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
    for (unsigned i = 0; jmp && i < G_N_ELEMENTS(jmp->used_words); i++) {
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
}

/* --- the table in force ---------------------------------------------------- */

void jit_jmp_close(Vcpu *v)
{
    __atomic_store_n(&v->jit_jmp, v->no_jmp, __ATOMIC_RELEASE);
}

/* In one order with requests: stored first, then they are looked at. */
void jit_jmp_open(Vcpu *v)
{
    JitJmp *jmp = v->tlb.tables[v->tlb.code_idx]->fetched.jit;
    TcgJmpEntry *entries = jmp ? jmp->entries : v->no_jmp;

    if (__atomic_load_n(&v->jit_jmp, __ATOMIC_RELAXED) != entries) {
        __atomic_store_n(&v->jit_jmp, entries, __ATOMIC_SEQ_CST);
        if (__atomic_load_n(&v->exit_request, __ATOMIC_SEQ_CST)) {
            jit_jmp_close(v);
        }
    }
}

void jit_jmp_insert(Vcpu *v, vaddr pc, const void *code)
{
    TlbTable *table = v->tlb.tables[v->tlb.code_idx];
    unsigned slot = (pc >> 1) % TCG_JMP_SIZE;

    if (!table->fetched.jit) {
        table->fetched.jit = jit_jmp_table_new();
    }
    JitJmp *jmp = table->fetched.jit;

    jmp->entries[slot] = (TcgJmpEntry) { .pc = pc, .code = code };
    jmp->used[slot / 64] |= 1ull << slot % 64;
    jmp->used_words[slot / 4096] |= 1ull << slot / 64 % 64;
    jit_jmp_open(v);
}

static void clear_table(TlbTable *table, void *opaque)
{
    jit_jmp_table_clear(table->fetched.jit);
}

void jit_jmp_clear_all(Vcpu *v)
{
    mmu_contexts_foreach(v->tlb.contexts, clear_table, NULL);
}
