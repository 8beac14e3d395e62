/*
 * worker_args.c: arguments of an operation by name
 *
 * The row's text "id:u name:s" is the only description: it is split again for
 * each operation, which costs less than the switch to the other process.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "worker_internal.h"

/* Type letter of the argument @index of @op, 0 when there are not so many. */
static char arg_type(const WorkerOp *op, size_t index)
{
    const char *at = op->args;

    for (;; index--) {
        at = strchr(at, ':');
        if (!at) {
            return 0;
        }
        at++;
        if (index == 0) {
            return *at;
        }
    }
}

static size_t arg_index(const WorkerOp *op, const char *name)
{
    g_auto(GStrv) rows = g_strsplit(op->args, " ", -1);
    size_t length = strlen(name);

    for (size_t i = 0; rows[i]; i++) {
        if (strncmp(rows[i], name, length) == 0 && rows[i][length] == ':') {
            return i;
        }
    }
    g_error("worker: %s has no argument %s", op->name, name);
}

static bool is_number(const char *text, char type)
{
    char *end = NULL;

    errno = 0;
    if (type == 'u') {
        strtoull(text, &end, 0);
    } else {
        strtoll(text, &end, 0);
    }
    return errno == 0 && end != text && *end == '\0' &&
           !(type == 'u' && *text == '-');
}

static GBytes *bytes_of(const char *digits)
{
    size_t size = strlen(digits) / 2;
    g_autofree uint8_t *bytes = g_malloc0(size + 1);

    if (strlen(digits) % 2 != 0) {
        return NULL;
    }
    for (size_t i = 0; i < size; i++) {
        int high = g_ascii_xdigit_value(digits[2 * i]);
        int low = g_ascii_xdigit_value(digits[2 * i + 1]);
        if (high < 0 || low < 0) {
            return NULL;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return g_bytes_new_take(g_steal_pointer(&bytes), size);
}

static bool arg_is_good(Worker *w, size_t i)
{
    char type = arg_type(w->op, i);

    switch (type) {
    case 'u':
    case 'i':
        return is_number(w->args[i], type);
    case 's':
        return unescape(w->args[i]);
    case 'x':
        /* no bytes at all are written as '-' */
        w->decoded[i] = bytes_of(w->args[i][0] == '-' ? "" : w->args[i]);
        return w->decoded[i] != NULL;
    }
    return false;
}

bool args_check(Worker *w)
{
    size_t n = g_strv_length(w->args);

    if (n >= WORKER_ARGS_MAX || arg_type(w->op, n) != 0) {
        reply_add(w, "error", "%s takes: %s", w->op->name, w->op->args);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (!arg_is_good(w, i)) {
            reply_add(w, "error", "%s: argument %zu is malformed or too many",
                      w->op->name, i + 1);
            return false;
        }
    }
    return true;
}

void args_clear(Worker *w)
{
    for (size_t i = 0; i < WORKER_ARGS_MAX; i++) {
        g_clear_pointer(&w->decoded[i], g_bytes_unref);
    }
    g_clear_pointer(&w->args, g_strfreev);
}

uint64_t worker_u64(Worker *w, const char *name)
{
    return strtoull(worker_text(w, name), NULL, 0);
}

int64_t worker_i64(Worker *w, const char *name)
{
    return strtoll(worker_text(w, name), NULL, 0);
}

const char *worker_text(Worker *w, const char *name)
{
    return w->args[arg_index(w->op, name)];
}

const uint8_t *worker_bytes(Worker *w, const char *name, size_t *size)
{
    return g_bytes_get_data(w->decoded[arg_index(w->op, name)], size);
}
