/*
 * mem_crossing.c: accesses that lie in two pages (exercise tcg.9)
 *
 * TODO: split the access at the page border: mem_to_page_end() bytes lie in
 * the first page. The guest is little-endian. The pages need not be
 * neighbours in memory, may have different rights, or be a device:
 * mem_load_one() and mem_store_one() make one part each, and mem_check() asks
 * whether a part would be granted (mem_slow.h).
 *
 * A store must not write any byte unless both parts are granted. A fault
 * names the first address that failed: mem_fault() with that part's address
 * and size. A store asks for watchpoints once, for all of it, after the
 * checks: debug_any_watched(), cpu_check_watchpoint() (debug_check.h); true
 * means EXEC_TRAP. A store ends with mem_after_store().
 */
#include "core/lab_todo.h"
#include "debug_check.h"
#include "mem_slow.h"

ExecStatus mem_load_crossing(Vcpu *v, vaddr addr, unsigned size,
                             uint64_t *value)
{
    (void)v;
    (void)addr;
    (void)size;
    lab_todo("tcg", 9);
    *value = 0;
    return EXEC_NEXT;
}

ExecStatus mem_store_crossing(Vcpu *v, vaddr addr, unsigned size,
                              uint64_t value)
{
    (void)v;
    (void)addr;
    (void)size;
    (void)value;
    lab_todo("tcg", 9);
    return EXEC_NEXT;
}
