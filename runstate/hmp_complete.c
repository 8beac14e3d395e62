/*
 * hmp_complete.c: the words that Tab offers
 *
 * The first word is a command; after a group, the next one is a sub-command;
 * what follows is asked of the command's own row.
 */
#include <string.h>

#include "hmp_internal.h"

void hmp_completion_add(HMPCompletion *completion, const char *word)
{
    if (g_str_has_prefix(word, completion->prefix)) {
        g_ptr_array_add(completion->found, g_strdup(word));
    }
}

static void add_names(HMPCompletion *completion, HMPTables tables)
{
    for (unsigned i = 0; tables[i]; i++) {
        for (const HMPCommand *row = tables[i]; row->name; row++) {
            g_auto(GStrv) words = g_strsplit(row->name, "|", -1);
            for (unsigned w = 0; words[w]; w++) {
                hmp_completion_add(completion, words[w]);
            }
        }
    }
}

/* Splits at blanks; an empty last word stands for "about to begin". */
static GPtrArray *split_words(const char *line, size_t *start)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    const char *p = line;

    for (;;) {
        p += strspn(p, " \t");
        size_t length = strcspn(p, " \t");
        g_ptr_array_add(words, g_strndup(p, length));
        if (p[length] == '\0') {
            *start = p - line;
            return words;
        }
        p += length;
    }
}

static int compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_each_once(GPtrArray *found)
{
    g_ptr_array_sort(found, compare_words);
    for (guint i = found->len; i > 1; i--) {
        if (strcmp(found->pdata[i - 1], found->pdata[i - 2]) == 0) {
            g_ptr_array_remove_index(found, i - 1);
        }
    }
}

/* How many of the words in front are no flags: the place of this one. */
static unsigned place_of(const HMPCompletion *completion)
{
    unsigned place = 0;

    for (unsigned i = 0; i < completion->index; i++) {
        place += completion->words[i][0] != '-';
    }
    return place;
}

/* What the grammar alone tells: flags, once a dash is there, and on, off. */
static void add_by_type(HMPCompletion *completion, const char *args_type)
{
    g_auto(GStrv) items = g_strsplit(args_type, ",", -1);
    unsigned left = place_of(completion);

    for (char **item = items; *item && **item; item++) {
        const char *type = strchr(*item, ':') + 1;

        if (type[0] == '-' && completion->prefix[0] == '-') {
            hmp_completion_add(completion, type);
        } else if (type[0] != '-' && type[0] != '/' && left-- == 0 &&
                   type[0] == 'b') {
            hmp_completion_add(completion, "on");
            hmp_completion_add(completion, "off");
        }
    }
}

/* Asks the row that the words in front lead to. */
static void complete_words(HMPTables tables, HMPCompletion *completion)
{
    unsigned n = completion->index;
    unsigned i = 0;
    const HMPCommand *row = NULL;

    while (tables && i < n) {
        row = hmp_lookup(tables, completion->words[i++]);
        tables = row ? row->sub : NULL;
    }
    if (tables) {
        add_names(completion, tables);
        return;
    }
    completion->words += i;
    completion->index -= i;
    if (row) {
        add_by_type(completion, row->args_type);
    }
    if (row && row->complete) {
        row->complete(completion);
    }
}

GPtrArray *hmp_complete(HMPTables tables, Monitor *mon, const char *line,
                        size_t *start)
{
    g_autoptr(GPtrArray) words = split_words(line, start);
    HMPCompletion completion = {
        .mon = mon,
        .index = words->len - 1,
        .words = (const char *const *)words->pdata,
        .prefix = words->pdata[words->len - 1],
        .found = g_ptr_array_new_with_free_func(g_free),
    };

    complete_words(tables, &completion);
    sort_each_once(completion.found);
    return completion.found;
}
