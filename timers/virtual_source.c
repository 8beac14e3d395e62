/*
 * virtual_source.c: the three things that can drive QEMU_CLOCK_VIRTUAL
 *
 *   source   time passes            its timers run
 *   host     at the host's pace     in the main loop, which sleeps until then
 *   icount   with instructions      in the execution thread, exactly
 *   qtest    when a test says so    inside qtest_clock_advance(), exactly; the
 *                                   main loop takes what is due at once
 */
#include "timers_internal.h"

const VirtualSource virtual_source_host = {
    .get_ns = timer_system_clock_ns,
    .main_loop = true,
    .passes = true,
};

const VirtualSource virtual_source_icount = {
    .get_ns = icount_virtual_ns,
};

const VirtualSource virtual_source_qtest = {
    .get_ns = qtest_virtual_ns,
    .main_loop = true,
};
