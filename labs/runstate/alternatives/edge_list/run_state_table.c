/* run_state_table.c: the edges one by one, each row a text of letters */
#include <glib.h>
#include <string.h>

#include "runstate/run_state.h"

/* A letter per state, 'a' for the first of run_states.inc. */
static const char *const after[] = {
    "gjmh",             /* debug */
    "cdejlmnohgfp",     /* inmigrate */
    "ehg",              /* internal-error */
    "jhg",              /* io-error */
    "jmhfgp",           /* paused */
    "jmhg",             /* postmigrate */
    "jmhb",             /* prelaunch */
    "jefgpcdlmno",      /* finish-migrate */
    "jmg",              /* restore-vm */
    "acdehiklnopm",     /* running */
    "jm",               /* save-vm */
    "ehgp",             /* shutdown */
    "jhgpekil",         /* suspended */
    "jhgp",             /* watchdog */
    "jhg",              /* guest-panicked */
    "jgl",              /* colo */
};

bool run_state_edge_allowed(RunState from, RunState to)
{
    unsigned row = (unsigned)from, letter = (unsigned)to;

    return row < G_N_ELEMENTS(after) && letter < G_N_ELEMENTS(after) &&
           strchr(after[row], 'a' + (int)letter) != NULL;
}
