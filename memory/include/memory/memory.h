/*
 * memory.h: the tree of memory regions
 *
 * A board describes its physical address space as a tree of MemoryRegions.
 * A region is one of:
 *
 *   container   only groups its children; nothing answers in its holes
 *   RAM, ROM    backed by a RAMBlock: the CPU uses a host pointer
 *   ROM device  reads like ROM while in "romd" mode, writes call the device
 *   I/O         every access calls MemoryRegionOps
 *   alias       a window onto a part of another region; copies nothing
 *
 * Among the children of one parent the higher priority wins; at equal
 * priority the one added last wins. Priorities never compare across parents.
 * Children are clipped to their parent. A region that answers itself (RAM,
 * I/O) and has children shows through between them.
 *
 * The tree is flattened into a FlatView (flatview.h) whenever it changed and
 * the outermost transaction commits; lookups only ever see flat views.
 *
 * Threads: the tree is changed by the main thread under the big lock while
 * every vCPU is at a safe point. Readers therefore take no lock.
 *
 * Names follow QEMU's; a MemoryRegion is a plain struct here, not an Object.
 */
#ifndef MEMORY_MEMORY_H
#define MEMORY_MEMORY_H

#include <glib.h>

#include "core/error.h"
#include "core/types.h"
#include "memory/int128.h"
#include "memory/memattrs.h"
#include "memory/ram_addr.h"

typedef struct Object Object;
typedef struct MemoryMap MemoryMap;
typedef struct MemoryRegion MemoryRegion;
typedef struct MemoryRegionOps MemoryRegionOps;
typedef struct MemoryRegionSection MemoryRegionSection;
typedef struct RAMBlock RAMBlock;
typedef struct FlatView FlatView;

enum device_endian {
    DEVICE_NATIVE_ENDIAN,       /* the target's: little endian */
    DEVICE_BIG_ENDIAN,
    DEVICE_LITTLE_ENDIAN,
};

/*
 * How a device answers. @addr is the offset within the region, never the
 * physical address. Either the plain or the _with_attrs form of a direction
 * is set; a direction without any answers MEMTX_ERROR.
 */
struct MemoryRegionOps {
    uint64_t (*read)(void *opaque, hwaddr addr, unsigned size);
    void (*write)(void *opaque, hwaddr addr, uint64_t data, unsigned size);
    MemTxResult (*read_with_attrs)(void *opaque, hwaddr addr, uint64_t *data,
                                   unsigned size, MemTxAttrs attrs);
    MemTxResult (*write_with_attrs)(void *opaque, hwaddr addr, uint64_t data,
                                    unsigned size, MemTxAttrs attrs);
    enum device_endian endianness;
    /*
     * What the guest may do; anything else fails with MEMTX_DECODE_ERROR and
     * never reaches the device. max_access_size 0: any width.
     */
    struct {
        unsigned min_access_size;
        unsigned max_access_size;
        bool unaligned;
        bool (*accepts)(void *opaque, hwaddr addr, unsigned size,
                        bool is_write, MemTxAttrs attrs);
    } valid;
    /*
     * What the callbacks can do; the core splits or widens to fit. Zero
     * means 1 byte (min) and 4 bytes (max).
     */
    struct {
        unsigned min_access_size;
        unsigned max_access_size;
        bool unaligned;
    } impl;
};

/*
 * Raised while a device's callback runs. An access that arrives at a region
 * of the same device meanwhile (its own DMA) is refused with MEMTX_ERROR.
 * All regions with one owner share one guard.
 */
typedef struct MemReentrancyGuard {
    bool engaged_in_io;
    unsigned users;             /* regions that share it */
} MemReentrancyGuard;

/* Fields are read through the functions below. */
struct MemoryRegion {
    /* set at initialisation */
    MemoryMap *map;             /* whose transactions apply */
    char *name;
    Object *owner;              /* (nullable) (borrowed) */
    const MemoryRegionOps *ops; /* (nullable) */
    void *opaque;
    RAMBlock *ram_block;        /* RAM, ROM, ROM device; else NULL */
    MemoryRegion *alias;        /* target when this is an alias */
    MemReentrancyGuard *guard;
    bool terminates;            /* answers itself: not a pure container */
    bool ram;                   /* RAM or ROM */
    bool rom_device;

    /* changed by the setters, inside a transaction */
    Int128 size;
    hwaddr addr;                /* offset within container */
    hwaddr alias_offset;
    int32_t priority;
    bool enabled;
    bool readonly;
    bool romd_mode;
    bool nonvolatile;
    bool may_overlap;           /* added with a declared overlap */
    bool reentrancy_allowed;
    uint8_t dirty_log_mask;     /* clients that log this region by itself */

    /* tree */
    MemoryRegion *container;    /* (nullable) */
    GPtrArray *subregions;      /* best first; NULL while there is none */
};

/* A piece of a flat view, as listeners and memory_region_find() see it. */
struct MemoryRegionSection {
    Int128 size;
    MemoryRegion *mr;           /* NULL: nothing there */
    FlatView *fv;
    hwaddr offset_within_region;
    hwaddr offset_within_address_space;
    bool readonly;
    bool nonvolatile;
};

/* A board's memory map is a table of these. */
typedef struct MemMapEntry {
    hwaddr base;
    hwaddr size;
} MemMapEntry;

/* ---- making regions ---------------------------------------------------- */

/**
 * memory_region_init: make a pure container
 * @mr:    region to initialise; the caller owns the storage
 * @owner: (nullable) (borrowed): object that the region is part of
 * @name:  for people: `info mtree`, logs; copied
 * @size:  bytes; UINT64_MAX means the whole 2^64
 *
 * Free with memory_region_deinit() after removing it from its container.
 */
void memory_region_init(MemoryRegion *mr, Object *owner, const char *name,
                        uint64_t size);

/**
 * memory_region_init_io: make a region whose accesses call a device
 * @ops:    (borrowed) (nullable): must outlive the region; NULL refuses every
 *          access
 * @opaque: first argument of the callbacks
 */
void memory_region_init_io(MemoryRegion *mr, Object *owner,
                           const MemoryRegionOps *ops, void *opaque,
                           const char *name, uint64_t size);

/**
 * memory_region_init_ram: make RAM backed by fresh zeroed host memory
 * @name: also names the RAM block (see ram_block.h)
 * @size: bytes, not 0; host memory is taken page by page on first use
 * @errp: what went wrong and what to do
 *
 * Returns: false when the host refuses; @mr then is an empty container that
 *          still wants memory_region_deinit().
 */
bool memory_region_init_ram(MemoryRegion *mr, Object *owner, const char *name,
                            uint64_t size, Error **errp);

/**
 * memory_region_init_ram_ptr: make RAM over memory the caller owns
 * @ptr: (borrowed): at least @size bytes, page aligned for the dirty bitmap
 *       to mean whole host pages; outlives the region
 */
void memory_region_init_ram_ptr(MemoryRegion *mr, Object *owner,
                                const char *name, uint64_t size, void *ptr);

/* Flags for RAM from a descriptor or a file. */
enum {
    RAM_SHARED = 1 << 0,        /* stores reach the file; else private copy */
    RAM_READONLY = 1 << 1,      /* map for reading only */
};

/**
 * memory_region_init_ram_from_fd: make RAM from an open file or memfd
 * @ram_flags: RAM_SHARED, RAM_READONLY
 * @fd:        (transfer full) on success; the caller keeps it on failure
 * @offset:    bytes into the file, a multiple of the page size
 *
 * A file shorter than @offset + @size is refused.
 */
bool memory_region_init_ram_from_fd(MemoryRegion *mr, Object *owner,
                                    const char *name, uint64_t size,
                                    uint32_t ram_flags, int fd,
                                    ram_addr_t offset, Error **errp);
/**
 * memory_region_init_ram_from_file: the same from a path
 * @align: 0, or the alignment of the host address (a power of two)
 *
 * With RAM_SHARED and without RAM_READONLY a missing or empty file is
 * created with @offset + @size bytes.
 */
bool memory_region_init_ram_from_file(MemoryRegion *mr, Object *owner,
                                      const char *name, uint64_t size,
                                      uint64_t align, uint32_t ram_flags,
                                      const char *path, ram_addr_t offset,
                                      Error **errp);

/**
 * memory_region_init_rom: make RAM that the guest cannot change
 *
 * Guest writes are discarded silently; the host fills it through
 * memory_region_get_ram_ptr().
 */
bool memory_region_init_rom(MemoryRegion *mr, Object *owner, const char *name,
                            uint64_t size, Error **errp);

/**
 * memory_region_init_rom_device: ROM whose writes call a device (flash)
 *
 * Starts in romd mode: reads come from memory. See
 * memory_region_rom_device_set_romd().
 */
bool memory_region_init_rom_device(MemoryRegion *mr, Object *owner,
                                   const MemoryRegionOps *ops, void *opaque,
                                   const char *name, uint64_t size,
                                   Error **errp);

/**
 * memory_region_init_alias: make a window onto [offset, offset + size) of
 *                           another region
 * @orig: (borrowed): outlives the alias; may itself be an alias
 */
void memory_region_init_alias(MemoryRegion *mr, Object *owner,
                              const char *name, MemoryRegion *orig,
                              hwaddr offset, uint64_t size);

/**
 * memory_region_deinit: give back what an initialiser took
 *
 * The region must not be in a container and has no children any more.
 */
void memory_region_deinit(MemoryRegion *mr);

/** memory_region_ref, memory_region_unref: keep the owner alive */
void memory_region_ref(MemoryRegion *mr);
void memory_region_unref(MemoryRegion *mr);

/* ---- the tree ---------------------------------------------------------- */

/**
 * memory_region_add_subregion: place @subregion at @offset, priority 0
 * @offset: bytes from the start of @mr
 *
 * @subregion must not be in a container. Declares that it overlaps no
 * sibling; mtree_check_overlaps() reports where that is not true.
 */
void memory_region_add_subregion(MemoryRegion *mr, hwaddr offset,
                                 MemoryRegion *subregion);
/** memory_region_add_subregion_overlap: the same, overlap is intended */
void memory_region_add_subregion_overlap(MemoryRegion *mr, hwaddr offset,
                                         MemoryRegion *subregion,
                                         int priority);
void memory_region_del_subregion(MemoryRegion *mr, MemoryRegion *subregion);

/* Setters that change the map; no-ops cause no update. */
void memory_region_set_enabled(MemoryRegion *mr, bool enabled);
void memory_region_set_address(MemoryRegion *mr, hwaddr addr);
void memory_region_set_size(MemoryRegion *mr, uint64_t size);
void memory_region_set_alias_offset(MemoryRegion *mr, hwaddr offset);
void memory_region_set_readonly(MemoryRegion *mr, bool readonly);
void memory_region_set_nonvolatile(MemoryRegion *mr, bool nonvolatile);
void memory_region_rom_device_set_romd(MemoryRegion *mr, bool romd_mode);

/* memory_region_transaction_begin/commit live in memory_map.h. */

/* ---- questions --------------------------------------------------------- */

const char *memory_region_name(const MemoryRegion *mr);
Object *memory_region_owner(const MemoryRegion *mr);
/** memory_region_size: bytes; UINT64_MAX for the whole 2^64 */
uint64_t memory_region_size(const MemoryRegion *mr);
bool memory_region_is_ram(const MemoryRegion *mr);      /* RAM or ROM */
bool memory_region_is_rom(const MemoryRegion *mr);
bool memory_region_is_romd(const MemoryRegion *mr);     /* now in romd mode */
bool memory_region_is_rom_device(const MemoryRegion *mr);
bool memory_region_is_mapped(const MemoryRegion *mr);   /* in a container */

/**
 * memory_region_get_ram_ptr: host address of byte 0 of RAM, ROM, ROM device
 *
 * Follows aliases. Writing through it marks nothing dirty: call
 * memory_region_set_dirty() afterwards.
 *
 * Returns: (borrowed) NULL when the region has no RAM.
 */
void *memory_region_get_ram_ptr(MemoryRegion *mr);
/** memory_region_get_ram_addr: ram_addr of byte 0; RAM_ADDR_INVALID if none */
ram_addr_t memory_region_get_ram_addr(MemoryRegion *mr);
int memory_region_get_fd(MemoryRegion *mr);

/** memory_region_present: is @addr in a child of container @mr? */
bool memory_region_present(MemoryRegion *mr, hwaddr addr);

/**
 * memory_region_find: what the address space rooted above @mr shows
 * @addr: first byte, relative to @mr
 * @size: bytes to look at
 *
 * Returns: the first piece of [addr, addr + size) that is mapped, with a
 *          reference on its region; .mr == NULL when nothing is, or when
 *          @mr is part of no address space.
 */
MemoryRegionSection memory_region_find(MemoryRegion *mr, hwaddr addr,
                                       uint64_t size);

/* ---- accesses ---------------------------------------------------------- */

/**
 * memory_region_dispatch_read: read through one region, as a bus would
 * @addr: offset within @mr
 * @pval: (out): value, zero-extended; 0 on failure
 * @op:   width (MO_8..MO_64) and the byte order in which the caller wants it
 *
 * Checks ops->valid, adapts to ops->impl, swaps for the region's byte order.
 *
 * Returns: MEMTX_OK, MEMTX_DECODE_ERROR (not valid, nothing there) or
 *          MEMTX_ERROR (the device said so, or re-entered itself).
 * Context: any thread. Takes the big lock around callbacks unless the caller
 *          holds it already.
 */
MemTxResult memory_region_dispatch_read(MemoryRegion *mr, hwaddr addr,
                                        uint64_t *pval, MemOp op,
                                        MemTxAttrs attrs);
/** memory_region_dispatch_write: the same for a write; ROM discards it */
MemTxResult memory_region_dispatch_write(MemoryRegion *mr, hwaddr addr,
                                         uint64_t data, MemOp op,
                                         MemTxAttrs attrs);
/** memory_region_access_valid: would ops->valid let this access through? */
bool memory_region_access_valid(MemoryRegion *mr, hwaddr addr, unsigned size,
                                bool is_write, MemTxAttrs attrs);
/** memory_region_allow_reentrancy: this region copes with its own DMA */
void memory_region_allow_reentrancy(MemoryRegion *mr, bool allow);

/* ---- dirty logging (clients: ram_addr.h) ------------------------------- */

/** memory_region_set_log: have @client track (or not) writes to @mr */
void memory_region_set_log(MemoryRegion *mr, bool log, unsigned client);
bool memory_region_is_logging(MemoryRegion *mr, uint8_t client);
uint8_t memory_region_get_dirty_log_mask(MemoryRegion *mr);
/** memory_region_set_dirty: the host wrote [addr, addr + size) of RAM @mr */
void memory_region_set_dirty(MemoryRegion *mr, hwaddr addr, hwaddr size);
void memory_region_reset_dirty(MemoryRegion *mr, hwaddr addr, hwaddr size,
                               unsigned client);

typedef struct DirtyBitmapSnapshot DirtyBitmapSnapshot;

/**
 * memory_region_snapshot_and_clear_dirty: take one client's bits, clear them
 *
 * Returns: (transfer full): free with g_free().
 */
DirtyBitmapSnapshot *
memory_region_snapshot_and_clear_dirty(MemoryRegion *mr, hwaddr addr,
                                       hwaddr size, unsigned client);
/** memory_region_snapshot_get_dirty: was any page of the range dirty? */
bool memory_region_snapshot_get_dirty(MemoryRegion *mr,
                                      const DirtyBitmapSnapshot *snap,
                                      hwaddr addr, hwaddr size);

#endif
