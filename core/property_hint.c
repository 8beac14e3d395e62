/*
 * property_hint.c: the message for a property name that does not exist
 *
 * A typing slip gets the nearest name; anything else gets the list of names,
 * cut where it would no longer fit on a screen.
 */
#include "property_internal.h"

#include <string.h>

#define HINT_DISTANCE_MAX 2     /* single-character edits */
#define HINT_NAMES_MAX 12

/* Levenshtein distance with one row of the table. */
static unsigned edit_distance(const char *a, const char *b)
{
    size_t length = strlen(b);
    g_autofree unsigned *row = g_new(unsigned, length + 1);

    for (size_t j = 0; j <= length; j++) {
        row[j] = j;
    }
    for (; *a != '\0'; a++) {
        unsigned diagonal = row[0]++;
        for (size_t j = 1; j <= length; j++) {
            unsigned above = row[j];
            unsigned replaced = diagonal + (*a != b[j - 1]);
            row[j] = MIN(replaced, MIN(above, row[j - 1]) + 1);
            diagonal = above;
        }
    }
    return row[length];
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static GPtrArray *settable_names(ObjectPropertyIterator *iter)
{
    GPtrArray *names = g_ptr_array_new();
    ObjectProperty *prop;

    while ((prop = object_property_iter_next(iter)) != NULL) {
        if (prop->set != NULL) {
            g_ptr_array_add(names, prop->name);
        }
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

static const char *nearest_name(GPtrArray *names, const char *name)
{
    unsigned best_distance = HINT_DISTANCE_MAX + 1;
    const char *best = NULL;

    for (guint i = 0; i < names->len; i++) {
        unsigned distance = edit_distance(name, names->pdata[i]);
        if (distance < best_distance && distance < strlen(name)) {
            best_distance = distance;
            best = names->pdata[i];
        }
    }
    return best;
}

static char *list_names(GPtrArray *names)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++) {
        if (i == HINT_NAMES_MAX) {
            g_string_append(text, ", ...");
            break;
        }
        g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ",
                               (const char *)names->pdata[i]);
    }
    return g_string_free(text, FALSE);
}

void property_error_unknown(const char *type_name, const char *name,
                            ObjectPropertyIterator *known, Error **errp)
{
    g_autoptr(GPtrArray) names = settable_names(known);
    const char *nearest = nearest_name(names, name);

    if (nearest != NULL) {
        error_setg(errp, "Property '%s.%s' not found; did you mean '%s'?",
                   type_name, name, nearest);
        return;
    }
    g_autofree char *list = list_names(names);
    error_setg(errp, "Property '%s.%s' not found; %s%s", type_name, name,
               names->len == 0 ? "the type has none to set"
                               : "it can be one of: ", list);
}
