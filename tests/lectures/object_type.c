/*
 * object_type.c: lecture 00, registering a type with its class and state
 *
 * The listing's shape: a state struct, a class_init that fills the class, a
 * TypeInfo, type_init(). The order of registration does not matter.
 */
#include "core/object.h"

#define TYPE_BOARD "board"
#define BOARD_TYPE_NAME(name) name "-" TYPE_BOARD
#define TYPE_MY_BOARD BOARD_TYPE_NAME("my")

typedef struct BoardClass {
    ObjectClass parent_class;
    const char *desc;
    int max_cpus;
} BoardClass;

typedef struct BoardState {
    Object parent_obj;
} BoardState;

typedef struct MyBoardState {
    BoardState parent_obj;
    uint64_t ram_size;
} MyBoardState;

DECLARE_OBJ_CHECKERS(BoardState, BoardClass, BOARD, TYPE_BOARD)
DECLARE_INSTANCE_CHECKER(MyBoardState, MY_BOARD, TYPE_MY_BOARD)

static int class_inits;

static void board_class_init(ObjectClass *oc, void *data)
{
    BOARD_CLASS(oc)->max_cpus = 1;
}

static void my_board_class_init(ObjectClass *oc, void *data)
{
    BoardClass *bc = BOARD_CLASS(oc);

    g_assert(bc->max_cpus == 1);        /* the parent's ran before */
    bc->desc = "My Board";
    class_inits++;
}

static void my_board_instance_init(Object *obj)
{
    MY_BOARD(obj)->ram_size = 0x80000000;
}

static const TypeInfo my_board_typeinfo = {
    .name = TYPE_MY_BOARD,
    .parent = TYPE_BOARD,
    .class_init = my_board_class_init,
    .instance_init = my_board_instance_init,
    .instance_size = sizeof(MyBoardState),
};

static const TypeInfo board_typeinfo = {
    .name = TYPE_BOARD,
    .parent = TYPE_OBJECT,
    .abstract = true,
    .class_size = sizeof(BoardClass),
    .class_init = board_class_init,
    .instance_size = sizeof(BoardState),
};

static void my_board_register_types(void)
{
    type_register_static(&my_board_typeinfo);
    type_register_static(&board_typeinfo);
}

type_init(my_board_register_types)

int main(void)
{
    ObjectClass *oc = object_class_by_name("my-board");

    g_assert(class_inits == 1);
    g_assert_cmpstr(BOARD_CLASS(oc)->desc, ==, "My Board");
    g_assert_cmpstr(object_class_get_name(object_class_get_parent(oc)), ==,
                    TYPE_BOARD);
    g_assert(object_class_get_instance_size(oc) == sizeof(MyBoardState));

    g_autoptr(Object) one = object_new(TYPE_MY_BOARD);
    g_autoptr(Object) two = object_new(TYPE_MY_BOARD);
    g_assert(class_inits == 1);         /* per class, not per object */
    g_assert(BOARD_GET_CLASS(one) == BOARD_GET_CLASS(two));
    g_assert(MY_BOARD(one)->ram_size == 0x80000000);
    return 0;
}
