/* code_names.c: what the addresses of common code are called */
#include "x86/emit.h"

static const char *const names[PLACE_COUNT] = {
    [PLACE_JUMP_MISS] = "jump cache: miss",
    [PLACE_EXIT_PC] = "leave: asked to",
    [PLACE_EXIT_OFFSET] = "leave",
};

bool tcg_code_name(const TcgCodeCache *cache, const void *address,
                   GString *out)
{
    const uint8_t *write = (const uint8_t *)address - cache->memory.run +
                           cache->memory.write;

    if (cache->enter == write) {
        g_string_append(out, "enter");
        return true;
    }
    for (unsigned i = 0; i < PLACE_COUNT; i++) {
        if (cache->place[i] == write && i < PLACE_JUMP_MISS) {
            g_string_append_printf(out, "helper %s",
                                   tcg_helper_name(i - PLACE_HELPER));
            return true;
        }
        if (cache->place[i] == write && names[i]) {
            g_string_append(out, names[i]);
            return true;
        }
    }
    return false;
}
