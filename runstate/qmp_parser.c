/*
 * qmp_parser.c: the tokens of one message become a value
 *
 * Recursive descent over RFC 8259; the reader has limited the depth.
 */
#include <errno.h>
#include <math.h>
#include <string.h>

#include "qmp_internal.h"

#include "core/error.h"

/* (nullable) */
static const QmpToken *peek(const QmpTokens *t)
{
    return t->next < t->count ? &t->tokens[t->next] : NULL;
}

static bool next_is(const QmpTokens *t, char punctuation)
{
    const QmpToken *token = peek(t);

    return token && token->kind == QMP_TOKEN_PUNCTUATION &&
           t->text[token->start] == punctuation;
}

static bool skip(QmpTokens *t, char punctuation)
{
    bool there = next_is(t, punctuation);

    t->next += there;
    return there;
}

static JsonNode *parse_value(QmpTokens *t, GError **errp);

/* ---- scalars ------------------------------------------------------------ */

static JsonNode *node_double(const char *text, GError **errp)
{
    double value = g_ascii_strtod(text, NULL);

    if (isinf(value)) {
        error_setg(errp, "number too large");
        return NULL;
    }
    return json_node_init_double(json_node_alloc(), value);
}

static bool holds_string(JsonNode *node)
{
    return JSON_NODE_HOLDS_VALUE(node) &&
           json_node_get_value_type(node) == G_TYPE_STRING;
}

bool qmp_node_is_big(JsonNode *node)
{
    return holds_string(node) &&
           json_node_get_string(node)[0] == QMP_BIG_NUMBER;
}

bool qmp_node_is_str(JsonNode *node)
{
    return holds_string(node) && !qmp_node_is_big(node);
}

static JsonNode *node_big(const char *digits)
{
    g_autofree char *text = g_strdup_printf("%c%s", QMP_BIG_NUMBER, digits);

    return json_node_init_string(json_node_alloc(), text);
}

static JsonNode *parse_integer(const char *text, GError **errp)
{
    gint64 value;

    errno = 0;
    value = g_ascii_strtoll(text, NULL, 10);
    if (errno == 0) {
        return json_node_init_int(json_node_alloc(), value);
    }
    errno = 0;
    g_ascii_strtoull(text, NULL, 10);
    if (errno == 0 && text[0] != '-') {
        return node_big(text);
    }
    return node_double(text, errp);
}

static JsonNode *parse_keyword(const char *text, GError **errp)
{
    JsonNode *node = json_node_alloc();

    if (g_str_equal(text, "null")) {
        return json_node_init_null(node);
    }
    if (g_str_equal(text, "true") || g_str_equal(text, "false")) {
        return json_node_init_boolean(node, text[0] == 't');
    }
    json_node_unref(node);
    error_setg(errp, "invalid keyword '%s'", text);
    return NULL;
}

static JsonNode *parse_string(const QmpTokens *t, const QmpToken *token,
                              GError **errp)
{
    g_autofree char *text = qmp_string_decode(t->text + token->start,
                                              token->length, errp);

    return text ? json_node_init_string(json_node_alloc(), text) : NULL;
}

static JsonNode *parse_scalar(QmpTokens *t, const QmpToken *token,
                              GError **errp)
{
    g_autofree char *text = g_strndup(t->text + token->start, token->length);

    t->next++;
    switch (token->kind) {
    case QMP_TOKEN_INTEGER:
        return parse_integer(text, errp);
    case QMP_TOKEN_FLOAT:
        return node_double(text, errp);
    case QMP_TOKEN_KEYWORD:
        return parse_keyword(text, errp);
    default:
        return parse_string(t, token, errp);
    }
}

/* ---- objects and arrays ------------------------------------------------- */

/* (transfer full): the name in front of the colon */
static char *parse_key(QmpTokens *t, GError **errp)
{
    g_autoptr(JsonNode) key = parse_value(t, errp);

    if (!key) {
        return NULL;
    }
    if (!qmp_node_is_str(key)) {
        error_setg(errp, "key is not a string in object");
        return NULL;
    }
    if (!skip(t, ':')) {
        error_setg(errp, "missing : in object pair");
        return NULL;
    }
    return json_node_dup_string(key);
}

static bool parse_pair(QmpTokens *t, JsonObject *object, GError **errp)
{
    g_autofree char *key = parse_key(t, errp);
    JsonNode *value = key ? parse_value(t, errp) : NULL;

    if (!value) {
        return false;
    }
    if (json_object_has_member(object, key)) {
        json_node_unref(value);
        error_setg(errp, "duplicate key");
        return false;
    }
    json_object_set_member(object, key, value);
    return true;
}

static JsonNode *parse_object(QmpTokens *t, GError **errp)
{
    g_autoptr(JsonObject) object = json_object_new();

    if (skip(t, '}')) {
        return qmp_node_object(g_steal_pointer(&object));
    }
    do {
        if (!parse_pair(t, object, errp)) {
            return NULL;
        }
    } while (skip(t, ','));
    if (!skip(t, '}')) {
        error_setg(errp, "expected separator in dict");
        return NULL;
    }
    return qmp_node_object(g_steal_pointer(&object));
}

static JsonNode *parse_array(QmpTokens *t, GError **errp)
{
    g_autoptr(JsonArray) array = json_array_new();

    if (skip(t, ']')) {
        return qmp_node_array(g_steal_pointer(&array));
    }
    do {
        JsonNode *value = parse_value(t, errp);

        if (!value) {
            return NULL;
        }
        json_array_add_element(array, value);
    } while (skip(t, ','));
    if (!skip(t, ']')) {
        error_setg(errp, "expected separator in list");
        return NULL;
    }
    return qmp_node_array(g_steal_pointer(&array));
}

static JsonNode *parse_value(QmpTokens *t, GError **errp)
{
    const QmpToken *token = peek(t);

    if (token && token->kind != QMP_TOKEN_PUNCTUATION) {
        return parse_scalar(t, token, errp);
    }
    if (skip(t, '{')) {
        return parse_object(t, errp);
    }
    if (skip(t, '[')) {
        return parse_array(t, errp);
    }
    error_setg(errp, "expecting value");
    return NULL;
}

JsonNode *qmp_parse(QmpTokens *t, GError **errp)
{
    return parse_value(t, errp);
}
