/*
 * default_map.c: the one memory map of the process
 *
 * The course's functions take no context: get_system_memory(),
 * memory_region_transaction_begin(), cpu_physical_memory_rw(). They act on
 * the instance that lives here and nowhere else.
 */
#include "memory_internal.h"

#include "memory/ram_block.h"

static struct {
    MemoryMap map;
    bool map_ready;
    bool roots_ready;
    MemoryRegion system;
    MemoryRegion io;
    AddressSpace memory_space;
    AddressSpace io_space;
} self;

MemoryMap *memory_map_default(void)
{
    if (!self.map_ready) {
        memory_map_setup(&self.map);
        self.map_ready = true;
    }
    return &self.map;
}

void memory_map_init(void)
{
    if (self.roots_ready) {
        return;
    }
    self.roots_ready = true;
    memory_region_init(&self.system, NULL, "system", UINT64_MAX);
    address_space_init(&self.memory_space, &self.system, "memory");
    /* nothing answers in an empty port space: reads give all ones */
    memory_region_init_io(&self.io, NULL, &unassigned_io_ops, NULL, "io",
                          65536);
    address_space_init(&self.io_space, &self.io, "I/O");
}

void memory_map_deinit(void)
{
    if (!self.roots_ready) {
        return;
    }
    self.roots_ready = false;
    address_space_destroy(&self.io_space);
    memory_region_deinit(&self.io);
    address_space_destroy(&self.memory_space);
    memory_region_deinit(&self.system);
    memory_map_teardown(&self.map);
    self.map_ready = false;
}

MemoryRegion *get_system_memory(void)
{
    memory_map_init();
    return &self.system;
}

MemoryRegion *get_system_io(void)
{
    memory_map_init();
    return &self.io;
}

AddressSpace *get_address_space_memory(void)
{
    memory_map_init();
    return &self.memory_space;
}

AddressSpace *get_address_space_io(void)
{
    memory_map_init();
    return &self.io_space;
}

void memory_region_transaction_begin(void)
{
    memory_map_begin(memory_map_default());
}

void memory_region_transaction_commit(void)
{
    memory_map_commit(memory_map_default());
}

void cpu_physical_memory_rw(hwaddr addr, void *buf, hwaddr len, bool is_write)
{
    (void)address_space_rw(get_address_space_memory(), addr,
                           MEMTXATTRS_UNSPECIFIED, buf, len, is_write);
}

void cpu_physical_memory_read(hwaddr addr, void *buf, hwaddr len)
{
    cpu_physical_memory_rw(addr, buf, len, false);
}

void cpu_physical_memory_write(hwaddr addr, const void *buf, hwaddr len)
{
    (void)address_space_write(get_address_space_memory(), addr,
                              MEMTXATTRS_UNSPECIFIED, buf, len);
}

RAMBlock *qemu_ram_block_by_name(const char *name)
{
    return ram_block_by_name(memory_map_default(), name);
}

RAMBlock *qemu_ram_block_from_host(const void *host, ram_addr_t *offset)
{
    return ram_block_from_host(memory_map_default(), host, offset);
}

int qemu_ram_foreach_block(RAMBlockIterFunc *func, void *opaque)
{
    return ram_block_foreach(memory_map_default(), func, opaque);
}

void *qemu_map_ram_ptr(RAMBlock *block, ram_addr_t addr)
{
    if (!block) {
        block = ram_block_lookup(memory_map_default(), addr);
        addr -= block ? block->offset : 0;
    }
    return block && addr < block->size ? block->host + addr : NULL;
}

bool cpu_physical_memory_get_dirty(ram_addr_t start, ram_addr_t length,
                                   unsigned client)
{
    RAMBlock *block = ram_block_lookup(memory_map_default(), start);

    return block
        && ram_block_get_dirty(block, start - block->offset, length, client);
}

bool cpu_physical_memory_all_dirty(ram_addr_t start, ram_addr_t length,
                                   unsigned client)
{
    RAMBlock *block = ram_block_lookup(memory_map_default(), start);

    return !block
        || ram_block_all_dirty(block, start - block->offset, length, client);
}

bool cpu_physical_memory_is_clean(ram_addr_t addr)
{
    RAMBlock *block = ram_block_lookup(memory_map_default(), addr);

    return block && ram_block_is_clean(block, addr - block->offset);
}

void cpu_physical_memory_set_dirty_flag(ram_addr_t addr, unsigned client)
{
    cpu_physical_memory_set_dirty_range(addr, 1, (uint8_t)(1u << client));
}

void cpu_physical_memory_set_dirty_range(ram_addr_t start, ram_addr_t length,
                                         uint8_t mask)
{
    RAMBlock *block = ram_block_lookup(memory_map_default(), start);

    if (block) {
        ram_block_set_dirty(block, start - block->offset, length, mask);
    }
}

bool cpu_physical_memory_test_and_clear_dirty(ram_addr_t start,
                                              ram_addr_t length,
                                              unsigned client)
{
    RAMBlock *block = ram_block_lookup(memory_map_default(), start);

    return block
        && ram_block_test_and_clear_dirty(block, start - block->offset,
                                          length, client);
}
