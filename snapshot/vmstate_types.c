/*
 * vmstate_types.c: the scalar types, and where a field's elements are
 */
#include <string.h>

#include "vmstate_internal.h"

const VMStateInfo vmstate_info_bool = { "bool", 1, .is_bool = true };
const VMStateInfo vmstate_info_int8 = { "int8", 1, .is_signed = true };
const VMStateInfo vmstate_info_int16 = { "int16", 2, .is_signed = true };
const VMStateInfo vmstate_info_int32 = { "int32", 4, .is_signed = true };
const VMStateInfo vmstate_info_int64 = { "int64", 8, .is_signed = true };
const VMStateInfo vmstate_info_uint8 = { "uint8", 1 };
const VMStateInfo vmstate_info_uint16 = { "uint16", 2 };
const VMStateInfo vmstate_info_uint32 = { "uint32", 4 };
const VMStateInfo vmstate_info_uint64 = { "uint64", 8 };
const VMStateInfo vmstate_info_deadline = { "deadline", 8, .is_signed = true,
                                            .is_deadline = true };

uint64_t vmstate_scalar_get(const VMStateInfo *info, const void *host)
{
    switch (info->bytes) {
    case 1:
        return *(const uint8_t *)host;
    case 2:
        return *(const uint16_t *)host;
    case 4:
        return *(const uint32_t *)host;
    default:
        return *(const uint64_t *)host;
    }
}

void vmstate_scalar_set(const VMStateInfo *info, void *host, uint64_t value)
{
    switch (info->bytes) {
    case 1:
        *(uint8_t *)host = (uint8_t)value;
        break;
    case 2:
        *(uint16_t *)host = (uint16_t)value;
        break;
    case 4:
        *(uint32_t *)host = (uint32_t)value;
        break;
    default:
        *(uint64_t *)host = value;
        break;
    }
}

bool vmstate_scalar_valid(const VMStateInfo *info, uint64_t value)
{
    if (info->is_bool) {
        return value <= 1;
    }
    return !info->is_deadline || (int64_t)value >= -1;
}

static int64_t sign_extend(const VMStateInfo *info, uint64_t value)
{
    unsigned unused_bits = 64 - 8 * info->bytes;

    return (int64_t)(value << unused_bits) >> unused_bits;
}

void vmstate_scalar_print(const VMStateInfo *info, uint64_t value,
                          GString *out)
{
    if (info->is_bool) {
        g_string_append(out, value ? "true" : "false");
    } else if (info->is_deadline && value == UINT64_MAX) {
        g_string_append(out, "null");
    } else if (info->is_signed) {
        g_string_append_printf(out, "%" G_GINT64_FORMAT,
                               sign_extend(info, value));
    } else {
        g_string_append_printf(out, "%" G_GUINT64_FORMAT, value);
    }
}

void *vmstate_field_base(const VMStateField *field, void *opaque)
{
    char *base = (char *)opaque + field->offset;

    return field->flags & VMS_POINTER ? *(void **)base : base;
}

size_t vmstate_field_count(const VMStateField *field, void *opaque)
{
    return field->flags & VMS_VARRAY
               ? *(uint32_t *)((char *)opaque + field->num_offset)
               : field->num;
}

bool vmstate_field_stored(const VMStateField *field, int version_id)
{
    return !(field->flags & VMS_TRANSIENT) && field->version_id <= version_id;
}
