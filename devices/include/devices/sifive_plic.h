/*
 * sifive_plic.h: platform-level interrupt controller
 *
 * Collects up to 1023 level-triggered sources and offers the most important
 * one to every context (a hart in one privilege mode). RISC-V PLIC
 * specification 1.0.0 in the layout that SiFive and `virt` use.
 *
 *     +0x000000 + 4 * source        priority, 0 = never
 *     +0x001000 + 4 * (source / 32) pending bits, read-only
 *     +0x002000 + 0x80 * context    enable bits
 *     +0x200000 + 0x1000 * context  threshold, +4 claim/complete
 *
 * Contexts are numbered along the configuration string: "MS,MS" gives M of
 * hart 0, S of hart 0, M of hart 1, S of hart 1. Outputs as in QEMU: pin i is
 * S mode of hart i, pin num_harts + i is M mode of hart i.
 */
#ifndef DEVICES_SIFIVE_PLIC_H
#define DEVICES_SIFIVE_PLIC_H

#include "devices/sysbus.h"

#define TYPE_SIFIVE_PLIC "riscv.sifive.plic"
#define SIFIVE_PLIC(obj) \
    OBJECT_CHECK(SiFivePLICState, (obj), TYPE_SIFIVE_PLIC)

enum {
    PLIC_MAX_SOURCES = 1024,    /* source 0 counts, but does not exist */
    PLIC_MAX_CONTEXTS = 15872,
    PLIC_PRIORITY_BASE = 0x0,
    PLIC_PENDING_BASE = 0x1000,
    PLIC_ENABLE_BASE = 0x2000,
    PLIC_ENABLE_STRIDE = 0x80,
    PLIC_CONTEXT_BASE = 0x200000,
    PLIC_CONTEXT_STRIDE = 0x1000,
    PLIC_THRESHOLD = 0x0,
    PLIC_CLAIM = 0x4,
};

/*
 * Guest-visible state. Bit s % 32 of word s / 32 belongs to source s. The
 * enables of context c are @num_words words from enable[c * num_words].
 */
typedef struct PlicRegs {
    uint32_t *priority;         /* per source */
    uint32_t *level;            /* input wires */
    uint32_t *pending;          /* IP bits */
    uint32_t *in_service;       /* forwarded, not completed */
    uint32_t *enable;           /* per context */
    uint32_t *threshold;        /* per context */
    uint32_t num_sources;       /* fixed: 2..PLIC_MAX_SOURCES */
    uint32_t num_words;         /* fixed: words that hold num_sources bits */
    uint32_t num_contexts;      /* fixed */
    uint32_t num_enables;       /* fixed: num_words * num_contexts */
} PlicRegs;

/*
 * The rules of gateways and claims (plic_claim.c, exercise of the devices
 * lab). They change state only; the device drives its outputs afterwards
 * from plic_context_asserted(). @source and @context are in range.
 */

/**
 * plic_set_level: the wire of @source changed
 *
 * The gateway turns a high level into one request and holds further ones back
 * until that request is completed. A level that drops earlier does not take
 * the request back.
 */
void plic_set_level(PlicRegs *regs, uint32_t source, bool level);

/**
 * plic_best_source: the pending, enabled source with the highest priority
 * @above: only priorities greater than this count
 *
 * Returns: its number, the lowest one among equals; 0: none.
 */
uint32_t plic_best_source(const PlicRegs *regs, uint32_t context,
                          uint32_t above);

/** plic_context_asserted: the level of @context's interrupt output */
bool plic_context_asserted(const PlicRegs *regs, uint32_t context);

/**
 * plic_claim: take the best source for @context and clear its pending bit
 *
 * The threshold does not matter here (specification, "Interrupt Claims").
 *
 * Returns: the source; 0: nothing to claim.
 */
uint32_t plic_claim(PlicRegs *regs, uint32_t context);

/**
 * plic_complete: @context has served @source
 *
 * Opens the gateway again, so a level that is still high becomes a new
 * request.
 *
 * Returns: false, with nothing changed, for a source that does not exist or
 *          is not enabled for @context.
 */
bool plic_complete(PlicRegs *regs, uint32_t context, uint32_t source);

/* Whom a context interrupts. */
typedef struct PlicContext {
    uint32_t hart;              /* 0-based, without hartid_base */
    char mode;                  /* 'M', 'S' or 'U' */
    int pin;                    /* output that it drives, -1: none */
} PlicContext;

typedef struct SiFivePLICState {
    SysBusDevice parent_obj;

    MemoryRegion mmio;
    qemu_irq *external_irqs;    /* outputs: S per hart, then M per hart */
    PlicRegs regs;
    PlicContext *contexts;      /* from hart_config */
    uint32_t num_harts;         /* from hart_config */
    uint8_t *output;            /* derived: level last driven, per context */

    /* statistics, per source */
    uint64_t *raised;           /* how often the wire rose */
    uint64_t *claimed;

    /* properties */
    char *hart_config;          /* "MS,MS" */
    uint32_t hartid_base;
    uint32_t num_sources;
    uint32_t num_priorities;    /* highest priority; 2^n - 1 */
    uint32_t aperture_size;     /* bytes */
} SiFivePLICState;

/* What a board chooses about a PLIC. */
typedef struct SiFivePLICConfig {
    hwaddr addr;
    uint32_t aperture_size;
    const char *hart_config;    /* copied */
    uint32_t hartid_base;
    uint32_t num_sources;
    uint32_t num_priorities;
} SiFivePLICConfig;

/**
 * sifive_plic_create: create, realize and map a PLIC
 * @config: placement and size (copied)
 *
 * Returns: borrowed; inputs 0..num_sources-1. Stops the program when the
 *          device refuses.
 */
DeviceState *sifive_plic_create(const SiFivePLICConfig *config);

#endif
