/*
 * worker_props.c: an object with one property of each kind
 */
#include "worker_machine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const colour_names[] = { "red", "green", "blue" };
static const QEnumLookup colours = { colour_names, 3 };

static LabProps *called(Object *obj)
{
    LabProps *s = (LabProps *)obj;

    s->calls++;
    return s;
}

static void visit_flag(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    visit_type_bool(v, name, &called(obj)->flag, errp);
}

static void visit_small(Object *obj, Visitor *v, const char *name,
                        void *opaque, Error **errp)
{
    visit_type_uint8(v, name, &called(obj)->small, errp);
}

static void visit_word(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    visit_type_uint32(v, name, opaque, errp);
    called(obj);
}

static void visit_big(Object *obj, Visitor *v, const char *name,
                      void *opaque, Error **errp)
{
    visit_type_uint64(v, name, &called(obj)->big, errp);
}

static void visit_offset(Object *obj, Visitor *v, const char *name,
                         void *opaque, Error **errp)
{
    visit_type_int32(v, name, &called(obj)->offset, errp);
}

static void visit_amount(Object *obj, Visitor *v, const char *name,
                         void *opaque, Error **errp)
{
    visit_type_size(v, name, &called(obj)->amount, errp);
}

static void visit_colour(Object *obj, Visitor *v, const char *name,
                         void *opaque, Error **errp)
{
    visit_type_enum(v, name, &called(obj)->colour, &colours, errp);
}

static void visit_peer(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    visit_type_object(v, name, &called(obj)->peer, errp);
}

static void get_label(Object *obj, Visitor *v, const char *name,
                      void *opaque, Error **errp)
{
    visit_type_str(v, name, &called(obj)->label, errp);
}

static void set_label(Object *obj, Visitor *v, const char *name,
                      void *opaque, Error **errp)
{
    LabProps *s = called(obj);
    char *text;

    if (visit_type_str(v, name, &text, errp)) {
        g_free(s->label);
        s->label = text;
    }
}

/* An accessor that has its own opinion. */
static void visit_picky(Object *obj, Visitor *v, const char *name,
                        void *opaque, Error **errp)
{
    called(obj);
    error_setg(errp, "the accessor of '%s' refuses", name);
}

typedef struct PropRow {
    const char *name;
    const char *type;
    ObjectPropertyAccessor *get;
    ObjectPropertyAccessor *set;
} PropRow;

static const PropRow rows[] = {
    { "flag", "bool", visit_flag, visit_flag },
    { "label", "string", get_label, set_label },
    { "small", "uint8", visit_small, visit_small },
    { "word", "uint32", visit_word, visit_word },
    { "big", "uint64", visit_big, visit_big },
    { "offset", "int32", visit_offset, visit_offset },
    { "amount", "size", visit_amount, visit_amount },
    { "colour", "Colour", visit_colour, visit_colour },
    { "peer", "link<object>", visit_peer, visit_peer },
    { "picky", "uint32", visit_picky, visit_picky },
    { "fixed", "uint64", visit_big, NULL },
    { "secret", "string", NULL, set_label },
};

static LabProps *props_of(Worker *w)
{
    MachineLab *lab = worker_state(w);

    if (lab->props) {
        return lab->props;
    }
    ObjectClass *klass = hand_class(&lab->props_class, "lab-device", NULL,
                                    sizeof(ObjectClass), sizeof(LabProps));
    Object *obj = object_new_with_class(klass);

    lab->props = (LabProps *)obj;
    lab->props->lab = lab;
    lab->props->label = g_strdup("nothing");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        object_property_add(obj, rows[i].name, rows[i].type, rows[i].get,
                            rows[i].set, NULL, &lab->props->word);
    }
    return lab->props;
}

static void tell_values(Worker *w, const LabProps *s)
{
    reply_bool(w, "flag", s->flag);
    reply_text(w, "label", s->label);
    reply_add(w, "numbers", "%u %u %" PRIu64 " %d %" PRIu64, s->small,
              s->word, s->big, s->offset, s->amount);
    reply_i64(w, "colour", s->colour);
    reply_bool(w, "has_peer", s->peer != NULL);
    reply_u64(w, "accessor_calls", s->calls);
}

static bool set_kind(Object *obj, Worker *w, Error **errp)
{
    const char *kind = worker_text(w, "kind");
    const char *name = worker_text(w, "name");
    const char *value = worker_text(w, "value");

    switch (kind[0]) {
    case 'b':
        return object_property_set_bool(obj, name, value[0] == 'y', errp);
    case 'i':
        return object_property_set_int(obj, name, strtoll(value, NULL, 0),
                                       errp);
    case 'u':
        return object_property_set_uint(obj, name, strtoull(value, NULL, 0),
                                        errp);
    case 's':
        return object_property_set_str(obj, name, value, errp);
    case 'o':
        return object_property_set_link(obj, name,
                                        value[0] == 'y' ? obj : NULL, errp);
    default:
        return object_property_parse(obj, name, value, errp);
    }
}

void machine_op_set(Worker *w)
{
    LabProps *s = props_of(w);
    bool quiet = worker_u64(w, "quiet") != 0;
    Error *error = NULL;
    bool ok = set_kind(OBJECT(s), w, quiet ? NULL : &error);

    tell_outcome(w, ok, error);
    tell_values(w, s);
}

static void tell_got(Worker *w, Object *obj, Error **errp)
{
    const char *kind = worker_text(w, "kind");
    const char *name = worker_text(w, "name");

    switch (kind[0]) {
    case 'b':
        reply_bool(w, "value", object_property_get_bool(obj, name, errp));
        break;
    case 'i':
        reply_i64(w, "value", object_property_get_int(obj, name, errp));
        break;
    case 'u':
        reply_u64(w, "value", object_property_get_uint(obj, name, errp));
        break;
    case 'o':
        reply_bool(w, "value",
                   object_property_get_link(obj, name, errp) == obj);
        break;
    case 'e':
        reply_i64(w, "value", object_property_get_enum(obj, name, "Colour",
                                                       errp));
        break;
    default: {
        g_autofree char *text = object_property_get_str(obj, name, errp);

        reply_text(w, "value", text);
    }
    }
}

void machine_op_get(Worker *w)
{
    LabProps *s = props_of(w);
    Error *error = NULL;

    tell_got(w, OBJECT(s), &error);
    tell_outcome(w, error == NULL, error);
    reply_u64(w, "accessor_calls", s->calls);
}

void machine_op_print(Worker *w)
{
    LabProps *s = props_of(w);
    bool quiet = worker_u64(w, "quiet") != 0;
    Error *error = NULL;
    g_autofree char *text = object_property_print(
        OBJECT(s), worker_text(w, "name"), false, quiet ? NULL : &error);

    reply_text(w, "text", text);
    tell_outcome(w, text != NULL, error);
    reply_u64(w, "accessor_calls", s->calls);
}
