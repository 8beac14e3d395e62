/*
 * machine_list.c: lecture 00, which boards there are and what a class says
 *
 * Class data is the board's default; what the user chose is in the instance.
 */
#include <string.h>

#include "machine/clabpu.h"
#include "machine/machine.h"

int main(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    ObjectClass *oc = object_class_by_name(MACHINE_TYPE_NAME("clabpu"));
    MachineClass *mc = MACHINE_CLASS(oc);
    MachineState *one, *two;
    GError *error = NULL;

    machine_list(text);
    g_assert(strstr(text->str, "clabpu               CLab Processor Units"));
    g_assert(strstr(text->str, "(default)"));
    g_assert(!machine_find_class("40p", &error));
    g_assert(strstr(error->message, "-M ?"));
    g_error_free(error);

    g_assert(mc->max_cpus == 1);
    g_assert_cmpstr(mc->default_ram_id, ==, "clabpu.ram");
    one = MACHINE(object_new("clabpu-machine"));
    two = MACHINE(object_new("clabpu-machine"));
    g_assert(MACHINE_GET_CLASS(one) == MACHINE_GET_CLASS(two));
    one->ram_size = 4096;
    g_assert(two->ram_size == 0 && mc->default_ram_size == 0x80000000);
    g_assert(CLABPU_MACHINE(one) == (ClabpuState *)one);
    object_unref(OBJECT(one));
    object_unref(OBJECT(two));
    return 0;
}
