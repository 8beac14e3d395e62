/*
 * mmu_spaces.h: ten address spaces with a few pages each
 *
 * Every space has a page of its own, one that all have without saying so,
 * one that is global, and two large ones.
 */
#ifndef EXEC_TESTS_MMU_SPACES_H
#define EXEC_TESTS_MMU_SPACES_H

#include "exec_fixture.h"

#define SPACES 10
#define PTE_G 32u
#define LOCAL 0x40000ull        /* every space has another page here */
#define OTHER 0x41000ull        /* the same page, but not global */
#define GLOBAL 0x42000ull
#define LARGE 0x200000ull
#define LARGE_2 0x400000ull
#define DATA (FIXTURE_RAM_BASE + 0x10000)

/** spaces_new: a hart in @priv, with tables for all spaces */
ExecFixture *spaces_new(PrivMode priv);

/** spaces_leaf: the entry that maps @addr */
uint64_t *spaces_leaf(ExecFixture *f, unsigned space, vaddr addr);

/** spaces_pte: an entry for @phys */
uint64_t spaces_pte(uint64_t phys, unsigned flags);

/** spaces_satp: Sv39, the root of @space */
uint64_t spaces_satp(unsigned space, unsigned asid);

/** spaces_use_root: put it into satp; spaces_use: with the ASID @space */
void spaces_use_root(ExecFixture *f, unsigned space, unsigned asid);
void spaces_use(ExecFixture *f, unsigned space);

#endif
