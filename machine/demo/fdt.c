/*
 * fdt.c: walk the flattened device tree
 *
 * Enough to print a memory map: every node's name, its first compatible
 * string and its first reg pair, in two-cell addresses and sizes as the
 * machine's tree uses at the top. Devicetree specification 0.4, chapter 5.
 */
#include "demo.h"

enum {
    FDT_MAGIC = 0xd00dfeed,
    FDT_OFF_STRUCT = 8,
    FDT_OFF_STRINGS = 12,
};

enum {
    FDT_BEGIN_NODE = 1,
    FDT_END_NODE = 2,
    FDT_PROP = 3,
    FDT_NOP = 4,
};

static uint32_t be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static uint64_t be64(const uint8_t *at)
{
    return (uint64_t)be32(at) << 32 | be32(at + 4);
}

static const uint8_t *align4(const uint8_t *at)
{
    return (const uint8_t *)(((uintptr_t)at + 3) & ~(uintptr_t)3);
}

static const uint8_t *skip_text(const uint8_t *at)
{
    while (*at) {
        at++;
    }
    return align4(at + 1);
}

static void take_property(FdtNode *node, const char *name,
                          const uint8_t *value, uint32_t length)
{
    if (text_equal(name, "compatible")) {
        node->compatible = (const char *)value;
    } else if (text_equal(name, "reg") && length >= 16) {
        node->base = be64(value);
        node->size = be64(value + 8);
    }
}

static void visit_pending(FdtNode *node, FdtVisitFn visit)
{
    if (node->name) {
        visit(node);
    }
    *node = (FdtNode){ 0 };
}

bool fdt_visit(const void *blob, FdtVisitFn visit)
{
    const uint8_t *start = blob, *at;
    const char *strings;
    FdtNode node = { 0 };

    if (!blob || be32(start) != FDT_MAGIC) {
        return false;
    }
    at = start + be32(start + FDT_OFF_STRUCT);
    strings = (const char *)start + be32(start + FDT_OFF_STRINGS);
    for (;;) {
        uint32_t token = be32(at), length;

        at += 4;
        switch (token) {
        case FDT_BEGIN_NODE:
            visit_pending(&node, visit);
            node.name = (const char *)at;
            at = skip_text(at);
            break;
        case FDT_PROP:
            length = be32(at);
            take_property(&node, strings + be32(at + 4), at + 8, length);
            at = align4(at + 8 + length);
            break;
        case FDT_END_NODE:
            visit_pending(&node, visit);
            break;
        case FDT_NOP:
            break;
        default:
            return true;
        }
    }
}
