/* hart_machine.c: see hart_machine.h */
#include "hart_machine.h"

#include <stdarg.h>
#include <string.h>

#include "core/bql.h"
#include "core/cpu_model.h"
#include "exec/debug.h"
#include "memory/memory_map.h"
#include "timers/icount.h"

#define IO_RAISE 0x100
#define IO_LOWER 0x108
#define IO_KICK 0x110
#define IO_STOP 0x118
#define IO_REFUSED 0x200

#define HZ 1000000000           /* one tick is one instruction */
#define MAX_STANDSTILL 16       /* returns without an instruction in a row */

void hart_machine_event(HartMachine *m, const char *format, ...)
{
    char **slot = &m->events[m->n_events++ % LAB_EVENTS];
    va_list ap;

    va_start(ap, format);
    g_autofree char *text = g_strdup_vprintf(format, ap);
    va_end(ap);
    g_free(*slot);
    *slot = vcpu_current()
        ? g_strdup_printf("hart %d: %s", vcpu_current()->index, text)
        : g_steal_pointer(&text);
}

/* --- the device ---------------------------------------------------------- */

static MemTxResult io_read(void *opaque, hwaddr offset, uint64_t *value,
                           unsigned size, MemTxAttrs attrs)
{
    HartMachine *m = opaque;

    hart_machine_event(m, "load %u bytes from device+0x%x", size,
                       (unsigned)offset);
    *value = offset < sizeof(m->io_regs)
        ? m->io_regs[offset / 8] >> (8 * (offset % 8)) : 0;
    return offset == IO_REFUSED ? MEMTX_ERROR : MEMTX_OK;
}

static void io_act(HartMachine *m, hwaddr offset, uint64_t value)
{
    Vcpu *v = &m->harts[value % m->n_harts];

    if (offset < sizeof(m->io_regs)) {
        m->io_regs[offset / 8] = value;
    } else if (offset == IO_RAISE || offset == IO_LOWER) {
        vcpu_set_irq(&m->harts[0], (int)(value % 14), offset == IO_RAISE);
    } else if (offset == IO_KICK) {
        vcpu_kick(v);
    } else if (offset == IO_STOP) {
        v->stop = true;
        vcpu_kick(v);
    }
}

static MemTxResult io_write(void *opaque, hwaddr offset, uint64_t value,
                            unsigned size, MemTxAttrs attrs)
{
    HartMachine *m = opaque;

    hart_machine_event(m, "store 0x%" G_GINT64_MODIFIER
                       "x, %u bytes, to device+0x%x", value, size,
                       (unsigned)offset);
    io_act(m, offset, value);
    return offset == IO_REFUSED ? MEMTX_ERROR : MEMTX_OK;
}

static const MemoryRegionOps io_ops = {
    .read_with_attrs = io_read,
    .write_with_attrs = io_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 8,
               .unaligned = true },
    .impl = { .min_access_size = 1, .max_access_size = 8,
              .unaligned = true },
};

/* --- making it ----------------------------------------------------------- */

static uint64_t read_time(void *opaque)
{
    return (uint64_t)qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

static uint64_t retired(void *opaque)
{
    return cpu_set_retired(opaque);
}

/* Slices were cut for another deadline. */
static void deadline_moved(void *opaque, QEMUClockType type)
{
    HartMachine *m = opaque;

    for (unsigned i = 0; type == QEMU_CLOCK_VIRTUAL && i < m->n_harts; i++) {
        vcpu_request_exit(&m->harts[i], VCPU_EXIT_LOOP);
    }
}

void hart_machine_count(HartMachine *m)
{
    TimerSystem *ts = timer_system_default();
    GError *error = NULL;

    if (m->counts) {
        return;
    }
    m->counts = true;
    if (!icount_enable(ts, &(IcountConfig) { .shift = 0 }, &error)) {
        g_error("%s", error->message);
    }
    icount_set_source(ts, retired, m->cpus);
    cpu_enable_ticks();
    timer_system_set_notify(ts, deadline_moved, m);
}

static void add_memory(HartMachine *m)
{
    GError *error = NULL;

    memory_map_init();
    memory_region_init_ram(&m->ram, NULL, "ram", LAB_RAM_SIZE, &error);
    memory_region_add_subregion(get_system_memory(), LAB_RAM_BASE, &m->ram);
    memory_region_init_io(&m->io, NULL, &io_ops, m, "io", LAB_IO_SIZE);
    memory_region_add_subregion(get_system_memory(), LAB_IO_BASE, &m->io);
    m->host = memory_region_get_ram_ptr(&m->ram);
}

void hart_machine_add_harts(HartMachine *m, unsigned n)
{
    for (; m->n_harts < MIN(n, LAB_HARTS); m->n_harts++) {
        m->config.mhartid = m->n_harts;
        vcpu_init(&m->harts[m->n_harts], &(VcpuParams) {
            .cpus = m->cpus,
            .as = &address_space_memory,
            .env = { .read_time = read_time, .opaque = m },
            .timebase_hz = HZ,
            .index = (int)m->n_harts,
        }, &m->config);
    }
}

void hart_machine_init(HartMachine *m)
{
    GError *error = NULL;

    *m = (HartMachine) { .n_harts = 0 };
    if (!hart_config_init(&m->config, "rv64", NULL, &error)) {
        g_error("%s", error->message);
    }
    m->config.reset_pc = LAB_RAM_BASE;
    add_memory(m);
    m->cpus = cpu_set_new(accel_find("interp"));
    m->cpus->round_robin = true;
    m->watch = memory_watch_new(m->cpus, &address_space_memory);
    hart_machine_add_harts(m, 1);
    m->fresh = m->harts[0].hart;
}

void hart_machine_deinit(HartMachine *m)
{
    timer_system_set_notify(timer_system_default(), NULL, NULL);
    for (unsigned i = m->n_harts; i > 0; i--) {
        vcpu_deinit(&m->harts[i - 1]);
    }
    memory_watch_free(m->watch);
    cpu_set_free(m->cpus);
    memory_region_del_subregion(get_system_memory(), &m->io);
    memory_region_deinit(&m->io);
    memory_region_del_subregion(get_system_memory(), &m->ram);
    memory_region_deinit(&m->ram);
    for (unsigned i = 0; i < LAB_EVENTS; i++) {
        g_free(m->events[i]);
    }
}

bool hart_machine_load(HartMachine *m, uint64_t addr, const uint8_t *bytes,
                       size_t size)
{
    uint64_t offset = addr - LAB_RAM_BASE;
    ram_addr_t in_block;

    if (offset >= LAB_RAM_SIZE || size > LAB_RAM_SIZE - offset) {
        return false;
    }
    RAMBlock *block = qemu_ram_block_from_host(m->host + offset, &in_block);

    memcpy(m->host + offset, bytes, size);
    ram_block_note_write(block, in_block, size);
    return true;
}

/* --- running ------------------------------------------------------------- */

static void run_timers(void)
{
    bql_lock();
    icount_run_timers(timer_system_default());
    bql_unlock();
}

/* Guest time goes on to what the hart waits for. False: nothing will come. */
static bool skip_idle_time(void)
{
    bool moved;

    bql_lock();
    moved = icount_idle(timer_system_default());
    bql_unlock();
    if (moved) {
        run_timers();
    }
    return moved;
}

/* Returns: what is left of @n, with what cpu_exec() said in *result */
static uint64_t run_slice(Vcpu *v, uint64_t n, int *result)
{
    int64_t limit;

    while ((limit = icount_limit(timer_system_default(), (int64_t)n)) == 0) {
        run_timers();
    }
    v->slice_end = v->hart.retired + (uint64_t)limit;
    cpu_exec_start(v);
    *result = cpu_exec(v);
    cpu_exec_end(v);
    uint64_t left = v->slice_end > v->hart.retired
        ? v->slice_end - v->hart.retired : 0;

    return n - (uint64_t)limit + MIN(left, (uint64_t)limit);
}

static bool goes_on(int result)
{
    switch (result) {
    case EXCP_INTERRUPT:
    case EXCP_YIELD:
        return true;
    case EXCP_HLT:
    case EXCP_HALTED:
        return skip_idle_time();
    default:
        return false;
    }
}

int hart_machine_run(HartMachine *m, Vcpu *v, uint64_t n)
{
    unsigned standstill = 0;
    int result = EXCP_INTERRUPT;

    hart_machine_count(m);
    while (n > 0 && standstill < MAX_STANDSTILL) {
        uint64_t before = n;

        n = run_slice(v, n, &result);
        standstill = n == before ? standstill + 1 : 0;
        if (n > 0 && !goes_on(result)) {
            return result == EXCP_HLT ? EXCP_HALTED : result;
        }
    }
    return standstill ? result : EXCP_INTERRUPT;
}
