/*
 * options_table.c: every option there is
 *
 * Parsing, help and "did you mean" read this one list. The last group holds
 * what QEMU has and lectern has not yet: such a row has no handler. To give
 * one of them a meaning, give it a handler and another group.
 */
#include "options_internal.h"

#define FIELD(name_) offsetof(Options, name_)
#define LATER(name_) { name_, "...", NULL, GROUP_LATER, NULL, 0 }
#define LATER_FLAG(name_) { name_, NULL, NULL, GROUP_LATER, NULL, 0 }

/* clang-format off */
const OptionRow option_rows[] = {
    /* ---- machine ---- */
    { "machine", "[type=]NAME[,PROP=VALUE...]",
      "board; -M ? lists them. dumpdtb=FILE writes the device tree and exits",
      GROUP_MACHINE, option_machine, 0 },
    { "M", "...", "as -machine", GROUP_MACHINE, option_machine, 0 },
    { "cpu", "TYPE[,EXT=on|off...]", "processor; -cpu ? lists them",
      GROUP_MACHINE, option_cpu, 0 },
    { "smp", "[cpus=]N[,sockets=S][,cores=C][,threads=T][,maxcpus=M]",
      "number of harts", GROUP_MACHINE, option_smp, 0 },
    { "m", "[size=]SIZE", "RAM in MiB, or with suffix K, M, G, T",
      GROUP_MACHINE, option_memory, 0 },
    { "accel", "NAME[,thread=single|multi][,one-insn-per-tb=on][,PROP=VALUE]",
      "how instructions are run; -accel ? lists the ways and the properties",
      GROUP_MACHINE, option_accel, 0 },
    { "nodefaults", NULL, "no devices that were not asked for",
      GROUP_MACHINE, option_store_flag, FIELD(nodefaults) },
    { "no-user-config", NULL, NULL, GROUP_MACHINE, option_ignore, 0 },

    /* ---- guest ---- */
    { "bios", "none|default|FILE", "firmware; default is OpenSBI",
      GROUP_GUEST, option_store_string, FIELD(bios) },
    { "kernel", "FILE", "Linux Image (also .gz), ELF or flat binary",
      GROUP_GUEST, option_store_string, FIELD(kernel) },
    { "initrd", "FILE", "initial RAM disk for the kernel",
      GROUP_GUEST, option_store_string, FIELD(initrd) },
    { "append", "TEXT", "the kernel's command line",
      GROUP_GUEST, option_store_text, FIELD(append) },
    { "dtb", "FILE", "device tree instead of the board's own",
      GROUP_GUEST, option_store_string, FIELD(dtb) },
    { "fw_cfg", "[name=]NAME,file=FILE|string=TEXT",
      "entry that the guest reads from fw_cfg; not supported yet",
      GROUP_GUEST, option_fw_cfg, FIELD(fw_cfg) },
    { "L", "FOLDER", "look for firmware here first",
      GROUP_GUEST, option_add_folder, 0 },

    /* ---- devices ---- */
    { "serial", "DEV", "where the UART goes: stdio, mon:stdio, pty, file:F, "
      "null, none, chardev:ID", GROUP_DEVICES,
      option_add_string, FIELD(serials) },
    { "monitor", "DEV", "a monitor for people: stdio, unix:F,server=on,"
      "wait=off, pty, none",
      GROUP_DEVICES, option_add_string, FIELD(monitors) },
    { "qmp", "DEV", "a monitor for programs: unix:F,server=on,wait=off, "
      "tcp:HOST:PORT,..., stdio, chardev:ID",
      GROUP_DEVICES, option_add_string, FIELD(qmps) },
    { "qmp-pretty", "DEV", "the same, its output for people's eyes",
      GROUP_DEVICES, option_add_string, FIELD(qmps_pretty) },
    { "mon", "[chardev=]ID[,mode=readline|control][,pretty=on|off]",
      "a monitor on a -chardev, for people or for programs",
      GROUP_DEVICES, option_mon, FIELD(mons) },
    { "parallel", "none", NULL, GROUP_DEVICES,
      option_add_string, FIELD(parallels) },
    { "chardev", "BACKEND,id=ID[,PROP=VALUE...]", "a named back end",
      GROUP_DEVICES, option_chardev, FIELD(chardevs) },
    { "drive", "file=FILE,if=pflash[,unit=N][,format=raw]"
      "[,readonly=on]", "an image behind a device",
      GROUP_DEVICES, option_drive, FIELD(drives) },
    { "pflash", "FILE", "flash image, as -drive if=pflash,file=FILE",
      GROUP_DEVICES, option_pflash, FIELD(drives) },
    { "device", "DRIVER[,PROP=VALUE...]",
      "add a device; not supported yet: no device can be added",
      GROUP_DEVICES, option_device, FIELD(devices) },
    { "global", "DRIVER.PROP=VALUE",
      "default of a device property; not supported yet",
      GROUP_DEVICES, option_global, FIELD(globals) },
    { "display", "none", "there is no screen",
      GROUP_DEVICES, option_display, FIELD(display) },
    { "nographic", NULL, "UART and monitor on the terminal",
      GROUP_DEVICES, option_store_flag, FIELD(nographic) },
    { "vga", "none", NULL, GROUP_DEVICES, option_only_none, 0 },
    { "audio", "none", NULL, GROUP_DEVICES, option_only_none, 0 },
    { "nic", "none", NULL, GROUP_DEVICES, option_only_none, 0 },
    { "net", "none", NULL, GROUP_DEVICES, option_only_none, 0 },

    /* ---- running ---- */
    { "S", NULL, "stop before the first instruction",
      GROUP_RUN, option_store_flag, FIELD(stopped) },
    { "no-reboot", NULL, "end where the guest would restart",
      GROUP_RUN, option_no_reboot, 0 },
    { "no-shutdown", NULL, "pause where the guest would power off",
      GROUP_RUN, option_no_shutdown, 0 },
    { "action", "reboot=reset|shutdown,shutdown=poweroff|pause,"
      "panic=shutdown|pause|exit-failure|none",
      "what guest events do; watchdog=ACTION too", GROUP_RUN,
      option_action, 0 },
    { "watchdog-action",
      "reset|shutdown|poweroff|pause|inject-nmi|debug|none",
      "as -action watchdog=...", GROUP_RUN, option_watchdog_action, 0 },
    { "icount", "[shift=]N[,sleep=on|off]",
      "virtual time counts instructions, 2^N ns each; N is 0 to 10",
      GROUP_RUN, option_icount, 0 },
    { "rtc", "[base=utc|localtime|DATE][,clock=host|rt|vm]",
      "what the real-time clock shows", GROUP_RUN, option_rtc, 0 },
    { "name", "NAME[,process=NAME]", "name of this machine",
      GROUP_RUN, option_name, 0 },
    { "uuid", "UUID", "what the monitor says the machine's UUID is",
      GROUP_RUN, option_uuid, FIELD(uuid) },
    { "daemonize", NULL, "go on in the background once all sockets listen",
      GROUP_RUN, option_store_flag, FIELD(daemonize) },
    { "pidfile", "FILE", "write the process id here",
      GROUP_RUN, option_store_string, FIELD(pidfile) },

    /* ---- debugging ---- */
    { "d", "ITEM,...", "log these topics; -d ? lists them",
      GROUP_DEBUG, option_log, FIELD(log_items) },
    { "D", "FILE", "log to a file",
      GROUP_DEBUG, option_store_string, FIELD(log_file) },
    { "dfilter", "RANGE,...",
      "log only these addresses: FIRST..LAST, FIRST+SIZE",
      GROUP_DEBUG, option_store_text, FIELD(dfilter) },
    { "trace", "[enable=]PATTERN[,events=FILE][,file=FILE]",
      "record events; -trace ? lists them",
      GROUP_DEBUG, option_trace, FIELD(trace) },
    { "gdb", "DEV", "wait for a debugger on DEV: tcp:[HOST]:PORT, unix:PATH, "
      "stdio, chardev:ID, none", GROUP_DEBUG,
      option_store_string, FIELD(gdb) },
    { "s", NULL, "as -gdb tcp::1234", GROUP_DEBUG, option_gdb_default, 0 },
    { "one-insn-per-tb", NULL, "as -accel NAME,one-insn-per-tb=on",
      GROUP_DEBUG, option_store_flag, FIELD(accel.one_insn_per_tb) },
    { "qtest", "DEV", "take bus accesses from a test driver there",
      GROUP_DEBUG, option_store_string, FIELD(qtest) },
    { "qtest-log", "FILE|none",
      "where to log what the driver asks; without it, standard error",
      GROUP_DEBUG, option_store_string, FIELD(qtest_log) },
    { "perfmap", NULL,
      "write /tmp/perf-PID.map: perf report names guest addresses",
      GROUP_DEBUG, option_store_flag, FIELD(perfmap) },
    { "semihosting", NULL, "let the program call the host: console, exit, "
      "time", GROUP_DEBUG, option_store_flag, FIELD(semihosting.enabled) },
    { "semihosting-config", "[enable=]on|off[,chardev=ID][,userspace=on|off]"
      "[,arg=WORD...]",
      "the same; files=FOLDER allows it the files there, target=gdb|auto has "
      "the debugger serve it",
      GROUP_DEBUG, option_semihosting_config, 0 },
    { "h", NULL, "this text", GROUP_DEBUG, option_request_help, 0 },
    { "help", NULL, NULL, GROUP_DEBUG, option_request_help, 0 },
    { "version", NULL, "print the version",
      GROUP_DEBUG, option_request_version, 0 },

    /* ---- not yet ---- */
    LATER("blockdev"), LATER("netdev"), LATER_FLAG("snapshot"),
    LATER("loadvm"),
    LATER("incoming"), LATER_FLAG("only-migratable"),
    LATER("sandbox"), LATER("object"), LATER("numa"),
    LATER("hda"), LATER("hdb"), LATER("hdc"), LATER("hdd"), LATER("cdrom"),
    LATER("fda"), LATER("fdb"), LATER("sd"), LATER("mtdblock"),
    LATER_FLAG("usb"), LATER("usbdevice"),
    LATER("audiodev"), LATER("spice"), LATER("vnc"),
    LATER_FLAG("full-screen"), LATER("k"), LATER("g"), LATER("boot"),
    LATER("smbios"), LATER("acpitable"), LATER("set"),
    LATER("add-fd"), LATER("tpmdev"), LATER("fsdev"), LATER("virtfs"),
    LATER("iscsi"), LATER("debugcon"), LATER("shim"), LATER("seed"),
    LATER("echr"), LATER("prom-env"),
    LATER("option-rom"), LATER("mem-path"), LATER_FLAG("mem-prealloc"),
    LATER("runas"), LATER("run-with"), LATER("chroot"),
    LATER("readconfig"), LATER("plugin"),
    LATER("overcommit"), LATER("msg"), LATER_FLAG("preconfig"),
    LATER("dump-vmstate"), LATER_FLAG("enable-sync-profile"),
    LATER_FLAG("enable-kvm"), LATER("compat"), LATER_FLAG("singlestep"),
    LATER("tb-size"), LATER_FLAG("jitdump"),
    { NULL, NULL, NULL, GROUP_COUNT, NULL, 0 },
};
/* clang-format on */
