/*
 * print.c: formatted output to the console
 *
 * Understands %s %c %% and the numbers %d %u %x with the size letters l and
 * z, a minimum width, `0` for zero padding and `-` for left alignment.
 */
#include <stdarg.h>

#include "demo.h"

enum { NUMBER_DIGITS = 20 };    /* 2^64 - 1 in decimal */

typedef struct Spec {
    unsigned width;
    bool zeros, left, is_long;
} Spec;

static void put_padding(unsigned length, unsigned width, char c)
{
    for (; length < width; length++) {
        uart_putc(c);
    }
}

static void put_text(const char *text, unsigned length, const Spec *spec)
{
    unsigned i;

    if (!spec->left) {
        put_padding(length, spec->width, spec->zeros ? '0' : ' ');
    }
    for (i = 0; i < length; i++) {
        uart_putc(text[i]);
    }
    if (spec->left) {
        put_padding(length, spec->width, ' ');
    }
}

static void put_number(uint64_t value, unsigned base, const Spec *spec)
{
    char digits[NUMBER_DIGITS];
    unsigned at = NUMBER_DIGITS;

    do {
        digits[--at] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    put_text(digits + at, NUMBER_DIGITS - at, spec);
}

static void put_signed(int64_t value, const Spec *spec)
{
    if (value < 0) {
        uart_putc('-');
    }
    put_number(value < 0 ? -(uint64_t)value : (uint64_t)value, 10, spec);
}

static void put_string(const char *text, const Spec *spec)
{
    unsigned length = 0;

    while (text[length]) {
        length++;
    }
    put_text(text, length, spec);
}

/* Flags, width and size letters; returns the conversion letter's place. */
static const char *parse_spec(const char *at, Spec *spec)
{
    *spec = (Spec){ 0 };
    for (; *at == '0' || *at == '-'; at++) {
        spec->zeros |= *at == '0';
        spec->left |= *at == '-';
    }
    for (; *at >= '0' && *at <= '9'; at++) {
        spec->width = spec->width * 10 + (*at - '0');
    }
    for (; *at == 'l' || *at == 'z'; at++) {
        spec->is_long = true;
    }
    return at;
}

void print(const char *format, ...)
{
    const char *at;
    va_list args;
    Spec spec;

    va_start(args, format);
    for (at = format; *at; at++) {
        if (*at != '%') {
            uart_putc(*at);
            continue;
        }
        at = parse_spec(at + 1, &spec);
        switch (*at) {
        case 's':
            put_string(va_arg(args, const char *), &spec);
            break;
        case 'c':
            uart_putc((char)va_arg(args, int));
            break;
        case 'd':
            put_signed(spec.is_long ? va_arg(args, int64_t)
                                    : va_arg(args, int), &spec);
            break;
        case 'u':
        case 'x':
            put_number(spec.is_long ? va_arg(args, uint64_t)
                                    : va_arg(args, unsigned),
                       *at == 'u' ? 10 : 16, &spec);
            break;
        default:
            uart_putc(*at);
        }
    }
    va_end(args);
}
