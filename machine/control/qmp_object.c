/*
 * qmp_object.c: object-add, object-del: what -object makes, at run time
 */
#include "qmp_internal.h"

#include "machine/user_object.h"

/* The arguments were checked: all of them are scalars. */
static JsonNode *object_add(QmpCall *call, GError **errp)
{
    JsonObject *args = qmp_call_args(call);
    g_autoptr(KeyVal) props = keyval_new();
    JsonObjectIter iter;
    const char *name;
    JsonNode *node;

    json_object_iter_init(&iter, args);
    while (json_object_iter_next(&iter, &name, &node)) {
        g_autofree char *text = qmp_node_to_text(node);

        keyval_set(props, name, text);
    }
    user_object_add(props, errp);
    return NULL;
}

static JsonNode *object_del(QmpCall *call, GError **errp)
{
    /* without an error the empty object is the answer */
    (void)!user_object_del(qmp_call_str(call, "id"), errp);
    return NULL;
}

const QmpCommand qmp_object_commands[] = {
    { "object-add", "@ObjectOptions", "", 0, object_add },
    { "object-del", "id:str", "", 0, object_del },
    QMP_COMMAND_END,
};

const QmpType qmp_object_types[] = {
    { "ObjectType", QMP_ENUM, "memory-backend-ram,secret" },
    { "ObjectOptions", QMP_OBJECT, "qom-type:ObjectType,id:str", "qom-type",
      "memory-backend-ram:MemoryBackendProperties,secret:SecretProperties" },
    { "MemoryBackendProperties", QMP_OBJECT, "dump?:bool,size:size" },
    { "SecretProperties", QMP_OBJECT,
      "data?:str,file?:str,format?:QCryptoSecretFormat" },
    { "QCryptoSecretFormat", QMP_ENUM, "raw,base64" },
    QMP_TYPE_END,
};
