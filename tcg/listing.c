/* listing.c: see tcg/listing.h */
#include "tcg/listing.h"

TcgListing *tcg_listing_new(void)
{
    TcgListing *listing = g_new(TcgListing, 1);

    *listing = (TcgListing){
        .op_ra = g_string_new(NULL),
        .pieces = g_array_new(FALSE, FALSE, sizeof(TcgPiece)),
    };
    return listing;
}

void tcg_listing_free(TcgListing *listing)
{
    if (listing) {
        g_string_free(listing->op_ra, TRUE);
        g_array_free(listing->pieces, TRUE);
        g_free(listing);
    }
}
