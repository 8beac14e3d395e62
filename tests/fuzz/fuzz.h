/*
 * fuzz.h: what every harness of tests/fuzz defines
 *
 * One file per harness, fuzz_NAME.c, with this one function. libFuzzer calls
 * it with inputs that it invents; fuzz_main.c calls it with the seeds.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

/**
 * LLVMFuzzerTestOneInput: feed one input to the parser
 * @data: (borrowed): @size bytes, nothing behind them
 *
 * Keeps no state between two calls and writes nothing to the terminal.
 *
 * Returns: 0
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/**
 * LLVMFuzzerInitialize: (optional): called once before the first input
 *
 * Returns: 0
 */
int LLVMFuzzerInitialize(int *argc, char ***argv) __attribute__((weak));

#endif
