/*
 * qmp_char_add.c: chardev-add
 *
 * The protocol nests what the -chardev option writes in one line; a row says
 * which member becomes which key.
 */
#include "qmp_internal.h"

static const struct {
    const char *type;           /* of the back end; NULL: all of them */
    const char *path;           /* below "data", names with dots between */
    const char *key;            /* of -chardev */
} members[] = {
    { "file", "out", "path" },
    { "file", "append", "append" },
    { NULL, "logfile", "logfile" },
    { NULL, "logappend", "logappend" },
    { "ringbuf", "size", "size" },
    { "socket", "addr.data.path", "path" },
    { "socket", "addr.data.host", "host" },
    { "socket", "addr.data.port", "port" },
    { "socket", "server", "server" },
    { "socket", "wait", "wait" },
    { "socket", "nodelay", "nodelay" },
    { "stdio", "signal", "signal" },
};

/* (nullable): the member that @path leads to */
static JsonNode *follow(JsonObject *object, const char *path)
{
    g_auto(GStrv) names = g_strsplit(path, ".", -1);
    JsonNode *node = NULL;

    for (unsigned i = 0; names[i]; i++) {
        node = object ? json_object_get_member(object, names[i]) : NULL;
        object = node && JSON_NODE_HOLDS_OBJECT(node)
            ? json_node_get_object(node) : NULL;
    }
    return node;
}

/* A comma within a value is written twice. */
static void add_key(GString *opts, const char *key, const char *value)
{
    g_auto(GStrv) parts = g_strsplit(value, ",", -1);
    g_autofree char *doubled = g_strjoinv(",,", parts);

    g_string_append_printf(opts, ",%s=%s", key, doubled);
}

static GString *write_options(const char *type, const char *id,
                              JsonObject *data)
{
    GString *opts = g_string_new(type);

    add_key(opts, "id", id);
    /* other than in the option, a socket serves unless told */
    if (g_str_equal(type, "socket") && !follow(data, "server")) {
        add_key(opts, "server", "on");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++) {
        bool fits = !members[i].type || g_str_equal(members[i].type, type);
        JsonNode *node = fits ? follow(data, members[i].path) : NULL;
        g_autofree char *text = node ? qmp_node_to_text(node) : NULL;

        if (text) {
            add_key(opts, members[i].key, text);
        }
    }
    return opts;
}

static JsonNode *chardev_add(QmpCall *call, GError **errp)
{
    JsonObject *backend = json_object_get_object_member(qmp_call_args(call),
                                                        "backend");
    const char *id = qmp_call_str(call, "id");
    const char *type = json_object_get_string_member(backend, "type");
    g_autoptr(GString) opts =
        write_options(type, id, json_object_get_object_member(backend,
                                                              "data"));
    Chardev *chr = qemu_chr_hotadd(opts->str, errp);
    JsonObject *info = json_object_new();

    if (chr && g_str_equal(type, "pty")) {
        json_object_set_string_member(info, "pty", chr->filename);
    }
    return qmp_node_object(info);
}

/* What every back end takes; see members[]. */
#define COMMON "logfile?:str,logappend?:bool"

const QmpCommand qmp_char_add_commands[] = {
    { "chardev-add", "id:str,backend:ChardevBackend", "ChardevReturn", 0,
      chardev_add },
    QMP_COMMAND_END,
};

const QmpType qmp_char_add_types[] = {
    { "ChardevBackendKind", QMP_ENUM, "file,null,pty,ringbuf,socket,stdio" },
    { "ChardevBackend", QMP_OBJECT, "type:ChardevBackendKind", "type",
      "file:ChardevFileWrapper,null:ChardevCommonWrapper,"
      "pty:ChardevCommonWrapper,ringbuf:ChardevRingbufWrapper,"
      "socket:ChardevSocketWrapper,stdio:ChardevStdioWrapper" },
    { "ChardevCommon", QMP_OBJECT, COMMON },
    { "ChardevCommonWrapper", QMP_OBJECT, "data:ChardevCommon" },
    { "ChardevFile", QMP_OBJECT, COMMON ",out:str,append?:bool" },
    { "ChardevFileWrapper", QMP_OBJECT, "data:ChardevFile" },
    { "ChardevRingbuf", QMP_OBJECT, COMMON ",size?:int" },
    { "ChardevRingbufWrapper", QMP_OBJECT, "data:ChardevRingbuf" },
    { "ChardevStdio", QMP_OBJECT, COMMON ",signal?:bool" },
    { "ChardevStdioWrapper", QMP_OBJECT, "data:ChardevStdio" },
    { "ChardevSocket", QMP_OBJECT, COMMON
      ",addr:SocketAddressLegacy,server?:bool,wait?:bool,nodelay?:bool" },
    { "ChardevSocketWrapper", QMP_OBJECT, "data:ChardevSocket" },
    { "SocketAddressType", QMP_ENUM, "inet,unix" },
    { "SocketAddressLegacy", QMP_OBJECT, "type:SocketAddressType", "type",
      "inet:InetSocketAddressWrapper,unix:UnixSocketAddressWrapper" },
    { "InetSocketAddress", QMP_OBJECT, "host:str,port:str" },
    { "InetSocketAddressWrapper", QMP_OBJECT, "data:InetSocketAddress" },
    { "UnixSocketAddress", QMP_OBJECT, "path:str" },
    { "UnixSocketAddressWrapper", QMP_OBJECT, "data:UnixSocketAddress" },
    { "ChardevReturn", QMP_OBJECT, "pty?:str" },
    QMP_TYPE_END,
};
