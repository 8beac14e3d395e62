/*
 * run_signals.c: SIGINT, SIGTERM and SIGHUP ask for a shutdown
 *
 * GLib's signal sources do the dangerous part: the handler only marks the
 * signal and wakes the loop, which then calls the function below as ordinary
 * code. A second signal asks again; it never kills, so the terminal is always
 * restored on the way out.
 */
#include <glib-unix.h>
#include <signal.h>

#include "run_control_internal.h"

typedef struct SignalSource {
    RunControl *rc;
    int number;
} SignalSource;

static gboolean signal_arrived(gpointer opaque)
{
    SignalSource *source = opaque;

    run_request_signal(&source->rc->requests, source->number);
    main_loop_notify(source->rc->loop);
    return G_SOURCE_CONTINUE;
}

static void catch_signal(RunControl *rc, int number)
{
    GSource *source = g_unix_signal_source_new(number);
    SignalSource *data = g_new0(SignalSource, 1);

    data->rc = rc;
    data->number = number;
    g_source_set_callback(source, signal_arrived, data, g_free);
    g_source_attach(source, main_loop_context(rc->loop));
    g_ptr_array_add(rc->signal_sources, source);
}

static void release(gpointer source)
{
    g_source_destroy(source);
    g_source_unref(source);
}

void run_control_catch_signals(RunControl *rc)
{
    g_assert(rc->signal_sources == NULL);
    rc->signal_sources = g_ptr_array_new_with_free_func(release);
    catch_signal(rc, SIGINT);
    catch_signal(rc, SIGTERM);
    catch_signal(rc, SIGHUP);
}

void run_signals_release(RunControl *rc)
{
    g_clear_pointer(&rc->signal_sources, g_ptr_array_unref);
}
