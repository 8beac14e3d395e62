/*
 * semihost.c: a program without devices: everything goes through semihosting
 *
 * The first word of its command line says what it does; see the cases below.
 */
typedef unsigned long Word;

enum {
    SYS_OPEN = 0x01, SYS_CLOSE = 0x02, SYS_WRITEC = 0x03, SYS_WRITE0 = 0x04,
    SYS_WRITE = 0x05, SYS_READ = 0x06, SYS_READC = 0x07, SYS_ISTTY = 0x09,
    SYS_SEEK = 0x0a, SYS_FLEN = 0x0c, SYS_ERRNO = 0x13,
    SYS_GET_CMDLINE = 0x15, SYS_HEAPINFO = 0x16, SYS_EXIT = 0x18,
    SYS_EXIT_EXTENDED = 0x20, SYS_ELAPSED = 0x30, SYS_TICKFREQ = 0x31,
    SYS_SYSTEM = 0x12,
    APPLICATION_EXIT = 0x20026,
};

static char line[256];
static char *rest;              /* behind the first word */

/* The three instructions are 32 bits wide and in one page. */
__asm__(".section .text.start, \"ax\"\n"
        ".option norvc\n"
        ".globl _start\n"
        "_start:\n"
        "    lla sp, stack_top\n"
        "    lla t0, trap\n"
        "    csrw mtvec, t0\n"
        "    j main\n"
        ".balign 16\n"
        ".globl semihost\n"
        "semihost:\n"
        "    slli x0, x0, 0x1f\n"
        "    ebreak\n"
        "    srai x0, x0, 7\n"
        "    ret\n"
        ".globl plain_ebreak\n"
        "plain_ebreak:\n"
        "    slli x0, x0, 0x1e\n"
        "    ebreak\n"
        "    srai x0, x0, 7\n"
        "    ret\n"
        ".balign 4\n"
        "trap:\n"
        "    csrr a0, mcause\n"
        "    csrr a1, mtval\n"
        "    lla sp, stack_top\n"
        "    j trapped\n"
        ".balign 4096\n"
        "    .zero 4088\n"      /* the last word lies in the next page */
        ".globl split_semihost\n"
        "split_semihost:\n"
        "    slli x0, x0, 0x1f\n"
        "    ebreak\n"
        "    srai x0, x0, 7\n"
        "    ret\n"
        ".balign 16\n"
        "    .zero 4096\n"
        "stack_top:\n"
        ".option rvc\n"
        ".text\n");

Word semihost(Word number, const void *arg);
Word plain_ebreak(Word number, const void *arg);
Word split_semihost(Word number, const void *arg);
void trapped(Word cause, Word value);
void main(void);

static void print(const char *text)
{
    semihost(SYS_WRITE0, text);
}

static void print_hex(Word value)
{
    char text[20] = "0x";
    int n = 2;

    for (int shift = 60; shift >= 0; shift -= 4) {
        text[n++] = "0123456789abcdef"[value >> shift & 15];
    }
    text[n] = 0;
    print(text);
}

static void exit_with(Word number, Word reason, Word code)
{
    Word block[] = { reason, code };

    semihost(number, block);
    for (;;) {
    }
}

void trapped(Word cause, Word value)
{
    print("trap ");
    print_hex(cause);
    print(value == (Word)plain_ebreak + 4 || value == (Word)split_semihost + 4
          ? " at the ebreak\n" : " elsewhere\n");
    exit_with(SYS_EXIT, APPLICATION_EXIT, 3);
}

/* In U-mode, with all of memory allowed by one PMP entry. */
static void call_from_user(void)
{
    exit_with(SYS_EXIT, APPLICATION_EXIT, 9);
}

static void enter_user(void)
{
    __asm__ volatile("li t0, -1\n"
                     "csrw pmpaddr0, t0\n"
                     "li t0, 0x1f\n"
                     "csrw pmpcfg0, t0\n"
                     "li t0, 0x1800\n"
                     "csrc mstatus, t0\n"
                     "csrw mepc, %0\n"
                     "mret\n" :: "r"(call_from_user) : "t0", "memory");
}

static void echo(void)
{
    char c = 0;

    print("say> ");
    while (c != '\n') {
        c = (char)semihost(SYS_READC, (void *)0);
        semihost(SYS_WRITEC, &c);
    }
}

static Word open_name(const char *name, Word mode)
{
    Word n = 0;

    while (name[n]) {
        n++;
    }
    Word block[] = { (Word)name, mode, n };

    return semihost(SYS_OPEN, block);
}

static void print_file(void)
{
    static char text[64];
    Word handle = open_name(rest, 0);
    Word block[] = { handle, (Word)text, sizeof(text) - 1 };

    if (handle == (Word)-1) {
        print("errno ");
        print_hex(semihost(SYS_ERRNO, (void *)0));
    } else if (semihost(SYS_READ, block) < sizeof(text)) {
        print(text);
    }
}

/* Writes a file, looks at it, reads it back. */
static void keep_file(void)
{
    static char text[] = "kept for later";
    Word handle = open_name(rest, 6);
    Word block[] = { handle, (Word)text, sizeof(text) - 1 };
    Word start[] = { handle, 5 };

    print_hex(semihost(SYS_WRITE, block));
    print(" ");
    print_hex(semihost(SYS_FLEN, &handle));
    print(" ");
    print_hex(semihost(SYS_SEEK, start));
    print(" ");
    print_hex(semihost(SYS_ISTTY, &handle));
    print(" ");
    for (unsigned i = 0; i < sizeof(text); i++) {
        text[i] = 0;
    }
    print_hex(semihost(SYS_READ, block));
    print(" ");
    print(text);
    print_hex(semihost(SYS_CLOSE, &handle));
}

static void run_command(void)
{
    Word block[] = { (Word)rest, 4 };

    print(semihost(SYS_SYSTEM, block) == (Word)-1 ? "refused" : "done");
}

static void tell_time(void)
{
    Word first, second;

    semihost(SYS_ELAPSED, &first);
    for (volatile int i = 0; i < 100000; i++) {
    }
    semihost(SYS_ELAPSED, &second);
    print(second > first ? "time passes " : "time stands ");
    print_hex(semihost(SYS_TICKFREQ, (void *)0));
}

static void write_console(void)
{
    static const char text[] = "through a handle\n";
    Word block[] = { open_name(":tt", 4), (Word)text, sizeof(text) - 1 };

    print_hex(semihost(SYS_WRITE, block));
    print("\n");
}

/* How often a loop calls, for translated code. */
static void count(void)
{
    Word sum = 0;

    for (Word i = 0; i < 20000; i++) {
        sum += semihost(SYS_TICKFREQ, (void *)0) / 1000000000;
    }
    print_hex(sum);
}

static void print_heap(void)
{
    Word heap[4];
    Word *block = heap;

    semihost(SYS_HEAPINFO, &block);
    for (int i = 0; i < 4; i++) {
        print_hex(heap[i]);
        print(" ");
    }
}

static void call_plain(void)
{
    plain_ebreak(SYS_WRITE0, "no");
}

static void call_split(void)
{
    split_semihost(SYS_WRITE0, "no");
}

static const struct {
    const char *word;
    void (*fn)(void);
} cases[] = {
    { "echo", echo },       { "file", print_file }, { "run", run_command },
    { "time", tell_time },  { "user", enter_user }, { "plain", call_plain },
    { "split", call_split }, { "write", write_console }, { "count", count },
    { "heap", print_heap }, { "keep", keep_file },
};

/* Does the line start with @word? Then rest is behind it. */
static int is_word(const char *word)
{
    char *at = line;

    while (*word && *word == *at) {
        word++;
        at++;
    }
    rest = *at == ' ' ? at + 1 : at;
    return !*word && (*at == ' ' || !*at);
}

void main(void)
{
    Word block[] = { (Word)line, sizeof(line) };

    semihost(SYS_GET_CMDLINE, block);
    for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        if (is_word(cases[i].word)) {
            cases[i].fn();
        }
    }
    if (is_word("exit")) {
        exit_with(SYS_EXIT_EXTENDED, APPLICATION_EXIT, *rest - '0');
    } else if (is_word("abort")) {
        exit_with(SYS_EXIT, 0x20023, 0);
    }
    print("\nhello ");
    print(line);
    exit_with(SYS_EXIT, APPLICATION_EXIT, 0);
}
