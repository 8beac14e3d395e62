/*
 * worker_frame.c: frames on the socket to the controller
 *
 *     u32 length of the rest | u64 id | text          little endian
 *
 * The id of a request is random and comes back with its reply, so an answer
 * cannot be given before its question is known.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "worker_internal.h"

static bool read_all(int fd, void *buffer, size_t size)
{
    uint8_t *at = buffer;

    while (size > 0) {
        ssize_t n = read(fd, at, size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        at += n;
        size -= (size_t)n;
    }
    return true;
}

static bool write_all(int fd, const void *buffer, size_t size)
{
    const uint8_t *at = buffer;

    while (size > 0) {
        ssize_t n = write(fd, at, size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        at += n;
        size -= (size_t)n;
    }
    return true;
}

bool frame_read(int fd, uint64_t *id, char **text)
{
    uint32_t length;
    uint64_t wire_id;

    if (!read_all(fd, &length, sizeof(length))) {
        return false;
    }
    length = GUINT32_FROM_LE(length);
    if (length < sizeof(wire_id) || length > WORKER_FRAME_MAX ||
        !read_all(fd, &wire_id, sizeof(wire_id))) {
        return false;
    }
    size_t size = length - sizeof(wire_id);
    *text = g_malloc0(size + 1);
    *id = GUINT64_FROM_LE(wire_id);
    if (!read_all(fd, *text, size)) {
        g_clear_pointer(text, g_free);
        return false;
    }
    return true;
}

bool frame_write(int fd, uint64_t id, const GString *text)
{
    uint32_t length = GUINT32_TO_LE((uint32_t)(text->len + sizeof(id)));
    uint64_t wire_id = GUINT64_TO_LE(id);
    g_autoptr(GByteArray) frame = g_byte_array_new();

    g_byte_array_append(frame, (uint8_t *)&length, sizeof(length));
    g_byte_array_append(frame, (uint8_t *)&wire_id, sizeof(wire_id));
    g_byte_array_append(frame, (uint8_t *)text->str, (unsigned)text->len);
    return write_all(fd, frame->data, frame->len);
}

void escape_append(GString *to, const char *text)
{
    for (; *text; text++) {
        if (g_ascii_isgraph(*text) && *text != '%') {
            g_string_append_c(to, *text);
        } else {
            g_string_append_printf(to, "%%%02x", (uint8_t)*text);
        }
    }
}

bool unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        if (*at != '%') {
            *to++ = *at;
            continue;
        }
        int high = g_ascii_xdigit_value(at[1]);
        int low = high < 0 ? -1 : g_ascii_xdigit_value(at[2]);
        if (low < 0 || (high | low) == 0) {
            return false;
        }
        *to++ = (char)(high << 4 | low);
        at += 2;
    }
    *to = '\0';
    return true;
}
