/* mmu_spaces.c: see mmu_spaces.h */
#include "mmu_spaces.h"

#include "core/csr_bits.h"

/* Three tables for each, behind those of the fixture. */
static uint64_t space_table(unsigned space, unsigned level)
{
    return FIXTURE_TABLES + (202 + 3 * space + level) * 4096;
}

static uint64_t *entry_at(ExecFixture *f, uint64_t offset, uint64_t index)
{
    return (uint64_t *)(f->host + offset) + index;
}

uint64_t spaces_pte(uint64_t phys, unsigned flags)
{
    return phys >> 12 << 10 | flags;
}

uint64_t *spaces_leaf(ExecFixture *f, unsigned space, vaddr addr)
{
    return addr < LARGE ? entry_at(f, space_table(space, 2), addr >> 12)
                        : entry_at(f, space_table(space, 1), addr >> 21);
}

static void set_leaf(ExecFixture *f, unsigned space, vaddr addr, uint64_t pte)
{
    *spaces_leaf(f, space, addr) = pte;
}

static void make_space(ExecFixture *f, unsigned space, unsigned user)
{
    uint64_t middle = FIXTURE_RAM_BASE + space_table(space, 1);
    uint64_t last = FIXTURE_RAM_BASE + space_table(space, 2);
    uint64_t own = DATA + 0x1000 * space;
    unsigned flags = PTE_ALL | user;

    *entry_at(f, space_table(space, 0), 0) = spaces_pte(middle, PTE_V);
    *entry_at(f, space_table(space, 1), 0) = spaces_pte(last, PTE_V);
    set_leaf(f, space, LOCAL, spaces_pte(own, flags));
    set_leaf(f, space, OTHER, spaces_pte(DATA + 0x20000, flags));
    set_leaf(f, space, GLOBAL, spaces_pte(DATA + 0x21000, flags | PTE_G));
    set_leaf(f, space, LARGE, spaces_pte(FIXTURE_RAM_BASE, flags));
    set_leaf(f, space, LARGE_2, spaces_pte(FIXTURE_RAM_BASE, flags));
    f->host[own - FIXTURE_RAM_BASE] = (uint8_t)space;
}

uint64_t spaces_satp(unsigned space, unsigned asid)
{
    return (uint64_t)SATP_SV39 << SATP_MODE_SHIFT |
           (uint64_t)asid << SATP_ASID_SHIFT |
           (FIXTURE_RAM_BASE + space_table(space, 0)) >> 12;
}

void spaces_use_root(ExecFixture *f, unsigned space, unsigned asid)
{
    f->vcpu.hart.satp = spaces_satp(space, asid);
    vcpu_update_mode(&f->vcpu);
}

void spaces_use(ExecFixture *f, unsigned space)
{
    spaces_use_root(f, space, space);
}

ExecFixture *spaces_new(PrivMode priv)
{
    ExecFixture *f = exec_fixture_new("max");

    for (unsigned space = 0; space < SPACES; space++) {
        make_space(f, space, priv == PRIV_U ? PTE_U : 0);
    }
    exec_fixture_enter(f, priv, LOCAL);
    return f;
}
