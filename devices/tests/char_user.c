/*
 * char_user.c: see char_user.h
 */
#include "char_user.h"

#include <string.h>

static int user_can_read(void *opaque)
{
    return ((CharUser *)opaque)->room;
}

static void user_read(void *opaque, const uint8_t *buf, int size)
{
    CharUser *user = opaque;

    ck_assert_int_le(size, user->room);
    user->room -= size;
    g_string_append_len(user->got, (const char *)buf, size);
}

static void user_event(void *opaque, QEMUChrEvent event)
{
    CharUser *user = opaque;

    switch (event) {
    case CHR_EVENT_OPENED:
        user->opened++;
        break;
    case CHR_EVENT_CLOSED:
        user->closed++;
        break;
    case CHR_EVENT_BREAK:
        user->breaks++;
        break;
    case CHR_EVENT_MUX_IN:
        user->mux_in++;
        break;
    case CHR_EVENT_MUX_OUT:
        user->mux_out++;
        break;
    }
}

void char_user_connect(CharUser *user, Chardev *chr, int room)
{
    ck_assert_ptr_nonnull(chr);
    user->got = g_string_new(NULL);
    user->room = room;
    ck_assert(qemu_chr_fe_init(&user->be, chr, NULL));
    qemu_chr_fe_set_handlers(&user->be, user_can_read, user_read, user_event,
                             user);
}

void char_user_send(CharUser *user, const char *text)
{
    int len = strlen(text);

    ck_assert_int_eq(qemu_chr_fe_write(&user->be, (const uint8_t *)text, len),
                     len);
}

void main_loop_settle(void)
{
    for (int i = 0; i < 20; i++) {
        g_main_context_iteration(NULL, FALSE);
    }
}
