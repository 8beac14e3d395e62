/*
 * chardev_new.c: making, finding and closing back ends
 *
 * All chardevs are children of the container /chardevs, under their id; that
 * is the only list of them. With mux=on the back end proper is called
 * "<id>-base" and the mux in front of it gets the id.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "char_mux.h"
#include "char_opts.h"
#include "devices/chardev.h"

static Object *chardevs(void)
{
    return container_get(object_get_root(), "/chardevs");
}

Chardev *qemu_chr_find(const char *id)
{
    Object *obj = object_resolve_path_component(chardevs(), id);

    return obj ? CHARDEV(obj) : NULL;
}

/* ------------------------------------------------------------- creation */

static bool chr_open_log(Chardev *chr, const ChardevOpts *opts, Error **errp)
{
    const char *file = chardev_opts_str(opts, "logfile");
    bool append;

    if (!chardev_opts_bool(opts, "logappend", false, &append, errp)) {
        return false;
    }
    if (!file) {
        return true;
    }
    chr->log_fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC |
                       (append ? O_APPEND : O_TRUNC), 0600);
    if (chr->log_fd < 0) {
        error_setg_errno(errp, errno, "-chardev %s: logfile '%s' cannot be "
                         "opened", opts->backend, file);
        return false;
    }
    return true;
}

static ChardevClass *chr_class_find(const char *backend, Error **errp)
{
    g_autofree char *type = g_strconcat("chardev-", backend, NULL);
    ObjectClass *klass = object_class_by_name(type);

    if (!klass || object_class_is_abstract(klass) ||
        g_str_equal(type, TYPE_CHARDEV_MUX)) {
        error_setg(errp, "'%s' is not a chardev back end; there are file, "
                   "null, pty, ringbuf, socket and stdio", backend);
        return NULL;
    }
    return CHARDEV_CLASS(klass);
}

Chardev *chardev_make(const char *label, const ChardevOpts *opts,
                      Error **errp)
{
    ChardevClass *cc = chr_class_find(opts->backend, errp);

    if (!cc || !chardev_opts_check(opts, cc->keys, errp)) {
        return NULL;
    }
    Chardev *chr = CHARDEV(object_new_with_class(OBJECT_CLASS(cc)));

    chr->label = g_strdup(label);
    chr->filename = g_strdup(opts->backend);
    if (!chr_open_log(chr, opts, errp) ||
        (cc->open && !cc->open(chr, opts, errp))) {
        object_unref(chr);
        return NULL;
    }
    return chr;
}

static Chardev *chr_new_plain(const char *label, const ChardevOpts *opts,
                              Error **errp)
{
    Chardev *chr;

    if (object_property_find(chardevs(), label)) {
        error_setg(errp, "chardev id '%s' is in use: give each its own",
                   label);
        return NULL;
    }
    chr = chardev_make(label, opts, errp);
    if (chr) {
        object_property_add_child(chardevs(), label, OBJECT(chr));
        object_unref(chr);
    }
    return chr;
}

static Chardev *chr_new_muxed(const char *label, const ChardevOpts *opts,
                              Error **errp)
{
    g_autofree char *base_label = g_strconcat(label, "-base", NULL);
    Chardev *base;
    Chardev *mux;

    if (qemu_chr_find(label)) {
        error_setg(errp, "chardev id '%s' is in use: give each its own",
                   label);
        return NULL;
    }
    base = chr_new_plain(base_label, opts, errp);
    if (!base) {
        return NULL;
    }
    mux = CHARDEV(object_new(TYPE_CHARDEV_MUX));
    mux->label = g_strdup(label);
    mux->filename = g_strdup("mux");
    mux_chr_open(mux, base);
    object_property_add_child(chardevs(), label, OBJECT(mux));
    object_unref(mux);
    return mux;
}

static Chardev *chr_new(const char *label, const ChardevOpts *opts,
                        Error **errp)
{
    bool mux;

    if (!chardev_opts_bool(opts, "mux", false, &mux, errp)) {
        return NULL;
    }
    return mux ? chr_new_muxed(label, opts, errp)
               : chr_new_plain(label, opts, errp);
}

Chardev *chardev_new(const char *id, const ChardevOpts *opts, Error **errp)
{
    if (!id || !id[0] || strchr(id, '/')) {
        error_setg(errp, "-chardev %s needs an id without '/': add id=NAME",
                   opts->backend);
        return NULL;
    }
    return chr_new(id, opts, errp);
}

Chardev *qemu_chr_new_from_opts(const char *text, Error **errp)
{
    g_autoptr(ChardevOpts) opts = chardev_opts_parse(text, errp);

    return opts ? chardev_new(chardev_opts_str(opts, "id"), opts, errp) : NULL;
}

bool qemu_chr_spec_wants_monitor(const char *spec)
{
    return g_str_has_prefix(spec, "mon:");
}

Chardev *qemu_chr_new(const char *label, const char *spec, Error **errp)
{
    bool monitor = qemu_chr_spec_wants_monitor(spec);
    const char *plain = monitor ? spec + strlen("mon:") : spec;

    if (g_str_equal(plain, "none")) {
        return NULL;
    }
    if (g_str_has_prefix(plain, "chardev:")) {
        const char *id = plain + strlen("chardev:");
        Chardev *chr = qemu_chr_find(id);

        if (!chr) {
            error_setg(errp, "there is no chardev '%s'; make it with "
                       "-chardev ...,id=%s", id, id);
        }
        return chr;
    }
    g_autoptr(ChardevOpts) opts = chardev_opts_from_spec(plain, errp);

    if (!opts) {
        return NULL;
    }
    if (monitor) {
        chardev_opts_set(opts, "mux", "on");
        if (g_str_equal(opts->backend, "stdio")) {
            /* Ctrl-C belongs to the guest; Ctrl-A x leaves. */
            chardev_opts_set(opts, "signal", "off");
        }
    }
    return chr_new(label, opts, errp);
}

/* -------------------------------------------------------------- all of them */

static int chr_list_add(Object *obj, void *opaque)
{
    g_ptr_array_add(opaque, object_ref(obj));
    return 0;
}

/* A copy, so that the visitor may delete chardevs. */
static GPtrArray *chr_list(void)
{
    GPtrArray *list = g_ptr_array_new_with_free_func(object_unref);

    object_child_foreach(chardevs(), chr_list_add, list);
    return list;
}

void qemu_chr_foreach(void (*fn)(Chardev *chr, void *opaque), void *opaque)
{
    g_autoptr(GPtrArray) list = chr_list();

    for (guint i = 0; i < list->len; i++) {
        fn(g_ptr_array_index(list, i), opaque);
    }
}

static void chr_print_one(Chardev *chr, void *opaque)
{
    g_string_append_printf(opaque, "%s: filename=%s\n", chr->label,
                           chr->filename);
}

void qemu_chr_print(GString *out)
{
    qemu_chr_foreach(chr_print_one, out);
}

static void chr_flush(Chardev *chr)
{
    if (CHARDEV_GET_CLASS(chr)->chr_flush) {
        CHARDEV_GET_CLASS(chr)->chr_flush(chr);
    }
}

void qemu_chr_delete(Chardev *chr)
{
    chr_flush(chr);
    object_unparent(OBJECT(chr));
}

static void chr_cleanup_one(Chardev *chr, void *opaque)
{
    /* A mux lets go of its base, so it goes first. */
    if (!!object_dynamic_cast(OBJECT(chr), TYPE_CHARDEV_MUX) ==
        GPOINTER_TO_INT(opaque)) {
        qemu_chr_delete(chr);
    }
}

void qemu_chr_cleanup(void)
{
    qemu_chr_foreach(chr_cleanup_one, GINT_TO_POINTER(true));
    qemu_chr_foreach(chr_cleanup_one, GINT_TO_POINTER(false));
}
