/*
 * log_internal.h: the log engine
 */
#ifndef CORE_LOG_INTERNAL_H
#define CORE_LOG_INTERNAL_H

#include "core/log.h"

/* First and last address that pass the filter. */
typedef struct LogRange {
    uint64_t first;
    uint64_t last;
} LogRange;

typedef struct Log {
    gint mask;                  /* atomic; LogMask bits */
    GMutex lock;                /* of what follows */
    int fd;                     /* 0: stderr */
    GArray *ranges;             /* (nullable): of LogRange; NULL passes all */
} Log;

/* The text of one thread that has not left yet. */
typedef struct LogPending {
    Log *log;                   /* borrowed */
    GString *text;
    unsigned depth;             /* of qemu_log_lock() */
} LogPending;

/* log.c */
void log_append(LogPending *pending, const char *format, va_list args);

/** log_flush: write complete lines; with @all, the rest too */
void log_flush(LogPending *pending, bool all);
bool log_set_file(Log *log, const char *filename, Error **errp) MUST_CHECK;

/** write_all: write(2) until done; errors drop the rest */
void write_all(int fd, const char *text, size_t length);

/* log_filter.c */

/** log_parse_ranges: (out) (nullable) (transfer full) @ranges */
bool log_parse_ranges(const char *spec, GArray **ranges,
                      Error **errp) MUST_CHECK;
bool log_ranges_contain(const GArray *ranges, uint64_t addr);

#endif
