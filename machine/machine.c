/*
 * machine.c: TYPE_MACHINE, the list of boards, and making one
 */
#include "machine/machine.h"

#include <inttypes.h>
#include <sys/mman.h>

#include "machine/user_object.h"
#include "memory/memory_map.h"

char *machine_class_name(const MachineClass *mc)
{
    const char *type = object_class_get_name(OBJECT_CLASS(mc));

    return g_strndup(type, strlen(type) - strlen(TYPE_MACHINE_SUFFIX));
}

static bool matches(const MachineClass *mc, const char *name)
{
    g_autofree char *own = machine_class_name(mc);

    if (!name) {
        return mc->is_default;
    }
    return g_str_equal(own, name) || g_strcmp0(mc->alias, name) == 0;
}

MachineClass *machine_find_class(const char *name, Error **errp)
{
    GSList *all = object_class_get_list_sorted(TYPE_MACHINE, false);
    MachineClass *found = NULL;

    for (GSList *l = all; l && !found; l = l->next) {
        MachineClass *mc = MACHINE_CLASS(l->data);

        found = matches(mc, name) ? mc : NULL;
    }
    g_slist_free(all);
    if (!found && name) {
        error_setg(errp, "there is no machine '%s'; -M ? lists them", name);
    } else if (!found) {
        error_setg(errp, "no machine given and there is no default; "
                   "-M ? lists them");
    }
    return found;
}

void machine_list(GString *out)
{
    GSList *all = object_class_get_list_sorted(TYPE_MACHINE, false);

    g_string_append(out, "Supported machines are:\n");
    for (GSList *l = all; l; l = l->next) {
        MachineClass *mc = MACHINE_CLASS(l->data);
        g_autofree char *name = machine_class_name(mc);

        if (mc->alias) {
            g_string_append_printf(out, "%-20s %s (alias of %s)\n",
                                   mc->alias, mc->desc, name);
        }
        g_string_append_printf(out, "%-20s %s%s\n", name, mc->desc,
                               mc->is_default ? " (default)" : "");
    }
    g_slist_free(all);
}

static void print_property(const ObjectProperty *prop, GString *out)
{
    g_string_append_printf(out, "  %s=<%s>", prop->name, prop->type);
    if (prop->description) {
        g_string_append_printf(out, " - %s", prop->description);
    }
    g_string_append_c(out, '\n');
}

void machine_list_properties(const char *name, GString *out)
{
    MachineClass *mc = machine_find_class(name, NULL);
    ObjectPropertyIterator iter;
    ObjectProperty *prop;

    if (!mc) {
        machine_list(out);
        return;
    }
    g_string_append_printf(out, "%s options:\n", name);
    object_class_property_iter_init(&iter, OBJECT_CLASS(mc));
    while ((prop = object_property_iter_next(&iter))) {
        if (prop->set) {
            print_property(prop, out);
        }
    }
}

/* --- topology ------------------------------------------------------------ */

#define SMP_NUMBER_MAX 0xffff   /* so that no product overflows */

static uint64_t smp_product(const CpuTopology *smp)
{
    return (uint64_t)smp->sockets * smp->cores * smp->threads;
}

static unsigned smp_clamp(uint64_t number)
{
    return (unsigned)MIN(number, UINT_MAX);
}

static bool smp_is_small(const CpuTopology *smp)
{
    return MAX(MAX(smp->sockets, smp->cores), smp->threads) <= SMP_NUMBER_MAX;
}

static void complete_smp(const MachineClass *mc, CpuTopology *smp)
{
    unsigned per_core_row;

    smp->sockets = MAX(smp->sockets, 1);
    smp->threads = MAX(smp->threads, 1);
    if (!smp->cpus) {
        smp->cpus = smp->max_cpus ? smp->max_cpus
            : smp->cores ? smp_clamp(smp_product(smp))
                         : (unsigned)mc->default_cpus;
    }
    if (!smp->cores) {
        per_core_row = smp->sockets * smp->threads;
        smp->cores = ((smp->max_cpus ? smp->max_cpus : smp->cpus) +
                      per_core_row - 1) / per_core_row;
    }
    if (!smp->max_cpus) {
        smp->max_cpus = smp_clamp(smp_product(smp));
    }
}

bool machine_check_smp(const MachineClass *mc, CpuTopology *smp, Error **errp)
{
    g_autofree char *name = machine_class_name(mc);

    if (!smp_is_small(smp)) {
        error_setg(errp, "invalid CPU topology: sockets, cores and threads "
                   "are at most %d", SMP_NUMBER_MAX);
        return false;
    }
    complete_smp(mc, smp);
    if (smp_product(smp) != smp->max_cpus) {
        error_setg(errp, "invalid CPU topology: sockets (%u) * cores (%u) * "
                   "threads (%u) is not maxcpus (%u)", smp->sockets,
                   smp->cores, smp->threads, smp->max_cpus);
        return false;
    }
    if (smp->max_cpus < smp->cpus) {
        error_setg(errp, "invalid CPU topology: maxcpus (%u) is less than "
                   "cpus (%u)", smp->max_cpus, smp->cpus);
        return false;
    }
    if (smp->max_cpus > (unsigned)mc->max_cpus) {
        error_setg(errp, "machine '%s' has at most %d CPU%s, not %u", name,
                   mc->max_cpus, mc->max_cpus == 1 ? "" : "s",
                   smp->max_cpus);
        return false;
    }
    if (smp->cpus < (unsigned)mc->min_cpus) {
        error_setg(errp, "machine '%s' has at least %d CPUs", name,
                   mc->min_cpus);
        return false;
    }
    return true;
}

/* --- making the board ---------------------------------------------------- */

/* (nullable): NULL with @errp when the one that was named does not fit */
static MemoryBackend *find_backend(MachineState *machine, Error **errp)
{
    Object *obj = user_object_find(machine->memory_backend,
                                   TYPE_MEMORY_BACKEND_RAM);

    if (!obj) {
        error_setg(errp, "-machine memory-backend: there is no -object "
                   TYPE_MEMORY_BACKEND_RAM ",id=%s", machine->memory_backend);
        return NULL;
    }
    if (MEMORY_BACKEND(obj)->size != machine->ram_size) {
        error_setg(errp, "-machine memory-backend: '%s' has %" PRIu64
                   " bytes, the machine %" PRIu64 ": give -m the same size",
                   machine->memory_backend, MEMORY_BACKEND(obj)->size,
                   machine->ram_size);
        return NULL;
    }
    return MEMORY_BACKEND(obj);
}

/* Fails on hosts without the advice; then a core file is just larger. */
static void keep_ram_out_of_cores(MachineState *machine)
{
    madvise(memory_region_get_ram_ptr(machine->ram), machine->ram_size,
            MADV_DONTDUMP);
}

/* Without a RAM id the board has no RAM at all. */
static bool create_ram(MachineState *machine, Error **errp)
{
    const char *id = MACHINE_GET_CLASS(machine)->default_ram_id;
    bool dump = machine->dump_guest_core;

    if (machine->memory_backend) {
        MemoryBackend *backend = find_backend(machine, errp);

        if (!backend) {
            return false;
        }
        USER_OBJECT(backend)->in_use = true;
        dump = dump && backend->dump;
    }
    if (!id) {
        return true;
    }
    if (!memory_region_init_ram(&machine->ram_region, OBJECT(machine), id,
                                machine->ram_size, errp)) {
        return false;
    }
    machine->ram = &machine->ram_region;
    if (!dump) {
        keep_ram_out_of_cores(machine);
    }
    return true;
}

bool machine_run_board_init(MachineState *machine, Error **errp)
{
    MachineClass *mc = MACHINE_GET_CLASS(machine);
    GError *error = NULL;

    if (!create_ram(machine, errp)) {
        return false;
    }
    machine->roms = rom_list_new(&address_space_memory);
    machine->symbols = symbols_new();
    machine->errp = &error;
    mc->init(machine);
    machine->errp = NULL;
    if (error) {
        error_propagate(errp, error);
        return false;
    }
    machine_check_map(machine);
    return true;
}

static void machine_finalize(Object *obj)
{
    MachineState *machine = MACHINE(obj);

    g_free(machine->cpu_type);
    g_free(machine->cpu_features);
    g_free(machine->firmware);
    g_free(machine->kernel_filename);
    g_free(machine->kernel_cmdline);
    g_free(machine->initrd_filename);
    g_free(machine->dtb);
    g_free(machine->dumpdtb);
    g_free(machine->memory_backend);
    g_clear_pointer(&machine->roms, rom_list_free);
    g_clear_pointer(&machine->symbols, symbols_free);
    g_clear_pointer(&machine->fdt, g_bytes_unref);
    for (unsigned i = 0; i < MACHINE_NUM_FLASH; i++) {
        g_free(machine->flash[i]);
    }
}

/* --- properties of every board ------------------------------------------- */

static char *get_memory_backend(Object *obj, Error **errp)
{
    return g_strdup(MACHINE(obj)->memory_backend);
}

static void set_memory_backend(Object *obj, const char *value, Error **errp)
{
    g_free(MACHINE(obj)->memory_backend);
    MACHINE(obj)->memory_backend = g_strdup(value);
}

static bool get_dump_guest_core(Object *obj, Error **errp)
{
    return MACHINE(obj)->dump_guest_core;
}

static void set_dump_guest_core(Object *obj, bool value, Error **errp)
{
    MACHINE(obj)->dump_guest_core = value;
}

static bool get_usb(Object *obj, Error **errp)
{
    return false;
}

static void set_usb(Object *obj, bool value, Error **errp)
{
    if (value) {
        error_setg(errp, "usb=on: no board has a USB controller");
    }
}

static void add_properties(ObjectClass *klass)
{
    object_class_property_add_str(klass, "memory-backend",
                                  get_memory_backend, set_memory_backend);
    object_class_property_set_description(klass, "memory-backend",
        "id of the -object " TYPE_MEMORY_BACKEND_RAM " that is the RAM");
    object_class_property_add_bool(klass, "dump-guest-core",
                                   get_dump_guest_core, set_dump_guest_core);
    object_class_property_set_description(klass, "dump-guest-core",
        "have the RAM in core files of this process");
    object_class_property_add_bool(klass, "usb", get_usb, set_usb);
    object_class_property_set_description(klass, "usb",
        "have a USB controller: only off");
}

static void machine_instance_init(Object *obj)
{
    MACHINE(obj)->dump_guest_core = true;
}

/* What a board gets when its class says nothing. */
static void machine_class_base_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->alias = NULL;
    mc->is_default = false;
}

static void machine_class_init(ObjectClass *klass, void *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->desc = "";
    mc->min_cpus = 1;
    mc->max_cpus = 1;
    mc->default_cpus = 1;
    mc->default_ram_size = 128 * 1024 * 1024;
    add_properties(klass);
}

static const TypeInfo machine_info = {
    .name = TYPE_MACHINE,
    .parent = TYPE_OBJECT,
    .abstract = true,
    .instance_size = sizeof(MachineState),
    .instance_init = machine_instance_init,
    .instance_finalize = machine_finalize,
    .class_size = sizeof(MachineClass),
    .class_init = machine_class_init,
    .class_base_init = machine_class_base_init,
};

static void machine_register_types(void)
{
    type_register_static(&machine_info);
}

type_init(machine_register_types)
