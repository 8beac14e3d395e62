/* inspect_internal.h: what the files behind machine/inspect.h share */
#ifndef MACHINE_CONTROL_INSPECT_INTERNAL_H
#define MACHINE_CONTROL_INSPECT_INTERNAL_H

#include <inttypes.h>

#include "core/error.h"
#include "machine/inspect.h"

/* inspect_csr_value: a CSR as the hart reads it; false: it has none such */
bool inspect_csr_value(Vcpu *v, unsigned number, uint64_t *value);

/* inspect_priv_name: "U", "S", "M" */
const char *inspect_priv_name(unsigned priv);

/* inspect_read_satp: inspect_read() through the page tables of @satp */
bool inspect_read_satp(Vcpu *v, uint64_t satp, vaddr addr, void *buf,
                       size_t size) MUST_CHECK;

/* inspect_print_insn_at: append the instruction there, or that there is none;
 * its length */
unsigned inspect_print_insn_at(Vcpu *v, uint64_t satp, vaddr pc,
                               GString *out);

/* inspect_pte_bits: append the names of the bits that are set: "VRWXUGAD" */
void inspect_pte_bits(GString *out, uint64_t pte);

/* inspect_perms: append "rwx" with - for what MMU_* bits lack */
void inspect_perms(GString *out, unsigned perms);

/* inspect_page_size: append "4 KiB", "2 MiB" for a shift of 12, 21 */
void inspect_page_size(GString *out, unsigned shift);

#endif
