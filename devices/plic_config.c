/*
 * plic_config.c: the hart configuration string of a PLIC
 *
 * "MS,MS" describes two harts with an M and an S context each. Contexts are
 * numbered in the order of the letters, harts by commas. An empty part is a
 * hart without contexts.
 */
#include "plic_config.h"

#include <string.h>

static bool mode_is_valid(char mode)
{
    return mode == 'M' || mode == 'S' || mode == 'U';
}

static int pin_of(char mode, uint32_t hart, uint32_t num_harts)
{
    switch (mode) {
    case 'S':
        return (int)hart;
    case 'M':
        return (int)(num_harts + hart);
    default:
        return -1;
    }
}

static uint32_t count_harts(const char *config)
{
    uint32_t n = 1;

    for (; *config; config++) {
        n += *config == ',';
    }
    return n;
}

/* one letter of the string; @seen holds the letters of this hart so far */
static bool add_context(GArray *contexts, GString *seen, PlicContext context,
                        GError **errp)
{
    if (!mode_is_valid(context.mode)) {
        error_setg(errp, "hart-config has '%c'; the modes are M, S and U",
                   context.mode);
        return false;
    }
    if (strchr(seen->str, context.mode)) {
        error_setg(errp, "hart-config gives hart %u mode %c twice",
                   context.hart, context.mode);
        return false;
    }
    if (contexts->len == PLIC_MAX_CONTEXTS) {
        error_setg(errp, "hart-config has more than %d contexts",
                   PLIC_MAX_CONTEXTS);
        return false;
    }
    g_string_append_c(seen, context.mode);
    g_array_append_val(contexts, context);
    return true;
}

GArray *plic_config_parse(const char *config, uint32_t *num_harts,
                          GError **errp)
{
    g_autoptr(GArray) contexts = g_array_new(FALSE, TRUE,
                                             sizeof(PlicContext));
    g_autoptr(GString) seen = g_string_new(NULL);
    uint32_t hart = 0;

    *num_harts = count_harts(config);
    for (const char *p = config; *p; p++) {
        PlicContext context = { .hart = hart, .mode = *p };

        if (*p == ',') {
            hart++;
            g_string_truncate(seen, 0);
            continue;
        }
        context.pin = pin_of(*p, hart, *num_harts);
        if (!add_context(contexts, seen, context, errp)) {
            return NULL;
        }
    }
    if (contexts->len == 0) {
        error_setg(errp, "hart-config is empty; \"MS\" is one hart with "
                   "machine and supervisor mode");
        return NULL;
    }
    return g_steal_pointer(&contexts);
}
