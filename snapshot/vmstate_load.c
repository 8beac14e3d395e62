/*
 * vmstate_load.c: from a stream to an object
 *
 * The stream comes from a file, so nothing in it is trusted. It is read
 * twice: the first time only to find out whether all of it makes sense, the
 * second time to set the object. A refused stream thus leaves the object as
 * it was.
 */
#include <string.h>

#include "core/error.h"
#include "vmstate_internal.h"

typedef struct Loader {
    VMStateReader *in;
    bool apply;                 /* second reading */
    const char *name;           /* description being read */
} Loader;

static bool load_state(Loader *loader, const VMStateDescription *vmsd,
                       void *opaque, int version_id, Error **errp);

static const uint8_t *take(Loader *loader, size_t bytes, Error **errp)
{
    VMStateReader *in = loader->in;

    if (in->size - in->pos < bytes) {
        error_setg(errp, "%s: the stream ends too early, at byte %zu",
                   loader->name, in->size);
        return NULL;
    }
    const uint8_t *data = in->data + in->pos;
    in->pos += bytes;
    return data;
}

static bool take_be(Loader *loader, unsigned bytes, uint64_t *value,
                    Error **errp)
{
    const uint8_t *data = take(loader, bytes, errp);

    if (data == NULL) {
        return false;
    }
    *value = 0;
    for (unsigned i = 0; i < bytes; i++) {
        *value = *value << 8 | data[i];
    }
    return true;
}

static bool load_scalar(Loader *loader, const VMStateField *field,
                        void *element, Error **errp)
{
    uint64_t value;

    if (!take_be(loader, field->info->bytes, &value, errp)) {
        return false;
    }
    if (!vmstate_scalar_valid(field->info, value)) {
        error_setg(errp, "%s: field '%s' of type %s cannot hold the value "
                   "0x%" G_GINT64_MODIFIER "x", loader->name, field->name,
                   field->info->name, value);
        return false;
    }
    if (loader->apply) {
        vmstate_scalar_set(field->info, element, value);
    }
    return true;
}

static bool load_buffer(Loader *loader, const VMStateField *field,
                        void *element, Error **errp)
{
    const uint8_t *data = take(loader, field->size, errp);

    if (data != NULL && loader->apply) {
        memcpy(element, data, field->size);
    }
    return data != NULL;
}

/* Reads the count and version in front of the elements, where present. */
static bool load_field_header(Loader *loader, const VMStateField *field,
                              size_t count, int *version_id, Error **errp)
{
    uint64_t value;

    if (field->flags & VMS_VARRAY) {
        if (!take_be(loader, 4, &value, errp)) {
            return false;
        }
        if (value != count) {
            error_setg(errp, "%s: the stream has %" G_GUINT64_FORMAT
                       " elements of '%s', this machine has %zu",
                       loader->name, value, field->name, count);
            return false;
        }
    }
    if (field->flags & VMS_STRUCT) {
        if (!take_be(loader, 4, &value, errp)) {
            return false;
        }
        *version_id = (int)(uint32_t)value;
    }
    return true;
}

static bool load_field(Loader *loader, const VMStateField *field,
                       void *opaque, Error **errp)
{
    char *element = vmstate_field_base(field, opaque);
    size_t count = vmstate_field_count(field, opaque);
    int version_id = 0;

    if (!load_field_header(loader, field, count, &version_id, errp)) {
        return false;
    }
    for (size_t i = 0; i < count; i++, element += field->size) {
        bool ok;
        if (field->flags & VMS_STRUCT) {
            ok = load_state(loader, field->vmsd, element, version_id, errp);
        } else if (field->flags & VMS_BUFFER) {
            ok = load_buffer(loader, field, element, errp);
        } else {
            ok = load_scalar(loader, field, element, errp);
        }
        if (!ok) {
            return false;
        }
    }
    return true;
}

/* Our subsection of that name. (nullable) */
static const VMStateDescription *find_sub(const VMStateDescription *vmsd,
                                          const uint8_t *name, size_t length)
{
    const VMStateDescription *const *sub = vmsd->subsections;

    for (; sub != NULL && *sub != NULL; sub++) {
        if (strlen((*sub)->name) == length &&
            memcmp((*sub)->name, name, length) == 0) {
            return *sub;
        }
    }
    return NULL;
}

/* The head of a subsection. Returns: its description, NULL with @errp set. */
static const VMStateDescription *
load_sub_header(Loader *loader, const VMStateDescription *vmsd,
                uint64_t *version_id, uint64_t *body_bytes, Error **errp)
{
    uint64_t length;
    const uint8_t *name;

    if (!take_be(loader, 1, &length, errp) ||
        (name = take(loader, length, errp)) == NULL ||
        !take_be(loader, 4, version_id, errp) ||
        !take_be(loader, 4, body_bytes, errp)) {
        return NULL;
    }
    const VMStateDescription *sub = find_sub(vmsd, name, length);
    if (sub == NULL) {
        g_autofree char *shown = g_strndup((const char *)name, length);
        g_autofree char *safe = g_strescape(shown, NULL);
        error_setg(errp, "%s: unknown subsection '%s': the state was saved "
                   "by another version", loader->name, safe);
    }
    return sub;
}

static bool load_subsection(Loader *loader, const VMStateDescription *vmsd,
                            void *opaque, Error **errp)
{
    uint64_t version_id, body_bytes;
    const VMStateDescription *sub =
        load_sub_header(loader, vmsd, &version_id, &body_bytes, errp);

    if (sub == NULL) {
        return false;
    }
    size_t start = loader->in->pos;
    if (!load_state(loader, sub, opaque, (int)(uint32_t)version_id, errp)) {
        return false;
    }
    if (loader->in->pos - start != body_bytes) {
        error_setg(errp, "%s: subsection '%s' has %" G_GUINT64_FORMAT
                   " bytes, but %zu make sense", loader->name, sub->name,
                   body_bytes, loader->in->pos - start);
        return false;
    }
    return true;
}

static bool check_version(const VMStateDescription *vmsd, int version_id,
                          Error **errp)
{
    if (version_id > vmsd->version_id) {
        error_setg(errp, "%s: the stream has version %d, this program knows "
                   "%d and older", vmsd->name, version_id, vmsd->version_id);
        return false;
    }
    if (version_id < vmsd->minimum_version_id) {
        error_setg(errp, "%s: the stream has version %d, this program needs "
                   "%d or newer", vmsd->name, version_id,
                   vmsd->minimum_version_id);
        return false;
    }
    return true;
}

static bool load_body(Loader *loader, const VMStateDescription *vmsd,
                      void *opaque, int version_id, Error **errp)
{
    const VMStateField *field = vmsd->fields;
    uint64_t count;

    for (; !(field->flags & VMS_END); field++) {
        if (vmstate_field_stored(field, version_id) &&
            !load_field(loader, field, opaque, errp)) {
            return false;
        }
    }
    if (!take_be(loader, 1, &count, errp)) {
        return false;
    }
    for (uint64_t i = 0; i < count; i++) {
        if (!load_subsection(loader, vmsd, opaque, errp)) {
            return false;
        }
    }
    return true;
}

/* Calls a hook's result by its name when it failed. */
static bool hook_ok(const VMStateDescription *vmsd, const char *hook,
                    int result, Error **errp)
{
    if (result < 0) {
        error_setg(errp, "%s: the %s check refused the state", vmsd->name,
                   hook);
    }
    return result >= 0;
}

static bool load_state(Loader *loader, const VMStateDescription *vmsd,
                       void *opaque, int version_id, Error **errp)
{
    const char *outer_name = loader->name;

    loader->name = vmsd->name;
    if (!check_version(vmsd, version_id, errp)) {
        return false;
    }
    if (loader->apply && vmsd->pre_load != NULL &&
        !hook_ok(vmsd, "pre_load", vmsd->pre_load(opaque), errp)) {
        return false;
    }
    if (!load_body(loader, vmsd, opaque, version_id, errp)) {
        return false;
    }
    if (loader->apply && vmsd->post_load != NULL &&
        !hook_ok(vmsd, "post_load", vmsd->post_load(opaque, version_id),
                 errp)) {
        return false;
    }
    loader->name = outer_name;
    return true;
}

bool vmstate_load_state(VMStateReader *in, const VMStateDescription *vmsd,
                        void *opaque, int version_id, GError **errp)
{
    Loader loader = { .in = in };
    size_t start = in->pos;

    if (!load_state(&loader, vmsd, opaque, version_id, errp)) {
        in->pos = start;
        return false;
    }
    in->pos = start;
    loader.apply = true;
    return load_state(&loader, vmsd, opaque, version_id, errp);
}
