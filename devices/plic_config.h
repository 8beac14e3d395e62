/* plic_config.h: see plic_config.c */
#ifndef DEVICES_PLIC_CONFIG_H
#define DEVICES_PLIC_CONFIG_H

#include "devices/sifive_plic.h"

/**
 * plic_config_parse: list the contexts of a configuration string
 * @config:    "MS,MS"
 * @num_harts: (out): commas + 1
 *
 * Returns: (transfer full): array of PlicContext, at least one; NULL with
 *          @errp set when the string is malformed.
 */
GArray *plic_config_parse(const char *config, uint32_t *num_harts,
                          GError **errp);

#endif
