/* unit_maker.c: see unit_maker.h */
#include <string.h>

#include "core/hart.h"
#include "support/unit.h"
#include "unit_maker.h"

const UnitSetup unit_setup = {
    .priv = PRIV_S,
    .config = { .has_c = true },
};

TCGContext *unit_make(const Insn *insns, unsigned n, const UnitSetup *setup)
{
    static TCGContext *s;
    unsigned offset = setup->offset;

    if (!s) {
        s = tcg_context_new();
    }
    tcg_context_reset(s);
    s->priv = setup->priv;
    s->n_insns = n;
    for (unsigned i = 0; i < n; i++) {
        s->insns[i] = (IrInsn) { .insn = insns[i], .page_offset = offset };
        offset += insns[i].len;
    }
    ck_assert(tcg_gen_unit(s, &setup->config));
    g_autofree char *mistake = ir_verify(s);
    ck_assert_msg(!mistake, "%s", mistake);
    unit_check(s);
    return s;
}

Insn unit_decode(uint32_t word)
{
    HartConfig config = { 0 };
    DecodeTable *table;
    Insn insn;

    memset(config.ext, true, sizeof(config.ext));
    table = decode_table_new(&config);
    ck_assert(insn_decode(table, word, &insn));
    decode_table_free(table);
    return insn;
}

char *unit_text(const TCGContext *s)
{
    g_autoptr(GString) all = g_string_new(NULL);
    GString *text = g_string_new(NULL);

    ir_print(s, all);
    g_auto(GStrv) lines = g_strsplit(all->str, "\n", -1);
    for (char **line = lines; *line; line++) {
        if (**line && **line != '-' && **line != '.') {
            g_string_append_printf(text, "%s\n", *line);
        }
    }
    return g_string_free(text, FALSE);
}
