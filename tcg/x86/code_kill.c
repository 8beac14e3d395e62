/*
 * code_kill.c: a unit whose guest code changed
 *
 * Jumps to it may be anywhere: in links, in jump caches of all vCPUs, in
 * a register of a vCPU that is about to go there. So the unit itself learns
 * of its end: the no-op at its entry becomes a jump to the code before it,
 * which leaves. Both are two bytes long and aligned, so a vCPU sees one or
 * the other. Those inside the unit run on until they leave it.
 */
#include "x86/code_cache_internal.h"
#include "x86/emit.h"

/* jmp rel8 to the start of the unit */
#define JMP_REL8 0xeb
#define TO_START (0x100 - X86_ENTRY_OFFSET - X86_ENTRY_NOP)

void tcg_unit_kill(TcgCodeCache *cache, const void *code)
{
    g_assert(tcg_code_cache_contains(cache, code));
    size_t offset = (const uint8_t *)code - cache->memory.run;
    uint16_t *entry = (uint16_t *)(cache->memory.write + offset);

    __atomic_store_n(entry, (uint16_t)(JMP_REL8 | TO_START << 8),
                     __ATOMIC_RELEASE);
}
