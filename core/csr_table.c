/*
 * csr_table.c: isa/csr.inc as a table
 *
 * A dense array of rows in the order of the list, and an index from the
 * 12-bit number to the row. Both are constant.
 */
#include "csr_internal.h"

enum {
    ROW_NONE,
#define CSR(number, name, ...) ROW_##name,
#include "core/isa/csr.inc"
#undef CSR
    ROW_COUNT
};

static const uint16_t row_index[4096] = {
#define CSR(number, name, ...) [number] = ROW_##name,
#include "core/isa/csr.inc"
#undef CSR
};

#define FIELD(field_, mask_) \
    .kind = CSR_KIND_STORE, .offset = offsetof(Hart, field_), .mask = (mask_)
#define STORE(field_) FIELD(field_, ~0ull)
#define STORE_RO(field_) FIELD(field_, 0)
#define WARL(field_, mask_) FIELD(field_, mask_)
#define EPC(field_) .kind = CSR_KIND_EPC, .offset = offsetof(Hart, field_)
#define VIEW(csr_, mask_) \
    .kind = CSR_KIND_VIEW, .of = CSR_##csr_, .mask = (mask_)
#define CONST(value_) .kind = CSR_KIND_CONST, .mask = (value_)
#define ABSENT .kind = CSR_KIND_ABSENT
#define HOOK_RO(fn_) .kind = CSR_KIND_HOOK, .read = csr_read_##fn_
#define HOOK(fn_) HOOK_RO(fn_), .write = csr_write_##fn_
#define HOOK_MIP HOOK(mip), .soft = csr_soft_mip

#define ALWAYS .ext = EXT_COUNT
#define NEVER .ext = EXT_COUNT
#define WITH(ext_) .ext = EXT_##ext_
#define SINCE(version_) .ext = EXT_COUNT, .since = PRIV_##version_
#define IF(fn_) .ext = EXT_COUNT, .exists = csr_exists_##fn_

static const CsrRow rows[ROW_COUNT] = {
#define CSR(number_, name_, kind_, need_, gate_, ...) \
    [ROW_##name_] = { .name = #name_, kind_, need_,   \
                      .gate = csr_gate_##gate_ },
#include "core/isa/csr.inc"
#undef CSR
};

const CsrRow *csr_row(unsigned number)
{
    unsigned row = number < 4096 ? row_index[number] : ROW_NONE;

    return row == ROW_NONE ? NULL : &rows[row];
}

const char *csr_name(unsigned number)
{
    const CsrRow *row = csr_row(number);

    return row ? row->name : NULL;
}
