/*
 * worker_board.c: a clabpu board whose hart is stepped by this thread
 *
 * Guest time counts instructions, and timers run between two of them, so that
 * equal boards are equal after every instruction. The board is not reset: it
 * is as it was built.
 */
#include "worker_devices.h"

#include <inttypes.h>
#include <string.h>

#include "core/bql.h"
#include "core/digest.h"
#include "core/trace.h"
#include "core/trap.h"
#include "devices/clabpu_timer.h"
#include "machine/clabpu.h"
#include "machine/vm.h"
#include "memory/memory_map.h"
#include "snapshot/vmstate.h"
#include "timers/icount.h"

#define RAM_SIZE (1u << 20)
#define RUN_MAX 10000000u

typedef struct LabBoard {
    Vm *vm;
    ClabpuState *clabpu;
    Vcpu *vcpu;
    Digest digest;              /* of every state that there was */
} LabBoard;

static LabBoard *board_of(Worker *w)
{
    LabBoard *board = lab_of(w)->board;

    if (!board) {
        reply_text(w, "error", "there is no board yet");
    }
    return board;
}

/* ------------------------------------------------------------- building */

static MachineState *new_machine(Vm *vm)
{
    MachineClass *mc = machine_find_class("clabpu", NULL);
    MachineState *machine = MACHINE(object_new(TYPE_CLABPU_MACHINE));

    object_property_add_child(object_get_root(), "machine", OBJECT(machine));
    machine->ram_size = RAM_SIZE;
    machine->cpu_type = g_strdup(mc->default_cpu_type);
    machine->firmware = g_strdup("none");
    machine->deterministic = true;
    machine->cpus = vm->cpus;
    machine->request = vm_request(vm);
    vm_set_machine(vm, machine);
    return machine;
}

static bool build(LabBoard *board, Error **errp)
{
    VmConfig config = { .accel = accel_find("interp"), .icount = true };
    MachineState *machine;

    board->vm = vm_new(&config, errp);
    if (!board->vm) {
        return false;
    }
    machine = new_machine(board->vm);
    board->clabpu = CLABPU_MACHINE(machine);
    return machine_check_smp(MACHINE_GET_CLASS(machine), &machine->smp,
                             errp) &&
           machine_run_board_init(machine, errp);
}

static void note_trace(const char *line, void *opaque)
{
    DevicesLab *lab = opaque;

    worker_note(&lab->notes, "%s", line);
}

void op_board_new(Worker *w)
{
    DevicesLab *lab = lab_of(w);
    LabBoard *board = g_new0(LabBoard, 1);
    g_autoptr(GError) error = NULL;

    if (lab->board || lab->memory_is_made || !build(board, &error)) {
        reply_text(w, "error", error ? error->message : "only once");
        return;
    }
    lab->board = board;
    lab->memory_is_made = true;
    board->vcpu = cpu_set_get(board->vm->cpus, 0);
    digest_init(&board->digest);
    cpu_enable_ticks();
    trace_set_sink(note_trace, lab);
    (void)!trace_enable_events("clabpu_*", NULL);
}

/* --------------------------------------------------- what the board is like */

/* Where each device of the exercise answers. */
void op_board_map(Worker *w)
{
    static const struct {
        const char *name;
        ClabpuWindow window;
        hwaddr offset;
        uint32_t value;         /* written there; what it reads as tells */
    } rows[] = {
        { "intc", CLABPU_MMAP_INTC, CLABPU_INTC_ENABLE, 0x5a0 },
        { "timer", CLABPU_MMAP_TIMER, CLABPU_TIMER_COUNTER, 77 },
        { "edc", CLABPU_MMAP_EDC_REG, CLABPU_EDC_INT_ENABLE, 2 },
        { "edc errors", CLABPU_MMAP_EDC_ERR, 0, 0 },
    };

    if (!board_of(w)) {
        return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        hwaddr addr = clabpu_memmap[rows[i].window].base + rows[i].offset;
        uint32_t value = rows[i].value;
        bool good;

        cpu_physical_memory_write(addr, &value, sizeof(value));
        value = 0;
        good = address_space_read(&address_space_memory, addr,
                                  MEMTXATTRS_UNSPECIFIED, &value,
                                  sizeof(value)) == MEMTX_OK;
        reply_add(w, "window", "%s at 0x%" PRIx64 " %s 0x%x", rows[i].name,
                  addr, good ? "reads" : "does not answer, reads", value);
    }
}

static void tell_device(Worker *w, LabBoard *board, const char *name)
{
    Object *obj = object_resolve_path_component(OBJECT(board->clabpu), name);

    reply_add(w, "device", "%s is %s", name,
              obj ? object_get_typename(obj) : "not there");
    if (obj && strcmp(object_get_typename(obj), TYPE_CLABPU_TIMER) == 0) {
        reply_add(w, "device", "%s runs at %" PRIu64 " Hz", name,
                  (uint64_t)CLABPU_TIMER(obj)->frequency_hz);
    }
    if (obj) {
        reply_add(w, "device", "%s is %s", name,
                  DEVICE(obj)->realized ? "realized" : "not realized");
    }
}

void op_board_devices(Worker *w)
{
    LabBoard *board = board_of(w);

    if (board) {
        tell_device(w, board, "intc");
        tell_device(w, board, "edc");
        tell_device(w, board, "timer");
    }
}

/* -------------------------------------------------------------- running */

void op_load(Worker *w)
{
    LabBoard *board = board_of(w);
    size_t size;
    const uint8_t *bytes = worker_bytes(w, "bytes", &size);

    if (board) {
        cpu_physical_memory_write(worker_u64(w, "addr"), bytes, size);
        board->vcpu->hart.pc = worker_u64(w, "addr");
        vcpu_state_changed(board->vcpu);
    }
}

/* One instruction, and before it the timers that are due. */
static void step(LabBoard *board)
{
    TimerSystem *ts = timer_system_default();
    Vcpu *v = board->vcpu;
    int result;

    while (icount_limit(ts, 1) == 0) {
        icount_run_timers(ts);
    }
    v->slice_end = v->hart.retired + 1;
    bql_unlock();
    cpu_exec_start(v);
    result = cpu_exec(v);
    cpu_exec_end(v);
    bql_lock();
    if (result == EXCP_HALTED && icount_idle(ts)) {
        icount_run_timers(ts);
    }
}

/* An instruction may trap after an interrupt was taken: two in one step. */
static void note_traps(DevicesLab *lab, const TrapLog *log, uint64_t before)
{
    for (unsigned age = (unsigned)(log->count - before); age-- > 0;) {
        const TrapRecord *trap = trap_log_get(log, age);

        if (trap) {
            worker_note(&lab->notes, "trap: cause 0x%" PRIx64 " at 0x%" PRIx64,
                        trap->cause, trap->pc);
        }
    }
}

/* What the board calls so, if it is one: nobody knows what was wired. */
static void *device_of(DeviceState *dev, const char *type)
{
    return dev ? object_dynamic_cast(OBJECT(dev), type) : NULL;
}

static uint64_t device_digest(DeviceState *dev, const char *type)
{
    return device_of(dev, type)
           ? vmstate_digest(DEVICE_GET_CLASS(dev)->vmsd, dev) : 0;
}

/* A run that went another way and came back is another run. */
static void digest_state(LabBoard *board)
{
    Digest *digest = &board->digest;
    const Hart *h = &board->vcpu->hart;
    uint64_t csrs[] = {
        h->pc, h->priv, h->mstatus, h->mie, hart_mip(h), h->mtvec, h->mepc,
        h->mcause, h->mtval, h->retired,
    };

    for (unsigned i = 0; i < 32; i++) {
        digest_update_u64(digest, h->gpr[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(csrs); i++) {
        digest_update_u64(digest, csrs[i]);
    }
    digest_update_u64(digest, device_digest(board->clabpu->intc,
                                            TYPE_CLABPU_INTC));
    digest_update_u64(digest, device_digest(board->clabpu->edc,
                                            TYPE_CLABPU_EDC));
    digest_update_u64(digest, device_digest(board->clabpu->timer,
                                            TYPE_CLABPU_TIMER));
}

void op_run(Worker *w)
{
    LabBoard *board = board_of(w);
    uint64_t n = MIN(worker_u64(w, "n"), RUN_MAX);

    if (!board) {
        return;
    }
    for (uint64_t i = 0; i < n; i++) {
        uint64_t before = board->vcpu->trap_log.count;

        step(board);
        note_traps(lab_of(w), &board->vcpu->trap_log, before);
        digest_state(board);
    }
    reply_hex(w, "digest", digest_value(&board->digest));
}

/* ------------------------------------------------------------- observing */

static void tell_insn(Worker *w, const Vcpu *v)
{
    uint32_t word = 0;
    char text[64];

    cpu_physical_memory_read(v->hart.pc, &word, sizeof(word));
    insn_disas(v->decode, word, v->hart.pc, text, sizeof(text));
    reply_text(w, "next", g_strdelimit(text, "\t", ' '));
}

static void tell_hart(Worker *w, const Hart *h)
{
    reply_hex(w, "pc", h->pc);
    reply_u64(w, "retired", h->retired);
    for (unsigned i = 1; i < 32; i++) {
        reply_hex(w, gpr_name(i), h->gpr[i]);
    }
    reply_hex(w, "mstatus", h->mstatus);
    reply_hex(w, "mie", h->mie);
    reply_hex(w, "mip", hart_mip(h));
    reply_hex(w, "mtvec", h->mtvec);
    reply_hex(w, "mepc", h->mepc);
    reply_hex(w, "mcause", h->mcause);
    reply_hex(w, "mtval", h->mtval);
}

static void tell_intc(Worker *w, const ClabpuIntcState *intc)
{
    if (intc) {
        reply_hex(w, "intc_pending", intc->regs.pending);
        reply_hex(w, "intc_enable", intc->regs.enable);
        reply_hex(w, "intc_in_service", intc->regs.in_service);
    }
}

static void tell_edc(Worker *w, const ClabpuEdcState *edc)
{
    if (edc) {
        reply_hex(w, "edc_status", edc->regs.status);
        reply_hex(w, "edc_errors", edc->regs.error);
        reply_hex(w, "edc_int_enable", edc->regs.int_enable);
        reply_hex(w, "edc_int_status", edc->regs.int_status);
    }
}

static void tell_timer(Worker *w, const ClabpuTimerState *timer)
{
    if (timer) {
        reply_hex(w, "timer_control", timer->regs.control);
        reply_hex(w, "timer_status", timer->regs.status);
        reply_u64(w, "timer_started_at", timer->regs.counter);
    }
}

void op_state(Worker *w)
{
    LabBoard *board = board_of(w);

    if (board) {
        tell_insn(w, board->vcpu);
        tell_hart(w, &board->vcpu->hart);
        tell_intc(w, device_of(board->clabpu->intc, TYPE_CLABPU_INTC));
        tell_edc(w, device_of(board->clabpu->edc, TYPE_CLABPU_EDC));
        tell_timer(w, device_of(board->clabpu->timer, TYPE_CLABPU_TIMER));
    }
}

void op_events(Worker *w)
{
    lab_tell(w);
}
