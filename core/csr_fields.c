/*
 * csr_fields.c: what the bits of a CSR are called
 *
 * One table of fields. A CSR that shows another one (sstatus, sip, ...) names
 * the fields of that one: bits that it does not show are 0 in its value.
 *
 * RISC-V Privileged ISA 20240411, the section of each CSR; Smepmp; Svpbmt.
 */
#include "core/csr_fields.h"

#include <inttypes.h>
#include <string.h>

#include "core/csr_bits.h"
#include "core/trap.h"

/* Names of a field's values, by value; ends with NULL. */
typedef const char *const *FieldValues;

typedef struct CsrField {
    uint16_t csr;
    const char *name;
    uint64_t mask;
    FieldValues values;         /* (nullable): print the number */
} CsrField;

static const char *const modes[] = { "U", "S", "2", "M", NULL };
static const char *const spp[] = { "U", "S", NULL };
static const char *const states[] = {
    "off", "initial", "clean", "dirty", NULL,
};
static const char *const xlen[] = { "0", "32", "64", "128", NULL };
static const char *const schemes[] = {
    "Bare", "1", "2", "3", "4", "5", "6", "7", "Sv39", "Sv48", "Sv57",
    "Sv64", NULL,
};
static const char *const vectoring[] = { "direct", "vectored", "2", "3",
                                         NULL };
static const char *const rounding[] = {
    "RNE", "RTZ", "RDN", "RUP", "RMM", "5", "6", "DYN", NULL,
};

#define FIELD(csr, mask, name) { CSR_##csr, name, mask, NULL }
#define NAMED(csr, mask, name, values) { CSR_##csr, name, mask, values }

#define INTERRUPTS(csr)                                                 \
    FIELD(csr, MIP_SSIP, "SSI"), FIELD(csr, MIP_MSIP, "MSI"),           \
    FIELD(csr, MIP_STIP, "STI"), FIELD(csr, MIP_MTIP, "MTI"),           \
    FIELD(csr, MIP_SEIP, "SEI"), FIELD(csr, MIP_MEIP, "MEI"),           \
    FIELD(csr, BIT_ULL(IRQ_LCOF), "LCOFI")

#define COUNTERS(csr)                                                   \
    FIELD(csr, COUNTER_CY, "CY"), FIELD(csr, COUNTER_TM, "TM"),         \
    FIELD(csr, COUNTER_IR, "IR"),                                       \
    FIELD(csr, MAKE_64BIT_MASK(3, 29), "HPM")

#define ENVCFG(csr)                                                     \
    FIELD(csr, ENVCFG_FIOM, "FIOM"), FIELD(csr, ENVCFG_CBIE, "CBIE"),   \
    FIELD(csr, ENVCFG_CBCFE, "CBCFE"), FIELD(csr, ENVCFG_CBZE, "CBZE")

static const CsrField fields[] = {
    FIELD(mstatus, MSTATUS_SIE, "SIE"),
    FIELD(mstatus, MSTATUS_MIE, "MIE"),
    FIELD(mstatus, MSTATUS_SPIE, "SPIE"),
    FIELD(mstatus, MSTATUS_UBE, "UBE"),
    FIELD(mstatus, MSTATUS_MPIE, "MPIE"),
    NAMED(mstatus, MSTATUS_SPP, "SPP", spp),
    NAMED(mstatus, MSTATUS_VS, "VS", states),
    NAMED(mstatus, MSTATUS_MPP, "MPP", modes),
    NAMED(mstatus, MSTATUS_FS, "FS", states),
    NAMED(mstatus, MSTATUS_XS, "XS", states),
    FIELD(mstatus, MSTATUS_MPRV, "MPRV"),
    FIELD(mstatus, MSTATUS_SUM, "SUM"),
    FIELD(mstatus, MSTATUS_MXR, "MXR"),
    FIELD(mstatus, MSTATUS_TVM, "TVM"),
    FIELD(mstatus, MSTATUS_TW, "TW"),
    FIELD(mstatus, MSTATUS_TSR, "TSR"),
    NAMED(mstatus, MSTATUS_UXL, "UXL", xlen),
    NAMED(mstatus, MSTATUS_SXL, "SXL", xlen),
    FIELD(mstatus, MSTATUS_SD, "SD"),
    INTERRUPTS(mip),
    INTERRUPTS(mie),
    INTERRUPTS(mideleg),
    NAMED(satp, MAKE_64BIT_MASK(SATP_MODE_SHIFT, 4), "MODE", schemes),
    FIELD(satp, MAKE_64BIT_MASK(SATP_ASID_SHIFT, 16), "ASID"),
    FIELD(satp, SATP_PPN, "PPN"),
    NAMED(mtvec, MAKE_64BIT_MASK(0, 2), "MODE", vectoring),
    NAMED(stvec, MAKE_64BIT_MASK(0, 2), "MODE", vectoring),
    COUNTERS(mcounteren),
    COUNTERS(scounteren),
    COUNTERS(mcountinhibit),
    ENVCFG(menvcfg),
    FIELD(menvcfg, MENVCFG_ADUE, "ADUE"),
    FIELD(menvcfg, MENVCFG_PBMTE, "PBMTE"),
    FIELD(menvcfg, MENVCFG_STCE, "STCE"),
    ENVCFG(senvcfg),
    FIELD(mseccfg, MSECCFG_MML, "MML"),
    FIELD(mseccfg, MSECCFG_MMWP, "MMWP"),
    FIELD(mseccfg, MSECCFG_RLB, "RLB"),
    NAMED(fcsr, MAKE_64BIT_MASK(5, 3), "FRM", rounding),
    FIELD(fcsr, BIT_ULL(4), "NV"),
    FIELD(fcsr, BIT_ULL(3), "DZ"),
    FIELD(fcsr, BIT_ULL(2), "OF"),
    FIELD(fcsr, BIT_ULL(1), "UF"),
    FIELD(fcsr, BIT_ULL(0), "NX"),
    NAMED(frm, MAKE_64BIT_MASK(0, 3), "FRM", rounding),
};

/* CSRs that show the fields of another one. */
static const struct {
    uint16_t csr;
    uint16_t of;
} views[] = {
    { CSR_sstatus, CSR_mstatus },
    { CSR_sip, CSR_mip },
    { CSR_sie, CSR_mie },
    { CSR_fflags, CSR_fcsr },
};

static unsigned fields_of(unsigned number)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(views); i++) {
        if (views[i].csr == number) {
            return views[i].of;
        }
    }
    return number;
}

static const char *value_name(FieldValues values, uint64_t value)
{
    while (values && *values && value > 0) {
        values++;
        value--;
    }
    return values ? *values : NULL;
}

static void print_wide(GString *out, const CsrField *field, uint64_t value)
{
    uint64_t part = (value & field->mask) >> __builtin_ctzll(field->mask);
    const char *name = value_name(field->values, part);

    if (name) {
        g_string_append_printf(out, "%s=%s", field->name, name);
    } else {
        g_string_append_printf(out, "%s=0x%" PRIx64, field->name, part);
    }
}

static bool is_single_bit(const CsrField *field)
{
    return (field->mask & (field->mask - 1)) == 0 && !field->values;
}

static void print_field(GString *out, const CsrField *field, uint64_t value)
{
    if (is_single_bit(field)) {
        g_string_append(out, value & field->mask ? field->name : "");
    } else {
        print_wide(out, field, value);
    }
}

/* delegation of exceptions: a bit per cause */
static void print_causes(GString *out, uint64_t value)
{
    const char *separator = "";

    for (unsigned cause = 0; cause < 64; cause++) {
        if (value >> cause & 1) {
            g_string_append_printf(out, "%s%s", separator, trap_name(cause));
            separator = ", ";
        }
    }
}

void csr_print_fields(GString *out, unsigned number, uint64_t value)
{
    gsize start = out->len;
    unsigned of = fields_of(number);

    if (number == CSR_medeleg) {
        print_causes(out, value);
    } else if (number == CSR_mcause || number == CSR_scause) {
        csr_print_cause(out, value);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        gsize before = out->len;

        if (fields[i].csr != of) {
            continue;
        }
        print_field(out, &fields[i], value);
        if (out->len > before && before > start) {
            g_string_insert_c(out, (gssize)before, ' ');
        }
    }
}

bool csr_has_fields(unsigned number)
{
    unsigned of = fields_of(number);

    for (unsigned i = 0; i < G_N_ELEMENTS(fields); i++) {
        if (fields[i].csr == of) {
            return true;
        }
    }
    return number == CSR_medeleg || number == CSR_mcause ||
           number == CSR_scause;
}

int csr_find(const char *name)
{
    for (unsigned number = 0; number < 4096; number++) {
        const char *found = csr_name(number);

        if (found && strcmp(found, name) == 0) {
            return (int)number;
        }
    }
    return -1;
}

void csr_print_cause(GString *out, uint64_t cause)
{
    bool irq = (cause & CAUSE_INTERRUPT) != 0;
    uint64_t number = cause & ~CAUSE_INTERRUPT;
    const char *name = "reserved";

    if (number < 64) {
        name = irq ? irq_name((unsigned)number) : trap_name((unsigned)number);
    }
    g_string_append(out, name);
}
