/* hmp_edc.c: lecture 03, an error for the EDC to detect */
#include <inttypes.h>

#include "hmp_internal.h"

#include "devices/clabpu_edc.h"

static void hmp_edc_inject(Monitor *mon, const HMPArgs *args)
{
    Object *edc = object_resolve_path_type("", TYPE_CLABPU_EDC, NULL);
    int64_t flags = hmp_args_int(args, "flags", 0);
    GError *error = NULL;

    if (!edc) {
        monitor_printf(mon, "Error: this machine has no EDC: -M clabpu has "
                       "one\n");
    } else if (flags < 0 || flags > CLABPU_EDC_ERROR_MASK) {
        monitor_printf(mon, "Error: the flags are 1 (corrected), 2 "
                       "(uncorrected), 4 (address) and sums of them\n");
    } else {
        object_property_set_uint(edc, "inject-error", flags, &error);
        hmp_report_error(mon, error);
    }
}

const HMPCommand hmp_edc_commands[] = {
    { "edc_inject", "flags:i", "flags",
      "have the EDC of clabpu detect an error", hmp_edc_inject,
      .example = "edc_inject 1 -- a corrected error: x/1xw 0x20001008" },
    HMP_COMMAND_END,
};
