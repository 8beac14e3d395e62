/*
 * error.c: lecture 00, error sinks
 *
 * A board check returns false with an error; its caller decides what the
 * error means: report it, end the program (error_fatal), or call it a bug
 * (error_abort).
 */
#include "core/error.h"

static bool check_socket_count(int count, Error **errp)
{
    if (count != 1) {
        error_setg(errp, "exactly one socket is needed, not %d", count);
        return false;
    }
    return true;
}

int main(void)
{
    Error *err = NULL;

    g_assert(check_socket_count(1, &error_abort));
    g_assert(check_socket_count(1, &error_fatal));
    g_assert(!check_socket_count(2, &err));
    g_assert_cmpstr(error_get_pretty(err), ==,
                    "exactly one socket is needed, not 2");
    error_report_err(err);
    error_report("number of sockets: %d", 2);
    return 0;
}
