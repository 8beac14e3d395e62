/*
 * secret.c: -object secret: bytes that other objects may ask for by its id
 *
 * Nothing here is encrypted yet, so nothing asks: programs that manage
 * virtual machines pass one to every machine they start. What is in it can
 * not be read back. Not here: secrets within secrets (keyid, iv).
 */
#include <string.h>

#include "machine/user_object.h"

#define SECRET_MAX 65536        /* bytes of the file */

typedef struct Secret {
    UserObject parent_obj;

    char *data;                 /* (nullable): as given */
    char *file;                 /* (nullable): where it is instead */
    bool base64;
    guchar *bytes;              /* after complete() */
    gsize length;
} Secret;

#define SECRET(obj) OBJECT_CHECK(Secret, (obj), TYPE_SECRET)

static const char *const formats[] = { "raw", "base64" };
static const QEnumLookup format_lookup = { formats, G_N_ELEMENTS(formats) };

static void set_data(Object *obj, const char *value, Error **errp)
{
    g_free(SECRET(obj)->data);
    SECRET(obj)->data = g_strdup(value);
}

static void set_file(Object *obj, const char *value, Error **errp)
{
    g_free(SECRET(obj)->file);
    SECRET(obj)->file = g_strdup(value);
}

static char *get_file(Object *obj, Error **errp)
{
    return g_strdup(SECRET(obj)->file);
}

static void set_format(Object *obj, int value, Error **errp)
{
    SECRET(obj)->base64 = value;
}

static int get_format(Object *obj, Error **errp)
{
    return SECRET(obj)->base64;
}

/* One byte more than allowed tells that there is more. */
static bool load_file(Secret *s, Error **errp)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GIOChannel) file = g_io_channel_new_file(s->file, "r", &error);

    s->bytes = g_malloc0(SECRET_MAX + 1);
    if (!file ||
        g_io_channel_set_encoding(file, NULL, &error) ==
            G_IO_STATUS_ERROR ||
        g_io_channel_read_chars(file, (char *)s->bytes, SECRET_MAX + 1,
                                &s->length, &error) == G_IO_STATUS_ERROR) {
        error_setg(errp, "secret: '%s' cannot be read: %s", s->file,
                   error->message);
        return false;
    }
    if (s->length > SECRET_MAX) {
        error_setg(errp, "secret: '%s' has more than %d bytes", s->file,
                   SECRET_MAX);
        return false;
    }
    return true;
}

/* Only alphabet, blanks and padding; GLib would skip what it does not know. */
static bool decode(Secret *s, Error **errp)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\n";
    g_autofree char *text = g_strndup((char *)s->bytes, s->length);

    if (strspn(text, alphabet) != s->length) {
        error_setg(errp, "secret: this is not base64");
        return false;
    }
    g_free(s->bytes);
    s->bytes = g_base64_decode(text, &s->length);
    return true;
}

static bool secret_complete(UserObject *obj, Error **errp)
{
    Secret *s = SECRET(obj);

    if (!s->data == !s->file) {
        error_setg(errp, "secret: give either data= or file=");
        return false;
    }
    if (s->file && !load_file(s, errp)) {
        return false;
    }
    if (s->data) {
        s->length = strlen(s->data);
        s->bytes = (guchar *)g_steal_pointer(&s->data);
    }
    return !s->base64 || decode(s, errp);
}

static void secret_finalize(Object *obj)
{
    Secret *s = SECRET(obj);

    g_free(s->data);
    g_free(s->file);
    g_free(s->bytes);
}

static void secret_class_init(ObjectClass *klass, void *data)
{
    USER_OBJECT_CLASS(klass)->complete = secret_complete;
    object_class_property_add_str(klass, "data", NULL, set_data);
    object_class_property_add_str(klass, "file", get_file, set_file);
    object_class_property_add_enum(klass, "format", "QCryptoSecretFormat",
                                   &format_lookup, get_format, set_format);
}

static const TypeInfo secret_info = {
    .name = TYPE_SECRET,
    .parent = TYPE_USER_OBJECT,
    .instance_size = sizeof(Secret),
    .instance_finalize = secret_finalize,
    .class_init = secret_class_init,
};

static void secret_register_types(void)
{
    type_register_static(&secret_info);
}

type_init(secret_register_types)
