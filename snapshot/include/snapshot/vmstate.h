/*
 * vmstate.h: what of an object must be saved, described as data
 *
 * One table per object lists its fields; saving, loading, the digest, the
 * JSON print and the check that nothing was forgotten all walk that table.
 * Numbers are stored big-endian with explicit widths, so a stream does not
 * depend on the host. Derived state (output levels, caches, armed timers) is
 * not saved: post_load rebuilds it.
 *
 * Not here: the registry of all objects, sections and the file format; they
 * build upon vmstate_save_state() and vmstate_load_state().
 */
#ifndef SNAPSHOT_VMSTATE_H
#define SNAPSHOT_VMSTATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How one element of a field is stored; see vmstate_types.c. */
typedef struct VMStateInfo VMStateInfo;
typedef struct VMStateDescription VMStateDescription;
typedef struct VMStateField VMStateField;

typedef enum VMStateFlags {
    VMS_STRUCT = 1 << 0,        /* elements are described by vmsd */
    VMS_BUFFER = 1 << 1,        /* size bytes, stored as they are */
    VMS_POINTER = 1 << 2,       /* the field points at the elements */
    VMS_VARRAY = 1 << 3,        /* the object says how many elements */
    VMS_TRANSIENT = 1 << 4,     /* derived; never stored */
    VMS_END = 1 << 5,
} VMStateFlags;

struct VMStateField {
    const char *name;
    size_t offset;              /* of the field in the object */
    size_t size;                /* bytes of one element in memory */
    size_t num;                 /* elements; 1 for a scalar */
    size_t num_offset;          /* VMS_VARRAY: where the uint32_t count is */
    const VMStateInfo *info;    /* scalars */
    const VMStateDescription *vmsd;     /* VMS_STRUCT */
    unsigned flags;             /* VMStateFlags */
    int version_id;             /* stored from this version on */
};

struct VMStateDescription {
    const char *name;
    int version_id;             /* what is written */
    int minimum_version_id;     /* the oldest that can be read */
    int (*pre_load)(void *opaque);      /* hooks: 0, or negative to fail */
    int (*post_load)(void *opaque, int version_id);
    int (*pre_save)(void *opaque);
    bool (*needed)(void *opaque);       /* subsections: write it at all? */
    const VMStateField *fields;         /* ends in VMSTATE_END_OF_LIST() */
    const VMStateDescription *const *subsections;       /* NULL-terminated */
};

/* A stream to load from. Zero pos; the data stays the caller's. */
typedef struct VMStateReader {
    const uint8_t *data;
    size_t size;
    size_t pos;                 /* bytes consumed so far */
} VMStateReader;

/**
 * vmstate_save_state: append an object's state to a stream
 * @out:    stream (borrowed)
 * @vmsd:   description
 * @opaque: the object
 *
 * pre_save, fields in order, then those subsections that are needed. The
 * version is not written: the caller's section header carries it.
 *
 * Returns: false with @errp set when a pre_save hook failed; @out is then as
 *          before.
 * Context: the VM is stopped, BQL held.
 */
bool vmstate_save_state(GByteArray *out, const VMStateDescription *vmsd,
                        void *opaque, GError **errp);

/**
 * vmstate_load_state: set an object's state from a stream
 * @in:         positioned at what vmstate_save_state() wrote
 * @vmsd:       description
 * @opaque:     the object
 * @version_id: version with which the stream was written
 *
 * The stream is checked as a whole first: version newer than ours or older
 * than our minimum, truncation, values that the type cannot hold, array
 * lengths that differ from this object's, unknown subsections. Only then is
 * the object touched: pre_load, fields, subsections, post_load. Fields newer
 * than @version_id keep their value.
 *
 * Returns: false with @errp set; the object has not changed, unless a
 *          pre_load or post_load hook was what failed.
 * Context: the VM is stopped and has been reset, BQL held.
 */
bool vmstate_load_state(VMStateReader *in, const VMStateDescription *vmsd,
                        void *opaque, int version_id, GError **errp);

/**
 * vmstate_digest: 64 bits that differ when the saved state differs
 *
 * Equal objects of equal descriptions give equal digests on every host. 0
 * when a pre_save hook failed.
 */
uint64_t vmstate_digest(const VMStateDescription *vmsd, void *opaque);

/** vmstate_to_json: append the state, readable, to @out */
void vmstate_to_json(GString *out, const VMStateDescription *vmsd,
                     void *opaque);

/**
 * vmstate_check_coverage: is every byte in a row or declared transient?
 * @vmsd:   description
 * @offset: start of the part of the object to check (its regs)
 * @size:   bytes to check
 * @report: (nullable): gets one line for each range of forgotten bytes,
 *          offsets relative to the object
 *
 * A hole between members counts as forgotten: order the members so that
 * there is none.
 *
 * Returns: true when nothing is missing.
 */
bool vmstate_check_coverage(const VMStateDescription *vmsd, size_t offset,
                            size_t size, GString *report);

/** vmstate_check_coverage_of: check the nested struct @member_ of @type_ */
#define vmstate_check_coverage_of(vmsd_, type_, member_, report_)       \
    vmstate_check_coverage((vmsd_), offsetof(type_, member_),           \
                           sizeof(((type_ *)0)->member_), (report_))

extern const VMStateInfo vmstate_info_bool;
extern const VMStateInfo vmstate_info_int8;
extern const VMStateInfo vmstate_info_int16;
extern const VMStateInfo vmstate_info_int32;
extern const VMStateInfo vmstate_info_int64;
extern const VMStateInfo vmstate_info_uint8;
extern const VMStateInfo vmstate_info_uint16;
extern const VMStateInfo vmstate_info_uint32;
extern const VMStateInfo vmstate_info_uint64;
extern const VMStateInfo vmstate_info_deadline; /* int64_t ns, -1: none */

#include "snapshot/vmstate_rows.h"

#endif
