/*
 * hmp_absent.c: commands of what no board has yet
 *
 * Users of QEMU type them; each says what there is instead. When a topic's
 * library is built, its row moves to a file of its own.
 */
#include "hmp_internal.h"

static void hmp_device_add(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "Error: no device can be added yet: the boards bring "
                   "theirs ('info qtree' shows them)\n");
}

static void hmp_device_del(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "Error: no device can be removed: those of the board "
                   "are soldered\n");
}

static void hmp_info_pci(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "this machine has no PCI bus\n");
}

/* The flash banks are the only things that a file is behind. */
static void hmp_info_block(Monitor *mon, const HMPArgs *args)
{
    const MachineState *machine = hmp_vm(mon)->machine;
    bool any = false;

    for (unsigned i = 0; i < MACHINE_NUM_FLASH; i++) {
        if (machine->flash[i]) {
            monitor_printf(mon, "pflash%u: %s (raw%s)\n", i,
                           machine->flash[i],
                           machine->flash_readonly[i] ? ", read-only" : "");
            any = true;
        }
    }
    if (!any) {
        monitor_printf(mon, "no block device: -drive if=pflash is the only "
                       "kind so far\n");
    }
}

static void hmp_info_network(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "no network device\n");
}

static void hmp_info_usb(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "Error: USB support not enabled\n");
}

static void hmp_info_iothreads(Monitor *mon, const HMPArgs *args)
{
    monitor_printf(mon, "no iothreads: devices run in the main loop\n");
}

const HMPCommand hmp_absent_commands[] = {
    { "device_add", "device:S", "driver[,prop=value][,...]",
      "add a device, as -device does", hmp_device_add,
      .example = "device_add virtio-rng-device -- an error so far" },
    { "device_del", "id:s", "id", "remove a device", hmp_device_del,
      .example = "device_del rng0 -- an error so far" },
    HMP_COMMAND_END,
};

const HMPCommand hmp_absent_info_commands[] = {
    { "pci", "", "", "the devices on PCI buses", hmp_info_pci,
      .example = "info pci -- no board has such a bus yet" },
    { "block", "", "", "the block devices", hmp_info_block,
      .example = "info block -- the files behind the flash banks" },
    { "network", "", "", "the network devices", hmp_info_network,
      .example = "info network -- no board has one yet" },
    { "usb", "", "", "the USB devices", hmp_info_usb,
      .example = "info usb -- there is no USB controller" },
    { "iothreads", "", "", "threads that serve devices", hmp_info_iothreads,
      .example = "info iothreads -- there are none: see info cpus" },
    HMP_COMMAND_END,
};
