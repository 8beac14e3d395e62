/*
 * gdb_describe.c: the XML documents: target description and memory map
 *
 * The target description lists what this hart really has, from the same table
 * that reads and writes it. "generic" and "altname" are LLDB's; gdb passes
 * over attributes it does not know.
 *
 * The memory map describes physical addresses, but a debugger looks at
 * virtual ones and believes that there is nothing outside the map. So the
 * map covers everything: what is neither ROM nor flash is called RAM.
 *
 * gdb manual, "Target Descriptions", "Memory Map Format".
 */
#include <inttypes.h>

#include "gdb_internal.h"

static const char target_head[] =
    "<?xml version=\"1.0\"?>\n"
    "<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n"
    "<target version=\"1.0\">\n"
    "<architecture>riscv:rv64</architecture>\n";

static const char double_type[] =
    "<union id=\"riscv_double\">"
    "<field name=\"float\" type=\"ieee_single\"/>"
    "<field name=\"double\" type=\"ieee_double\"/>"
    "</union>\n";

static void describe_reg(GString *xml, const Hart *h, const GdbReg *reg)
{
    const char *role = gdb_reg_generic(reg->number);
    char buf[8];
    const char *alt = gdb_reg_alt_name(reg->number, buf);

    g_string_append_printf(xml, "<reg name=\"%s\" bitsize=\"%u\" "
                           "regnum=\"%u\" type=\"%s\"",
                           reg->set->name(reg->index), reg->bits,
                           reg->number, reg->set->type(h, reg->index));
    if (alt) {
        g_string_append_printf(xml, " altname=\"%s\"", alt);
    }
    if (role) {
        g_string_append_printf(xml, " generic=\"%s\"", role);
    }
    g_string_append(xml, reg->number >= GDB_REG_CSR0
                         ? " save-restore=\"no\"/>\n" : "/>\n");
}

static void describe_set(GString *xml, const Hart *h, const GdbRegSet *set)
{
    GdbReg reg;

    g_string_append_printf(xml, "<feature name=\"%s\">\n", set->feature);
    if (set->first == GDB_REG_F0) {
        g_string_append(xml, double_type);
    }
    for (unsigned i = 0; i < set->count; i++) {
        if (gdb_reg_find(h, set->first + i, &reg)) {
            describe_reg(xml, h, &reg);
        }
    }
    g_string_append(xml, "</feature>\n");
}

static bool set_is_there(const Hart *h, const GdbRegSet *set)
{
    GdbReg reg;

    for (unsigned i = 0; i < set->count; i++) {
        if (gdb_reg_find(h, set->first + i, &reg)) {
            return true;
        }
    }
    return false;
}

GString *gdb_describe_target(const Hart *h)
{
    GString *xml = g_string_new(target_head);

    for (unsigned i = 0; i < gdb_reg_set_count; i++) {
        if (set_is_there(h, &gdb_reg_sets[i])) {
            describe_set(xml, h, &gdb_reg_sets[i]);
        }
    }
    g_string_append(xml, "</target>\n");
    return xml;
}

/* --- memory --------------------------------------------------------------- */

#define MEMORY_REGIONS_MAX 256

static void append_memory(GString *xml, const char *type, uint64_t start,
                          uint64_t size)
{
    g_string_append_printf(xml, "<memory type=\"%s\" start=\"0x%" PRIx64
                           "\" length=\"0x%" PRIx64 "\"", type, start, size);
}

/* From @from up to @to; @to 0 is the end of the address space. */
static void append_ram(GString *xml, uint64_t from, uint64_t to)
{
    if (from != to) {
        append_memory(xml, "ram", from, to - from);
        g_string_append(xml, "/>\n");
    }
}

static void append_region(GString *xml, const GdbRegion *region)
{
    if (region->kind == GDB_REGION_ROM) {
        append_memory(xml, "rom", region->start, region->size);
        g_string_append(xml, "/>\n");
        return;
    }
    append_memory(xml, "flash", region->start, region->size);
    g_string_append_printf(xml, "><property name=\"blocksize\">0x%" PRIx64
                           "</property></memory>\n", region->block_bytes);
}

GString *gdb_describe_memory(GdbServer *s)
{
    GString *xml = g_string_new(
        "<?xml version=\"1.0\"?>\n"
        "<!DOCTYPE memory-map PUBLIC \"+//IDN gnu.org//DTD GDB Memory Map "
        "V1.0//EN\" \"http://sourceware.org/gdb/gdb-memory-map.dtd\">\n"
        "<memory-map>\n");
    uint64_t at = 0, ram_from = 0;
    GdbRegion region;

    for (unsigned i = 0; i < MEMORY_REGIONS_MAX &&
                         s->target->next_region(s->opaque, at, &region);
         i++) {
        at = region.start + region.size;
        if (region.kind == GDB_REGION_ROM ||
            region.kind == GDB_REGION_FLASH) {
            append_ram(xml, ram_from, region.start);
            append_region(xml, &region);
            ram_from = at;
        }
        if (at == 0) {
            break;
        }
    }
    if (at != 0 || ram_from != 0) {
        append_ram(xml, ram_from, 0);
    }
    g_string_append(xml, "</memory-map>\n");
    return xml;
}
