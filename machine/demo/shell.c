/*
 * shell.c: read a line, split it, look the command up
 *
 * Backspace and Ctrl-U edit the line; the command table is the help text.
 */
#include "demo.h"

enum { LINE_SIZE = 80, KEY_CTRL_U = 0x15, KEY_BACKSPACE = 8, KEY_DELETE = 127 };

static void command_help(int argc, char **argv);

static const Command commands[] = {
    { "help", "this list", command_help },
    { "mem", "[peek ADDRESS [WORDS] | poke ADDRESS VALUE | test [MIB]]: "
      "map, access, test", command_mem },
    { "timer", "[TICKS]: timer interrupts, 10 ms apart", command_timer },
    { "trap", "provoke every exception and print what was reported",
      command_trap },
    { "irq", "software interrupt, then UART interrupt through the PLIC",
      command_irq },
    { "regs", "control and status registers", command_regs },
    { "harts", "ask every hart to report", command_harts },
    { "poweroff", "[CODE]: end with this exit status", command_poweroff },
    { "reboot", "reset the machine", command_reboot },
};

enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

static void command_help(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    for (unsigned i = 0; i < COMMAND_COUNT; i++) {
        print("  %-9s %s\n", commands[i].name, commands[i].usage);
    }
}

static unsigned erase(unsigned length, unsigned count)
{
    for (; count && length; count--, length--) {
        print("\b \b");
    }
    return length;
}

static void read_line(char *line)
{
    unsigned length = 0;

    for (;;) {
        char c = uart_getc();

        if (c == '\r' || c == '\n') {
            break;
        } else if (c == KEY_BACKSPACE || c == KEY_DELETE) {
            length = erase(length, 1);
        } else if (c == KEY_CTRL_U) {
            length = erase(length, length);
        } else if (c >= ' ' && length < LINE_SIZE - 1) {
            line[length++] = c;
            uart_putc(c);
        }
    }
    line[length] = '\0';
    uart_putc('\n');
}

/* Cuts @line at its blanks; returns how many words it holds. */
static int split_words(char *line, char **words)
{
    int count = 0;

    while (*line) {
        while (*line == ' ') {
            *line++ = '\0';
        }
        if (*line && count < SHELL_WORDS) {
            words[count++] = line;
        }
        while (*line && *line != ' ') {
            line++;
        }
    }
    return count;
}

static void run_command(int argc, char **argv)
{
    for (unsigned i = 0; i < COMMAND_COUNT; i++) {
        if (text_equal(argv[0], commands[i].name)) {
            commands[i].run(argc, argv);
            return;
        }
    }
    print("%s: no such command; type 'help'\n", argv[0]);
}

void shell_run(void)
{
    char line[LINE_SIZE];
    char *words[SHELL_WORDS];

    for (;;) {
        int count;

        print("demo> ");
        read_line(line);
        count = split_words(line, words);
        if (count) {
            run_command(count, words);
        }
    }
}
