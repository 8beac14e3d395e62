/* inspect_text.c: small words that several views print */
#include "inspect_internal.h"

#include "core/pte.h"

const char *inspect_priv_name(unsigned priv)
{
    static const char *const names[] = { "U", "S", "reserved", "M" };

    return names[priv & 3];
}

void inspect_pte_bits(GString *out, uint64_t pte)
{
    static const char letters[] = "VRWXUGAD";

    for (unsigned i = 0; letters[i]; i++) {
        if (pte >> i & 1) {
            g_string_append_c(out, letters[i]);
        }
    }
    if (pte & PTE_PBMT) {
        g_string_append_printf(out, " PBMT=%u",
                               (unsigned)extract64(pte, 61, 2));
    }
    g_string_append(out, pte & PTE_N ? " N" : "");
    g_string_append(out, pte & PTE_RSVD ? " reserved" : "");
}

void inspect_perms(GString *out, unsigned perms)
{
    g_string_append_c(out, perms & MMU_R ? 'r' : '-');
    g_string_append_c(out, perms & MMU_W ? 'w' : '-');
    g_string_append_c(out, perms & MMU_X ? 'x' : '-');
}

void inspect_page_size(GString *out, unsigned shift)
{
    static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB" };
    unsigned unit = MIN(shift / 10, G_N_ELEMENTS(units) - 1);

    g_string_append_printf(out, "%" PRIu64 " %s",
                           (uint64_t)1 << (shift - 10 * unit), units[unit]);
}
