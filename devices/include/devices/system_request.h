/*
 * system_request.h: how a device asks for power-off or reset
 *
 * A device cannot reach the run-state machine (it lives in another library
 * of a lower layer that devices may not see). So the board hands it this
 * table; the test finisher and the HTIF console call it.
 */
#ifndef DEVICES_SYSTEM_REQUEST_H
#define DEVICES_SYSTEM_REQUEST_H

#include <stdbool.h>

/*
 * What the guest asks the board for. Both calls only note the request: they
 * return at once and the machine stops later, on the main loop. Context:
 * machine lock held, usually on a vCPU thread.
 */
typedef struct SystemRequestOps {
    /*
     * Power off; the emulator's exit status becomes @exit_code. @failed says
     * that the guest reported a failure rather than a normal end.
     */
    void (*shutdown)(void *opaque, bool failed, int exit_code);
    /* Reset the whole machine. */
    void (*reset)(void *opaque);
} SystemRequestOps;

/* A table with its argument; zeroed: requests are logged and dropped. */
typedef struct SystemRequest {
    const SystemRequestOps *ops; /* (nullable) (borrowed) */
    void *opaque;
} SystemRequest;

/** system_request_shutdown: pass a power-off on, or log that nobody listens */
void system_request_shutdown(const SystemRequest *request, bool failed,
                             int exit_code);

/** system_request_reset: pass a reset on, or log that nobody listens */
void system_request_reset(const SystemRequest *request);

#endif
