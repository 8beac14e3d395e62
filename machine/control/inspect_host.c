/*
 * inspect_host.c: where guest memory is in the host
 *
 * gpa2hva asks the address space; gpa2hpa asks Linux, whose
 * /proc/self/pagemap has 8 bytes for each page of the process: bit 63 means
 * present, bits 54:0 are the page frame, and read 0 without CAP_SYS_ADMIN
 * (Linux, Documentation/admin-guide/mm/pagemap.rst).
 */
#include "inspect_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/bits.h"
#include "memory/memory_map.h"

#define PAGEMAP "/proc/self/pagemap"
#define PAGEMAP_PRESENT BIT_ULL(63)
#define PAGEMAP_FRAME MAKE_64BIT_MASK(0, 55)

bool inspect_gpa2hva(hwaddr addr, uint64_t *hva, const char **name,
                     Error **errp)
{
    MemSection section = { 0 };

    if (!address_space_find(&address_space_memory, addr, &section)) {
        error_setg(errp, "nothing is mapped at 0x%" PRIx64 "; 'info mtree' "
                   "shows what is", addr);
        return false;
    }
    *name = memory_region_name(section.mr);
    if (!section.host) {
        error_setg(errp, "0x%" PRIx64 " is in '%s', which is a device, not "
                   "memory", addr, *name);
        return false;
    }
    *hva = (uint64_t)(uintptr_t)section.host + (addr - section.base);
    return true;
}

static bool read_pagemap(uint64_t hva, uint64_t *entry, Error **errp)
{
    uint64_t page_size = (uint64_t)sysconf(_SC_PAGESIZE);
    off_t offset = (off_t)(hva / page_size * sizeof(*entry));
    int fd = open(PAGEMAP, O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;

    if (fd >= 0) {
        got = pread(fd, entry, sizeof(*entry), offset);
    }
    if (got != (ssize_t)sizeof(*entry)) {
        error_setg(errp, "cannot read %s: %s", PAGEMAP, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return got == (ssize_t)sizeof(*entry);
}

bool inspect_gpa2hpa(hwaddr addr, uint64_t *hpa, const char **name,
                     Error **errp)
{
    uint64_t page_size = (uint64_t)sysconf(_SC_PAGESIZE);
    uint64_t hva, entry;

    if (!inspect_gpa2hva(addr, &hva, name, errp)) {
        return false;
    }
    /* a page that nobody touched is not there yet */
    (void)*(volatile uint8_t *)(uintptr_t)hva;
    if (!read_pagemap(hva, &entry, errp)) {
        return false;
    }
    if (!(entry & PAGEMAP_PRESENT)) {
        error_setg(errp, "the page of 0x%" PRIx64 " is not in the host's "
                   "memory", addr);
        return false;
    }
    if (!(entry & PAGEMAP_FRAME)) {
        error_setg(errp, "Linux hides page frames from this process: it "
                   "needs CAP_SYS_ADMIN");
        return false;
    }
    *hpa = (entry & PAGEMAP_FRAME) * page_size + hva % page_size;
    return true;
}
