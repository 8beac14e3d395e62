/*
 * demo.h: what the files of the demo guest know of each other
 *
 * start.S -> boot.c -> shell.c -> one file per command. Single-threaded on
 * hart 0; the other harts only answer `harts`.
 */
#ifndef DEMO_H
#define DEMO_H

#include "hw.h"

/* uart.c: the console, a 16550 */
enum {
    UART_RECEIVED = 1 << 0,
    UART_TRANSMIT_EMPTY = 1 << 1,
};

void uart_init(void);
void uart_putc(char c);
char uart_getc(void);                       /* sleeps until a key comes */
void uart_enable_interrupts(unsigned reasons);
unsigned uart_interrupt_reason(void);       /* IIR; reading it clears */

/* print.c: %s %c %d %u %x %lx %lu, width and zero padding */
void print(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* text.c */
bool text_equal(const char *a, const char *b);
bool text_starts_with(const char *text, const char *prefix);
bool text_to_u64(const char *text, uint64_t *value);    /* 0x.. or decimal */

/* trap.c: exceptions and interrupts */
typedef struct TrapFrame {
    uint64_t x[FRAME_REGS];
} TrapFrame;

typedef struct TrapReport {
    uint64_t cause, epc, tval;
} TrapReport;

typedef void (*InterruptFn)(void);

void trap_handle(TrapFrame *frame);
void trap_on_interrupt(unsigned number, InterruptFn handler);
const TrapReport *trap_last(void);
const char *trap_name(uint64_t cause);
bool guarded_call(void (*function)(uintptr_t), uintptr_t argument);
void guarded_trapped(void);
void enter_mode(uintptr_t mode, void (*function)(void));

/* fdt.c: the device tree that the boot ROM passed */
typedef struct FdtNode {
    const char *name;
    const char *compatible;     /* first string, or NULL */
    uint64_t base, size;        /* first reg pair, 0 when absent */
} FdtNode;

typedef void (*FdtVisitFn)(const FdtNode *node);

bool fdt_visit(const void *blob, FdtVisitFn visit);
const void *boot_fdt(void);

/* commands */
typedef struct Command {
    const char *name;
    const char *usage;
    void (*run)(int argc, char **argv);
} Command;

enum { SHELL_WORDS = 4 };

void shell_run(void) __attribute__((noreturn));
void command_mem(int argc, char **argv);
void command_timer(int argc, char **argv);
void command_trap(int argc, char **argv);
void command_irq(int argc, char **argv);
void command_regs(int argc, char **argv);
void command_harts(int argc, char **argv);
void command_poweroff(int argc, char **argv);
void command_reboot(int argc, char **argv);

/* harts.c */
void harts_announce(uint64_t hart);
unsigned harts_present(void);               /* waits until all are up */

#endif
