/* board.c: see board.h */
#include "board.h"

#include <string.h>
#include <unistd.h>

#include "core/digest.h"
#include "devices/qdev.h"
#include "devices/riscv_aclint.h"
#include "machine/riscv_cpu.h"
#include "memory/memory_map.h"
#include "memory/mtree.h"
#include "runstate/runstate.h"
#include "snapshot/vmstate.h"
#include "timers/timer.h"

static char *full_cpu_type(const MachineClass *mc, const char *model)
{
    return model ? g_strconcat(model, RISCV_CPU_TYPE_SUFFIX, NULL)
                 : g_strdup(mc->default_cpu_type);
}

static MachineState *new_machine(const BoardSpec *spec, Error **errp)
{
    MachineClass *mc = machine_find_class(spec->machine, errp);
    MachineState *machine;

    if (!mc) {
        return NULL;
    }
    machine = MACHINE(object_new(object_class_get_name(OBJECT_CLASS(mc))));
    object_property_add_child(object_get_root(), "machine", OBJECT(machine));
    object_unref(OBJECT(machine));
    machine->ram_size = BOARD_RAM_SIZE;
    machine->smp = spec->smp;
    machine->cpu_type = full_cpu_type(mc, spec->cpu);
    machine->cpu_features = g_strdup(spec->features);
    machine->firmware = g_strdup(spec->firmware ? spec->firmware : "none");
    machine->kernel_filename = g_strdup(spec->kernel);
    machine->deterministic = true;
    if (spec->property) {
        object_property_set_bool(OBJECT(machine), spec->property, true,
                                 &error_abort);
    }
    return machine;
}

static bool build(Board *board, const BoardSpec *spec, Error **errp)
{
    MachineState *machine = new_machine(spec, errp);

    if (!machine) {
        return false;
    }
    board->machine = machine;
    board->serial = qemu_chr_new_from_opts("ringbuf,id=serial0",
                                           &error_abort);
    machine->cpus = board->vm->cpus;
    machine->request = vm_request(board->vm);
    machine->serial[0] = board->serial;
    vm_set_machine(board->vm, machine);
    return machine_check_smp(MACHINE_GET_CLASS(machine), &machine->smp,
                             errp) &&
           machine_run_board_init(machine, errp);
}

Board *board_try(const BoardSpec *spec, Error **errp)
{
    static Board board;         /* as long-lived as its devices */
    VmConfig config = { .icount = spec->icount };

    board.vm = vm_new(&config, &error_abort);
    return build(&board, spec, errp) ? &board : NULL;
}

Board *board_new(const BoardSpec *spec)
{
    GError *error = NULL;
    Board *board = board_try(spec, &error);

    ck_assert_msg(board != NULL, "%s", error ? error->message : "no message");
    return board;
}

char *board_refusal(const BoardSpec *spec)
{
    GError *error = NULL;
    Board *board = board_try(spec, &error);
    char *message;

    ck_assert_msg(board == NULL, "the machine does not refuse");
    ck_assert_ptr_nonnull(error);
    message = g_strdup(error->message);
    g_error_free(error);
    return message;
}

void board_load(uint64_t offset, const uint32_t *words, size_t n_words)
{
    cpu_physical_memory_write(BOARD_DRAM + offset, words,
                              n_words * sizeof(*words));
}

char *board_write_image(const void *bytes, size_t size)
{
    char *path = NULL;
    int fd = g_file_open_tmp("board-XXXXXX.bin", &path, NULL);

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(write(fd, bytes, size), (ssize_t)size);
    close(fd);
    return path;
}

int board_run(Board *board)
{
    return vm_run(board->vm, true);
}

static void budget_spent(void *opaque)
{
    qemu_system_shutdown_request_with_code(SHUTDOWN_CAUSE_GUEST_SHUTDOWN,
                                           BOARD_BUDGET_SPENT);
}

int board_run_budget(Board *board, int64_t instructions)
{
    QEMUTimer *timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, budget_spent, NULL);
    int status;

    timer_mod(timer, instructions);
    status = board_run(board);
    timer_free(timer);
    return status;
}

char *board_output(Board *board)
{
    uint8_t text[4096];
    size_t size = qemu_chr_ringbuf_read(board->serial, text, sizeof(text));

    return g_strndup((const char *)text, size);
}

Vcpu *board_hart(const Board *board, unsigned index)
{
    return cpu_set_get(board->vm->cpus, index);
}

uint32_t board_read32(hwaddr addr)
{
    uint32_t value = 0;

    cpu_physical_memory_read(addr, &value, sizeof(value));
    return value;
}

void board_write32(hwaddr addr, uint32_t value)
{
    cpu_physical_memory_write(addr, &value, sizeof(value));
}

char *board_mtree(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    char *end;

    mtree_info(memory_map_default(), &(MtreeOptions) { 0 }, text);
    end = strstr(text->str, "\n\n");
    ck_assert_ptr_nonnull(end);
    return g_strndup(text->str, (gsize)(end + 1 - text->str));
}

/* Guest time runs on during a reset: what mtime shows is not compared. */
static uint64_t mtimer_digest(RISCVAclintMTimerState *mtimer)
{
    const VMStateDescription *vmsd = DEVICE_GET_CLASS(mtimer)->vmsd;
    uint64_t offset = mtimer->time_offset;
    uint64_t digest;

    mtimer->time_offset = 0;
    digest = vmstate_digest(vmsd, mtimer);
    mtimer->time_offset = offset;
    return digest;
}

uint64_t board_digest_of(DeviceState *dev)
{
    const VMStateDescription *vmsd = DEVICE_GET_CLASS(dev)->vmsd;

    if (object_dynamic_cast(OBJECT(dev), TYPE_RISCV_ACLINT_MTIMER)) {
        return mtimer_digest(RISCV_ACLINT_MTIMER(dev));
    }
    return vmsd ? vmstate_digest(vmsd, dev) : 0;
}

static void add_device(DeviceState *dev, void *opaque)
{
    digest_update_u64(opaque, board_digest_of(dev));
}

uint64_t board_device_digest(void)
{
    Digest digest;

    digest_init(&digest);
    qdev_foreach(add_device, &digest);
    return digest_value(&digest);
}
