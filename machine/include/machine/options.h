/*
 * options.h: the command line
 *
 * QEMU's spelling: "-name" or "--name", the argument in the next word. One
 * table (options_table.c) says which options there are; parsing, help and
 * "did you mean" come out of it. Parsing touches nothing but the Options:
 * no file, no type, no output, so it runs in tests.
 *
 * What an option means to a board or a device is checked by whoever owns the
 * board or the device; here only what can be known from the words alone.
 */
#ifndef MACHINE_OPTIONS_H
#define MACHINE_OPTIONS_H

#include "exec/accel.h"
#include <glib.h>

#include "core/error.h"
#include "core/types.h"
#include "machine/keyval.h"
#include "runstate/run_action.h"

/* What the command line asks for, if not to run a machine. */
typedef enum OptionsRequest {
    OPTIONS_RUN,
    OPTIONS_HELP,               /* -h */
    OPTIONS_VERSION,            /* -version */
    OPTIONS_MACHINE_HELP,       /* -M ? */
    OPTIONS_MACHINE_PROPS,      /* -M virt,help */
    OPTIONS_CPU_HELP,           /* -cpu ? */
    OPTIONS_ACCEL_HELP,         /* -accel ? */
    OPTIONS_DEVICE_HELP,        /* -device ? and -device X,help */
    OPTIONS_CHARDEV_HELP,       /* -chardev ? */
    OPTIONS_LOG_HELP,           /* -d ? */
    OPTIONS_TRACE_HELP,         /* -trace ? */
} OptionsRequest;

/* Numbers of -smp; complete and consistent after options_parse(). */
typedef struct SmpOptions {
    unsigned cpus;
    unsigned maxcpus;           /* sockets * cores * threads */
    unsigned sockets, cores, threads;
} SmpOptions;

typedef enum AccelThread {
    ACCEL_THREAD_DEFAULT,
    ACCEL_THREAD_SINGLE,
    ACCEL_THREAD_MULTI,
} AccelThread;

typedef struct AccelOptions {
    char *name;                 /* NULL: default; "a:b": first that exists */
    AccelThread thread;
    bool one_insn_per_tb;
    uint64_t tb_size;           /* bytes; 0: default */
    JitOptions jit;             /* no-fold, no-guard, ... */
} AccelOptions;

typedef struct IcountOptions {
    bool enabled;
    bool shift_auto;
    unsigned shift;             /* 2^shift ns per instruction, 0..10 */
    bool sleep;                 /* idle time passes in real time */
    bool align;                 /* say when the guest falls behind */
} IcountOptions;

typedef enum RtcClock {
    RTC_CLOCK_HOST,
    RTC_CLOCK_RT,
    RTC_CLOCK_VM,
} RtcClock;

typedef struct RtcOptions {
    bool localtime;
    bool has_base;              /* base_s was given as a date */
    int64_t base_s;             /* seconds since 1970 */
    RtcClock clock;
} RtcOptions;

typedef enum SemihostTarget {
    SEMIHOST_NATIVE,            /* the emulator serves the calls */
    SEMIHOST_AUTO,              /* a debugger does while one is there */
    SEMIHOST_GDB,               /* only a debugger does */
} SemihostTarget;

typedef struct SemihostingOptions {
    bool enabled;
    SemihostTarget target;
    bool userspace;             /* programs in U-mode may call */
    char *chardev;              /* (nullable): id of the console */
    char *files;                /* (nullable): folder that may be used */
    char *args;                 /* (nullable): command line of the program */
} SemihostingOptions;

/* Strings are (nullable) and owned; arrays exist, perhaps empty. */
typedef struct Options {
    OptionsRequest request;
    char *request_arg;          /* (nullable): X of -device X,help */

    /* machine */
    char *machine;              /* NULL: the default board */
    KeyVal *machine_props;      /* without the type */
    char *dumpdtb;              /* -machine dumpdtb=FILE */
    char *cpu_type;             /* NULL: the board's default */
    char *cpu_props;            /* (nullable): text after the first comma */
    SmpOptions smp;
    uint64_t memory_bytes;      /* 0: the board's default */
    AccelOptions accel;

    /* guest */
    char *bios, *kernel, *initrd, *append, *dtb;
    GPtrArray *fw_cfg;          /* KeyVal: name=, string= or file= */
    char **search;              /* (nullable): -L folders, NULL at the end */

    /* devices and back ends */
    GPtrArray *serials;         /* char *: as written */
    GPtrArray *monitors;        /* char * */
    GPtrArray *mons;            /* KeyVal: chardev=, mode=, pretty= */
    GPtrArray *parallels;       /* char * */
    GPtrArray *qmps;            /* char * */
    GPtrArray *qmps_pretty;     /* char * */
    GPtrArray *chardevs;        /* KeyVal: backend=, id=, ... */
    GPtrArray *drives;          /* KeyVal: if=, file=, ... */
    GPtrArray *blockdevs;       /* KeyVal */
    GPtrArray *devices;         /* KeyVal: driver=, ... */
    GPtrArray *netdevs;         /* KeyVal: type=, ... */
    GPtrArray *nics;            /* KeyVal */
    GPtrArray *objects;         /* KeyVal: qom-type=, ... */
    GPtrArray *globals;         /* KeyVal: driver=, property=, value= */
    char *display;              /* NULL: default */
    bool nographic;
    bool nodefaults;
    bool snapshot;

    /* debugging */
    char *log_items;            /* -d */
    char *log_file;             /* -D */
    char *dfilter;
    GPtrArray *trace;           /* char * */
    char *qtest;                /* (nullable): where the test driver is */
    char *qtest_log;            /* (nullable): file, or "none" */
    char *gdb;                  /* -gdb DEV; -s is tcp::1234 */

    /* running */
    IcountOptions icount;
    RtcOptions rtc;
    bool stopped;               /* -S */
    RunActions actions;         /* -action, -no-reboot, -no-shutdown */
    char *name;
    char *uuid;                 /* -uuid: 8-4-4-4-12 digits */
    char *pidfile;
    bool daemonize;
    bool perfmap;
    bool timestamps;            /* -msg timestamp=on */
    char *loadvm;
    char *incoming;
    SemihostingOptions semihosting;
    KeyVal *sandbox;            /* (nullable) */
} Options;

/** options_init: defaults; also for a struct never initialised before */
void options_init(Options *options);
/** options_clear: free what the fields own */
void options_clear(Options *options);

/**
 * options_parse: read the command line
 * @options: (inout): initialised
 * @argc, @argv: as main() gets them; argv[0] is skipped
 * @errp: one line naming option, value and what is allowed
 *
 * A request for help ends parsing: the words behind it are not looked at.
 * On failure @options still has to be cleared.
 */
bool options_parse(Options *options, int argc, char *const *argv,
                   Error **errp) MUST_CHECK;

/* An option whose argument is a list of key=value. */
typedef struct OptionInfo {
    const char *name;           /* QEMU's word for the list: "smp-opts" */
    const char *keys;           /* "size:size,slots:number,..."; those without
                                 * a type are strings; for option_key_next() */
} OptionInfo;

typedef struct OptionKey {
    char name[32];
    char type[16];              /* string, boolean, number, size */
} OptionKey;

/** option_key_next: take one key off *@keys; false at the end */
bool option_key_next(const char **keys, OptionKey *key);

/** options_foreach: call @fn with every option that takes such a list */
void options_foreach(void (*fn)(const OptionInfo *info, void *opaque),
                     void *opaque);

/** options_help: (transfer full): the text of -h, made from the table */
char *options_help(void);

/**
 * options_rtc_epoch_ns: what the real-time clock shows at the start
 * @deterministic: the date of today is no input: without a base a fixed one
 * @now_ns:        host time, nanoseconds since 1970 (UTC)
 *
 * Returns: nanoseconds since 1970; 0: host time as it is.
 */
uint64_t options_rtc_epoch_ns(const RtcOptions *rtc, bool deterministic,
                              int64_t now_ns);

/** options_parse_size: "512", "2G", "1.5G"; @unit multiplies bare numbers */
bool options_parse_size(const char *text, uint64_t unit, uint64_t *bytes,
                        Error **errp) MUST_CHECK;

#endif
