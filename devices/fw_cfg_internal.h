/*
 * fw_cfg_internal.h: what the files of fw_cfg share
 */
#ifndef DEVICES_FW_CFG_INTERNAL_H
#define DEVICES_FW_CFG_INTERNAL_H

#include "devices/fw_cfg.h"

/** fw_cfg_select: choose the item that is read next; tells its owner */
void fw_cfg_select(FWCfgState *s, uint16_t key);

/**
 * fw_cfg_entry: the slot behind a key
 *
 * Returns: borrowed; NULL for a key beyond the table.
 */
FWCfgEntry *fw_cfg_entry(FWCfgState *s, uint16_t key);

/** fw_cfg_remaining: bytes of the selected item from the offset on */
uint32_t fw_cfg_remaining(FWCfgState *s, FWCfgEntry **entry);

/** fw_cfg_dma_start: run the transfer that regs.dma_addr describes */
void fw_cfg_dma_start(FWCfgState *s);

/** fw_cfg_free_items: free what the device owns */
void fw_cfg_free_items(FWCfgState *s);

#endif
