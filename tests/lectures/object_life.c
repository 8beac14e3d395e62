/*
 * object_life.c: lecture 00, making objects and setting their properties
 *
 * A board embeds a socket, initialises it as a named child, sets its
 * properties by name and finds it in the composition tree.
 */
#include "core/object.h"

#define TYPE_SOCKET "socket"
OBJECT_DECLARE_SIMPLE_TYPE(SocketState, SOCKET)

struct SocketState {
    Object parent_obj;
    char *cpu_type;
    uint32_t hartid_base;
    uint32_t num_harts;
};

typedef struct SocketBoard {
    Object parent_obj;
    SocketState soc[1];
} SocketBoard;

static bool finalized;

static char *socket_get_cpu_type(Object *obj, Error **errp)
{
    return g_strdup(SOCKET(obj)->cpu_type);
}

static void socket_set_cpu_type(Object *obj, const char *value, Error **errp)
{
    g_free(SOCKET(obj)->cpu_type);
    SOCKET(obj)->cpu_type = g_strdup(value);
}

static void socket_instance_init(Object *obj)
{
    SocketState *s = SOCKET(obj);

    object_property_add_str(obj, "cpu-type", socket_get_cpu_type,
                            socket_set_cpu_type);
    object_property_add_uint32_ptr(obj, "hartid-base", &s->hartid_base,
                                   OBJ_PROP_FLAG_READWRITE);
    object_property_add_uint32_ptr(obj, "num-harts", &s->num_harts,
                                   OBJ_PROP_FLAG_READWRITE);
}

static void socket_instance_finalize(Object *obj)
{
    g_free(SOCKET(obj)->cpu_type);
    finalized = true;
}

static const TypeInfo socket_types[] = {
    {
        .name = TYPE_SOCKET,
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(SocketState),
        .instance_init = socket_instance_init,
        .instance_finalize = socket_instance_finalize,
    },
    {
        .name = "socket-board",
        .parent = TYPE_OBJECT,
        .instance_size = sizeof(SocketBoard),
    },
};

DEFINE_TYPES(socket_types)

static void init_cpu(SocketBoard *s)
{
    object_initialize_child(s, "socket0", &s->soc[0], TYPE_SOCKET);
    object_property_set_str(OBJECT(&s->soc[0]), "cpu-type", "thead-c906",
                            &error_abort);
    object_property_set_int(OBJECT(&s->soc[0]), "hartid-base", 0,
                            &error_abort);
    object_property_set_int(OBJECT(&s->soc[0]), "num-harts", 1,
                            &error_abort);
}

static void check_unknown_property(SocketState *s)
{
    Error *err = NULL;

    g_assert(!object_property_set_int(OBJECT(s), "harts", 1, &err));
    g_assert(g_str_has_prefix(error_get_pretty(err),
                              "Property 'socket.harts' not found"));
    error_free(err);
}

int main(void)
{
    Object *board = object_new("socket-board");
    SocketBoard *s = (SocketBoard *)board;

    object_property_add_child(object_get_root(), "machine", board);
    object_unref(board);
    init_cpu(s);
    g_assert_cmpstr(s->soc[0].cpu_type, ==, "thead-c906");
    g_assert(s->soc[0].num_harts == 1);
    check_unknown_property(&s->soc[0]);

    g_autofree char *path = object_get_canonical_path(OBJECT(&s->soc[0]));
    g_assert_cmpstr(path, ==, "/machine/socket0");
    object_unparent(board);
    g_assert(finalized);                /* the child died with its parent */
    return 0;
}
