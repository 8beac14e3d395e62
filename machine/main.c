/*
 * main.c: parse, build, run, free
 *
 * Everything that can be wrong with the command line ends in one line on
 * standard error and exit status 1.
 */
#include <stdlib.h>

#include "machine/control.h"
#include "machine/emulator.h"
#include "machine/process.h"

#include "core/log.h"
#include "devices/chardev.h"
#include "runstate/run_control.h"
#include "runstate/runstate.h"

static int run(const Options *options)
{
    g_autoptr(PidFile) pidfile = NULL;
    Daemon *daemon = NULL;
    Control *control;
    Vm *vm;
    int status;

    error_report_set_timestamps(options->timestamps);
    if (!emulator_check(options, &error_fatal)) {
        return EXIT_FAILURE;
    }
    if (options->daemonize && !options->dumpdtb) {
        daemon = daemon_start(&error_fatal);
    }
    if (!emulator_open_log(options, &error_fatal)) {
        return EXIT_FAILURE;
    }
    vm = emulator_new_vm(options, &error_fatal);
    if (!emulator_build(vm, options, &error_fatal)) {
        return EXIT_FAILURE;
    }
    if (options->dumpdtb) {
        return EXIT_SUCCESS;
    }
    if (options->pidfile) {
        pidfile = pidfile_new(options->pidfile, &error_fatal);
    }
    run_control_set_actions(runstate_default(), &options->actions);
    run_control_catch_signals(runstate_default());
    control = control_open(vm, options, &error_fatal);
    vm->control = control;
    daemon_ready(daemon);
    status = vm_run(vm, !options->stopped);
    vm->control = NULL;
    control_close(control);
    qemu_chr_cleanup();
    vm_free(vm);
    return status;
}

int main(int argc, char **argv)
{
    Options options;
    int status = EXIT_SUCCESS;

    process_open_std_fds();
    options_init(&options);
    if (!options_parse(&options, argc, argv, &error_fatal)) {
        return EXIT_FAILURE;
    }
    if (!emulator_answer(&options)) {
        status = run(&options);
    }
    options_clear(&options);
    qemu_log_close();
    return status;
}
