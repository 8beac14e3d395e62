/*
 * qom_types.c: types that stand for what a program can do
 *
 * Programs that manage emulators learn from the list of types what they may
 * ask for: "tcg-accel" says that -accel tcg works. They also ask for the
 * properties of "memory-backend-file" without a look at the list. Nothing is
 * ever made of these types.
 */
#include "core/object.h"
#include "exec/accel.h"

static const TypeInfo parents[] = {
    { .name = "accel", .parent = TYPE_OBJECT, .abstract = true },
    { .name = "memory-backend", .parent = TYPE_OBJECT, .abstract = true },
    { .name = "memory-backend-file", .parent = "memory-backend",
      .abstract = true },
};

/* The registry keeps what it is given for as long as the program lives. */
static void register_accel(const AccelOps *accel)
{
    TypeInfo *info = g_new0(TypeInfo, 1);

    info->name = g_strconcat(accel->name, "-accel", NULL);
    info->parent = "accel";
    type_register_static(info);
}

static void register_qom_types(void)
{
    type_register_static_array(parents, G_N_ELEMENTS(parents));
    for (unsigned i = 0; accel_get(i); i++) {
        register_accel(accel_get(i));
    }
}

type_init(register_qom_types)
