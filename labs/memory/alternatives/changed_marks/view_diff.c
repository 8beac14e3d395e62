/*
 * view_diff.c: for each range, is there the same one in the other view?
 */
#include "memory_internal.h"

static const FlatRange *same_in(const FlatView *view, const FlatRange *range)
{
    for (unsigned i = 0; i < view->nr; i++) {
        if (flatrange_equal(&view->ranges[i], range)) {
            return &view->ranges[i];
        }
    }
    return NULL;
}

void address_space_notify(AddressSpace *as, FlatView *old_view,
                          FlatView *new_view)
{
    listeners_begin(as);
    for (unsigned i = 0; i < old_view->nr; i++) {
        if (!same_in(new_view, &old_view->ranges[i])) {
            listeners_section(as, old_view, &old_view->ranges[i],
                              SECTION_DEL);
        }
    }
    for (unsigned i = 0; i < new_view->nr; i++) {
        const FlatRange *range = &new_view->ranges[i];
        const FlatRange *before = same_in(old_view, range);

        listeners_section(as, new_view, range,
                          before ? SECTION_NOP : SECTION_ADD);
        listeners_log(as, new_view, range,
                      before ? before->dirty_log_mask : 0);
    }
    listeners_commit(as);
}
