/*
 * qmp_message.c: tokens become messages
 *
 * A message is complete when as many brackets closed as opened; until then
 * tokens are kept, up to a limit of bytes, tokens and depth. One that closes
 * more than it opened is complete too: the parser finds what is wrong.
 */
#include "qmp_lexer.h"

#include "core/error.h"

void qmp_reader_init(QmpReader *reader)
{
    qmp_lexer_init(&reader->lexer);
    reader->text = g_string_new(NULL);
    reader->tokens = g_array_new(FALSE, FALSE, sizeof(QmpToken));
    reader->braces = 0;
    reader->brackets = 0;
    g_queue_init(&reader->messages);
}

void qmp_message_free(QmpMessage *message)
{
    g_clear_pointer(&message->value, json_node_unref);
    g_clear_error(&message->error);
    g_free(message);
}

static void free_message(gpointer message)
{
    qmp_message_free(message);
}

static void forget_tokens(QmpReader *reader)
{
    g_string_truncate(reader->text, 0);
    g_array_set_size(reader->tokens, 0);
    reader->braces = 0;
    reader->brackets = 0;
}

void qmp_reader_reset(QmpReader *reader)
{
    qmp_lexer_reset(&reader->lexer);
    forget_tokens(reader);
    g_queue_clear_full(&reader->messages, free_message);
}

void qmp_reader_deinit(QmpReader *reader)
{
    qmp_reader_reset(reader);
    qmp_lexer_deinit(&reader->lexer);
    g_string_free(reader->text, TRUE);
    g_array_free(reader->tokens, TRUE);
}

static void add_message(QmpReader *reader, JsonNode *value, GError *error)
{
    QmpMessage *message = g_new0(QmpMessage, 1);

    message->value = value;
    message->error = error;
    g_queue_push_tail(&reader->messages, message);
    forget_tokens(reader);
}

static void add_error(QmpReader *reader, const char *what)
{
    GError *error = NULL;

    error_setg(&error, "JSON parse error, %s", what);
    add_message(reader, NULL, error);
}

static void add_parsed(QmpReader *reader)
{
    QmpTokens tokens = {
        .text = reader->text->str,
        .tokens = (const QmpToken *)(void *)reader->tokens->data,
        .count = reader->tokens->len,
    };
    GError *error = NULL;
    JsonNode *value = qmp_parse(&tokens, &error);

    if (error) {
        error_prepend(&error, "JSON parse error, ");
    }
    add_message(reader, value, error);
}

static void keep_token(QmpReader *reader, QmpTokenKind kind,
                       const GString *text)
{
    QmpToken token = {
        .kind = kind,
        .start = reader->text->len,
        .length = text->len,
    };

    g_string_append_len(reader->text, text->str, text->len);
    g_array_append_val(reader->tokens, token);
}

static void count_bracket(QmpReader *reader, char bracket)
{
    reader->braces += (bracket == '{') - (bracket == '}');
    reader->brackets += (bracket == '[') - (bracket == ']');
}

/* What a message has too much of, or NULL. */
static const char *exceeded_limit(const QmpReader *reader)
{
    if (reader->text->len > QMP_MESSAGE_BYTES) {
        return "JSON token size limit exceeded";
    }
    if (reader->tokens->len > QMP_MESSAGE_TOKENS) {
        return "JSON token count limit exceeded";
    }
    if (reader->braces + reader->brackets > QMP_MESSAGE_DEPTH) {
        return "JSON nesting depth limit exceeded";
    }
    return NULL;
}

static bool is_open(const QmpReader *reader)
{
    return reader->braces >= 0 && reader->brackets >= 0 &&
           reader->braces + reader->brackets > 0;
}

static void take_token(void *opaque, QmpTokenKind kind, const GString *text)
{
    QmpReader *reader = opaque;

    if (kind == QMP_TOKEN_ERROR) {
        g_autofree char *what =
            g_strdup_printf("stray '%.*s'", (int)MIN(text->len, 100),
                            text->str);

        add_error(reader, what);
        return;
    }
    keep_token(reader, kind, text);
    if (kind == QMP_TOKEN_PUNCTUATION) {
        count_bracket(reader, text->str[0]);
    }
    const char *limit = exceeded_limit(reader);

    if (limit) {
        add_error(reader, limit);
    } else if (!is_open(reader)) {
        add_parsed(reader);
    }
}

void qmp_reader_feed(QmpReader *reader, uint8_t byte)
{
    qmp_lexer_feed(&reader->lexer, byte, take_token, reader);
}

QmpMessage *qmp_reader_take(QmpReader *reader)
{
    return g_queue_pop_head(&reader->messages);
}
