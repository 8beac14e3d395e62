/*
 * char_user.h: a device at the front end of a chardev, for tests
 */
#ifndef DEVICES_TESTS_CHAR_USER_H
#define DEVICES_TESTS_CHAR_USER_H

#include "devices/chardev.h"
#include "support/unit.h"

typedef struct CharUser {
    CharBackend be;
    GString *got;               /* input so far */
    int room;                   /* what can_read returns; shrinks by input */
    int opened, closed, breaks, mux_in, mux_out;
} CharUser;

/** char_user_connect: attach @user to @chr and take input, @room bytes */
void char_user_connect(CharUser *user, Chardev *chr, int room);

/** char_user_send: output that must be taken whole */
void char_user_send(CharUser *user, const char *text);

/** main_loop_until: run the main loop until @*flag, 5 s at most */
#define main_loop_until(condition_)                                     \
    do {                                                                \
        gint64 end_ = g_get_monotonic_time() + 5 * G_USEC_PER_SEC;      \
        while (!(condition_)) {                                         \
            ck_assert_msg(g_get_monotonic_time() < end_,                \
                          "still not: %s", #condition_);                \
            if (!g_main_context_iteration(NULL, FALSE)) {               \
                g_usleep(500);                                          \
            }                                                           \
        }                                                               \
    } while (0)

/** main_loop_settle: run what is ready now */
void main_loop_settle(void);

#endif
