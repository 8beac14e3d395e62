/*
 * fw_cfg_items.c: what the board puts into fw_cfg
 *
 * Items sit in a table by key. Files have consecutive keys in the order of
 * their names, so the directory is sorted and the same for every start; a file
 * that is added in the middle moves the later ones up by one key.
 */
#include <string.h>

#include "core/error.h"
#include "fw_cfg_internal.h"

FWCfgEntry *fw_cfg_entry(FWCfgState *s, uint16_t key)
{
    unsigned number = key & FW_CFG_ENTRY_MASK;

    if (number >= FW_CFG_MAX_ENTRY) {
        return NULL;
    }
    return &s->entries[key & FW_CFG_ARCH_LOCAL ? 1 : 0][number];
}

static void entry_clear(FWCfgEntry *entry)
{
    if (entry->owned) {
        g_free(entry->data);
    }
    *entry = (FWCfgEntry) { 0 };
}

static void entry_set(FWCfgEntry *entry, void *data, size_t len)
{
    g_assert(len <= UINT32_MAX);
    entry_clear(entry);
    entry->data = data;
    entry->len = (uint32_t)len;
}

void fw_cfg_free_items(FWCfgState *s)
{
    for (unsigned set = 0; set < G_N_ELEMENTS(s->entries); set++) {
        for (unsigned i = 0; i < FW_CFG_MAX_ENTRY; i++) {
            entry_clear(&s->entries[set][i]);
        }
    }
}

void fw_cfg_add_bytes(FWCfgState *s, uint16_t key, void *data, size_t len)
{
    FWCfgEntry *entry = fw_cfg_entry(s, key);

    g_assert(entry && !entry->data);
    entry_set(entry, data, len);
}

void fw_cfg_modify_bytes(FWCfgState *s, uint16_t key, void *data, size_t len)
{
    FWCfgEntry *entry = fw_cfg_entry(s, key);

    g_assert(entry);
    entry_set(entry, data, len);
}

static void add_copy(FWCfgState *s, uint16_t key, const void *data,
                     size_t len)
{
    fw_cfg_modify_bytes(s, key, g_memdup2(data, len), len);
    fw_cfg_entry(s, key)->owned = true;
}

void fw_cfg_add_string(FWCfgState *s, uint16_t key, const char *value)
{
    add_copy(s, key, value, strlen(value) + 1);
}

void fw_cfg_add_i16(FWCfgState *s, uint16_t key, uint16_t value)
{
    uint16_t le = GUINT16_TO_LE(value);

    add_copy(s, key, &le, sizeof(le));
}

void fw_cfg_modify_i16(FWCfgState *s, uint16_t key, uint16_t value)
{
    fw_cfg_add_i16(s, key, value);
}

void fw_cfg_add_i32(FWCfgState *s, uint16_t key, uint32_t value)
{
    uint32_t le = GUINT32_TO_LE(value);

    add_copy(s, key, &le, sizeof(le));
}

void fw_cfg_add_i64(FWCfgState *s, uint16_t key, uint64_t value)
{
    uint64_t le = GUINT64_TO_LE(value);

    add_copy(s, key, &le, sizeof(le));
}

/* ------------------------------------------------------------------- files */

static unsigned file_count(const FWCfgState *s)
{
    return GUINT32_FROM_BE(s->files.count);
}

/* index of the first file whose name is not before @name */
static unsigned file_position(const FWCfgState *s, const char *name,
                              bool *found)
{
    unsigned i = 0;

    while (i < file_count(s) && strcmp(s->files.f[i].name, name) < 0) {
        i++;
    }
    *found = i < file_count(s) && strcmp(s->files.f[i].name, name) == 0;
    return i;
}

bool fw_cfg_check_file_name(const FWCfgState *s, const char *name,
                            GError **errp)
{
    bool found;

    file_position(s, name, &found);
    if (name[0] == '\0') {
        error_setg(errp, "a fw_cfg file needs a name");
    } else if (strlen(name) >= FW_CFG_MAX_FILE_PATH) {
        error_setg(errp, "fw_cfg file name '%s' is longer than %d characters",
                   name, FW_CFG_MAX_FILE_PATH - 1);
    } else if (found) {
        error_setg(errp, "there already is a fw_cfg file '%s'", name);
    } else if (file_count(s) == FW_CFG_FILE_SLOTS) {
        error_setg(errp, "no room for fw_cfg file '%s': all %d slots are in "
                   "use", name, FW_CFG_FILE_SLOTS);
    } else {
        return true;
    }
    return false;
}

/* make room at index @at: later files and their items move up by one */
static void insert_slot(FWCfgState *s, unsigned at)
{
    FWCfgEntry *items = &s->entries[0][FW_CFG_FILE_FIRST];
    unsigned count = file_count(s);

    memmove(&s->files.f[at + 1], &s->files.f[at],
            (count - at) * sizeof(s->files.f[0]));
    memmove(&items[at + 1], &items[at], (count - at) * sizeof(items[0]));
    items[at] = (FWCfgEntry) { 0 };
    for (unsigned i = at; i <= count; i++) {
        s->files.f[i].select =
            GUINT16_TO_BE((uint16_t)(FW_CFG_FILE_FIRST + i));
    }
    s->files.count = GUINT32_TO_BE(count + 1);
}

void fw_cfg_add_file_callback(FWCfgState *s, const char *name,
                              const FWCfgCallbacks *callbacks, void *data,
                              size_t len)
{
    bool found;
    unsigned at = file_position(s, name, &found);
    FWCfgEntry *entry = &s->entries[0][FW_CFG_FILE_FIRST + at];
    FWCfgFile *file = &s->files.f[at];

    g_assert(fw_cfg_check_file_name(s, name, NULL));
    insert_slot(s, at);
    memset(file->name, 0, sizeof(file->name));
    g_strlcpy(file->name, name, sizeof(file->name));
    file->size = GUINT32_TO_BE((uint32_t)len);
    file->reserved = 0;
    entry_set(entry, data, len);
    entry->callbacks = *callbacks;
    entry->allow_write = !callbacks->read_only;
}

void fw_cfg_add_file(FWCfgState *s, const char *name, void *data, size_t len)
{
    static const FWCfgCallbacks none = { .read_only = true };

    fw_cfg_add_file_callback(s, name, &none, data, len);
}

void *fw_cfg_modify_file(FWCfgState *s, const char *name, void *data,
                         size_t len)
{
    bool found;
    unsigned at = file_position(s, name, &found);
    FWCfgEntry *entry;
    void *old;

    if (!found) {
        fw_cfg_add_file(s, name, data, len);
        return NULL;
    }
    g_assert(len <= UINT32_MAX);
    entry = &s->entries[0][FW_CFG_FILE_FIRST + at];
    old = entry->data;
    entry->data = data;
    entry->len = (uint32_t)len;
    entry->allow_write = false;
    s->files.f[at].size = GUINT32_TO_BE((uint32_t)len);
    return old;
}
