/* semihost_internal.h: what the files of semihosting share */
#ifndef SEMIHOST_INTERNAL_H
#define SEMIHOST_INTERNAL_H

#include "debug/semihost.h"

#define SEMIHOST_FAILED (~UINT64_C(0))
#define SEMIHOST_HANDLES 64
#define SEMIHOST_NAME_MAX 4096
#define SEMIHOST_CHUNK 4096

typedef enum HandleKind {
    HANDLE_FREE,
    HANDLE_CONSOLE_IN,
    HANDLE_CONSOLE_OUT,
    HANDLE_FEATURES,            /* :semihosting-features */
    HANDLE_FILE,
    HANDLE_GDB,                 /* of the debugger's host */
} HandleKind;

typedef struct SemihostHandle {
    HandleKind kind;
    int fd;                     /* of a file, here or there */
    uint64_t pos;               /* in the features */
} SemihostHandle;

struct Semihost {
    const SemihostOps *ops;
    void *opaque;
    char *cmdline;
    int folder_fd;              /* -1: no files */
    int last_errno;             /* what SYS_ERRNO returns */
    SemihostHandle handles[SEMIHOST_HANDLES];   /* number - 1 */
};

/* A call with the words of its block. */
typedef struct Request {
    Semihost *s;
    SemihostCall *call;
    uint64_t words[4];
} Request;

typedef SemihostStatus RequestFn(Request *r);

/* Ends a request. Both return SEMIHOST_DONE. */
SemihostStatus semihost_done(Request *r, uint64_t result);
/* -1, and @error (an errno) for SYS_ERRNO */
SemihostStatus semihost_fail(Request *r, int error);

/* May the console be written to? Else the request waits. */
bool semihost_console_ready(Request *r);

bool semihost_get(Request *r, uint64_t addr, void *buf, size_t len);
bool semihost_put(Request *r, uint64_t addr, const void *buf, size_t len);
/* (transfer full) (nullable): @len bytes as text, no NUL inside */
char *semihost_get_name(Request *r, uint64_t addr, uint64_t len);

/* semihost_handle.c: semihost_done() with a new handle's number */
SemihostStatus semihost_new_handle(Request *r, HandleKind kind, int fd);

/* semihost_gdb.c: SEMIHOST_WAIT until the debugger has answered */
bool semihost_is_remote(const Semihost *s);
RequestFn semihost_remote_remove, semihost_remote_rename;
RequestFn semihost_remote_system, semihost_remote_readc;
SemihostStatus semihost_remote_open(Request *r, unsigned mode);
SemihostStatus semihost_remote_close(Request *r, SemihostHandle *handle);
SemihostStatus semihost_remote_copy(Request *r, const char *call, int fd);
SemihostStatus semihost_remote_seek(Request *r, int fd);
SemihostStatus semihost_remote_istty(Request *r, int fd);
SemihostStatus semihost_remote_flen(Request *r, int fd);
SemihostStatus semihost_remote_print(Request *r, uint64_t addr,
                                     uint64_t len);

/* semihost_console.c */
RequestFn semihost_writec, semihost_write0, semihost_readc;

/* semihost_handle.c */
RequestFn semihost_open, semihost_close, semihost_read, semihost_write;
RequestFn semihost_istty, semihost_seek, semihost_flen, semihost_iserror;

/* semihost_name.c */
RequestFn semihost_remove, semihost_rename;

/* semihost_system.c */
RequestFn semihost_clock, semihost_time, semihost_errno;
RequestFn semihost_get_cmdline, semihost_heapinfo, semihost_elapsed;
RequestFn semihost_tickfreq, semihost_exit, semihost_exit_extended;
RequestFn semihost_refused, semihost_run_command;

/* semihost_name.c: -1 with errno set. @mode: that of SYS_OPEN, 0..11 */
int semihost_open_file(Semihost *s, const char *name, unsigned mode);

#endif
