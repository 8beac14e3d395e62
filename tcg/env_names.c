/*
 * env_names.c: what the fields of the environment are called
 *
 * Those of the Hart are the same everywhere and part of the text form of
 * operations; the others have the names of TcgLayout.
 */
#include "tcg/env.h"

#include <string.h>

typedef struct FieldName {
    const char *name;
    size_t offset;
} FieldName;

/* fields of 64 bits that operations and host code touch */
#define HART(field) { #field, offsetof(Hart, field) }
static const FieldName hart_fields[] = {
    HART(pc), HART(retired),
    HART(mstatus), HART(medeleg), HART(mideleg), HART(mie), HART(mip),
    HART(irq_level), HART(mtvec), HART(mscratch), HART(mepc), HART(mcause),
    HART(mtval), HART(menvcfg), HART(mcounteren), HART(mcountinhibit),
    HART(stvec), HART(sscratch), HART(sepc), HART(scause), HART(stval),
    HART(satp), HART(scounteren), HART(senvcfg), HART(stimecmp),
    HART(lr_addr), HART(lr_value), HART(misa), HART(minstret_offset),
    HART(mcycle_offset), { "mhartid", offsetof(Hart, config.mhartid) },
};

/* offsets of the int32_t with the offset */
#define LAYOUT(field) { #field, offsetof(TcgLayout, field) }
static const FieldName layout_fields[] = {
    LAYOUT(exit_request), LAYOUT(page_pc), LAYOUT(tlb), LAYOUT(jmp_cache),
    LAYOUT(fp_active), LAYOUT(slice_end), LAYOUT(slice_left),
};

const char *tcg_hart_field(int32_t offset)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hart_fields); i++) {
        if ((int32_t)hart_fields[i].offset == offset) {
            return hart_fields[i].name;
        }
    }
    return NULL;
}

bool tcg_hart_offset(const char *name, int32_t *offset)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hart_fields); i++) {
        if (!strcmp(hart_fields[i].name, name)) {
            *offset = (int32_t)hart_fields[i].offset;
            return true;
        }
    }
    return false;
}

static const char *layout_field(const TcgLayout *layout, int32_t offset)
{
    for (size_t i = 0; i < G_N_ELEMENTS(layout_fields); i++) {
        const char *at = (const char *)layout + layout_fields[i].offset;

        if (*(const int32_t *)at == offset) {
            return layout_fields[i].name;
        }
    }
    return NULL;
}

/* "x5" for an element of an array of 64-bit numbers */
static bool element(GString *out, int32_t offset, size_t array, unsigned count,
                    const char *name)
{
    uint32_t inside = (uint32_t)offset - (uint32_t)array;

    if (inside >= count * 8 || inside % 8) {
        return false;
    }
    g_string_append_printf(out, "%s%u", name, inside / 8);
    return true;
}

void tcg_env_name(const TcgLayout *layout, int32_t offset, GString *out)
{
    const char *name = layout_field(layout, offset);
    int32_t helper = (offset - layout->helpers) / 8;

    name = name ? name : tcg_hart_field(offset);
    if (name) {
        g_string_append(out, name);
    } else if (helper >= 0 && helper < TCG_HELPER_COUNT) {
        g_string_append_printf(out, "helpers[%s]", tcg_helper_name(helper));
    } else if (!element(out, offset, offsetof(Hart, gpr), 32, "x") &&
               !element(out, offset, offsetof(Hart, fpr), 32, "f")) {
        g_string_append_printf(out, "%d", offset);
    }
}
