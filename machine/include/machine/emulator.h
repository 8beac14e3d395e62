/*
 * emulator.h: from a command line to a running machine
 */
#ifndef MACHINE_EMULATOR_H
#define MACHINE_EMULATOR_H

#include "machine/options.h"
#include "machine/vm.h"

/**
 * emulator_answer: print the list or text that @options asks for
 *
 * Returns: false when it asks for a machine to run.
 */
bool emulator_answer(const Options *options);

/**
 * emulator_check: refuse what is parsed but not built yet, by name
 */
bool emulator_check(const Options *options, Error **errp) MUST_CHECK;

/** emulator_open_log: -d, -D, -dfilter, -trace */
bool emulator_open_log(const Options *options, Error **errp) MUST_CHECK;

/** emulator_new_vm: accelerator, threads, instruction counting */
Vm *emulator_new_vm(const Options *options, Error **errp);

/**
 * emulator_build: character back ends and the board
 *
 * Returns: false with @errp set.
 */
bool emulator_build(Vm *vm, const Options *options, Error **errp) MUST_CHECK;

/**
 * emulator_serial_spec: where UART @i goes, as -serial says or by default
 *
 * Without -serial the first one shares the terminal with the monitor, unless
 * something else was given the terminal.
 */
const char *emulator_serial_spec(const Options *options, unsigned i);

/** emulator_uses_stdio: does an option give the terminal to something? */
bool emulator_uses_stdio(const Options *options);

#endif
