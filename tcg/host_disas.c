/*
 * host_disas.c: host code as instructions
 *
 * The library capstone decodes. It is optional: host_disas_hex.c takes this
 * file's place where it is missing. Bytes that are no instruction are shown
 * as data, so a listing never ends early.
 */
#include "tcg/host_disas.h"

#include <capstone/capstone.h>
#include <inttypes.h>

enum { BYTES_COLUMN = 32 };

static void print_line(GString *out, const cs_insn *insn)
{
    gsize start;

    g_string_append_printf(out, "0x%08" PRIx64 ":  ", insn->address);
    start = out->len;
    for (unsigned i = 0; i < insn->size; i++) {
        g_string_append_printf(out, "%02x ", insn->bytes[i]);
    }
    while (out->len < start + BYTES_COLUMN) {
        g_string_append_c(out, ' ');
    }
    g_string_append(out, insn->mnemonic);
    if (insn->op_str[0]) {
        g_string_append_printf(out, " %s", insn->op_str);
    }
    g_string_append_c(out, '\n');
}

void tcg_host_disas(GString *out, const void *code, size_t bytes)
{
    const uint8_t *p = code;
    uint64_t address = (uintptr_t)code;
    cs_insn *insn;
    csh handle;

    if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK) {
        g_string_append(out, "(capstone does not know x86-64)\n");
        return;
    }
    cs_option(handle, CS_OPT_SKIPDATA, CS_OPT_ON);
    insn = cs_malloc(handle);
    while (cs_disasm_iter(handle, &p, &bytes, &address, insn)) {
        print_line(out, insn);
    }
    cs_free(insn, 1);
    cs_close(&handle);
}

bool tcg_host_disas_available(void)
{
    return true;
}
