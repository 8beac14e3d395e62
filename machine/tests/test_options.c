/* test_options.c: command lines that work and command lines that do not */
#include <string.h>
#include <time.h>

#include "machine/options.h"
#include "support/unit.h"

#define MIB (1ull << 20)

/* @line: words separated by '|', so that an empty word can be written. */
static bool parse(Options *options, const char *line, GError **errp)
{
    g_autofree char *text = g_strconcat("lectern", line[0] ? "|" : "", line,
                                        NULL);
    g_auto(GStrv) argv = g_strsplit(text, "|", -1);

    options_init(options);
    return options_parse(options, g_strv_length(argv), argv, errp);
}

static Options parse_good(const char *line)
{
    Options options;
    g_autoptr(GError) err = NULL;

    ck_assert_msg(parse(&options, line, &err), "%s: %s", line,
                  err ? err->message : "");
    return options;
}

/* ---- single fields ----------------------------------------------------- */

typedef struct StringRow {
    const char *line;
    size_t offset;
    const char *value;
} StringRow;

#define FIELD(name_) offsetof(Options, name_)

static const StringRow string_rows[] = {
    { "", FIELD(machine), NULL },
    { "", FIELD(bios), NULL },
    { "-M|virt", FIELD(machine), "virt" },
    { "-machine|type=virt", FIELD(machine), "virt" },
    { "--machine|virt,aclint=on", FIELD(machine), "virt" },
    { "-M|virt|-machine|dumpdtb=x", FIELD(machine), "virt" },
    { "-M|virt,dumpdtb=a,,b", FIELD(dumpdtb), "a,b" },
    { "-M|virt,accel=interp", FIELD(accel.name), "interp" },
    { "-accel|interp", FIELD(accel.name), "interp" },
    { "-accel|kvm|-accel|tcg", FIELD(accel.name), "kvm:tcg" },
    { "-accel|kvm:tcg", FIELD(accel.name), "kvm:tcg" },
    { "-accel|a:tcg,no-guard=on", FIELD(accel.name), "a:tcg" },
    { "-M|virt,accel=a:tcg", FIELD(accel.name), "a:tcg" },
    { "-accel|kvm,their-own=on|-accel|tcg", FIELD(accel.name), "kvm:tcg" },
    { "-cpu|rv64", FIELD(cpu_type), "rv64" },
    { "-cpu|rv64,v=on,zba=off", FIELD(cpu_type), "rv64" },
    { "-cpu|rv64,v=on,zba=off", FIELD(cpu_props), "v=on,zba=off" },
    { "-cpu|rv64,v=on|-cpu|max", FIELD(cpu_props), NULL },
    { "-accel|qtest", FIELD(accel.name), "qtest" },
    { "-qtest|unix:s|-audio|none", FIELD(qtest), "unix:s" },
    { "-qtest-log|none", FIELD(qtest_log), "none" },
    { "-bios|none", FIELD(bios), "none" },
    { "-kernel|Image", FIELD(kernel), "Image" },
    { "-kernel|a|-kernel|b", FIELD(kernel), "b" },
    { "-kernel|-odd", FIELD(kernel), "-odd" },
    { "-kernel|k|-initrd|i", FIELD(initrd), "i" },
    { "-kernel|k|-append|a=b,c", FIELD(append), "a=b,c" },
    { "-kernel|k|-append|", FIELD(append), "" },
    { "-dtb|t", FIELD(dtb), "t" },
    { "-display|none", FIELD(display), "none" },
    { "-d|int,guest_errors", FIELD(log_items), "int,guest_errors" },
    { "-D|log", FIELD(log_file), "log" },
    { "-dfilter|0x80000000+0x100", FIELD(dfilter), "0x80000000+0x100" },
    { "-name|demo", FIELD(name), "demo" },
    { "-name|guest=demo,process=p", FIELD(name), "demo" },
    { "-pidfile|p", FIELD(pidfile), "p" },
};

START_TEST(test_strings_arrive)
{
    const StringRow *row = &string_rows[_i];
    Options options = parse_good(row->line);

    ck_assert_pstr_eq(*(char **)((char *)&options + row->offset), row->value);
    options_clear(&options);
}
END_TEST

static const struct {
    const char *line;
    SmpOptions smp;             /* cpus, maxcpus, sockets, cores, threads */
} smp_rows[] = {
    { "", { 1, 1, 1, 1, 1 } },
    { "-smp|4", { 4, 4, 1, 4, 1 } },
    { "-smp|cpus=4", { 4, 4, 1, 4, 1 } },
    { "-smp|4,sockets=2", { 4, 4, 2, 2, 1 } },
    { "-smp|4,sockets=2,threads=2", { 4, 4, 2, 1, 2 } },
    { "-smp|8,cores=2", { 8, 8, 4, 2, 1 } },
    { "-smp|8,cores=2,sockets=2", { 8, 8, 2, 2, 2 } },
    { "-smp|sockets=2,cores=3", { 6, 6, 2, 3, 1 } },
    { "-smp|2,maxcpus=4", { 2, 4, 1, 4, 1 } },
    { "-smp|maxcpus=4", { 4, 4, 1, 4, 1 } },
};

START_TEST(test_smp_is_completed)
{
    Options options = parse_good(smp_rows[_i].line);

    ck_assert_mem_eq(&options.smp, &smp_rows[_i].smp, sizeof(SmpOptions));
    options_clear(&options);
}
END_TEST

static const struct {
    const char *line;
    uint64_t bytes;
} memory_rows[] = {
    { "", 0 },
    { "-m|128", 128 * MIB },
    { "-m|size=512", 512 * MIB },
    { "-m|2G", 2048 * MIB },
    { "-m|2g", 2048 * MIB },
    { "-m|1.5G", 1536 * MIB },
    { "-m|64M", 64 * MIB },
    { "-m|1024K", MIB },
    { "-m|0x40", 64 * MIB },
    { "-m|4097B", 8192 },
};

START_TEST(test_memory_sizes_have_suffixes)
{
    Options options = parse_good(memory_rows[_i].line);

    ck_assert_uint_eq(options.memory_bytes, memory_rows[_i].bytes);
    options_clear(&options);
}
END_TEST

static const struct {
    const char *line;
    OptionsRequest request;
    const char *arg;
} request_rows[] = {
    { "-M|virt", OPTIONS_RUN, NULL },
    { "-h", OPTIONS_HELP, NULL },
    { "--help", OPTIONS_HELP, NULL },
    { "-help|-nonsense", OPTIONS_HELP, NULL },
    { "-version", OPTIONS_VERSION, NULL },
    { "-M|?", OPTIONS_MACHINE_HELP, NULL },
    { "-machine|help", OPTIONS_MACHINE_HELP, NULL },
    { "-M|virt,help", OPTIONS_MACHINE_PROPS, NULL },
    { "-cpu|?", OPTIONS_CPU_HELP, NULL },
    { "-cpu|help", OPTIONS_CPU_HELP, NULL },
    { "-accel|help", OPTIONS_ACCEL_HELP, NULL },
    { "-device|help", OPTIONS_DEVICE_HELP, NULL },
    { "-device|edu,help", OPTIONS_DEVICE_HELP, "edu" },
    { "-chardev|?", OPTIONS_CHARDEV_HELP, NULL },
    { "-d|help", OPTIONS_LOG_HELP, NULL },
    { "-trace|help", OPTIONS_TRACE_HELP, NULL },
};

START_TEST(test_help_is_a_request)
{
    Options options = parse_good(request_rows[_i].line);

    ck_assert_int_eq(options.request, request_rows[_i].request);
    ck_assert_pstr_eq(options.request_arg, request_rows[_i].arg);
    options_clear(&options);
}
END_TEST

/* ---- structures -------------------------------------------------------- */

START_TEST(test_machine_properties_add_up)
{
    Options options = parse_good("-M|virt,aclint=on|-machine|acpi=off");

    ck_assert_uint_eq(keyval_size(options.machine_props), 2);
    ck_assert_str_eq(keyval_get(options.machine_props, "aclint"), "on");
    ck_assert_str_eq(keyval_get(options.machine_props, "acpi"), "off");
    options_clear(&options);
}
END_TEST

START_TEST(test_accel_properties)
{
    Options options = parse_good("-accel|tcg,thread=single,"
                                 "one-insn-per-tb=on,tb-size=64");

    ck_assert_int_eq(options.accel.thread, ACCEL_THREAD_SINGLE);
    ck_assert(options.accel.one_insn_per_tb);
    ck_assert_uint_eq(options.accel.tb_size, 64 * MIB);
    options_clear(&options);
}
END_TEST

START_TEST(test_perf_gets_its_map_only_when_asked_for)
{
    Options options = parse_good("-accel|tcg");

    ck_assert(!options.perfmap);
    options_clear(&options);
    options = parse_good("-perfmap|-accel|tcg");
    ck_assert(options.perfmap);
    options_clear(&options);
}
END_TEST

START_TEST(test_nothing_of_the_translator_is_off_unless_asked)
{
    Options options = parse_good("-accel|tcg");
    const JitOptions *jit = &options.accel.jit;

    for (const JitSwitch *row = jit_switches; row->name; row++) {
        ck_assert(!*(const bool *)((const char *)jit + row->option));
    }
    ck_assert(!jit->check);
    ck_assert_int_eq(jit->async, g_get_num_processors() > 1);
    ck_assert_uint_eq(jit->shuffle, 0);
    ck_assert_uint_eq(jit->threshold, JIT_THRESHOLD);
    ck_assert_uint_eq(jit->code_bytes, 0);
    options_clear(&options);
}
END_TEST

static const struct {
    const char *name;
    size_t offset;              /* of a bool in JitOptions */
} jit_flags[] = {
    { "no-fold=on", offsetof(JitOptions, no_fold) },
    { "no-divide=on", offsetof(JitOptions, no_divide) },
    { "no-loop=on", offsetof(JitOptions, no_loop) },
    { "no-guard=on", offsetof(JitOptions, no_guard) },
    { "no-float=on", offsetof(JitOptions, no_float) },
    { "no-sink=on", offsetof(JitOptions, no_sink) },
    { "no-narrow=on", offsetof(JitOptions, no_narrow) },
    { "no-liveness=on", offsetof(JitOptions, no_liveness) },
    { "no-peephole=on", offsetof(JitOptions, no_peephole) },
    { "no-swap=on", offsetof(JitOptions, no_swap) },
    { "no-chain=on", offsetof(JitOptions, no_chain) },
    { "verify=on", offsetof(JitOptions, verify) },
    { "check=tci", offsetof(JitOptions, check) },
};

START_TEST(test_each_choice_of_the_translator_changes_itself_only)
{
    g_autofree char *line = g_strconcat("-accel|tcg,", jit_flags[_i].name,
                                        NULL);
    Options options = parse_good(line);

    for (unsigned i = 0; i < G_N_ELEMENTS(jit_flags); i++) {
        const char *at = (const char *)&options.accel.jit +
                         jit_flags[i].offset;

        ck_assert_msg(*(const bool *)at == (i == (unsigned)_i), "%s changes "
                      "%s", jit_flags[_i].name, jit_flags[i].name);
    }
    options_clear(&options);
}
END_TEST

START_TEST(test_each_switch_of_the_translator_is_explained)
{
    g_autoptr(GString) help = g_string_new(NULL);

    accel_list(help);
    for (const JitSwitch *row = jit_switches; row->name; row++) {
        g_autofree char *line =
            g_strdup_printf("\n%-21s %s\n", row->name, row->text);

        ck_assert_msg(strstr(help->str, line) != NULL, "%s", line);
    }
}
END_TEST

START_TEST(test_numbers_and_words_of_the_translator)
{
    Options options = parse_good("-accel|tcg,threshold=0,shuffle=4294967295,"
                                 "tb-size=1,check=off,no-fold=off,"
                                 "async=off");
    const JitOptions *jit = &options.accel.jit;

    ck_assert_uint_eq(jit->threshold, 0);
    ck_assert_uint_eq(jit->shuffle, 4294967295u);
    ck_assert_uint_eq(jit->code_bytes, MIB);
    ck_assert(!jit->check && !jit->no_fold && !jit->async);
    options_clear(&options);
}
END_TEST

START_TEST(test_icount_forms)
{
    Options options = parse_good("-icount|shift=7,sleep=off");

    ck_assert(options.icount.enabled && !options.icount.shift_auto);
    ck_assert_uint_eq(options.icount.shift, 7);
    ck_assert(!options.icount.sleep);
    options_clear(&options);
    options = parse_good("-icount|auto");
    ck_assert(options.icount.shift_auto && options.icount.sleep);
    options_clear(&options);
    options = parse_good("");
    ck_assert(!options.icount.enabled);
    options_clear(&options);
}
END_TEST

START_TEST(test_rtc_forms)
{
    Options options = parse_good("-rtc|base=2006-06-17T16:01:21,clock=vm");

    ck_assert(options.rtc.has_base);
    ck_assert_int_eq(options.rtc.base_s, 1150560081);
    ck_assert_int_eq(options.rtc.clock, RTC_CLOCK_VM);
    options_clear(&options);
    options = parse_good("-rtc|base=1970-01-02");
    ck_assert_int_eq(options.rtc.base_s, 86400);
    options_clear(&options);
    options = parse_good("-rtc|base=localtime");
    ck_assert(options.rtc.localtime && !options.rtc.has_base);
    options_clear(&options);
}
END_TEST

START_TEST(test_actions_and_their_short_forms)
{
    Options options = parse_good("-no-reboot|-no-shutdown|-S|-nographic");

    ck_assert_int_eq(options.actions.reboot, REBOOT_ACTION_SHUTDOWN);
    ck_assert_int_eq(options.actions.shutdown, SHUTDOWN_ACTION_PAUSE);
    ck_assert(options.stopped && options.nographic);
    options_clear(&options);
    options = parse_good("-action|reboot=shutdown,panic=none");
    ck_assert_int_eq(options.actions.reboot, REBOOT_ACTION_SHUTDOWN);
    ck_assert_int_eq(options.actions.shutdown, SHUTDOWN_ACTION_POWEROFF);
    ck_assert_int_eq(options.actions.panic, PANIC_ACTION_NONE);
    options_clear(&options);
}
END_TEST

START_TEST(test_rtc_starts_where_the_base_says)
{
    const RtcOptions utc = { 0 };
    const RtcOptions local = { .localtime = true };
    const RtcOptions date = { .has_base = true, .base_s = 5 };
    const int64_t now_ns = 1750000000123456789; /* 2025-06-15 */

    g_setenv("TZ", "XYZ-2", TRUE);      /* two hours ahead, no summer time */
    tzset();
    ck_assert_uint_eq(options_rtc_epoch_ns(&utc, false, now_ns), 0);
    ck_assert_uint_eq(options_rtc_epoch_ns(&local, false, now_ns),
                      now_ns + 7200000000000);
    ck_assert_uint_eq(options_rtc_epoch_ns(&date, false, now_ns),
                      5000000000);
    ck_assert_uint_eq(options_rtc_epoch_ns(&date, true, now_ns), 5000000000);
    ck_assert_uint_eq(options_rtc_epoch_ns(&local, true, now_ns),
                      946684800000000000);
}
END_TEST

START_TEST(test_flash_takes_every_word_for_yes)
{
    Options options = parse_good("-drive|if=pflash,file=a,readonly=yes"
                                 "|-drive|if=pflash,file=b");

    ck_assert_str_eq(keyval_get(options.drives->pdata[0], "readonly"), "on");
    ck_assert_str_eq(keyval_get(options.drives->pdata[1], "readonly"), "off");
    options_clear(&options);
}
END_TEST

START_TEST(test_lists_keep_their_order)
{
    Options options = parse_good(
        "-serial|mon:stdio|-serial|null|-chardev|file,id=c,path=x"
        "|-drive|if=pflash,file=a|-pflash|b,c|-device|loader,addr=1"
        "|-L|one|-L|two|-fw_cfg|opt/x,string=y|-trace|a*|-monitor|none"
        "|-qmp|stdio|-qmp-pretty|unix:q|-mon|c,mode=control|-daemonize");

    ck_assert_str_eq(options.serials->pdata[0], "mon:stdio");
    ck_assert_str_eq(options.serials->pdata[1], "null");
    ck_assert_str_eq(keyval_get(options.chardevs->pdata[0], "id"), "c");
    ck_assert_str_eq(keyval_get(options.drives->pdata[1], "file"), "b,c");
    ck_assert_str_eq(keyval_get(options.drives->pdata[1], "if"), "pflash");
    ck_assert_str_eq(keyval_get(options.devices->pdata[0], "addr"), "1");
    ck_assert_str_eq(options.search[1], "two");
    ck_assert_ptr_null(options.search[2]);
    ck_assert_str_eq(keyval_get(options.fw_cfg->pdata[0], "name"), "opt/x");
    ck_assert_uint_eq(options.trace->len, 1);
    ck_assert_str_eq(options.qmps->pdata[0], "stdio");
    ck_assert_str_eq(options.qmps_pretty->pdata[0], "unix:q");
    ck_assert_str_eq(keyval_get(options.mons->pdata[0], "mode"), "control");
    ck_assert(options.daemonize);
    options_clear(&options);
}
END_TEST

START_TEST(test_global_has_two_spellings)
{
    Options options = parse_good("-global|virtio-mmio.force-legacy=false"
                                 "|-global|driver=d,property=p,value=v");
    const KeyVal *first = options.globals->pdata[0];

    ck_assert_str_eq(keyval_get(first, "driver"), "virtio-mmio");
    ck_assert_str_eq(keyval_get(first, "property"), "force-legacy");
    ck_assert_str_eq(keyval_get(first, "value"), "false");
    ck_assert_str_eq(keyval_get(options.globals->pdata[1], "value"), "v");
    options_clear(&options);
}
END_TEST

/* ---- refused ----------------------------------------------------------- */

/* What the one line must say: option, value, what is allowed. */
static const struct {
    const char *line;
    const char *says[3];
} bad_rows[] = {
    { "-kernal|x", { "-kernal", "did you mean -kernel" } },
    { "--macine|x", { "--macine", "did you mean -machine" } },
    { "-smp=4", { "did you mean -smp" } },
    { "-nographics", { "did you mean -nographic" } },
    { "-xyzzyplughfoo", { "unknown option", "-h" } },
    { "-", { "unknown option" } },
    { "--", { "unknown option" } },
    { "disk.img", { "disk.img", "not supported yet" } },
    { "|", { "not supported yet" } },
    { "-kernel", { "-kernel", "FILE" } },
    { "-kernel|", { "-kernel", "empty" } },
    { "-append|x", { "-append", "-kernel" } },
    { "-initrd|x", { "-initrd", "-kernel" } },
    { "-netdev|user,id=n", { "-netdev", "not supported yet" } },
    { "-loadvm|x", { "-loadvm", "not supported yet" } },
    { "-usb", { "-usb", "not supported yet" } },
    { "-uuid|123", { "-uuid", "123", "8-4-4-4-12" } },
    { "-enable-kvm", { "-enable-kvm", "not supported yet" } },
    { "-smp|0", { "-smp '0'", "cpus='0'", "1 to" } },
    { "-smp|four", { "-smp", "four", "1 to" } },
    { "-smp|-1", { "-smp", "-1" } },
    { "-smp|99999999999999999999", { "-smp" } },
    { "-smp|4,core=2", { "core", "cores", "sockets" } },
    { "-smp|5,maxcpus=4", { "cpus=5", "maxcpus=4" } },
    { "-smp|5,sockets=2", { "sockets=2", "maxcpus=5" } },
    { "-smp|sockets=65535,cores=65535,threads=65535", { "at most" } },
    { "-m|", { "-m", "size" } },
    { "-m|0", { "-m", "memory" } },
    { "-m|lots", { "lots", "K, M, G" } },
    { "-m|-1", { "-1" } },
    { "-m|1Q", { "1Q", "K, M, G" } },
    { "-m|1GB", { "1GB" } },
    { "-m|99999999999E", { "99999999999E" } },
    { "-m|99999999999999999999999", { "8 EiB" } },
    { "-m|1.5.5G", { "1.5.5G" } },
    { "-m|2G,slots=2,maxmem=4G", { "not supported yet" } },
    { "-m|2G,sizes=2", { "sizes", "size" } },
    { "-cpu|", { "-cpu", "?" } },
    { "-cpu|,v=on", { "-cpu", "?" } },
    { "-accel|", { "-accel", "?" } },
    { "-accel|tcg,thread=many", { "thread='many'", "single, multi" } },
    { "-accel|tcg,one-insn-per-tb=2", { "one-insn-per-tb", "on or off" } },
    { "-accel|tcg,tb-size=-3", { "tb-size", "4096" } },
    { "-accel|tcg,no-gaurd=on", { "no-gaurd", "did you mean 'no-guard'" } },
    { "-accel|interp,x=1", { "unknown name 'x'", "threshold" } },
    { "-accel|tcg,no-swop=on", { "unknown name 'no-swop'", "no-swap" } },
    { "-accel|tcg,no-guard=maybe", { "no-guard", "on or off" } },
    { "-accel|tcg,no-chain=2", { "no-chain", "on or off" } },
    { "-accel|tcg,verify=tci", { "verify", "on or off" } },
    { "-accel|tcg,check=on", { "check='on'", "off, tci" } },
    { "-accel|tcg,threshold=60001", { "threshold", "60000" } },
    { "-accel|tcg,threshold=-1", { "threshold", "60000" } },
    { "-accel|tcg,async=maybe", { "async", "on" } },
    { "-accel|tcg,threshold=hot", { "threshold", "hot" } },
    { "-accel|tcg,shuffle=4294967296", { "shuffle", "4294967295" } },
    { "-M|virt,=x", { "-M", "empty name" } },
    { "-chardev|", { "-chardev", "back end" } },
    { "-chardev|stdio", { "-chardev", "id" } },
    { "-drive|x.img", { "-drive", "file" } },
    { "-drive|file=x,if=usb", { "if='usb'", "pflash" } },
    { "-drive|if=pflash,file=x,readony=on", { "readony", "readonly" } },
    { "-drive|if=pflash,file=x,readonly=maybe", { "readonly=", "maybe" } },
    { "-drive|if=pflash,file=x,format=qcow2", { "format=", "raw" } },
    { "-drive|if=pflash,file=x,unit=b", { "unit=", "'b'" } },
    { "-device|", { "-device", "driver" } },
    { "-fw_cfg|name=x", { "-fw_cfg", "file=" } },
    { "-fw_cfg|x,file=a,string=b", { "either" } },
    { "-fw_cfg|x,stringx=b", { "stringx", "string" } },
    { "-global|x", { "-global", "x" } },
    { "-global|a.b", { "-global" } },
    { "-display|gtk", { "gtk", "none" } },
    { "-vga|std", { "std", "none" } },
    { "-net|user", { "user", "none" } },
    { "-action|reboot=never", { "reboot=never", "reboot=shutdown" } },
    { "-action|rebot=reset", { "rebot", "reboot" } },
    { "-watchdog-action|bark", { "watchdog=bark", "watchdog=inject-nmi" } },
    { "-action|panic=", { "panic", "exit-failure" } },
    { "-icount|", { "shift" } },
    { "-icount|11", { "11", "0 to 10", "auto" } },
    { "-icount|fast", { "fast", "auto" } },
    { "-icount|auto,sleep=off", { "sleep=off" } },
    { "-icount|auto,align=on", { "align=on" } },
    { "-icount|3,sleep=off,align=on", { "align=on" } },
    { "-icount|3,rr=record", { "rr=", "not supported yet" } },
    { "-icount|3,slep=off", { "slep", "sleep" } },
    { "-rtc|base=yesterday", { "yesterday", "localtime" } },
    { "-rtc|clock=sun", { "clock='sun'", "host, rt, vm" } },
    { "-rtc|utc", { "utc", "base" } },
    { "-name|x,processx=y", { "processx", "process" } },
    { "-d|", { "-d", "empty" } },
    { "-serial|", { "-serial", "empty" } },
};

START_TEST(test_wrong_words_get_one_clear_line)
{
    Options options;
    g_autoptr(GError) err = NULL;

    ck_assert_msg(!parse(&options, bad_rows[_i].line, &err), "%s",
                  bad_rows[_i].line);
    ck_assert_ptr_null(strchr(err->message, '\n'));
    for (unsigned i = 0; i < 3 && bad_rows[_i].says[i]; i++) {
        ck_assert_msg(strstr(err->message, bad_rows[_i].says[i]) != NULL,
                      "%s: '%s' lacks '%s'", bad_rows[_i].line,
                      err->message, bad_rows[_i].says[i]);
    }
    options_clear(&options);
}
END_TEST

/* ---- the table --------------------------------------------------------- */

START_TEST(test_help_lists_options_and_what_is_missing)
{
    g_autofree char *text = options_help();
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    ck_assert_ptr_nonnull(strstr(text, "\n  -kernel FILE\n"));
    ck_assert_ptr_nonnull(strstr(text, "Not supported yet:"));
    ck_assert_ptr_nonnull(strstr(text, " -netdev "));
    for (unsigned i = 0; lines[i]; i++) {
        ck_assert_msg(strlen(lines[i]) <= 100, "%s", lines[i]);
    }
}
END_TEST

/* Random words from the grammar: never a crash, always a message. */
START_TEST(test_random_lines_parse_or_are_refused)
{
    static const char *const words[] = {
        "-M", "-cpu", "-smp", "-m", "-accel", "-icount", "-rtc", "-drive",
        "-device", "-chardev", "-global", "-fw_cfg", "-action", "-name",
        "-d", "-L", "virt", "4", "=", ",", ",,", "a=b", "cpus=2,cores=",
        "?", "1G", "shift=auto", "if=pflash,file=x", "--", "-S", "x.y=z",
        "base=", "\xff\xfe", "%s%n", "0x", "1e9", ".", "1.",
    };
    g_autoptr(GRand) random = g_rand_new_with_seed(2);

    for (unsigned round = 0; round < 20000; round++) {
        const char *argv[8] = { "lectern" };
        int argc = g_rand_int_range(random, 1, 8);
        g_autoptr(GError) err = NULL;
        Options options;

        for (int i = 1; i < argc; i++) {
            argv[i] = words[g_rand_int_range(random, 0,
                                             G_N_ELEMENTS(words))];
        }
        options_init(&options);
        ck_assert(options_parse(&options, argc, (char *const *)argv, &err) ==
                  (err == NULL));
        options_clear(&options);
    }
}
END_TEST

UNIT_MAIN("options",
          UNIT_LOOP(test_strings_arrive, G_N_ELEMENTS(string_rows)),
          UNIT_LOOP(test_smp_is_completed, G_N_ELEMENTS(smp_rows)),
          UNIT_LOOP(test_memory_sizes_have_suffixes,
                    G_N_ELEMENTS(memory_rows)),
          UNIT_LOOP(test_help_is_a_request, G_N_ELEMENTS(request_rows)),
          UNIT_TEST(test_machine_properties_add_up),
          UNIT_TEST(test_accel_properties),
          UNIT_TEST(test_perf_gets_its_map_only_when_asked_for),
    UNIT_TEST(test_nothing_of_the_translator_is_off_unless_asked),
          UNIT_LOOP(test_each_choice_of_the_translator_changes_itself_only,
                    G_N_ELEMENTS(jit_flags)),
          UNIT_TEST(test_each_switch_of_the_translator_is_explained),
    UNIT_TEST(test_numbers_and_words_of_the_translator),
          UNIT_TEST(test_icount_forms),
          UNIT_TEST(test_rtc_forms),
          UNIT_TEST(test_actions_and_their_short_forms),
          UNIT_TEST(test_rtc_starts_where_the_base_says),
    UNIT_TEST(test_flash_takes_every_word_for_yes),
    UNIT_TEST(test_lists_keep_their_order),
          UNIT_TEST(test_global_has_two_spellings),
          UNIT_LOOP(test_wrong_words_get_one_clear_line,
                    G_N_ELEMENTS(bad_rows)),
          UNIT_TEST(test_help_lists_options_and_what_is_missing),
          UNIT_TEST(test_random_lines_parse_or_are_refused))
