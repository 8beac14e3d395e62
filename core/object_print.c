/*
 * object_print.c: the composition tree as text, "info qom-tree"
 *
 *     /machine (virt-machine)
 *       /fw_cfg (fw_cfg_mem)
 *         /fwcfg.data[0] (memory-region)
 */
#include "core/object_tree.h"

#include <stdio.h>

#define INDENT_STEP 2

typedef struct TreePrinter {
    ObjectPrintFn print;
    void *opaque;
    int indent;                 /* columns */
} TreePrinter;

static int collect_child(Object *child, void *opaque)
{
    g_ptr_array_add(opaque, child);
    return 0;
}

static gint compare_components(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(
        object_get_canonical_path_component(*(Object *const *)a),
        object_get_canonical_path_component(*(Object *const *)b));
}

static void print_subtree(const TreePrinter *printer, Object *obj)
{
    const char *name = object_get_canonical_path_component(obj);
    g_autofree char *line = g_strdup_printf("%*s/%s (%s)\n", printer->indent,
                                            "", name != NULL ? name : "",
                                            object_get_typename(obj));
    TreePrinter deeper = *printer;
    g_autoptr(GPtrArray) children = g_ptr_array_new();

    printer->print(line, printer->opaque);
    deeper.indent += INDENT_STEP;
    object_child_foreach(obj, collect_child, children);
    g_ptr_array_sort(children, compare_components);
    for (guint i = 0; i < children->len; i++) {
        print_subtree(&deeper, children->pdata[i]);
    }
}

void object_print_tree(Object *obj, ObjectPrintFn print, void *opaque)
{
    const TreePrinter printer = { .print = print, .opaque = opaque };

    print_subtree(&printer, obj);
}

static void append_text(const char *text, void *opaque)
{
    g_string_append(opaque, text);
}

void object_tree_to_string(Object *obj, GString *out)
{
    object_print_tree(obj, append_text, out);
}
