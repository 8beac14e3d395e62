/*
 * view_diff.c: what changed between two flat views (exercise)
 *
 * Old and new view are both sorted, so the difference is one merge walk:
 * take the range that starts first; if it is only in the old view it went
 * away, if it is only in the new view it came, if both hold the very same
 * range it stayed. Everything that went away is reported before anything
 * that came, so a listener never sees two ranges overlap.
 */
#include "memory_internal.h"

/* What the merge walk found at one place. */
typedef struct Difference {
    const FlatRange *gone;      /* only in the old view */
    const FlatRange *come;      /* only in the new view */
    const FlatRange *kept_old;  /* in both: the old one ... */
    const FlatRange *kept;      /* ... and the new one */
} Difference;

static Difference difference_at(const FlatRange *old_range,
                                const FlatRange *new_range)
{
    if (!old_range) {
        return (Difference) { .come = new_range };
    }
    if (!new_range) {
        return (Difference) { .gone = old_range };
    }
    if (flatrange_equal(old_range, new_range)) {
        return (Difference) { .kept_old = old_range, .kept = new_range };
    }
    if (old_range->addr.start <= new_range->addr.start) {
        return (Difference) { .gone = old_range };
    }
    return (Difference) { .come = new_range };
}

static void send_difference(AddressSpace *as, FlatView *old_view,
                            FlatView *new_view, bool adding)
{
    unsigned i_old = 0;
    unsigned i_new = 0;

    while (i_old < old_view->nr || i_new < new_view->nr) {
        Difference d = difference_at(
            i_old < old_view->nr ? &old_view->ranges[i_old] : NULL,
            i_new < new_view->nr ? &new_view->ranges[i_new] : NULL);

        if (d.gone && !adding) {
            listeners_section(as, old_view, d.gone, SECTION_DEL);
        } else if (d.come && adding) {
            listeners_section(as, new_view, d.come, SECTION_ADD);
            listeners_log(as, new_view, d.come, 0);
        } else if (d.kept && adding) {
            listeners_section(as, new_view, d.kept, SECTION_NOP);
            listeners_log(as, new_view, d.kept, d.kept_old->dirty_log_mask);
        }
        i_old += d.gone || d.kept;
        i_new += d.come || d.kept;
    }
}

void address_space_notify(AddressSpace *as, FlatView *old_view,
                          FlatView *new_view)
{
    listeners_begin(as);
    send_difference(as, old_view, new_view, false);
    send_difference(as, old_view, new_view, true);
    listeners_commit(as);
}
