/*
 * address_space.h: memory as one initiator sees it
 *
 * An AddressSpace is a root region and its current flat view. CPUs and DMA
 * masters read and write through it. Lookups hit exactly one range or
 * nothing: then reads give 0 and MEMTX_DECODE_ERROR.
 *
 * Context: the map changes only while all vCPUs are at safe points, so
 * lookups and RAM accesses need no lock. Accesses that reach a device take the
 * big lock (core/bql.h) around the callback unless the caller holds it.
 */
#ifndef MEMORY_ADDRESS_SPACE_H
#define MEMORY_ADDRESS_SPACE_H

#include "memory/memory.h"

typedef struct AddressSpace {
    MemoryMap *map;
    char *name;
    MemoryRegion *root;
    FlatView *current_map;
    GPtrArray *listeners;       /* ascending priority */
} AddressSpace;

/**
 * address_space_init: look at the tree below @root
 * @as:   the caller owns the storage; address_space_destroy() empties it
 * @root: (borrowed)
 * @name: copied; `info mtree` shows it
 */
void address_space_init(AddressSpace *as, MemoryRegion *root,
                        const char *name);
void address_space_destroy(AddressSpace *as);

/* ---- fast lookup for the CPU engine ------------------------------------ */

/*
 * One flat range, ready for a soft TLB. It stays valid until the map
 * changes; it doubles as its caller's last-hit cache.
 */
typedef struct MemSection {
    uint64_t view_id;           /* 0: empty; else the flat view it is from */
    MemoryRegion *mr;
    hwaddr base;                /* first address */
    uint64_t size;              /* bytes; UINT64_MAX stands for 2^64 */
    hwaddr offset_in_region;    /* of @base */
    uint8_t *host;              /* of @base; NULL: reads call the device */
    RAMBlock *block;            /* with @host */
    ram_addr_t ram_addr;        /* of @base, with @host */
    bool readonly;              /* stores are discarded (ROM) */
    bool romd;                  /* @host serves reads, stores call the device */
} MemSection;

/**
 * address_space_find: which range answers at @addr?
 * @out: (inout): zeroed before the first call. Pass the same struct again: if
 *       it still holds @addr the answer costs two compares, whatever
 *       happened to the map since.
 *
 * Direct loads: host != NULL. Direct stores: host != NULL, not readonly, not
 * romd, and the page dirty for all clients (ram_block_is_clean() is false);
 * otherwise ram_block_note_write() first. Everything else:
 * memory_region_dispatch_read/write(mr, addr - base + offset_in_region).
 *
 * Returns: false when nothing is mapped there; @out is then empty.
 * Context: a vCPU thread without lock, or any thread with the big lock.
 */
bool address_space_find(AddressSpace *as, hwaddr addr, MemSection *out);

/* ---- the safe way: copies and single values ---------------------------- */

/**
 * address_space_translate: the region behind an address
 * @xlat: (out): offset within the region
 * @plen: (inout): bytes wanted; cut at the end of the range
 *
 * Returns: (nullable) (borrowed) NULL when nothing is mapped; *plen is then
 *          cut at the end of the hole.
 */
MemoryRegion *address_space_translate(AddressSpace *as, hwaddr addr,
                                      hwaddr *xlat, hwaddr *plen,
                                      bool is_write, MemTxAttrs attrs);

/**
 * address_space_rw: copy @len bytes, whatever lies there
 * @buf: source of a write, target of a read; failed parts read as 0
 *
 * Splits at borders of ranges and into widths that the device accepts. All
 * parts are tried.
 *
 * Returns: MEMTX_OK, or the result of the first part that failed.
 */
MemTxResult address_space_rw(AddressSpace *as, hwaddr addr, MemTxAttrs attrs,
                             void *buf, hwaddr len, bool is_write);
MemTxResult address_space_read(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, void *buf, hwaddr len);
MemTxResult address_space_write(AddressSpace *as, hwaddr addr,
                                MemTxAttrs attrs, const void *buf,
                                hwaddr len);
/** address_space_write_rom: a loader's write, ROM and flash included */
MemTxResult address_space_write_rom(AddressSpace *as, hwaddr addr,
                                    MemTxAttrs attrs, const void *buf,
                                    hwaddr len);
/** address_space_set: fill with one byte */
MemTxResult address_space_set(AddressSpace *as, hwaddr addr, uint8_t byte,
                              hwaddr len, MemTxAttrs attrs);
/** address_space_access_valid: is every byte mapped and the access allowed? */
bool address_space_access_valid(AddressSpace *as, hwaddr addr, hwaddr len,
                                bool is_write, MemTxAttrs attrs);

/**
 * address_space_ld*, address_space_st*: one value of 1, 2, 4 or 8 bytes
 * @result: (out) (nullable)
 *
 * One bus transaction where one region covers the value; split otherwise.
 * RAM loads and stores of aligned values are single host accesses.
 */
uint8_t address_space_ldub(AddressSpace *as, hwaddr addr, MemTxAttrs attrs,
                           MemTxResult *result);
uint16_t address_space_lduw_le(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, MemTxResult *result);
uint16_t address_space_lduw_be(AddressSpace *as, hwaddr addr,
                               MemTxAttrs attrs, MemTxResult *result);
uint32_t address_space_ldl_le(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result);
uint32_t address_space_ldl_be(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result);
uint64_t address_space_ldq_le(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result);
uint64_t address_space_ldq_be(AddressSpace *as, hwaddr addr,
                              MemTxAttrs attrs, MemTxResult *result);
void address_space_stb(AddressSpace *as, hwaddr addr, uint8_t value,
                       MemTxAttrs attrs, MemTxResult *result);
void address_space_stw_le(AddressSpace *as, hwaddr addr, uint16_t value,
                          MemTxAttrs attrs, MemTxResult *result);
void address_space_stw_be(AddressSpace *as, hwaddr addr, uint16_t value,
                          MemTxAttrs attrs, MemTxResult *result);
void address_space_stl_le(AddressSpace *as, hwaddr addr, uint32_t value,
                          MemTxAttrs attrs, MemTxResult *result);
void address_space_stl_be(AddressSpace *as, hwaddr addr, uint32_t value,
                          MemTxAttrs attrs, MemTxResult *result);
void address_space_stq_le(AddressSpace *as, hwaddr addr, uint64_t value,
                          MemTxAttrs attrs, MemTxResult *result);
void address_space_stq_be(AddressSpace *as, hwaddr addr, uint64_t value,
                          MemTxAttrs attrs, MemTxResult *result);

/**
 * address_space_map: host pointer to guest RAM for a DMA burst
 * @plen: (inout): bytes wanted; may come back shorter
 *
 * Returns: (nullable) NULL when @addr is not RAM that may be accessed so;
 *          use address_space_rw() then. Pair with address_space_unmap().
 */
void *address_space_map(AddressSpace *as, hwaddr addr, hwaddr *plen,
                        bool is_write, MemTxAttrs attrs);
/** address_space_unmap: @access_len bytes were really written */
void address_space_unmap(AddressSpace *as, void *buffer, hwaddr len,
                         bool is_write, hwaddr access_len);

/* ---- listeners --------------------------------------------------------- */

/*
 * Told what changed in one address space. A commit that changes nothing in
 * the address space is not heard at all. Otherwise, in this order:
 *
 *   begin
 *   region_del  for each range that went away or changed   (ascending)
 *   region_nop  for each that stayed,
 *   region_add  for each that is new or changed            (ascending)
 *   commit
 *
 * Among listeners, lower priority first; for region_del and log_stop, higher
 * priority first. A range whose logging changed stays: region_nop, then
 * log_start or log_stop with the old and new client masks. Every callback is
 * (nullable).
 */
typedef struct MemoryListener MemoryListener;
struct MemoryListener {
    void (*begin)(MemoryListener *listener);
    void (*commit)(MemoryListener *listener);
    void (*region_add)(MemoryListener *listener,
                       MemoryRegionSection *section);
    void (*region_del)(MemoryListener *listener,
                       MemoryRegionSection *section);
    void (*region_nop)(MemoryListener *listener,
                       MemoryRegionSection *section);
    void (*log_start)(MemoryListener *listener, MemoryRegionSection *section,
                      int old_mask, int new_mask);
    void (*log_stop)(MemoryListener *listener, MemoryRegionSection *section,
                     int old_mask, int new_mask);
    void (*log_sync)(MemoryListener *listener, MemoryRegionSection *section);
    unsigned priority;
    const char *name;           /* (borrowed) for people */

    /* set by memory_listener_register() */
    AddressSpace *address_space;
};

/**
 * memory_listener_register: hear of changes, starting with the whole map
 *
 * @listener is borrowed until memory_listener_unregister(), which takes the
 * map away again range by range. Both bracket the ranges with begin and
 * commit.
 */
void memory_listener_register(MemoryListener *listener, AddressSpace *as);
void memory_listener_unregister(MemoryListener *listener);

#endif
