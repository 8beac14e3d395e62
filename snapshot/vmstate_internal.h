/* vmstate_internal.h: what the walkers of a description share */
#ifndef VMSTATE_INTERNAL_H
#define VMSTATE_INTERNAL_H

#include "snapshot/vmstate.h"

/*
 * One way to store a scalar: `bytes` bytes, big-endian two's complement. The
 * object holds it as a host integer of the same width.
 */
struct VMStateInfo {
    const char *name;
    unsigned bytes;             /* 1, 2, 4 or 8 */
    bool is_signed;
    bool is_bool;               /* only 0 and 1 may be loaded */
    bool is_deadline;           /* -1 prints as null */
};

/* The scalar at @host, zero-extended to 64 bits. */
uint64_t vmstate_scalar_get(const VMStateInfo *info, const void *host);
void vmstate_scalar_set(const VMStateInfo *info, void *host, uint64_t value);

/* May @value be loaded into such a scalar? */
bool vmstate_scalar_valid(const VMStateInfo *info, uint64_t value);

void vmstate_scalar_print(const VMStateInfo *info, uint64_t value,
                          GString *out);

/* Where the elements of a field are, and how many. */
void *vmstate_field_base(const VMStateField *field, void *opaque);
size_t vmstate_field_count(const VMStateField *field, void *opaque);

/* Is the field in a stream of version @version_id? */
bool vmstate_field_stored(const VMStateField *field, int version_id);

#endif
