/*
 * pflash_command.c: the command machine of an Intel flash bank
 *
 *   first write      second write      then
 *   0xff                               reads show the array
 *   0x70                               reads show status
 *   0x50                               clears the error bits; array
 *   0x90                               reads show ids and lock bits
 *   0x98                               reads show the query table
 *   0x40 or 0x10     data              programs one bus word; status
 *   0x20             0xd0, in block    erases the block; status
 *   0x60             0x01, in block    locks the block; status
 *   0x60             0xd0              unlocks all blocks; status
 *   0xe8             words - 1         then data writes, then 0xd0: programs
 *                                      the buffer; status
 *
 * The chips of a bank work in step: the command is the low byte of the bus
 * word, and every chip's lane of a reply holds the same value. Operations
 * finish at once, so status is always "ready" and suspend finds nothing.
 *
 * Intel StrataFlash J3 data sheet, "Command definitions".
 */
#include <string.h>

#include "core/log.h"
#include "pflash_internal.h"

/* ------------------------------------------------------------------- reads */

/* index of the chip word at @offset; x16 chips used as x8 see it twice */
static hwaddr chip_word(const PFlashCFI01 *s, hwaddr offset)
{
    return offset / s->bank_width /
           (s->max_device_width / s->device_width);
}

static uint8_t read_id(const PFlashCFI01 *s, hwaddr offset)
{
    switch (chip_word(s, offset) & 0xff) {
    case 0:
        return s->ident[0];
    case 1:
        return s->ident[1];
    case 2:
        return s->locked[offset / s->sector_len];
    default:
        return 0;
    }
}

static uint8_t chip_reply(const PFlashCFI01 *s, hwaddr offset)
{
    hwaddr word = chip_word(s, offset);

    switch (s->regs.cmd) {
    case PFLASH_CMD_READ_ID:
        return read_id(s, offset);
    case PFLASH_CMD_QUERY:
        return word < PFLASH_QUERY_WORDS ? s->query[word] : 0;
    default:
        return s->regs.status;
    }
}

uint32_t pflash_read(PFlashCFI01 *s, hwaddr offset, unsigned width)
{
    uint32_t value = 0;

    if (s->regs.cmd == PFLASH_CMD_READ_ARRAY) {
        for (unsigned i = 0; i < width; i++) {
            value |= (uint32_t)s->storage[offset + i] << (8 * i);
        }
        return value;
    }
    for (unsigned i = 0; i < width; i++) {
        if ((offset + i) % s->device_width == 0) {
            value |= (uint32_t)chip_reply(s, offset + i) << (8 * i);
        }
    }
    return value;
}

/* ------------------------------------------------------------------ writes */

static void show(PFlashCFI01 *s, uint8_t cmd)
{
    s->regs.cmd = cmd;
    s->regs.wcycle = 0;
    memory_region_rom_device_set_romd(&s->mem,
                                      cmd == PFLASH_CMD_READ_ARRAY);
}

void pflash_read_array(PFlashCFI01 *s)
{
    show(s, PFLASH_CMD_READ_ARRAY);
    pflash_cfi01_flush(s);
}

static void show_status(PFlashCFI01 *s)
{
    show(s, PFLASH_CMD_READ_STATUS);
}

static void expect_more(PFlashCFI01 *s, uint8_t cmd)
{
    show(s, cmd);
    s->regs.wcycle = 1;
}

static void sequence_error(PFlashCFI01 *s, uint32_t value)
{
    qemu_log_mask(LOG_GUEST_ERROR, "pflash: 0x%x does not continue command "
                  "0x%x\n", value, s->regs.cmd);
    s->regs.status |= PFLASH_STATUS_SEQUENCE;
    show_status(s);
}

static void first_write(PFlashCFI01 *s, uint8_t cmd)
{
    switch (cmd) {
    case PFLASH_CMD_PROGRAM_ALT:
    case PFLASH_CMD_PROGRAM:
    case PFLASH_CMD_ERASE:
    case PFLASH_CMD_LOCK:
    case PFLASH_CMD_BUFFER:
        expect_more(s, cmd);
        break;
    case PFLASH_CMD_READ_STATUS:
    case PFLASH_CMD_READ_ID:
    case PFLASH_CMD_QUERY:
        show(s, cmd);
        break;
    case PFLASH_CMD_SUSPEND:
    case PFLASH_CMD_CONFIRM:
        show_status(s);
        break;
    case PFLASH_CMD_CLEAR_STATUS:
        s->regs.status = PFLASH_STATUS_READY;
        pflash_read_array(s);
        break;
    default:
        qemu_log_mask(LOG_GUEST_ERROR, "pflash: unknown command 0x%x\n",
                      cmd);
        pflash_read_array(s);
        break;
    case 0x00:
    case PFLASH_CMD_AMD_RESET:
    case PFLASH_CMD_READ_ARRAY:
        pflash_read_array(s);
        break;
    }
}

static void program_word(PFlashCFI01 *s, hwaddr offset, uint32_t value,
                         unsigned width)
{
    uint8_t bytes[4];

    for (unsigned i = 0; i < width; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
    pflash_program(s, offset, bytes, width);
    show_status(s);
}

static void erase_confirm(PFlashCFI01 *s, hwaddr offset, uint8_t cmd)
{
    if (cmd != PFLASH_CMD_CONFIRM) {
        sequence_error(s, cmd);
        return;
    }
    pflash_erase(s, offset);
    show_status(s);
}

/* Setting is per block; clearing clears all, as on J3 chips. */
static void lock_second(PFlashCFI01 *s, hwaddr offset, uint8_t cmd)
{
    switch (cmd) {
    case PFLASH_LOCK_SET:
        s->locked[offset / s->sector_len] = 1;
        show_status(s);
        break;
    case PFLASH_CMD_CONFIRM:
        memset(s->locked, 0, s->num_blocks);
        show_status(s);
        break;
    default:
        sequence_error(s, cmd);
        break;
    }
}

/* @value holds words - 1 for each chip; one bus word feeds all chips */
static void buffer_start(PFlashCFI01 *s, uint32_t value)
{
    uint32_t words = (s->device_width == 1 ? value & 0xff : value & 0xffff);
    uint64_t bytes = (words + 1ull) * s->bank_width;

    if (bytes > s->buffer_bytes) {
        sequence_error(s, value);
        return;
    }
    s->regs.count = (uint32_t)bytes;
    s->regs.buffer_base = UINT64_MAX;
    memset(s->buffer, 0xff, sizeof(s->buffer));
    s->regs.wcycle = 2;
}

/* the first data write chooses the buffer-aligned piece of the block */
static void buffer_data(PFlashCFI01 *s, hwaddr offset, uint32_t value,
                        unsigned width)
{
    hwaddr base = offset - offset % s->buffer_bytes;

    if (s->regs.buffer_base == UINT64_MAX) {
        s->regs.buffer_base = base;
    }
    if (base != s->regs.buffer_base) {
        sequence_error(s, value);
        return;
    }
    for (unsigned i = 0; i < width; i++) {
        s->buffer[offset - base + i] = (uint8_t)(value >> (8 * i));
    }
    s->regs.count -= MIN(s->regs.count, width);
    if (s->regs.count == 0) {
        s->regs.wcycle = 3;
    }
}

static void buffer_confirm(PFlashCFI01 *s, uint8_t cmd)
{
    if (cmd != PFLASH_CMD_CONFIRM) {
        sequence_error(s, cmd);
        return;
    }
    pflash_program(s, s->regs.buffer_base, s->buffer, s->buffer_bytes);
    show_status(s);
}

static void second_write(PFlashCFI01 *s, hwaddr offset, uint32_t value,
                         unsigned width)
{
    uint8_t cmd = (uint8_t)value;

    switch (s->regs.cmd) {
    case PFLASH_CMD_ERASE:
        erase_confirm(s, offset, cmd);
        break;
    case PFLASH_CMD_LOCK:
        lock_second(s, offset, cmd);
        break;
    case PFLASH_CMD_BUFFER:
        buffer_start(s, value);
        break;
    default:
        program_word(s, offset, value, width);
        break;
    }
}

void pflash_write(PFlashCFI01 *s, hwaddr offset, uint32_t value,
                  unsigned width)
{
    switch (s->regs.wcycle) {
    case 0:
        first_write(s, (uint8_t)value);
        break;
    case 1:
        second_write(s, offset, value, width);
        break;
    case 2:
        buffer_data(s, offset, value, width);
        break;
    default:
        buffer_confirm(s, (uint8_t)value);
        break;
    }
}
