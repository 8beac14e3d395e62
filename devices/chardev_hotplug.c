/*
 * chardev_hotplug.c: adding, removing and changing while the machine runs
 *
 * The main loop must not wait for a client, and a device never notices more
 * than a line that was closed and opened again.
 */
#include <string.h>

#include "char_mux.h"
#include "char_opts.h"

/* A server at run time: clients come when they come. */
static bool opts_never_wait(ChardevOpts *opts, Error **errp)
{
    bool wait;

    if (!g_str_equal(opts->backend, "socket") ||
        !chardev_opts_str(opts, "server")) {
        return true;
    }
    if (!chardev_opts_bool(opts, "wait", false, &wait, errp)) {
        return false;
    }
    if (wait) {
        error_setg(errp, "the running machine does not wait for a client: "
                   "leave wait=on out");
        return false;
    }
    chardev_opts_set(opts, "wait", "off");
    return true;
}

static bool id_is_valid(const char *id)
{
    return id && id[0] && !strchr(id, '/');
}

Chardev *qemu_chr_hotadd(const char *text, Error **errp)
{
    g_autoptr(ChardevOpts) opts = chardev_opts_parse(text, errp);

    if (!opts || !opts_never_wait(opts, errp)) {
        return NULL;
    }
    return chardev_new(chardev_opts_str(opts, "id"), opts, errp);
}

static Chardev *find(const char *id, Error **errp)
{
    Chardev *chr = id_is_valid(id) ? qemu_chr_find(id) : NULL;

    if (!chr) {
        error_setg(errp, "there is no chardev '%s'; 'info chardev' lists "
                   "them", id);
    }
    return chr;
}

static bool has_users(Chardev *chr)
{
    if (!object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        return chr->be != NULL;
    }
    for (int tag = 0; tag < MAX_MUX; tag++) {
        if (MUX_CHARDEV(chr)->users[tag]) {
            return true;
        }
    }
    return false;
}

bool qemu_chr_hotremove(const char *id, Error **errp)
{
    Chardev *chr = find(id, errp);
    Chardev *base = NULL;

    if (!chr) {
        return false;
    }
    if (has_users(chr)) {
        error_setg(errp, "chardev '%s' is in use by a device or monitor", id);
        return false;
    }
    if (object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX)) {
        base = MUX_CHARDEV(chr)->base.chr;
    }
    qemu_chr_delete(chr);
    if (base) {
        qemu_chr_delete(base);
    }
    return true;
}

/* @be belongs to @to from now on, and learns it as from a line. */
static void hand_over(CharBackend *be, Chardev *from, Chardev *to)
{
    qemu_chr_be_event(from, CHR_EVENT_CLOSED);
    from->be = NULL;
    be->chr = to;
    to->be = be;
    qemu_chr_fe_set_handlers(be, be->chr_can_read, be->chr_read,
                             be->chr_event, be->opaque);
}

bool qemu_chr_change(const char *id, const char *text, Error **errp)
{
    g_autoptr(ChardevOpts) opts = chardev_opts_parse(text, errp);
    Chardev *old = opts ? find(id, errp) : NULL;

    if (!old || !opts_never_wait(opts, errp)) {
        return false;
    }
    if (chardev_opts_str(opts, "mux") ||
        object_dynamic_cast(OBJECT(old), TYPE_CHARDEV_MUX) ||
        (old->be && g_str_has_suffix(id, "-base"))) {
        error_setg(errp, "a mux cannot be changed: several users share it");
        return false;
    }
    Chardev *chr = chardev_make(id, opts, errp);
    if (!chr) {
        return false;
    }
    CharBackend *be = old->be;
    Object *parent = object_get_parent(OBJECT(old));

    if (be) {
        hand_over(be, old, chr);
    }
    qemu_chr_delete(old);
    object_property_add_child(parent, id, OBJECT(chr));
    object_unref(chr);
    return true;
}
