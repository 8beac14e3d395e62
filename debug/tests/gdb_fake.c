/* gdb_fake.c: see gdb_fake.h */
#include "gdb_fake.h"

#include <errno.h>
#include <string.h>

#include "core/cpu_model.h"

static unsigned fake_n_threads(void *opaque)
{
    return FAKE_HARTS;
}

static Hart *fake_hart(void *opaque, unsigned thread)
{
    GdbFake *f = opaque;

    g_assert(thread < FAKE_HARTS);
    return &f->harts[thread];
}

static const HartEnv *fake_env(void *opaque, unsigned thread)
{
    return NULL;
}

static void fake_hart_changed(void *opaque, unsigned thread)
{
    GdbFake *f = opaque;

    g_assert(!f->running || f->held);
    f->changed[thread]++;
}

static bool fake_translate(void *opaque, unsigned thread, vaddr addr,
                           hwaddr *phys)
{
    *phys = addr >= FAKE_VIRTUAL ? addr - FAKE_VIRTUAL + FAKE_RAM : addr;
    return addr < FAKE_RAM + FAKE_RAM_BYTES || addr >= FAKE_VIRTUAL;
}

static const struct {
    GdbRegion region;
    size_t at;
} places[] = {
    { { GDB_REGION_ROM, FAKE_ROM, FAKE_ROM_BYTES, 0 },
      offsetof(GdbFake, rom) },
    { { GDB_REGION_IO, FAKE_UART, 0x100, 0 }, 0 },
    { { GDB_REGION_FLASH, FAKE_FLASH, FAKE_FLASH_BYTES, 0x1000 },
      offsetof(GdbFake, flash) },
    { { GDB_REGION_RAM, FAKE_RAM, FAKE_RAM_BYTES, 0 },
      offsetof(GdbFake, ram) },
};

static bool fake_memory(void *opaque, const GdbMemory *access)
{
    hwaddr phys = access->addr;

    g_assert((access->addr & 4095) + access->len <= 4096);
    if (!access->physical &&
        !fake_translate(opaque, access->thread, access->addr, &phys)) {
        return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        const GdbRegion *r = &places[i].region;
        uint8_t *host = (uint8_t *)opaque + places[i].at + (phys - r->start);

        if (places[i].at == 0 || phys < r->start ||
            phys - r->start >= r->size ||
            access->len > r->size - (phys - r->start)) {
            continue;
        }
        memcpy(access->is_write ? host : access->buf,
               access->is_write ? access->buf : host, access->len);
        return true;
    }
    return false;
}

static bool fake_next_region(void *opaque, hwaddr addr, GdbRegion *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        if (addr < places[i].region.start + places[i].region.size) {
            *out = places[i].region;
            return true;
        }
    }
    return false;
}

static int fake_insert(void *opaque, const GdbPoint *point)
{
    GdbFake *f = opaque;

    g_assert(!f->running || f->held);
    g_array_append_val(f->points, *point);
    return point->addr == 0xdead0000 ? -EINVAL : 0;
}

static int fake_remove(void *opaque, const GdbPoint *point)
{
    GdbFake *f = opaque;

    g_assert(!f->running || f->held);
    for (unsigned i = 0; i < f->points->len; i++) {
        GdbPoint *have = &g_array_index(f->points, GdbPoint, i);

        if (have->type == point->type && have->addr == point->addr) {
            g_array_remove_index(f->points, i);
            return 0;
        }
    }
    return -ENOENT;
}

static bool fake_is_running(void *opaque)
{
    return ((GdbFake *)opaque)->running;
}

static bool fake_resume(void *opaque, const GdbAction *actions,
                        unsigned step_flags)
{
    GdbFake *f = opaque;

    g_assert(!f->held);
    f->resumes++;
    memcpy(f->actions, actions, sizeof(f->actions));
    f->step_flags = step_flags;
    f->running = !f->refuse_resume;
    return f->running;
}

static void fake_stop(void *opaque)
{
    GdbFake *f = opaque;

    g_assert(!f->held);
    f->stop_calls++;
    f->running = false;
}

static void fake_take_stop(void *opaque, unsigned thread, GdbStop *out)
{
    GdbFake *f = opaque;

    *out = f->stops[thread];
    f->stops[thread] = (GdbStop) { .reason = GDB_STOP_NONE };
}

static void fake_hold(void *opaque)
{
    GdbFake *f = opaque;

    g_assert(!f->held);
    f->held = true;
    f->holds++;
}

static void fake_release(void *opaque)
{
    GdbFake *f = opaque;

    g_assert(f->held);
    f->held = false;
}

static void fake_reset(void *opaque)
{
    ((GdbFake *)opaque)->resets++;
}

static void fake_kill(void *opaque)
{
    ((GdbFake *)opaque)->kills++;
}

static void fake_monitor(void *opaque, const char *line, GdbOutputFn *out,
                         void *out_opaque)
{
    GdbFake *f = opaque;

    g_string_append_printf(f->monitored, "%s\n", line);
    if (strcmp(line, "flood") == 0) {
        g_autofree char *much = g_strnfill(3u << 20, 'x');

        out(out_opaque, much, strlen(much));
    } else {
        out(out_opaque, "said ", 5);
        out(out_opaque, line, strlen(line));
    }
}

static const GdbTarget fake_target = {
    .n_threads = fake_n_threads,
    .hart = fake_hart,
    .env = fake_env,
    .hart_changed = fake_hart_changed,
    .memory = fake_memory,
    .translate = fake_translate,
    .next_region = fake_next_region,
    .insert_point = fake_insert,
    .remove_point = fake_remove,
    .is_running = fake_is_running,
    .resume = fake_resume,
    .stop = fake_stop,
    .take_stop = fake_take_stop,
    .hold = fake_hold,
    .release = fake_release,
    .reset = fake_reset,
    .kill = fake_kill,
    .monitor = fake_monitor,
};

/* --- the debugger's side -------------------------------------------------- */

static void keep_output(void *opaque, const char *text, size_t len)
{
    GdbFake *f = opaque;

    g_string_append_len(f->output, text, (gssize)len);
}

GdbFake *gdb_fake_new(void)
{
    GdbFake *f = g_new0(GdbFake, 1);

    for (unsigned i = 0; i < FAKE_HARTS; i++) {
        hart_config_init_warn(&f->harts[i].config, "rv64", NULL, NULL, NULL);
        f->harts[i].config.mhartid = i;
        f->harts[i].config.reset_pc = FAKE_ROM;
        hart_reset(&f->harts[i]);
    }
    f->points = g_array_new(FALSE, FALSE, sizeof(GdbPoint));
    f->monitored = g_string_new(NULL);
    f->output = g_string_new(NULL);
    f->server = gdb_server_new(&fake_target, f, keep_output, f);
    return f;
}

GdbFake *gdb_fake_connected(void)
{
    GdbFake *f = gdb_fake_new();

    gdb_server_connect(f->server);
    return f;
}

GdbFake *gdb_fake_connected_to_running(void)
{
    GdbFake *f = gdb_fake_new();

    f->running = true;
    gdb_server_connect(f->server);
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_INT);
    return f;
}

void gdb_fake_free(GdbFake *f)
{
    gdb_server_free(f->server);
    g_array_free(f->points, TRUE);
    g_string_free(f->monitored, TRUE);
    g_string_free(f->output, TRUE);
    g_free(f);
}

void gdb_fake_send(GdbFake *f, const char *payload, size_t len)
{
    GString *frame = g_string_new("$");
    uint8_t sum = 0;

    for (size_t i = 0; i < len; i++) {
        sum += (uint8_t)payload[i];
    }
    g_string_append_len(frame, payload, (gssize)len);
    g_string_append_printf(frame, "#%02x", sum);
    gdb_server_receive(f->server, (const uint8_t *)frame->str, frame->len);
    g_string_free(frame, TRUE);
}

/* "c*n" becomes c and n - 29 more. */
static GString *expand(const char *text, size_t len)
{
    GString *out = g_string_new(NULL);

    for (size_t i = 0; i < len; i++) {
        if (text[i] == '*') {
            for (int n = text[++i] - 29; n > 0; n--) {
                g_string_append_c(out, out->str[out->len - 1]);
            }
        } else {
            g_string_append_c(out, text[i]);
        }
    }
    return out;
}

static void unescape(GString *text)
{
    for (gsize i = 0; i < text->len; i++) {
        if (text->str[i] == '}') {
            g_string_erase(text, (gssize)i, 1);
            text->str[i] ^= 0x20;
        }
    }
}

char *gdb_fake_take(GdbFake *f)
{
    gsize start = strcspn(f->output->str, "$%");
    char *hash = strchr(f->output->str + start, '#');

    if (start == f->output->len || !hash) {
        return NULL;
    }
    char *first = f->output->str + start;
    uint8_t sum = 0;

    for (const char *p = first + 1; p < hash; p++) {
        sum += (uint8_t)*p;
    }
    g_assert(sum == g_ascii_strtoull(
        (char[3]) { hash[1], hash[2], '\0' }, NULL, 16));

    GString *payload = expand(first + 1, (size_t)(hash - first - 1));

    unescape(payload);
    if (*first == '%') {
        g_string_prepend_c(payload, '%');
    }
    g_string_erase(f->output, 0, hash + 3 - f->output->str);
    return g_string_free(payload, FALSE);
}

char *gdb_fake_ask(GdbFake *f, const char *payload)
{
    g_string_truncate(f->output, 0);
    gdb_fake_send(f, payload, strlen(payload));
    return gdb_fake_take(f);
}

void gdb_fake_stop(GdbFake *f, unsigned thread, GdbStop stop)
{
    f->running = false;
    f->stops[thread] = stop;
    gdb_server_vm_stopped(f->server, GDB_SIGNAL_TRAP);
}
