/*
 * readline_keys.c: bytes of a terminal become keys
 *
 * ECMA-48, 5.4: a control sequence is ESC [, parameter and intermediate bytes
 * 0x20 to 0x3f, and one final byte 0x40 to 0x7e. A control byte inside a
 * sequence ends it and counts itself: Enter behind garbage is still Enter.
 */
#include <string.h>

#include "readline_internal.h"

#define ESCAPE 0x1b
#define DELETE 0x7f

static bool is_control(uint8_t byte)
{
    return byte < 0x20 || byte == DELETE;
}

static void keep(KeyDecoder *d, uint8_t byte)
{
    if (d->length < KEY_PARAMS_MAX) {
        d->text[d->length++] = (char)byte;
        d->text[d->length] = '\0';
    }
}

static void begin(KeyDecoder *d, KeyState state)
{
    d->state = state;
    d->length = 0;
    d->text[0] = '\0';
}

static bool finish(KeyDecoder *d, KeyKind kind, uint8_t byte, Key *key)
{
    *key = (Key) { .kind = kind, .final = (char)byte };
    memcpy(key->text, d->text, d->length + 1);
    d->state = KEY_STATE_NONE;
    return true;
}

/* Bytes that follow this one; 0 for a byte that begins nothing. */
static unsigned utf8_following(uint8_t byte)
{
    return byte >= 0xf0 && byte <= 0xf4 ? 3
         : byte >= 0xe0 ? (byte < 0xf0 ? 2 : 0)
         : byte >= 0xc2 ? 1 : 0;
}

static bool printable(const char *text)
{
    gunichar c = g_utf8_get_char_validated(text, -1);

    return c != (gunichar)-1 && c != (gunichar)-2 && g_unichar_isprint(c);
}

static bool decode_first(KeyDecoder *d, uint8_t byte, Key *key)
{
    begin(d, KEY_STATE_NONE);
    if (byte == ESCAPE) {
        d->state = KEY_STATE_ESCAPE;
        return false;
    }
    if (is_control(byte)) {
        return finish(d, KEY_CONTROL, byte, key);
    }
    keep(d, byte);
    d->missing = utf8_following(byte);
    if (d->missing > 0) {
        d->state = KEY_STATE_UTF8;
        return false;
    }
    return byte < 0x80 && finish(d, KEY_TEXT, 0, key);
}

static bool decode_utf8(KeyDecoder *d, uint8_t byte, Key *key)
{
    if ((byte & 0xc0) != 0x80) {
        return decode_first(d, byte, key);
    }
    keep(d, byte);
    if (--d->missing > 0) {
        return false;
    }
    d->state = KEY_STATE_NONE;
    return printable(d->text) && finish(d, KEY_TEXT, 0, key);
}

static bool decode_escape(KeyDecoder *d, uint8_t byte, Key *key)
{
    if (byte == '[' || byte == 'O') {
        begin(d, byte == '[' ? KEY_STATE_CSI : KEY_STATE_SS3);
        return false;
    }
    begin(d, KEY_STATE_NONE);
    return byte == ESCAPE || byte == '\r' || byte == '\n'
        ? decode_first(d, byte, key) : finish(d, KEY_ESCAPE, byte, key);
}

static bool decode_csi(KeyDecoder *d, uint8_t byte, Key *key)
{
    if (is_control(byte) || byte >= 0x80) {
        return decode_first(d, byte, key);
    }
    if (byte < 0x40) {
        keep(d, byte);
        return false;
    }
    if (byte == '[' && d->length == 0) {
        d->state = KEY_STATE_SKIP;
        return false;
    }
    return finish(d, KEY_CSI, byte, key);
}

static bool decode_ss3(KeyDecoder *d, uint8_t byte, Key *key)
{
    return is_control(byte) ? decode_first(d, byte, key)
                            : finish(d, KEY_SS3, byte, key);
}

static bool decode_skip(KeyDecoder *d, uint8_t byte, Key *key)
{
    d->state = KEY_STATE_NONE;
    return is_control(byte) && decode_first(d, byte, key);
}

bool key_decode(KeyDecoder *d, uint8_t byte, Key *key)
{
    static bool (*const decoders[])(KeyDecoder *, uint8_t, Key *) = {
        [KEY_STATE_NONE] = decode_first,
        [KEY_STATE_UTF8] = decode_utf8,
        [KEY_STATE_ESCAPE] = decode_escape,
        [KEY_STATE_CSI] = decode_csi,
        [KEY_STATE_SS3] = decode_ss3,
        [KEY_STATE_SKIP] = decode_skip,
    };

    return decoders[d->state](d, byte, key);
}
