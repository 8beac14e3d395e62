/*
 * qmp_lexer.h: bytes become tokens, tokens become messages
 *
 * The dialect is JSON (RFC 8259), with strings in single quotes too. Input
 * comes in pieces of any size; a message ends where its brackets close. What
 * is wrong becomes an error in the place of a message, and reading goes on
 * at the next bracket, line end or byte FE or FF: a client that has lost its
 * place sends FF and knows where the reader stands.
 */
#ifndef RUNSTATE_QMP_LEXER_H
#define RUNSTATE_QMP_LEXER_H

#include <json-glib/json-glib.h>
#include <stdbool.h>
#include <stdint.h>

/* QEMU takes 64 MiB, two million tokens and the same depth. */
#define QMP_MESSAGE_BYTES (4 * 1024 * 1024)
#define QMP_MESSAGE_TOKENS (512 * 1024)
#define QMP_MESSAGE_DEPTH 1024

typedef enum QmpTokenKind {
    QMP_TOKEN_PUNCTUATION,      /* one of {}[]:, */
    QMP_TOKEN_INTEGER,
    QMP_TOKEN_FLOAT,
    QMP_TOKEN_KEYWORD,          /* a word of small letters */
    QMP_TOKEN_STRING,           /* with its quotes and escapes */
    QMP_TOKEN_ERROR,            /* up to the byte that fits nowhere */
} QmpTokenKind;

/* ---- one token (qmp_lexer.c) -------------------------------------------- */

typedef struct QmpLexer {
    unsigned state;
    GString *text;              /* of the token that is being read */
} QmpLexer;

typedef void QmpTokenFn(void *opaque, QmpTokenKind kind, const GString *text);

void qmp_lexer_init(QmpLexer *lexer);
void qmp_lexer_deinit(QmpLexer *lexer);
/** qmp_lexer_reset: forget the token that is being read */
void qmp_lexer_reset(QmpLexer *lexer);

/** qmp_lexer_feed: one byte; calls @emit for each token that it ends */
void qmp_lexer_feed(QmpLexer *lexer, uint8_t byte, QmpTokenFn *emit,
                    void *opaque);

/* ---- one message (qmp_message.c) ---------------------------------------- */

typedef struct QmpToken {
    QmpTokenKind kind;
    gsize start;                /* in the text of the message */
    gsize length;
} QmpToken;

/* Exactly one of both is there. */
typedef struct QmpMessage {
    JsonNode *value;
    GError *error;
} QmpMessage;

typedef struct QmpReader {
    QmpLexer lexer;
    GString *text;              /* all tokens of the message */
    GArray *tokens;             /* of QmpToken, into text */
    int braces, brackets;       /* open so far */
    GQueue messages;            /* of QmpMessage, complete */
} QmpReader;

void qmp_reader_init(QmpReader *reader);
void qmp_reader_deinit(QmpReader *reader);
/** qmp_reader_reset: forget everything that was read */
void qmp_reader_reset(QmpReader *reader);
void qmp_reader_feed(QmpReader *reader, uint8_t byte);

/** qmp_reader_take: the oldest message (transfer full) (nullable) */
QmpMessage *qmp_reader_take(QmpReader *reader);
void qmp_message_free(QmpMessage *message);

/* ---- a value (qmp_parser.c, qmp_string.c, qmp_print.c) ------------------ */

typedef struct QmpTokens {
    const char *text;
    const QmpToken *tokens;
    guint count;
    guint next;                 /* the one to look at */
} QmpTokens;

/** qmp_parse: a value from all tokens. Returns: NULL with @errp set */
JsonNode *qmp_parse(QmpTokens *tokens, GError **errp);

/**
 * qmp_string_decode: contents of a string token
 * @text:   with quotes
 *
 * U+0000 becomes the bytes C0 80, which no UTF-8 text has.
 *
 * Returns: (transfer full): UTF-8; NULL with @errp set.
 */
char *qmp_string_decode(const char *text, gsize length, GError **errp);

/**
 * qmp_print: a value as text, all ASCII
 * @pretty: with line ends and indentation
 */
void qmp_print(const JsonNode *node, bool pretty, GString *out);

/*
 * json-glib's numbers end at INT64_MAX. A larger one is a string node with
 * byte FF in front of the digits, which no UTF-8 text has.
 */
#define QMP_BIG_NUMBER '\xff'

bool qmp_node_is_big(JsonNode *node);
bool qmp_node_is_str(JsonNode *node);

#endif
