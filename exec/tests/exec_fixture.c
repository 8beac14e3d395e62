/* exec_fixture.c: see exec_fixture.h */
#include "exec_fixture.h"

#include "asm.h"
#include "core/bql.h"
#include "core/cpu_model.h"
#include "core/csr_bits.h"
#include "memory/memory_map.h"
#include "test_accel.h"

#include "support/unit.h"

#define PMP_NAPOT_RWX 0x1f

static uint64_t read_time(void *opaque)
{
    ExecFixture *f = opaque;

    return f->clock_time
        ? (uint64_t)qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) / 100
        : __atomic_load_n(&f->time, __ATOMIC_RELAXED);
}

/* --- the device ---------------------------------------------------------- */

static void log_access(ExecFixture *f, FixtureAccess access)
{
    f->log[f->n_log++ % G_N_ELEMENTS(f->log)] = access;
}

static MemTxResult io_read(void *opaque, hwaddr offset, uint64_t *value,
                           unsigned size, MemTxAttrs attrs)
{
    ExecFixture *f = opaque;

    *value = 0x1111111111111100ull + offset;
    log_access(f, (FixtureAccess) { offset, size, false, 0 });
    return offset == FIXTURE_IO_ERROR ? MEMTX_ERROR : MEMTX_OK;
}

static MemTxResult io_write(void *opaque, hwaddr offset, uint64_t value,
                            unsigned size, MemTxAttrs attrs)
{
    ExecFixture *f = opaque;

    log_access(f, (FixtureAccess) { offset, size, true, value });
    return offset == FIXTURE_IO_ERROR ? MEMTX_ERROR : MEMTX_OK;
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

static void add_memory(ExecFixture *f)
{
    GError *error = NULL;

    memory_map_init();
    memory_region_init_ram(&f->ram, NULL, "ram", FIXTURE_RAM_SIZE, &error);
    memory_region_add_subregion(get_system_memory(), FIXTURE_RAM_BASE,
                                &f->ram);
    memory_region_init_rom(&f->rom, NULL, "rom", FIXTURE_ROM_SIZE, &error);
    memory_region_add_subregion(get_system_memory(), FIXTURE_ROM_BASE,
                                &f->rom);
    memory_region_init_io(&f->io, NULL, &io_ops, f, "io", FIXTURE_IO_SIZE);
    memory_region_add_subregion(get_system_memory(), FIXTURE_IO_BASE, &f->io);
    f->host = memory_region_get_ram_ptr(&f->ram);
}

static void init_vcpu(ExecFixture *f, Vcpu *v, int index)
{
    f->config.mhartid = (uint64_t)index;
    vcpu_init(v, &(VcpuParams) {
        .cpus = f->cpus,
        .as = &address_space_memory,
        .env = { .read_time = read_time, .opaque = f },
        .timebase_hz = 10000000,
        .index = index,
    }, &f->config);
}

ExecFixture *exec_fixture_new(const char *cpu)
{
    ExecFixture *f = g_new0(ExecFixture, 1);
    g_auto(GStrv) words = g_strsplit(cpu, ",", 2);
    GError *error = NULL;

    if (!hart_config_init(&f->config, words[0], words[1], &error)) {
        g_error("%s", error->message);
    }
    f->config.reset_pc = FIXTURE_RAM_BASE;
    add_memory(f);
    f->cpus = test_accel_cpus();
    f->watch = memory_watch_new(f->cpus, &address_space_memory);
    init_vcpu(f, &f->vcpu, 0);
    return f;
}

Vcpu *exec_fixture_add_hart(ExecFixture *f)
{
    unsigned index = f->cpus->cpus->len;

    g_assert(index < FIXTURE_HARTS);
    init_vcpu(f, &f->more[index - 1], (int)index);
    return &f->more[index - 1];
}

static void remove_region(MemoryRegion *mr)
{
    memory_region_del_subregion(get_system_memory(), mr);
    memory_region_deinit(mr);
}

void exec_fixture_free(ExecFixture *f)
{
    for (unsigned i = f->cpus->cpus->len; i > 0; i--) {
        vcpu_deinit(cpu_set_get(f->cpus, i - 1));
    }
    memory_watch_free(f->watch);
    cpu_set_free(f->cpus);
    remove_region(&f->io);
    remove_region(&f->rom);
    remove_region(&f->ram);
    g_free(f);
}

void exec_fixture_load(ExecFixture *f, uint64_t offset, const uint32_t *words,
                       size_t n_words)
{
    size_t n_bytes = n_words * sizeof(*words);
    ram_addr_t in_block;
    RAMBlock *block = qemu_ram_block_from_host(f->host + offset, &in_block);

    memcpy(f->host + offset, words, n_bytes);
    ram_block_note_write(block, in_block, n_bytes);
}

int vcpu_run(Vcpu *v, int64_t n)
{
    v->slice_end = v->hart.retired + (uint64_t)n;
    cpu_exec_start(v);
    int result = cpu_exec(v);
    cpu_exec_end(v);
    return result;
}

int exec_fixture_run(ExecFixture *f, int64_t n)
{
    return vcpu_run(&f->vcpu, n);
}

void exec_fixture_run_one(ExecFixture *f, uint32_t word)
{
    LOAD(f, 0, word, WFI);
    f->vcpu.hart.wfi = false;
    f->vcpu.hart.pc = FIXTURE_RAM_BASE;
    ck_assert_int_eq(exec_fixture_run(f, 100), EXCP_HLT);
}

/* --- threads ------------------------------------------------------------- */

void exec_fixture_start(ExecFixture *f, bool round_robin)
{
    bql_lock();
    f->cpus->round_robin = round_robin;
    for (unsigned i = 0; i < f->cpus->cpus->len; i++) {
        Vcpu *v = cpu_set_get(f->cpus, i);

        v->slice_end = VCPU_NO_SLICE;
        vcpu_start(v);
    }
    resume_all_vcpus(f->cpus);
    bql_unlock();
}

void exec_fixture_stop(ExecFixture *f)
{
    bql_lock();
    pause_all_vcpus(f->cpus);
    cpu_set_join(f->cpus);
    bql_unlock();
}

/* On the vCPU's own thread: nobody else may look at a hart that runs. */
static void read_idle(Vcpu *v, void *data)
{
    *(bool *)data = vcpu_is_idle(v);
}

static bool all_idle(ExecFixture *f)
{
    bool idle = true;

    bql_lock();
    for (unsigned i = 0; idle && i < f->cpus->cpus->len; i++) {
        run_on_cpu(cpu_set_get(f->cpus, i), read_idle, &idle);
    }
    bql_unlock();
    return idle;
}

bool exec_fixture_wait_idle(ExecFixture *f)
{
    for (int ms = 0; ms < 20000; ms++) {
        if (all_idle(f)) {
            return true;
        }
        g_usleep(1000);
    }
    return false;
}

uint64_t exec_fixture_word(ExecFixture *f, uint64_t offset)
{
    return __atomic_load_n((uint64_t *)(f->host + offset), __ATOMIC_SEQ_CST);
}

/* --- page tables --------------------------------------------------------- */

/* One root, one middle table, and a leaf table per 2 MiB of the first GiB. */
static uint64_t *table(ExecFixture *f, unsigned number)
{
    return (uint64_t *)(f->host + FIXTURE_TABLES + number * 4096);
}

static uint64_t table_pte(unsigned number)
{
    uint64_t phys = FIXTURE_RAM_BASE + FIXTURE_TABLES + number * 4096;

    return phys >> 12 << 10 | PTE_V;
}

void exec_fixture_map(ExecFixture *f, uint64_t virt, uint64_t phys,
                      unsigned flags)
{
    unsigned middle = virt >> 21 & 511;
    unsigned number = 2 + middle % 200;

    table(f, 0)[0] = table_pte(1);
    table(f, 1)[middle] = table_pte(number);
    table(f, number)[virt >> 12 & 511] = phys >> 12 << 10 | flags;
}

void exec_fixture_map_large(ExecFixture *f, uint64_t virt, uint64_t phys,
                            unsigned flags)
{
    table(f, 0)[0] = table_pte(1);
    table(f, 1)[virt >> 21 & 511] = phys >> 12 << 10 | flags;
}

void exec_fixture_enter(ExecFixture *f, PrivMode priv, uint64_t pc)
{
    Hart *h = &f->vcpu.hart;

    h->pmp[0] = (HartPmp) { .addr = ~0ull >> 10, .cfg = PMP_NAPOT_RWX };
    h->satp = 8ull << 60 | (FIXTURE_RAM_BASE + FIXTURE_TABLES) >> 12;
    h->priv = (uint8_t)priv;
    h->pc = pc;
    vcpu_state_changed(&f->vcpu);
}
