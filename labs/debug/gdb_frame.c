/*
 * gdb_frame.c: from payload to bytes: escapes, run lengths, checksums
 *
 * TODO (debug.6): what the server answers.
 *
 * gdb_escape(): one byte of binary data. '$', '#', '}' and '*' may not stand
 *   for themselves: '}' and the byte xor 0x20.
 *
 * gdb_frame(): @start, the payload, '#', the sum as two lower-case digits. The
 *   payload is escaped already where it is binary, but not shortened: of a run
 *   of equal characters, longer than 3, the first is followed by '*' and a
 *   character n that stands for n - 29 more. n is printable, up to '~', and
 *   none of # $ + -: where it would be, the next lower one that is allowed is
 *   taken (for # and $ that is '"'). A run goes as far as one count reaches;
 *   then comes the rest. The sum is that of the bytes on the line, from behind
 *   @start.
 *
 * "GDB Remote Serial Protocol", "Overview".
 */
#include "core/lab_todo.h"
#include "gdb_packet.h"

void gdb_escape(GString *out, uint8_t byte)
{
    lab_todo("debug", 6);
    (void)out;
    (void)byte;
}

void gdb_frame(GString *out, char start, const GString *payload)
{
    lab_todo("debug", 6);
    (void)out;
    (void)start;
    (void)payload;
}
