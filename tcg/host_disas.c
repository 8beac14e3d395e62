/*
 * host_disas.c: host code as instructions
 *
 * The library capstone decodes. It is optional: host_disas_hex.c takes this
 * file's place where it is missing. Bytes that are no instruction are shown
 * as data, so a listing never ends early.
 *
 *     cmp dword ptr [rbp + 0x968], 0    ->  [env.exit_request]
 *     jne 0x7f916a001e09                ->  0x7f916a001e09 <slow path 2>
 */
#include "tcg/host_disas.h"

#include <capstone/capstone.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "x86/emit.h"

enum { BYTES_COLUMN = 32 };

#define ENV_OPERAND "[rbp"      /* + 0x10], - 0x10] or ] */

/* The number in " + 0x10]"; @end is behind the bracket. */
static bool read_displacement(const char *text, const char **end,
                              int32_t *value)
{
    bool negative = g_str_has_prefix(text, " - ");
    char *stop = (char *)text;

    *value = 0;
    if (negative || g_str_has_prefix(text, " + ")) {
        *value = (int32_t)strtol(text + 3, &stop, 16);
    }
    *value = negative ? -*value : *value;
    *end = stop + 1;
    return *stop == ']';
}

static void print_operands(GString *out, const char *text,
                           const TcgHostNames *names)
{
    const char *env = strstr(text, ENV_OPERAND), *rest;
    int32_t offset;

    if (!env || !names->layout ||
        !read_displacement(env + strlen(ENV_OPERAND), &rest, &offset)) {
        g_string_append(out, text);
        return;
    }
    g_string_append_len(out, text, env - text);
    g_string_append(out, "[env.");
    tcg_env_name(names->layout, offset + ENV_BIAS, out);
    g_string_append_c(out, ']');
    g_string_append(out, rest);
}

/* Behind a jump or a call, what is there. */
static void print_target(GString *out, const char *text,
                         const TcgHostNames *names)
{
    g_autoptr(GString) name = g_string_new(NULL);
    uintptr_t address = strtoull(text, NULL, 16);

    if (g_str_has_prefix(text, "0x") && names->target &&
        names->target(names->data, (const void *)address, name)) {
        g_string_append_printf(out, " <%s>", name->str);
    }
}

static void print_line(GString *out, const cs_insn *insn,
                       const TcgHostNames *names)
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
        g_string_append_c(out, ' ');
        print_operands(out, insn->op_str, names);
        print_target(out, insn->op_str, names);
    }
    g_string_append_c(out, '\n');
}

unsigned tcg_host_disas(GString *out, const void *code, size_t bytes,
                        const TcgHostNames *names)
{
    static const TcgHostNames nothing;
    const uint8_t *p = code;
    uint64_t address = (uintptr_t)code;
    unsigned count = 0;
    cs_insn *insn;
    csh handle;

    if (cs_open(CS_ARCH_X86, CS_MODE_64, &handle) != CS_ERR_OK) {
        g_string_append(out, "(capstone does not know x86-64)\n");
        return 0;
    }
    cs_option(handle, CS_OPT_SKIPDATA, CS_OPT_ON);
    insn = cs_malloc(handle);
    while (cs_disasm_iter(handle, &p, &bytes, &address, insn)) {
        print_line(out, insn, names ? names : &nothing);
        count++;
    }
    cs_free(insn, 1);
    cs_close(&handle);
    return count;
}

bool tcg_host_disas_available(void)
{
    return true;
}
