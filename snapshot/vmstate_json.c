/*
 * vmstate_json.c: a state for people and for tests to compare
 *
 * An object per description, a member per row; subsections that are needed
 * are members too. Byte buffers print as hexadecimal text.
 */
#include "vmstate_internal.h"

static void print_buffer(GString *out, const uint8_t *data, size_t size)
{
    g_string_append_c(out, '"');
    for (size_t i = 0; i < size; i++) {
        g_string_append_printf(out, "%02x", data[i]);
    }
    g_string_append_c(out, '"');
}

static void print_element(GString *out, const VMStateField *field,
                          void *element)
{
    if (field->flags & VMS_STRUCT) {
        vmstate_to_json(out, field->vmsd, element);
    } else if (field->flags & VMS_BUFFER) {
        print_buffer(out, element, field->size);
    } else {
        vmstate_scalar_print(field->info,
                             vmstate_scalar_get(field->info, element), out);
    }
}

static void print_field(GString *out, const VMStateField *field, void *opaque)
{
    char *element = vmstate_field_base(field, opaque);
    size_t count = vmstate_field_count(field, opaque);
    bool is_list = count != 1 || (field->flags & VMS_VARRAY);

    g_string_append_printf(out, "\"%s\": %s", field->name,
                           is_list ? "[" : "");
    for (size_t i = 0; i < count; i++, element += field->size) {
        g_string_append(out, i ? ", " : "");
        print_element(out, field, element);
    }
    g_string_append(out, is_list ? "]" : "");
}

void vmstate_to_json(GString *out, const VMStateDescription *vmsd,
                     void *opaque)
{
    const VMStateField *field = vmsd->fields;
    const VMStateDescription *const *sub = vmsd->subsections;
    const char *separator = "";

    g_string_append_c(out, '{');
    for (; !(field->flags & VMS_END); field++) {
        if (vmstate_field_stored(field, vmsd->version_id)) {
            g_string_append(out, separator);
            print_field(out, field, opaque);
            separator = ", ";
        }
    }
    for (; sub != NULL && *sub != NULL; sub++) {
        if ((*sub)->needed == NULL || (*sub)->needed(opaque)) {
            g_string_append_printf(out, "%s\"%s\": ", separator,
                                   (*sub)->name);
            vmstate_to_json(out, *sub, opaque);
            separator = ", ";
        }
    }
    g_string_append_c(out, '}');
}
