/* system_request.c: see devices/system_request.h */
#include "devices/system_request.h"

#include "core/log.h"

void system_request_shutdown(const SystemRequest *request, bool failed,
                             int exit_code)
{
    if (request->ops && request->ops->shutdown) {
        request->ops->shutdown(request->opaque, failed, exit_code);
        return;
    }
    qemu_log_mask(LOG_UNIMP, "guest asked for power-off (code %d), but the "
                  "board does not listen\n", exit_code);
}

void system_request_reset(const SystemRequest *request)
{
    if (request->ops && request->ops->reset) {
        request->ops->reset(request->opaque);
        return;
    }
    qemu_log_mask(LOG_UNIMP, "guest asked for a reset, but the board does "
                  "not listen\n");
}
