/*
 * semihost.h: services of the host for a bare guest program
 *
 * A program without an operating system prints, reads and ends by asking the
 * debugger: `ebreak` between two marker instructions, the number of the
 * operation in a0, its argument in a1 (most often the address of a block of
 * 64-bit words), the result in a0. RISC-V Semihosting 0.4; the operations are
 * those of "Semihosting for AArch32 and AArch64" 2023Q3, chapter 3.
 *
 * What a call may do: console, exit, time, command line. Files only below one
 * folder that the user named; commands of the host (SYS_SYSTEM) never. Or a
 * debugger serves the calls, on its host and by its rules.
 *
 * Whoever recognises the instructions (exec/semihost.h) and owns memory and
 * console comes in through SemihostOps, so this runs without a vCPU.
 */
#ifndef DEBUG_SEMIHOST_H
#define DEBUG_SEMIHOST_H

#include <sys/types.h>

#include "core/error.h"
#include "core/types.h"

/* More than that in one call is done in part; the result says so. */
#define SEMIHOST_BYTES_MAX (1u << 20)

typedef struct SemihostHeap {
    uint64_t heap_base, heap_limit;     /* grows upwards; 0: not known */
    uint64_t stack_base, stack_limit;   /* grows downwards; 0: not known */
} SemihostHeap;

/* Of gdb's File-I/O: a result, and when it is -1 an error of its list. */
typedef struct SemihostAnswer {
    int64_t result;
    unsigned error;
} SemihostAnswer;

/* The emulator's side. @cpu is that of the SemihostCall. */
typedef struct SemihostOps {
    /* guest memory as the calling hart sees it; false: not accessible */
    bool (*read)(void *opaque, void *cpu, uint64_t addr, void *buf,
                 size_t len);
    bool (*write)(void *opaque, void *cpu, uint64_t addr, const void *buf,
                  size_t len);
    /* takes everything; called when console_ready() said that it may be */
    bool (*console_ready)(void *opaque);
    void (*console_write)(void *opaque, const void *buf, size_t len);
    /* bytes that are there; 0: none yet; -1: there is no input */
    ssize_t (*console_read)(void *opaque, void *buf, size_t len);
    void (*exit)(void *opaque, int status);
    int64_t (*elapsed_ns)(void *opaque);        /* since the start */
    int64_t (*time_ns)(void *opaque);           /* since 1970 */
    void (*heap)(void *opaque, SemihostHeap *heap);
    /* (nullable) both: shall a debugger's host serve files and console? */
    bool (*has_debugger)(void *opaque);
    /* false: it has not answered this request of this hart yet, ask again */
    bool (*ask_debugger)(void *opaque, void *cpu, const char *request,
                         SemihostAnswer *answer);
} SemihostOps;

typedef struct Semihost Semihost;

typedef struct SemihostCall {
    uint64_t number;            /* a0 */
    uint64_t arg;               /* a1 */
    uint64_t sp;                /* below it is room for an answer */
    uint64_t result;            /* (out) a0 */
    void *cpu;                  /* (borrowed): who calls */
} SemihostCall;

typedef enum SemihostStatus {
    SEMIHOST_DONE,              /* result is valid, go on behind the call */
    SEMIHOST_WAIT,              /* nothing was done: the same call again,
                                 * when the console has input or room */
} SemihostStatus;

/**
 * semihost_new: services with no files and an empty command line
 * @ops: (borrowed): every member is there
 *
 * Returns: (transfer full)
 */
Semihost *semihost_new(const SemihostOps *ops, void *opaque);
/** semihost_free: closes the files of the guest; @s may be NULL */
void semihost_free(Semihost *s);

/** semihost_set_cmdline: what SYS_GET_CMDLINE returns; copied */
void semihost_set_cmdline(Semihost *s, const char *cmdline);

/**
 * semihost_allow_files: let the guest open, remove and rename in a folder
 *
 * The kernel resolves every name below @folder (openat2): "..", absolute
 * names and links that lead out of it fail. Regular files only.
 *
 * Returns: false with @errp set when the folder cannot be opened.
 */
bool semihost_allow_files(Semihost *s, const char *folder, Error **errp)
    MUST_CHECK;

/**
 * semihost_call: do one operation
 *
 * Whatever the guest passes: an error is a result, never a fault.
 *
 * Context: one call at a time (big lock held); may be any vCPU thread.
 */
SemihostStatus semihost_call(Semihost *s, SemihostCall *call);

#endif
