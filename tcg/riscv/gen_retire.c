/*
 * gen_retire.c: counting the instructions on every way
 *
 * ctx->pending instructions were executed on the way here but are not yet
 * counted. They are where control leaves the unit; and where ways meet, all
 * must have the same number pending.
 */
#include "translate.h"

/* Retire so much that @pending instructions are left. */
static void retire_to(DisasContext *ctx, unsigned pending)
{
    if (ctx->pending != pending) {
        tcg_gen_retire(ctx->s, (int)(ctx->pending - pending));
        ctx->pending = pending;
    }
}

void gen_retire(DisasContext *ctx)
{
    retire_to(ctx, 0);
}

/*
 * The first way to a label decides: nothing retires for its sake, so a
 * branch over a few instructions is free when taken. Other ways make up the
 * difference. One that has already counted more than the first takes that
 * back; what counts is that retired and pending together are exact.
 */
void gen_join(DisasContext *ctx, unsigned index)
{
    if (ctx->pending_at[index] < 0) {
        ctx->pending_at[index] = ctx->pending;
    }
    retire_to(ctx, ctx->pending_at[index]);
}
