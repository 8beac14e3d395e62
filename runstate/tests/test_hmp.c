/* test_hmp.c: command lookup, argument splitting, the commands here */
#include <string.h>

#include "support/unit.h"
#include "runstate/monitor.h"
#include "runstate/runstate.h"

static GString *printed;
static GString *seen;

static void collect(void *opaque, const char *text)
{
    g_string_append(printed, text);
}

static Monitor monitor = { collect, NULL };

static void show(Monitor *mon, const HMPArgs *args)
{
    g_string_append_printf(seen, "%s %d %d",
                           hmp_args_str(args, "name") ?: "-",
                           (int)hmp_args_int(args, "n", -1),
                           hmp_args_bool(args, "all"));
}

static void dump(Monitor *mon, const HMPArgs *args)
{
    g_string_append_printf(seen, "%d%s%d@%d",
                           (int)hmp_args_int(args, "count", 1),
                           hmp_args_str(args, "format") ?: "?",
                           (int)hmp_args_int(args, "size", 0),
                           (int)hmp_args_int(args, "addr", -1));
}

static const HMPCommand commands[] = {
    { "show|sh", "all:-a,name:s,n:i?", "[-a] name [n]", "show it", show },
    { "x", "fmt:/,addr:l", "/fmt addr", "dump memory", dump },
    HMP_COMMAND_END,
};

static const HMPCommand *const set[] = {
    commands, hmp_runstate_commands, NULL,
};

static void begin(void)
{
    printed = g_string_new(NULL);
    seen = g_string_new(NULL);
}

static void end(void)
{
    g_string_free(printed, TRUE);
    g_string_free(seen, TRUE);
}

typedef struct LineRow {
    const char *line;
    bool ok;
    const char *result;         /* what the command saw, or part of output */
} LineRow;

static const LineRow lines[] = {
    { "show disk", true, "disk -1 0" },
    { "  sh   disk 0x10 ", true, "disk 16 0" },
    { "show -a \"two words\" -3", true, "two words -3 1" },
    { "show \"a\\\"b\"", true, "a\"b -1 0" },
    { "show", false, "the argument 'name' is missing" },
    { "show \"open", false, "closing quote" },
    { "show disk seven", false, "'seven' is not an integer" },
    { "show disk 5000000000", false, "more than 32 bits" },
    { "show disk 1 2", false, "too many arguments: '2'" },
    { "x 4096", true, "1?0@4096" },
    { "x/10xw 0x20", true, "10x4@32" },
    { "x/z 1", false, "'z' is neither" },
    { "sho disk", false, "unknown command: 'sho', did you mean 'show'?" },
    { "", true, "" },
    { "# show disk", true, "" },
};

START_TEST(test_line_is_split_by_its_grammar)
{
    const LineRow *row = &lines[_i];

    begin();
    ck_assert_int_eq(hmp_execute(set, &monitor, row->line), row->ok);
    if (row->ok) {
        ck_assert_str_eq(seen->str, row->result);
        ck_assert_str_eq(printed->str, "");
    } else {
        ck_assert_str_eq(seen->str, "");
        ck_assert_msg(strstr(printed->str, row->result) != NULL, "%s",
                      printed->str);
    }
    end();
}
END_TEST

typedef struct SizeRow {
    const char *text;
    int64_t bytes;              /* -1: refused */
} SizeRow;

static const SizeRow sizes[] = {
    { "4096", 4096 },       { "64k", 65536 }, { "1M", 1 << 20 },
    { "2G", 2147483648ll }, { "1x", -1 },     { "-1k", -1 },
    { "9999999999G", -1 },  { "1kk", -1 },    { "k", -1 },
};

START_TEST(test_sizes_have_suffixes)
{
    HMPArgs *args = hmp_parse_args("size:o", sizes[_i].text, NULL);

    if (sizes[_i].bytes < 0) {
        ck_assert_ptr_null(args);
    } else {
        ck_assert_int_eq(hmp_args_int(args, "size", 0), sizes[_i].bytes);
    }
    hmp_args_free(args);
}
END_TEST

START_TEST(test_rest_of_line_and_switches)
{
    HMPArgs *args = hmp_parse_args("on:b,rest:S?", "on  a  b ", NULL);

    ck_assert(hmp_args_bool(args, "on"));
    ck_assert_str_eq(hmp_args_str(args, "rest"), "a  b ");
    hmp_args_free(args);
    ck_assert_ptr_null(hmp_parse_args("on:b", "yes", NULL));
}
END_TEST

START_TEST(test_sub_commands_are_found_behind_their_group)
{
    const HMPCommand *const subjects[] = {
        hmp_runstate_info_commands, NULL,
    };
    const HMPCommand group[] = {
        { "info", "", "what", "show things", .sub = subjects },
        HMP_COMMAND_END,
    };
    const HMPCommand *const info[] = { group, NULL };

    begin();
    ck_assert(hmp_execute(info, &monitor, "info status"));
    ck_assert_str_eq(printed->str, "VM status: paused (prelaunch)\n");
    ck_assert(!hmp_execute(info, &monitor, "info nothing"));
    g_string_truncate(printed, 0);
    ck_assert(hmp_execute(info, &monitor, "info"));
    ck_assert_ptr_nonnull(strstr(printed->str, "info status"));
    end();
}
END_TEST

START_TEST(test_stop_cont_and_quit_act_on_the_vm)
{
    int status;

    begin();
    ck_assert(hmp_execute(set, &monitor, "cont"));
    ck_assert(runstate_is_running());
    ck_assert(hmp_execute(set, &monitor, "stop"));
    ck_assert(runstate_check(RUN_STATE_PAUSED));
    ck_assert(hmp_execute(set, &monitor, "system_reset"));
    ck_assert(!main_loop_should_exit(&status));
    ck_assert(runstate_check(RUN_STATE_PRELAUNCH));
    ck_assert(hmp_execute(set, &monitor, "system_wakeup"));
    ck_assert_ptr_nonnull(strstr(printed->str, "not suspended"));
    ck_assert(hmp_execute(set, &monitor, "q"));
    ck_assert_int_eq(qemu_main_loop(), 0);
    end();
}
END_TEST

/* ---- what is answered to mistakes, help and Tab ---- */

static const HMPCommand *const info_tables[] = {
    hmp_runstate_info_commands, NULL,
};

static void offer_disks(HMPCompletion *completion)
{
    hmp_completion_add(completion, "disk1");
    hmp_completion_add(completion, "disk0");
    hmp_completion_add(completion, "disk1");
    hmp_completion_add(completion, "cdrom");
}

static const HMPCommand group_commands[] = {
    { "show", "all:-a,name:s,on:b?", "[-a] name [on|off]", "show it", show,
      .example = "show disk0 -- what is on it", .complete = offer_disks },
    { "info", "", "what", "show things", .sub = info_tables },
    HMP_COMMAND_END,
};

static const HMPCommand *const groups[] = { group_commands, NULL };

START_TEST(test_wrong_argument_shows_usage_and_example)
{
    begin();
    ck_assert(!hmp_execute(groups, &monitor, "show disk0 maybe"));
    ck_assert_str_eq(printed->str,
                     "show: on: use on or off\n"
                     "usage: show [-a] name [on|off]\n"
                     "example: show disk0 -- what is on it\n");
    end();
}
END_TEST

static const LineRow mistakes[] = {
    { "shpw", false, "unknown command: 'shpw', did you mean 'show'? 'help'" },
    { "info stats", false, "did you mean 'info status'? 'info' lists" },
    { "qwertyuiop", false, "unknown command: 'qwertyuiop' 'help' lists" },
    { "info  status  more", false, "info status: too many arguments" },
};

START_TEST(test_unknown_name_is_answered_with_the_nearest)
{
    begin();
    ck_assert(!hmp_execute(groups, &monitor, mistakes[_i].line));
    ck_assert_msg(strstr(printed->str, mistakes[_i].result) != NULL, "%s",
                  printed->str);
    end();
}
END_TEST

START_TEST(test_help_of_one_command)
{
    begin();
    hmp_print_help(groups, &monitor, "show");
    ck_assert_str_eq(printed->str,
                     "show [-a] name [on|off] -- show it\n"
                     "example: show disk0 -- what is on it\n");
    g_string_truncate(printed, 0);
    hmp_print_help(groups, &monitor, "info status");
    ck_assert_msg(g_str_has_prefix(printed->str, "info status -- "), "%s",
                  printed->str);
    g_string_truncate(printed, 0);
    hmp_print_help(groups, &monitor, "info");
    ck_assert_ptr_nonnull(strstr(printed->str, "\ninfo status -- "));
    g_string_truncate(printed, 0);
    hmp_print_help(groups, &monitor, "inof");
    ck_assert_ptr_nonnull(strstr(printed->str, "did you mean 'info'?"));
    end();
}
END_TEST

typedef struct CompleteRow {
    const char *line;
    size_t start;
    const char *words;
} CompleteRow;

static const CompleteRow completions[] = {
    { "", 0, "info show" },
    { "s", 0, "show" },
    { "x", 0, "" },
    { "info ", 5, "runstates status" },
    { "info  st", 6, "status" },
    { "info x ", 7, "" },
    { "show ", 5, "cdrom disk0 disk1" },
    { "show d", 5, "disk0 disk1" },
    { "show -", 5, "-a" },
    { "show -a d", 8, "disk0 disk1" },
    { "show -a disk0 o", 14, "off on" },
    { "show disk0 of", 11, "off" },
    { "zork d", 5, "" },
    { "show \"d", 5, "" },
};

START_TEST(test_tab_offers_what_fits)
{
    const CompleteRow *row = &completions[_i];
    size_t start = 99;
    GPtrArray *found = hmp_complete(groups, &monitor, row->line, &start);
    g_autoptr(GString) words = g_string_new(NULL);

    for (guint i = 0; i < found->len; i++) {
        g_string_append_printf(words, "%s%s", i ? " " : "",
                               (char *)found->pdata[i]);
    }
    ck_assert_str_eq(words->str, row->words);
    ck_assert_uint_eq(start, row->start);
    g_ptr_array_unref(found);
}
END_TEST

START_TEST(test_help_lists_every_row)
{
    begin();
    hmp_print_help(set, &monitor, NULL);
    ck_assert_ptr_nonnull(strstr(printed->str, "x /fmt addr -- dump memory"));
    ck_assert_ptr_nonnull(strstr(printed->str, "quit|q -- end"));
    g_string_truncate(printed, 0);
    hmp_print_help(set, &monitor, "sh");
    ck_assert_str_eq(printed->str, "show|sh [-a] name [n] -- show it\n");
    end();
}
END_TEST

UNIT_MAIN("hmp",
          UNIT_LOOP(test_line_is_split_by_its_grammar, G_N_ELEMENTS(lines)),
          UNIT_LOOP(test_sizes_have_suffixes, G_N_ELEMENTS(sizes)),
          UNIT_TEST(test_rest_of_line_and_switches),
          UNIT_TEST(test_sub_commands_are_found_behind_their_group),
          UNIT_TEST(test_stop_cont_and_quit_act_on_the_vm),
          UNIT_TEST(test_wrong_argument_shows_usage_and_example),
          UNIT_LOOP(test_unknown_name_is_answered_with_the_nearest,
                    G_N_ELEMENTS(mistakes)),
          UNIT_TEST(test_help_of_one_command),
          UNIT_LOOP(test_tab_offers_what_fits, G_N_ELEMENTS(completions)),
          UNIT_TEST(test_help_lists_every_row))
