/* perf_map.c: see perf_map.h */
#include "perf_map.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "core/error.h"

struct PerfMap {
    FILE *file;                 /* whole lines are written at once */
};

char *perf_map_path(void)
{
    return g_strdup_printf("/tmp/perf-%d.map", (int)getpid());
}

PerfMap *perf_map_new(const char *path, GError **errp)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

    unlink(path);
    int fd = open(path, flags, 0600);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) {
        error_setg_errno(errp, errno, "cannot create '%s' for -perfmap", path);
        return NULL;
    }
    PerfMap *map = g_new(PerfMap, 1);

    setvbuf(file, NULL, _IOLBF, BUFSIZ);
    map->file = file;
    return map;
}

void perf_map_free(PerfMap *map)
{
    if (map) {
        fclose(map->file);
        g_free(map);
    }
}

static void add(PerfMap *map, const uint8_t *start, const uint8_t *end,
                const char *name)
{
    if (start < end) {
        fprintf(map->file, "%" PRIxPTR " %zx %s\n", (uintptr_t)start,
                (size_t)(end - start), name);
    }
}

/* Each name holds until the next one. */
void perf_map_add_common(PerfMap *map, const TcgCodeCache *cache)
{
    const uint8_t *start = tcg_code_cache_start(cache);
    const uint8_t *end = start + tcg_code_cache_used(cache);
    g_autoptr(GString) name = g_string_new("tcg ");
    const gsize prefix = name->len;

    for (const uint8_t *p = start; p < end; p++) {
        g_autoptr(GString) next = g_string_new(NULL);

        if (tcg_code_name(cache, p, next)) {
            add(map, start, p, name->str);
            start = p;
            g_string_truncate(name, prefix);
            g_string_append(name, next->str);
        }
    }
    add(map, start, end, name->str);
}

void perf_map_add_unit(PerfMap *map, const TcgUnit *unit, vaddr pc)
{
    g_autofree char *name = NULL;

    if (map) {
        name = g_strdup_printf("guest-0x%" PRIx64, pc);
        add(map, unit->code, (const uint8_t *)unit->code + unit->code_bytes,
            name);
    }
}
