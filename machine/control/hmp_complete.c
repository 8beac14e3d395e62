/* hmp_complete.c: what Tab offers for arguments of one kind */
#include <string.h>

#include "hmp_internal.h"

#include "core/log.h"
#include "core/trace.h"
#include "devices/chardev.h"

void hmp_complete_cpu(HMPCompletion *completion)
{
    Vm *vm = hmp_vm(completion->mon);

    for (unsigned i = 0; vm && i < vm->cpus->cpus->len; i++) {
        g_autofree char *number = g_strdup_printf("%u", i);

        hmp_completion_add(completion, number);
    }
}

/* ---- chardevs ---- */

static void add_chardev(Chardev *chr, void *opaque)
{
    hmp_completion_add(opaque, chr->label);
}

void hmp_complete_chardev(HMPCompletion *completion)
{
    if (completion->index == 0) {
        qemu_chr_foreach(add_chardev, completion);
    }
}

static void add_ringbuf(Chardev *chr, void *opaque)
{
    if (object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_RINGBUF)) {
        hmp_completion_add(opaque, chr->label);
    }
}

void hmp_complete_ringbuf(HMPCompletion *completion)
{
    if (completion->index == 0) {
        qemu_chr_foreach(add_ringbuf, completion);
    }
}

/* ---- logs and events ---- */

/* Only what is behind the last comma is unfinished. */
void hmp_complete_log_items(HMPCompletion *completion)
{
    const char *comma = strrchr(completion->prefix, ',');
    int kept = comma ? (int)(comma + 1 - completion->prefix) : 0;

    if (completion->index > 0) {
        return;
    }
    for (const LogItem *item = log_items; item->name; item++) {
        g_autofree char *word = g_strdup_printf("%.*s%s", kept,
                                                completion->prefix,
                                                item->name);
        hmp_completion_add(completion, word);
    }
    hmp_completion_add(completion, "none");
}

static void add_event(const TraceEvent *event, void *opaque)
{
    hmp_completion_add(opaque, event->name);
}

void hmp_complete_trace_event(HMPCompletion *completion)
{
    if (completion->index == 0) {
        trace_foreach_event(add_event, completion);
    }
}

/* ---- objects ---- */

typedef struct Children {
    HMPCompletion *completion;
    const char *folder;         /* "/machine/", as typed */
} Children;

static int found_one(Object *child, void *opaque)
{
    return 1;
}

/* A slash behind those that have children: the path may go on. */
static int add_child(Object *child, void *opaque)
{
    const Children *c = opaque;
    bool parent = object_child_foreach(child, found_one, NULL);
    g_autofree char *path =
        g_strconcat(c->folder, object_get_canonical_path_component(child),
                    parent ? "/" : "", NULL);

    hmp_completion_add(c->completion, path);
    return 0;
}

/* The children of what stands in front of the last slash. */
static void add_paths(HMPCompletion *completion)
{
    const char *slash = strrchr(completion->prefix, '/');

    if (!slash) {
        hmp_completion_add(completion, "/");
        return;
    }
    g_autofree char *folder = g_strndup(completion->prefix,
                                        slash + 1 - completion->prefix);
    g_autofree char *path = g_strndup(folder, MAX(strlen(folder) - 1, 1));
    Object *obj = folder[0] == '/' ? object_resolve_path(path, NULL) : NULL;
    Children children = { completion, folder };

    if (obj) {
        object_child_foreach(obj, add_child, &children);
    }
}

void hmp_complete_qom_path(HMPCompletion *completion)
{
    if (completion->index == 0) {
        add_paths(completion);
    }
}

static void add_properties(HMPCompletion *completion, Object *obj)
{
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    object_property_iter_init(&iter, obj);
    while ((prop = object_property_iter_next(&iter))) {
        hmp_completion_add(completion, prop->name);
    }
}

void hmp_complete_qom_property(HMPCompletion *completion)
{
    Object *obj;

    hmp_complete_qom_path(completion);
    if (completion->index == 1) {
        obj = object_resolve_path(completion->words[0], NULL);
        if (obj) {
            add_properties(completion, obj);
        }
    }
}
