/*
 * jit_places.h: where the code of a context lies, both ways
 *
 * Units know physical pages, links between pages rely on virtual ones: a
 * link was made for the virtual page its unit ran in. It may be taken while
 * no other virtual page of the same context leads to that unit. So every
 * page that translated code is entered in is noted here, and a physical page
 * that turns up at a second address has no links any more.
 */
#ifndef EXEC_JIT_PLACES_H
#define EXEC_JIT_PLACES_H

#include "core/types.h"
#include "exec/tlb.h"

#define JIT_PLACES_LATEST 64

/* A mapping that was noted. */
typedef struct JitPlace {
    vaddr page;                 /* ~0: none */
    hwaddr phys;
} JitPlace;

typedef struct JitPlaces {
    GHashTable *physical;       /* by number of the virtual page; NULL: none */
    GHashTable *virtual;        /* by number of the physical page: one virtual
                                 * page, or PLACES_MANY */
    JitPlace latest[JIT_PLACES_LATEST]; /* by number of the virtual page */
} JitPlaces;

/**
 * jit_places_note: code at virtual page @page is that of physical page @phys
 *
 * Returns: false when @phys is now known at more than one address, and was
 *          not before: links made so far are void.
 */
bool jit_places_note(JitPlaces *places, vaddr page, hwaddr phys) MUST_CHECK;

/** jit_places_unique: is the physical page noted at one address only? */
bool jit_places_unique(const JitPlaces *places, hwaddr phys);

/** jit_places_forget: the mapping of @page may change; true if it was noted */
bool jit_places_forget(JitPlaces *places, vaddr page);

/** jit_places_clear: forget all */
void jit_places_clear(JitPlaces *places);

void jit_places_deinit(JitPlaces *places);

#endif
