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

/*
 * A snapshot lives inside the image of a disk. Without one there is nothing
 * to save to and nothing to delete from: the words are QEMU's.
 */
static void tell_no_snapshots(Monitor *mon, const char *before)
{
    monitor_printf(mon, "%sno block device can store vmstate for snapshot\n",
                   before);
}

static void hmp_savevm(Monitor *mon, const HMPArgs *args)
{
    tell_no_snapshots(mon, "Error: ");
}

static void hmp_loadvm(Monitor *mon, const HMPArgs *args)
{
    tell_no_snapshots(mon, "Error: ");
}

/* Deleting from all disks of none succeeds, in QEMU too. */
static void hmp_delvm(Monitor *mon, const HMPArgs *args)
{
}

static void hmp_info_snapshots(Monitor *mon, const HMPArgs *args)
{
    tell_no_snapshots(mon, "");
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
    { "savevm", "tag:s?", "[tag]", "save the machine as a snapshot",
      hmp_savevm, .example = "savevm booted -- an error so far: no disk" },
    { "loadvm", "tag:s", "tag", "go back to a snapshot", hmp_loadvm,
      .example = "loadvm booted -- an error so far: no disk" },
    { "delvm", "tag:s", "tag", "delete a snapshot from all disks", hmp_delvm,
      .example = "delvm booted -- nothing to do without a disk" },
    HMP_COMMAND_END,
};

const HMPCommand hmp_absent_info_commands[] = {
    { "pci", "", "", "the devices on PCI buses", hmp_info_pci,
      .example = "info pci -- no board has such a bus yet" },
    { "block", "", "", "the block devices", hmp_info_block,
      .example = "info block -- the files behind the flash banks" },
    { "snapshots", "", "", "the snapshots on the disks",
      hmp_info_snapshots,
      .example = "info snapshots -- no disk can hold one yet" },
    { "network", "", "", "the network devices", hmp_info_network,
      .example = "info network -- no board has one yet" },
    { "usb", "", "", "the USB devices", hmp_info_usb,
      .example = "info usb -- there is no USB controller" },
    { "iothreads", "", "", "threads that serve devices", hmp_info_iothreads,
      .example = "info iothreads -- there are none: see info cpus" },
    HMP_COMMAND_END,
};
