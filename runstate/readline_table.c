/* readline_table.c: which key does what; a new one is a new row */
#include <string.h>

#include "readline_internal.h"

#define CTRL(letter) ((letter) & 0x1f)

typedef struct KeyRow {
    KeyKind kind;
    char final;
    const char *params;
    ReadlineAction *act;
} KeyRow;

/* clang-format off */
static const KeyRow rows[] = {
    { KEY_CONTROL, CTRL('A'), "", readline_home },
    { KEY_CONTROL, CTRL('B'), "", readline_back },
    { KEY_CONTROL, CTRL('C'), "", readline_give_up },
    { KEY_CONTROL, CTRL('D'), "", readline_delete },
    { KEY_CONTROL, CTRL('E'), "", readline_end },
    { KEY_CONTROL, CTRL('F'), "", readline_forward },
    { KEY_CONTROL, CTRL('H'), "", readline_rubout },
    { KEY_CONTROL, CTRL('I'), "", readline_complete },
    { KEY_CONTROL, CTRL('J'), "", readline_enter },
    { KEY_CONTROL, CTRL('K'), "", readline_kill_to_end },
    { KEY_CONTROL, CTRL('L'), "", readline_clear_screen },
    { KEY_CONTROL, CTRL('M'), "", readline_enter },
    { KEY_CONTROL, CTRL('N'), "", readline_newer },
    { KEY_CONTROL, CTRL('P'), "", readline_older },
    { KEY_CONTROL, CTRL('R'), "", readline_search },
    { KEY_CONTROL, CTRL('U'), "", readline_kill_to_home },
    { KEY_CONTROL, CTRL('W'), "", readline_kill_word_back },
    { KEY_CONTROL, CTRL('Y'), "", readline_yank },
    { KEY_CONTROL, 0x7f, "", readline_rubout },

    { KEY_ESCAPE, 'b', "", readline_word_back },
    { KEY_ESCAPE, 'd', "", readline_kill_word },
    { KEY_ESCAPE, 'f', "", readline_word_forward },
    { KEY_ESCAPE, CTRL('H'), "", readline_kill_word_back },
    { KEY_ESCAPE, 0x7f, "", readline_kill_word_back },

    { KEY_CSI, 'A', "", readline_older },
    { KEY_CSI, 'B', "", readline_newer },
    { KEY_CSI, 'C', "", readline_forward },
    { KEY_CSI, 'D', "", readline_back },
    { KEY_CSI, 'F', "", readline_end },
    { KEY_CSI, 'H', "", readline_home },
    { KEY_CSI, 'C', "1;5", readline_word_forward },
    { KEY_CSI, 'D', "1;5", readline_word_back },
    { KEY_CSI, 'C', "1;3", readline_word_forward },
    { KEY_CSI, 'D', "1;3", readline_word_back },
    { KEY_CSI, '~', "1", readline_home },
    { KEY_CSI, '~', "3", readline_delete },
    { KEY_CSI, '~', "4", readline_end },
    { KEY_CSI, '~', "7", readline_home },
    { KEY_CSI, '~', "8", readline_end },

    { KEY_SS3, 'A', "", readline_older },
    { KEY_SS3, 'B', "", readline_newer },
    { KEY_SS3, 'C', "", readline_forward },
    { KEY_SS3, 'D', "", readline_back },
    { KEY_SS3, 'F', "", readline_end },
    { KEY_SS3, 'H', "", readline_home },
};
/* clang-format on */

ReadlineAction *readline_action_of(const Key *key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].kind == key->kind && rows[i].final == key->final &&
            strcmp(rows[i].params, key->text) == 0) {
            return rows[i].act;
        }
    }
    return NULL;
}
