/*
 * x86_cases.c: names, addresses and slots of the assembler cases
 */
#include "x86_cases.h"

#include <string.h>

static const char *const names[4][16] = {
    { "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi",
      "r8d", "r9d", "r10d", "r11d", "r12d", "r13d", "r14d", "r15d" },
    { "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
      "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15" },
    { "ax", "cx", "dx", "bx", "sp", "bp", "si", "di",
      "r8w", "r9w", "r10w", "r11w", "r12w", "r13w", "r14w", "r15w" },
    { "al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil",
      "r8b", "r9b", "r10b", "r11b", "r12b", "r13b", "r14b", "r15b" },
};

static const X86Reg bases[] = {
    X86_RAX, X86_RBX, X86_RSP, X86_RBP, X86_R8, X86_R12, X86_R13, X86_NO_REG,
};
static const X86Reg indices[] = {
    X86_NO_REG, X86_RCX, X86_RBP, X86_R9, X86_R12,
};
static const int32_t displacements[] = {
    0, 1, 127, 128, -128, -129, INT32_MAX,
};

const char *case_reg(X86Op width, X86Reg reg)
{
    return names[width >> 16 & 3][reg];
}

const char *case_size(X86Op width)
{
    static const char *const sizes[] = {
        "dword ptr ", "qword ptr ", "word ptr ", "byte ptr ",
    };

    return sizes[width >> 16 & 3];
}

unsigned case_mem_count(void)
{
    return G_N_ELEMENTS(bases) * G_N_ELEMENTS(indices)
         * G_N_ELEMENTS(displacements);
}

X86Mem case_mem(unsigned n)
{
    unsigned rest = n / G_N_ELEMENTS(bases);
    X86Mem mem = {
        .base = bases[n % G_N_ELEMENTS(bases)],
        .index = indices[rest % G_N_ELEMENTS(indices)],
        .scale = 1,
        .disp = displacements[rest / G_N_ELEMENTS(indices)],
    };

    /* without a base, an assembler would make one of index * 1 */
    if (mem.index != X86_NO_REG) {
        mem.scale = mem.base == X86_NO_REG ? 2 << n % 3 : 1 << n % 4;
    }
    return mem;
}

const char *case_mem_text(unsigned n)
{
    static char text[64];
    X86Mem mem = case_mem(n);
    const char *sum = mem.base == X86_NO_REG || mem.index == X86_NO_REG
                      ? "" : "+";
    g_autofree char *index = mem.index == X86_NO_REG ? g_strdup("")
        : g_strdup_printf("%s*%u", case_reg(X86_W64, mem.index), mem.scale);
    const char *base = mem.base == X86_NO_REG ? ""
        : case_reg(X86_W64, mem.base);

    g_snprintf(text, sizeof(text), "%s[%s%s%s%+d]",
               mem.base == X86_NO_REG && !*index ? "ds:" : "",
               base, sum, index, mem.disp);
    return text;
}

void cases_add(Cases *c, const char *format, ...)
{
    X86Features features = c->a.features;
    va_list args;

    g_assert(c->a.p <= c->a.start + CASE_SLOT && !c->a.overflow);
    /* bytes behind an instruction may have any value */
    memset(c->a.p, CASE_FILL, (size_t)(c->slot + CASE_SLOT - c->a.p));
    va_start(args, format);
    g_ptr_array_add(c->lines, g_strdup_vprintf(format, args));
    va_end(args);
    g_byte_array_append(c->bytes, c->slot, CASE_SLOT);

    memset(c->slot, CASE_FILL, sizeof(c->slot));
    x86_asm_init(&c->a, c->slot, sizeof(c->slot), &features);
    c->turn++;
}
