/*
 * vmstate_save.c: from an object to a stream
 *
 *     state      = fields, count of subsections (1 byte), subsections
 *     field      = [count (4)] [version (4) of nested structs] elements
 *     subsection = name length (1), name, version (4), length (4), state
 *
 * The count is there for arrays whose length the object decides. Integers are
 * big-endian.
 */
#include <string.h>

#include "core/error.h"
#include "vmstate_internal.h"

static void append_be(GByteArray *out, uint64_t value, unsigned bytes)
{
    uint64_t be = GUINT64_TO_BE(value);

    g_byte_array_append(out, (const guint8 *)&be + 8 - bytes, bytes);
}

static bool save_field(GByteArray *out, const VMStateField *field,
                       void *opaque, GError **errp)
{
    char *element = vmstate_field_base(field, opaque);
    size_t count = vmstate_field_count(field, opaque);

    if (field->flags & VMS_VARRAY) {
        append_be(out, count, 4);
    }
    if (field->flags & VMS_STRUCT) {
        append_be(out, (uint32_t)field->vmsd->version_id, 4);
    }
    for (size_t i = 0; i < count; i++, element += field->size) {
        if (field->flags & VMS_STRUCT) {
            if (!vmstate_save_state(out, field->vmsd, element, errp)) {
                return false;
            }
        } else if (field->flags & VMS_BUFFER) {
            g_byte_array_append(out, (guint8 *)element, (guint)field->size);
        } else {
            append_be(out, vmstate_scalar_get(field->info, element),
                      field->info->bytes);
        }
    }
    return true;
}

static bool save_subsection(GByteArray *out, const VMStateDescription *vmsd,
                            void *opaque, GError **errp)
{
    size_t name_length = strlen(vmsd->name);
    g_autoptr(GByteArray) body = g_byte_array_new();

    g_assert(name_length <= UINT8_MAX);
    if (!vmstate_save_state(body, vmsd, opaque, errp)) {
        return false;
    }
    append_be(out, name_length, 1);
    g_byte_array_append(out, (const guint8 *)vmsd->name, (guint)name_length);
    append_be(out, (uint32_t)vmsd->version_id, 4);
    append_be(out, body->len, 4);
    g_byte_array_append(out, body->data, body->len);
    return true;
}

static bool is_needed(const VMStateDescription *vmsd, void *opaque)
{
    return vmsd->needed == NULL || vmsd->needed(opaque);
}

static bool save_subsections(GByteArray *out, const VMStateDescription *vmsd,
                             void *opaque, GError **errp)
{
    const VMStateDescription *const *sub = vmsd->subsections;
    guint count_pos = out->len;
    unsigned count = 0;

    append_be(out, 0, 1);
    for (; sub != NULL && *sub != NULL; sub++) {
        if (is_needed(*sub, opaque)) {
            if (!save_subsection(out, *sub, opaque, errp)) {
                return false;
            }
            count++;
        }
    }
    g_assert(count <= UINT8_MAX);
    out->data[count_pos] = (guint8)count;
    return true;
}

static bool save_body(GByteArray *out, const VMStateDescription *vmsd,
                      void *opaque, GError **errp)
{
    const VMStateField *field = vmsd->fields;

    for (; !(field->flags & VMS_END); field++) {
        if (vmstate_field_stored(field, vmsd->version_id) &&
            !save_field(out, field, opaque, errp)) {
            return false;
        }
    }
    return save_subsections(out, vmsd, opaque, errp);
}

bool vmstate_save_state(GByteArray *out, const VMStateDescription *vmsd,
                        void *opaque, GError **errp)
{
    guint start = out->len;

    if (vmsd->pre_save != NULL && vmsd->pre_save(opaque) < 0) {
        error_setg(errp, "%s: this device cannot be saved now", vmsd->name);
        return false;
    }
    if (!save_body(out, vmsd, opaque, errp)) {
        g_byte_array_set_size(out, start);
        return false;
    }
    return true;
}
