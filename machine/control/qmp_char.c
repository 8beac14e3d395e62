/*
 * qmp_char.c: character back ends
 */
#include "qmp_internal.h"

#define RINGBUF_READ_MAX (1 << 20)      /* bytes of one ringbuf-read */

/* ---- lists -------------------------------------------------------------- */

static void add_chardev(Chardev *chr, void *opaque)
{
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "label", chr->label);
    json_object_set_string_member(info, "filename", chr->filename);
    json_object_set_boolean_member(info, "frontend-open",
                                   chr->be && chr->be->fe_is_open);
    json_array_add_object_element(opaque, info);
}

static JsonNode *query_chardev(QmpCall *call, GError **errp)
{
    JsonArray *list = json_array_new();

    qemu_chr_foreach(add_chardev, list);
    return qmp_node_array(list);
}

static void add_backend(ObjectClass *klass, void *opaque)
{
    const char *name = object_class_get_name(klass);
    JsonObject *info = json_object_new();

    json_object_set_string_member(info, "name",
                                  name + strlen(TYPE_CHARDEV "-"));
    json_array_add_object_element(opaque, info);
}

static JsonNode *query_chardev_backends(QmpCall *call, GError **errp)
{
    JsonArray *list = json_array_new();

    object_class_foreach(add_backend, TYPE_CHARDEV, false, list);
    return qmp_node_array(list);
}

/* ---- acting on one ------------------------------------------------------ */

static JsonNode *chardev_remove(QmpCall *call, GError **errp)
{
    qemu_chr_hotremove(qmp_call_str(call, "id"), errp);
    return NULL;
}

static JsonNode *chardev_send_break(QmpCall *call, GError **errp)
{
    const char *id = qmp_call_str(call, "id");
    Chardev *chr = qemu_chr_find(id);

    if (!chr) {
        error_setg(errp, "Chardev '%s' not found", id);
        return NULL;
    }
    qemu_chr_send_break(chr);
    return NULL;
}

static Chardev *find_ringbuf(const QmpCall *call, GError **errp)
{
    const char *id = qmp_call_str(call, "device");
    Chardev *chr = qemu_chr_find(id);

    if (!chr) {
        error_setg(errp, "Device '%s' not found", id);
    } else if (!object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_RINGBUF)) {
        error_setg(errp, "%s is not a ringbuf device", id);
        chr = NULL;
    }
    return chr;
}

static bool is_base64(const QmpCall *call)
{
    return g_strcmp0(qmp_call_str(call, "format"), "base64") == 0;
}

/* A byte 0 is text too. */
static char *bytes_to_text(const uint8_t *bytes, size_t size)
{
    g_autoptr(GString) text = g_string_sized_new(size);

    for (size_t i = 0; i < size; i++) {
        if (bytes[i] == 0) {
            g_string_append(text, "\xc0\x80");
        } else {
            g_string_append_c(text, (char)bytes[i]);
        }
    }
    return g_strdup(text->str);
}

static JsonNode *ringbuf_read(QmpCall *call, GError **errp)
{
    Chardev *chr = find_ringbuf(call, errp);
    int64_t size = MIN(qmp_call_int(call, "size", 0), RINGBUF_READ_MAX);

    if (!chr) {
        return NULL;
    }
    if (size <= 0) {
        error_setg(errp, "size must be greater than zero");
        return NULL;
    }
    g_autofree uint8_t *bytes = g_malloc((size_t)size);
    size_t count = qemu_chr_ringbuf_read(chr, bytes, (size_t)size);
    g_autofree char *text = is_base64(call) ? g_base64_encode(bytes, count)
                                            : bytes_to_text(bytes, count);

    return qmp_node_str(text);
}

static JsonNode *ringbuf_write(QmpCall *call, GError **errp)
{
    const char *data = qmp_call_str(call, "data");
    Chardev *chr = find_ringbuf(call, errp);
    g_autofree guchar *bytes = NULL;
    gsize size = strlen(data);

    if (!chr) {
        return NULL;
    }
    if (is_base64(call)) {
        bytes = g_base64_decode(data, &size);
    } else {
        bytes = (guchar *)g_strdup(data);
    }
    qemu_chr_ringbuf_write(chr, bytes, size);
    return NULL;
}

const QmpCommand qmp_char_commands[] = {
    { "query-chardev", "", "[ChardevInfo]", 0, query_chardev },
    { "query-chardev-backends", "", "[ChardevBackendInfo]", 0,
      query_chardev_backends },
    { "chardev-remove", "id:str", "", 0, chardev_remove },
    { "chardev-send-break", "id:str", "", 0, chardev_send_break },
    { "ringbuf-read", "device:str,size:int,format?:DataFormat", "str", 0,
      ringbuf_read },
    { "ringbuf-write", "device:str,data:str,format?:DataFormat", "", 0,
      ringbuf_write },
    QMP_COMMAND_END,
};

const QmpType qmp_char_types[] = {
    { "ChardevInfo", QMP_OBJECT,
      "label:str,filename:str,frontend-open:bool" },
    { "ChardevBackendInfo", QMP_OBJECT, "name:str" },
    { "DataFormat", QMP_ENUM, "utf8,base64" },
    QMP_TYPE_END,
};
