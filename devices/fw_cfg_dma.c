/*
 * fw_cfg_dma.c: fw_cfg's DMA interface
 *
 * The guest puts a descriptor into memory and writes its address to the DMA
 * register; when that write returns the transfer is over.
 *
 *   bytes 0..3   control, big endian: 31:16 key, 4 write, 3 select, 2 skip,
 *                1 read, 0 error (set by the device)
 *   bytes 4..7   length, big endian
 *   bytes 8..15  address, big endian
 *
 * The device clears control at the end, or leaves the error bit. A read past
 * the end of the item gives zeros. A write must lie inside a writable item.
 * A transfer that fails moves on in the item as one that does not.
 *
 * The descriptor is read once and the work is done on the copy. How many zeros
 * one command may store is bounded, so that a guest cannot hold the machine
 * lock for seconds. A DMA that reaches fw_cfg's own registers is refused by the
 * bus (MemReentrancyGuard): the transfer then ends with the error bit.
 */
#include <inttypes.h>
#include <string.h>

#include "core/log.h"
#include "fw_cfg_internal.h"

#define FW_CFG_DMA_MAX_ZEROS (16u << 20)

typedef struct DmaCommand {
    uint32_t control;
    uint32_t length;
    uint64_t address;
} DmaCommand;

typedef struct DmaDescriptor {
    uint32_t control;           /* all big endian */
    uint32_t length;
    uint64_t address;
} DmaDescriptor;

static bool dma_fetch(FWCfgState *s, hwaddr at, DmaCommand *command)
{
    DmaDescriptor raw;

    if (address_space_read(s->dma_as, at, MEMTXATTRS_UNSPECIFIED, &raw,
                           sizeof(raw)) != MEMTX_OK) {
        return false;
    }
    *command = (DmaCommand) {
        .control = GUINT32_FROM_BE(raw.control),
        .length = GUINT32_FROM_BE(raw.length),
        .address = GUINT64_FROM_BE(raw.address),
    };
    return true;
}

/* the part of the item that is there, then zeros */
static bool dma_read(FWCfgState *s, const DmaCommand *command)
{
    FWCfgEntry *entry;
    uint32_t there = MIN(fw_cfg_remaining(s, &entry), command->length);
    uint32_t zeros = command->length - there;

    if (zeros > FW_CFG_DMA_MAX_ZEROS) {
        return false;
    }
    if (there && address_space_write(s->dma_as, command->address,
                                     MEMTXATTRS_UNSPECIFIED,
                                     entry->data + s->regs.cur_offset,
                                     there) != MEMTX_OK) {
        return false;
    }
    return zeros == 0 ||
           address_space_set(s->dma_as, command->address + there, 0, zeros,
                             MEMTXATTRS_UNSPECIFIED) == MEMTX_OK;
}

static bool dma_write(FWCfgState *s, const DmaCommand *command)
{
    uint32_t offset = s->regs.cur_offset;
    FWCfgEntry *entry;
    uint32_t there = fw_cfg_remaining(s, &entry);

    if (!entry || !entry->allow_write || command->length > there) {
        return false;
    }
    if (address_space_read(s->dma_as, command->address,
                           MEMTXATTRS_UNSPECIFIED, entry->data + offset,
                           command->length) != MEMTX_OK) {
        return false;
    }
    if (entry->callbacks.write) {
        entry->callbacks.write(entry->callbacks.opaque, offset,
                               command->length);
    }
    return true;
}

/* moves the offset, at most to the end of the item */
static void dma_advance(FWCfgState *s, uint32_t length)
{
    FWCfgEntry *entry;
    uint32_t there = fw_cfg_remaining(s, &entry);

    s->regs.cur_offset += MIN(there, length);
}

static bool dma_run(FWCfgState *s, const DmaCommand *command)
{
    uint32_t what = command->control & (FW_CFG_DMA_CTL_READ |
                                        FW_CFG_DMA_CTL_WRITE |
                                        FW_CFG_DMA_CTL_SKIP);
    bool ok = true;

    if (command->control & FW_CFG_DMA_CTL_SELECT) {
        fw_cfg_select(s, (uint16_t)(command->control >> 16));
    }
    if (command->length == 0) {
        return true;
    }
    if (what & FW_CFG_DMA_CTL_READ) {
        ok = dma_read(s, command);
    } else if (what & FW_CFG_DMA_CTL_WRITE) {
        ok = dma_write(s, command);
    }
    if (what) {
        dma_advance(s, command->length);
    }
    return ok;
}

void fw_cfg_dma_start(FWCfgState *s)
{
    hwaddr at = s->regs.dma_addr;
    DmaCommand command;
    uint32_t result = FW_CFG_DMA_CTL_ERROR;

    s->regs.dma_addr = 0;
    if (dma_fetch(s, at, &command) && dma_run(s, &command)) {
        result = 0;
    }
    if (result) {
        qemu_log_mask(LOG_GUEST_ERROR, "fw_cfg: DMA command at 0x%" PRIx64
                      " failed\n", at);
    }
    address_space_stl_be(s->dma_as, at, result, MEMTXATTRS_UNSPECIFIED, NULL);
}
