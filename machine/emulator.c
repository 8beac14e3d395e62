/* emulator.c: Options become a Vm with a board; see machine/emulator.h */
#include "machine/emulator.h"

#include "core/log.h"
#include "core/trace.h"
#include "devices/qdev.h"
#include "machine/riscv_cpu.h"
#include "machine/user_object.h"
#include "runstate/run_control.h"
#include "runstate/runstate.h"

/* --- the vCPUs ----------------------------------------------------------- */

/* (nullable) the first of "a:b:c" that this program has */
static const AccelOps *find_first_accel(const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, ":", -1);
    const AccelOps *found = NULL;

    for (unsigned i = 0; list[i] && !found; i++) {
        found = accel_find(list[i]);
    }
    return found;
}

static bool choose_accel(const Options *options, VmConfig *config,
                         Error **errp)
{
    if (options->accel.name) {
        config->accel = find_first_accel(options->accel.name);
        if (!config->accel) {
            error_setg(errp, "there is no accelerator '%s' in this program "
                       "(-accel ?)", options->accel.name);
            return false;
        }
    }
    if (options->icount.enabled && config->accel &&
        config->accel->stands_still) {
        error_setg(errp, "-accel %s runs no instructions to count: leave "
                   "-icount out", config->accel->name);
        return false;
    }
    if (options->icount.enabled &&
        options->accel.thread == ACCEL_THREAD_MULTI) {
        error_setg(errp, "-icount counts one instruction after the other: "
                   "use -accel %s,thread=single",
                   options->accel.name ? options->accel.name
                                       : accel_default()->name);
        return false;
    }
    return true;
}

Vm *emulator_new_vm(const Options *options, Error **errp)
{
    VmConfig config = {
        .round_robin = options->accel.thread == ACCEL_THREAD_SINGLE,
        .one_insn_per_tb = options->accel.one_insn_per_tb,
        .jit = options->accel.jit,
        .perfmap = options->perfmap,
        .icount = options->icount.enabled,
        .icount_shift = options->icount.shift,
        .icount_sleep = options->icount.sleep,
    };

    return choose_accel(options, &config, errp) ? vm_new(&config, errp)
                                                : NULL;
}

/* --- character back ends ------------------------------------------------- */

static void quit_by_keys(void *opaque)
{
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_UI);
}

/* "stdio,id=c0": keyval_print() gives it with the implied key. */
static char *chardev_spec(const KeyVal *kv)
{
    g_autofree char *text = keyval_print(kv);

    return g_strdup(g_str_has_prefix(text, "backend=") ? strchr(text, '=') + 1
                                                       : text);
}

static bool make_chardevs(const Options *options, Error **errp)
{
    for (unsigned i = 0; i < options->chardevs->len; i++) {
        g_autofree char *text =
            chardev_spec(g_ptr_array_index(options->chardevs, i));

        if (!qemu_chr_new_from_opts(text, errp)) {
            return false;
        }
    }
    return true;
}

bool emulator_uses_stdio(const Options *options)
{
    const GPtrArray *specs[] = {
        options->serials, options->monitors, options->qmps,
        options->qmps_pretty,
    };

    for (unsigned l = 0; l < G_N_ELEMENTS(specs); l++) {
        for (unsigned i = 0; i < specs[l]->len; i++) {
            const char *spec = g_ptr_array_index(specs[l], i);

            if (g_str_equal(spec, "stdio") || g_str_equal(spec, "mon:stdio")) {
                return true;
            }
        }
    }
    for (unsigned i = 0; i < options->chardevs->len; i++) {
        const KeyVal *kv = g_ptr_array_index(options->chardevs, i);

        if (g_strcmp0(keyval_get(kv, "backend"), "stdio") == 0) {
            return true;
        }
    }
    return g_strcmp0(options->gdb, "stdio") == 0;
}

const char *emulator_serial_spec(const Options *options, unsigned i)
{
    bool hidden = g_strcmp0(options->display, "none") == 0;

    if (i < options->serials->len) {
        return g_ptr_array_index(options->serials, i);
    }
    if (i > 0 || options->nodefaults || (hidden && !options->nographic)) {
        return "none";
    }
    if (options->daemonize) {
        return "null";
    }
    return emulator_uses_stdio(options) ? "null" : "mon:stdio";
}

/* A guest that seems silent is worth a word. */
static void tell_where_serial_goes(const Options *options)
{
    if (options->serials->len == 0 && emulator_uses_stdio(options) &&
        g_str_equal(emulator_serial_spec(options, 0), "null")) {
        info_report("stdio is in use, so the UART's output goes nowhere; "
                    "-serial mon:stdio shares the terminal, -serial pty or "
                    "file:F is another place");
    }
}

static bool make_serials(MachineState *machine, const Options *options,
                         Error **errp)
{
    tell_where_serial_goes(options);
    for (unsigned i = 0; i < MACHINE_MAX_SERIAL; i++) {
        g_autofree char *label = g_strdup_printf("serial%u", i);
        GError *error = NULL;

        machine->serial[i] =
            qemu_chr_new(label, emulator_serial_spec(options, i), &error);
        if (error) {
            error_propagate(errp, error);
            return false;
        }
        if (machine->serial[i]) {
            qemu_chr_mux_set_quit_handler(machine->serial[i], quit_by_keys,
                                          NULL);
        }
    }
    return true;
}

/* --- the board ----------------------------------------------------------- */

static bool choose_cpu(MachineState *machine, const Options *options,
                       Error **errp)
{
    const char *fallback = MACHINE_GET_CLASS(machine)->default_cpu_type;

    if (!options->cpu_type) {
        machine->cpu_type = g_strdup(fallback);
        return true;
    }
    machine->cpu_type = g_strconcat(options->cpu_type, RISCV_CPU_TYPE_SUFFIX,
                                    NULL);
    machine->cpu_features = g_strdup(options->cpu_props);
    if (!object_class_by_name(machine->cpu_type)) {
        error_setg(errp, "there is no CPU type '%s'; -cpu ? lists them",
                   options->cpu_type);
        return false;
    }
    return true;
}

/* -drive if=pflash,file=F[,unit=N][,readonly=on] */
static bool choose_flash(MachineState *machine, const Options *options,
                         Error **errp)
{
    unsigned next = 0;

    for (unsigned i = 0; i < options->drives->len; i++) {
        KeyVal *kv = g_ptr_array_index(options->drives, i);
        const char *unit = keyval_get(kv, "unit");
        uint64_t bank = unit ? g_ascii_strtoull(unit, NULL, 10) : next;

        if (bank >= MACHINE_NUM_FLASH || machine->flash[bank]) {
            error_setg(errp, "-drive if=pflash: there are %d flash banks, "
                       "each for one file", MACHINE_NUM_FLASH);
            return false;
        }
        machine->flash[bank] = g_strdup(keyval_get(kv, "file"));
        machine->flash_readonly[bank] =
            g_strcmp0(keyval_get(kv, "readonly"), "on") == 0;
        next = (unsigned)bank + 1;
    }
    return true;
}

static void choose_guest(MachineState *machine, const Options *options)
{
    machine->firmware = g_strdup(options->bios);
    machine->kernel_filename = g_strdup(options->kernel);
    machine->kernel_cmdline = g_strdup(options->append);
    machine->initrd_filename = g_strdup(options->initrd);
    machine->dtb = g_strdup(options->dtb);
    machine->dumpdtb = g_strdup(options->dumpdtb);
    machine->firmware_search = (char *const *)options->search;
    machine->deterministic = options->icount.enabled;
    machine->demo = !options->bios && !options->kernel &&
                    options->drives->len == 0;
}

static void choose_rtc(MachineState *machine, const Options *options)
{
    machine->rtc_epoch_ns = options_rtc_epoch_ns(
        &options->rtc, machine->deterministic,
        qemu_clock_get_ns(QEMU_CLOCK_HOST));
    machine->rtc_host_clock = options->rtc.clock == RTC_CLOCK_HOST &&
                              !machine->deterministic;
}

static bool set_properties(MachineState *machine, const Options *options,
                           Error **errp)
{
    const KeyVal *props = options->machine_props;

    for (unsigned i = 0; i < keyval_size(props); i++) {
        if (!object_property_parse(OBJECT(machine), keyval_key(props, i),
                                   keyval_value(props, i), errp)) {
            return false;
        }
    }
    return true;
}

static bool make_objects(const Options *options, Error **errp)
{
    for (unsigned i = 0; i < options->objects->len; i++) {
        const KeyVal *kv = g_ptr_array_index(options->objects, i);

        if (!user_object_add(kv, errp)) {
            error_prepend(errp, "-object %s: ", keyval_get(kv, "id"));
            return false;
        }
    }
    return true;
}

/* -m, or as much as the back end has, or as the board is sold with. */
static uint64_t ram_size(const MachineState *machine, const Options *options)
{
    const char *id = machine->memory_backend;
    Object *backend = id ? user_object_find(id, TYPE_MEMORY_BACKEND_RAM)
                         : NULL;

    return options->memory_bytes ? options->memory_bytes
        : backend ? MEMORY_BACKEND(backend)->size
                  : MACHINE_GET_CLASS(machine)->default_ram_size;
}

/*
 * A board's socket has interrupt controllers of its own. Those come with NUMA
 * nodes, which there are not yet; -smp's sockets only say what sits together,
 * and the device tree has one PLIC and one CLINT for all harts.
 */
static void share_controllers(CpuTopology *smp)
{
    smp->cores *= smp->sockets;
    smp->sockets = 1;
}

static bool choose_size(MachineState *machine, const Options *options,
                        Error **errp)
{
    const MachineClass *mc = MACHINE_GET_CLASS(machine);

    machine->ram_size = ram_size(machine, options);
    machine->smp = (CpuTopology) {
        .cpus = options->smp.cpus,
        .max_cpus = options->smp.maxcpus,
        .sockets = options->smp.sockets,
        .cores = options->smp.cores,
        .threads = options->smp.threads,
    };
    if (!machine_check_smp(mc, &machine->smp, errp)) {
        return false;
    }
    share_controllers(&machine->smp);
    return true;
}

/* Clients list the folders of added devices without asking for them. */
static MachineState *new_machine(const MachineClass *mc)
{
    Object *obj = object_new(object_class_get_name(OBJECT_CLASS(mc)));

    object_property_add_child(object_get_root(), "machine", obj);
    container_get(obj, "/peripheral");
    container_get(obj, "/peripheral-anon");
    object_unref(obj);
    return MACHINE(obj);
}

bool emulator_build(Vm *vm, const Options *options, Error **errp)
{
    MachineClass *mc = machine_find_class(options->machine, errp);

    if (!mc) {
        return false;
    }
    MachineState *machine = new_machine(mc);

    vm->name = g_strdup(options->name);
    vm->uuid = g_strdup(options->uuid);
    machine->cpus = vm->cpus;
    machine->request = vm_request(vm);
    choose_guest(machine, options);
    choose_rtc(machine, options);
    vm_set_machine(vm, machine);
    return make_objects(options, errp) &&
           set_properties(machine, options, errp) &&
           choose_size(machine, options, errp) &&
           choose_cpu(machine, options, errp) &&
           choose_flash(machine, options, errp) &&
           make_chardevs(options, errp) &&
           make_serials(machine, options, errp) &&
           machine_run_board_init(machine, errp);
}
