/*
 * qmp_lexer.c: bytes become tokens
 *
 * A state machine that looks at one byte at a time. A number or a word ends
 * at the byte behind it, which is then looked at again from the start. A
 * byte that fits nowhere ends an error token, and what follows is skipped up
 * to a byte that may begin something new.
 */
#include "qmp_lexer.h"

#include <string.h>

typedef enum LexState {
    LEX_START,
    LEX_STRING,                 /* the first byte of the text is the quote */
    LEX_ESCAPE,                 /* behind a backslash */
    LEX_MINUS,
    LEX_ZERO,
    LEX_DIGITS,
    LEX_POINT,                  /* a digit must follow */
    LEX_FRACTION,
    LEX_EXPONENT,               /* a sign or a digit must follow */
    LEX_SIGN,                   /* a digit must follow */
    LEX_POWER,
    LEX_KEYWORD,
    LEX_RECOVERY,
    LEX_ERROR,                  /* never stays */
} LexState;

static bool is_structural(uint8_t byte)
{
    return byte != 0 && strchr("{}[]:,", byte);
}

static LexState step_start(uint8_t byte)
{
    if (byte == '"' || byte == '\'') {
        return LEX_STRING;
    }
    if (g_ascii_isdigit(byte)) {
        return byte == '0' ? LEX_ZERO : LEX_DIGITS;
    }
    if (g_ascii_islower(byte)) {
        return LEX_KEYWORD;
    }
    return byte == '-' ? LEX_MINUS : LEX_ERROR;
}

/* Control characters never belong to a string, nor do FE and FF. */
static LexState step_string(uint8_t byte)
{
    if (byte < 0x20 || byte >= 0xfe) {
        return LEX_ERROR;
    }
    return byte == '\\' ? LEX_ESCAPE : LEX_STRING;
}

static LexState step_escape(uint8_t byte)
{
    return byte < 0x20 || byte >= 0xfe ? LEX_ERROR : LEX_STRING;
}

static LexState step_minus(uint8_t byte)
{
    if (!g_ascii_isdigit(byte)) {
        return LEX_ERROR;
    }
    return byte == '0' ? LEX_ZERO : LEX_DIGITS;
}

/* What may come behind the whole part; LEX_START: the number has ended. */
static LexState step_whole(uint8_t byte)
{
    if (byte == '.') {
        return LEX_POINT;
    }
    return byte == 'e' || byte == 'E' ? LEX_EXPONENT : LEX_START;
}

static LexState step_zero(uint8_t byte)
{
    return g_ascii_isdigit(byte) ? LEX_ERROR : step_whole(byte);
}

static LexState step_digits(uint8_t byte)
{
    return g_ascii_isdigit(byte) ? LEX_DIGITS : step_whole(byte);
}

static LexState step_point(uint8_t byte)
{
    return g_ascii_isdigit(byte) ? LEX_FRACTION : LEX_ERROR;
}

static LexState step_fraction(uint8_t byte)
{
    if (g_ascii_isdigit(byte)) {
        return LEX_FRACTION;
    }
    return byte == 'e' || byte == 'E' ? LEX_EXPONENT : LEX_START;
}

static LexState step_exponent(uint8_t byte)
{
    if (g_ascii_isdigit(byte)) {
        return LEX_POWER;
    }
    return byte == '+' || byte == '-' ? LEX_SIGN : LEX_ERROR;
}

static LexState step_sign(uint8_t byte)
{
    return g_ascii_isdigit(byte) ? LEX_POWER : LEX_ERROR;
}

static LexState step_power(uint8_t byte)
{
    return g_ascii_isdigit(byte) ? LEX_POWER : LEX_START;
}

static LexState step_keyword(uint8_t byte)
{
    return g_ascii_islower(byte) ? LEX_KEYWORD : LEX_START;
}

/* Brackets, line ends and impossible bytes are where sense may begin. */
static LexState step_recovery(uint8_t byte)
{
    bool begins = (byte < 0x20 && byte != '\t') || byte >= 0xfe ||
                  is_structural(byte);

    return begins ? LEX_START : LEX_RECOVERY;
}

/* The next state, and what it is that LEX_START ends there. */
static const struct {
    LexState (*step)(uint8_t byte);
    QmpTokenKind kind;
} lex_states[] = {
    [LEX_START] = { step_start, 0 },
    [LEX_STRING] = { step_string, 0 },
    [LEX_ESCAPE] = { step_escape, 0 },
    [LEX_MINUS] = { step_minus, 0 },
    [LEX_ZERO] = { step_zero, QMP_TOKEN_INTEGER },
    [LEX_DIGITS] = { step_digits, QMP_TOKEN_INTEGER },
    [LEX_POINT] = { step_point, 0 },
    [LEX_FRACTION] = { step_fraction, QMP_TOKEN_FLOAT },
    [LEX_EXPONENT] = { step_exponent, 0 },
    [LEX_SIGN] = { step_sign, 0 },
    [LEX_POWER] = { step_power, QMP_TOKEN_FLOAT },
    [LEX_KEYWORD] = { step_keyword, QMP_TOKEN_KEYWORD },
    [LEX_RECOVERY] = { step_recovery, 0 },
};

void qmp_lexer_init(QmpLexer *lexer)
{
    lexer->state = LEX_START;
    lexer->text = g_string_new(NULL);
}

void qmp_lexer_deinit(QmpLexer *lexer)
{
    g_string_free(lexer->text, TRUE);
}

void qmp_lexer_reset(QmpLexer *lexer)
{
    lexer->state = LEX_START;
    g_string_truncate(lexer->text, 0);
}

static void end_token(QmpLexer *lexer, QmpTokenKind kind, QmpTokenFn *emit,
                      void *opaque)
{
    lexer->state = kind == QMP_TOKEN_ERROR ? LEX_RECOVERY : LEX_START;
    emit(opaque, kind, lexer->text);
    g_string_truncate(lexer->text, 0);
}

/* Is @byte the quote that ends the string? */
static bool closes_string(const QmpLexer *lexer, uint8_t byte)
{
    return lexer->state == LEX_STRING && byte == (uint8_t)lexer->text->str[0];
}

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void feed_start(QmpLexer *lexer, uint8_t byte, QmpTokenFn *emit,
                       void *opaque)
{
    if (is_blank(byte)) {
        return;
    }
    g_string_append_c(lexer->text, byte);
    if (is_structural(byte)) {
        end_token(lexer, QMP_TOKEN_PUNCTUATION, emit, opaque);
        return;
    }
    lexer->state = step_start(byte);
    if (lexer->state == LEX_ERROR) {
        end_token(lexer, QMP_TOKEN_ERROR, emit, opaque);
    }
}

/* A token without an end is cut, so that it cannot fill the memory. */
static bool is_too_long(const QmpLexer *lexer)
{
    return lexer->text->len >= QMP_MESSAGE_BYTES;
}

static void feed_token(QmpLexer *lexer, uint8_t byte, QmpTokenFn *emit,
                       void *opaque)
{
    LexState next = lex_states[lexer->state].step(byte);

    if (next == LEX_START) {
        end_token(lexer, lex_states[lexer->state].kind, emit, opaque);
        feed_start(lexer, byte, emit, opaque);
        return;
    }
    bool closes = closes_string(lexer, byte);

    g_string_append_c(lexer->text, byte);
    lexer->state = next;
    if (closes) {
        end_token(lexer, QMP_TOKEN_STRING, emit, opaque);
    } else if (next == LEX_ERROR || is_too_long(lexer)) {
        end_token(lexer, QMP_TOKEN_ERROR, emit, opaque);
    }
}

void qmp_lexer_feed(QmpLexer *lexer, uint8_t byte, QmpTokenFn *emit,
                    void *opaque)
{
    if (lexer->state == LEX_RECOVERY) {
        lexer->state = step_recovery(byte);
    } else if (lexer->state != LEX_START) {
        feed_token(lexer, byte, emit, opaque);
        return;
    }
    if (lexer->state == LEX_START) {
        feed_start(lexer, byte, emit, opaque);
    }
}
