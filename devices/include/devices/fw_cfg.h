/*
 * fw_cfg.h: firmware configuration, a read-mostly key-value store
 *
 * The board stores items under 16-bit keys; the guest selects a key and reads
 * the item byte by byte or by DMA. Keys from 0x20 on are files: the item
 * FW_CFG_FILE_DIR lists their names, sorted.
 *
 * Items are linked, not copied, unless a function says that it copies: their
 * bytes must stay valid as long as the device. An item that the guest may
 * write belongs to its owner, who also saves it in snapshots.
 *
 * QEMU documentation, "QEMU Firmware Configuration (fw_cfg) Device".
 */
#ifndef DEVICES_FW_CFG_H
#define DEVICES_FW_CFG_H

#include "devices/sysbus.h"
#include "memory/address_space.h"

#define TYPE_FW_CFG_MEM "fw_cfg_mem"
#define FW_CFG(obj) OBJECT_CHECK(FWCfgState, (obj), TYPE_FW_CFG_MEM)

enum {
    FW_CFG_SIGNATURE = 0x00,
    FW_CFG_ID = 0x01,
    FW_CFG_UUID = 0x02,
    FW_CFG_RAM_SIZE = 0x03,
    FW_CFG_NOGRAPHIC = 0x04,
    FW_CFG_NB_CPUS = 0x05,
    FW_CFG_MACHINE_ID = 0x06,
    FW_CFG_KERNEL_ADDR = 0x07,
    FW_CFG_KERNEL_SIZE = 0x08,
    FW_CFG_KERNEL_CMDLINE = 0x09,
    FW_CFG_INITRD_ADDR = 0x0a,
    FW_CFG_INITRD_SIZE = 0x0b,
    FW_CFG_BOOT_DEVICE = 0x0c,
    FW_CFG_NUMA = 0x0d,
    FW_CFG_BOOT_MENU = 0x0e,
    FW_CFG_MAX_CPUS = 0x0f,
    FW_CFG_KERNEL_ENTRY = 0x10,
    FW_CFG_KERNEL_DATA = 0x11,
    FW_CFG_INITRD_DATA = 0x12,
    FW_CFG_CMDLINE_ADDR = 0x13,
    FW_CFG_CMDLINE_SIZE = 0x14,
    FW_CFG_CMDLINE_DATA = 0x15,
    FW_CFG_SETUP_ADDR = 0x16,
    FW_CFG_SETUP_SIZE = 0x17,
    FW_CFG_SETUP_DATA = 0x18,
    FW_CFG_FILE_DIR = 0x19,
    FW_CFG_FILE_FIRST = 0x20,

    FW_CFG_WRITE_CHANNEL = 0x4000, /* ignored: obsolete */
    FW_CFG_ARCH_LOCAL = 0x8000, /* second set of keys */
    FW_CFG_ENTRY_MASK = 0x3fff,
    FW_CFG_INVALID = 0xffff,

    FW_CFG_FILE_SLOTS = 0x20,
    FW_CFG_MAX_ENTRY = FW_CFG_FILE_FIRST + FW_CFG_FILE_SLOTS,
    FW_CFG_MAX_FILE_PATH = 56,  /* with the final NUL */

    FW_CFG_VERSION = 0x01,      /* bits of the FW_CFG_ID item */
    FW_CFG_VERSION_DMA = 0x02,
};

/* Bits of FWCfgDmaAccess.control. */
enum {
    FW_CFG_DMA_CTL_ERROR = 0x01,
    FW_CFG_DMA_CTL_READ = 0x02,
    FW_CFG_DMA_CTL_SKIP = 0x04,
    FW_CFG_DMA_CTL_SELECT = 0x08,
    FW_CFG_DMA_CTL_WRITE = 0x10,
};

#define FW_CFG_DMA_SIGNATURE 0x51454d5520434647ull /* "QEMU CFG" */

typedef struct FWCfgState FWCfgState;

/* What the owner of an item wants to know; all (nullable). */
typedef struct FWCfgCallbacks {
    /* the guest selected the item; it may be changed or replaced now */
    void (*select)(void *opaque);
    /* the guest wrote @len bytes at @offset */
    void (*write)(void *opaque, uint64_t offset, size_t len);
    void *opaque;
    bool read_only;             /* the guest may not write */
} FWCfgCallbacks;

/* One item. */
typedef struct FWCfgEntry {
    uint32_t len;
    uint8_t *data;              /* (nullable) */
    bool owned;                 /* free data with the device */
    bool allow_write;
    FWCfgCallbacks callbacks;
} FWCfgEntry;

/* One line of the directory, as the guest reads it. */
typedef struct FWCfgFile {
    uint32_t size;              /* big endian */
    uint16_t select;            /* big endian */
    uint16_t reserved;
    char name[FW_CFG_MAX_FILE_PATH];
} FWCfgFile;

typedef struct FWCfgFiles {
    uint32_t count;             /* big endian */
    FWCfgFile f[FW_CFG_FILE_SLOTS];
} FWCfgFiles;

/* Guest-visible registers. */
typedef struct FWCfgRegs {
    uint64_t dma_addr;          /* DMA address register */
    uint32_t cur_offset;        /* next byte of the item */
    uint16_t cur_entry;         /* selected key or FW_CFG_INVALID */
} FWCfgRegs;

struct FWCfgState {
    SysBusDevice parent_obj;

    MemoryRegion ctl_iomem, data_iomem, dma_iomem;
    AddressSpace *dma_as;       /* (nullable): NULL: no DMA */
    FWCfgRegs regs;

    /* set by the board, not saved */
    FWCfgEntry entries[2][FW_CFG_MAX_ENTRY];
    FWCfgFiles files;           /* the item FW_CFG_FILE_DIR */

    uint32_t data_width;        /* property: bytes of the data register */
};

/**
 * fw_cfg_init_mem_wide: create, realize and map a fw_cfg with DMA
 * @ctl_addr:   address of the selector, 2 bytes
 * @data_addr:  address of the data register
 * @data_width: bytes of the data register: 1, 2, 4, 8
 * @dma_addr:   address of the DMA register, 8 bytes
 * @dma_as:     (nullable): guest memory; NULL: no DMA register
 *
 * Returns: borrowed; holds the items FW_CFG_SIGNATURE, FW_CFG_ID and
 *          FW_CFG_FILE_DIR. Stops the program when the device refuses.
 */
FWCfgState *fw_cfg_init_mem_wide(hwaddr ctl_addr, hwaddr data_addr,
                                 uint32_t data_width, hwaddr dma_addr,
                                 AddressSpace *dma_as);

/**
 * fw_cfg_add_bytes: store an item under a fixed key
 * @key:  with or without FW_CFG_ARCH_LOCAL; not in use yet
 * @data: linked, not copied (borrowed)
 * @len:  bytes, below 4 GiB
 */
void fw_cfg_add_bytes(FWCfgState *s, uint16_t key, void *data, size_t len);

/** fw_cfg_modify_bytes: replace an item; what the device owned is freed */
void fw_cfg_modify_bytes(FWCfgState *s, uint16_t key, void *data, size_t len);

/** fw_cfg_add_string: store a copy of @value with its final NUL */
void fw_cfg_add_string(FWCfgState *s, uint16_t key, const char *value);

/** fw_cfg_add_i16, _i32, _i64: store a little-endian integer */
void fw_cfg_add_i16(FWCfgState *s, uint16_t key, uint16_t value);
void fw_cfg_add_i32(FWCfgState *s, uint16_t key, uint32_t value);
void fw_cfg_add_i64(FWCfgState *s, uint16_t key, uint64_t value);

/** fw_cfg_modify_i16: replace the integer under @key */
void fw_cfg_modify_i16(FWCfgState *s, uint16_t key, uint16_t value);

/**
 * fw_cfg_add_file: store a file
 * @name: unique, at most FW_CFG_MAX_FILE_PATH - 1 characters
 * @data: linked, not copied (borrowed) (nullable when @len is 0)
 * @len:  bytes, below 4 GiB
 *
 * Keys follow the sorted names, so adding a file may renumber others: add all
 * of them before the guest runs. A name that fw_cfg_check_file_name() refuses
 * is a bug of the board.
 */
void fw_cfg_add_file(FWCfgState *s, const char *name, void *data, size_t len);

/**
 * fw_cfg_add_file_callback: store a file whose owner listens
 * @callbacks: copied
 */
void fw_cfg_add_file_callback(FWCfgState *s, const char *name,
                              const FWCfgCallbacks *callbacks, void *data,
                              size_t len);

/**
 * fw_cfg_modify_file: replace or add a file
 *
 * Returns: (transfer full) (nullable): the data pointer it had before.
 */
void *fw_cfg_modify_file(FWCfgState *s, const char *name, void *data,
                         size_t len);

/**
 * fw_cfg_check_file_name: may a file with this name be added?
 *
 * For names from the command line. Returns: false with @errp set when the
 * name is empty, too long or taken, or all slots are.
 */
bool fw_cfg_check_file_name(const FWCfgState *s, const char *name,
                            GError **errp);

/** fw_cfg_find: the board's fw_cfg, borrowed, or NULL */
FWCfgState *fw_cfg_find(void);

#endif
