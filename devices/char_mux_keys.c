/*
 * char_mux_keys.c: what the keys after Ctrl-A do
 *
 * A table of keys: adding one is adding a row, and the help text prints it.
 */
#include "char_mux.h"

#define ESCAPE_BYTE 0x01        /* Ctrl-A */

typedef struct MuxKey {
    char key;
    const char *help;
    void (*act)(MuxChardev *mux);
} MuxKey;

static void key_help(MuxChardev *mux);

static void key_quit(MuxChardev *mux)
{
    qemu_chr_fe_printf(&mux->base, "\r\nEnded by Ctrl-A x\r\n");
    if (mux->quit) {
        mux->quit(mux->quit_opaque);
    }
}

static void key_break(MuxChardev *mux)
{
    mux_chr_send_event(mux, mux->focus, CHR_EVENT_BREAK);
}

static void key_next_user(MuxChardev *mux)
{
    for (int step = 1; step <= MAX_MUX; step++) {
        int tag = (mux->focus + step) % MAX_MUX;

        if (mux->users[tag]) {
            mux_chr_set_focus(CHARDEV(mux), tag);
            return;
        }
    }
}

static void key_timestamps(MuxChardev *mux)
{
    mux->timestamps = !mux->timestamps;
    mux->timestamps_start_us = g_get_monotonic_time();
    mux->line_start = false;
}

static void key_nothing(MuxChardev *mux)
{
}

static const MuxKey mux_keys[] = {
    { 'h', "list these keys", key_help },
    { 'x', "end lectern", key_quit },
    { 's', "write disks back (there are none)", key_nothing },
    { 't', "time stamps on or off", key_timestamps },
    { 'b', "a break on the serial line (SysRq in Linux)", key_break },
    { 'c', "switch between the UART and the monitor", key_next_user },
};

static void key_help(MuxChardev *mux)
{
    qemu_chr_fe_printf(&mux->base, "\r\n");
    for (size_t i = 0; i < G_N_ELEMENTS(mux_keys); i++) {
        qemu_chr_fe_printf(&mux->base, "C-a %c    %s\r\n", mux_keys[i].key,
                           mux_keys[i].help);
    }
    qemu_chr_fe_printf(&mux->base, "C-a C-a  Ctrl-A itself\r\n");
}

static void mux_run_key(MuxChardev *mux, uint8_t byte)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mux_keys); i++) {
        if ((uint8_t)mux_keys[i].key == byte) {
            mux_keys[i].act(mux);
            return;
        }
    }
}

bool mux_chr_take_byte(MuxChardev *mux, uint8_t byte)
{
    bool escaped = mux->got_escape;

    mux->got_escape = !escaped && byte == ESCAPE_BYTE;
    if (!escaped) {
        return byte != ESCAPE_BYTE;
    }
    if (byte == ESCAPE_BYTE) {
        return true;
    }
    mux_run_key(mux, byte);
    return false;
}
