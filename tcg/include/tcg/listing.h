/*
 * listing.h: what the back end tells logs of a unit that it writes
 *
 * The text is `-d op_ra`: operations as ir_print() writes them, and behind
 * each operand where it lives:
 *
 *     x10:rbx        in a host register
 *     x20:env        in its slot of the environment
 *     t3:[rsp + 0x90]
 *     t4:unused      nobody reads it
 *
 * The pieces say which bytes belong to which line, for `-d out_asm`.
 */
#ifndef TCG_LISTING_H
#define TCG_LISTING_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Host code of one operation; it ends where the next piece begins. */
typedef struct TcgPiece {
    uint32_t offset;            /* from the unit's entry */
    uint32_t line;              /* place in the text of its line */
    uint16_t insn;              /* guest instruction */
    bool is_entry;              /* what comes before the first operation */
    bool is_slow;               /* out of line: an unlikely path of it */
} TcgPiece;

typedef struct TcgListing {
    GString *op_ra;
    GArray *pieces;             /* of TcgPiece, in the order of the code */
} TcgListing;

/** tcg_listing_new: (transfer full) an empty one */
TcgListing *tcg_listing_new(void);
void tcg_listing_free(TcgListing *listing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TcgListing, tcg_listing_free)

#endif
