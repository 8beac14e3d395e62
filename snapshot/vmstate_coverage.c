/*
 * vmstate_coverage.c: find the bytes that no row mentions
 *
 * A map with one flag per byte of the checked part; every row, also those of
 * nested structs and subsections, sets the flags of its bytes. What stays
 * clear was forgotten.
 */
#include "vmstate_internal.h"

typedef struct Coverage {
    bool *seen;
    size_t offset;              /* of seen[0] in the object */
    size_t size;
} Coverage;

static void mark(Coverage *coverage, size_t offset, size_t size)
{
    for (size_t byte = offset; byte < offset + size; byte++) {
        if (byte >= coverage->offset &&
            byte - coverage->offset < coverage->size) {
            coverage->seen[byte - coverage->offset] = true;
        }
    }
}

static void mark_description(Coverage *coverage,
                             const VMStateDescription *vmsd, size_t base);

static void mark_field(Coverage *coverage, const VMStateField *field,
                       size_t base)
{
    size_t offset = base + field->offset;

    if (field->flags & VMS_POINTER) {
        mark(coverage, offset, sizeof(void *));
    } else if (field->flags & VMS_STRUCT) {
        for (size_t i = 0; i < field->num; i++) {
            mark_description(coverage, field->vmsd, offset + i * field->size);
        }
    } else {
        mark(coverage, offset, field->num * field->size);
    }
    if (field->flags & VMS_VARRAY) {
        mark(coverage, base + field->num_offset, sizeof(uint32_t));
    }
}

static void mark_description(Coverage *coverage,
                             const VMStateDescription *vmsd, size_t base)
{
    const VMStateField *field = vmsd->fields;
    const VMStateDescription *const *sub = vmsd->subsections;

    for (; !(field->flags & VMS_END); field++) {
        mark_field(coverage, field, base);
    }
    for (; sub != NULL && *sub != NULL; sub++) {
        mark_description(coverage, *sub, base);
    }
}

/* Returns: true when nothing is missing. */
static bool report_gaps(const Coverage *coverage, const char *name,
                        GString *report)
{
    bool complete = true;
    size_t i = 0;

    while (i < coverage->size) {
        size_t start = i;
        while (i < coverage->size && !coverage->seen[i]) {
            i++;
        }
        if (i > start) {
            complete = false;
            if (report != NULL) {
                g_string_append_printf(
                    report, "%s: bytes %zu..%zu are in no row\n", name,
                    coverage->offset + start, coverage->offset + i - 1);
            }
        } else {
            i++;
        }
    }
    return complete;
}

bool vmstate_check_coverage(const VMStateDescription *vmsd, size_t offset,
                            size_t size, GString *report)
{
    g_autofree bool *seen = g_new0(bool, size);
    Coverage coverage = { seen, offset, size };

    mark_description(&coverage, vmsd, 0);
    return report_gaps(&coverage, vmsd->name, report);
}
