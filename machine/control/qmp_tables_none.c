/* qmp_tables_none.c: a build without json-glib has nothing to offer */
#include "machine/qmp.h"

QmpTables qmp_tables(void)
{
    return (QmpTables) { NULL };
}

void qmp_dump_completed(const DumpProgress *progress, const char *error)
{
}
