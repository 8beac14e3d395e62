/*
 * gdb_packet.h: "$payload#checksum": the line discipline of the protocol
 */
#ifndef DEBUG_GDB_PACKET_H
#define DEBUG_GDB_PACKET_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum GdbInput {
    GDB_INPUT_NONE,             /* go on */
    GDB_INPUT_PACKET,           /* reader->payload is whole */
    GDB_INPUT_BAD,              /* wrong checksum: have it sent again */
    GDB_INPUT_TOO_LONG,         /* right, but longer than a packet may be */
    GDB_INPUT_ACK,
    GDB_INPUT_NACK,
    GDB_INPUT_INTERRUPT,        /* Ctrl-C */
} GdbInput;

typedef enum GdbReaderState {
    GDB_READ_IDLE,              /* between packets */
    GDB_READ_PAYLOAD,
    GDB_READ_ESCAPED,           /* the byte after '}' */
    GDB_READ_SUM_HIGH,
    GDB_READ_SUM_LOW,
} GdbReaderState;

typedef struct GdbReader {
    GdbReaderState state;
    uint8_t sum;                /* of the bytes so far */
    uint8_t wanted;             /* high digit of the checksum */
    bool sum_valid;             /* both are hex digits */
    bool check;                 /* false in no-ack mode */
    size_t max;                 /* longest payload */
    bool too_long;
    GString *payload;           /* unescaped */
} GdbReader;

void gdb_reader_init(GdbReader *r, size_t max);
void gdb_reader_deinit(GdbReader *r);
/** gdb_reader_reset: forget what was begun */
void gdb_reader_reset(GdbReader *r);
/** gdb_reader_put: the next byte of the line */
GdbInput gdb_reader_put(GdbReader *r, uint8_t byte);

/** gdb_escape: append a byte of binary data */
void gdb_escape(GString *out, uint8_t byte);

/**
 * gdb_frame: append a packet, runs of equal characters shortened
 * @start: '$', or '%' for a notification
 */
void gdb_frame(GString *out, char start, const GString *payload);

#endif
