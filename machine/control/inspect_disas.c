/* inspect_disas.c: instructions as text */
#include "inspect_internal.h"

#include <string.h>

/* The bytes as a number, then the text, as `x/i` has it. */
unsigned inspect_disas(const Vcpu *v, uint32_t word, vaddr pc, GString *out)
{
    char text[80];
    unsigned length = insn_disas(v->decode, word, pc, text, sizeof(text));
    char *tab = strchr(text, '\t');

    if (length == 2) {
        g_string_append_printf(out, "%04x      ", word & 0xffff);
    } else {
        g_string_append_printf(out, "%08x  ", word);
    }
    if (tab) {
        *tab = '\0';
        g_string_append_printf(out, "%-12s%s", text, tab + 1);
    } else {
        g_string_append(out, text);
    }
    return length;
}

unsigned inspect_print_insn_at(Vcpu *v, uint64_t satp, vaddr pc, GString *out)
{
    uint8_t bytes[4] = { 0 };

    if (!inspect_read_satp(v, satp, pc, bytes, 2)) {
        g_string_append(out, "(not mapped)");
        return 2;
    }
    uint16_t first = (uint16_t)(bytes[0] | bytes[1] << 8);
    if (insn_length(first) == 4 &&
        !inspect_read_satp(v, satp, pc + 2, bytes + 2, 2)) {
        g_string_append(out, "(its second half is not mapped)");
        return 4;
    }
    uint32_t second = (uint32_t)(bytes[2] | bytes[3] << 8);
    return inspect_disas(v, first | second << 16, pc, out);
}
