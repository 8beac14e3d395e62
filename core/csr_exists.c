/*
 * csr_exists.c: which harts have a CSR, where an extension does not say it
 *
 * Firmware counts PMP entries and event counters by trapping on the first
 * one that is not there, so absent ones must be illegal, not zero.
 */
#include "csr_internal.h"

static bool hpm_exists(const Hart *h, unsigned number)
{
    unsigned counter = number & 31;

    return counter >= 3 && counter < 3u + h->config.hpm_count;
}

bool csr_exists_hpm_counter(const Hart *h, unsigned number)
{
    return hpm_exists(h, number);
}

bool csr_exists_zihpm_counter(const Hart *h, unsigned number)
{
    return hart_has(h, EXT_zihpm) && hpm_exists(h, number);
}

bool csr_exists_sstateen(const Hart *h, unsigned number)
{
    return hart_has(h, EXT_smstateen) || hart_has(h, EXT_ssstateen);
}

/* One pmpcfg holds eight entries; the list has even numbers only. */
bool csr_exists_pmpcfg(const Hart *h, unsigned number)
{
    return (number - CSR_pmpcfg0) * 4 < h->config.pmp_count;
}

bool csr_exists_pmpaddr(const Hart *h, unsigned number)
{
    return number - CSR_pmpaddr0 < h->config.pmp_count;
}

bool csr_exists_thead(const Hart *h, unsigned number)
{
    return h->config.mvendorid == THEAD_VENDOR_ID;
}
