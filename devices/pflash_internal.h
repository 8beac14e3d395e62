/*
 * pflash_internal.h: what the files of the CFI01 flash share
 */
#ifndef DEVICES_PFLASH_INTERNAL_H
#define DEVICES_PFLASH_INTERNAL_H

#include "devices/pflash_cfi01.h"

/* First bus write of a command. */
enum {
    PFLASH_CMD_PROGRAM_ALT = 0x10,
    PFLASH_CMD_ERASE = 0x20,
    PFLASH_CMD_PROGRAM = 0x40,
    PFLASH_CMD_CLEAR_STATUS = 0x50,
    PFLASH_CMD_LOCK = 0x60,
    PFLASH_CMD_READ_STATUS = 0x70,
    PFLASH_CMD_READ_ID = 0x90,
    PFLASH_CMD_QUERY = 0x98,
    PFLASH_CMD_SUSPEND = 0xb0,
    PFLASH_CMD_CONFIRM = 0xd0,  /* also: resume */
    PFLASH_CMD_BUFFER = 0xe8,
    PFLASH_CMD_AMD_RESET = 0xf0,
    PFLASH_CMD_READ_ARRAY = 0xff,
    PFLASH_LOCK_SET = 0x01,     /* second write of PFLASH_CMD_LOCK */
};

/* Status register. */
enum {
    PFLASH_STATUS_LOCKED = 0x02, /* the block was locked */
    PFLASH_STATUS_PROGRAM = 0x10, /* program or set-lock failed */
    PFLASH_STATUS_ERASE = 0x20, /* erase or clear-lock failed */
    PFLASH_STATUS_READY = 0x80,
    /* both: the second write did not fit the first */
    PFLASH_STATUS_SEQUENCE = PFLASH_STATUS_PROGRAM | PFLASH_STATUS_ERASE,
};

/** pflash_query_fill: make the query table of the bank's chips */
void pflash_query_fill(PFlashCFI01 *s);

/** pflash_write: one bus write, @width 1, 2 or 4 bytes (pflash_command.c) */
void pflash_write(PFlashCFI01 *s, hwaddr offset, uint32_t value,
                  unsigned width);

/** pflash_read: one bus read while the array is not shown */
uint32_t pflash_read(PFlashCFI01 *s, hwaddr offset, unsigned width);

/** pflash_read_array: end any command and show the array */
void pflash_read_array(PFlashCFI01 *s);

/**
 * pflash_program: clear bits: array &= data (pflash_array.c)
 * @size: bytes, inside one block
 *
 * Sets error bits of the status register instead when the block is locked,
 * the bank is read-only or the backing refuses.
 */
void pflash_program(PFlashCFI01 *s, hwaddr offset, const uint8_t *data,
                    uint32_t size);

/** pflash_erase: set all bits of the block around @offset */
void pflash_erase(PFlashCFI01 *s, hwaddr offset);

/** pflash_load: fill the array from the backing */
bool pflash_load(PFlashCFI01 *s, GError **errp);

/** pflash_store: write the whole array to the backing */
bool pflash_store(PFlashCFI01 *s, GError **errp);

#endif
