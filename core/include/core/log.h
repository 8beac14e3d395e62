/*
 * log.h: the -d / -D / -dfilter log
 *
 * Text for people: what the guest did wrong, instructions as they are
 * translated and run, interrupts. One bit per topic; a message whose bit is
 * off costs one load and one branch. For machine-readable events see trace.h.
 *
 * A line is written whole: fragments collect in the calling thread until the
 * newline arrives, so lines of several vCPUs never mix. qemu_log_lock()
 * extends that promise to a block of lines.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include <glib.h>

#include "core/error.h"
#include "core/types.h"

/* Topics of -d. The rows of log_items (log_items.c) name and explain them. */
typedef enum LogMask {
    CPU_LOG_TB_OUT_ASM = 1 << 0,
    CPU_LOG_TB_IN_ASM = 1 << 1,
    CPU_LOG_TB_OP = 1 << 2,
    CPU_LOG_TB_OP_OPT = 1 << 3,
    CPU_LOG_INT = 1 << 4,
    CPU_LOG_EXEC = 1 << 5,
    CPU_LOG_TB_OP_RA = 1 << 6,
    CPU_LOG_TB_FPU = 1 << 7,
    CPU_LOG_TB_CPU = 1 << 8,
    CPU_LOG_RESET = 1 << 9,
    LOG_UNIMP = 1 << 10,
    LOG_GUEST_ERROR = 1 << 11,
    CPU_LOG_MMU = 1 << 12,
    CPU_LOG_TB_NOCHAIN = 1 << 13,
    LOG_TRACE = 1 << 15,
    LOG_INVALID_MEM = 1 << 17,
    LOG_DIGEST = 1 << 18,
} LogMask;

typedef struct LogItem {
    int mask;
    const char *name;           /* the word after -d */
    const char *help;
} LogItem;

/** log_items: every topic of -d, in the order of "-d help"; ends with NULL */
extern const LogItem log_items[];

/**
 * qemu_loglevel_mask: is any topic of @mask switched on?
 *
 * Context: any thread; one relaxed atomic load.
 */
bool qemu_loglevel_mask(int mask);

/** qemu_log_enabled: is any topic on? */
bool qemu_log_enabled(void);

/**
 * qemu_log: append to the log; text appears when its line is complete
 *
 * Context: any thread, any lock.
 */
void qemu_log(const char *format, ...) G_GNUC_PRINTF(1, 2);

/** qemu_log_mask: qemu_log() if any topic of @mask is on */
#define qemu_log_mask(mask, ...)                                        \
    do {                                                                \
        if (G_UNLIKELY(qemu_loglevel_mask(mask))) {                     \
            qemu_log(__VA_ARGS__);                                      \
        }                                                               \
    } while (0)

/** qemu_log_mask_and_addr: as above, if -dfilter lets @addr through */
#define qemu_log_mask_and_addr(mask, addr, ...)                         \
    do {                                                                \
        if (G_UNLIKELY(qemu_loglevel_mask(mask)) &&                     \
            qemu_log_in_addr_range(addr)) {                             \
            qemu_log(__VA_ARGS__);                                      \
        }                                                               \
    } while (0)

/**
 * qemu_log_lock, qemu_log_unlock: keep the lines between them together
 *
 * They nest. Nothing blocks in between: the lines collect in the calling
 * thread and leave as one write at the outermost qemu_log_unlock().
 */
void qemu_log_lock(void);
void qemu_log_unlock(void);

/**
 * log_parse_mask: read the argument of -d
 * @text: names separated by commas: "int,guest_errors", "all", "none",
 *        "trace:PATTERN" (switches trace events on, see trace.h)
 * @mask: (out): LogMask bits
 * @errp: unknown name; the message lists the known ones
 */
bool log_parse_mask(const char *text, int *mask, Error **errp) MUST_CHECK;

/** log_print_usage: append the text of "-d help" to @out */
void log_print_usage(GString *out);

/** qemu_set_log: switch exactly the topics of @mask on */
void qemu_set_log(int mask);

/** qemu_get_log: the topics that are on */
int qemu_get_log(void);

/**
 * qemu_set_log_filename: send the log to a file (-D)
 * @filename: created or truncated; one "%d" in it becomes the process id;
 *            NULL or "" means stderr
 * @errp:     the file cannot be opened, or bad "%" in the name
 *
 * On failure the log stays where it was.
 */
bool qemu_set_log_filename(const char *filename, Error **errp) MUST_CHECK;

/**
 * qemu_set_dfilter_ranges: limit address-aware topics (-dfilter)
 * @spec: ranges separated by commas, numbers in any base:
 *        "START..LAST", "START+LENGTH", "LAST-LENGTH"; "" removes the filter
 * @errp: malformed range, or an empty or wrapping one
 *
 * On failure the filter stays as it was.
 */
bool qemu_set_dfilter_ranges(const char *spec, Error **errp) MUST_CHECK;

/** qemu_log_in_addr_range: does the filter let @addr through? */
bool qemu_log_in_addr_range(uint64_t addr);

/** qemu_log_close: complete pending lines of this thread, back to stderr */
void qemu_log_close(void);

#endif
